"""Which rows of a frame tell whether its rules hold: a rule that fails in any row fails in one of these.

A rule looks at one value, or at two of one row. So each distinct text is asked once, of numbers the smallest and the
largest, of pairs of days the one that is furthest the wrong way, and of every column an empty and a filled cell.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from checks.rules import Rule

BY_VALUE = frozenset({"known_zone", "known_value", "period_label", "text_pattern"})


def telling_rows(rules: Iterable[Rule], frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a canonical frame that have to be asked, in their order; all where a rule's column holds values of
    several types.
    """
    found = [np.zeros(min(1, len(frame)), np.int64)]
    for rule in rules:
        rows = _rows_of(rule, frame)
        if rows is None:
            return frame
        found.append(rows)
    return frame.iloc[np.unique(np.concatenate(found))]


def _rows_of(rule: Rule, frame: pd.DataFrame) -> np.ndarray | None:
    """Positions of the rows that tell whether one rule holds; None where only all of them do."""
    values = pd.Series(frame[rule.column])
    if values.dtype == object:
        return None
    empty = values.isna().to_numpy()
    either = np.concatenate([np.flatnonzero(empty)[:1], np.flatnonzero(~empty)[:1]])
    if rule.check_code in ("required_value", "value_type") or empty.all():
        return either
    if rule.check_code in BY_VALUE and values.dtype == "str":
        return _first_of_each(values)
    if rule.check_code == "within_range" and is_numeric_dtype(values.dtype):
        return np.concatenate([either, [values.argmin(), values.argmax()]])
    earlier = pd.Series(frame[rule.earlier]) if rule.earlier else values
    if rule.check_code == "date_order" and all(
        is_datetime64_any_dtype(each.dtype) for each in (values, earlier)
    ):
        apart = values - earlier
        return either if apart.isna().all() else np.concatenate([either, [apart.argmin()]])
    return None


def _first_of_each(values: pd.Series) -> np.ndarray:
    """The first row of each distinct text, and of the empty ones."""
    texts = pa.array(values, pa.large_string(), from_pandas=True)
    chunked = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    coded = chunked.combine_chunks().dictionary_encode(null_encoding="encode")
    codes = coded.indices.to_numpy()
    first = np.zeros(len(coded.dictionary), np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first
