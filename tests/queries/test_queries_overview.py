"""Cards, pace, history, grades and the reading of a year, with Gunsan's published figures."""

import pytest

from kpi.access import LOCAL_VIEWER
from kpi.queries.moments import Moment
from kpi.queries.overview import (
    Card,
    cards,
    cumulative_cards,
    grade_history,
    lagging,
    milestones,
    national,
    pace,
    reading,
)

OK = 100_000_000


@pytest.fixture
def gunsan_2023(moment: Moment) -> dict[str, Card]:
    return {card.metric: card for card in cards(LOCAL_VIEWER, moment, "gunsan", 2023)}


def test_the_cards_are_the_headline_metrics_in_their_order(moment: Moment, catalogue) -> None:  # type: ignore[no-untyped-def]
    shown = cards(LOCAL_VIEWER, moment, "gunsan", 2023)
    assert [card.metric for card in shown] == [metric.id for metric in catalogue.headline_metrics]


def test_gunsans_published_year_is_shown_as_published(gunsan_2023: dict[str, Card]) -> None:
    published = {
        "spin_offs": 6, "technology_transfers": 65, "startups": 11, "investment_linked": 79.9 * OK,
        "programme_jobs": 299, "programme_revenue": 125 * OK,
    }  # fmt: skip
    for metric, value in published.items():
        card = gunsan_2023[metric]
        assert (card.value, card.origin, card.basis, card.synthetic) == (
            value,
            "published",
            "in_period",
            False,
        )


def test_the_stated_target_counts_before_a_sample_and_achievement_is_not_capped(
    gunsan_2023: dict[str, Card],
) -> None:
    card = gunsan_2023["technology_transfers"]
    assert (card.target, card.target_status) == (17, "inferred")
    assert card.achievement == pytest.approx(382.4, abs=0.05)
    assert gunsan_2023["programme_jobs"].achievement == pytest.approx(854.3, abs=0.05)


def test_a_card_without_a_target_says_so(gunsan_2023: dict[str, Card]) -> None:
    card = gunsan_2023["spin_offs"]
    assert (card.target, card.achievement, card.achievement_reason) == (None, None, "no_target")


def test_a_card_keeps_both_values_of_its_change(gunsan_2023: dict[str, Card]) -> None:
    card = gunsan_2023["technology_transfers"]
    assert (card.before, card.value, card.change) == (46, 65, 19)
    assert card.change_share == pytest.approx(19 / 46)
    assert card.trend == (46, 65)


def test_a_percentage_changes_by_points(gunsan_2023: dict[str, Card]) -> None:
    card = gunsan_2023["local_to_national_funding"]
    assert (card.before, card.value, card.change, card.change_share) == (90, 95, 5, None)


def test_a_card_carries_the_worst_failed_check_of_its_number(gunsan_2023: dict[str, Card]) -> None:
    assert gunsan_2023["investment_linked"].worst_check == "warning"
    assert gunsan_2023["spin_offs"].worst_check is None


def test_a_year_that_is_not_whole_is_not_compared_with_a_whole_one(moment: Moment) -> None:
    card = next(card for card in cards(LOCAL_VIEWER, moment, "gunsan", 2025) if card.metric == "spin_offs")
    assert (card.status, card.change, card.change_reason) == ("provisional", None, "year_not_whole")


def test_a_year_of_nothing_has_cards_that_say_why(moment: Moment) -> None:
    assert {card.reason for card in cards(LOCAL_VIEWER, moment, "chuncheon", 2021)} == {"no_records"}
    assert reading(LOCAL_VIEWER, moment, "chuncheon", 2021) == []


def test_since_designation_the_published_sums_stand(moment: Moment) -> None:
    shown = {
        card.metric: (card.value, card.origin)
        for card in cumulative_cards(LOCAL_VIEWER, moment, "gunsan", 2024)
    }
    assert shown["spin_offs"] == (29, "published")
    assert shown["technology_transfers"] == (196, "published")
    assert shown["startups"] == (53, "published")
    assert shown["investment_linked"] == (477 * OK, "published")
    assert shown["programme_jobs"][1] == "records"


def test_what_lags_comes_first(moment: Moment) -> None:
    ordered = lagging(cards(LOCAL_VIEWER, moment, "gunsan", 2023))
    assert [card.metric for card in ordered] == [
        "startups",
        "tenant_firms",
        "technology_transfers",
        "programme_jobs",
    ]


