"""Rounds of the evaluation page: frozen, reopened, computed again, published."""

import pytest
import streamlit as st

from kpi import rounds
from kpi.access import LOCAL_VIEWER
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.evaluated import Choices
from kpi.queries.moments import ledger_of, resolve
from kpi.round_outputs import to_json
from tests.pages.conftest import charts, words
from tests.pages.evaluation.evaluated_page import VIEWERS, Evaluate, click, is_well, rank_of, save_scenario


def test_the_ranking_shows_score_ranks_and_the_computed_grade_beside_the_published_one(
    evaluation: Evaluate,
) -> None:
    shown = words(evaluation(year="2023"))
    for said in ("산출 등급", "공표 등급", "차수 내 순위", "★", "비공개", "배점: 비공개(가정)"):
        assert said in shown, said
    assert "산출 등급이 공표 등급과 다를 수 있는 까닭" in shown
    assert "?</span> 자료 미확보" in words(evaluation(year="2024"))


def test_a_round_names_the_scenario_it_was_frozen_with_after_that_is_discarded(
    evaluation: Evaluate, paths: Paths
) -> None:
    scenario = save_scenario(paths, "만족도 중심")
    choices = Choices(year=2024, weights={"satisfaction": 9.0})
    found = rounds.freeze(LOCAL_VIEWER, paths, choices, 1, scenario)
    with Ledger(paths.ledger_url) as ledger:
        ledger.discard_scenario(scenario, "local")
    assert "만족도 중심(버림)" in words(evaluation("rounds"))
    assert "만족도 중심(버림)" in words(evaluation("rounds", round=found.id))


