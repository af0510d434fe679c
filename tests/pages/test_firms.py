"""The firms' page: who is found, what one firm's profile shows, and who is refused."""

import json
import re
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.paths import Paths
from kpi.queries import firms
from kpi.queries.firms import Wanted
from kpi.queries.moments import resolve
from kpi.ui.firms.results import by_quarter
from kpi.ui.origins import facts_frame
from tests.pages.conftest import Visit, charts, words

Open = Callable[..., AppTest]
DESIGNATED = ("milestone", "designation")
HIGH_TECH = "첨단기술기업 지정"


@pytest.fixture
def opened(visit: Visit) -> Open:
    """Opens the page with filters of its own, which no other page hands on."""

    def page(**filters: str) -> AppTest:
        app = visit("firms", lang=filters.get("lang", "ko"))
        for name, value in filters.items():
            app.query_params[name] = value
        return app.run()

    return page


def chosen(built: Paths, place: str = "gunsan", *marks: tuple[str, str], **wanted: str) -> str:
    """The key of the first firm of a place that meets the filters."""
    asked = Wanted(marks=marks, **wanted)
    found = firms.found(LOCAL_VIEWER, resolve(built), place, asked, 0, 1).rows
    return str(found["firm"].iloc[0])


def high_tech(built: Paths) -> str:
    """The key of a firm of Gunsan that has been designated as one of high technology."""
    asked = Wanted(marks=(DESIGNATED,))
    found = firms.found(LOCAL_VIEWER, resolve(built), "gunsan", asked, 0, 10).rows["firm"]
    records = {firm: firms.records(LOCAL_VIEWER, resolve(built), firm, ["gunsan"]) for firm in found}
    return next(firm for firm, rows in records.items() if HIGH_TECH in set(rows["title_ko"]))


def rows_listed(app: AppTest) -> int:
    return len(re.findall(r'data-action="firm:', words(app)))


def count_shown(app: AppTest) -> int:
    return int(re.findall(r">([\d,]+)개사<", words(app))[0].replace(",", ""))


def test_the_list_shows_a_page_of_the_zones_firms_and_says_how_many_there_are(opened: Open) -> None:
    app = opened(zone="gunsan")
    assert rows_listed(app) == 25
    assert count_shown(app) > 200
    assert rows_listed(opened(zone="gunsan", page="12")) < 25


@pytest.mark.parametrize(
    ("filters", "fewest", "most"),
    [
        ({"tenancy": "left"}, 1, 60),
        ({"programme": "special_zone", "stage": "sales"}, 1, 60),
        ({"designation": "designation"}, 2, 10),
        ({"search": "새론샘에너지0960"}, 1, 1),
    ],
    ids=["left", "programme and stage", "designation", "search"],
)
def test_filters_in_the_address_leave_the_firms_that_meet_them(
    opened: Open, filters: dict[str, str], fewest: int, most: int
) -> None:
    assert fewest <= count_shown(opened(zone="gunsan", **filters)) <= most


def test_a_filter_is_written_into_the_address_and_begins_at_the_first_page(opened: Open) -> None:
    app = opened(zone="gunsan", page="3")
    app.selectbox(key="filter_tenancy").set_value("left").run()
    assert app.query_params["tenancy"] == "left"
    assert "page" not in app.query_params
    assert words(app).count("퇴거") >= rows_listed(app)


def test_another_place_is_kept_in_the_address_and_closes_the_firm(opened: Open, built: Paths) -> None:
    app = opened(zone="gunsan", firm=chosen(built))
    app.selectbox(key="filter_place").set_value("regional_ai").run()
    assert app.query_params["place"] == "regional_ai"
    assert "firm" not in app.query_params
    assert count_shown(app) == 47
    app.selectbox(key="filter_place").set_value("pohang").run()
    assert app.query_params["zone"] == "pohang"
    assert "place" not in app.query_params


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_profile_tells_quarters_and_what_happened_with_file_and_row(
    opened: Open, built: Paths, language: str
) -> None:
    app = opened(zone="gunsan", firm=high_tech(built), lang=language)
    assert [error.value for error in (*app.exception, *app.error)] == []
    shown = words(app)
    assert {"ko": HIGH_TECH, "en": "Designated a high-tech firm"}[language] in shown
    assert {"ko": "기술사업화 지원체계", "en": "Support chain"}[language] in shown
    assert re.search(
        {"ko": r"programme_milestones\.csv · \d+행", "en": r"milestones\.csv · row \d+"}[language], shown
    )
    assert len(charts(app)) >= 4
    assert all(chart["alt"] for chart in charts(app))


def test_the_timeline_runs_from_the_first_day_to_the_last(opened: Open, built: Paths) -> None:
    shown = words(opened(zone="gunsan", firm=chosen(built, "gunsan", DESIGNATED)))
    years = [int(year) for year in re.findall(r"<time>(\d{4})", shown)]
    assert len(years) > 5
    assert years == sorted(years)


def test_every_dataset_of_a_firm_opens_to_its_rows(opened: Open, built: Paths) -> None:
    app = opened(zone="gunsan", firm=chosen(built, "gunsan", DESIGNATED))
    folds = [fold for fold in app.expander if fold.label.endswith("행")]
    assert {"입주기업 명부 1행", "사업 일정과 기업 이정표 1행"} <= {fold.label for fold in folds}


def test_a_programme_elsewhere_shows_its_applicants(opened: Open, built: Paths) -> None:
    app = opened(place="regional_ai", firm=chosen(built, "regional_ai", ("application", "selected")))
    assert "선정</strong> · 8,000만원" in words(app)
    assert "입주 상태" not in words(app)
    assert "분기별 실적이 없습니다" in words(app)


