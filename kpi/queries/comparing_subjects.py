"""What is compared: metrics on a basis, as they stand or per one of something, and why some must be left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.catalogue import Basis, Catalogue, Denominator, Metric, Names

# What is a quotient already has nothing left to be divided by.
UNDIVIDED = ("flow", "stock", "cumulative")
# A count divided by something needs places after the point.
DIVIDED_DECIMALS = 2


@dataclass(frozen=True)
class Subject:
    """One metric as it is compared. Per something (`per`, a denominator's id) it has a name of its own, type ratio and
    the caveats of the catalogue's ratio that declares the crossing of populations, where there is one.
    """

    metric: Metric
    basis: Basis
    per: str = ""

    @property
    def id(self) -> str:
        return self.metric.id

    @property
    def is_quotient(self) -> bool:
        """Whether an average over zones has to be made from both sides again."""
        return self.metric.type in ("ratio", "score")


@dataclass(frozen=True)
class LeftOut:
    """A metric that is not compared, and why: a code whose words are `compare.left_out.<code>`."""

    metric: Metric
    code: str


def subjects_of(catalogue: Catalogue, metrics: Iterable[str], basis: Basis) -> list[Subject]:
    """Each metric on the basis asked for or, where it has not got it, on the one it has."""
    chosen = [(catalogue.metrics[each], catalogue.bases_of(each)) for each in metrics]
    return [Subject(metric, basis if basis in bases else bases[0]) for metric, bases in chosen]


def divided(
    catalogue: Catalogue, subjects: Iterable[Subject], per: str
) -> tuple[list[Subject], list[LeftOut]]:
    """The subjects per one of a denominator, and those that must not be divided by it."""
    denominator = catalogue.denominators[per]
    kept: list[Subject] = []
    left_out: list[LeftOut] = []
    for subject in subjects:
        code = _refusal(catalogue, subject, denominator)
        if code:
            left_out.append(LeftOut(subject.metric, code))
        else:
            kept.append(_per(catalogue, subject, denominator))
    return kept, left_out


def sides(catalogue: Catalogue, subject: Subject) -> list[tuple[str, Basis]]:
    """The metrics that add up to what a subject is divided by, a stock at the period's end, a flow on its basis."""
    if not subject.per:
        return []
    metrics = catalogue.denominators[subject.per].metrics
    flow: Basis = "in_period" if subject.basis == "period_end" else subject.basis
    return [(each, flow if flow in catalogue.bases_of(each) else "period_end") for each in metrics]


def _refusal(catalogue: Catalogue, subject: Subject, denominator: Denominator) -> str:
    """Why a metric must not be divided by it; '' if it may be."""
    if subject.metric.type not in UNDIVIDED:
        return "quotient"
    if subject.id in denominator.metrics:
        return "itself"
    if denominator.of_zone == "years_designated" and subject.basis == "in_period":
        return "one_period"
    crosses = any(
        catalogue.metrics[each].population != subject.metric.population for each in denominator.metrics
    )
    return "populations_differ" if crosses and _declared(catalogue, subject, denominator) is None else ""


def _declared(catalogue: Catalogue, subject: Subject, denominator: Denominator) -> Metric | None:
    """The catalogue's own ratio of the two, which says whether it crosses populations."""
    for metric in catalogue.metrics.values():
        if metric.ratio and (metric.ratio.numerator, (metric.ratio.denominator,)) == (
            subject.id,
            denominator.metrics,
        ):
            return metric
    return None


def _per(catalogue: Catalogue, subject: Subject, denominator: Denominator) -> Subject:
    metric, declared = subject.metric, _declared(catalogue, subject, denominator)
    changes = {
        "name": _named(metric.name, denominator),
        "type": "ratio",
        "decimals": max(metric.decimals, DIVIDED_DECIMALS),
        "caveats": tuple(dict.fromkeys([*metric.caveats, *(declared.caveats if declared else ())])),
    }
    return Subject(metric.model_copy(update=changes), subject.basis, denominator.id)


def _named(name: Names, denominator: Denominator) -> Names:
    return Names(ko=f"{name.ko}({denominator.name.ko})", en=f"{name.en} ({denominator.name.en})")
