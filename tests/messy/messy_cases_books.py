"""Workbooks: old and new, open documents, macros, several sheets, hidden ones, odd corners, error values."""

from datetime import date

from messy_books import macro_book, ods, ods_cell, ods_of, patched, with_sheet, xlsx
from messy_case import Case, text
from messy_xls import Computed, xls

HEADER = ["특구", "연도", "지방비(백만원)", "국비(백만원)"]
GRID = [
    ["2024년 재정투입 현황"],
    [],
    HEADER,
    ["군산", "2024년", 1850.5, 2000],
    ["구미", date(2024, 12, 31), 79.9, "-"],
    ["합계", "", 1930.4, 2000],
    ["※ 잠정치"],
]
MEANT = """
zone   | period | local_krw  | national_krw | row | status
gunsan | 2024   | 1850500000 | 2000000000   | 4   | observed
gumi   | 2024   | 79900000   |              | 5   | observed national_krw:not_reported
"""
ONE = [HEADER, ["군산", 2024, 1, 2]]
TWO = [HEADER, ["구미", 2024, 3, 4]]
ONE_MEANT = "zone|period|local_krw|national_krw|row\ngunsan|2024|1000000|2000000|2"
BOTH = ONE_MEANT + "\ngumi|2024|3000000|4000000|2"
BROKEN = [HEADER, ["군산", 2024, "#DIV/0!", 2], ["구미", 2024, 3, "#N/A"], ["합계", "", "#REF!", 6]]
BROKEN_MEANT = """
zone|period|local_krw|national_krw|row|status
gunsan|2024||2000000|2|observed local_krw:blank
gumi|2024|3000000||3|observed national_krw:blank
"""
BROKEN_FAULTS = ("cell_error:2", "cell_error:3")
SHEETS = {"작성요령": [["빈칸 없이 작성"], ["문의: 044-000-0000"]], "가": ONE, "나": TWO, "숨김": ONE}
COMPUTED = [
    HEADER,
    ["군산", 2024, Computed("#DIV/0!"), 2],
    ["구미", 2024, 3, Computed("#N/A")],
    ["합계", "", "", 6],
]
ROW = (
    '<row r="{}"><c r="A{}" t="inlineStr"><is><t>{}</t></is></c><c r="B{}"><v>2024</v></c><c r="C{}"><v>1</v></c>'
    '<c r="D{}"><v>2</v></c>{}</row>'
)
TITLES = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
    for letter, text in zip("ABCD", HEADER, strict=True)
)


def formatted_to_the_edge() -> bytes:
    """A sheet declared 16,384 columns wide, its empty cells formatted that far, with little in it."""
    row = ROW.format(2, 2, "군산", 2, 2, 2, '<c r="XFD2" s="0"/>')
    last = '<row r="1048576" spans="1:16384"><c r="XFD1048576" s="0"/></row>'
    declared = '<dimension ref="A1:XFD1048576"/>'
    return with_sheet(f'{declared}<sheetData><row r="1">{TITLES}</row>{row}{last}</sheetData>')


