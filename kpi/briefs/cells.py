"""Written numbers as typed cells: what a page shows as text goes into a spreadsheet as a number that reads the same."""

import re

from kpi import format as formats
from kpi.briefs.parts import Number

WRITTEN = re.compile(
    r"^(?P<sign>[△−+-]?)(?P<before>[^\d△−+-]*)"
    r"(?P<digits>0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?P<fraction>\.\d+)?(?P<after>[^\d]*)$"
)
NEGATIVE = frozenset((formats.DECREASE, formats.MINUS, "-"))
THOUSAND = 1000


def number_of(shown: str) -> Number | None:
    """The number behind `1,030명`, `79.9억원`, `△12` or `+27.0%`, in the magnitude in which it is written; None for a
    dash and for what is no single number, say a date, a value with its change, a code that begins with 0, or more
    digits than a spreadsheet keeps.
    """
    found = WRITTEN.match(shown.strip())
    if found is None:
        return None
    digits, fraction = found["digits"].replace(",", ""), found["fraction"] or ""
    size = float(digits + fraction)
    # A year has no comma, and gets none.
    whole = "0" if size >= THOUSAND and "," not in found["digits"] else "#,##0"
    core = f"{_quoted(found['before'])}{whole}{re.sub('[0-9]', '0', fraction)}{_quoted(found['after'])}"
    value = -size if found["sign"] in NEGATIVE else size
    return Number(value, shown, _signed(found["sign"], core))


def _signed(sign: str, core: str) -> str:
    """A spreadsheet's number format that writes a number with the sign that it had, and △ for a decrease."""
    if sign == "+":
        return f"+{core};{formats.DECREASE}{core};{core}"
    return f"{core};{sign or formats.DECREASE}{core}" if sign != "-" else f"{core};-{core}"


def _quoted(words: str) -> str:
    said = words.replace('"', "")
    return f'"{said}"' if said else ""
