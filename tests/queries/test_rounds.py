"""Rounds: frozen with everything they rest on, read unchanged, computed again, published."""

import json
from typing import Any

import pandas as pd
import pytest

from kpi import rounds
from kpi.access import LOCAL_VIEWER
from kpi.errors import AccessRefused, DamagedRelease, DiskFull, KpiError, LedgerError
from kpi.queries import evaluated, moments
from kpi.queries.assessing import assess
from kpi.queries.evaluated import Choices, evaluate
from kpi.queries.moments import resolve
from kpi.round_masking import Mask
from kpi.round_outputs import RoundOutputs, computed, from_json, to_json
from kpi.text import messages
from pipelines.verifying import verify
from tests.queries.evaluated_world import EFFORT, EVALUATOR, MANAGER, STARTUPS, VALUES, EvaluatedWorld

CHOICES = Choices(year=2024, weights={"effort": 2.0})


def frozen(world: EvaluatedWorld) -> rounds.Round:
    """A round on the first release, with points for Gunsan."""
    moment = resolve(world.paths, release=1)
    assess(EVALUATOR, world.paths, moment, 2024, "gunsan", EFFORT, 7, "사유", "submitted")
    return rounds.freeze(EVALUATOR, world.paths, CHOICES, 1, note="정기 평가")


def test_a_frozen_round_says_who_froze_what_and_keeps_its_release(evaluated_world: EvaluatedWorld) -> None:
    found = frozen(evaluated_world)
    assert (found.id, found.state, found.release) == ("2024-1", "frozen", 1)
    assert (found.steps[0].actor, found.steps[0].note) == ("evaluator 1", "정기 평가")
    assert found.weights["effort"] == 2 and found.scores["gumi"] == {
        "score": 100.0,
        "rank": 1.0,
        "grade": "top",
    }
    outputs = rounds.reopen(EVALUATOR, evaluated_world.paths, found.id)
    assert outputs.made_with["code"] == found.code_version
    assert outputs.evaluation.model_dump(mode="json") == found.framework


def test_what_was_frozen_is_read_back_exactly(evaluated_world: EvaluatedWorld) -> None:
    found = frozen(evaluated_world)
    outputs = rounds.reopen(EVALUATOR, evaluated_world.paths, found.id)
    live = evaluate(EVALUATOR, resolve(evaluated_world.paths, release=1), CHOICES, outputs.points)
    for name, table in (("cells", live.source.cells), ("results", live.results), ("standing", live.standing)):
        pd.testing.assert_frame_equal(getattr(outputs, name), table, check_exact=True, check_dtype=False)
    assert (outputs.choices, outputs.recipe, outputs.notes) == (CHOICES, live.recipe, live.notes)
    assert to_json(from_json(to_json(outputs))) == to_json(outputs)


def test_a_round_stays_as_it_was_when_data_and_points_change(evaluated_world: EvaluatedWorld) -> None:
    found = frozen(evaluated_world)
    before = to_json(rounds.reopen(EVALUATOR, evaluated_world.paths, found.id))
    newer = evaluated_world.release(values=[(*row[:3], row[3] * 2) for row in VALUES])
    assess(EVALUATOR, evaluated_world.paths, newer, 2024, "gunsan", EFFORT, 1, "다시 봄", "submitted")
    assert to_json(rounds.reopen(EVALUATOR, evaluated_world.paths, found.id)) == before
    assert rounds.recompute(EVALUATOR, evaluated_world.paths, found.id) == ()
    second = rounds.freeze(EVALUATOR, evaluated_world.paths, CHOICES, 2)
    assert second.id == "2024-2" and second.scores["gunsan"] != found.scores["gunsan"]


def test_two_rounds_of_the_same_are_the_same_bytes(evaluated_world: EvaluatedWorld) -> None:
    first = frozen(evaluated_world)
    second = rounds.freeze(EVALUATOR, evaluated_world.paths, CHOICES, 1)
    assert (second.number, second.outputs_sha256) == (2, first.outputs_sha256)


