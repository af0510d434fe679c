"""What stands in the cells: numbers, units, signs, missing marks, marks of finality, periods, names of zones."""

from messy_case import Case, text

MONEY = """
특구,연도,지방비(백만원),국비
군산,2015,"1,030",477억원
군산,2016,△12,79억 9000만 원
군산,2017,(12),8000만 원
군산,2018,\u221212,"79억9,000만원"
군산,2019,6508.6,3천만원
군산,2020,+5,"125백만원"
군산,2021,５,"₩1,000"
군산,2022,0,1조 2000억
군산,2023," 1,850 ","1,234원"
군산,2024,7,"2,000 (천원)"
"""
MONEY_MEANT = """
zone|period|local_krw|national_krw|row
gunsan|2015|1030000000|47700000000|2
gunsan|2016|-12000000|7990000000|3
gunsan|2017|-12000000|80000000|4
gunsan|2018|-12000000|7990000000|5
gunsan|2019|6508600000|30000000|6
gunsan|2020|5000000|125000000|7
gunsan|2021|5000000|1000|8
gunsan|2022|0|1200000000000|9
gunsan|2023|1850000000|1234|10
gunsan|2024|7000000|2000000|11
"""
COUNTS = """
특구,연도,만족도,응답자
군산,2018,83.25점,"1,030명"
군산,2019,95,120 명
군산,2020,77.5 점,(5)
군산,2021,0.95,12인
군산,2022,８０．５,1만 2천명
"""
COUNTS_MEANT = """
zone|period|score|respondents|row
gunsan|2018|83.25|1030|2
gunsan|2019|95|120|3
gunsan|2020|77.5|-5|4
gunsan|2021|0.95|12|5
gunsan|2022|80.5|12000|6
"""
MISSING = """
특구,연도,지방비(원),국비(원)
군산,2011,-,1
군산,2012,–,1
군산,2013,…,1
군산,2014,N/A,1
군산,2015,해당없음,1
군산,2016,해당 없음,1
군산,2017,미집계,1
군산,2018,비공개,1
군산,2019,X,1
군산,2020,,1
군산,2021,(비공개),1
군산,2022,―,1
군산,2023,미제출,1
군산,2024,0,1
"""
REASONS = (
    ["not_reported"] * 3 + ["not_applicable"] * 3 + ["not_yet_counted", "withheld", "suppressed", "blank"]
)
REASONS += ["withheld", "not_reported", "not_reported"]
MISSING_MEANT = (
    "zone|period|local_krw|national_krw|row|status\n"
    + "".join(
        f"gunsan|{2011 + n}||1|{2 + n}|observed local_krw:{reason}\n" for n, reason in enumerate(REASONS)
    )
    + "gunsan|2024|0|1|15|observed\n"
)
PROVISIONAL = """
특구,연도,지방비(원),국비(원)
군산,2019,"1,030(p)",1
군산,2020,5 p),1
군산,2021,5(잠정),1
군산,2022,5(추정),1
군산,2023,5*,1
군산,2024p,5,1
군산,2025(잠정),5,1
* 잠정치
"""
MARKS = [
    "provisional",
    "provisional",
    "provisional",
    "estimated",
    "provisional",
    "provisional",
    "provisional",
]
PROVISIONAL_MEANT = "zone|period|local_krw|national_krw|row|status\n" + "".join(
    f"gunsan|{2019 + n}|{1030 if n == 0 else 5}|1|{2 + n}|{mark}\n" for n, mark in enumerate(MARKS)
)
WRONG = """
특구,연도,지방비(백만원),국비
군산,2019,▲7,1원
군산,2020,5명,1원
군산,2021,"1,03",1원
군산,2022,1.2E+10,1원
군산,2023,1,5
군산,2024.06,1,1원
군산,2024.1,1,1원
군선,2025,1,1원
"""
WRONG_MEANT = """
zone|period|local_krw|national_krw|row
gunsan|2019||1|2
gunsan|2020||1|3
gunsan|2021||1|4
gunsan|2022||1|5
gunsan|2023|1000000||6
gunsan||1000000|1|7
gunsan||1000000|1|8
|2025|1000000|1|9
"""
WRONG_FAULTS = (
    "not_a_number:2", "wrong_unit:3", "not_a_number:4", "not_a_number:5", "unit_unknown:6", "not_a_year:7",
    "ambiguous_month:8", "unknown_zone:9",
)  # fmt: skip
ALIASES = (
    ("gunsan", "강소(군산)"), ("incheon_seogu", "강소(인천)"), ("cheonan_asan", "강소(천안아산)"),
    ("ansan", "강소(경기안산)"), ("cheongju", "강소(충북청주)"), ("incheon_seogu", "인천서구"),
    ("cheonan_asan", "천안·아산"), ("cheonan_asan", "천안\u2027아산"), ("ulju", "울산"), ("gunsan", "전북 군산"),
    ("gunsan", "군산 강소특구"), ("gunsan", "군산강소연구개발특구"), ("gunsan", "전북특별자치도 군산시"),
    ("cheonan_asan", "천안ㆍ아산 강소특구"), ("gunsan", "전북(군산)"), ("hongneung", "서울 홍릉"),
    ("gunsan", "군 산"), ("gunsan", "GUNSAN"), ("gunsan", "① 군산"), ("gunsan", "1. 군산"), ("gunsan", "군산\n(강소)"),
    ("gunsan", "군산(1)"), ("gunsan", "(2) 군산"), ("gunsan", "군산³"),
)  # fmt: skip
VALUES = [
    Case("money_in_every_spelling", "funding", text(MONEY), MONEY_MEANT, repairs=("number_respelled", "unit_scaled")),
    Case("counts_and_points_with_units", "tenant_survey", text(COUNTS), COUNTS_MEANT),
    Case("missing_marks_with_their_reasons", "funding", text(MISSING), MISSING_MEANT, repairs=("marked",)),
    Case("provisional_marks", "funding", text(PROVISIONAL), PROVISIONAL_MEANT, notes=(9,)),
    Case("what_cannot_be_read_is_named", "funding", text(WRONG), WRONG_MEANT, faults=WRONG_FAULTS),
    Case(
        "zones_by_alias",
        "funding",
        text(
            "특구,연도,지방비(원),국비(원)\n"
            + "".join(f'"{written}",{2001 + n},1,2\n' for n, (_, written) in enumerate(ALIASES))
        ),
        "zone|period|local_krw|national_krw|row\n"
        + "".join(f"{zone}|{2001 + n}|1|2|{2 + n}\n" for n, (zone, _) in enumerate(ALIASES)),
        repairs=("zone_alias",),
    ),
    Case(
        "texts_that_look_like_formulas",
        "firm_results",
        text(
            "특구,분기,사업자등록번호,기업명,매출액(원)\n군산,2024Q1,999-00-00011,=1+1,5\n"
            "군산,2024Q1,9990000012,@가람,-6\n군산,2024Q1,999 00 00013,+나래,7\n"
        ),
        "zone|period|firm|firm_name|revenue_krw|row\ngunsan|2024Q1|9990000011|=1+1|5|2\n"
        "gunsan|2024Q1|9990000012|@가람|-6|3\ngunsan|2024Q1|9990000013|+나래|7|4",
    ),
    Case(
        "ratios_in_percent_with_their_unit_beside_them",
        "published_values",
        text(
            "특구,지표,기간,기준,값,단위,상태\n군산,연구개발비,2024,당해,83.5,억원,공표\n"
            '전국,투자연계 금액,2022년,당해,"1,560",억원,공표\n군산,일자리,2024년도,누계,"1,030",명,잠정치\n'
        ),
        "zone|metric|period|basis|value|unit|value_status|row\n"
        "gunsan|tenant_research|2024|in_period|8350000000|억원|observed|2\n"
        "national|investment_linked|2022|in_period|156000000000|억원|observed|3\n"
        "gunsan|programme_jobs|2024|cumulative|1030|명|provisional|4",
    ),
    Case(
        "names_of_persons_are_dropped",
        "startups",
        text("특구,분기,사업자등록번호,기업명,대표자,창업유형\n군산,2024Q1,999-00-00011,가람,김가상,신규 창업\n"),
        "zone|period|firm|firm_name|kind|row\ngunsan|2024Q1|9990000011|가람|startup|2",
        repairs=("personal_dropped",),
    ),
]  # fmt: skip
QUARTERS = (
    "2024년 1분기", "2024.1Q", "'24 1/4", "’24.1/4분기", "΄24 1/4", "24년 1/4분기", "2024-Q1", "1Q24", "'24.3월말",
    "2024.03.31기준", "20240331", "45382", "2024.03", "2024년 3월", "2024Q1", "2024 1분기", "2024년 제1분기",
    "2024년 Ⅰ분기", "2024.1/4", "'24년 1분기", "24.1Q", "2024년도 1/4분기(잠정)", "24-1Q", "2024. 3. 31.", "2024/03/31",
    "2024-03-31 00:00:00", "1분기(2024)", "2024년(1분기)", "2024년 1~3월", "FY2024 Q1", "‘24.1Q",
    "2024년 I/4분기", "2024-03-31 오전 12:00:00", "2024-03-31T00:00:00+09:00", "1사분기 2024년",
)  # fmt: skip
YEARS = (
    "2024", "2024년", "2024년도", "'24", "΄24", "'24년", "24년", "'24.12월말", "2024.12.31기준", "20241231", "45657",
    "2024.0", "2024년말", "2024년 말 기준", "2024. 12. 31. 현재", "FY2024", "2024(잠정)", "2024년(연간)", "’24.12.31",
)  # fmt: skip
PERIODS = [
    Case(
        "quarters_in_every_spelling",
        "firm_results",
        text(
            "특구,분기,사업자등록번호,매출액(원)\n"
            + "".join(f'군산,"{each}",999-00-00011,{n}\n' for n, each in enumerate(QUARTERS))
        ),
        "zone|period|firm|revenue_krw|row|status\n"
        + "".join(
            f"gunsan|2024Q1|9990000011|{n}|{2 + n}|{'provisional' if '잠정' in each else 'observed'}\n"
            for n, each in enumerate(QUARTERS)
        ),
        repairs=("period_respelled",),
    ),
    Case(
        "years_in_every_spelling",
        "funding",
        text(
            "특구,연도,지방비(원),국비(원)\n"
            + "".join(f'군산,"{each}",{n},1\n' for n, each in enumerate(YEARS))
        ),
        "zone|period|local_krw|national_krw|row|status\n"
        + "".join(
            f"gunsan|2024|{n}|1|{2 + n}|{'provisional' if '잠정' in each else 'observed'}\n"
            for n, each in enumerate(YEARS)
        ),
        repairs=("period_respelled",),
    ),
    Case(
        "days_in_every_spelling",
        "tenant_firms",
        text(
            "특구,기준시점,사업자등록번호,입주일,퇴거일\n군산,2024.4Q,999-00-00011,2020.7.27,-\n"
            '군산,2024.4Q,999-00-00012,20210101,2023. 5. 1.\n군산,2024.4Q,999-00-00013,44197,"2021년 1월 5일"\n'
            "군산,2024.4Q,999-00-00014,'21.01.01,\n군산,2024.4Q,999-00-00015,2021-01-01 00:00:00,2021/1/5\n"
            "군산,2024.4Q,999-00-00016,2021.01.01.(금),해당없음\n"
        ),
        "zone|period|firm|entered_on|left_on|row|status\n"
        "gunsan|2024Q4|9990000011|2020-07-27||2|observed left_on:not_reported\n"
        "gunsan|2024Q4|9990000012|2021-01-01|2023-05-01|3|observed\n"
        "gunsan|2024Q4|9990000013|2021-01-01|2021-01-05|4|observed\n"
        "gunsan|2024Q4|9990000014|2021-01-01||5|observed\n"
        "gunsan|2024Q4|9990000015|2021-01-01|2021-01-05|6|observed\n"
        "gunsan|2024Q4|9990000016|2021-01-01||7|observed left_on:not_applicable",
    ),
    Case(
        "a_half_year_and_a_month_without_its_zero_are_asked_about",
        "firm_results",
        text(
            "특구,분기,사업자등록번호,매출액(원)\n군산,2024년 상반기,999-00-00011,1\n군산,2024.1,999-00-00011,2\n"
            "군산,2024년 상반기말,999-00-00011,3\n군산,2024.10,999-00-00011,4\n"
        ),
        "zone|period|firm|revenue_krw|row\ngunsan||9990000011|1|2\ngunsan||9990000011|2|3\n"
        "gunsan|2024Q2|9990000011|3|4\ngunsan|2024Q4|9990000011|4|5",
        faults=("not_a_quarter:2", "ambiguous_month:3"),
    ),
]
