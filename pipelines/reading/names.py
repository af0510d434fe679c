"""How files write zones, units and other names of the catalogue, as look-up tables from normal form to id."""

import re

from kpi.catalogue import NATIONAL, Catalogue, Column, Dataset, Zone
from kpi.catalogue.programmes import Programme
from pipelines.reading.words import MIDDLE_DOTS, key_of, plain

DECORATION = re.compile(r"강소연구개발특구|연구개발특구|강소특구|특구|강소")
REFERRED = re.compile(r"\(\d{1,2}\)$")
NUMBERING = re.compile(r"^(?:[①-⑳]|\(?\d{1,2}[.)])\s*(?=\D)")
SEPARATORS = re.compile(rf"[\s()\[\],/{MIDDLE_DOTS}\-_]")


def zone_key(text: str) -> str:
    """What the spellings of one zone share: `강소(천안아산)`, `천안‧아산` and `천안·아산 강소특구` are all 천안아산."""
    bare = SEPARATORS.sub("", REFERRED.sub("", NUMBERING.sub("", plain(text)))).casefold()
    return DECORATION.sub("", bare) or bare


def zone_index(catalogue: Catalogue, with_national: bool, dataset: Dataset | None = None) -> dict[str, str]:
    """Zone id by `zone_key`, from id, names and aliases; `national` too where the dataset may hold it, and programmes
    with a place of their own where its rows may lie there.
    """
    index: dict[str, str] = {}
    for place in places(catalogue, dataset):
        for written in (place.id, place.name.ko, place.name.en, *place.aliases):
            index.setdefault(zone_key(written), place.id)
    if with_national:
        national = catalogue.national
        for written in (NATIONAL, national.name.ko, national.name.en, *national.aliases):
            index.setdefault(zone_key(written), NATIONAL)
    return index


def places(catalogue: Catalogue, dataset: Dataset | None) -> list[Zone | Programme]:
    """The zones, and where a dataset's rows may be of any programme, those with a place of their own."""
    known = {**catalogue.zones, **catalogue.own_places}
    return [known[place] for place in (catalogue.places_of(dataset) if dataset else catalogue.zones)]


def category_index(column: Column) -> dict[str, str]:
    """Category id by `key_of`, from id, names and synonyms of a category column."""
    index: dict[str, str] = {}
    for category in column.categories:
        for written in (category.id, category.name.ko, category.name.en, *category.synonyms):
            index.setdefault(key_of(written), category.id)
    return index


def metric_index(catalogue: Catalogue) -> dict[str, str]:
    """Metric id by `key_of`: ids and full names first, then the short names that no full name has taken."""
    index: dict[str, str] = {}
    for names in (
        lambda metric: (metric.id, metric.name.ko, metric.name.en),
        lambda metric: (metric.short.ko, metric.short.en),
    ):
        for metric in catalogue.metrics.values():
            for written in names(metric):
                index.setdefault(key_of(written), metric.id)
    return index


BASIS_NAMES = {"in_period": "당해", "cumulative": "누계", "period_end": "기말"}
BASIS_INDEX: dict[str, str] = {
    "당해": "in_period", "당해연도": "in_period", "당기": "in_period", "기간": "in_period", "in_period":
    "in_period", "누계": "cumulative", "누적": "cumulative", "지정이후누계": "cumulative", "cumulative":
    "cumulative", "기말": "period_end", "연말": "period_end", "말": "period_end", "period_end": "period_end",
}  # fmt: skip


def unit_index(catalogue: Catalogue) -> dict[str, set[str]]:
    """Ids of the stored units that each written unit (by `key_of`) can stand for: 개 is a case and a firm."""
    index: dict[str, set[str]] = {}
    for unit in catalogue.units.values():
        for written in unit.written:
            index.setdefault(key_of(written), set()).add(unit.id)
    return index


def holds_national(column_types: set[str]) -> bool:
    """Whether a dataset may hold a row for all zones together: where each row names its metric, `전국` is no total."""
    return "metric" in column_types