def test_computing_again_lists_what_todays_code_makes_otherwise(
    evaluated_world: EvaluatedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = frozen(evaluated_world)
    standing = evaluated._standing

    def another_rule(*arguments: object) -> pd.DataFrame:
        table = standing(*arguments)  # type: ignore[arg-type]
        return table.assign(grade=table["grade"].where(table["zone"] != "pohang", "top"))

    monkeypatch.setattr(evaluated, "_standing", another_rule)
    (difference,) = rounds.recompute(EVALUATOR, evaluated_world.paths, found.id)
    assert difference == rounds.Difference("standing", "", "pohang", "", "grade", "excellent", "top")


def test_a_round_on_a_release_since_damaged_can_be_read_and_says_why_it_cannot_be_computed(
    evaluated_world: EvaluatedWorld,
) -> None:
    found = frozen(evaluated_world)
    before = to_json(rounds.reopen(EVALUATOR, evaluated_world.paths, found.id))
    release = evaluated_world.paths.releases / "1.duckdb"
    with release.open("ab") as file:
        file.write(b"\0")
    assert to_json(rounds.reopen(EVALUATOR, evaluated_world.paths, found.id)) == before
    for act in (
        lambda: rounds.recompute(EVALUATOR, evaluated_world.paths, found.id),
        lambda: rounds.freeze(EVALUATOR, evaluated_world.paths, CHOICES, 1),
    ):
        with pytest.raises(DamagedRelease) as caught:
            act()
        assert caught.value.code == "evaluation_errors.release_changed"


@pytest.mark.parametrize(("harm", "code"), [("missing", "outputs_missing"), ("edited", "outputs_changed")])
def test_outputs_that_are_not_what_was_frozen_are_never_shown(
    evaluated_world: EvaluatedWorld, harm: str, code: str
) -> None:
    found = frozen(evaluated_world)
    file = evaluated_world.paths.warehouse / found.outputs_file
    if harm == "missing":
        file.unlink()
    else:
        content = json.loads(file.read_bytes())
        content["release"] = 2
        file.write_text(json.dumps(content), "utf-8")
    with pytest.raises(KpiError) as caught:
        rounds.reopen(EVALUATOR, evaluated_world.paths, found.id)
    assert caught.value.code == f"evaluation_errors.{code}"
    assert all(found.outputs_file in line for line in messages(caught.value, "ko"))


def test_only_a_published_round_is_open_to_everybody(evaluated_world: EvaluatedWorld) -> None:
    paths = evaluated_world.paths
    found = frozen(evaluated_world)
    assert rounds.rounds(MANAGER, paths, 2024) == []
    with pytest.raises(LedgerError) as caught:
        rounds.reopen(MANAGER, paths, found.id)
    assert caught.value.code == "ledger_errors.round_unknown"
    rounds.publish(EVALUATOR, paths, found.id, "공표")
    assert [each.state for each in rounds.rounds(MANAGER, paths, 2024)] == ["published"]
    assert rounds.reopen(MANAGER, paths, found.id).release == 1


def protected(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """From now on a release tells outsiders nothing of startups in this zone."""
    as_it_is = moments.guarded

    def guarded(*asked: Any) -> dict[str, Any]:
        made = as_it_is(*asked)
        values = made["key_values"]
        hidden = (values["zone"] == zone) & (values["metric"] == "startups")
        told = {"value": float("nan"), "status": "withheld", "reason": "firm_results_protected"}
        emptied = {name: values[name].mask(hidden, word) for name, word in told.items()}
        return {**made, "key_values": values.assign(**emptied)}

    monkeypatch.setattr(moments, "guarded", guarded)
    moments._handle.cache_clear()


def test_a_round_is_frozen_with_every_value_and_shows_each_reader_what_they_may_see(
    evaluated_world: EvaluatedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    protected(monkeypatch, "gumi")
    paths, found = evaluated_world.paths, frozen(evaluated_world)
    rounds.publish(EVALUATOR, paths, found.id, "공표")
    whole, outside = (rounds.reopen(viewer, paths, found.id) for viewer in (LOCAL_VIEWER, MANAGER))
    key = ["zone", "element", "value", "achievement", "status"]
    cell = (whole.cells["zone"] == "gumi") & (whole.cells["element"] == STARTUPS)
    assert whole.cells.loc[cell, key].to_numpy().tolist() == [["gumi", STARTUPS, 15, 150, "observed"]]
    told = outside.cells[cell].iloc[0]
    assert (told["status"], told["reason"]) == ("withheld", "firm_results_protected")
    assert pd.isna(told["value"]) and pd.isna(told["achievement"])
    pd.testing.assert_frame_equal(outside.cells[~cell], whole.cells[~cell], check_dtype=False)
    scores = outside.results.set_index(["zone", "element"])["score"]
    follow = [
        (zone, each) for zone, each in scores.index if zone == "gumi" and each in above(whole, STARTUPS)
    ]
    assert set(scores.index[scores.isna()]) - set(follow) == unscored(whole) - set(follow)
    assert scores[follow].isna().all() and len(follow) == 3
    pd.testing.assert_series_equal(outside.standing["rank"], whole.standing["rank"])
    assert outside.standing[["to_better", "above_worse"]].isna().all().all()
    assert rounds.recompute(EVALUATOR, paths, found.id) == ()


def test_of_what_comes_out_otherwise_today_nothing_that_tells_a_withheld_value_is_told(
    evaluated_world: EvaluatedWorld,
) -> None:
    whole = rounds.reopen(LOCAL_VIEWER, evaluated_world.paths, frozen(evaluated_world).id)
    mask = Mask(whole, frozenset({("2024", "gumi", STARTUPS)}))
    told = {
        (table, zone, column): mask.hides(table, "2024", zone, element, column)
        for table, element in (("cells", STARTUPS), ("results", STARTUPS), ("standing", ""))
        for zone in ("gumi", "chuncheon")
        for column in ("value", "score", "rank", "to_better", "grade")
    }
    assert {key for key, is_hidden in told.items() if is_hidden} == {
        ("cells", "gumi", "value"),
        ("results", "gumi", "score"), ("results", "gumi", "rank"), ("results", "chuncheon", "rank"),
        ("standing", "gumi", "score"), ("standing", "gumi", "to_better"), ("standing", "chuncheon", "to_better"),
    }  # fmt: skip


def above(outputs: RoundOutputs, element: str) -> tuple[str, ...]:
    """The elements whose scores an element is part of, and itself."""
    return outputs.tree.above(element)


def unscored(outputs: RoundOutputs) -> set[Any]:
    """Zones and elements without a score."""
    scores = outputs.results.set_index(["zone", "element"])["score"]
    return set(scores.index[scores.isna()])


def test_a_live_evaluation_names_what_is_withheld_from_the_evaluator(
    evaluated_world: EvaluatedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    protected(monkeypatch, "gumi")
    cells = evaluate(EVALUATOR, resolve(evaluated_world.paths), CHOICES).cells.set_index(["zone", "element"])
    assert cells.loc[("gumi", STARTUPS), "gap"] == "protected"
    assert cells.loc[("chuncheon", STARTUPS), "gap"] == "no_value"


def test_of_a_release_that_is_gone_a_round_shows_outsiders_no_value_of_its_records(
    evaluated_world: EvaluatedWorld,
) -> None:
    found = frozen(evaluated_world)
    evaluated_world.release()
    moments._handle.cache_clear()
    moments._opened.cache_clear()
    (evaluated_world.paths.releases / "1.duckdb").unlink()
    cells = rounds.reopen(EVALUATOR, evaluated_world.paths, found.id).cells
    assert cells.loc[cells["metric"] != "", "value"].isna().all()
    assert cells.loc[cells["metric"] == "", "value"].notna().any()
    assert rounds.reopen(LOCAL_VIEWER, evaluated_world.paths, found.id).cells["value"].notna().sum() > 1


def test_who_does_not_evaluate_gets_no_unpublished_result(evaluated_world: EvaluatedWorld) -> None:
    moment, found = resolve(evaluated_world.paths), frozen(evaluated_world)
    rounds.publish(EVALUATOR, evaluated_world.paths, found.id)
    for act in (
        lambda: evaluate(MANAGER, moment, CHOICES),
        lambda: evaluated.evaluate_once(MANAGER, moment, CHOICES),
        lambda: computed(MANAGER, moment, CHOICES),
        lambda: rounds.recompute(MANAGER, evaluated_world.paths, found.id),
    ):
        with pytest.raises(AccessRefused) as caught:
            act()
        assert caught.value.code == "access_errors.unpublished"


def test_who_may_not_freeze_is_told_and_nothing_is_kept(evaluated_world: EvaluatedWorld) -> None:
    for act in (
        lambda: rounds.freeze(MANAGER, evaluated_world.paths, CHOICES, 1),
        lambda: rounds.publish(MANAGER, evaluated_world.paths, "2024-1"),
    ):
        with pytest.raises(KpiError) as caught:
            act()
        assert caught.value.code == "evaluation_errors.may_not_freeze"
    assert rounds.rounds(LOCAL_VIEWER, evaluated_world.paths) == []
    assert not (evaluated_world.paths.warehouse / "rounds").exists()


def test_a_full_disk_leaves_no_round(
    evaluated_world: EvaluatedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise rounds.durable.disk_full(evaluated_world.paths.warehouse)

    monkeypatch.setattr(rounds.durable, "write_once", full)
    with pytest.raises(DiskFull):
        rounds.freeze(EVALUATOR, evaluated_world.paths, CHOICES, 1)
    assert rounds.rounds(EVALUATOR, evaluated_world.paths) == []


def test_verify_names_a_round_whose_outputs_are_gone_or_changed(evaluated_world: EvaluatedWorld) -> None:
    found = frozen(evaluated_world)
    outputs = evaluated_world.paths.warehouse / found.outputs_file
    assert [each.fault for each in verify(evaluated_world.paths).findings if each.kind == "round"] == [None]
    outputs.write_bytes(outputs.read_bytes() + b" ")
    assert "evaluation_errors.outputs_changed" in {each.code for each in verify(evaluated_world.paths).faults}
    outputs.unlink()
    assert "evaluation_errors.outputs_missing" in {each.code for each in verify(evaluated_world.paths).faults}
