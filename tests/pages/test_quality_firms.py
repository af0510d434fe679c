"""A finding leads to the firm whose row it is, and the firm to all that the check found."""

from urllib.parse import quote

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.paths import PROJECT, Paths
from kpi.queries import quality
from kpi.queries.moments import Moment, resolve
from pipelines.building import build
from tests.pages.conftest import MAIN, SECONDS, words
from tests.submitting.received_world import KNOWN_FIRM
from tests.submitting.whole_world import whole_world

ONE_ZONE = "one_zone_at_a_time"
HEADER = "특구,기준시점,사업자등록번호,기업명,입주일"
GUNSAN = Viewer("gil", Role.MANAGER, frozenset({"gunsan"}))
EVALUATOR = Viewer("eva", Role.EVALUATOR, None)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """A firm that two zones' registers hold at once, beside one of Gunsan alone."""
    made = whole_world(tmp_path_factory.mktemp("two_zones"))
    for name, zone in (("gunsan", "군산"), ("pohang", "포항")):
        rows = [f"{zone},2025Q4,{KNOWN_FIRM},㈜두곳,2021-01-01"]
        rows += [f"{zone},2025Q4,999-11-22222,㈜한곳,2021-01-01"] if name == "gunsan" else []
        made.world.add(f"{name}.csv", "\n".join([HEADER, *rows]), dataset="tenant_firms")
    build(made.paths)
    return made.paths


@pytest.fixture
def moment(paths: Paths) -> Moment:
    return resolve(paths)


def found(viewer: Viewer, moment: Moment) -> dict[str, list[tuple[str, str]]]:
    """File → zone and firm of each failing row."""
    summary = quality.check_summary(viewer, moment)
    failed = summary[(summary["check_code"] == ONE_ZONE) & (summary["outcome"] == "failed")]
    rows = [quality.failing_rows(viewer, moment, str(one), ONE_ZONE) for one in failed["submission"]]
    named = [row for frame in rows for row in frame.to_dict("records")]
    assert len(named) == 2
    return {str(row["value"]): [(row["zone"], row["firm"])] for row in named if isinstance(row["firm"], str)}


def firm_of(moment: Moment) -> str:
    ((_, firm),) = found(LOCAL_VIEWER, moment)["gunsan / pohang"]
    return firm


def opened(paths: Paths, monkeypatch: pytest.MonkeyPatch, page: str, **filters: str) -> AppTest:
    monkeypatch.setenv("KPI_RAW", str(paths.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(paths.warehouse))
    monkeypatch.setenv("KPI_CATALOGUE", str(paths.catalogue))
    st.cache_resource.clear()
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
    app.run()
    app.switch_page(str(PROJECT / "pages" / f"{page}.py"))
    for name, value in filters.items():
        app.query_params[name] = value
    return app.run()


def test_a_finding_names_the_firm_of_its_row(moment: Moment) -> None:
    rows = found(LOCAL_VIEWER, moment)
    assert {zone for named in rows.values() for zone, _ in named} == {"gunsan", "pohang"}
    assert len({firm for named in rows.values() for _, firm in named}) == 1


def test_a_finding_names_no_firm_of_a_place_the_viewer_may_not_see(moment: Moment) -> None:
    assert [zone for named in found(GUNSAN, moment).values() for zone, _ in named] == ["gunsan"]
    assert found(EVALUATOR, moment) == {}


def test_a_firm_knows_what_checks_found_in_its_rows(moment: Moment) -> None:
    firm = firm_of(moment)
    everywhere = quality.findings_of_firm(LOCAL_VIEWER, moment, firm)
    assert everywhere[["check_code", "zone"]].values.tolist() == [[ONE_ZONE, "gunsan"], [ONE_ZONE, "pohang"]]
    assert quality.findings_of_firm(GUNSAN, moment, firm)["zone"].tolist() == ["gunsan"]
    assert quality.findings_of_firm(LOCAL_VIEWER, moment, "nobody").empty


def test_the_finding_leads_to_the_firm_and_the_firm_back_to_the_finding(
    paths: Paths, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = firm_of(moment)
    listed = opened(paths, monkeypatch, "quality", check=ONE_ZONE)
    assert not listed.exception
    links = [str(cell) for frame in listed.dataframe for cell in frame.value.to_numpy().ravel()]
    assert sum(f"firm={quote(firm)}" in link and link.startswith("firms?") for link in links) == 2
    profile = words(opened(paths, monkeypatch, "firms", zone="gunsan", firm=firm))
    assert f"check={ONE_ZONE}" in profile and 'href="quality?' in profile
