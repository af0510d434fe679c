"""Somebody else's scoreboard opens in the same pages: a catalogue, a structure table and a values file, no code."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER
from kpi.paths import PROJECT, Paths
from kpi.queries import quality
from kpi.queries.evaluated import Choices, evaluate
from kpi.queries.moments import release_of, resolve
from kpi.queries.rank_doubts import draws_of
from kpi.text import LANGUAGES
from kpi.ui.navigation import ENTRIES
from pipelines.building import build
from pipelines.samples.scoreboard import write_scoreboard
from tests.pages.conftest import MAIN, SECONDS, charts, pieces, words

REGIONS, INDICATORS, YEARS = 12, 7, 3


@pytest.fixture(scope="module")
def scoreboard(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """Its first release."""
    folder = write_scoreboard(tmp_path_factory.mktemp("scoreboard"), REGIONS, INDICATORS, YEARS, seed=7)
    paths = Paths(folder / "catalogue", folder / "raw", folder / "warehouse")
    build(paths)
    return paths


@pytest.fixture
def shown_from(scoreboard: Paths, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    monkeypatch.setenv("KPI_CATALOGUE", str(scoreboard.catalogue))
    monkeypatch.setenv("KPI_RAW", str(scoreboard.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(scoreboard.warehouse))
    st.cache_resource.clear()
    yield scoreboard
    st.cache_resource.clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [entry.name for entry in ENTRIES])
def test_every_page_shows_it(shown_from: Paths, page: str, language: str) -> None:
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
    app.query_params["lang"] = language
    app.query_params["zone"] = "region_003"
    app.run()
    if page != "overview":
        app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    assert words(app)


def test_where_nothing_is_real_the_data_is_of_the_day_of_its_release(shown_from: Paths) -> None:
    moment = resolve(shown_from)
    built = datetime.fromisoformat(release_of(moment).about["built_at"]).date()
    assert quality.as_of(LOCAL_VIEWER, moment) == built


def test_the_coverage_of_very_many_regions_shows_the_first_and_says_of_how_many(
    shown_from: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpi.ui.quality.coverage.MOST_ROWS", 5)
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS).run()
    app.switch_page(str(PROJECT / "pages" / "quality.py")).run()
    (heatmap,) = [
        trace
        for chart in charts(app)
        for trace in json.loads(chart["figure"])["data"]
        if trace["type"] == "heatmap"
    ]
    assert len(heatmap["y"]) == len(heatmap["z"]) == 5
    assert f"{REGIONS + 1}곳 가운데 5곳만" in words(app)


@pytest.mark.parametrize("page", ["overview", "metric"])
def test_indicators_known_by_year_alone_have_no_empty_charts_by_quarter(shown_from: Paths, page: str) -> None:
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
    app.query_params["zone"] = "region_003"
    app.run()
    if page != "overview":
        app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
    titles = [chart["title"] for chart in charts(app)]
    assert len(titles) == 2 and not [title for title in titles if "없음" in title]


def test_of_a_long_table_the_first_rows_are_sent_and_the_file_has_all_of_them(
    shown_from: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[bytes] = []
    monkeypatch.setattr("kpi.ui.figure.ROWS_SENT", 5)
    monkeypatch.setattr(st, "download_button", lambda label, data, **_: files.append(data()))
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS).run()
    app.switch_page(str(PROJECT / "pages" / "quality.py")).run()
    app.session_state["table-coverage"] = True
    app.run()
    rows = REGIONS * YEARS
    assert f"{rows}행 가운데 처음 5행만" in words(app)
    (table,) = [piece for piece in pieces(app) if "기록 행수" in piece]
    assert table.count("<tr>") == 1 + 5
    (file,) = files
    assert len(file.decode("utf-8-sig").splitlines()) == 1 + rows


def test_choices_are_drawn_less_often_for_thousands_of_regions_but_often_enough_to_report() -> None:
    assert [draws_of(units) for units in (1, 14, 250, 600, 2400, 100_000)] == [
        10_000, 10_000, 10_000, 4_100, 1_000, 1_000,
    ]  # fmt: skip


def test_its_structure_table_is_what_is_scored(scoreboard: Paths) -> None:
    found = evaluate(LOCAL_VIEWER, resolve(scoreboard), Choices(year=2025))
    assert len(found.standing) == REGIONS and found.standing["score"].notna().all()
    assert set(found.results["level"]) == {1, 2, 3, 4}


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [write_scoreboard(tmp_path / name, REGIONS, INDICATORS, YEARS, seed=7) for name in ("a", "b")]
    made = [
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in folders
    ]
    assert made[0] == made[1] and len(made[0]) > 10