def without_places() -> bytes:
    """A sheet whose rows and cells do not say where they stand."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADER)
    row = (
        '<row><c t="inlineStr"><is><t>군산</t></is></c><c><v>2024</v></c><c><v>1</v></c><c><v>2</v></c></row>'
    )
    return with_sheet(f"<sheetData><row>{cells}</row>{row}</sheetData>")


def strict() -> bytes:
    """The same workbook in the namespaces of the strict standard."""
    replaced = lambda content: content.replace(  # noqa: E731
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ).replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    parts = [
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ]
    return patched(xlsx({"자료": BROKEN}), dict.fromkeys(parts, replaced))


def repeated() -> bytes:
    """An open document that writes a row once for two, and a cell once for two."""
    number = '<table:table-cell office:value-type="float" office:value="{}"{}/>'
    twice = ' table:number-columns-repeated="2"'
    row = ods_cell("군산") + number.format(2024, "") + number.format(5, twice)
    return ods_of(
        f'<table:table table:name="자료"><table:table-row>{"".join(map(ods_cell, HEADER))}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{row}</table:table-row></table:table>'
    )


HTML = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="euc-kr"><style>td {color: red}</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook/></xml><![endif]--></head><body><p>2024년 재정투입</p>
<table border=1><tr><td colspan="4">2024년 재정투입 현황</td></tr>
<tr><th rowspan=2>특구</th><th rowspan=2>연도<th colspan="2">재정투입(백만원)</th></tr>
<tr><th>지방비</th><th>국비</th></tr>
<tr><td rowspan="2">군산</td><td>2023</td><td>1,850.5</td><td>2,000&nbsp;</td></tr>
<tr><td>2024</td><td>&#9651;12<br></td><td>-</td></tr>
<tr><td colspan="2">합&nbsp;계</td><td>1,838.5</td><td>2,000</td></tr></table></body></html>
"""
HTML_MEANT = """
zone|period|local_krw|national_krw|row|status
gunsan|2023|1850500000|2000000000|4|observed
gunsan|2024|-12000000||5|observed national_krw:not_reported
"""
XML_2003 = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="자료"><Table>
<Row><Cell ss:MergeAcross="3"><Data ss:Type="String">현황</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">특구</Data></Cell><Cell><Data ss:Type="String">연도</Data></Cell>
<Cell><Data ss:Type="String">지방비(백만원)</Data></Cell><Cell><Data ss:Type="String">국비(백만원)</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">군산</Data></Cell><Cell><Data ss:Type="DateTime">2024-12-31T00:00:00.000</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="Number">2</Data></Cell></Row></Table></Worksheet></Workbook>
"""
XML_MEANT = """
zone|period|local_krw|national_krw|row|status
gunsan|2024||2000000|4|observed local_krw:blank
"""
BOOKS = [
    Case(
        "xls_that_is_html",
        "funding",
        text(HTML, "cp949"),
        HTML_MEANT,
        "file.xls",
        totals=(6,),
        repairs=("filled_down",),
    ),
    Case("xls_that_is_xml_of_2003", "funding", text(XML_2003), XML_MEANT, "file.xls"),
    Case("xlsx", "funding", lambda: xlsx({"자료": GRID}), MEANT, "file.xlsx", totals=(6,), notes=(1, 7)),
    Case("xls", "funding", lambda: xls({"자료": GRID}), MEANT, "file.xls", totals=(6,), notes=(1, 7)),
    Case("ods", "funding", lambda: ods({"자료": GRID}), MEANT, "file.ods", totals=(6,), notes=(1, 7)),
    Case("xlsm", "funding", lambda: macro_book(xlsx({"자료": GRID})), MEANT, "file.xlsm", totals=(6,)),
    Case(
        "several_and_hidden_sheets",
        "funding",
        lambda: xlsx(SHEETS, hidden=["숨김"]),
        BOTH,
        "file.xlsx",
        repairs=("sheet_skipped",),
    ),
    Case(
        "several_and_hidden_sheets_of_an_old_workbook",
        "funding",
        lambda: xls(SHEETS, hidden=["숨김"]),
        BOTH,
        "file.xls",
    ),
    Case(
        "several_and_hidden_sheets_of_an_open_document",
        "funding",
        lambda: ods(SHEETS, hidden=["숨김"]),
        BOTH,
        "file.ods",
    ),
    Case(
        "error_values_of_a_workbook",
        "funding",
        lambda: xlsx({"자료": BROKEN}),
        BROKEN_MEANT,
        "file.xlsx",
        BROKEN_FAULTS,
        totals=(4,),
    ),
    Case(
        "error_values_of_an_old_workbook",
        "funding",
        lambda: xls({"자료": BROKEN}),
        BROKEN_MEANT,
        "file.xls",
        BROKEN_FAULTS,
        totals=(4,),
    ),
    Case(
        "computed_errors_of_an_old_workbook",
        "funding",
        lambda: xls({"자료": COMPUTED}),
        BROKEN_MEANT,
        "file.xls",
        BROKEN_FAULTS,
        totals=(4,),
    ),
    Case(
        "error_values_of_an_open_document",
        "funding",
        lambda: ods({"자료": BROKEN}),
        BROKEN_MEANT,
        "file.ods",
        BROKEN_FAULTS,
        totals=(4,),
    ),
    Case("strict_standard", "funding", strict, BROKEN_MEANT, "file.xlsx", BROKEN_FAULTS, totals=(4,)),
    Case(
        "table_in_the_middle_of_a_sheet",
        "funding",
        lambda: xlsx({"자료": ONE}, top=7, left=3),
        ONE_MEANT.replace("|2", "|9").replace("|9024", "|2024").replace("|9000000", "|2000000"),
        "file.xlsx",
    ),
    Case(
        "table_in_the_middle_of_an_open_document",
        "funding",
        lambda: ods({"자료": [[], [], [""] + HEADER, ["", "군산", 2024, 1, 2]]}),
        ONE_MEANT[:-1] + "4",
        "file.ods",
    ),
    Case("declared_and_formatted_to_the_edge", "funding", formatted_to_the_edge, ONE_MEANT, "file.xlsx"),
    Case(
        "an_old_workbook_declared_too_wide",
        "funding",
        lambda: xls({"자료": ONE}, declared=(2000, 16000)),
        ONE_MEANT,
        "file.xls",
    ),
    Case("cells_that_do_not_say_where_they_stand", "funding", without_places, ONE_MEANT, "file.xlsx"),
    Case(
        "binary_noise_behind_the_fifteenth_digit",
        "tenant_survey",
        lambda: xlsx({"자료": [["특구", "연도", "만족도", "응답자"], ["군산", 2024, 79.9 + 1e-14, 120.0]]}),
        "zone|period|score|respondents|row\ngunsan|2024|79.9|120|2",
        "file.xlsx",
    ),
    Case(
        "serial_dates_as_numbers",
        "funding",
        lambda: xlsx({"자료": [HEADER, ["군산", 45657, 1, 2]]}),
        ONE_MEANT,
        "file.xlsx",
    ),
    Case(
        "repeated_rows_of_an_open_document",
        "funding",
        repeated,
        "zone|period|local_krw|national_krw|row\ngunsan|2024|5000000|5000000|2\ngunsan|2024|5000000|5000000|3",
        "file.ods",
    ),
]
