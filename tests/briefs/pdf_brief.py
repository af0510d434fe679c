"""Briefs to write as PDF: a zone's year and the one-page 현황판, in Korean and English."""

from dataclasses import replace
from datetime import date

from kpi.briefs.parts import (
    Brief,
    Chart,
    Column,
    Facts,
    Number,
    Paragraph,
    Section,
    Source,
    Stamp,
    Table,
)
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure

LINK = "https://kpi.example.org/overview?zone=gunsan&year=2024"
KPIS = {
    "ko": "기술이전 및 현물출자 연구소기업 설립 투자연계 금액 신규 창업 고용 증가 "
    "매출액 특허 출원 시제품 제작 기업 지원 전문인력 양성",
    "en": "Technology transfers and contributions in kind; research companies founded; "
    "investment; new firms; jobs; sales",
}
WORDS = {
    "ko": {
        "title": "전북 군산 강소연구개발특구 2024년 현황",
        "subtitle": "친환경 전기차 부품·소재",
        "organisation": "군산 강소특구 육성사업단",
        "facts": "특구 개요",
        "grade": "평가 결과",
        "kpis": "핵심 성과지표",
        "charts": "주요 추이",
        "cases": "우수 사례",
        "next": "향후 계획",
        "unit": "(단위: 건, 억원, 명)",
        "basis": "('24.12월말 기준)",
        "columns": "지표 목표 실적 달성률 전년 대비 누적",
    },
    "en": {
        "title": "Gunsan innovation zone: situation in 2024",
        "subtitle": "Parts and materials of electric vehicles",
        "organisation": "Gunsan zone office",
        "facts": "The zone",
        "grade": "Evaluation",
        "kpis": "Key figures",
        "charts": "Trends",
        "cases": "Best cases",
        "next": "Next steps",
        "unit": "(cases, KRW bn, persons)",
        "basis": "(at the end of December 2024)",
        "columns": "Indicator Target Actual Achieved Change Total",
    },
}
PAIRS = {
    "ko": (
        ("지정일", "2020. 7. 27."),
        ("면적", "1.91㎢"),
        ("핵심기관", "국립군산대학교"),
        ("특화분야", "친환경 전기차 부품·소재"),
        ("배후공간", "군산국가산업단지, 새만금국가산업단지"),
    ),
    "en": (
        ("Designated on", "27 July 2020"),
        ("Area", "1.91 km²"),
        ("Core institution", "Kunsan National University"),
        ("Field", "Electric vehicles"),
        ("Grounds", "Gunsan and Saemangeum industrial complexes"),
    ),
}
SAID = {
    "ko": (
        "종합등급 우수(92.4점), 19개 특구 중 3위",
        "전년 보통(81.0점)에서 한 단계 올랐습니다.",
        "잠정 결과입니다.",
    ),
    "en": (
        "Grade: excellent (92.4 points), third of 19",
        "One step above last year's 81.0 points.",
        "Provisional.",
    ),
}
CASES = {
    "ko": (
        "㈜가나다 전기차 배터리 팩 기술이전, 매출 79.9억원 달성",
        "연구소기업 3개사 설립, 신규 고용 △12명에서 +27명으로 전환",
    ),
    "en": (
        "Battery packs transferred: sales of KRW 7.99bn",
        "Three research companies founded; 27 jobs after △12",
    ),
}
NEXT = {
    "ko": ("2025년 상반기 실증 기반 구축 완료", "투자연계 펀드 100억원 조성"),
    "en": ("Test grounds ready by mid-2025", "A fund of KRW 10bn for investment"),
}


def drawing(title: str, values: tuple[float, ...] = (30, 41, 52)) -> Drawing:
    years = ["2022", "2023", "2024"][: len(values)]
    bars = {
        "type": "bar",
        "name": "실적",
        "x": years,
        "y": list(values),
        "text": [f"{each:g}" for each in values],
    }
    marker = palette.bar_marker(palette.ACTUAL, synthetic=False)
    axis = {"type": "category", "categoryarray": years}
    return Drawing(figure([{**bars, "marker": marker}], 300, xaxis=axis), title, f"{title} (alt)")


def chart(title: str, values: tuple[float, ...] = (30, 41, 52)) -> Chart:
    columns = (Column("연도"), Column("값", "right"))
    rows = tuple((str(2022 + at), Number(value, f"{value:,.0f}")) for at, value in enumerate(values))
    return Chart(drawing(title, values), Table("", columns, rows), notes=(f"{title} note",))


def kpi_table(language: str, rows: int, long_names: bool = False) -> Table:
    words = WORDS[language]
    headings = words["columns"].replace("전년 대비", "전년\u00a0대비").split(" ")
    columns = (Column(headings[0], width=2.6), *(Column(each, "right") for each in headings[1:]))
    name = KPIS[language] if long_names else KPIS[language][:14]
    return Table(
        words["kpis"],
        columns,
        tuple(kpi_row(f"{at + 1}. {name}", at) for at in range(rows)),
        unit=words["unit"],
        basis=words["basis"],
        notes=(words["basis"],),
        emphasised=frozenset({1}),
    )


def kpi_row(name: str, at: int) -> tuple[str | Number, ...]:
    actual = 411 + 111 * at
    return (
        name,
        Number(actual - 11, f"{actual - 11:,}"),
        Number(actual, f"{actual:,}"),
        Number(1.027, f"{102.7 + at:.1f}%"),
        Number(-12 - at, f"△{12 + at}"),
        Number(actual * 3, f"{actual * 3:,}억원"),
    )


def paragraphs(words: tuple[str, ...]) -> tuple[Paragraph, ...]:
    marks = ("○", "―", "※")
    return tuple(Paragraph(each, marks[at % 3]) for at, each in enumerate(words))


def stamp() -> Stamp:
    return Stamp(
        as_of=date(2025, 1, 5),
        release=7,
        evaluation_round="2024년 연차평가",
        origins=frozenset({"published", "sample"}),
        withheld=("기업 3곳 미만인 칸은 비밀 보호를 위해 비웠습니다.",),
        link=LINK,
    )


def situation(language: str, rows: int = 20, long_names: bool = True) -> Brief:
    """The one-page 현황판: facts beside grade, the table, charts in a row, best cases beside next steps."""
    words = WORDS[language]
    cases = tuple(Paragraph(each) for each in CASES[language])
    return Brief(
        kind="situation",
        language=language,
        title=words["title"],
        subtitle=words["subtitle"],
        made_on=date(2025, 1, 5),
        organisation=words["organisation"],
        sections=(
            Section("facts", words["facts"], (Facts(PAIRS[language]),)),
            Section("grade", words["grade"], paragraphs(SAID[language])),
            Section("kpis", words["kpis"], (kpi_table(language, rows, long_names),)),
            Section("charts", words["charts"], tuple(chart(f"{words['charts']} {at}") for at in (1, 2, 3))),
            Section("cases", words["cases"], cases),
            Section("next", words["next"], tuple(Paragraph(each) for each in NEXT[language])),
        ),
        sources=(
            Source(
                "강소특구 연차보고서",
                "과학기술정보통신부",
                date(2024, 12, 31),
                "https://www.example.go.kr/report",
            ),
        ),
        stamp=stamp(),
        one_page=True,
    )


def zone_year(language: str, rows: int = 30, long_names: bool = True) -> Brief:
    """The same over several pages, with a table longer than one of them."""
    return replace(situation(language, rows, long_names), kind="zone_year", one_page=False)
