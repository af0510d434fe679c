"""Scenarios put away: by whom it may be done, and what it leaves as it was."""

import pytest

from kpi import rounds, scenarios
from kpi.errors import KpiError, LedgerError
from kpi.ledger import Ledger
from kpi.queries.evaluated import Choices
from kpi.text import messages
from tests.queries.evaluated_world import EVALUATOR, MANAGER, EvaluatedWorld

CHOICES = Choices(year=2024, weights={"effort": 2.0})


def saved(world: EvaluatedWorld) -> str:
    """A scenario that the evaluator has saved."""
    with Ledger(world.paths.ledger_url) as ledger:
        choices = CHOICES.model_dump(mode="json")
        return ledger.save_scenario(2024, "노력 2배", 1, choices, EVALUATOR.name).id


def listed(world: EvaluatedWorld) -> list[str]:
    with Ledger(world.paths.ledger_url) as ledger:
        return [each.id for each in ledger.scenarios(2024)]


def test_who_saved_a_scenario_discards_it(evaluated_world: EvaluatedWorld) -> None:
    found = scenarios.discard(EVALUATOR, evaluated_world.paths, saved(evaluated_world))
    assert found.discarded is not None and found.discarded.actor == EVALUATOR.name
    assert listed(evaluated_world) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_somebody_else_is_told_who_may_and_nothing_happens(
    evaluated_world: EvaluatedWorld, language: str
) -> None:
    scenario = saved(evaluated_world)
    with pytest.raises(KpiError) as caught:
        scenarios.discard(MANAGER, evaluated_world.paths, scenario)
    (said,) = messages(caught.value, language)
    assert "노력 2배" in said and EVALUATOR.name in said
    assert listed(evaluated_world) == [scenario]


def test_an_unknown_scenario_is_named(evaluated_world: EvaluatedWorld) -> None:
    with pytest.raises(LedgerError) as caught:
        scenarios.discard(EVALUATOR, evaluated_world.paths, "none")
    assert caught.value.code == "ledger_errors.scenario_unknown"


def test_a_round_frozen_with_a_scenario_outlives_it(evaluated_world: EvaluatedWorld) -> None:
    scenario = saved(evaluated_world)
    frozen = rounds.freeze(EVALUATOR, evaluated_world.paths, CHOICES, 1, scenario)
    scenarios.discard(EVALUATOR, evaluated_world.paths, scenario)
    assert rounds.reopen(EVALUATOR, evaluated_world.paths, frozen.id).choices == CHOICES
    assert rounds.recompute(EVALUATOR, evaluated_world.paths, frozen.id) == ()
