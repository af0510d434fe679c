"""Scenarios, evaluators' points and rounds: every version is kept, and a round's release is kept for good."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kpi.errors import LedgerError
from kpi.ledger import Ledger, NewRound
from kpi.text import message
from tests.ledger.ledger_rows import released, submitted

CHOICES = {"weights": {"funding": 2.0}, "recipe": None}
CELL = (2024, "gunsan", "concentration.effort", "evaluator 1")
ROUND = NewRound(
    year=2024,
    number=1,
    release=1,
    catalogue_sha256="c" * 64,
    framework={"year": 2024},
    weights={"funding": 0.1 + 0.2},
    recipe={"aggregation": ["arithmetic"]},
    scores={"gunsan": {"score": 76.4, "rank": 4.0, "grade": "top"}},
    outputs_file="rounds/2024-1/a.json",
    outputs_sha256="a" * 64,
    code_version="abc",
)


@pytest.fixture(autouse=True)
def release(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])


def test_a_scenario_comes_back_by_its_short_id_in_another_process(ledger: Ledger, ledger_url: str) -> None:
    saved = ledger.save_scenario(2024, " 재정 두 배 ", 1, CHOICES, "evaluator")
    with Ledger(ledger_url) as other:
        assert other.scenario(saved.id) == saved
    assert (saved.name, saved.choices, len(saved.id) <= 12) == ("재정 두 배", CHOICES, True)


def test_a_scenario_saved_anew_leaves_the_link_of_the_earlier_one_as_it_was(ledger: Ledger) -> None:
    first = ledger.save_scenario(2024, "재정", 1, CHOICES, "evaluator")
    second = ledger.save_scenario(
        2024, "재정", 1, {"weights": {"funding": 3.0}}, "evaluator", follows=first.id
    )
    assert ledger.scenario(first.id).choices == CHOICES
    assert [each.id for each in ledger.scenarios(2024)] == [second.id]


def test_saving_what_is_saved_changes_nothing(ledger: Ledger) -> None:
    first = ledger.save_scenario(2024, "재정", 1, CHOICES, "evaluator")
    assert ledger.save_scenario(2024, "재정", 1, CHOICES, "evaluator", follows=first.id) == first


def test_scenarios_are_listed_by_year_the_last_saved_first(ledger: Ledger) -> None:
    names = ["하나", "둘", "셋"]
    saved = [ledger.save_scenario(2024, name, 1, CHOICES, "evaluator") for name in names]
    ledger.save_scenario(2023, "다른 해", 1, CHOICES, "evaluator")
    assert ledger.scenarios(2024) == saved[::-1]


@pytest.mark.parametrize(
    ("name", "release", "follows", "code"),
    [
        (" ", 1, "", "scenario_without_name"),
        ("재정", 1, "none", "scenario_unknown"),
        ("재정", 9, "", "moved_on"),
    ],
)
def test_a_scenario_that_rests_on_nothing_is_refused(
    ledger: Ledger, name: str, release: int, follows: str, code: str
) -> None:
    with pytest.raises(LedgerError) as caught:
        ledger.save_scenario(2024, name, release, CHOICES, "evaluator", follows)
    assert caught.value.code == f"ledger_errors.{code}"
    assert ledger.scenarios(2024) == []


def test_a_discarded_scenario_is_kept_with_who_and_when_and_is_no_longer_listed(
    ledger: Ledger, ledger_url: str
) -> None:
    kept, gone = (ledger.save_scenario(2024, name, 1, CHOICES, "evaluator") for name in ("하나", "둘"))
    before = datetime.now(UTC)
    discarded = ledger.discard_scenario(gone.id, "boss")
    assert discarded.discarded is not None
    assert (discarded.discarded.actor, discarded.choices) == ("boss", CHOICES)
    assert before <= discarded.discarded.at <= datetime.now(UTC)
    with Ledger(ledger_url) as other:
        assert other.scenario(gone.id) == discarded
        assert other.scenarios(2024) == [kept]


def test_who_discarded_a_scenario_first_stays_on_record(ledger: Ledger) -> None:
    saved = ledger.save_scenario(2024, "재정", 1, CHOICES, "evaluator")
    first = ledger.discard_scenario(saved.id, "evaluator")
    assert ledger.discard_scenario(saved.id, "boss") == first


def test_the_earlier_version_of_a_discarded_scenario_does_not_come_back(ledger: Ledger) -> None:
    first = ledger.save_scenario(2024, "재정", 1, CHOICES, "evaluator")
    second = ledger.save_scenario(2024, "재정", 1, {"weights": {}}, "evaluator", follows=first.id)
    ledger.discard_scenario(second.id, "evaluator")
    assert ledger.scenarios(2024) == []
    assert ledger.scenario(first.id) == first


def test_points_are_a_draft_first_and_the_last_version_counts(ledger: Ledger) -> None:
    ledger.save_assessment(*CELL, None, "자료 확인 중")
    ledger.save_assessment(*CELL, 80.5, "계획이 구체적임", "submitted")
    ledger.save_assessment(*CELL, 85, "보완 자료 반영", "submitted")
    (found,) = ledger.assessments(2024)
    assert (found.points, found.state, found.version) == (85, "submitted", 3)
    assert [each.points for each in ledger.assessment_versions(2024)] == [None, 80.5, 85]


def test_each_evaluator_zone_and_indicator_counts_by_itself(ledger: Ledger) -> None:
    cells = [CELL, (*CELL[:3], "evaluator 2"), (2024, "pohang", *CELL[2:]), (2023, *CELL[1:])]
    for number, cell in enumerate(cells):
        ledger.save_assessment(*cell, number, "사유", "submitted")
    assert [(each.zone, each.evaluator, each.points) for each in ledger.assessments(2024)] == [
        ("gunsan", "evaluator 1", 0),
        ("gunsan", "evaluator 2", 1),
        ("pohang", "evaluator 1", 2),
    ]


def test_the_same_points_again_are_no_new_version(ledger: Ledger) -> None:
    first = ledger.save_assessment(*CELL, 80, "사유", "submitted")
    assert ledger.save_assessment(*CELL, 80, " 사유 ", "submitted") == first


def test_nothing_is_submitted_without_points_and_a_reason(ledger: Ledger) -> None:
    with pytest.raises(LedgerError) as caught:
        ledger.save_assessment(*CELL, None, "  ", "submitted")
    assert [fault.code for fault in caught.value.faults] == [
        "ledger_errors.assessment_without_points",
        "ledger_errors.assessment_without_reason",
    ]
    assert ledger.assessments(2024) == []


def test_what_was_submitted_never_becomes_a_draft_again(ledger: Ledger) -> None:
    ledger.save_assessment(*CELL, 80, "사유", "submitted")
    with pytest.raises(LedgerError) as caught:
        ledger.save_assessment(*CELL, 70, "사유", "draft")
    assert caught.value.code == "ledger_errors.assessment_submitted"


def test_of_two_windows_the_later_is_told_that_the_points_have_changed(ledger: Ledger) -> None:
    ledger.save_assessment(*CELL, 80, "사유", version=0)
    with pytest.raises(LedgerError) as caught:
        ledger.save_assessment(*CELL, 70, "사유", version=0)
    assert caught.value.code == "ledger_errors.assessment_changed"
    assert ledger.save_assessment(*CELL, 70, "사유", version=1).version == 2


def test_a_frozen_round_keeps_everything_and_its_release(ledger: Ledger, ledger_url: str) -> None:
    frozen = ledger.freeze_round(ROUND, "evaluator", "정기 평가")
    with Ledger(ledger_url) as other:
        assert other.round("2024-1") == frozen
        assert other.release(1).frozen
    assert {name: getattr(frozen, name) for name in vars(ROUND)} == vars(ROUND)
    assert [(each.state, each.actor, each.note) for each in frozen.steps] == [
        ("frozen", "evaluator", "정기 평가")
    ]


def test_a_round_is_published_once_and_says_by_whom(ledger: Ledger) -> None:
    ledger.freeze_round(ROUND, "evaluator")
    assert ledger.publish_round("2024-1", "boss", "공표").state == "published"
    again = ledger.publish_round("2024-1", "other")
    assert [each.actor for each in again.steps] == ["evaluator", "boss"]


def test_rounds_are_numbered_within_their_year_and_listed_newest_first(ledger: Ledger) -> None:
    assert ledger.next_round_number(2024) == 1
    for each in (ROUND, replace(ROUND, number=2), replace(ROUND, year=2023)):
        ledger.freeze_round(each, "evaluator")
    assert [each.id for each in ledger.rounds()] == ["2024-2", "2024-1", "2023-1"]
    assert [each.id for each in ledger.rounds(2023)] == ["2023-1"]
    assert (ledger.next_round_number(2024), ledger.next_round_number(2023)) == (3, 2)


@pytest.mark.parametrize(
    ("changed", "code"), [({"number": 2}, "moved_on"), ({"release": 9}, "release_unknown")]
)
def test_a_round_that_does_not_fit_is_refused_and_leaves_no_trace(
    ledger: Ledger, changed: dict, code: str
) -> None:
    with pytest.raises(LedgerError) as caught:
        ledger.freeze_round(replace(ROUND, **changed), "evaluator")
    assert caught.value.code == f"ledger_errors.{code}"
    assert (ledger.rounds(), ledger.release(1).frozen) == ([], False)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_unknown_scenario_or_round_is_named(ledger: Ledger, language: str) -> None:
    for act in (
        lambda: ledger.scenario("none"),
        lambda: ledger.discard_scenario("none", ""),
        lambda: ledger.round("none"),
        lambda: ledger.publish_round("none", ""),
    ):
        with pytest.raises(LedgerError) as caught:
            act()
        assert "none" in message(caught.value.faults[0], language)
