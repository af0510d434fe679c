"""Which file looks how: one Look per file, varied over the years as real files are.

Encodings: CP949 (Excel on Korean Windows), UTF-8 with BOM, UTF-16 tab-separated, XLSX. Units differ by year.
"""

from dataclasses import dataclass, replace

CP949, UTF8, UTF16, XLSX = "cp949", "utf-8-sig", "utf-16", "xlsx"


@dataclass(frozen=True)
class Look:
    """The shape of one file.

    `unit_place`: units in a row above the table, in the header, or in every cell (in words: 79억 9000만 원).
    `words`: which of the header and category synonyms. `grouped`: two header rows with merged cells.
    `merged`: a zone's name in its first row only. `subtotals`, `total`: rows that are no data.
    `commas`, `counted`: numbers as `1,030` and `1,030명`. `starred`: the last quarter is provisional.
    `dashes`: 999-00-00011, not 9990000011. `decomposed`: Hangul in separate letters, as macOS saves it.
    """

    encoding: str = CP949
    zone: str = "bracket"
    period: str = "korean"
    unit: str = "백만원"
    unit_place: str = "row"
    words: int = 0
    title: bool = True
    grouped: bool = False
    merged: bool = False
    subtotals: bool = False
    total: str = ""
    commas: bool = False
    counted: bool = False
    missing: str = "-"
    starred: bool = False
    notice: bool = False
    dashes: bool = True
    decomposed: bool = False


PLAIN = Look()
_sub = {"merged": True, "subtotals": True}

LOOKS: dict[str, dict[str, Look]] = {
    "tenant_firms": {
        "2019": replace(PLAIN, zone="official", period="as_of"),
        "2020": replace(PLAIN, encoding=XLSX, period="excel", merged=True, words=1, dashes=False),
        "2021": replace(
            PLAIN, encoding=UTF8, zone="special", period="month_end", words=2, missing="해당없음"
        ),
        "2022": replace(PLAIN, period="quote", zone="bare", merged=True, notice=True),
        "2023": replace(PLAIN, encoding=XLSX, zone="name", period="korean", words=1, **_sub),
        "2024": replace(PLAIN, zone="long", period="compact", words=2),
        "2025": replace(PLAIN, encoding=XLSX, zone="dotted", period="excel", notice=True),
    },
    "firm_results": {
        "2019": replace(PLAIN, unit="천원", commas=True, period="short", total="합계"),
        "2020": replace(PLAIN, zone="bare", period="point_q", words=1, missing="미집계"),
        "2021": replace(PLAIN, encoding=XLSX, zone="special", period="korean", grouped=True, words=2),
        "2022": replace(PLAIN, unit="천원", period="quote", unit_place="header", words=1, missing="비공개"),
        "2023": replace(
            PLAIN, encoding=XLSX, zone="long", period="excel", grouped=True, merged=True, total="합 계"
        ),
        "2024": replace(
            PLAIN, encoding=XLSX, unit="원", period="dash_q", zone="bare", words=2, missing="…", dashes=False
        ),
        "2025": replace(
            PLAIN, encoding=XLSX, zone="dotted", period="q_first", grouped=True, starred=True, **_sub
        ),
    },
    "technology_transfers": {
        "2019_2020": replace(PLAIN, unit="천원", period="korean", zone="bare", **_sub),
        "2021": replace(PLAIN, encoding=UTF16, zone="special", period="dash_q", words=1, missing="해당없음"),
        "2022": replace(PLAIN, period="short", grouped=True, total="합계", words=2, missing="-"),
        "2023": replace(PLAIN, encoding=XLSX, period="excel", zone="name", unit_place="header", merged=True),
        "2024": replace(PLAIN, unit="천원", commas=True, period="quote", notice=True, words=1),
        "2025": replace(
            PLAIN, encoding=UTF8, unit_place="cell", zone="dotted", period="point_q", total="총계"
        ),
    },
    "investments": {
        "2019_2020": replace(PLAIN, unit="천원", commas=True, period="point_q", total="합계"),
        "2021": replace(PLAIN, encoding=UTF8, zone="long", period="korean", unit_place="header", words=1),
        "2022_first": replace(PLAIN, period="quote", zone="bare", grouped=True, **_sub),
        "2022_restated": replace(PLAIN, encoding=XLSX, period="korean", zone="name", grouped=True, **_sub),
        "2023": replace(PLAIN, unit="천원", period="as_of", total="총계", words=2, commas=True),
        "2024": replace(PLAIN, encoding=UTF8, unit_place="cell", period="short", zone="special", notice=True),
        "2025": replace(PLAIN, unit="억원", period="dash_q", unit_place="header", words=1, total="전국"),
    },
    "startups": {
        "2019_2020": replace(PLAIN, period="compact", zone="bare"),
        "2021": replace(PLAIN, period="quote", merged=True, words=1),
        "2022": replace(PLAIN, encoding=XLSX, zone="name", period="excel", grouped=True),
        "2023": replace(PLAIN, encoding=UTF8, zone="dotted", period="q_first", words=2, decomposed=True),
        "2024": replace(PLAIN, period="korean", zone="official", notice=True),
        "2025": replace(PLAIN, encoding=UTF16, period="point_q", zone="special", words=1),
    },
    "programme_results": {
        "2019_2020": replace(PLAIN, unit="천원", period="as_of", zone="bare", total="계"),
        "2021": replace(PLAIN, encoding=XLSX, grouped=True, zone="special", period="korean", **_sub),
        "2022": replace(PLAIN, counted=True, period="short", words=1, unit_place="header"),
        "2023": replace(PLAIN, unit="천원", commas=True, period="point_q", grouped=True, total="합계"),
        "2024": replace(PLAIN, encoding=UTF8, zone="long", period="month_end", words=2, **_sub),
        "2025": replace(PLAIN, period="quote", starred=True, zone="bare", words=1, notice=True),
    },
    "funding": {
        "2019_2020": replace(PLAIN, period="korean", total="합계"),
        "2021": replace(PLAIN, encoding=XLSX, grouped=True, unit="천원", commas=True, total="합 계"),
        "2022": replace(PLAIN, unit_place="cell", zone="special", period="quote", words=1),
        "2023": replace(PLAIN, grouped=True, zone="bare", period="korean", total="총계"),
        "2024": replace(PLAIN, encoding=UTF8, zone="dotted", unit_place="header", words=2, total="전국"),
        "2025": replace(PLAIN, period="as_of", zone="long", notice=True, total="계"),
    },
    "tenant_survey": {
        "2019_2020": replace(PLAIN, counted=True),
        "2021": replace(PLAIN, encoding=XLSX, zone="name", period="korean", words=1),
        "2022": replace(PLAIN, zone="bare", period="quote", grouped=True),
        "2023": replace(PLAIN, encoding=UTF8, zone="dotted", counted=True, words=2),
        "2024": replace(PLAIN, period="as_of", zone="special"),
        "2025": replace(PLAIN, period="korean", zone="official", notice=True),
    },
    "targets": {
        "2019_2020": replace(PLAIN, zone="bare"),
        "2021": replace(PLAIN, encoding=XLSX, zone="special", period="korean", merged=True),
        "2022": replace(PLAIN, period="quote", words=1),
        "2023": replace(PLAIN, encoding=UTF8, zone="dotted", merged=True, words=2),
        "2024": replace(PLAIN, period="korean", zone="long", commas=True),
        "2025": replace(PLAIN, zone="name", notice=True, words=1),
    },
}
