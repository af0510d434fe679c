"""A sixth programme is one file of the catalogue and one of records: no code, no dataset and no metric is touched."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from commanding import command, refused
from small_world import SmallWorld, read_yaml, write_yaml
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER
from kpi.ledger import Ledger
from kpi.paths import PROJECT
from kpi.queries.moments import catalogue_of, release_of, resolve
from kpi.queries.values import values
from kpi.ui import setting
from pipelines.submitting.comparing import compare
from pipelines.submitting.preparing import prepare
from pipelines.submitting.releasing_draft import release_draft
from tests.built import copied
from tests.pages.conftest import MAIN, SECONDS, charts, title, words
from tests.pages.submit_world import FakeWorker

Open = Callable[..., AppTest]
NAME = {"ko": "부산 해양 스케일업", "en": "Busan maritime scale-up"}
HEADER = "사업명,진입분기,기수,참여번호,사업자등록번호,참여유형,갈래,단계,진입일,종료일,결과"
ROWS = [
    "부산 해양 스케일업,2026년 1분기,2026년,H-1,9990000011,기업,해양,항만 실증,2026-01-10,2026-02-20,완료",
    "해양 스케일업,26년 1/4분기,2026년,H-2,9990000025,기업,해양,항만실증,2026-02-01,,진행중",
    "해양 스케일업,2026.2Q,2026년,H-1,9990000011,기업,해양,수출 계약,2026-04-02,2026-05-30,완료",
]


def entry(entry_id: str, name: str, *synonyms: str, **own: Any) -> dict[str, Any]:
    return {"id": entry_id, "name": {"ko": name, "en": entry_id}, "synonyms": list(synonyms), **own}


PROGRAMME = {
    "id": "busan_maritime",
    "name": NAME,
    "meaning": {"ko": "해양 기업 지원", "en": "Support of maritime firms"},
    "aliases": ["해양 스케일업"],
    "tracks": [
        entry(
            "maritime",
            "해양",
            stages=[entry("harbour_trial", "항만 실증", "항만실증"), entry("export_deal", "수출 계약")],
        )
    ],
    "cohorts": [entry("2026", "2026년")],
}
# One that only this programme can have: no other declares the stage.
METRIC = {
    "id": "export_deals",
    "name": {"ko": "해양 수출 계약", "en": "Maritime export deals"},
    "short": {"ko": "해양 수출", "en": "Export deals"},
    "meaning": {"ko": "수출 계약 단계에 들어선 건수", "en": "Entries into the stage of export deals"},
    "formula": {"ko": "수출 계약 단계 진입 건수의 합", "en": "Count of entries into that stage"},
    "type": "flow",
    "unit": "case",
    "population": "participants",
    "area": "participation",
    "counted": {"dataset": "programme_steps", "aggregate": "count", "where": {"stage": ["export_deal"]}},
}
NEXT = "해양 스케일업,2026.2Q,2026년,H-3,9990000036,기업,해양,항만 실증,2026-05-01,,진행중"
NEXT_QUARTER = "\n".join([HEADER, ROWS[-1], NEXT]).encode("cp949")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """The project's own catalogue with a programme more, and one file of its steps."""
    folder: Path = tmp_path_factory.mktemp("sixth")
    world = SmallWorld(folder)
    shutil.copytree(
        PROJECT / "catalogue", world.paths.catalogue, ignore=shutil.ignore_patterns("text", "geography")
    )
    write_yaml(world.paths.catalogue / "programmes" / "busan_maritime.yml", PROGRAMME)
    metrics = world.paths.catalogue / "metrics.yml"
    write_yaml(metrics, {"metrics": [*read_yaml(metrics)["metrics"], METRIC]})
    world.add("해양.csv", "\n".join(["참여 현황", HEADER, *ROWS]).encode("cp949"), dataset="programme_steps")
    said = command(world, "build", lang="en")
    assert (said.code, said.err) == (0, "")
    return world


