"""Cells that a spreadsheet could take for a formula, and the apostrophe that keeps them from it.

The corrected file and the error file put it there; a file that comes back has it taken off again.
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.repairs import Repairs

GUARD = "'"
STARTS = ("=", "@", "+", "-", "\t", "\r")
GUARDED = r"^'\s*[=@+\-]"
# A negative number with what may follow it: a unit, a percent sign, a mark in brackets; or a dash for a missing one.
NUMBER = re.compile(r"[+-]?\s?[\d.,]+\s?[^\d=+\-*/^&<>|!@()]*(\(\w*\))?\*?|[-–—]+")


def runs(text: str) -> bool:
    """Whether a spreadsheet could take a cell of a text file for a formula."""
    return text.startswith(STARTS) and NUMBER.fullmatch(text) is None


def guarded(column: pa.ChunkedArray) -> np.ndarray:
    """Where a cell has an apostrophe before what would run without it."""
    if not pc.any(pc.starts_with(column, GUARD)).as_py():  # type: ignore[attr-defined]
        return np.zeros(len(column), bool)
    found = pc.match_substring_regex(column, GUARDED).to_numpy().astype(bool)  # type: ignore[attr-defined]
    at = np.flatnonzero(found)
    found[at] = [runs(text[1:].strip()) for text in column.take(pa.array(at)).to_pylist()]
    return found


def unguarded(column: pa.ChunkedArray, where: np.ndarray) -> pa.ChunkedArray:
    """The column with the apostrophe taken off where `where` says so."""
    bare = pc.utf8_trim_whitespace(pc.utf8_slice_codeunits(column, 1))  # type: ignore[attr-defined]
    return pc.if_else(pa.array(where), bare, column)  # type: ignore[attr-defined]


def tell(repairs: Repairs, column: pa.ChunkedArray, where: np.ndarray, places: list[str], label: str) -> None:
    """Adds the repair once a distinct text, with its first place and how often it stands there."""
    texts = column.take(pa.array(np.flatnonzero(where))).to_pylist()
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    counts, first = np.bincount(codes), np.unique(codes, return_index=True)[1]
    for text, count, at in zip(distinct, counts.tolist(), first.tolist(), strict=True):
        repairs.add("guard_dropped", places[at], text, text[1:].strip(), count, alike=label)
