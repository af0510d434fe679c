"""How files spell zones, periods, amounts and categories, within what their encoding can hold."""

from collections.abc import Callable
from datetime import date

from kpi.catalogue import Catalogue, Column, Zone
from kpi.periods import is_year, last_day

Cell = str | int | float | date | None

# The spelling of a zone: a style picks the first alias that fits and that the file's encoding can hold.
ZONE_STYLES: dict[str, Callable[[str], bool]] = {
    "bracket": lambda alias: alias.startswith("강소("),
    "special": lambda alias: alias.endswith(" 강소특구"),
    "long": lambda alias: alias.endswith("강소연구개발특구"),
    "official": lambda alias: alias.endswith((" 군산시", "시")) and " " in alias,
    "dotted": lambda alias: "\u2027" in alias,
    "bare": lambda alias: not alias.startswith("강소") and alias != "울주",
}

PERIOD_STYLES: dict[str, Callable[[str, str], Cell]] = {
    "korean": lambda year, number: f"{year}년 {number}분기",
    "point_q": lambda year, number: f"{year}.{number}Q",
    "quote": lambda year, number: f"'{year[2:]} {number}/4",
    "short": lambda year, number: f"{year[2:]}년 {number}/4분기",
    "dash_q": lambda year, number: f"{year}-Q{number}",
    "q_first": lambda year, number: f"{number}Q{year[2:]}",
    "excel": lambda year, number: last_day(f"{year}Q{number}"),
    "as_of": lambda year, number: f"{last_day(f'{year}Q{number}'):%Y.%m.%d}기준",
    "compact": lambda year, number: f"{last_day(f'{year}Q{number}'):%Y%m%d}",
    "month_end": lambda year, number: f"'{year[2:]}.{int(number) * 3}월말",
}
YEAR_STYLES: dict[str, Callable[[str], Cell]] = {
    "korean": lambda year: f"{year}년",
    "quote": lambda year: f"'{year[2:]}",
    "as_of": lambda year: f"{year}.12.31기준",
}


def spell_zone(zone: Zone, style: str, encoding: str) -> str:
    """An alias of the zone in the style, or its name."""
    fits = ZONE_STYLES.get(style)
    in_style = [alias for alias in zone.aliases if fits and fits(alias)]
    candidates = [*in_style, zone.name.ko, *zone.aliases]
    return next(alias for alias in candidates if holds(encoding, alias))


def holds(encoding: str, text: str) -> bool:
    """Whether the encoding can write the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def spell_period(label: str, style: str) -> Cell:
    """A quarter or year label in the style; years have fewer spellings and fall back on four digits."""
    if is_year(label):
        return YEAR_STYLES.get(style, int)(label)
    return PERIOD_STYLES[style](label[:4], label[-1])


def spell_category(column: Column, value: str, variant: int) -> str:
    """One of the words that files use for a category."""
    category = next(category for category in column.categories if category.id == value)
    words = [word for word in (category.name.ko, *category.synonyms) if not word.isascii()]
    return words[variant % len(words)]


def in_unit(won: int, factor: int) -> int:
    """Won as a whole number of the file's unit. Raises ValueError where the unit would lose something."""
    if won % factor:
        raise ValueError(f"{won} won are no multiple of {factor}")
    return won // factor


def in_words(won: int) -> str:
    """`79억 9000만 원`, `8000만 원`: how running text writes amounts."""
    hundred_millions, rest = divmod(won, 100_000_000)
    parts = [f"{hundred_millions}억"] if hundred_millions else []
    parts += [f"{in_unit(rest, 10_000)}만"] if rest else []
    return f"{' '.join(parts) or '0'} 원"


def factor_of(catalogue: Catalogue, unit: str, written: str) -> int:
    """How many stored units a written unit is."""
    return int(catalogue.units[unit].written[written])