def test_its_funnel_and_its_values_are_in_the_release(world: SmallWorld) -> None:
    release = release_of(resolve(world.paths))
    funnel = release.rows("SELECT track, stage, position, entered, completed, moved_on FROM programme_funnel")
    assert funnel == [("maritime", "harbour_trial", 1, 2, 1, 1), ("maritime", "export_deal", 2, 1, 1, 0)]
    found = dict(
        release.rows(
            "SELECT metric, value FROM programme_values"
            " WHERE programme = 'busan_maritime' AND period = '2026' AND basis = 'cumulative'"
        )
    )
    assert (found["programme_participants"], found["stage_entries"], found["programme_graduates"]) == (
        2,
        3,
        1,
    )
    assert (found["graduation_rate"], found["export_deals"]) == (50, 1)


def test_the_zones_know_nothing_of_it(world: SmallWorld) -> None:
    moment = resolve(world.paths)
    known = values(LOCAL_VIEWER, moment, metrics=["stage_entries", "export_deals"])
    assert not known["value"].notna().any()
    assert "busan_maritime" in catalogue_of(moment).own_places
    assert "export_deals" not in catalogue_of(moment).zone_metrics


def test_a_file_says_which_of_its_numbers_it_moves_before_it_is_accepted(world: SmallWorld) -> None:
    file = world.folder / "다음 분기.csv"
    file.write_bytes(NEXT_QUARTER)
    said = command(world, "submit", str(file), "--dry-run", "--known-on", "2026-08-01", lang="ko")
    assert (said.code, said.err) == (0, "")
    moved = [line.split("│") for line in said.out.splitlines() if "부산 해양 스케일업" in line]
    told = [[cell.strip() for cell in line if cell.strip()] for line in moved]
    assert ["단계 진입", "부산 해양 스케일업", "2026년 2분기", "당해", "1건", "2건", "+100.0%"] in told


def test_its_words_are_asked_for_when_a_file_writes_others(world: SmallWorld) -> None:
    bad = world.add(
        "나쁜.csv", f"{HEADER}\n해양 스케일업,2026Q2,2026년,H-9,,팀,해양,심해 탐사,2026-04-02,,진행중\n",
        "2026-08-01", dataset="programme_steps",
    )  # fmt: skip
    said = refused(world, "build")
    world.remove(bad)
    assert "심해 탐사" in said["ko"] and "항만 실증" in said["ko"]