def test_the_registration_number_is_nowhere_and_the_code_is_short(opened: Open, built: Paths) -> None:
    firm = chosen(built)
    shown = words(opened(zone="gunsan", firm=firm))
    assert re.search(r"\b\d{3}-\d{2}-\d{5}\b", shown) is None
    assert f"<dd>{firm[:6]}</dd>" in shown


def test_an_unknown_firm_is_named_and_the_list_is_shown(opened: Open) -> None:
    app = opened(zone="gunsan", firm="0123456789abcdef0123")
    assert any("0123456789abcdef0123" in warning.value for warning in app.warning)
    assert rows_listed(app) == 25


def test_a_firm_of_another_zone_is_as_unknown_as_none(opened: Open, built: Paths) -> None:
    app = opened(zone="pohang", firm=chosen(built))
    assert any("기업" in warning.value for warning in app.warning)


def test_what_nothing_meets_says_what_to_try(opened: Open) -> None:
    (said,) = opened(zone="gunsan", search="그런 기업은 없다").info
    assert "전북 군산" in said.value
    assert "전체" in said.value


def test_a_place_without_firms_says_how_they_would_appear(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firms, "TENANCY", {"": "FALSE"})
    (said,) = opened(zone="gunsan").info
    assert "입주기업 명부" in said.value


def test_firms_that_were_published_without_a_name_are_told_of_the_zone(opened: Open) -> None:
    shown = words(opened(zone="gunsan"))
    assert "연구소기업의 첨단기술기업 지정" in shown
    assert "연구소기업의 국가 도전과제 선정" in shown
    assert "기업 이름 없이 공표된 성과" not in words(opened(zone="pohang"))


@pytest.mark.parametrize(
    ("viewer", "zone", "said"),
    [
        (Viewer("e", Role.EVALUATOR, None), "gunsan", "역할 '평가위원'에게 열려 있지 않습니다"),
        (Viewer("m", Role.MANAGER, frozenset({"pohang"})), "gunsan", "'전북 군산'은 맡은 곳이 아니어서"),
    ],
    ids=["role", "zone"],
)
def test_who_may_not_see_firms_reads_which_rule_refused(
    opened: Open, built: Paths, monkeypatch: pytest.MonkeyPatch, viewer: Viewer, zone: str, said: str
) -> None:
    firm = chosen(built)
    monkeypatch.setattr("kpi.ui.setting.who", lambda: viewer)
    for filters in ({"zone": zone}, {"zone": zone, "firm": firm}):
        app = opened(**filters)
        (error,) = app.error
        assert said in error.value
        assert rows_listed(app) == 0
        assert charts(app) == []


def test_a_manager_sees_of_the_whole_country_only_their_zone(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpi.ui.setting.who", lambda: Viewer("m", Role.MANAGER, frozenset({"pohang"})))
    app = opened(zone="national")
    assert set(re.findall(r'data-action="firm:(\w+):', words(app))) == {"pohang"}
    assert "맡지 않은 곳의 기업은" in words(app)


def test_the_rows_behind_a_number_lead_to_their_firms(visit: Visit) -> None:
    app = visit("metric", metric="investment_linked", zone="gunsan", year="2024")
    next(button for button in app.button if button.label == "출처").click().run()
    (rows,) = [table.value for table in app.dataframe if "기업 화면" in table.value]
    assert {"기업명", "파일"} <= set(rows)
    assert rows["기업 화면"].str.fullmatch(r"firms\?zone=gunsan&.*&firm=[0-9a-f]{20}").all()


def test_a_records_own_title_and_that_of_its_file_are_two_things(built: Paths) -> None:
    rows = firms.records(LOCAL_VIEWER, resolve(built), high_tech(built), ["gunsan"])
    told = next(row for row in rows.to_dict("records") if row["told_as"] == "milestone")
    assert told["title_ko"] == HIGH_TECH
    assert "표본" in told["file_title_ko"]
    assert rows["file_title_ko"].str.len().min() > 0
    assert rows.columns.is_unique


def test_a_fold_of_records_leaves_out_columns_that_hold_nothing(built: Paths, opened: Open) -> None:
    app = opened(zone="gunsan", firm=chosen(built, "gunsan", DESIGNATED))
    setting = app.session_state["kpi_setting"]
    rows = pd.DataFrame(
        {"file_name": ["a.csv"], "sheet": [""], "source_row": [3], "firm_name": [None], "revenue_krw": [5e8]}
    )
    columns = setting.catalogue.datasets["firm_results"].stored_columns
    shown = facts_frame(setting, rows, columns)
    assert shown.to_dict("records") == [{"파일": "a.csv", "시트": "", "행": 3, "매출액": "5.0억원"}]


def test_a_quarter_without_a_record_is_a_gap_and_bars_stay_a_quarter_wide(built: Paths, opened: Open) -> None:
    rows = pd.DataFrame({"period": ["2024Q1", "2024Q4"], "jobs_created": [2, 3], "synthetic": [True, True]})
    assert by_quarter(rows, "jobs_created")["value"].isna().tolist() == [False, True, True, False]
    app = opened(zone="gunsan", firm=chosen(built, "gunsan", DESIGNATED))
    traces = [trace for chart in charts(app) for trace in json.loads(chart["figure"])["data"]]
    widths = {trace["width"] for trace in traces if trace["type"] == "bar"}
    assert len(widths) == 1
    assert max(widths) < 1
