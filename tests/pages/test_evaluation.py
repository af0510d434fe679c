"""The evaluation page: every section in every language and role, links that reproduce, and what is refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi import rounds
from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from kpi.queries.assessing import assess
from kpi.queries.evaluated import Choices
from kpi.queries.moments import resolve
from kpi.ui.evaluation.choosing import SECTIONS
from tests.pages.conftest import MAIN, SECONDS, charts, pieces, words
from tests.pages.submit_world import own_world

Evaluate = Callable[..., AppTest]
VIEWERS = {
    "administrator": LOCAL_VIEWER,
    "evaluator": Viewer("평가위원 가", Role.EVALUATOR, None),
    "manager": Viewer("manager", Role.MANAGER, frozenset({"gunsan"})),
    "viewer": Viewer("reader", Role.VIEWER),
}
CASES = "nurturing_cases"
ZONES = ("gunsan", "gumi", "pohang", "ansan")


@pytest.fixture
def paths(built: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """A warehouse of one's own, for tests that write."""
    own = own_world(built, tmp_path)
    monkeypatch.setenv("KPI_RAW", str(own.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(own.warehouse))
    st.cache_resource.clear()
    yield own
    st.cache_resource.clear()


@pytest.fixture(scope="module", autouse=True)
def nothing_kept() -> Iterator[None]:
    """What other tests' warehouses left in the server's memory is not for these."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def evaluation(request: pytest.FixtureRequest, built: Paths, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """Opens the page on the shared warehouse, or on one's own: `evaluation("rounds", role="manager", year="2023")`."""
    if "paths" in request.fixturenames:
        request.getfixturevalue("paths")
    else:
        monkeypatch.setenv("KPI_RAW", str(built.raw))
        monkeypatch.setenv("KPI_WAREHOUSE", str(built.warehouse))

    def opened(part: str = "result", role: str = "administrator", **filters: str) -> AppTest:
        monkeypatch.setattr("kpi.ui.setting.LOCAL_VIEWER", VIEWERS[role])
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        app.run()
        app.switch_page(str(PROJECT / "pages" / "evaluation.py"))
        for name, value in {"part": part, **filters}.items():
            app.query_params[name] = value
        return app.run()

    return opened


def rank_of(app: AppTest, zone: str) -> int:
    """The rank beside a zone's name in the first table of ranks."""
    (table,) = [piece for piece in pieces(app) if "순위와 등급" in piece]
    row = next(row for row in table.split("<tr") if f'data-action="zone:{zone}"' in row)
    return int(re.findall(r">(\d+)위<", row)[0])


def click(app: AppTest, *keys: str) -> None:
    """One button after another."""
    for key in keys:
        app.button(key=key).click().run()


def save_scenario(paths: Paths, name: str, actor: str = "local") -> str:
    """A scenario in which satisfaction weighs much."""
    choices = Choices(year=2024, weights={"satisfaction": 9.0}).model_dump(mode="json")
    with Ledger(paths.ledger_url) as ledger:
        return ledger.save_scenario(2024, name, 1, choices, actor).id


def is_well(app: AppTest) -> bool:
    return not app.exception and not app.error


@pytest.mark.parametrize("role", VIEWERS)
@pytest.mark.parametrize("part", SECTIONS)
def test_every_section_opens_for_every_role(evaluation: Evaluate, part: str, role: str) -> None:
    app = evaluation(part, role)
    assert is_well(app)
    assert app.title[0].value == "2024년 실적 연차평가"


@pytest.mark.parametrize("part", SECTIONS)
def test_every_section_opens_in_english_and_speaks_no_korean(evaluation: Evaluate, part: str) -> None:
    app = evaluation(part, lang="en")
    assert is_well(app)
    assert app.title[0].value == "Evaluation of 2024"
    # The last piece is the foot, which names Korean newspapers.
    assert re.findall("[가-힣]+", " ".join(pieces(app)[:-1])) == []


def test_the_ranking_shows_score_ranks_and_the_computed_grade_beside_the_published_one(
    evaluation: Evaluate,
) -> None:
    shown = words(evaluation(year="2023"))
    for said in ("산출 등급", "공표 등급", "차수 내 순위", "★", "비공개", "배점: 비공개(가정)"):
        assert said in shown, said
    assert "산출 등급이 공표 등급과 다를 수 있는 까닭" in shown
    assert "?</span> 자료 미확보" in words(evaluation(year="2024"))


def test_a_zone_is_explained_in_words_and_in_a_chart_with_its_points(evaluation: Evaluate) -> None:
    app = evaluation(zone="pohang")
    assert "경북 포항 점수 풀이" in words(app)
    (chart,) = charts(app)
    assert "경북 포항" in chart["title"] and "입주기관 만족도" in chart["alt"]


def test_opening_an_element_leads_down_to_values_targets_and_achievement(evaluation: Evaluate) -> None:
    (table,) = [
        piece
        for piece in pieces(evaluation(element="common_programme", year="2023"))
        if 'class="kpi-table kpi-heat"' in piece
    ]
    for said in ("실적", "목표", "달성률", "65건", "17건", "382.4%", "역산"):
        assert said in table, said
    assert "총점" in table and 'data-action="open:commercialisation"' in table


def test_the_year_of_grades_only_says_why_and_shows_no_score(evaluation: Evaluate) -> None:
    app = evaluation(year="2022")
    shown = words(app)
    assert is_well(app)
    assert "등급만 공표" in shown and "자료 미확보" in shown
    assert "순위와 등급" not in shown and charts(app) == []


def test_a_year_without_an_evaluation_shows_the_newest_and_says_so(evaluation: Evaluate) -> None:
    app = evaluation(year="2025")
    assert app.title[0].value == "2024년 실적 연차평가"
    assert any("2025년" in caption.value for caption in app.caption)


def test_weights_in_the_address_move_the_ranking_and_are_marked_as_unsaved(evaluation: Evaluate) -> None:
    declared = rank_of(evaluation(), "gumi")
    changed = evaluation(weights="satisfaction:9")
    assert rank_of(changed, "gumi") > declared
    assert "저장하지 않은 변경" in words(changed)
    whatif = words(evaluation("whatif", weights="satisfaction:9"))
    assert "순위가 바뀌고" in whatif and 'value="9"' in whatif


def test_a_mean_that_the_values_do_not_allow_is_named_with_its_element_and_a_remedy(
    evaluation: Evaluate,
) -> None:
    for part in ("result", "whatif", "doubt"):
        app = evaluation(part, combine="arithmetic,arithmetic,geometric")
        assert [error.value for error in app.exception] == []
        assert any("입주기관 만족도" in error.value and "하한을 1로" in error.value for error in app.error)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("satisfaction:-1", "쓸 수 없습니다"),
        ("nothing:2", "지표체계에 없습니다"),
        ("satisfaction:much", "알 수 없어"),
    ],
)
def test_weights_that_cannot_be_are_named(evaluation: Evaluate, written: str, said: str) -> None:
    app = evaluation(weights=written)
    assert [error.value for error in app.exception] == []
    assert any(said in each.value for each in (*app.error, *app.warning))


