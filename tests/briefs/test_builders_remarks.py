"""Remarks of a zone's people and the definitions of metrics in briefs, and in every format that they are written in."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from kpi.briefs.builders import build
from kpi.briefs.parts import Brief, Paragraph
from kpi.briefs.writers import csv, hwpx, pdf, pptx, xlsx
from kpi.ledger import Ledger
from kpi.paths import Paths
from tests.briefs.built_briefs import ASKED, brief_of, columns_of, desk_of, table_in, words_of
from tests.pages.submit_world import own_world

WRITTEN = "대형 수요기업과의 실증이 미뤄졌다.\n협의 두 건이 남았다."
NASTY = "<b>준공</b> =1+1"
DAY = date(2024, 5, 3)
WHO = "군산 담당자"


@pytest.fixture(scope="module")
def noted(built: Paths, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """A warehouse of one's own in which Gunsan has written of its 2023 and 2024."""
    paths = own_world(built, tmp_path_factory.mktemp("noted"))
    with Ledger(paths.ledger_url) as ledger:
        for year in (2023, 2024):
            ledger.write_remark("gunsan", year, "commentary", WRITTEN, WHO)
            ledger.write_remark("gunsan", year, "event", NASTY, WHO, DAY)
        gone = ledger.write_remark("gunsan", 2024, "commentary", "거둔 글", WHO)
        ledger.write_remark("gunsan", 2024, "commentary", "", WHO, follows=gone.id)
    yield paths


@cache
def made(paths: Paths, kind: str, language: str = "ko") -> Brief:
    return build(kind, desk_of(paths, language), ASKED[kind])


