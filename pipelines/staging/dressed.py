"""Numbers that stand in one and the same dress (`△1,200`, `1,200(p)`, `12.5만원`): of very many of them, the parser
reads two of each dress, and the digits of all are read in bulk.
"""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.staging.amounts import Scale, plain_values
from pipelines.staging.cells import Cell, Parser

# Fewer texts in one dress are parsed one by one.
MANY = 100
DRESSED = (
    r"^(?P<before>[^0-9.,]*)(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<after>[^0-9.,]*)$"
)
DIGITS = "\x00"
ONE, THREE = "1", "3"


def dressed_cells(texts: pa.Array, parse: Parser, scale: Scale) -> list[Cell | None]:
    """What the parser would make of each text; None where it has to be asked."""
    cells: list[Cell | None] = [None] * len(texts)
    parts = pc.extract_regex(texts, DRESSED)  # type: ignore[attr-defined]
    digits = parts.field("digits")
    between = pa.scalar(DIGITS, texts.type)
    dresses = pc.binary_join_element_wise(parts.field("before"), parts.field("after"), between)  # type: ignore[attr-defined]
    coded = pc.if_else(parts.is_valid(), dresses, None).dictionary_encode()  # type: ignore[attr-defined]
    codes = coded.indices.fill_null(-1).to_numpy()
    counts = np.bincount(codes[codes >= 0], minlength=len(coded.dictionary))
    for code in np.flatnonzero(counts >= MANY).tolist():
        at = np.flatnonzero(codes == code)
        dress = coded.dictionary[code].as_py()
        for place, cell in zip(
            at.tolist(), _in_dress(dress, digits.take(pa.array(at)), parse, scale), strict=True
        ):
            cells[place] = cell
    return cells


def _in_dress(dress: str, digits: pa.Array, parse: Parser, scale: Scale) -> list[Cell | None]:
    one, three = (parse(dress.replace(DIGITS, number)) for number in (ONE, THREE))
    factor = _factor(one, three, scale)
    if factor is None:
        # What is wrong with the dress is wrong with every number in it; a number alone may be wrong in other ways.
        return [one if one.fault and one == three else None] * len(digits)
    column = pa.chunked_array([digits])
    values, known = plain_values(column, replace(scale, plain=abs(factor)))
    signed = (values * (1 if factor > 0 else -1)).tolist()
    return [
        replace(one, value=value) if is_known else None for value, is_known in zip(signed, known, strict=True)
    ]


def _factor(one: Cell, three: Cell, scale: Scale) -> int | None:
    """What each of the digits' ones counts for, where three ones count three times as much and nothing else differs."""
    if one.value is None or three != replace(one, value=three.value) or three.value != 3 * one.value:
        return None
    factor = Decimal(str(one.value))
    # Multiples of a binary fraction would not be exact.
    whole = factor == factor.to_integral_value() and (scale.is_whole or abs(factor) == 1)
    return int(factor) if whole and factor else None
