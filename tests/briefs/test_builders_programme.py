"""The brief of a programme against the programme's own tables, and what it keeps back."""

from datetime import date

import pytest

from kpi.access import Role, Viewer
from kpi.briefs.asked import Choices
from kpi.briefs.builders import build
from kpi.briefs.parts import Brief, Chart, Section, Table
from kpi.catalogue.programmes import Vocabulary
from kpi.charts import programme_sides
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries import programmes, programmes_after, programmes_granting, programmes_standing, values
from kpi.queries.moments import release_of
from kpi.wording.milestones import is_mere_item, state
from kpi.wording.programmes import names_of
from tests.briefs.built_briefs import LANGUAGES, MADE_ON, columns_of, desk_of, table_in, words_of

PROGRAMMES = ("gyeonggi_agreement", "incheon_campus", "regional_ai", "special_zone", "uijeongbu_scale_up")


def brief_about(paths: Paths, programme: str, language: str = "ko", **chosen: object) -> Brief:
    asked = Choices(programme=programme, made_on=MADE_ON, **chosen)  # type: ignore[arg-type]
    return build("programme", desk_of(paths, language), asked)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_section_of_every_programme_says_something(built: Paths, programme: str, language: str) -> None:
    brief = brief_about(built, programme, language)
    assert all(section.blocks for section in brief.sections)
    assert not any("△" in words for words in words_of(brief))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_funnels_count_what_the_records_hold_and_convert_from_their_sums(
    built: Paths, programme: str
) -> None:
    here = desk_of(built)
    frame = release_of(here.moment).frame(
        "SELECT track, stage, entered, moved_on, completed FROM programme_funnel WHERE programme = $programme",
        {"programme": programme},
    )
    sums = frame.groupby(["track", "stage"]).sum()
    section = next(each for each in brief_about(built, programme).sections if each.id == "stages")
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    tracks = [each for each in here.catalogue.programmes[programme].tracks if each.id in set(frame["track"])]
    assert len(charts) == len(tracks)
    for track, chart in zip(tracks, charts, strict=True):
        columns = columns_of(chart.table)
        for at, stage in enumerate(track.stages):
            counted = sums.loc[(track.id, stage.id)] if (track.id, stage.id) in sums.index else None
            assert columns["진입"][at] == (0 if counted is None else counted["entered"])
            share = columns["전환율"][at]
            if counted is not None and isinstance(share, float):
                assert share == pytest.approx(counted["moved_on"] / counted["entered"] * 100, abs=0.0501)


def test_figures_stand_as_they_were_told_with_their_source(built: Paths) -> None:
    table = table_in(brief_about(built, "incheon_campus"), "figures")
    shown = {row[0]: (row[1].shown, row[4]) for row in table.rows}
    assert shown["시설 면적"][0] == "4,349㎡"
    assert shown["스마트벤처캠퍼스 국비"][0] == "19.5억원"
    assert all(source for _, source in shown.values())


def test_funds_and_support_add_up(built: Paths) -> None:
    here = desk_of(built)
    asked = {"programme": "incheon_campus"}
    invested, committed = release_of(here.moment).rows(
        "SELECT SUM(invested_krw), SUM(committed_krw) FROM programme_funds WHERE programme = $programme",
        asked,
    )[0]
    brief = brief_about(built, "incheon_campus")
    columns = columns_of(table_in(brief, "funds"))
    assert sum(each or 0 for each in columns["투자"]) == pytest.approx(float(invested) / 1e8)
    assert sum(each or 0 for each in columns["약정"]) == pytest.approx(float(committed) / 1e8)
    paid = columns_of(table_in(brief, "support"))["집행"]
    assert sum(paid[:-1]) == pytest.approx(paid[-1])


