"""The workbook, read back by two other libraries: numbers, formats and charts' references, whatever the texts hold."""

import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from math import isnan
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from kpi.briefs.parts import Brief, Chart, Charted, Column, Number, Section, Series, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.briefs.writers.xlsx import write
from kpi.briefs.writers.xlsx_looks import clean
from kpi.text import Text
from tests.briefs.xlsx_brief import NASTY, full, nasty

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BRIEFS = pytest.mark.parametrize("brief", [full(), full("en"), nasty()], ids=["ko", "en", "nasty"])


def png(width: int, height: int) -> bytes:
    """The smallest picture of this size."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def opened(brief: Brief, pictures: dict[str, bytes] | None = None) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write(brief, pictures or {})))


def exactly(value: float | None) -> object:
    """The value in the sixteen digits that a workbook keeps; a gap for what is no number."""
    return None if value is None or isnan(value) else pytest.approx(value, rel=1e-15, abs=0)


def items(brief: Brief) -> list[Table | Chart]:
    """In the order of their sheets."""
    return [each for each in (*brief.blocks, *brief.definitions) if isinstance(each, Table | Chart)]


def table_of(item: Table | Chart) -> Table:
    return item if isinstance(item, Table) else item.table


def headings_row(rows: list[list[object]], table: Table) -> int:
    wanted = [column.heading for column in table.columns]
    return next(at for at, row in enumerate(rows) if list(row[: len(wanted)]) == wanted)


def charts_of(data: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = sorted(
            (name for name in parts.namelist() if name.startswith("xl/charts/chart")),
            key=lambda name: int(name.removeprefix("xl/charts/chart").removesuffix(".xml")),
        )
        return [ElementTree.fromstring(parts.read(name)) for name in names]


def referred(book: Workbook, formula: str) -> list[object]:
    """The cells that a chart's reference names."""
    name, _, area = formula.rpartition("!")
    sheet = book[name.strip("'").replace("''", "'")]
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    return [
        sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)
    ]


def formula(series: ElementTree.Element, part: str) -> str:
    found = series.find(f"{CHART}{part}//{CHART}f")
    assert found is not None and found.text
    return found.text


@BRIEFS
def test_openpyxl_reads_every_cell_of_every_table_with_its_value_and_format(brief: Brief) -> None:
    book = opened(brief)
    assert len(book.sheetnames) == 1 + len(items(brief))
    for sheet, item in zip(book.worksheets[1:], items(brief), strict=True):
        table = table_of(item)
        rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
        top = headings_row(rows, table) + 2
        for at, row in enumerate(table.rows, start=top):
            for position, cell in enumerate(row, start=1):
                found = sheet.cell(at, position)
                if isinstance(cell, Number) and cell.value is not None:
                    assert found.value == exactly(cell.value) and found.number_format == cell.pattern
                elif isinstance(cell, date):
                    assert isinstance(found.value, datetime) and found.value.date() == cell
                else:
                    wanted = clean(cell.shown if isinstance(cell, Number) else cell)
                    assert (found.value or "") == wanted and found.data_type != "f"


@BRIEFS
def test_calamine_reads_the_same_numbers(brief: Brief) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(write(brief, {})))
    for name, item in zip(book.sheet_names[1:], items(brief), strict=True):
        table = table_of(item)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        top = headings_row(rows, table) + 1
        for found, row in zip(rows[top : top + len(table.rows)], table.rows, strict=True):
            values = [cell.value if isinstance(cell, Number) else cell for cell in row]
            numbers = [(at, value) for at, value in enumerate(values) if isinstance(value, float | int)]
            assert [found[at] for at, _ in numbers] == [exactly(value) for _, value in numbers]


@BRIEFS
def test_no_cell_holds_a_formula(brief: Brief) -> None:
    with zipfile.ZipFile(BytesIO(write(brief, {}))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets and all(not list(ElementTree.fromstring(each).iter(f"{MAIN}f")) for each in sheets)


@BRIEFS
def test_charts_refer_to_the_cells_that_hold_their_names_categories_and_values(brief: Brief) -> None:
    data = write(brief, {})
    book = openpyxl.load_workbook(BytesIO(data))
    drawn = [
        charted
        for item in items(brief)
        if isinstance(item, Chart) and (charted := item.charted) and any_value(charted)
    ]
    found = charts_of(data)
    assert len(found) == len(drawn) > 0
    for chart, charted in zip(found, drawn, strict=True):
        parts = list(chart.iter(f"{CHART}ser"))
        # Columns come before the lines over them.
        series = sorted(charted.series, key=lambda each: each.is_line and charted.kind != "line")
        assert len(parts) == len(series)
        for part, each in zip(parts, series, strict=True):
            values, along = ("yVal", "xVal") if charted.kind == "scatter" else ("val", "cat")
            x = charted.x[charted.series.index(each)] if charted.x else charted.categories
            assert referred(book, formula(part, "tx")) == [each.name]
            assert referred(book, formula(part, values)) == [exactly(value) for value in each.values]
            assert referred(book, formula(part, along)) == list(x)


def test_every_part_of_a_workbook_can_be_read_whatever_its_texts_hold() -> None:
    with zipfile.ZipFile(BytesIO(write(nasty(), {}))) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))


