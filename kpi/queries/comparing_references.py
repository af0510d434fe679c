"""What a zone's value is compared with: a year ago, its target, its wave, all zones, the best, or one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi.access import Viewer
from kpi.catalogue import Catalogue
from kpi.periods import is_year
from kpi.queries.comparing_cells import Cells, Numbers
from kpi.queries.comparing_subjects import Subject
from kpi.queries.moments import Moment, release_for
from kpi.queries.values import PREFERRED

AGAINST = ("national", "group", "best", "last_year", "target")
# With this before its id a zone of one's own choice is compared with.
ZONE = "zone:"
# With this before its label another period is compared with.
AT = "at:"
PERCENT = "percent"
TARGETS = f"""
SELECT metric, basis, zone, CAST(value AS DOUBLE), status FROM targets WHERE period = $period
QUALIFY row_number() OVER (PARTITION BY metric, basis, zone ORDER BY {PREFERRED}) = 1
"""
Targets = dict[tuple[str, str], dict[str, float]]


@dataclass(frozen=True, eq=False)
class Reference:
    """Over all zones what each is compared with; `reasons` has a code where there is nothing."""

    values: Numbers
    reasons: Numbers


@dataclass(frozen=True, eq=False)
class Beside:
    """All that references are taken from: which zones are compared, and the targets of the period."""

    catalogue: Catalogue
    chosen: Numbers
    period: str
    targets: Targets

    def reference(self, against: str, subject: Subject, now: Cells, before: Cells) -> Reference:
        """What every zone is compared with in one metric; `before` is the other period."""
        if against == "last_year":
            return _or_reason(
                before.values,
                np.where(_is_partial(now), "year_not_whole", "no_earlier_value"),
                ~_is_partial(now),
            )
        if against.startswith(AT):
            partial = _is_partial(now) | _is_partial(before)
            return _or_reason(before.values, np.where(partial, "period_not_whole", "no_value_then"), ~partial)
        if against == "target":
            return self._targets(subject)
        if against == "group":
            return self._groups(subject, now)
        if against == "best":
            return self._for_all(_best(subject, now.values[self.chosen]))
        if against == "national":
            return self._for_all(self._average(subject, now))
        return self._for_all(now.values[list(self.catalogue.zones).index(against.removeprefix(ZONE))])

    def _for_all(self, value: float) -> Reference:
        return _or_reason(np.full(len(self.chosen), value), "no_reference")

    def _average(self, subject: Subject, now: Cells) -> float:
        """Of all zones of the catalogue, whichever are compared; a quotient's own value of all zones together."""
        everywhere = np.ones(len(self.chosen), bool)
        return now.national if subject.is_quotient else now.average(everywhere, is_quotient=False)

    def _groups(self, subject: Subject, now: Cells) -> Reference:
        """The average of the zones designated in the same wave. One zone alone has nobody to be compared with."""
        waves = np.array([zone.wave for zone in self.catalogue.zones.values()])
        values, reasons = np.full(len(waves), np.nan), np.full(len(waves), "no_reference", object)
        for wave in np.unique(waves):
            members = waves == wave
            if np.count_nonzero(members & ~np.isnan(now.values)) < 2:
                reasons[members] = "group_of_one"
            else:
                values[members] = now.average(members, subject.is_quotient)
        return _or_reason(values, reasons)

    def _targets(self, subject: Subject) -> Reference:
        if subject.per or not is_year(self.period):
            why = "target_undivided" if subject.per else "target_by_year"
            return _or_reason(np.full(len(self.chosen), np.nan), why)
        found = self.targets.get((subject.id, subject.basis), {})
        return _or_reason(np.array([found.get(zone, np.nan) for zone in self.catalogue.zones]), "no_target")


def targets_of(viewer: Viewer, moment: Moment, period: str) -> Targets:
    """Metric and basis → each zone's target of a year that counts."""
    found: Targets = {}
    for metric, basis, zone, value, _ in release_for(viewer, moment).rows(TARGETS, {"period": period}):
        found.setdefault((metric, basis), {})[zone] = np.nan if value is None else value
    return found


def differences(subject: Subject, values: Numbers, reference: Numbers) -> tuple[Numbers, Numbers]:
    """How far each value lies from its reference, in its unit and as a share of it (0.27 = 27 % more).

    No share for percentages, which differ by points, nor of a reference that is not positive.
    """
    difference = values - reference
    divisible = (reference > 0) & (subject.metric.unit != PERCENT)
    return difference, np.where(divisible, difference / np.where(divisible, reference, 1), np.nan)


def reached(subject: Subject, values: Numbers, targets: Numbers) -> Numbers:
    """Percent of each target by the rule of `kpi.measures.achievement`, uncapped."""
    share = values / np.where(targets > 0, targets, np.nan)
    return (share if subject.metric.direction == 1 else 2 - share) * 100


def _best(subject: Subject, values: Numbers) -> float:
    known = values[~np.isnan(values)]
    if not known.size:
        return np.nan
    return float(known.max() if subject.metric.direction == 1 else known.min())


def _is_partial(cells: Cells) -> Numbers:
    """Part of a year: beside a whole one it would always look like a fall."""
    lacks = [str(reason).startswith("quarters_missing") for reason in cells.told["reason"]]
    return (cells.told["status"] == "provisional") & np.array(lacks, bool)


def _or_reason(
    values: Numbers, why: str | Numbers, usable: Numbers | Sequence[bool] | bool = True
) -> Reference:
    kept = np.where(usable, values, np.nan)
    return Reference(kept, np.where(np.isnan(kept), why, "").astype(object))
