"""Charts of decks: drawn by the office program from a workbook inside, gaps as gaps, never a picture."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from kpi.briefs.parts import Chart, Charted, ChartKind, Section, Series
from kpi.briefs.writers.pptx import write
from tests.briefs.pptx_brief import HURTING, YEARS, brief, chart, charted, hurting_brief, points
from tests.briefs.pptx_read import NAMES, DrawnChart, Package
from tests.briefs.test_pptx_writer import picture

KINDS: tuple[ChartKind, ...] = ("columns", "stacked_columns", "bars", "stacked_bars", "line")
SHAPES = {kind: charted(kind, 3) for kind in KINDS}
SHAPES |= {f"{kind} with a line": charted(kind, 3, line=True) for kind in KINDS}
SHAPES |= {"scatter": points(), "one point": Charted("columns", ("2024",), (Series("가", (7.0,)),))}
every_shape = pytest.mark.parametrize("shape", SHAPES)


def deck(*charts: Chart, pictures: dict[str, bytes] | None = None) -> bytes:
    return write(brief("ko", sections=(Section("one", "하나", charts),)), pictures or {})


def drawn(given: Charted) -> DrawnChart:
    return Package(deck(chart("그림", given))).charts[0]


@every_shape
def test_series_categories_and_values_are_those_of_the_brief(shape: str) -> None:
    given, found = SHAPES[shape], drawn(SHAPES[shape])
    assert found.names() == [series.name for series in given.series]
    for at, series in enumerate(found.series):
        if given.kind == "scatter":
            assert found.cached(series, "c:xVal") == list(given.x[at])
            assert found.cached(series, "c:yVal") == list(given.series[at].values)
        else:
            assert found.cached(series, "c:cat") == list(given.categories)
            assert found.cached(series, "c:val") == list(given.series[at].values)


@every_shape
def test_the_workbook_inside_holds_the_same_where_the_chart_says(shape: str) -> None:
    found = drawn(SHAPES[shape])
    roles = ("c:tx", "c:xVal", "c:yVal") if shape == "scatter" else ("c:tx", "c:cat", "c:val")
    for series in found.series:
        for role in roles:
            assert found.in_workbook(series, role) == found.cached(series, role)


@every_shape
def test_the_office_library_reads_the_same_chart(shape: str) -> None:
    given = SHAPES[shape]
    slides = Presentation(BytesIO(deck(chart("그림", given)))).slides
    found = next(each.chart for slide in slides for each in slide.shapes if each.has_chart)
    read = {series.name: list(series.values) for plot in found.plots for series in plot.series}
    assert read == {series.name: list(series.values) for series in given.series}
    if given.kind != "scatter":
        assert all(list(plot.categories) == list(given.categories) for plot in found.plots)


@every_shape
def test_the_workbook_opens_in_another_reader(shape: str) -> None:
    found = drawn(SHAPES[shape])
    rows = CalamineWorkbook.from_filelike(BytesIO(found.workbook_bytes)).get_sheet_by_index(0).to_python()
    cells = {cell for row in rows for cell in row}
    for series in SHAPES[shape].series:
        assert {series.name, *(value for value in series.values if value is not None)} <= cells


def test_a_line_over_columns_is_a_second_plot_on_the_same_axes() -> None:
    found = drawn(SHAPES["columns with a line"])
    columns, line = found.find(".//c:barChart")[0], found.find(".//c:lineChart")[0]
    assert [len(plot.findall("c:ser", NAMES)) for plot in (columns, line)] == [2, 1]
    axes = [[axis.get("val") for axis in plot.findall("c:axId", NAMES)] for plot in (columns, line)]
    drawn_axes = found.find(".//c:catAx/c:axId") + found.find(".//c:valAx/c:axId")
    assert axes[0] == axes[1] == [axis.get("val") for axis in drawn_axes]


def test_what_is_compared_with_is_a_dotted_line_for_one_value_and_else_a_mark_at_each() -> None:
    marks = drawn(SHAPES["columns with a line"]).series[-1]
    assert marks.find("c:marker/c:symbol", NAMES).get("val") == "dash"
    assert marks.find("c:spPr/a:ln/a:noFill", NAMES) is not None
    alike = Charted("columns", YEARS, (Series("값", (1.0,) * 4), Series("목표", (5.0,) * 4, is_line=True)))
    line = drawn(alike).series[-1]
    assert line.find("c:marker/c:symbol", NAMES).get("val") == "none"
    assert line.find("c:spPr/a:ln/a:prstDash", NAMES).get("val") == "sysDash"


def test_both_axes_of_a_scatter_say_what_they_count() -> None:
    titles = ["".join(each.itertext()) for each in drawn(points()).find(".//c:valAx/c:title")]
    assert titles == ["신규 창업", "(단위: 건)"]
    assert [drawn(points()).sheet.cell(1, column).value for column in (2, 4)] == ["신규 창업"] * 2


def test_bars_lie_and_are_read_from_the_top_unless_a_line_runs_over_them() -> None:
    assert drawn(SHAPES["bars"]).find(".//c:barDir")[0].get("val") == "bar"
    assert drawn(SHAPES["bars"]).find(".//c:catAx/c:scaling/c:orientation")[0].get("val") == "maxMin"
    assert drawn(SHAPES["bars with a line"]).find(".//c:barDir")[0].get("val") == "col"


def test_a_gap_has_no_point_and_is_drawn_as_a_gap() -> None:
    found = drawn(Charted("line", YEARS, (Series("가", (1.0, None, float("nan"), 4.0)),)))
    assert found.cached(found.series[0], "c:val") == [1.0, None, None, 4.0]
    assert found.find(".//c:dispBlanksAs")[0].get("val") == "gap"


def test_columns_start_at_zero_unless_values_are_below() -> None:
    assert drawn(SHAPES["columns"]).find(".//c:valAx/c:scaling/c:min")[0].get("val") == "0"
    below = Charted("columns", ("가", "나"), (Series("값", (-3.0, 4.0)),))
    assert drawn(below).find(".//c:valAx/c:scaling/c:min") == []


def test_shares_of_a_whole_end_with_it() -> None:
    halves = (Series("가", (0.45, 1.0)), Series("나", (0.55, None)))
    whole = drawn(Charted("stacked_bars", ("2023", "2024"), halves, pattern="0%"))
    assert [each.get("val") for each in whole.find(".//c:valAx/c:scaling/c:max")] == ["1"]
    assert drawn(Charted("bars", ("2023",), (Series("가", (0.3,)),), pattern="0%")).find(".//c:max") == []


def test_unit_number_format_and_fonts_are_set() -> None:
    found = drawn(SHAPES["columns"])
    assert "".join(found.find(".//c:valAx/c:title")[0].itertext()) == "(단위: 건)"
    assert found.find(".//c:valAx/c:numFmt")[0].get("formatCode") == "#,##0.0"
    for properties in found.find(".//a:defRPr"):
        assert [each.tag.split("}")[1] for each in properties if each.get("typeface")] == [
            "latin",
            "ea",
            "cs",
        ]
    assert found.sheet.cell(2, 2).number_format == "#,##0.0"


def test_only_more_than_one_series_needs_a_legend_and_only_few_values_labels() -> None:
    assert drawn(SHAPES["one point"]).find(".//c:legend") == []
    assert len(drawn(SHAPES["columns"]).find(".//c:legend")) == 1
    assert drawn(SHAPES["columns"]).find(".//c:dLbls") != []
    many = Charted("columns", tuple(map(str, range(40))), (Series("가", (1.0,) * 40),))
    assert drawn(many).find(".//c:dLbls") == []


def test_a_part_of_a_stack_too_thin_for_its_number_has_none() -> None:
    series = (Series("가", (1.0, 50.0)), Series("나", (99.0, 50.0)))
    found = drawn(Charted("stacked_columns", ("2023", "2024"), series))
    left_out = [[each.get("val") for each in one.findall(".//c:dLbl/c:idx", NAMES)] for one in found.series]
    assert left_out == [["0"], []]


def test_colours_of_the_theme_stay_the_themes_and_others_stay_themselves() -> None:
    series = (
        Series("가", (1.0,), "#000002"),
        Series("나", (1.0,), "#123456"),
        Series("다", (1.0,), "no colour"),
    )
    found = drawn(Charted("columns", ("2024",), series))
    fills = [each.find("c:spPr/a:solidFill", NAMES)[0].get("val") for each in found.series]
    assert fills == ["accent2", "123456", "accent3"]


def test_lines_differ_by_marker_and_dash_too() -> None:
    found = drawn(SHAPES["line"])
    for path in ("c:marker/c:symbol", "c:spPr/a:ln/a:prstDash"):
        assert len({series.find(path, NAMES).get("val") for series in found.series}) == 3


def test_points_are_named_where_they_are_few() -> None:
    words = ["".join(each.itertext()) for each in drawn(points()).find(".//c:dLbl//a:t")]
    assert words == ["군산", "울산", "군산", "나주", "울산"]


def test_a_chart_that_can_be_drawn_is_never_a_picture_and_one_that_cannot_is_whole() -> None:
    given = [chart("그림", each) for each in SHAPES.values()]
    data = deck(*given, chart("지도", None), pictures=dict.fromkeys(("그림", "지도"), picture()))
    shapes = [shape for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) == len(Package(data).charts) == len(given)
    (shown,) = [shape for shape in shapes if hasattr(shape, "image")]
    assert shown.width * 80 == pytest.approx(shown.height * 120, rel=1e-4)
    assert (shown.crop_left, shown.crop_right, shown.crop_top, shown.crop_bottom) == (0, 0, 0, 0)


def test_a_missing_picture_leaves_its_table_and_says_so() -> None:
    package = Package(deck(chart("지도", None)))
    words = [word for slide in package.slides for word in package.words(slide)]
    assert "이 기기에서 그림을 만들 수 없어 표로 대신합니다." in words
    assert {"군산", "3.5"} <= set(words)


@pytest.mark.parametrize(
    "empty", [Charted("columns", (), ()), Charted("line", YEARS, (Series("가", (None,) * 4),))]
)
def test_a_chart_without_a_value_is_told_in_words(empty: Charted) -> None:
    package = Package(deck(chart("빈 그림", empty)))
    assert package.charts == []
    words = [word for slide in package.slides for word in package.words(slide)]
    assert "그릴 값이 없어 그림 대신 표로 보입니다." in words


def test_names_that_look_like_formulas_are_text_in_the_workbook_too() -> None:
    found = Package(write(hurting_brief(), {})).charts[0]
    assert found.names() == ["=1+1"]
    assert len(found.cached(found.series[0], "c:cat")) == 300
    for row, name in enumerate(HURTING[:5], start=2):
        cell = found.sheet.cell(row, 1)
        assert (cell.data_type, cell.value) == ("s", f"{name} {row - 2}")
        assert cell.quotePrefix == name.startswith(("=", "+", "-", "@"))
    with ZipFile(BytesIO(found.workbook_bytes)) as workbook:
        assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")


def test_a_size_written_in_a_name_stays_what_it_is() -> None:
    given = Charted("columns", ('<a:rPr sz="1200"',), (Series('sz="1200"', (1.0,)),), 'sz="1200"')
    found = drawn(given)
    assert found.names() == ['sz="1200"']
    assert found.cached(found.series[0], "c:cat") == ['<a:rPr sz="1200"']


def test_a_name_too_long_for_an_axis_keeps_its_ends_and_stands_in_full_in_the_workbook() -> None:
    names = tuple(f"{'아주 긴 특구 이름 ' * 9}{at}" for at in range(3))
    found = drawn(Charted("bars", names, (Series("값", (1.0, 2.0, 3.0)),)))
    shown = found.cached(found.series[0], "c:cat")
    assert [name[-1] for name in shown] == ["0", "1", "2"]
    assert all("…" in name and len(name) < 30 for name in shown)
    assert [found.sheet.cell(row, 4).value for row in (2, 3, 4)] == list(names)