def test_the_pace_of_a_flow_ends_at_the_years_own_value(moment: Moment) -> None:
    found = pace(LOCAL_VIEWER, moment, "technology_transfers", "gunsan", 2023)
    assert found["quarter"].tolist() == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert found["actual"].tolist() == [14, 29, 45, 65]
    assert found["plan"].tolist() == [4.25, 8.5, 12.75, 17]


def test_the_pace_stops_where_records_stop_and_has_no_plan_without_a_target(moment: Moment) -> None:
    found = pace(LOCAL_VIEWER, moment, "technology_transfers", "gunsan", 2025)
    assert found["actual"].notna().tolist() == [True, True, False, False]
    assert found["plan"].isna().all()


def test_a_stocks_plan_starts_where_the_year_before_ended(moment: Moment) -> None:
    found = pace(LOCAL_VIEWER, moment, "tenant_firms", "gunsan", 2023)
    assert found["actual"].tolist() == [154, 164, 174, 184]
    assert found["plan"].tolist() == [158, 172, 186, 200]


def test_a_metric_known_by_year_only_has_no_pace(moment: Moment) -> None:
    assert pace(LOCAL_VIEWER, moment, "local_to_national_funding", "gunsan", 2023).empty
    assert pace(LOCAL_VIEWER, moment, "local_funding", "gunsan", 2023).empty


def test_history_runs_from_the_oldest_event(moment: Moment) -> None:
    found = milestones(LOCAL_VIEWER, moment, "gunsan")
    assert found["kind"].tolist() == ["crisis", "milestone"]
    assert found["source_en"].tolist() == ["title", "title"]
    assert milestones(LOCAL_VIEWER, moment, "naju").empty


def test_a_grade_is_published_withheld_or_not_found_and_never_low(moment: Moment) -> None:
    found = grade_history(LOCAL_VIEWER, moment, "gunsan")
    assert found["year"].tolist() == [2022, 2023, 2024]
    assert found["status"].tolist() == ["withheld", "published", "not_found"]
    assert found["grade"].tolist()[1] == "top"


def test_all_zones_are_listed_for_every_headline_metric(moment: Moment, catalogue) -> None:  # type: ignore[no-untyped-def]
    found = national(LOCAL_VIEWER, moment, 2023)
    assert len(found) == 15 * len(catalogue.headline_metrics)
    total = found[(found["metric"] == "investment_linked") & (found["zone"] == "national")]
    assert total["value"].tolist() == [1888 * OK]


def test_the_reading_tells_the_year_in_korean(moment: Moment) -> None:
    told = [sentence.in_words("ko") for sentence in reading(LOCAL_VIEWER, moment, "gunsan", 2023)]
    (rose,) = [sentence for sentence in told if sentence.startswith("전년보다 증가: ")]
    assert "기술이전 46건 → 65건(+41.3%)" in rose
    assert "지방비/국비 90.0% → 95.0%(+5.0%p)" in rose
    (met,) = [
        sentence for sentence in told if sentence.startswith("목표 달성(목표는 공표된 달성률에서 역산): ")
    ]
    assert "기술이전 382.4%(목표 17건, 실적 65건)" in met
    (short,) = [sentence for sentence in told if sentence.startswith("목표 미달(목표는 예시값): ")]
    assert "창업 50.0%(목표 22개사, 실적 11개사)" in short
    assert "2023년 연차평가 최우수 등급" in told
    assert any("표본자료" in sentence for sentence in told)


def test_the_reading_tells_the_same_in_english(moment: Moment) -> None:
    sentences = reading(LOCAL_VIEWER, moment, "gunsan", 2023)
    told = [sentence.in_words("en") for sentence in sentences]
    (rose,) = [sentence for sentence in told if sentence.startswith("Up on the year before: ")]
    assert "Tech transfers 46 cases → 65 cases (+41.3%)" in rose
    assert not any("가" <= letter <= "힣" for sentence in told for letter in sentence)


def test_a_restated_figure_is_told_with_both_days(moment: Moment) -> None:
    told = [sentence.in_words("ko") for sentence in reading(LOCAL_VIEWER, moment, "national", 2023)]
    assert (
        "2022년 투자연계는 2023. 5. 15. 공표 1,560.0억원에서 2024. 6. 28. 공표 1,467.0억원으로 정정됨" in told
    )


def test_what_is_not_whole_says_what_lacks(moment: Moment) -> None:
    told = [sentence.in_words("ko") for sentence in reading(LOCAL_VIEWER, moment, "gunsan", 2025)]
    assert any("미집계 분기: 2025Q3, 2025Q4" in sentence for sentence in told)
