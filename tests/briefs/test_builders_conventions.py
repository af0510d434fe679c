"""What holds of every brief of every kind, in both languages."""

import json
import re

import pytest

from kpi.briefs.builders import BUILDERS
from kpi.briefs.parts import Number
from kpi.paths import Paths
from kpi.queries.moments import catalogue_of, release_of
from tests.briefs.built_briefs import (
    ASKED,
    LANGUAGES,
    as_a_spreadsheet,
    brief_of,
    desk_of,
    numbers_of,
    words_of,
)

LATIN = re.compile(r"[A-Za-z]{2,}")
every_brief = pytest.mark.parametrize(
    ("kind", "language"), [(kind, language) for kind in BUILDERS for language in LANGUAGES]
)


def known_latin(paths: Paths) -> set[str]:
    """The Latin words of Korean names in the catalogue and of what files tell in Korean."""
    moment = desk_of(paths).moment

    def korean(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["ko"]] if isinstance(node.get("ko"), str) else []
            return own + [each for child in node.values() for each in korean(child)]
        return [each for child in node for each in korean(child)] if isinstance(node, list) else []

    told = release_of(moment)
    rows = [
        *told.rows("SELECT title_ko FROM milestones"),
        *told.rows("SELECT title_ko FROM programme_figures"),
        *told.rows("SELECT title_ko FROM submissions"),
        *told.rows("SELECT source_note FROM milestones WHERE source_note IS NOT NULL"),
    ]
    texts = [*korean(json.loads(catalogue_of(moment).to_json())), *(row[0] for row in rows)]
    return {word for text in texts for word in LATIN.findall(text)}


def test_every_kind_is_tried() -> None:
    assert set(ASKED) == set(BUILDERS)


@every_brief
def test_every_section_of_a_builder_is_there_and_says_something(
    built: Paths, kind: str, language: str
) -> None:
    brief = brief_of(built, kind, language)
    assert tuple(section.id for section in brief.sections) == BUILDERS[kind].sections
    assert all(section.blocks and section.title for section in brief.sections)
    assert (brief.kind, brief.language) == (kind, language)


@every_brief
def test_a_triangle_stands_in_numeric_cells_alone(built: Paths, kind: str, language: str) -> None:
    brief = brief_of(built, kind, language)
    assert [words for words in words_of(brief) if "△" in words] == []
    assert [number.shown for number in numbers_of(brief) if "−" in number.shown or "-" in number.shown] == []


@every_brief
def test_a_spreadsheet_writes_every_number_as_the_brief_does(built: Paths, kind: str, language: str) -> None:
    valued = [number for number in numbers_of(brief_of(built, kind, language)) if number.value is not None]
    assert valued
    differing = [
        (number.shown, as_a_spreadsheet(number))
        for number in valued
        if as_a_spreadsheet(number) != number.shown
    ]
    assert differing == []


@every_brief
def test_what_has_no_value_shows_that(built: Paths, kind: str, language: str) -> None:
    empty = {number.shown for number in numbers_of(brief_of(built, kind, language)) if number.value is None}
    assert empty <= {"–", "산출불가", "not computable"}


@pytest.mark.parametrize("kind", BUILDERS)
def test_korean_money_is_said_in_the_units_of_a_ministry(built: Paths, kind: str) -> None:
    shown = [
        number.shown.lstrip("+△")
        for number in numbers_of(brief_of(built, kind, "ko"))
        if "원" in number.shown
    ]
    forms = r"[\d,]+\.\d(조|억)원|\d{1,3}(,\d{3})?만원|[\d,]{1,5}원"
    assert [each for each in shown if not re.fullmatch(forms, each)] == []


@pytest.mark.parametrize("kind", BUILDERS)
def test_tables_of_numbers_with_units_name_them(built: Paths, kind: str) -> None:
    for table in brief_of(built, kind, "ko").tables:
        written = {
            each
            for row in table.rows
            for cell in row
            if isinstance(cell, Number) and cell.value is not None
            for each in re.findall(r'"([^"]*)"', cell.pattern.split(";")[0])
            if each not in ("+", "△")
        }
        assert bool(table.unit) >= bool(written), table.title
        assert not table.unit or re.fullmatch(r"\(단위: [^()]+\)", table.unit)
        assert all(each.strip() in table.unit for each in written)


@every_brief
def test_days_are_written_as_the_language_writes_them(built: Paths, kind: str, language: str) -> None:
    words = list(words_of(brief_of(built, kind, language)))
    assert [each for each in words if re.search(r"\b(19|20)\d\d-\d\d-\d\d", each)] == []
    if language == "ko":
        days = [day for each in words for day in re.findall(r"(?:19|20)\d\d\. ?\d+\. ?\d+\S?", each)]
        assert [day for day in days if not re.fullmatch(r"\d{4}\. \d{1,2}\. \d{1,2}\.", day)] == []


@pytest.mark.parametrize("kind", BUILDERS)
def test_korean_briefs_hold_no_english_words_of_their_own(built: Paths, kind: str) -> None:
    known = known_latin(built) | {"km"}
    found = {word for text in words_of(brief_of(built, kind, "ko")) for word in LATIN.findall(text)}
    assert found <= known


@pytest.mark.parametrize("kind", BUILDERS)
def test_english_briefs_are_english_but_for_names_and_notes_of_sources(built: Paths, kind: str) -> None:
    brief = brief_of(built, kind, "en")
    of_the_brief = [brief.title, *(section.title for section in brief.sections)]
    of_the_brief += [column.heading for table in brief.tables for column in table.columns]
    of_the_brief += [note for table in brief.tables for note in table.notes]
    assert [words for words in of_the_brief if re.search("[가-힣]", words)] == []


@every_brief
def test_the_stamp_says_what_the_brief_rests_on(built: Paths, kind: str, language: str) -> None:
    brief = brief_of(built, kind, language)
    assert brief.stamp.release == desk_of(built).moment.number
    assert brief.stamp.origins == {"published", "sample"}
    assert brief.stamp.link.startswith("/")
    assert brief.sources
    assert len({(each.title, each.publisher, each.known_on) for each in brief.sources}) == len(brief.sources)


@pytest.mark.parametrize("kind", BUILDERS)
def test_charts_have_titles_of_their_own_and_tables_behind_them(built: Paths, kind: str) -> None:
    charts = brief_of(built, kind, "ko").charts
    assert len({chart.title for chart in charts}) == len(charts)
    assert all(chart.table.rows and chart.alt for chart in charts)


@pytest.mark.parametrize("kind", [kind for kind in BUILDERS if kind != "programme"])
def test_every_metric_shown_is_defined(built: Paths, kind: str) -> None:
    catalogue = desk_of(built).catalogue
    (table,) = brief_of(built, kind, "ko").definitions
    named = {row[0]: row[1] for row in table.rows}
    shown = {metric.name.ko: metric.meaning.ko for metric in catalogue.headline_metrics}
    others = {metric.name.ko: metric.meaning.ko for metric in catalogue.metrics.values()}
    assert named.items() <= others.items()
    assert kind == "evaluation" or named == shown


def test_a_brief_without_metrics_defines_none(built: Paths) -> None:
    assert brief_of(built, "programme", "ko").definitions == ()