def test_a_method_that_does_not_fit_beside_achievement_is_not_used_silently(evaluation: Evaluate) -> None:
    app = evaluation(normalisation="percentile_rank")
    assert "percentile_rank" in app.warning[0].value
    assert rank_of(app, "gunsan") == rank_of(evaluation(), "gunsan")


def test_a_reference_zone_chosen_in_the_what_if_is_named_in_the_scenario_and_moves_the_ranking(
    evaluation: Evaluate, paths: Paths
) -> None:
    app = evaluation("whatif", normalisation="distance_to_reference", reference="gunsan")
    assert is_well(app) and 'name="reference"' in words(app)
    app.text_input(key="scenario-name").input("군산 기준")
    app.button(key="scenario-save-button").click().run()
    assert is_well(app)
    with Ledger(paths.ledger_url) as ledger:
        assert ledger.scenario(app.query_params["scenario"]).choices["reference"] == "gunsan"
    assert "기준 특구 전북 군산" in words(evaluation("scenarios"))
    by_gunsan = [
        rank_of(app, zone) for app in [evaluation(scenario=app.query_params["scenario"])] for zone in ZONES
    ]
    assert by_gunsan != [rank_of(app, zone) for app in [evaluation()] for zone in ZONES]


def test_distances_without_a_reference_are_named_and_the_field_to_choose_one_is_there(
    evaluation: Evaluate,
) -> None:
    app = evaluation("whatif", normalisation="distance_to_reference")
    assert not app.exception and any("기준 특구를 고르거나" in error.value for error in app.error)
    assert 'name="reference"' in words(app)
    assert any(
        "기준 특구를 고르거나" in error.value
        for error in evaluation("doubt", normalisation="distance_to_reference").error
    )


