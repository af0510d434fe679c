"""The evaluation behind a report: computed now on the moment shown, or read as it was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kpi.briefs.asked import Choices as Asked
from kpi.briefs.asked import Desk
from kpi.briefs.builders.making import ERRORS, Making
from kpi.errors import Fault, KpiError
from kpi.ledger import Round
from kpi.queries.assessing import points
from kpi.queries.evaluated import Choices, Evaluated, evaluate
from kpi.queries.evaluation import evaluation_of
from kpi.queries.explained import element_names
from kpi.queries.moments import catalogue_of, resolve
from kpi.queries.rank_doubts import RankDoubts, rank_doubts
from kpi.round_outputs import RoundOutputs, computed
from kpi.rounds import reopen, rounds


@dataclass(frozen=True, eq=False)
class Report(Making):
    """A report being made; `outputs` is None for a year of which only grades are known."""

    outputs: RoundOutputs | None = None
    frozen: Round | None = None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every branch and leaf by its name."""
        return element_names(self.scored.evaluation, self.here.catalogue, self.language)

    @property
    def scored(self) -> RoundOutputs:
        """The outputs of a year that has some."""
        assert self.outputs is not None
        return self.outputs

    @cached_property
    def found(self) -> Evaluated:
        """The same computed with all its arrays; of a frozen round once more, from what it rests on."""
        outputs = self.scored
        choices = (
            outputs.choices.model_copy(update={"recipe": outputs.recipe}) if self.frozen else outputs.choices
        )
        return evaluate(self.here.viewer, self.here.moment, choices, outputs.points)

    @cached_property
    def doubts(self) -> RankDoubts | None:
        """How far the ranks hold; None where they are no longer those that were frozen, or cannot be drawn."""
        try:
            found, frozen = self.found, self.scored.standing
            ranks = found.standing.set_index("zone")["rank"]
            was = frozen.set_index("zone")["rank"].reindex(ranks.index)
            return rank_doubts(found) if ranks.fillna(0).eq(was.fillna(0)).all() else None
        except KpiError:
            return None


def report_of(desk: Desk, asked: Asked) -> Report:
    """What the report is made of. Raises KpiError for an unknown year or round, and a round that is no longer whole."""
    if asked.round:
        return _frozen(desk, asked)
    evaluation = evaluation_of(desk.moment, asked.year)
    if not evaluation.elements:
        return Report(desk, asked)
    given = points(desk.viewer, desk.paths, asked.year)
    return Report(desk, asked, outputs=computed(desk.viewer, desk.moment, Choices(year=asked.year), given))


def _frozen(desk: Desk, asked: Asked) -> Report:
    known = rounds(desk.viewer, desk.paths)
    found = next((each for each in known if each.id == asked.round), None)
    if found is None:
        allowed = [each.id for each in known] or ["–"]
        raise KpiError(Fault(f"{ERRORS}.round_unknown", value=asked.round, allowed=allowed))
    outputs = reopen(desk.viewer, desk.paths, found.id)
    moment = resolve(desk.paths, release=found.release)
    then = replace(desk, moment=moment, catalogue=catalogue_of(moment))
    return Report(then, replace(asked, year=found.year), outputs=outputs, frozen=found)
