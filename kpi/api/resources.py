"""What the API answers, each from the query that the pages ask: for whom, at which moment, with which filters."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi import rounds
from kpi.access import Viewer
from kpi.api import parameters as asked_for
from kpi.api.problems import Refused, fault
from kpi.api.rows import (
    BreakdownRow,
    CoverageRow,
    MetricRow,
    ReleaseRow,
    ResultRow,
    RoundRow,
    Row,
    StandingRow,
    ValueRow,
    ZoneRow,
)
from kpi.catalogue import NATIONAL, Catalogue, Metric
from kpi.errors import Fault
from kpi.ledger import Round
from kpi.measures.reasons import words
from kpi.paths import Paths
from kpi.queries import history, quality, values
from kpi.queries.moments import Moment, catalogue_of, resolve


@dataclass(frozen=True)
class Question:
    """Who asks what, of what. `moment` is None for what no release holds; `round` is the address's."""

    viewer: Viewer
    paths: Paths
    asked: Any
    moment: Moment | None = None
    round: str = ""

    @property
    def at(self) -> Moment:
        """The moment. Raises MomentNotBuilt, LedgerError."""
        return self.moment or resolve(self.paths)

    @property
    def catalogue(self) -> Catalogue:
        return catalogue_of(self.at)


@dataclass(frozen=True)
class Resource:
    """An address: the key that opens it, what it takes, what its rows hold in which order, and where they come from."""

    path: str
    opens: str
    summary: str
    asked: type[asked_for.Paged]
    row: type[Row]
    order: tuple[str, ...]
    answer: Callable[[Question], pd.DataFrame]


def metrics(question: Question) -> pd.DataFrame:
    catalogue = question.catalogue
    return _frame([_metric(catalogue, each) for each in catalogue.metrics.values()], MetricRow)


def zones(question: Question) -> pd.DataFrame:
    catalogue = question.catalogue
    whole = {"id": NATIONAL, **_names("name", catalogue.national.name)}
    told = [
        {
            **_names("name", zone.name),
            **_names("specialisation", zone.specialisation),
            **{name: getattr(zone, name) for name in ("id", "wave", "designated_on", "area_km2")},
        }
        for zone in catalogue.zones.values()
    ]
    return _frame([*told, whole], ZoneRow)


def values_asked(question: Question) -> pd.DataFrame:
    asked, catalogue = question.asked, question.catalogue
    _require_known(catalogue, asked.metric or (), asked.zone or ())
    found = values.values(
        question.viewer,
        question.at,
        metrics=asked.metric,
        zones=asked.zone,
        periods=asked.period,
        bases=asked.basis,
    )
    names = {
        language: {place: getattr(name, language) for place, name in catalogue.place_names.items()}
        for language in ("ko", "en")
    }
    reasons = found["reason"].astype(object).where(found["reason"].notna(), "")
    said = {
        f"reason_{language}": reasons.map(
            {each: words(each, language, names[language]) for each in reasons.unique()}
        )
        for language in names
    }
    units = {key: metric.unit for key, metric in catalogue.metrics.items()}
    return found.assign(unit=found["metric"].map(units), **said)


def breakdown(question: Question) -> pd.DataFrame:
    asked, catalogue = question.asked, question.catalogue
    _require_known(catalogue, [asked.metric], [asked.zone])
    offered = catalogue.metrics[asked.metric].breakdowns
    if asked.breakdown not in offered:
        raise Refused(422, _unknown("breakdown", asked.breakdown, offered))
    told = (asked.metric, asked.zone, asked.period, asked.breakdown)
    return values.breakdown(question.viewer, question.at, *told)


def coverage(question: Question) -> pd.DataFrame:
    asked = question.asked
    _require_known(question.catalogue, _given(asked.metric), _given(asked.zone))
    return quality.coverage(question.viewer, question.at, metric=asked.metric, zone=asked.zone)


def releases(question: Question) -> pd.DataFrame:
    told = [
        {
            **{
                name: getattr(each.record, name)
                for name in ("number", "kind", "built_at", "frozen", "catalogue_sha256")
            },
            "newest": each.newest,
            "catalogue_changed": each.catalogue_changed,
            "added": len(each.added),
            "undone": len(each.undone),
        }
        for each in history.releases(question.viewer, question.paths)
    ]
    return _frame(told, ReleaseRow)


def rounds_asked(question: Question) -> pd.DataFrame:
    found = rounds.rounds(question.viewer, question.paths, question.asked.year)
    return _frame([_round(each) for each in found], RoundRow)


