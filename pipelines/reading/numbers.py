"""One cell as an exact number with the unit written in it.

Grammar: sign, digits with or without thousands commas, Korean scales (만, 억, 조, with 십, 백, 천 before
them), unit. `79억 9000만 원` is 7,990,000,000 of `원`; `△12`, `(12)` and a minus sign are negative; `95%` is
95 of `%`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.reading.words import plain

SMALL_SCALES = {"": 1, "십": 10, "백": 100, "천": 1_000}
LARGE_SCALES = {"": 1, "만": 10**4, "억": 10**8, "조": 10**12}
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
TERM = re.compile(rf"\s*({DIGITS})\s*([십백천]?)\s*([만억조]?)(?![십백천만억조])")
SIGNS = re.compile(r"^(△|-|–|\+)\s*(?=[\d.₩\\])")
BRACKETED = re.compile(r"^\(\s*([^()]+?)\s*\)\s*([^()\d]*)$")

BRACKETED_UNIT = re.compile(r"^\(([^()\d]+)\)$")


class NotANumber(ValueError):
    """The cell's text is no number by the grammar above."""


@dataclass(frozen=True)
class Written:
    """An exact value, the unit written after it ('' where none is), whether 만, 억 or the like scaled it, its last
    place.
    """

    value: Decimal
    unit: str = ""
    scaled: bool = False
    step: Decimal = Decimal(1)


def read_number(text: str) -> Written:
    """The number a cell holds.

    Raises NotANumber. Exponents are refused: a spreadsheet has dropped digits there.
    """
    body, sign = _sign(plain(text))
    if body[:1] in "₩\\" and body:
        body, currency = body[1:].lstrip(), "원"
    else:
        currency = ""
    value, rest, scaled, step = _terms(body)
    unit = BRACKETED_UNIT.sub(r"\1", rest.strip())
    if not _is_unit(unit) or (currency and unit not in ("", "원")):
        raise NotANumber(text)
    return Written(sign * value, unit or currency, scaled, step)


def _sign(text: str) -> tuple[str, int]:
    bracketed = BRACKETED.match(text)
    if bracketed:
        return f"{bracketed[1]}{bracketed[2]}", -1
    marked = SIGNS.match(text)
    if marked:
        return text[marked.end() :], 1 if marked[1] == "+" else -1
    return text, 1


def _terms(text: str) -> tuple[Decimal, str, bool, Decimal]:
    """Sum of the scaled terms, what follows them, whether any was scaled, and the last place written.

    Scales fall from term to term: 조, 억, 만, one.
    """
    total, step, position, previous, scaled = Decimal(0), Decimal(1), 0, None, False
    while match := TERM.match(text, position):
        scale = SMALL_SCALES[match[2]] * LARGE_SCALES[match[3]]
        if previous is not None and scale >= previous:
            raise NotANumber(text)
        digits = Decimal(match[1].replace(",", ""))
        total, step = total + digits * scale, Decimal(1).scaleb(int(digits.as_tuple().exponent)) * scale
        position, previous, scaled = match.end(), scale, scaled or scale > 1
    if previous is None:
        raise NotANumber(text)
    return total, text[position:], scaled, step


def _is_unit(text: str) -> bool:
    """A unit is a short word or sign without digits, save the square in m2."""
    return len(text) <= 8 and re.fullmatch(r"(?:[^\W\d_]|[%㎡㎢ ²]|(?<=m)2)*", text) is not None