@pytest.mark.parametrize("part", ["result", "doubt"])
def test_every_number_of_the_page_can_be_by_distance_to_a_reference_zone(
    evaluation: Evaluate, part: str
) -> None:
    assert is_well(evaluation(part, normalisation="distance_to_reference", reference="gunsan"))


def test_a_saved_scenario_opens_by_its_link_and_never_changes(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("whatif", weights="satisfaction:9")
    app.text_input(key="scenario-name").input("만족도 중심")
    app.button(key="scenario-save-button").click().run()
    assert is_well(app)
    token = app.query_params["scenario"]
    assert "weights" not in app.query_params
    assert token in app.code[0].value
    second = evaluation(scenario=token)
    assert "만족도 중심" in words(second)
    assert rank_of(second, "gumi") == rank_of(evaluation(weights="satisfaction:9"), "gumi")
    with Ledger(paths.ledger_url) as ledger:
        assert ledger.scenario(token).choices["weights"] == {"satisfaction": 9.0}


def test_a_scenario_without_a_name_is_refused(evaluation: Evaluate) -> None:
    app = evaluation("whatif", weights="satisfaction:9")
    app.button(key="scenario-save-button").click().run()
    assert app.error and "scenario" not in app.query_params


def test_a_link_to_an_unknown_scenario_says_so_and_shows_the_default(evaluation: Evaluate) -> None:
    app = evaluation(scenario="0123456789")
    assert "0123456789" in app.error[0].value
    assert rank_of(app, "gunsan") == rank_of(evaluation(), "gunsan")


def test_scenarios_stand_beside_each_other_with_their_differences(evaluation: Evaluate, paths: Paths) -> None:
    with Ledger(paths.ledger_url) as ledger:
        for name, weight in (("가", 2.0), ("나", 9.0)):
            choices = Choices(year=2024, weights={"satisfaction": weight})
            ledger.save_scenario(2024, name, 1, choices.model_dump(mode="json"), "local")
        found = {each.name: each.id for each in ledger.scenarios(2024)}
    shown = words(evaluation("scenarios", beside=f"declared,{found['가']},{found['나']}"))
    assert "‘기본 가정’과 ‘나’는 순위가" in shown
    assert "입주기관 만족도 9" in shown and "▼" in shown


def test_a_scenario_is_discarded_once_that_is_confirmed_and_its_link_says_so(
    evaluation: Evaluate, paths: Paths
) -> None:
    kept, gone = save_scenario(paths, "남길 것"), save_scenario(paths, "버릴 것")
    app = evaluation("scenarios", scenario=gone, beside=f"declared,{gone}")
    click(app, "scenario-discard")
    assert "되돌릴 수 없습니다" in words(app)
    click(app, "scenario-discard-cancel")
    with Ledger(paths.ledger_url) as ledger:
        assert ledger.scenario(gone).discarded is None
    click(app, "scenario-discard", "scenario-discard-confirm")
    assert is_well(app) and "‘버릴 것’을 버렸습니다" in app.success[0].value
    assert {"scenario", "beside"}.isdisjoint(app.query_params)
    assert gone not in words(app) and kept in words(app)
    assert app.multiselect(key="filter_beside").options == ["기본 가정", "남길 것"]
    linked = evaluation(scenario=gone)
    said = linked.warning[0].value
    assert "버릴 것" in said and "local" in said and "버렸습니다" in said
    assert rank_of(linked, "gumi") == rank_of(evaluation(), "gumi")


def test_only_who_saved_a_scenario_and_administrators_get_the_button(
    evaluation: Evaluate, paths: Paths
) -> None:
    scenario = save_scenario(paths, "만족도 중심", actor=VIEWERS["evaluator"].name)
    for role, may in (("evaluator", True), ("administrator", True), ("manager", False)):
        app = evaluation("scenarios", role, scenario=scenario)
        assert is_well(app)
        assert bool([each for each in app.button if each.key == "scenario-discard"]) is may
    assert any("평가위원 가" in each.value and "관리자만" in each.value for each in app.caption)


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


def test_doubt_is_drawn_from_a_stated_seed_with_intervals_chances_and_what_matters(
    evaluation: Evaluate,
) -> None:
    first, second = evaluation("doubt"), evaluation("doubt")
    assert [chart["figure"] for chart in charts(first)] == [chart["figure"] for chart in charts(second)]
    shown = words(first)
    assert "10,000번" in shown and "난수 시드" in shown
    for said in ("순위 구간", "등급별 가능성", "순위를 가장 많이 바꾸는 가정", "가정을 하나씩 바꾸면"):
        assert said in shown, said


def test_an_evaluator_keeps_a_draft_then_submits_with_a_reason(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("points", "evaluator")
    app.number_input[0].set_value(80.0)
    app.button(key="points-draft").click().run()
    assert is_well(app) and "임시 저장" in app.success[0].value
    app.button(key="points-submitted").click().run()
    assert app.error[0].value.startswith("전북 군산 · 육성 우수사례: ") and "사유" in app.error[0].value
    app.number_input[0].set_value(120.0)
    app.button(key="points-submitted").click().run()
    assert any("120" in error.value and "0 … 100" in error.value for error in app.error)
    app.number_input[0].set_value(85.0)
    app.text_area[0].input("사례가 널리 퍼질 수 있음")
    app.button(key="points-submitted").click().run()
    assert is_well(app) and "제출했습니다" in app.success[0].value
    with Ledger(paths.ledger_url) as ledger:
        (kept,) = ledger.assessments(2024)
    assert (kept.points, kept.state, kept.evaluator) == (85.0, "submitted", "평가위원 가")
    assert "28칸 중 1칸" in words(evaluation())


def test_several_evaluators_points_are_shown_with_their_spread_and_reasons(
    evaluation: Evaluate, paths: Paths
) -> None:
    moment, item = resolve(paths), f"tenant_nurturing.{CASES}"
    for name, given in (("나", 60.0), ("다", 90.0)):
        evaluator = Viewer(name, Role.EVALUATOR, None)
        assess(evaluator, paths, moment, 2024, "gunsan", item, given, f"{name}의 사유", "submitted")
    app = evaluation("points", "evaluator")
    assert "75.0" in words(app) and "60.0 ~ 90.0" in words(app)
    assert [text.value for text in app.text] == ["나의 사유", "다의 사유"]
    reader = evaluation("points", "viewer")
    assert "75.0" in words(reader) and [text.value for text in reader.text] == []


def test_who_may_not_score_is_told_who_may_and_gets_no_form(evaluation: Evaluate) -> None:
    app = evaluation("points", "manager")
    assert "평가위원, 관리자" in app.info[0].value
    assert not app.number_input and not app.text_area


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


@pytest.mark.parametrize("part", SECTIONS)
def test_a_year_of_which_nothing_was_known_yet_has_gaps_and_no_numbers(
    evaluation: Evaluate, part: str
) -> None:
    app = evaluation(part, as_known_on="2023-06-01")
    assert [error.value for error in app.exception] == []
    if part == "result":
        assert "점수·순위·등급이 없습니다" in words(app)
        assert charts(app) == []