def standing(question: Question) -> pd.DataFrame:
    return _of_zone(question, rounds.reopen(question.viewer, question.paths, question.round).standing)


def results(question: Question) -> pd.DataFrame:
    return _of_zone(question, rounds.reopen(question.viewer, question.paths, question.round).results)


RESOURCES = (
    Resource(
        "/metrics", "metrics", "Metrics with units, meanings and formulas, in both languages.",
        asked_for.AtMoment, MetricRow, (), metrics,
    ),
    Resource("/zones", "zones", "Zones, and all of them together.", asked_for.AtMoment, ZoneRow, (), zones),
    Resource(
        "/values", "values", "Values by metric, zone, period and basis.",
        asked_for.ValuesAsked, ValueRow, ("metric", "zone", "period", "basis"), values_asked,
    ),
    Resource(
        "/values/breakdown", "values", "One value by the categories of a breakdown, from records.",
        asked_for.BreakdownAsked, BreakdownRow, ("category",), breakdown,
    ),
    Resource(
        "/coverage", "coverage", "What is known of which metric, zone and period.",
        asked_for.CoverageAsked, CoverageRow, ("metric", "zone", "period"), coverage,
    ),
    Resource("/releases", "releases", "Releases, the newest first.", asked_for.Paged, ReleaseRow, (), releases),
    Resource(
        "/evaluation/rounds", "evaluation", "Rounds of the yearly evaluation that are open to who asks.",
        asked_for.RoundsAsked, RoundRow, (), rounds_asked,
    ),
    Resource(
        "/evaluation/rounds/{round}/standing", "evaluation", "Score, rank and grade of each zone in a round.",
        asked_for.RoundAsked, StandingRow, (), standing,
    ),
    Resource(
        "/evaluation/rounds/{round}/results", "evaluation", "Every element's score of each zone in a round.",
        asked_for.RoundAsked, ResultRow, ("period", "zone", "element"), results,
    ),
)  # fmt: skip


def version(viewer: Viewer, paths: Paths, moment: Moment | None) -> str:
    """Equal exactly where the same question has the same answer for who may see the same.

    What is withheld of an older moment depends on the newest release.
    """
    told = [moment.key if moment else "", resolve(paths).key]
    if moment is None:
        told += [f"{each.id}={each.state}" for each in rounds.rounds(viewer, paths)]
    return " ".join(told)


def _metric(catalogue: Catalogue, metric: Metric) -> dict[str, Any]:
    plain = {
        name: getattr(metric, name) for name in ("id", "area", "type", "unit", "direction", "disclosure")
    }
    named = {"name": metric.name, "meaning": metric.meaning, "formula": metric.formula}
    for what, names in {**named, "unit": catalogue.units[metric.unit].name}.items():
        plain |= _names(what, names)
    bases, breakdowns = catalogue.bases_of(metric.id), metric.breakdowns
    return {**plain, "bases": ",".join(bases), "breakdowns": ",".join(breakdowns)}


def _round(each: Round) -> dict[str, Any]:
    steps = {step.state: step.at for step in each.steps}
    plain = {
        name: getattr(each, name) for name in ("id", "year", "number", "state", "release", "outputs_sha256")
    }
    return {**plain, "frozen_at": each.steps[0].at, "published_at": steps.get("published")}


def _names(what: str, names: Any) -> dict[str, str]:
    return {f"{what}_ko": names.ko, f"{what}_en": names.en}


def _of_zone(question: Question, table: pd.DataFrame) -> pd.DataFrame:
    zone = question.asked.zone
    if zone is None:
        return table
    if zone not in (held := set(table["zone"])):
        raise Refused(422, _unknown("zone", zone, held))
    return table[table["zone"] == zone]


def _frame(rows: Sequence[dict[str, Any]], row: type[Row]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(row.model_fields), dtype=object)


def _require_known(catalogue: Catalogue, metrics: Collection[str], zones: Collection[str]) -> None:
    """Raises Refused with every metric and place that there is none of."""
    places = catalogue.place_names
    faults = [
        _unknown("metric", each, catalogue.metrics) for each in metrics if each not in catalogue.metrics
    ]
    faults += [_unknown("zone", each, places) for each in zones if each not in places]
    if faults:
        raise Refused(422, *faults)


def _unknown(name: str, value: str, allowed: Collection[str]) -> Fault:
    return fault("value_unknown", name, value, sorted(allowed) or ["–"])


def _given(value: str | None) -> list[str]:
    return [] if value is None else [value]
