"""What a file is said to be, the zones and periods it speaks for without holding a row of them, and what it does where
no value moves.
"""

from typing import Any

from kpi.drafts import Decisions, TargetEffect
from tests.pages.conftest import Look, words
from tests.pages.submit_world import Desk, clear_the_way, comparison, decided


def test_the_licence_is_kept_and_can_be_taken_back(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft)
    app.text_input(key="said-licence").set_value("공공누리 제1유형").run()
    assert desk.now(draft).decisions.licence == "공공누리 제1유형"
    assert app.text_input(key="said-licence").value == "공공누리 제1유형"


def test_a_replacing_file_speaks_for_what_it_holds_until_more_is_meant(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    draft = desk.draft()
    app = look(draft, "compare")
    assert not [one for one in app.multiselect if (one.key or "").startswith("said-covers")]
    (scope,) = [one for one in app.get("segmented_control") if one.label == "이 파일이 책임지는 범위"]
    scope.set_value("chosen").run()
    decided = desk.now(draft).decisions
    assert (decided.covers_zones, decided.covers_periods) == (("gunsan",), ("2026Q2",))
    app.multiselect(key="said-covers_zones").set_value(["pohang"]).run()
    app.multiselect(key="said-covers_periods").set_value(["2026Q2", "2026Q1"]).run()
    decided = desk.now(draft).decisions
    assert (decided.covers_zones, decided.covers_periods) == (("gunsan", "pohang"), ("2026Q1", "2026Q2"))
    assert "경북 포항" in words(app)
    assert desk.worker.jobs[-2:] == ["prepare", "compare"]
    (scope,) = [one for one in app.get("segmented_control") if one.label == "이 파일이 책임지는 범위"]
    scope.set_value("held").run()
    decided = desk.now(draft).decisions
    assert (decided.covers_zones, decided.covers_periods) == (None, None)


def test_an_amending_file_speaks_for_its_rows_only(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    app = look(desk.draft(Decisions(mode="amend", covers_zones=("gunsan", "pohang"))), "compare")
    labels = [one.label for one in app.get("segmented_control")]
    assert "반영 방식" in labels and "이 파일이 책임지는 범위" not in labels
    assert "경북 포항" not in words(app)


def test_what_is_published_names_everything_the_file_speaks_for(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    app = look(desk.draft(Decisions(covers_zones=("gunsan", "pohang"))), "accept")
    assert "전북 군산, 경북 포항" in words(app)


def test_what_was_chosen_elsewhere_and_taken_back_is_read_again(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    draft = desk.draft(Decisions(covers_zones=("gunsan", "pohang")))
    look(draft)
    with_less = desk.now(draft).decisions.model_copy(update={"covers_zones": None})
    desk.decide(draft, with_less)
    look(draft)
    assert desk.worker.jobs == ["prepare", "prepare"]


def moving_nothing(desk: Desk, dataset: str, **changed: Any) -> None:
    """A file of this kind, by which no value moves."""
    clear_the_way(desk, decisions=decided(dataset=dataset), columns=())
    nothing = {"effects": (), "effect_count": 0, **changed}
    desk.worker.answers["compare"] = lambda draft: desk.answer(draft, comparison(draft, **nothing))


def test_a_file_of_targets_shows_what_of_them_is_reached(desk: Desk, look: Look) -> None:
    aim = TargetEffect(
        metric="investment_linked", zone="gunsan", period="2026", basis="in_period",
        before=20_000_000_000, after=10_000_000_000, reached_before=50.0, reached_after=100.0,
    )  # fmt: skip
    moving_nothing(desk, "targets", targets=(aim,))
    app = look(desk.draft(), "compare")
    assert "목표와 달성률이" in "".join(one.value for one in app.info)
    shown = words(app)
    assert [word for word in ("200.0억원", "100.0억원", "50.0%", "100.0%") if word not in shown] == []


def test_a_file_from_which_nothing_is_counted_says_so(desk: Desk, look: Look) -> None:
    moving_nothing(desk, "published_grades")
    said = "".join(one.value for one in look(desk.draft(), "compare").info)
    assert "지표 값은 하나도 바뀌지 않습니다" in said and "평가등급" in said