def said_in(brief: Brief, section: str) -> list[tuple[str, str]]:
    blocks = next(each for each in brief.sections if each.id == section).blocks
    return [(block.mark, block.text) for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("kind", ["zone_year", "board"])
def test_the_zones_commentary_follows_ones_own_with_its_author_and_day(noted: Paths, kind: str) -> None:
    own, first, second, signed, *_ = said_in(made(noted, kind), "commentary")
    assert own == ("○", "현장 점검을 마쳤음")
    assert [first, second] == [("○", line) for line in WRITTEN.splitlines()]
    assert re.fullmatch(rf"작성: {WHO}, \d{{4}}\. \d{{1,2}}\. \d{{1,2}}\.", signed[1]) and signed[0] == "―"
    assert not any("거둔 글" in words for words in words_of(made(noted, kind)))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_events_stand_among_the_history_by_their_day_marked_as_the_zones_own(
    noted: Paths, language: str
) -> None:
    rows = table_in(made(noted, "zone_year", language), "milestones").rows
    own = next(at for at, row in enumerate(rows) if row[2] == NASTY)
    shown = {"ko": ("2024. 5. 3.", "특구 기록"), "en": ("3 May 2024", "Zone's own")}[language]
    assert rows[own][:2] == shown and WHO in str(rows[own][3])
    before = table_in(brief_of_nothing_written(noted, language), "milestones").rows
    assert [row for row in rows if row[2] != NASTY] == list(before)


def brief_of_nothing_written(paths: Paths, language: str) -> Brief:
    return build("zone_year", desk_of(paths, language), replace(ASKED["zone_year"], year=2022))


def test_the_one_page_tells_events_below_the_commentary(noted: Paths) -> None:
    told = [words for _, words in said_in(made(noted, "board"), "commentary")]
    assert f"2024. 5. 3. {NASTY} (특구 기록)" in told


def test_commentary_of_the_zone_alone_has_its_section_and_none_has_none(noted: Paths) -> None:
    for year, sections in ((2024, ["commentary"]), (2022, [])):
        brief = build("zone_year", desk_of(noted), replace(ASKED["zone_year"], year=year, commentary=()))
        assert [each.id for each in brief.sections if each.id == "commentary"] == sections


@pytest.mark.parametrize("kind", ["comparison", "evaluation", "programme"])
def test_briefs_of_more_than_a_zone_hold_no_zones_remarks(noted: Paths, kind: str) -> None:
    assert not [words for words in words_of(made(noted, kind)) if WHO in words or NASTY in words]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_definition_says_meaning_unit_basis_and_data(built: Paths, language: str) -> None:
    catalogue = desk_of(built).catalogue
    (table,) = brief_of(built, "zone_year", language).definitions
    names = [metric.name[language] for metric in catalogue.headline_metrics]
    columns = list(columns_of(table).values())
    assert sorted(columns[0]) == sorted(names)
    transfers = dict(
        zip(columns_of(table), table.rows[columns[0].index(_name(catalogue, language))], strict=True)
    )
    unit, basis, data = {
        "ko": ("건", "당해 · 누계", catalogue.datasets["technology_transfers"].name.ko),
        "en": ("cases", "in period · cumulative", catalogue.datasets["technology_transfers"].name.en),
    }[language]
    told = list(transfers.values())
    assert (told[3], told[4].lower(), told[6]) == (unit, basis, data)
    assert all(cell for row in table.rows for cell in row)


def _name(catalogue: Any, language: str) -> str:
    return catalogue.metrics["technology_transfers"].name[language]


def test_a_ratio_is_called_one_and_counted_from_both_sides(built: Paths) -> None:
    (table,) = brief_of(built, "zone_year", "ko").definitions
    row = next(
        row
        for row in table.rows
        if row[0] == desk_of(built).catalogue.metrics["local_to_national_funding"].name.ko
    )
    assert str(row[4]).startswith("비율 · ")


def written_words(brief: Brief, kind: str) -> str:
    """Everything that a file of this kind says, read back without the writer."""
    if kind == "pdf":
        pages = PdfReader(io.BytesIO(pdf.write(brief, {}))).pages
        return re.sub(r"\s|\u200b", "", "".join(page.extract_text() for page in pages))
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(xlsx.write(brief, {})))
        cells = (
            cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
        )
        return re.sub(r"\s", "", "".join(str(cell) for cell in cells if cell is not None))
    if kind == "csv":
        return re.sub(r"\s", "", "".join(data.decode("utf-8-sig") for _, data in csv.tables(brief)))
    data = hwpx.write(brief, {}) if kind == "hwpx" else pptx.write(brief, {})
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = [
            name for name in parts.namelist() if re.search(r"section\d+\.xml$|slides/slide\d+\.xml$", name)
        ]
        text = "".join(parts.read(name).decode("utf-8") for name in sorted(names))
    return re.sub(r"\s", "", re.sub(r"<[^>]*>", "", text).replace("&lt;", "<").replace("&gt;", ">"))


@pytest.mark.parametrize("kind", ["hwpx", "pptx", "xlsx", "pdf", "csv"])
def test_every_format_holds_the_remarks_as_typed_and_the_definitions(noted: Paths, kind: str) -> None:
    brief = replace(
        made(noted, "zone_year"),
        sections=tuple(
            each for each in made(noted, "zone_year").sections if each.id in ("commentary", "milestones")
        ),
    )
    shown = written_words(brief, kind)
    assert re.sub(r"\s", "", NASTY) in shown
    meaning = str(brief.definitions[0].rows[0][1])
    assert re.sub(r"\s", "", meaning) in shown
    if kind != "csv":
        assert all(re.sub(r"\s", "", line) in shown for line in WRITTEN.splitlines())
        assert re.sub(r"\s", "", WHO) in shown


@pytest.mark.parametrize("kind", ["hwpx", "pptx", "pdf"])
def test_one_page_has_no_room_for_definitions(noted: Paths, kind: str) -> None:
    brief = made(noted, "board")
    assert brief.definitions and not brief.appendix
    assert re.sub(r"\s", "", str(brief.definitions[0].rows[0][1])) not in written_words(brief, kind)