def test_lying_bars_with_a_line_over_them_stand() -> None:
    series = (Series("가", (1.0, 2.0)), Series("나", (1.5, 1.5), is_line=True))
    chart = replace(full().charts[0], charted=Charted("bars", ("A", "B"), series))
    (found,) = charts_of(write(replace(full(), sections=(Section("a", "a", (chart,)),)), {}))
    direction = found.find(f".//{CHART}barDir")
    assert direction is not None and direction.get("val") == "col"
    assert len(list(found.iter(f"{CHART}lineChart"))) == 1


def any_value(charted: Charted) -> bool:
    return any(value is not None for each in charted.series for value in each.values)


def test_a_gap_is_an_empty_cell_and_no_point_of_the_chart() -> None:
    line = charts_of(write(full(), {}))[1]
    first = next(line.iter(f"{CHART}ser"))
    points = [each.get("idx") for each in first.findall(f"{CHART}val//{CHART}pt")]
    assert points == ["0", "2", "3"]
    # A workbook shows blanks as gaps unless it is told otherwise.
    blanks = line.find(f".//{CHART}dispBlanksAs")
    assert blanks is None or blanks.get("val") == "gap"


def test_what_columns_are_compared_with_is_a_line_in_the_same_chart() -> None:
    first = charts_of(write(full(), {}))[0]
    assert len(list(first.iter(f"{CHART}barChart"))) == len(list(first.iter(f"{CHART}lineChart"))) == 1


def test_the_numbers_of_bars_are_written_in_the_charts_own_format() -> None:
    ranked = charts_of(write(full(), {}))[2]
    formats = {each.get("formatCode") for each in ranked.iter(f"{CHART}numFmt")}
    assert "#,##0.0" in formats


def test_every_chart_tells_itself_to_who_cannot_see_it() -> None:
    brief = full()
    with zipfile.ZipFile(BytesIO(write(brief, {}))) as parts:
        drawings = [parts.read(name).decode() for name in parts.namelist() if "drawings/drawing" in name]
    for chart in brief.charts[:-1]:
        assert sum(f'descr="{chart.alt}"' in each for each in drawings) >= 1


def test_a_chart_without_an_office_chart_is_a_picture_with_its_words() -> None:
    brief = full()
    chart = brief.charts[-1]
    data = write(brief, {chart.title: png(1280, 400)})
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert [name for name in parts.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]
        assert f'descr="{chart.alt}"' in parts.read("xl/drawings/drawing5.xml").decode()
    (picture,) = openpyxl.load_workbook(BytesIO(data)).worksheets[-2]._images
    assert (picture.width, picture.height) == (1280, 400)
    assert not words_of(data, brief, "picture_missing")


@pytest.mark.parametrize("pictures", [{}, {full().charts[-1].title: b"not a picture"}])
def test_without_a_picture_the_sheet_says_that_its_table_stands_for_it(pictures: dict[str, bytes]) -> None:
    brief = full()
    assert words_of(write(brief, pictures), brief, "picture_missing") == [brief.charts[-1].table.title]


def words_of(data: bytes, brief: Brief, key: str) -> list[str]:
    """The names, without their numbers, of the sheets that say these words."""
    words = Text(brief.language)(f"briefs.{key}")
    book = openpyxl.load_workbook(BytesIO(data))
    return [
        sheet.title.partition(". ")[2]
        for sheet in book.worksheets
        if any(cell.value == words for row in sheet.iter_rows() for cell in row)
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_cover_holds_title_facts_outline_sources_and_stamp_and_links_every_sheet(language: str) -> None:
    brief = full(language)
    book = opened(brief)
    cover = book.worksheets[0]
    said = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    expected = [brief.title, brief.subtitle, "□ 총괄", "지정일", "2020. 7. 27.", *stamp_lines(brief)]
    expected += ["― 4분기에 몰려 있어 다음 해로 넘어간 것이 있다.", source_line(brief.sources[0], language)]
    assert [each for each in expected if each not in said] == []
    linked = [cell.hyperlink for row in cover.iter_rows() for cell in row if cell.hyperlink]
    inside = [
        each.location.partition("!")[0].strip("'") for each in linked if each.location and not each.target
    ]
    assert inside == book.sheetnames[1:]
    assert [each.target for each in linked if each.target] == [brief.stamp.link]


def test_links_to_sheets_with_apostrophes_meet_them() -> None:
    book = opened(nasty())
    locations = [
        cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink
    ]
    assert [each.rpartition("!")[0][1:-1].replace("''", "'") for each in locations] == book.sheetnames[1:]


def test_names_of_sheets_are_allowed_short_and_each_its_own() -> None:
    names = opened(nasty()).sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert all(name[0] != "'" != name[-1] for name in names)


def test_what_begins_like_a_formula_is_kept_as_text_also_when_edited() -> None:
    sheet = opened(nasty()).worksheets[1]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in NASTY}
    assert {*NASTY[1:5]} <= {*cells}
    assert all(cells[name].data_type == "s" and cells[name].quotePrefix for name in NASTY[1:5])


