"""A brief with every kind of part, and one with everything that could break a file, for the writers of cells."""

from datetime import date

import pandas as pd

from kpi.briefs.native import charted
from kpi.briefs.parts import (
    Brief,
    Chart,
    Charted,
    Column,
    Facts,
    Number,
    Paragraph,
    Section,
    Series,
    Source,
    Stamp,
    Table,
)
from kpi.catalogue import load
from kpi.charts.coverage import coverage
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels
from kpi.charts.ranking import ranking
from kpi.charts.scatter import scatter
from kpi.charts.trend import trend
from kpi.paths import PROJECT

CATALOGUE = load(PROJECT / "catalogue")
COUNT = (CATALOGUE.metrics["technology_transfers"], CATALOGUE.units["case"])
MONEY = (CATALOGUE.metrics["investment_linked"], CATALOGUE.units["krw"])
EOK, PERCENT, CHANGE = '#,##0.0"억원"', "0.0%", "#,##0;△#,##0"
ZONES = {"gunsan": "전북 군산", "pohang": "경북 포항", "naju": "전남 나주"}
STAMP = Stamp(
    date(2025, 3, 2),
    12,
    "2024년 연차평가",
    frozenset({"published", "sample"}),
    ("전남 나주의 고용은 3곳 미만이라 싣지 않았습니다.",),
    "https://kpi.example.kr/overview?zone=gunsan&year=2024",
)

TABLE = Table(
    "핵심지표 현황",
    (
        Column("지표"),
        Column("실적", "right"),
        Column("달성률", "right"),
        Column("증감", "right"),
        Column("기준일"),
    ),
    (
        (
            "기술이전",
            Number(1522, "1,522건"),
            Number(0.953, "95.3%", PERCENT),
            Number(-12, "△12", CHANGE),
            date(2024, 12, 31),
        ),
        (
            "투자연계",
            Number(79.9, "79.9억원", EOK),
            Number(None, "–", PERCENT),
            Number(111, "111", CHANGE),
            date(2024, 1, 5),
        ),
    ),
    "(단위: 건, 억원)",
    "('24.12월말 기준)",
    ("※ 달성률은 목표가 있는 지표만 적었다.",),
    frozenset({1}),
)


def table_of(frame: pd.DataFrame, name: str) -> Table:
    """The table behind a chart: its first column and its values."""
    rows = tuple(
        (str(key), Number(None if pd.isna(value) else float(value), "–" if pd.isna(value) else str(value)))
        for key, value in zip(frame.iloc[:, 0], frame["value"], strict=True)
    )
    return Table(name, (Column("구분"), Column("값", "right")), rows)


YEARS = pd.DataFrame(
    {
        "period": ["2021", "2022", "2023", "2024"],
        "value": [30.0, None, 65.0, 71.0],
        "synthetic": [True, True, False, False],
        "target": [None, 40.0, 60.0, 75.0],
    }
)
RANKED = pd.DataFrame(
    {"zone": ["gunsan", "pohang", "naju"], "value": [8e9, 4.8e10, 3e8], "synthetic": [False, False, True]}
)
DOTS = pd.DataFrame(
    {
        "zone": ["gunsan", "pohang", "naju"],
        "x": [12.0, 7.0, 5.0],
        "y": [8e9, 1e9, 2.5e8],
        "size": [1.0, 2.0, 3.0],
        "group": ["1", "1", "2"],
    }
)


def drawings(language: str = "ko") -> list[tuple[Drawing, Table]]:
    labels = [Labels(*each, language) for each in (COUNT, MONEY)]
    seen = pd.DataFrame({"row": ["a"], "period": ["2022"], "records": [True], "published": [False]})
    return [
        (trend(YEARS, *COUNT, "in_period", language, "군산"), table_of(YEARS, "기술이전 추이")),
        (trend(YEARS, *COUNT, "cumulative", language, "군산"), table_of(YEARS, "기술이전 누계")),
        (ranking(RANKED, *MONEY, language, ZONES, "2023", "gunsan"), table_of(RANKED, "투자연계 순위")),
        (
            scatter(DOTS, labels[0], labels[1], None, ZONES, {"1": "1차", "2": "2차"}, "2023", "gunsan"),
            table_of(DOTS.assign(value=DOTS["y"]), "이전과 투자"),
        ),
        (coverage(seen, {"a": "가"}, {"2022": "2022년"}, language), table_of(YEARS, "자료 현황")),
    ]


