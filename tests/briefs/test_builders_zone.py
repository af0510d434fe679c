"""The brief and the one page of a zone's year against numbers read and worked out apart from the queries."""

from dataclasses import replace

import pandas as pd
import pytest

from kpi.access import LOCAL_VIEWER
from kpi.briefs import numbers
from kpi.briefs.asked import Choices
from kpi.briefs.builders import BUILDERS, build
from kpi.briefs.parts import Chart, Number, Paragraph, Table
from kpi.catalogue import NATIONAL
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries import overview, values
from kpi.queries.moments import release_of
from tests.briefs.built_briefs import LANGUAGES, MADE_ON, brief_of, columns_of, desk_of, table_in, words_of

UNITS = {"억원": 1e8, "만원": 1e4, "조원": 1e12, "원": 1.0}


def rows_of(paths: Paths, zone: str) -> pd.DataFrame:
    """The zone's years as the mart has them, with the target that counts."""
    return release_of(desk_of(paths).moment).frame(
        """
        SELECT k.metric, k.basis, CAST(k.period AS INTEGER) AS year, k.value, t.value AS target
        FROM key_values AS k LEFT JOIN (
            SELECT metric, zone, basis, period,
                   first(value ORDER BY synthetic, status = 'sample', known_on DESC, sequence DESC) AS value
            FROM targets GROUP BY metric, zone, basis, period
        ) AS t USING (metric, zone, basis, period)
        WHERE k.zone = $zone AND length(k.period) = 4
        """,
        {"zone": zone},
    )


def stored(cell: Number) -> float | None:
    """A shown value in the stored unit."""
    if cell.value is None:
        return None
    factor = next((size for unit, size in UNITS.items() if cell.shown.endswith(unit)), 1.0)
    return cell.value * factor


def near(cell: Number, wanted: float | None) -> bool:
    """Equal after rounding to what is shown."""
    if wanted is None or pd.isna(wanted):
        return cell.value is None
    shown = stored(cell)
    decimals = len(cell.pattern.split(";")[0].partition(".")[2].split('"')[0])
    factor = next((size for unit, size in UNITS.items() if cell.shown.endswith(unit)), 1.0)
    return shown is not None and abs(shown - wanted) <= 0.5000001 * factor * 10**-decimals


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
@pytest.mark.parametrize("zone", ["gunsan", "pohang", "chuncheon"])
def test_the_table_of_metrics_is_what_the_warehouse_holds(built: Paths, zone: str, year: int) -> None:
    here = desk_of(built)
    brief = build("zone_year", here, Choices(year=year, zones=(zone,), sections=("kpi",), made_on=MADE_ON))
    frame = rows_of(built, zone).set_index(["metric", "basis", "year"])
    table = table_in(brief, "kpi")
    assert len(table.rows) == len(here.catalogue.headline_metrics)
    for metric, row in zip(here.catalogue.headline_metrics, table.rows, strict=True):
        basis = here.catalogue.bases_of(metric.id)[0]
        now = frame.loc[(metric.id, basis, year)]
        before = frame["value"].get((metric.id, basis, year - 1))
        _, _, target, value, achieved, last, change, share, total, _ = row
        assert near(value, now["value"])
        assert near(target, now["target"])
        assert near(last, before)
        is_compared = before is not None and not pd.isna(before) and not pd.isna(now["value"])
        if not pd.isna(now["target"]) and not pd.isna(now["value"]):
            assert near(achieved, now["value"] / now["target"] * 100)
        if change.value is not None:
            assert is_compared
            sign = -1 if change.shown.startswith("△") else 1
            assert near(replace(change, value=abs(change.value)), abs(now["value"] - before))
            assert now["value"] == before or sign == (1 if now["value"] > before else -1)
        if share.value is not None:
            assert share.value == pytest.approx((now["value"] / before - 1) * 100, abs=0.0501)
        if metric.type == "flow":
            assert near(total, frame["value"].get((metric.id, "cumulative", year)))