def test_calls_divide_the_sums_of_their_fields(built: Paths) -> None:
    table = table_in(brief_about(built, "regional_ai"), "calls")
    columns = columns_of(table)
    assert sum(columns["신청"][:-1]) == columns["신청"][-1]
    assert sum(columns["선정"][:-1]) == columns["선정"][-1]
    assert columns["경쟁률"][-1] == pytest.approx(columns["신청"][-1] / columns["선정"][-1], abs=0.0501)
    assert table.rows[-1][3].shown.endswith(" 대 1")


def test_training_counts_the_people_of_the_page(built: Paths) -> None:
    here = desk_of(built)
    frame = programmes_granting.sessions(here.viewer, here.moment, "uijeongbu_scale_up", "", "")
    brief = brief_about(built, "uijeongbu_scale_up")
    charts = [each for each in section_of(brief, "training").blocks if isinstance(each, Chart)]
    page = programme_sides.training(
        here, frame, *(names_of_page(built, kind) for kind in ("level", "audience"))
    )
    assert charts and [each.drawing.spec for each in charts] == [each.spec for each in page.values()]
    whole = columns_of(table_in(brief, "training", len(charts)))
    for heading, column in (("회차", "sessions"), ("참여(명)", "people"), ("수료(명)", "completed")):
        assert sum(whole[heading]) == frame[column].sum() > 0
    assert sum(columns_of(charts[-1].table)["참여(명)"]) == frame["people"].sum()


def names_of_page(paths: Paths, kind: Vocabulary) -> dict[str, str]:
    here = desk_of(paths)
    return names_of(here, here.catalogue.programmes["uijeongbu_scale_up"], kind)


def section_of(brief: Brief, section: str) -> Section:
    return next(each for each in brief.sections if each.id == section)


def test_what_followed_support_is_that_of_the_page(built: Paths) -> None:
    here = desk_of(built)
    row = programmes_after.follow_ups(here.viewer, here.moment, "incheon_campus", "", "").to_dict("records")[
        0
    ]
    brief = brief_about(built, "incheon_campus")
    revenue, staff, others = (columns_of(table_in(brief, "outcomes", at)) for at in range(3))
    assert revenue["그 시점"] == [pytest.approx(row["revenue_krw"] / 1e8, abs=0.0501)]
    assert revenue["증감률"] == [
        pytest.approx((row["revenue_krw"] / row["revenue_before_krw"] - 1) * 100, abs=0.0501)
    ]
    assert (staff["지원 전"], staff["그 시점"]) == ([row["employees_before"]], [row["employees"]])
    assert others["신규고용(명)"] == [row["jobs_created"]]
    assert any("아직 조사되지 않은 시점" in words for words in words_of(brief))


def test_spaces_are_those_of_the_newest_quarter_and_add_up(built: Paths) -> None:
    here = desk_of(built)
    frame = programmes_standing.spaces(here.viewer, here.moment, "incheon_campus", "")
    now = frame[frame["period"] == frame["period"].max()]
    columns = columns_of(table_in(brief_about(built, "incheon_campus"), "spaces"))
    for heading, column in (("전체(칸)", "capacity"), ("사용 중(칸)", "occupied")):
        assert sum(columns[heading][:-1]) == columns[heading][-1] == now[column].sum() > 0
    rate = columns["사용 중(칸)"][-1] / columns["전체(칸)"][-1] * 100
    assert columns["입주율"][-1] == pytest.approx(rate, abs=0.0501)


def test_what_is_counted_of_a_programme_stands_alone_and_beside_the_others(built: Paths) -> None:
    here, brief = desk_of(built), brief_about(built, "incheon_campus")
    known = programmes.values(here.viewer, here.moment, "incheon_campus")
    columns = columns_of(table_in(brief, "counted"))
    assert len(columns["실적"]) == len(known) > 0
    beside = programmes_after.beside(here.viewer, here.moment)
    shown = columns_of(table_in(brief, "beside"))
    name = here.catalogue.programmes["special_zone"].name.ko
    at = shown["지표"].index(here.metric_name("programme_participants"))
    wanted = beside[(beside["metric"] == "programme_participants") & (beside["programme"] == "special_zone")]
    assert shown[name][at] == wanted["value"].iloc[0]


