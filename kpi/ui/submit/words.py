"""How sure something is, how large, and what a value of a file is called."""

from typing import Any

from kpi import format as formats
from kpi.catalogue import BASES, NATIONAL, Column, Dataset, Names
from kpi.ui.markup import badge
from kpi.ui.setting import Setting

SURE, LIKELY = 0.9, 0.6
KILO = 1024
HIDDEN = "●●●"


def certainty(setting: Setting, confidence: float) -> str:
    """A confidence in words with its percentage."""
    level = "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "doubtful"
    return setting.text(f"submit.certainty.{level}", percent=formats.plain(confidence * 100))


def certainty_badge(setting: Setting, confidence: float) -> str:
    """The same as a badge, with a sign."""
    kind = "good" if confidence >= SURE else "plain" if confidence >= LIKELY else "attention"
    return badge(certainty(setting, confidence), kind)


def size(count: int) -> str:
    """A number of bytes as people say it: 812 B, 3.4 MB."""
    if count < KILO:
        return f"{count} B"
    if count < KILO**2:
        return f"{count / KILO:,.0f} KB"
    return f"{count / KILO**2:,.1f} MB"


def place_name(setting: Setting, zone: str) -> str:
    """A place's name; of what is none, the text as it is."""
    return setting.zone_name(zone) if zone in setting.catalogue.place_names else zone


def period_name(setting: Setting, period: str) -> str:
    """A period as people write it; of what is none, the text as it is."""
    is_period = period[:4].isdecimal() and len(period) in (4, 6)
    return formats.period(period, setting.language) if is_period else period


def listed(setting: Setting, names: list[str], most: int = 4) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - most
    shown = ", ".join(names[:most])
    return setting.text("submit.and_more", names=shown, count=rest) if rest > 0 else shown


def meanings(setting: Setting, column: Column, dataset: Dataset | None = None) -> dict[str, str]:
    """What a value of this column can mean: id → name, of a dataset's places alone where it is given. Empty where
    anything may stand.
    """
    language, catalogue = setting.language, setting.catalogue
    if column.type == "zone":
        places = (*catalogue.places_of(dataset), NATIONAL) if dataset else catalogue.place_names
        return {place: setting.zone_name(place) for place in places}
    if column.type == "category":
        return {one.id: one.name[language] for one in column.categories}
    if column.type == "metric":
        return {one.id: one.name[language] for one in catalogue.metrics.values()}
    if column.type == "basis":
        return {one: setting.text(f"app.basis.{one}") for one in BASES}
    return {}


def value(setting: Setting, column: Column | None, written: Any) -> str:
    """A stored value of a column in words: with its unit, or by its name."""
    if written is None or written == "" or formats.is_missing(written):
        return formats.MISSING
    if column is None:
        return str(written)
    if column.type in ("zone", "category", "metric", "basis"):
        return meanings(setting, column).get(str(written), str(written))
    if column.type in ("quarter", "year", "period"):
        return period_name(setting, str(written))
    return _amount(setting, column, written)


def _amount(setting: Setting, column: Column, written: Any) -> str:
    unit = setting.catalogue.units.get(column.unit or "")
    try:
        number = float(written)
    except (TypeError, ValueError):
        return str(written)
    if column.type not in ("amount", "integer", "decimal"):
        return str(written)
    decimals = 0 if number == int(number) else 2
    if unit is None or unit.kind == "money":
        # Won to the last one: a change of the comparison must not disappear in a rounded number.
        return formats.plain(number, decimals) + (f" {unit.name[setting.language]}" if unit else "")
    return formats.value(number, unit, setting.language, decimals)


def names_of(text: str, other: str) -> Names | None:
    """A title in both languages; one stands for both where the other is left out. None for neither."""
    korean, english = text.strip() or other.strip(), other.strip() or text.strip()
    return Names(ko=korean, en=english) if korean else None