def full(language: str = "ko") -> Brief:
    """Every kind of part, as a zone's year has them; the last chart is one that no office chart says."""
    charts = tuple(Chart(drawing, table, charted(drawing)) for drawing, table in drawings(language))
    opening = (
        Paragraph("기술이전은 71건으로 목표 75건의 95%에 이르렀다."),
        Paragraph("4분기에 몰려 있어 다음 해로 넘어간 것이 있다.", "―"),
        Paragraph("합성 예시 자료이다.", "※"),
        Facts((("지정일", "2020. 7. 27."), ("핵심기관", "군산대학교"))),
        TABLE,
    )
    meaning = Table(
        "지표 정의",
        tuple(Column(each) for each in ("지표", "뜻", "단위", "유형", "기준", "출처")),
        (("기술이전", "그해 맺은 기술이전 계약의 수", "건", "유량", "연중", "연차보고서"),),
    )
    return Brief(
        "zone_year",
        language,
        "전북 군산 강소특구 2024년 실적",
        "연차평가 대비",
        date(2025, 3, 4),
        "연구개발특구진흥재단",
        (Section("summary", "총괄", opening), Section("charts", "지표별 추이", charts)),
        (Source("강소특구 연차보고서", "연구개발특구진흥재단", date(2025, 2, 1), "https://example.kr/a&b"),),
        STAMP,
        definitions=(meaning,),
    )


NASTY = (
    "<b>&\"'</b>",
    "=1+1",
    "+82",
    "-2+3",
    "@SUM(A1)",
    "가" * 400,
    "a\nb",
    "_x0041_",
    "Sheet!A1",
    "\x0b수직\x00",
    "",
)


def nasty(language: str = "ko") -> Brief:
    """Names with signs, very long ones, a table without rows, charts of one point and of none, 300 zones."""
    bare = Drawing(figure([], 200), "=A1 & <점>\x0b", '"없음" <&>\x0b')
    rows = tuple((name, Number(float(at), str(at))) for at, name in enumerate(NASTY))
    many = tuple((f"구역 {at}", Number(at / 7, f"{at / 7:.1f}", "#,##0.0")) for at in range(300))
    two = (Column("=이름"), Column("값", "right"))
    empty = Table("=빈 표[1]:*?/\\", two, (), notes=("※ 제출된 자료가 없다.",))
    one = Charted("line", ("=2024",), (Series("-A & <B>", (3.0,)),), "=건")
    none = Charted("columns", ("2024",), (Series("A", (None,)),))
    wide_bars = Charted("bars", tuple(NASTY[:5]), (Series("=a", (1.0, None, -3.0, float("nan"), 5.0)),))
    blocks = (
        Table("'이름' " + "아주 긴 표 이름 " * 30, two, rows),
        Table("'이름' " + "아주 긴 표 이름 " * 30, two, rows),
        empty,
        Table("300곳", two, many),
        Chart(bare, Table("History", two, rows), one),
        Chart(bare, empty, none),
        Chart(bare, Table("막대", two, many), wide_bars),
        Chart(bare, Table("그림", two, rows), None),
        *(Paragraph(name) for name in NASTY),
        Facts(tuple((name, name) for name in NASTY)),
    )
    stamp = Stamp(date(2025, 3, 2), None, "", frozenset(), ("=HYPERLINK(1) & <x>" * 40,), "/overview?a=1")
    return Brief(
        "view",
        language,
        "=제목 & <b>\x0b",
        "",
        date(2025, 3, 4),
        "&8 기관",
        (Section("all", "=장", blocks),),
        (),
        stamp,
    )
