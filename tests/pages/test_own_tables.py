"""Somebody's own tables on the evaluation page: dropped, read, scored, refused with every fault, and let go of."""

import csv
import io
import re
from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER
from kpi.catalogue import load
from kpi.paths import PROJECT, Paths
from kpi.queries.evaluated import Choices, evaluate
from kpi.queries.explained import element_names
from kpi.queries.moments import resolve
from kpi.scoring.tables.given import Given
from kpi.scoring.tables.writing import structure_table, values_table
from kpi.text import LANGUAGES, Text
from kpi.ui.evaluation import own_reading
from kpi.ui.evaluation.own_reading import Dropped
from kpi.ui.setting import Setting
from pipelines.own_tables import given_of
from tests.pages.conftest import MAIN, SECONDS, pieces, words
from tests.scoring.own_files import STRUCTURE, VALUES

Open = Callable[..., AppTest]
YEAR = 2024


@pytest.fixture
def own(
    built: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Open]:
    """Opens the section and drops two tables: `own(VALUES, STRUCTURE, lang="en")`; the reading needs no worker."""
    monkeypatch.setenv("KPI_RAW", str(built.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(built.warehouse))

    def read(_here: Setting, values: Dropped, structure: Dropped) -> tuple[Given, Given]:
        folder = tmp_path_factory.mktemp("dropped")
        for file in (values, structure):
            (folder / file.name).write_bytes(file.getvalue())
        return given_of(folder / values.name, True), given_of(folder / structure.name, False)

    monkeypatch.setattr(own_reading, "read", read)
    monkeypatch.setattr(own_reading, "warm_up", lambda _: None)

    def opened(values: str | bytes = "", structure: str | bytes = "", **filters: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        app.run()
        app.switch_page(str(PROJECT / "pages" / "evaluation.py"))
        for name, value in {"part": "own", **filters}.items():
            app.query_params[name] = value
        app.run()
        return dropped(app, values, structure) if values else app

    st.cache_resource.clear()
    yield opened
    st.cache_resource.clear()


def dropped(app: AppTest, values: str | bytes, structure: str | bytes) -> AppTest:
    for at, (name, content) in enumerate((("values.csv", values), ("structure.csv", structure))):
        app.file_uploader[at].upload(name, content.encode() if isinstance(content, str) else content)
    return app.run()


def ranked(app: AppTest, language: str) -> list[tuple[str, str]]:
    """Rank and name of every unit, from the first table of ranks."""
    title = Text(language)("own_tables.ranking")
    (body,) = [piece for piece in pieces(app) if f"<h3>{title}</h3>" in piece]
    table = body[body.index(f"<h3>{title}</h3>") :].partition("</table>")[0]
    return re.findall(r'<th scope="row"[^>]*>([^<]*)</th><td>([^<]*)</td>', table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_tables_are_scored_ranked_and_shown_by_indicator(own: Open, language: str) -> None:
    app = own(VALUES, STRUCTURE, lang=language)
    assert not app.exception and not app.error
    shown, text = words(app), Text(language)
    first = text("evaluation.place", rank=1)
    assert ranked(app, language)[0] == (first, "다온")
    for said in ("own_tables.ranking", "own_tables.heat", "own_tables.not_kept", "own_tables.no_points"):
        assert text(said) in shown, said
    assert "성과" in shown and "kpi-hot kpi-shade-7" in shown
    assert app.get("download_button")[-1].proto.label == text("own_tables.download")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_faults_of_both_tables_are_listed_and_nothing_is_scored(own: Open, language: str) -> None:
    values = VALUES.replace("B,나래", "A,나래").replace("20,1,4", "x?,1,4")
    app = own(values, STRUCTURE.replace("closures,support", "closures,nowhere"), lang=language)
    assert not app.exception
    (mending,) = [piece for piece in pieces(app) if 'class="kpi-mending"' in piece]
    assert mending.count("<li>") == 4, mending
    for said in ("nowhere", "x?", "values.csv", "structure.csv"):
        assert said in mending
    assert Text(language)("own_tables.ranking") not in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_templates_unchanged_give_the_ranking_of_the_page(own: Open, built: Paths, language: str) -> None:
    found = evaluate(LOCAL_VIEWER, resolve(built), Choices(year=YEAR))
    catalogue = load(built.catalogue)
    zones = {zone.id: zone.name[language] for zone in catalogue.zones.values()}
    names = element_names(found.source.evaluation, catalogue, language)
    app = own(
        values_table(found.source.board, zones),
        structure_table(found.source.board, names, {}),
        lang=language,
        year=str(YEAR),
    )
    assert not app.exception and not app.error
    text = Text(language)
    wanted = [
        (text("evaluation.place", rank=int(row["rank"])), zones[row["zone"]])
        for row in found.standing.to_dict("records")
    ]
    assert ranked(app, language) == wanted


def test_the_templates_are_offered_and_say_what_belongs_where(own: Open, built: Paths) -> None:
    app = own(lang="ko")
    labels = [each.proto.label for each in app.get("download_button")]
    assert labels == ["값 표 서식(CSV)", "지표체계 표 서식(CSV)"]
    board = evaluate(LOCAL_VIEWER, resolve(built), Choices(year=YEAR)).source.board
    rows = list(csv.DictReader(io.StringIO(values_table(board, {}).decode("utf-8-sig"))))
    assert len(rows) == len(board.units) and {"unit", "name", "period"} <= set(rows[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_to_drop_a_file_speak_the_pages_language(own: Open, language: str) -> None:
    (style,) = [each for each in pieces(own(lang=language)) if "stFileUploaderDropzone" in each]
    for said in ("button", "or"):
        assert f'"{Text(language)(f"app.drop.{said}")}"' in style


def test_one_table_alone_waits_for_the_other(own: Open) -> None:
    app = own()
    app.file_uploader[0].upload("values.csv", VALUES.encode()).run()
    assert "나머지 표도" in app.info[0].value and not app.exception


def test_cleared_tables_are_gone(own: Open) -> None:
    app = own(VALUES, STRUCTURE, own_imputation="mean")
    app.button(key="own-clear").click().run()
    assert not app.exception and "순위와 점수" not in words(app)
    assert not [each for each in app.query_params if each.startswith("own_")]
    assert all(not uploader.value for uploader in app.file_uploader)


def test_tables_outlast_a_look_at_another_section(own: Open) -> None:
    app = own(VALUES, STRUCTURE)
    app.query_params["part"] = "result"
    app.run()
    app.query_params["part"] = "own"
    app.run()
    assert ranked(app, "ko")[0][1] == "다온"


def test_the_newest_period_is_shown_until_another_is_chosen(own: Open) -> None:
    lines = VALUES.splitlines()
    values = [f"period,{lines[0]}", *(f"2023,{line}" for line in lines[1:])]
    values += ["2024,A,가람,30,3,1,100", "2024,B,나래,20,1,4,50", "2024,C,다온,1,1,9,80"]
    app = own("\n".join(values), STRUCTURE)
    assert ranked(app, "ko")[0][1] == "가람"
    app.selectbox(key="own-period").select("2023").run()
    assert ranked(app, "ko")[0][1] == "다온"


def test_chosen_methods_change_the_result_and_estimates_are_listed(own: Open) -> None:
    app = own(VALUES, STRUCTURE, own_imputation="mean", own_weights="support:9")
    shown = words(app)
    assert not app.exception and "추정하거나 조정한 값 1건" in shown and "결측 대체" in shown
    assert ranked(app, "ko")[0][1] == "가람"


def test_a_link_without_its_tables_says_that_it_carries_methods_alone_and_waits_for_them(own: Open) -> None:
    linked = {"own_imputation": "mean", "own_weights": "support:9"}
    app = own(**linked)
    assert not app.exception and any("표는 없습니다" in each.value for each in app.info)
    assert ranked(dropped(app, VALUES, STRUCTURE), "ko") == ranked(own(VALUES, STRUCTURE, **linked), "ko")
    assert not any("표는 없습니다" in each.value for each in app.info)


def test_weights_of_a_link_that_do_not_belong_to_the_tables_are_named(own: Open) -> None:
    app = own(VALUES, STRUCTURE, own_weights="elsewhere:9")
    assert any("elsewhere:9" in each.value for each in app.warning)
    assert ranked(app, "ko") == ranked(own(VALUES, STRUCTURE), "ko")


def test_units_are_ranked_within_their_groups_too(own: Open) -> None:
    grouped = VALUES.replace("name,", "name,그룹,").replace("가람,", "가람,동,").replace("나래,", "나래,서,")
    app = own(grouped.replace("다온,", "다온,동,"), STRUCTURE)
    assert not app.exception and not app.error
    assert "그룹 내 순위" in words(app) and "같은 그룹에 다른 지역이 없어" in words(app)
    assert "그룹 내 순위" not in words(own(VALUES, STRUCTURE))


def test_a_mean_that_the_scores_do_not_allow_is_named_with_its_element(own: Open) -> None:
    app = own(VALUES, STRUCTURE, own_combine="geometric")
    assert not app.exception and any("창업" in error.value for error in app.error)