@pytest.fixture
def opened(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of this world: `opened("firms", place="busan_maritime")`."""
    yield from opening(world, monkeypatch)


def opening(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """The same, looked at by an administrator: there is no server, and nobody signs in, before these pages."""
    monkeypatch.setattr(setting, "who", lambda: LOCAL_VIEWER)
    st.cache_resource.clear()
    with world.environment():

        def page(name: str, **filters: str) -> AppTest:
            app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
            app.run().switch_page(str(PROJECT / "pages" / f"{name}.py"))
            for key, value in filters.items():
                app.query_params[key] = value
            return untroubled(app.run())

        yield page
    st.cache_resource.clear()


def untroubled(app: AppTest) -> AppTest:
    assert [error.value for error in (*app.exception, *app.error, *app.warning)] == []
    return app


@pytest.mark.parametrize("language", ["ko", "en"])
def test_its_page_has_its_name_its_funnel_and_its_place_beside_the_others(
    opened: Open, language: str
) -> None:
    app = opened("programme", programme="busan_maritime", aspect="stages", lang=language)
    assert title(app) == NAME[language] and NAME[language] in app.selectbox(key="filter_programme").options
    (funnel,) = charts(app)
    first = {"ko": "항만 실증 참여 2건 가운데 1건", "en": "of 2 in “harbour_trial”, 1 came"}[language]
    assert first in funnel["title"]
    assert "50.0%" in words(app)
    beside = words(opened("programme", programme="busan_maritime", aspect="beside", lang=language))
    assert beside.count(NAME[language]) >= 2
    assert {"ko": "2건", "en": "2 cases"}[language] in beside


def test_its_firms_are_listed_looked_for_and_told_one_by_one(opened: Open) -> None:
    listed = opened("firms", place="busan_maritime")
    assert NAME["ko"] in listed.selectbox(key="filter_place").options
    assert any(NAME["ko"] in each for each in listed.selectbox(key="filter_programme").options)
    assert any("항만 실증" in each for each in listed.selectbox(key="filter_stage").options)
    assert words(listed).count('data-action="firm:busan_maritime:') == 2
    narrowed = opened("firms", place="busan_maritime", programme="busan_maritime", stage="export_deal")
    (found,) = [part.split('"')[0] for part in words(narrowed).split('data-action="firm:busan_maritime:')[1:]]
    told = words(opened("firms", place="busan_maritime", firm=found))
    assert "해양 · 항만 실증 · 완료" in told and "해양 · 수출 계약 · 완료" in told and "해양.csv" in told


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_dictionary_finds_it_by_its_names_its_stages_and_its_aliases(opened: Open, language: str) -> None:
    for asked in ("해양 스케일업", "harbour_trial", "busan maritime"):
        assert NAME[language] in words(opened("catalogue", q=asked, kind="programme", lang=language)), asked


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_metric_of_its_own_stands_with_its_values_and_leads_to_its_meaning(
    opened: Open, language: str
) -> None:
    name = METRIC["name"][language]
    shown = words(opened("programme", programme="busan_maritime", lang=language))
    (row,) = [row for row in shown.split("<tr>") if name in row]
    assert row.count({"ko": "1건", "en": "1 case"}[language]) == 2, "in the year, and since the first record"
    assert "catalogue?" in row and "q=export_deals" in row
    entry = opened("catalogue", q="export_deals", kind="metric", lang=language)
    assert name in words(entry)
    (link,) = [each.proto for each in entry.get("page_link") if NAME[language] in each.proto.label]
    assert link.page.endswith("programme") and "programme=busan_maritime" in link.query_string


def test_the_metric_page_offers_what_zones_can_have_and_not_its_own_metric(opened: Open) -> None:
    offered = opened("metric").selectbox(key="filter_metric").options
    assert "단계 진입" in offered and METRIC["name"]["ko"] not in offered


def test_quality_names_it_and_the_zones_pages_know_nothing_of_it(opened: Open) -> None:
    quality = words(opened("quality"))
    (row,) = [row for row in quality.split("<tr>") if "사업 단계별 참여<br>" in row]
    assert NAME["ko"] in row and "2026년 2분기" in row and ">3</td>" in row
    for page in ("overview", "compare"):
        assert NAME["ko"] not in words(opened(page))


def test_its_submission_is_listed_and_says_whose_records_it_holds(world: SmallWorld, opened: Open) -> None:
    (entry,) = known_submissions(world)
    assert "해양.csv" in words(opened("history", dataset="programme_steps"))
    assert NAME["ko"] in words(opened("history", submission=entry))


def known_submissions(world: SmallWorld) -> list[str]:
    with Ledger(world.paths.ledger_url) as ledger:
        return [each.id for each in ledger.submissions()]


def test_its_next_file_is_recognised_previewed_and_published_on_the_submit_page(
    world: SmallWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(world.folder, tmp_path / "own")
    own = SmallWorld(tmp_path / "own")
    jobs = FakeWorker(own.paths, {
        "prepare": lambda draft: prepare(own.paths, draft).model_dump(mode="json"),
        "compare": lambda draft: compare(own.paths, draft).model_dump(mode="json"),
        "release": lambda draft: release_draft(own.paths, draft, "local").model_dump(mode="json"),
    })  # fmt: skip
    monkeypatch.setattr("kpi.ui.submit.jobs.worker", lambda _: jobs)
    for submit in opening(own, monkeypatch):
        app = submit("submit")
        app.file_uploader[0].upload("다음 분기.csv", NEXT_QUARTER).run()
        assert app.selectbox(key="said-dataset").value == "programme_steps"
        assert NAME["ko"] in words(untroubled(app))
        app.query_params["step"] = "compare"
        assert NAME["ko"] in words(untroubled(app.run())) and "+100.0%" in words(app)
        app.query_params["step"] = "accept"
        app.run().button(key="do-release").click().run()
        assert jobs.jobs == ["prepare", "compare", "release"]
        assert len(known_submissions(own)) == 2
        assert words(submit("firms", place="busan_maritime")).count('data-action="firm:busan_maritime:') == 3