def test_the_programme_of_the_zones_tells_the_figures_published_of_a_zone(built: Paths) -> None:
    here = desk_of(built)
    told = values.told(here.viewer, here.moment, "gunsan")
    brief = brief_about(built, "special_zone", zones=("gunsan",))
    assert len(table_in(brief, "figures").rows) >= len(told) > 0


def test_what_is_not_known_by_cohort_says_so_where_one_is_chosen(built: Paths) -> None:
    cohort = desk_of(built).catalogue.programmes["incheon_campus"].cohorts[0].id
    brief = brief_about(built, "incheon_campus", cohort=cohort)
    for section in ("funds", "spaces"):
        assert "기수로 나뉘지 않아" in section_of(brief, section).blocks[-1].text


def test_firms_are_named_only_to_who_may_see_them(built: Paths) -> None:
    asked = Choices(programme="special_zone", zones=("gunsan",), made_on=MADE_ON)
    seen = build("programme", desk_of(built), asked)
    hidden = build("programme", desk_of(built, viewer=Viewer("guest", Role.VIEWER)), asked)
    assert any("㈜" in words for words in words_of(seen))
    assert not any("㈜" in words for words in words_of(hidden))
    assert any("볼 권한이 없는 기업의 이름" in each for each in hidden.stamp.withheld)
    assert seen.stamp.withheld == ()


def test_milestones_are_judged_from_the_day_of_the_brief() -> None:
    row = {"planned_on": date(2026, 3, 10), "done_on": None, "date_precision": "day"}
    assert state(row, date(2026, 3, 10)) == "planned"
    assert state(row, date(2026, 3, 11)) == "overdue"
    assert state({**row, "date_precision": "month"}, date(2026, 3, 31)) == "planned"
    assert state({**row, "done_on": date(2026, 3, 11)}, date(2026, 4, 1)) == "done_late"
    assert state({**row, "planned_on": None}, date(2026, 4, 1)) == "undated"


def test_items_of_an_agreement_without_a_day_stand_above_the_milestones_and_not_among_them(
    built: Paths,
) -> None:
    brief, desk = brief_about(built, "gyeonggi_agreement"), desk_of(built)
    frame = programmes_standing.milestones(desk.viewer, desk.moment, "gyeonggi_agreement", "")
    rows = frame.to_dict("records")
    steps = [row for row in rows if not is_mere_item(row)]
    assert 0 < len(steps) < len(rows)
    tables = [table for each in brief.sections for table in each.blocks if isinstance(table, Table)]
    listed = next(table for table in tables if table.title == desk.text("programme.milestones.title"))
    assert len(listed.rows) == len(steps)


def test_a_programme_without_calls_says_so(built: Paths) -> None:
    section = next(each for each in brief_about(built, "incheon_campus").sections if each.id == "calls")
    assert [block.text for block in section.blocks] == ["이 사업에는 공고가 없습니다."]
    assert not any(isinstance(block, Table) for block in section.blocks)


def test_a_programme_of_its_own_place_counts_its_own_files_alone(built: Paths) -> None:
    titles = [source.title for source in brief_about(built, "uijeongbu_scale_up").sources]
    assert len(titles) == len(set(titles))
    assert any(title.startswith("사업 단계별 참여 표본(합성) 파일") for title in titles)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Choices(), "programme_unknown"),
        (Choices(programme="moonshot"), "programme_unknown"),
        (Choices(programme="incheon_campus", cohort="99"), "cohort_unknown"),
        (Choices(programme="incheon_campus", zones=("gunsan",)), "zone_unknown"),
        (Choices(programme="special_zone", zones=("gunsann",)), "zone_unknown"),
    ],
)
def test_what_does_not_exist_in_programmes_is_refused_by_name(
    built: Paths, choices: Choices, code: str
) -> None:
    with pytest.raises(KpiError) as raised:
        build("programme", desk_of(built), choices)
    assert raised.value.code == f"brief_building_errors.{code}"
