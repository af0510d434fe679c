"""Wide tables: quarters, years or metrics as columns, turned long with the row they came from."""

from messy_books import xlsx
from messy_case import Case, text

FIRMS = "zone|period|firm|revenue_krw|row\n"
QUARTERLY = (
    "zone|period|firm|revenue_krw|row|status\n"
    "gunsan|2024Q1|9990000011|1000000|4|observed\n"
    "gunsan|2024Q2|9990000011|2000000|4|observed\n"
    "gunsan|2024Q3|9990000011|3000000|4|observed\n"
    "gumi|2024Q1|9990000012|4000000|5|observed\n"
    "gumi|2024Q2|9990000012||5|observed revenue_krw:not_reported\n"
    "gumi|2024Q3|9990000012|6000000|5|observed\n"
)
TWO_ROWS = [
    ["특구", "사업자등록번호", "매출액(원)", "", "상시근로자(명)", ""],
    ["", "", "2024년 1분기", "2분기", "2024년 1분기", "2분기"],
    ["군산", "999-00-00011", 1, 2, 3, 4],
    ["구미", "999-00-00012", 5, 6, 7, 8],
]
TWO_ROWS_MEANT = (
    "zone|period|firm|revenue_krw|employees|row\n"
    "gunsan|2024Q1|9990000011|1|3|3\ngunsan|2024Q2|9990000011|2|4|3\n"
    "gumi|2024Q1|9990000012|5|7|4\ngumi|2024Q2|9990000012|6|8|4\n"
)
WIDE = [
    Case(
        "years_as_columns_below_two_amounts",
        "funding",
        text("특구,지방비(원),,국비(원),\n,2023,2024,2023,2024\n군산,1,2,3,4\n합계,1,2,3,4\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2023|1|3|3\ngunsan|2024|2|4|3",
        totals=(4,),
        repairs=("turned_long",),
    ),
    Case(
        "two_amounts_below_years",
        "funding",
        text("특구,2023년,,2024년,\n,지방비(원),국비(원),지방비(원),국비(원)\n군산,1,3,2,4\n"),
        "zone|period|local_krw|national_krw|row\ngunsan|2023|1|3|3\ngunsan|2024|2|4|3",
        repairs=("turned_long",),
    ),
    Case(
        "quarters_below_two_measures",
        "firm_results",
        lambda: xlsx({"자료": TWO_ROWS}, merged={"자료": ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]}),
        TWO_ROWS_MEANT,
        "file.xlsx",
        repairs=("turned_long",),
    ),
    Case(
        "metrics_as_columns",
        "targets",
        text(
            "특구,연도,기준,상태,일자리 창출(명),입주기업(개사)\n군산,2024,당해,공표,35,229\n구미,2024,당해,공표,40,-\n"
        ),
        "zone|metric|period|basis|value|unit|target_status|row|status\n"
        "gunsan|programme_jobs|2024|in_period|35|명|published|2|observed\n"
        "gunsan|tenant_firms|2024|in_period|229|개사|published|2|observed\n"
        "gumi|programme_jobs|2024|in_period|40|명|published|3|observed\n"
        "gumi|tenant_firms|2024|in_period||개사|published|3|observed value:not_reported",
        repairs=("turned_long",),
    ),
    Case(
        "quarters_with_the_measure_in_the_title",
        "firm_results",
        text(
            "입주기업 매출액 현황,,,,\n,,,,(단위: 백만원)\n특구,사업자등록번호,2024년 1분기,2분기,3분기\n"
            "군산,999-00-00011,1,2,3\n구미,999-00-00012,4,-,6\n합계,,5,2,9\n"
        ),
        QUARTERLY,
        totals=(6,),
        repairs=("turned_long",),
    ),
    Case(
        "years_beside_a_metric_column",
        "targets",
        text(
            "특구,지표,단위,기준,상태,2023년,2024년,계\n군산,일자리 창출,명,당해,공표,35,40,75\n"
            ",투자연계,억원,당해,공표,79.9,100,179.9\n"
        ),
        "zone|metric|period|basis|value|unit|target_status|row\n"
        "gunsan|programme_jobs|2023|in_period|35|명|published|2\n"
        "gunsan|programme_jobs|2024|in_period|40|명|published|2\n"
        "gunsan|investment_linked|2023|in_period|7990000000|억원|published|3\n"
        "gunsan|investment_linked|2024|in_period|10000000000|억원|published|3",
        repairs=("turned_long", "filled_down"),
    ),
    Case(
        "quarters_beside_a_metric_column",
        "published_values",
        text(
            "특구,지표,단위,기준,상태,2024년 1/4,2/4,3/4,4/4\n군산,입주기업,개사,기말,공표,220,225,228,229\n"
            "전국,입주기업,개사,기말,공표,3300,…,비공개,3324\n",
            "cp949",
        ),
        "zone|metric|period|basis|value|unit|value_status|row|status\n"
        + "".join(
            f"gunsan|tenant_firms|2024Q{n}|period_end|{value}|개사|observed|2|observed\n"
            for n, value in enumerate((220, 225, 228, 229), 1)
        )
        + "national|tenant_firms|2024Q1|period_end|3300|개사|observed|3|observed\n"
        "national|tenant_firms|2024Q2|period_end||개사|observed|3|observed value:not_reported\n"
        "national|tenant_firms|2024Q3|period_end||개사|observed|3|observed value:withheld\n"
        "national|tenant_firms|2024Q4|period_end|3324|개사|observed|3|observed",
        repairs=("turned_long",),
    ),
    Case(
        "merged_zones_and_subtotals_of_a_wide_table",
        "firm_results",
        lambda: xlsx(
            {
                "자료": [
                    ["특구", "사업자등록번호", "매출액(원)", ""],
                    ["", "", "'24.1Q", "'24.2Q"],
                    ["군산", "999-00-00011", 1, 2],
                    ["", "999-00-00012", 3, 4],
                    ["소계", "", 4, 6],
                    ["구미", "999-00-00013", 5, "△6"],
                ]
            },
            merged={"자료": ["A3:A4", "C1:D1"]},
        ),
        FIRMS + "gunsan|2024Q1|9990000011|1|3\ngunsan|2024Q2|9990000011|2|3\ngunsan|2024Q1|9990000012|3|4\n"
        "gunsan|2024Q2|9990000012|4|4\ngumi|2024Q1|9990000013|5|6\ngumi|2024Q2|9990000013|-6|6",
        "file.xlsx",
        totals=(5,),
        repairs=("turned_long", "filled_down"),
    ),
]