def test_a_ratio_changes_by_points_and_a_value_by_its_unit_and_percent(built: Paths) -> None:
    columns = {row[0]: row for row in table_in(brief_of(built, "zone_year", "ko"), "kpi").rows}
    assert [columns["지방비/국비"][at].shown for at in (5, 3, 6, 7)] == ["92.5%", "89.0%", "△3.5%p", "–"]
    assert [columns["일자리"][at].shown for at in (5, 3, 6, 7)] == ["299명", "198명", "△101명", "△33.8%"]
    assert [columns["투자연계"][at].shown for at in (5, 3)] == ["79.9억원", "259.1억원"]


def test_achievement_is_not_capped_and_says_whose_target_it_is(built: Paths) -> None:
    table = table_in(brief_of(built, "board", "ko"), "kpi")
    achieved = {row[0]: row[3].shown for row in table.rows}
    assert (achieved["기술이전"], achieved["일자리"]) == ("382.4%", "854.3%")
    assert any("역산한 목표: 기술이전, 일자리" in note for note in table.notes)


def test_a_trend_ends_with_the_year_of_the_brief_and_holds_what_the_warehouse_holds(built: Paths) -> None:
    brief, here = brief_of(built, "zone_year", "ko"), desk_of(built)
    frame = rows_of(built, "gunsan")
    charts = [block for section in brief.sections if section.id == "trends" for block in section.blocks]
    assert len(charts) == len(here.catalogue.headline_metrics)
    for metric, chart in zip(here.catalogue.headline_metrics, charts, strict=True):
        assert isinstance(chart, Chart)
        basis = here.catalogue.bases_of(metric.id)[0]
        own = frame[(frame["metric"] == metric.id) & (frame["basis"] == basis) & frame["value"].notna()]
        wanted = own[own["year"] <= 2024].sort_values("year")
        assert columns_of(chart.table)["기간"] == [f"{year}년" for year in wanted["year"]]
        assert all(near(row[1], value) for row, value in zip(chart.table.rows, wanted["value"], strict=True))


def test_the_pace_of_a_flow_adds_up_to_the_year(built: Paths) -> None:
    brief = brief_of(built, "zone_year", "ko")
    of_year = {row[0]: row[3].value for row in table_in(brief, "kpi").rows}
    paces = next(section for section in brief.sections if section.id == "pace").blocks
    ends = [block.table.rows[-1][1].value for block in paces if isinstance(block, Chart)]
    names = ("연구소기업", "기술이전", "창업", "투자연계", "일자리", "매출", "입주기업")
    assert ends == [of_year[name] for name in names]


def test_a_stock_stands_at_the_end_of_quarters_and_adds_nothing_up(built: Paths) -> None:
    paces = next(each for each in brief_of(built, "zone_year", "ko").sections if each.id == "pace").blocks
    tenants = [block for block in paces if isinstance(block, Chart)][-1]
    assert tenants.table.basis == "(분기말 기준)"
    assert tenants.table.columns[1].heading == "실적(분기말)"


def test_the_reading_is_that_of_the_page_and_says_falls_with_a_minus(built: Paths) -> None:
    section = next(each for each in brief_of(built, "zone_year", "ko").sections if each.id == "reading")
    told = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    assert any(each.startswith("전년보다 감소: 일자리 299명 → 198명(−33.8%)") for each in told)
    assert all(isinstance(block, Paragraph) and block.mark == "○" for block in section.blocks)


def test_a_withheld_grade_is_named_and_never_shown_as_low(built: Paths) -> None:
    brief = build("zone_year", desk_of(built), Choices(year=2023, zones=("cheongju",), made_on=MADE_ON))
    assert any("2023년 실적 평가 등급은 주관기관이 공개하지 않아" in each for each in brief.stamp.withheld)
    rows = {row[0]: row for row in table_in(brief, "grades").rows}
    assert rows["2023년 실적"][1:3] == ("비공개", "비공개")


def test_a_zone_before_its_designation_says_in_every_section_that_nothing_is_there(built: Paths) -> None:
    brief = build("zone_year", desk_of(built), Choices(year=2021, zones=("chuncheon",), made_on=MADE_ON))
    blocks = {section.id: section.blocks for section in brief.sections}
    assert [block.text for block in blocks["kpi"]] == ["이 해에는 지표의 값도 목표도 없습니다."]
    assert [block.text for block in blocks["trends"]] == [
        "이 해까지 알려진 값이 없어 추이를 그리지 않았습니다."
    ]
    assert any("강원 춘천의 2021년 값은 아직" in words for words in words_of(brief))
    assert brief.charts == ()


