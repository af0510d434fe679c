"""Numbers with their units, exactly: the parser of one cell, and the fast way for plain columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.marks import missing_reason, without_mark
from pipelines.reading.numbers import NotANumber, read_number
from pipelines.reading.words import key_of, plain
from pipelines.staging.cells import Cell

NumberType = Literal["integer", "amount", "decimal"]
INT64_MAX = 2**63 - 1
PLAIN = re.compile(r"^-?[0-9][0-9,]*(\.[0-9]+)?$")
GROUPED = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
FRACTION_DIGITS = 6


@dataclass(frozen=True)
class Scale:
    """How a column's numbers become stored units: `plain` for numbers without a unit (None: not known),
    `written` by unit.

    `stars` is the status that a star beside a number gives it, `unit` how `plain` was written.
    """

    column_type: NumberType
    plain: int | None
    written: Mapping[str, Decimal]
    stars: str = ""
    unit: str = ""

    @property
    def is_whole(self) -> bool:
        return self.column_type != "decimal"


def parse_number(text: str, scale: Scale) -> Cell:
    """One cell as stored units: int for integers and amounts, float for decimals (money stays exact below 2^53 won)."""
    reason = missing_reason(text)
    if reason:
        return Cell(reason=reason)
    marked = without_mark(plain(text))
    status = marked.status or (scale.stars if marked.starred else "")
    try:
        number = read_number(marked.text)
    except NotANumber:
        return Cell(fault="not_a_number")
    factor = factor_of(number.unit, number.scaled, scale)
    if factor is None:
        known = bool(number.unit)
        return Cell(
            fault="wrong_unit" if known else "unit_unknown", allowed=list(dict.fromkeys(scale.written))
        )
    value = number.value * factor
    repair = "" if PLAIN.match(text) else "number_respelled"
    if not scale.is_whole:
        return Cell(float(value), status=status, repair=repair)
    if value != value.to_integral_value():
        return Cell(fault="fraction")
    if abs(value) > INT64_MAX:
        return Cell(fault="too_large")
    return Cell(int(value), status=status, repair=repair)


def factor_of(unit: str, scaled: bool, scale: Scale) -> Decimal | None:
    """Stored units in one of what was written, or None where that is not known."""
    if unit:
        return scale.written.get(key_of(unit))
    if scaled:
        return Decimal(1)
    return None if scale.plain is None else Decimal(scale.plain)


def written_units(written: Mapping[str, float]) -> dict[str, Decimal]:
    """Factor by `key_of` the written unit."""
    return {key_of(unit): Decimal(repr(factor)) for unit, factor in written.items()}


def plain_values(column: pa.ChunkedArray, scale: Scale) -> tuple[np.ndarray, np.ndarray]:
    """Stored values of all cells that are plain digits, and where those are; the others are for `parse_number`."""
    unread = np.zeros(len(column), bool)
    # A binary product of a decimal would not be exact, so a scaled one is left to `parse_number`.
    if scale.plain is None or (scale.plain != 1 and not scale.is_whole):
        return np.zeros(len(column), np.int64 if scale.is_whole else np.float64), unread
    texts = _ungrouped(column)
    return _whole(texts, scale.plain) if scale.is_whole else _decimal(texts)


def _ungrouped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts without thousands commas, where those stand every three digits."""
    if not pc.any(pc.match_substring(column, ",")).as_py():  # type: ignore[attr-defined]
        return column
    grouped = pc.match_substring_regex(column, GROUPED)  # type: ignore[attr-defined]
    return pc.if_else(grouped, pc.replace_substring(column, ",", ""), column)  # type: ignore[attr-defined]


def _whole(texts: pa.ChunkedArray, factor: int) -> tuple[np.ndarray, np.ndarray]:
    """`value × factor` as int64. Digits are limited so that neither part can overflow."""
    digits = 18 - len(str(factor))
    known = _all_digits(texts, digits)
    if known is None:
        known = pc.match_substring_regex(texts, rf"^-?[0-9]{{1,{digits}}}$").to_numpy()  # type: ignore[attr-defined]
    plain_texts = texts if known.all() else pc.if_else(pa.array(known), texts, "0")  # type: ignore[attr-defined]
    values = pc.cast(plain_texts, pa.int64()).to_numpy() * factor  # type: ignore[attr-defined]
    others = np.flatnonzero(~known)
    if len(others):
        rest, rest_known = _fractional(texts.take(pa.array(others)), factor, digits)
        values[others], known = rest, known.copy()
        known[others] = rest_known
    return values, known


def _all_digits(texts: pa.ChunkedArray, digits: int) -> np.ndarray | None:
    """All true where every text is digits and short enough: three times faster than asking a regular expression."""
    if not pc.all(pc.ascii_is_decimal(texts)).as_py():  # type: ignore[attr-defined]
        return None
    short = pc.max(pc.binary_length(texts)).as_py() or 0  # type: ignore[attr-defined]
    return np.ones(len(texts), bool) if short <= digits else None


def _fractional(texts: pa.ChunkedArray, factor: int, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """`6508.6` × 백만원 in whole numbers: what is left of a won makes the cell unknown here, and a fault later."""
    pattern = rf"^-?[0-9]{{1,{digits}}}\.[0-9]{{1,{FRACTION_DIGITS}}}$"
    fits = pc.match_substring_regex(texts, pattern)  # type: ignore[attr-defined]
    parts = pc.split_pattern(pc.if_else(fits, texts, "0.0"), ".")  # type: ignore[attr-defined]
    whole = pc.cast(pc.list_element(parts, 0), pa.int64()).to_numpy() * factor  # type: ignore[attr-defined]
    padded = pc.utf8_rpad(pc.list_element(parts, 1), FRACTION_DIGITS, "0")  # type: ignore[attr-defined]
    # Exact in int64: six digits times the largest factor, 10^12, stay below 10^18.
    millionths = pc.cast(padded, pa.int64()).to_numpy() * factor  # type: ignore[attr-defined]
    negative = pc.starts_with(texts, "-").to_numpy()  # type: ignore[attr-defined]
    part, left_over = np.divmod(millionths, 10**FRACTION_DIGITS)
    return whole + np.where(negative, -part, part), fits.to_numpy() & (left_over == 0)


def _decimal(texts: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    is_plain = pc.match_substring_regex(texts, r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")  # type: ignore[attr-defined]
    values = pc.cast(pc.if_else(is_plain, texts, "0"), pa.float64()).to_numpy()  # type: ignore[attr-defined]
    return values, is_plain.to_numpy()
