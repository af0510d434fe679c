"""Texts that no parser can read, told from the others a column at a time: of a million of them, parsing one by one
what can be nothing would take minutes.

A sieve holds back only what the parser would give a fault for, whatever else it may leave to it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.marks import MISSING_REASONS
from pipelines.staging.amounts import Scale
from pipelines.staging.cells import MOST_LIKENED, Cell, Parser
from pipelines.staging.dressed import dressed_cells

# Fewer distinct texts are parsed one by one.
MANY = 1_000
# Letters in which `plain` changes nothing but blanks; of any others the parser decides.
ORDINARY = r"^[ -~가-힣]+$"
# What is left of a text by which a mark or a decided value is recognised. Footnote references (`주1)`) and the
# numbers before a name are none of it.
UNTOLD = r"[^A-Za-z0-9가-힣]+|주"
REFERRED = r"^\(?[0-9]{1,2}[.)]|[)*]\s*$"
# A sign, digits with scales, a unit without digits save the square in m2: a little more than `read_number` reads.
NUMBER_LIKE = r"^ *\(? *[+\-]? *\\? *[0-9.][0-9., 십백천만억조]*[^0-9]*(?:m2[^0-9]*)*$"
TEN_DIGITS = r"^[- ]*(?:[0-9][- ]*){10}$"
# Letters that stand in no spelling of a period, nor in a mark beside one.
SPELT = "EFHIPQTVYZefhipqtvyz년도연간말제분기사상하전후반월일준현재오화수목금토요잠정치값추계"
FOREIGN_LETTER = rf"[^\x00-@\[-`{{-~{SPELT}]"
# Words that may stand anywhere in a zone's name: of a text that has one of their letters the parser decides.
DECORATED = "[강특]"
LETTER = r"[A-Za-z가-힣]"
# No spelling has so many digits together, but as zeros or fractions behind a point.
LONG_RUN = r"(?:^|[^0-9.])(?:[0-9]{7}|[0-9]{9,})(?:[^0-9]|$)"
# A period without letters starts with a year, or with a day as yyyymmdd or a serial number; a time of day has colons.
LETTERLESS = (
    r"^[^0-9]*(?:(?:19|20)[0-9]{2}(?:[0-9]{2}){0,2}|[0-9]{2,3}|[0-9]{5})(?:\.0+|(?:[^0-9]+[0-9]{1,2}){0,3})[^0-9]*$"
    "|:"
)


@dataclass(frozen=True)
class Sieve:
    """`impossible` is where no ordinary text can be read, `cell` what the parser would make of each of them.

    `meant` are texts, as `_bare` has them, that mean something all the same: marks for missing values, and those to
    which a person has given a meaning. The `parsed_first` are left to the parser, which says what they may mean.
    `in_bulk` makes of many texts what the parser would, or None where the parser has to be asked.
    """

    cell: Cell
    impossible: Callable[[pa.Array], np.ndarray]
    meant: frozenset[str]
    decided: bool = False
    parsed_first: int = 0
    in_bulk: Callable[[pa.Array, Parser], list[Cell | None]] | None = None

    def hopeless(self, texts: pa.Array) -> np.ndarray:
        """Where a text cannot be read, whatever the parser would try."""
        found = _matches(texts, ORDINARY) & self.impossible(texts)
        if self.decided:
            found &= ~_matches(texts, REFERRED)
        at = np.flatnonzero(found)
        meant = pa.array(sorted(self.meant), pa.large_string())
        found[at] = ~pc.is_in(_bare(texts.take(pa.array(at))), value_set=meant).to_numpy(False)  # type: ignore[attr-defined]
        return found

    def with_meanings(self, keys: Iterable[str]) -> "Sieve":
        """The sieve of a column in which a person has given these texts a meaning."""
        bare = _bare(pa.array(keys, pa.large_string())).to_pylist()
        return replace(self, meant=self.meant | set(bare), decided=True) if bare else self


def parsed(texts: pa.Array, parse: Parser, sieve: Sieve | None) -> list[Cell]:
    """The outcome of each distinct text; of very many, those that the sieve holds back share theirs."""
    if sieve is None or len(texts) <= MANY:
        return [parse(text) for text in texts.to_pylist()]
    hopeless = sieve.hopeless(texts)
    hopeless[: sieve.parsed_first] = False
    left = np.flatnonzero(~hopeless)
    readable = texts.take(pa.array(left))
    bulk = sieve.in_bulk(readable, parse) if sieve.in_bulk else [None] * len(left)
    cells = [sieve.cell] * len(texts)
    for index, text, cell in zip(left.tolist(), readable.to_pylist(), bulk, strict=True):
        cells[index] = cell or parse(text)
    return cells


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    return pc.match_substring_regex(texts, pattern).to_numpy(False).astype(bool)  # type: ignore[attr-defined]


def _bare(texts: pa.Array) -> pa.Array:
    return pc.utf8_lower(pc.replace_substring_regex(texts, UNTOLD, ""))  # type: ignore[attr-defined]


def _no_period(texts: pa.Array) -> np.ndarray:
    letterless = ~_matches(texts, LETTER) & ~_matches(texts, LETTERLESS)
    return letterless | _matches(texts, FOREIGN_LETTER) | _matches(texts, LONG_RUN)


def _unlike(keys: Iterable[str]) -> Callable[[pa.Array], np.ndarray]:
    """Where a text has not the letters of any key, numberings, references and blanks aside."""
    known = _letters(pa.array(keys, pa.large_string())).unique()

    def impossible(texts: pa.Array) -> np.ndarray:
        alike = pc.is_in(_letters(texts), value_set=known).to_numpy(False)  # type: ignore[attr-defined]
        return ~(alike | _matches(texts, DECORATED))

    return impossible


def _letters(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(_bare(texts), "[0-9]+", "")  # type: ignore[attr-defined]


def numbers_sieve(scale: Scale) -> Sieve:
    """What cannot be a number, and the numbers that many texts hold in one dress."""
    return replace(NUMBERS, in_bulk=lambda texts, parse: dressed_cells(texts, parse, scale))


def zones_sieve(index: Mapping[str, str], names: Mapping[str, str]) -> Sieve:
    """What has nothing of a zone's name in it; `index` and `names` are those of the parser."""
    cell = Cell(fault="unknown_zone", allowed=list(dict.fromkeys(names.values())), unknown=True)
    return Sieve(cell, _unlike([*index, *MISSING_REASONS, ""]), MISSING, parsed_first=MOST_LIKENED)


MISSING = frozenset(_bare(pa.array(["", *MISSING_REASONS], pa.large_string())).to_pylist())
NUMBERS = Sieve(Cell(fault="not_a_number"), lambda texts: ~_matches(texts, NUMBER_LIKE), MISSING)
PERIODS = Sieve(Cell(fault="not_a_period", unknown=True), _no_period, MISSING)
FIRMS = Sieve(Cell(fault="not_a_firm"), lambda texts: ~_matches(texts, TEN_DIGITS), MISSING)