def test_the_year_after_the_last_is_a_brief_and_the_one_after_that_a_named_error(built: Paths) -> None:
    here = desk_of(built)
    last = values.years(LOCAL_VIEWER, here.moment, NATIONAL).all[-1]
    brief = build("board", here, Choices(year=last + 1, zones=("gunsan",), made_on=MADE_ON))
    assert all(section.blocks for section in brief.sections)
    with pytest.raises(KpiError) as raised:
        build("board", here, Choices(year=last + 2, zones=("gunsan",)))
    assert raised.value.code == "brief_building_errors.year_unknown"


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Choices(year=2024, zones=("kunsan",)), "zone_unknown"),
        (Choices(year=2024), "zone_unknown"),
        (Choices(year=1999, zones=("gunsan",)), "year_unknown"),
        (Choices(year=2024, zones=("gunsan",), sections=("facts", "weather")), "section_unknown"),
    ],
)
@pytest.mark.parametrize("kind", ["zone_year", "board"])
def test_what_does_not_exist_is_refused_by_name(built: Paths, kind: str, choices: Choices, code: str) -> None:
    with pytest.raises(KpiError) as raised:
        build(kind, desk_of(built), choices)
    assert raised.value.code == f"brief_building_errors.{code}"
    assert raised.value.faults[0].allowed


def test_a_kind_of_brief_that_does_not_exist_is_refused(built: Paths) -> None:
    with pytest.raises(KpiError) as raised:
        build("poem", desk_of(built), Choices())
    assert list(raised.value.faults[0].allowed) == list(BUILDERS)


def test_only_the_sections_chosen_are_there_and_commentary_comes_with_its_words(built: Paths) -> None:
    here = desk_of(built)
    chosen = Choices(year=2024, zones=("gunsan",), sections=("grades", "facts"), made_on=MADE_ON)
    assert [each.id for each in build("zone_year", here, chosen).sections] == ["facts", "grades"]
    without = build("board", here, Choices(year=2024, zones=("gunsan",), made_on=MADE_ON))
    assert "commentary" not in [each.id for each in without.sections]
    said = next(each for each in brief_of(built, "board", "ko").sections if each.id == "commentary")
    assert [block.text for block in said.blocks if isinstance(block, Paragraph)] == ["현장 점검을 마쳤음"]


def test_the_board_is_one_page_with_one_table(built: Paths) -> None:
    brief = brief_of(built, "board", "ko")
    assert brief.one_page
    assert [type(block) for block in brief.blocks if isinstance(block, (Table, Chart))] == [Table]


def test_a_link_begins_with_the_address_of_the_dashboard(
    built: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_BASE_URL", "https://kpi.example.kr/")
    asked = Choices(year=2024, zones=("gunsan",), sections=("facts",), made_on=MADE_ON)
    link = build("zone_year", desk_of(built), asked).stamp.link
    assert link == "https://kpi.example.kr/overview?zone=gunsan&year=2024"


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_zones_together_have_a_brief_with_the_numbers_of_the_overview(
    built: Paths, language: str
) -> None:
    here = desk_of(built, language)
    brief = build("zone_year", here, Choices(year=2023, zones=(NATIONAL,), made_on=MADE_ON))
    cards = overview.cards(here.viewer, here.moment, NATIONAL, 2023)
    shown = [row[3].shown for row in table_in(brief, "kpi").rows]
    assert shown == [numbers.of_metric(here, card.metric, card.value).shown for card in cards]
    assert all(section.blocks for section in brief.sections)
    assert len(table_in(brief, "grades").rows) == len(here.catalogue.zones)
    assert here.text("brief_building.nation.by_zone") in words_of(brief)
    assert here.text("brief_building.withheld.grades", year=2023) in brief.stamp.withheld
    assert "zone=national" in brief.stamp.link