def test_a_round_is_frozen_reopened_computed_again_and_published(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("rounds")
    app.text_input(key="round-note").input("정기 평가")
    click(app, "freeze", "freeze-confirm")
    assert is_well(app) and app.query_params["round"] == "2024-1"
    kept = rounds.rounds(LOCAL_VIEWER, paths, 2024)[0]
    assert kept.outputs_sha256 in words(app) and "정기 평가" in words(app)
    app.button(key="recompute").click().run()
    assert "모든 값이 같습니다" in app.success[0].value
    hidden = evaluation("rounds", "manager", round="2024-1")
    assert "2024-1" in hidden.error[0].value
    app = evaluation("rounds", round="2024-1")
    click(app, "publish-round", "publish-round-confirm")
    assert is_well(app) and not [each for each in app.button if each.key == "publish-round"]
    opened = evaluation("rounds", "manager", round="2024-1")
    assert is_well(opened) and kept.outputs_sha256 in words(opened)


def test_freezing_asks_again_and_says_what_will_be_frozen(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("rounds")
    click(app, "freeze")
    asked = words(app)
    for said in ("2024년", "1호", "기본 가정", "<dt>특구 수</dt><dd>14</dd>", "고치거나 지울 수 없고"):
        assert said in asked, said
    assert rounds.rounds(LOCAL_VIEWER, paths, 2024) == []
    click(app, "freeze-cancel")
    assert "고치거나 지울 수 없고" not in words(app)
    assert rounds.rounds(LOCAL_VIEWER, paths, 2024) == []


def test_publishing_asks_again_and_says_that_it_is_for_good(evaluation: Evaluate, paths: Paths) -> None:
    found = rounds.freeze(LOCAL_VIEWER, paths, Choices(year=2024), 1)
    app = evaluation("rounds", round=found.id)
    click(app, "publish-round")
    asked = words(app)
    assert "2024년 실적 1회차" in asked and "공표는 되돌릴 수 없습니다" in asked
    click(app, "publish-round-cancel")
    assert [each.state for each in rounds.rounds(LOCAL_VIEWER, paths, 2024)] == ["frozen"]


def test_a_round_is_frozen_with_the_scenario_and_not_with_unsaved_changes(
    evaluation: Evaluate, paths: Paths
) -> None:
    unsaved = evaluation("rounds", weights="satisfaction:9")
    assert not [each for each in unsaved.button if each.key == "freeze"]
    assert "저장하지 않은 변경" in unsaved.warning[0].value
    with Ledger(paths.ledger_url) as ledger:
        choices = Choices(year=2024, weights={"satisfaction": 9.0}).model_dump(mode="json")
        saved = ledger.save_scenario(2024, "만족도 중심", 1, choices, "local")
    app = evaluation("rounds", scenario=saved.id)
    click(app, "freeze", "freeze-confirm")
    found = rounds.rounds(LOCAL_VIEWER, paths, 2024)[0]
    assert (found.scenario, found.weights["satisfaction"]) == (saved.id, 9.0)
    assert "만족도 중심" in words(app)


def test_outputs_that_were_changed_on_disk_are_named_and_not_shown(
    evaluation: Evaluate, paths: Paths
) -> None:
    found = rounds.freeze(LOCAL_VIEWER, paths, Choices(year=2024), 1)
    (paths.warehouse / found.outputs_file).write_text("{}")
    app = evaluation("rounds", round=found.id)
    assert "확정 당시와 다릅니다" in app.error[0].value and charts(app) == []


def test_who_may_not_freeze_gets_no_button(evaluation: Evaluate) -> None:
    app = evaluation("rounds", "manager")
    assert not [each for each in app.button if each.key == "freeze"]
    assert "확정하고 공표할 수 있습니다" in app.info[0].value


def test_a_past_day_can_be_looked_at_but_not_frozen(evaluation: Evaluate) -> None:
    app = evaluation("rounds", as_known_on="2023-06-01")
    assert "릴리스가 아니어서" in app.error[0].value
    assert not [each for each in app.button if each.key == "freeze"]


def test_of_a_published_round_outsiders_see_places_and_grades_without_the_scores_that_tell_what_is_withheld(
    evaluation: Evaluate, paths: Paths
) -> None:
    newest = resolve(paths).number
    assert newest is not None
    found = rounds.freeze(LOCAL_VIEWER, paths, Choices(year=2024), newest)
    rounds.publish(LOCAL_VIEWER, paths, found.id)
    whole, outside = (
        rounds.reopen(viewer, paths, found.id).standing.set_index("zone")
        for viewer in (LOCAL_VIEWER, VIEWERS["viewer"])
    )
    (withheld, *_) = outside.index[outside["score"].isna()]
    app = evaluation("rounds", "viewer", round=found.id, zone=withheld)
    assert is_well(app) and rank_of(app, withheld) == whole.loc[withheld, "rank"]
    shown = words(app)
    assert f"{whole.loc[withheld, 'score']:.2f}" not in shown
    assert "업체 경영정보 보호를 위해 비공개" in shown and "위의 해시와 다릅니다" in shown
    assert "값 없음" not in shown and "값이 없어 빠진 항목: 기업지원 투자연계" not in shown
    whole_page = words(evaluation("rounds", round=found.id, zone=withheld))
    assert f"{whole.loc[withheld, 'score']:.2f}" in whole_page and "위의 해시와 다릅니다" not in whole_page


def test_whoever_takes_scores_along_is_recorded(
    evaluation: Evaluate, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, bytes] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, key, **_: files.update({key: data()}))
    assert is_well(evaluation("result"))
    found = rounds.freeze(LOCAL_VIEWER, paths, Choices(year=2024), 1)
    assert is_well(evaluation("rounds", round=found.id))
    assert set(files) == {"evaluation-download", "round-download"}
    entries = [each for each in ledger_of(paths).audit_entries() if each.action == "file.table"]
    told = [(each.actor, each.object, each.detail["name"]) for each in entries]
    assert set(told) == {("local", "evaluation", key) for key in files}
    assert files["round-download"] == to_json(rounds.reopen(LOCAL_VIEWER, paths, found.id))
