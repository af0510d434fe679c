"""Text files: encodings, marks, delimiters, line ends, quotes, and endings that lie."""

import unicodedata

from messy_books import xlsx
from messy_case import Case, text
from messy_xls import xls

PLAIN = """
특구,연도,지방비(백만원),국비(백만원)
군산,2024,"1,850",2000
구미,2024,1900,2000
"""
MEANT = """
zone   | period | local_krw  | national_krw | row
gunsan | 2024   | 1850000000 | 2000000000   | 2
gumi   | 2024   | 1900000000 | 2000000000   | 3
"""
GRID = [
    ["특구", "연도", "지방비(백만원)", "국비(백만원)"],
    ["군산", 2024, 1850, 2000],
    ["구미", 2024, 1900, 2000],
]
TITLED = """
2024년 특구 재정투입 실적,,,
,,,(단위: 백만원)
특구,연도,지방비,국비
군산,2024,1850,2000
구미,2024,1900,2000
"""
TITLED_MEANT = MEANT.replace("| 3\n", "| 5\n").replace("| 2\n", "| 4\n")


def cut_by(delimiter: str) -> str:
    """The plain file with another delimiter, the amount without its comma."""
    return PLAIN.replace('"1,850"', "1850").replace(",", delimiter)


TEXTS = [
    Case("utf8", "funding", text(PLAIN), MEANT),
    Case("utf8_with_mark", "funding", text(PLAIN, "utf-8-sig"), MEANT),
    Case("cp949", "funding", text(PLAIN, "cp949", "\r\n"), MEANT, repairs=("decoded",)),
    Case("utf16_little_endian", "funding", lambda: b"\xff\xfe" + text(PLAIN, "utf-16-le")(), MEANT),
    Case("utf16_big_endian", "funding", lambda: b"\xfe\xff" + text(PLAIN, "utf-16-be")(), MEANT),
    Case("utf16_without_mark", "funding", text(PLAIN, "utf-16-le", "\r\n"), MEANT),
    Case("utf16_big_endian_without_mark", "funding", text(PLAIN, "utf-16-be"), MEANT),
    Case("csv_that_is_utf16_with_tabs", "funding", text(cut_by("\t"), "utf-16", "\r\n"), MEANT),
    Case("hangul_taken_apart", "funding", text(unicodedata.normalize("NFD", PLAIN)), MEANT),
    Case("tabs", "funding", text(cut_by("\t")), MEANT, "file.tsv"),
    Case("semicolons_in_cp949", "funding", text(cut_by(";"), "cp949"), MEANT),
    Case("pipes", "funding", text(cut_by("|")), MEANT, "file.txt"),
    Case("carets", "funding", text(cut_by("^")), MEANT),
    Case("unit_separators", "funding", text(cut_by("\x1f")), MEANT, "file.dat"),
    Case("line_ends_of_an_old_mac", "funding", text(PLAIN, line_end="\r"), MEANT),
    Case(
        "first_line_names_the_delimiter",
        "funding",
        text("sep=;\n" + cut_by(";").lstrip()),
        MEANT.replace("| 3\n", "| 4\n").replace("| 2\n", "| 3\n"),
    ),
    Case(
        "commas_at_the_ends_of_lines",
        "funding",
        text(PLAIN.replace("\n", ",,,\n").replace(",,,\n", "\n", 1)),
        MEANT,
    ),
    Case(
        "blank_lines_between",
        "funding",
        text(PLAIN.replace("\n구미", "\n\n ,,,\n구미")),
        MEANT.replace("| 3\n", "| 5\n"),
    ),
    Case("title_and_unit_above", "funding", text(TITLED, "cp949"), TITLED_MEANT, notes=(1, 2)),
    Case(
        "line_breaks_in_quoted_header_and_cells",
        "funding",
        text(
            '특구,"연도\n(기준)","지방비\n(백만원)","국비\r\n(백만원)"\n"군산\n",2024,"1,850",2000\n구미,2024,1900,2000\n'
        ),
        MEANT,
    ),
    Case(
        "every_cell_quoted",
        "funding",
        text(
            '"특구","연도","지방비(백만원)","국비(백만원)"\n"군산","2024","1,850","2000"\n"구미","2024","1900","2000"'
        ),
        MEANT,
    ),
    Case(
        "blanks_of_every_kind",
        "funding",
        text(PLAIN.replace("군산", "\u00a0군산\u3000").replace("국비", " 국\u200b비 ")),
        MEANT,
    ),
    Case(
        "full_width_digits_and_brackets",
        "funding",
        text(PLAIN.replace("1900", "１９００").replace("지방비(백만원)", "지방비（백만원）")),
        MEANT,
    ),
    Case("xls_that_is_text", "funding", text(cut_by("\t"), "cp949", "\r\n"), MEANT, "file.xls"),
    Case("xlsx_that_is_text", "funding", text(PLAIN, "utf-8-sig"), MEANT, "file.xlsx"),
    Case("xlsx_that_is_xls", "funding", lambda: xls({"자료": GRID}), MEANT, "file.xlsx"),
    Case("xls_that_is_xlsx", "funding", lambda: xlsx({"자료": GRID}), MEANT, "file.xls"),
    Case("csv_that_is_xlsx", "funding", lambda: xlsx({"자료": GRID}), MEANT, "file.csv"),
    Case(
        "nul_characters_between",
        "funding",
        lambda: b"\xff\xfe" + text(PLAIN.replace("군산", "군\0산"), "utf-16-le")(),
        MEANT,
    ),
]
