"""What stands around the rows: titles, units, headers of several rows, totals, footnotes, merged cells."""

from messy_books import xlsx
from messy_case import Case, text

AROUND = [
    Case(
        "title_unit_and_notice",
        "funding",
        text(
            """
            2024년 강소특구 재정투입 현황,,,
            ,,,
            ※ 국비는 교부액 기준,,,
            ,,,"(단위: 백만원, 명)"
            특구명,기준연도,지방비,국비
            군산,2024,5,6
            합 계,,5,6
            ※ 잠정치
            자료: 특구재단
            """.replace("            ", "")
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|5000000|6000000|6",
        totals=(7,),
        notes=(1, 3, 4, 8, 9),
        repairs=("total_left_out", "unit_scaled"),
    ),
    Case(
        "totals_in_every_spelling",
        "funding",
        text(
            """
            특구,연도,지방비(원),국비(원)
            군산,2024,1,2
            구미,2024,3,4
            합계,,4,6
            합 계,,4,6
            합  계,,4,6
            총계,2024,4,6
            총 합계,,4,6
            소계,,4,6
            계,,4,6
            전 체,,4,6
            전국,2024,4,6
            14개 특구,2024,4,6
            합계(14개 특구),,4,6
            [합계],,4,6
            < 총 계 >,,4,6
            2024년 소계,,4,6
            누 계,,4,6
            Total,,4,6
            Grand Total,,4,6
            평균,,2,3
            증감률(%),,△2,3
            """.replace("            ", "")
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|2|2\ngumi|2024|3|4|3",
        totals=(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
        notes=(21, 22),
        repairs=("summary_left_out",),
    ),
    Case(
        "total_above_the_rows",
        "funding",
        text("특구,연도,지방비(원),국비(원)\n전체,2024,4,6\n군산,2024,1,2\n구미,2024,3,4\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|2|3\ngumi|2024|3|4|4",
        totals=(2,),
    ),
    Case(
        "total_in_the_second_column",
        "firm_results",
        text(
            "특구,분기,기업명,사업자등록번호,매출액(원)\n"
            "군산,2024Q1,가람,999-00-00011,5\n,,소 계,,5\n구미,2024Q1,나래,999-00-00012,6\n,,합계(2개사),,11\n"
        ),
        "zone|period|firm|firm_name|revenue_krw|row\n"
        "gunsan|2024Q1|9990000011|가람|5|2\ngumi|2024Q1|9990000012|나래|6|4",
        totals=(3, 5),
    ),
    Case(
        "footnotes_of_every_kind",
        "funding",
        text(
            """
            특구,연도,지방비(원),국비(원)
            군산,2024,1,2
            ※ 첫째 주석
            주) 둘째 주석
            주1) 셋째 주석
            * 넷째 주석
            1) 다섯째 주석
            자료 : 특구재단
            출처: 지자체, 2024, 재정, 공시
            - 여섯째 주석
            ○ 일곱째 주석
            「국가재정법」에 따름
            끝.
            """.replace("            ", "")
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|2|2",
        notes=(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    ),
    Case(
        "header_again_on_every_page",
        "funding",
        text(
            "특구,연도,지방비(원),국비(원)\n군산,2024,1,2\n- 1 -,,,\n"
            "특구,연도,지방비(원),국비(원)\n구미,2024,3,4\n- 2 -,,,\n"
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|2|2\ngumi|2024|3|4|5",
        repairs=("repeated_header",),
    ),
    Case(
        "error_values_left_by_a_spreadsheet",
        "funding",
        text(
            "특구,연도,지방비(원),국비(원),증감\n군산,2024,#DIV/0!,2,#N/A\n구미,2024,3,4,5\n합계,,#REF!,6,\n"
        ),
        "zone|period|local_krw|national_krw|row|status\n"
        "gunsan|2024||2|2|observed local_krw:blank\ngumi|2024|3|4|3|observed",
        faults=("cell_error:2",),
        totals=(4,),
    ),
    Case(
        "numbering_column_before_the_zone",
        "funding",
        text("연번,특구,연도,지방비(원),국비(원)\n1,군산,2024,1,2\n2,구미,2024,3,4\n,합계,,4,6\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|2|2\ngumi|2024|3|4|3",
        totals=(4,),
        repairs=("column_not_used",),
    ),
]
HEADERS = [
    Case(
        "header_of_two_rows",
        "funding",
        text("특구,연도,재정투입(백만원),\n,,지방비,국비\n군산,2024,1,2\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1000000|2000000|3",
    ),
    Case(
        "header_of_three_rows_with_units",
        "funding",
        text("구분,기준연도,재정투입,\n,,지방비,국비\n,,(백만원),(억원)\n군산,2024,1,2\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1000000|200000000|4",
    ),
    Case(
        "header_merged_in_a_workbook",
        "funding",
        lambda: xlsx(
            {
                "자료": [
                    ["특구", "연도", "재정투입(백만원)", ""],
                    ["", "", "지방비", "국비"],
                    ["군산", 2024, 1, 2],
                ]
            },
            merged={"자료": ["A1:A2", "B1:B2", "C1:D1"]},
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1000000|2000000|3",
        "file.xlsx",
    ),
    Case(
        "amounts_of_two_groups",
        "investments",
        text(
            "특구,분기,투자번호,사업자등록번호,기술이전,,투자연계,\n,,,,건수,금액(백만원),건수,금액(백만원)\n"
            "군산,2024Q1,D1,999-00-00011,1,2,3,4\n"
        ),
        "zone|period|deal|firm|amount_krw|row\ngunsan|2024Q1|D1|9990000011|4000000|3",
    ),
    Case(
        "footnote_references_in_headers_and_cells",
        "firm_results",
        text(
            "특구1),분기,사업자등록번호,매출액(원)*,상시근로자2),수출액(원) 주3)\n"
            "군산1),2024Q1,999-00-00011,5,6,7\n1) 지정일 기준\n"
        ),
        "zone|period|firm|revenue_krw|employees|exports_krw|row\ngunsan|2024Q1|9990000011|5|6|7|2",
        notes=(3,),
    ),
    Case(
        "one_word_is_a_zone_here",
        "funding",
        text("구분,연도,지방비(원),국비(원)\n군산,2024,1,2\n구미,2024,3,4\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|2|2\ngumi|2024|3|4|3",
    ),
    Case(
        "the_same_word_is_a_year_there",
        "funding",
        text("현행특구,구분,지방비(원),국비(원)\n군산,2023년,1,2\n군산,2024년,3,4\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2023|1|2|2\ngunsan|2024|3|4|3",
    ),
    Case(
        "headers_with_blanks_dots_and_case",
        "tenant_survey",
        text("행정구역별(1),기 준 연 도,종합 만족도(점),응답 자수( 명 )\n군산,2024,83.25,120\n"),
        "zone|period|score|respondents|row\ngunsan|2024|83.25|120|2",
    ),
    Case(
        "two_columns_that_could_be_one",
        "funding",
        text("특구,연도,지방비(원),지방비(원),국비(원)\n군산,2024,1,2,3\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2024|1|3|2",
        faults=("column_twice:1",),
        repairs=("column_not_used",),
    ),
]
MERGED = [
    Case(
        "merged_zones_filled_but_not_across_a_subtotal",
        "funding",
        text(
            "특구,연도,지방비(원),국비(원)\n군산,2022,1,2\n,2023,3,4\n,소계,4,6\n,2024,5,6\n구미,2022,7,8\n,2023,9,10\n,소계,16,18\n"
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2022|1|2|2\ngunsan|2023|3|4|3\n|2024|5|6|5\n"
        "gumi|2022|7|8|6\ngumi|2023|9|10|7",
        totals=(4, 8),
        repairs=("filled_down",),
    ),
    Case(
        "merged_zones_and_years_in_a_workbook",
        "firm_results",
        lambda: xlsx(
            {
                "자료": [
                    ["특구", "분기", "사업자등록번호", "매출액(원)"],
                    ["군산", "2024.1Q", "999-00-00011", 1],
                    ["", "", "999-00-00012", 2],
                    ["", "2024.2Q", "999-00-00011", 3],
                    ["구미", "2024.2Q", "999-00-00013", 4],
                    ["", "", "999-00-00014", 5],
                ]
            },
            merged={"자료": ["A2:A4", "B2:B3", "A5:A6", "B5:B6"]},
        ),
        "zone|period|firm|revenue_krw|row\ngunsan|2024Q1|9990000011|1|2\ngunsan|2024Q1|9990000012|2|3\n"
        "gunsan|2024Q2|9990000011|3|4\ngumi|2024Q2|9990000013|4|5\ngumi|2024Q2|9990000014|5|6",
        "file.xlsx",
        repairs=("filled_down",),
    ),
    Case(
        "merged_zone_of_one_workbook_only",
        "funding",
        lambda: xlsx(
            {"자료": [["특구", "연도", "지방비(원)", "국비(원)"], ["군산", 2023, 1, 2], ["", 2024, 3, 4]]},
            merged={"자료": ["A2:A3"]},
        ),
        "zone|period|local_krw|national_krw|row\ngunsan|2023|1|2|2\ngunsan|2024|3|4|3",
        "file.xlsx",
        repairs=("filled_down",),
    ),
    Case(
        "blank_zone_in_a_column_written_out",
        "funding",
        text("특구,연도,지방비(원),국비(원)\n군산,2022,1,2\n군산,2023,3,4\n,2024,5,6\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2022|1|2|2\ngunsan|2023|3|4|3\n|2024|5|6|4",
    ),
]