def test_a_table_can_be_filtered_keeps_its_headings_in_sight_and_on_every_page() -> None:
    sheet = opened(full()).worksheets[1]
    assert sheet.auto_filter.ref == "A3:E5" and sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$1:$3"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [sheet["A2"].value, sheet["E2"].value] == ["('24.12월말 기준)", "(단위: 건, 억원)"]


def test_sheets_with_a_chart_beside_the_table_are_printed_across() -> None:
    book = opened(full())
    assert book.worksheets[0].page_setup.orientation != "landscape"
    assert book.worksheets[2].page_setup.orientation == "landscape"


@BRIEFS
def test_the_cells_behind_a_chart_stand_below_what_is_printed(brief: Brief) -> None:
    data, found = Text(brief.language)("briefs_xlsx.chart_data"), 0
    for sheet in opened(brief).worksheets:
        for row in [cell.row for line in sheet.iter_rows() for cell in line if cell.value == data]:
            assert range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))[3] < row
            found += 1
    assert found >= 2


@BRIEFS
def test_margins_hold_title_and_stamp_within_what_a_workbook_allows(brief: Brief) -> None:
    for sheet in opened(brief).worksheets:
        head, foot = sheet.oddHeader, sheet.oddFooter
        assert clean(brief.title).replace("&", "&&")[:20] in head.left.text and "&P / &N" in head.right.text
        assert stamp_lines(brief)[0] in foot.left.text
    with zipfile.ZipFile(BytesIO(write(brief, {}))) as parts:
        texts = [
            each.text or ""
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
            for tag in ("oddHeader", "oddFooter")
            for each in ElementTree.fromstring(parts.read(name)).iter(f"{MAIN}{tag}")
        ]
    assert texts and max(len(each.encode("utf-16-le")) // 2 for each in texts) <= 255


def test_the_emphasised_row_is_bold_and_tinted() -> None:
    sheet = opened(full()).worksheets[1]
    assert [sheet.cell(row, 1).font.bold for row in (4, 5)] == [False, True]
    assert sheet["A4"].fill.fgColor.rgb != sheet["A5"].fill.fgColor.rgb


def test_a_table_without_rows_says_why() -> None:
    sheet = opened(nasty()).worksheets[3]
    assert "※ 제출된 자료가 없다." in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_missing_value_is_written_as_the_brief_shows_it() -> None:
    assert opened(full()).worksheets[1]["C5"].value == "–"


def test_three_hundred_zones_and_a_chart_of_five_of_them_fit() -> None:
    book = opened(nasty())
    assert book.worksheets[4].auto_filter.ref == "A2:B302"
    assert len(charts_of(write(nasty(), {}))) == 2


def test_one_brief_always_makes_the_same_bytes() -> None:
    assert write(full(), {}) == write(full(), {})


def test_the_workbook_says_what_it_is_and_when_it_was_made() -> None:
    properties = opened(full()).properties
    assert (properties.title, properties.creator) == (
        "전북 군산 강소특구 2024년 실적",
        "연구개발특구진흥재단",
    )
    assert properties.created == datetime(2025, 3, 4)


def test_a_chart_stands_right_of_a_narrow_table_and_below_a_wide_one() -> None:
    chart = full().charts[0]
    wide = Table(
        "넓은 표", tuple(Column("가" * 12) for _ in range(8)), (("가" * 20,) * 8,) * 3, notes=("※ 주",)
    )
    pair = (chart, replace(chart, table=wide))
    narrow, broad = opened(replace(full(), sections=(Section("a", "a", pair),))).worksheets[1:3]
    beside, below = (sheet._charts[0].anchor._from for sheet in (narrow, broad))
    assert beside.col > len(chart.table.columns) and beside.row < len(chart.table.rows)
    (note,) = [cell.row for row in broad.iter_rows() for cell in row if cell.value == "※ 주"]
    assert below.col == 0 and below.row >= note
    assert broad.page_setup.orientation == "landscape"
