"""A zone's year as a brief, in both languages: every kind of block and chart, and names that hurt."""

from dataclasses import replace
from datetime import date

from kpi.briefs.parts import (
    Brief,
    Chart,
    Charted,
    ChartKind,
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
from kpi.charts.drawing import Drawing, figure

LINK = "https://kpi.example.kr/?zone=gunsan&year=2024&as_of=2025-01-05"
YEARS = ("2021", "2022", "2023", "2024")
HURTING = (
    '=HYPERLINK("http://x")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    '<b>&"전북"</b>',
    "아주 " * 60 + "긴 이름",
    "\x07벨\n소리",
)


def chart(
    title: str, charted: Charted | None, notes: tuple[str, ...] = (), table: Table | None = None
) -> Chart:
    """A chart with the table that its data make."""
    drawing = Drawing(figure([], 300), title, f"{title}: 2021 9, 2024 411")
    return Chart(drawing, table or behind(charted), charted, notes)


def behind(charted: Charted | None) -> Table:
    if charted is None:
        return Table("", (Column("구분"), Column("값", "right")), (("군산", Number(3.5, "3.5")),))
    columns = (Column("구분"), *(Column(series.name, "right") for series in charted.series))
    rows = tuple(
        (name, *(number(series.values[at]) for series in charted.series))
        for at, name in enumerate(charted.categories)
    )
    return Table("", columns, rows, unit="(단위: 건)", notes=() if rows else ("자료를 제출한 기관이 없음",))


def number(value: float | None) -> Number:
    return Number(None, "–") if value is None else Number(value, f"{value:,.1f}", "#,##0.0")


def charted(kind: ChartKind, count: int = 2, *, line: bool = False) -> Charted:
    """Series with a gap in each, the last of them a line if told."""
    series = tuple(
        Series(f"계열 {at}", (9.0 + at, None, 120.5 + at, 411.0 + at), f"#00000{at}", line and at == count)
        for at in range(1, count + 1)
    )
    return Charted(kind, YEARS, series, "(단위: 건)", "#,##0.0")


def points() -> Charted:
    """Two groups of zones by two metrics; one has no value."""
    names = ("군산", "나주", "울산")
    series = (Series("가", (1.5, None, 3.0)), Series("나", (4.0, 5.5, 6.0)))
    return Charted(
        "scatter",
        names,
        series,
        "(단위: 건)",
        "#,##0.0",
        ((10.0, 20.0, 30.0), (15.0, 25.0, 35.0)),
        "신규 창업",
    )


def kpi_table(language: str) -> Table:
    """Targets and results as a briefing writes them."""
    ko = language == "ko"
    headings = (
        ["구분", "목표", "실적", "달성률", "전년 대비", "누적"]
        if ko
        else ["Metric", "Target", "Result", "Reached", "On the year before", "Cumulative"]
    )
    names = (
        [
            "신규 창업",
            "기술이전 건수",
            "기술이전료",
            "투자유치",
            "고용",
            "매출",
            "특허 출원",
            "연구소기업 설립",
        ]
        if ko
        else [
            "New firms",
            "Technology transfers",
            "Licence fees",
            "Investment",
            "Jobs",
            "Sales",
            "Patents",
            "Spin-offs",
        ]
    )
    rows = tuple(
        (
            name,
            Number(100.0 + at, f"{100 + at}"),
            Number(120.5 * at, f"{120.5 * at:,.1f}", "#,##0.0"),
            Number(1.05, "105.0%", "0.0%"),
            Number(-12.0, "△12"),
            Number(1234.0 + at, f"{1234 + at:,}"),
        )
        for at, name in enumerate(names, start=1)
    )
    return Table(
        "목표를 넘은 지표가 여덟 가운데 여섯" if ko else "Six of eight metrics passed their target",
        (Column(headings[0], width=2), *(Column(heading, "right") for heading in headings[1:])),
        rows,
        unit="(단위: 건, 억원)" if ko else "(unit: count, KRW 100m)",
        basis="('24.12월말 기준)" if ko else "(as of December 2024)",
        notes=("전년 대비는 같은 기준으로 다시 셈한 값",)
        if ko
        else ("Changes are counted on the same basis",),
        emphasised=frozenset({2}),
    )


def brief(language: str = "ko", **changes: object) -> Brief:
    """A deck of about ten slides."""
    ko = language == "ko"
    facts = Facts(
        (
            ("지정일", "2019. 8. 29."),
            ("면적", "1.88㎢"),
            ("핵심기관", "군산대학교"),
            ("특화 분야", "친환경 전기차 부품소재"),
        )
        if ko
        else (
            ("Designated", "29 August 2019"),
            ("Area", "1.88 km²"),
            ("Core institution", "Kunsan National University"),
        )
    )
    first = Paragraph(
        "2024년 신규 창업은 52건으로 전년보다 27.0% 늘었고, 투자유치는 79.9억원으로 목표를 넘음"
        if ko
        else "In 2024 52 firms were founded, 27.0% more than in 2023; investment of KRW 7.99bn passed its target"
    )
    why = Paragraph(
        "보육공간이 두 곳 늘어난 것이 주된 이유" if ko else "Two more incubators are the main reason", "―"
    )
    caveat = Paragraph("2022년 값은 집계 전" if ko else "2022 has not been counted yet", "※")
    sections = (
        Section("about", "특구 개요" if ko else "About the zone", (facts, first, why, caveat)),
        Section("key", "핵심 지표" if ko else "Key metrics", (first, kpi_table(language), caveat)),
        Section(
            "trend",
            "추이" if ko else "Trend",
            (
                first,
                why,
                chart(
                    "신규 창업이 네 해째 늘었다" if ko else "Firms grew for four years",
                    charted("columns", 2, line=True),
                ),
                chart(
                    "기술이전은 세 종류로 나뉜다" if ko else "Transfers are of three kinds",
                    charted("stacked_columns", 3),
                ),
                chart("특구별 실적" if ko else "Results by zone", charted("bars", 1), ("합성 예시 자료",)),
                chart("누적 실적은 꾸준하다" if ko else "The total is steady", charted("line", 2)),
                chart("창업이 많은 곳이 투자도 많다" if ko else "Firms and investment go together", points()),
                chart("지도" if ko else "Map", None),
            ),
        ),
        Section("next", "향후 계획" if ko else "Next steps", (first, why, Paragraph(first.text, ""), caveat)),
    )
    made = Brief(
        kind="zone_year",
        language=language,
        title="전북 군산 강소특구 2024년 실적" if ko else "Gunsan special zone, results of 2024",
        subtitle="연차평가 자료에 따른 현황과 과제" if ko else "Where the zone stands, and what is next",
        made_on=date(2025, 1, 5),
        organisation="과학기술정보통신부" if ko else "Ministry of Science and ICT",
        sections=sections,
        sources=(
            Source(
                "강소특구 연차평가 결과",
                "연구개발특구진흥재단",
                date(2024, 12, 30),
                "https://example.kr/report?a=1&b=2",
            ),
            Source("지역별 창업 기업 수", "통계청"),
        ),
        stamp=Stamp(
            date(2025, 1, 3), 17, "2024", frozenset({"published", "sample"}), ("3개 미만 값은 비공개",), LINK
        ),
    )
    return replace(made, **changes)


def hurting_brief() -> Brief:
    """Names that are formulas, markup or far too long, three hundred zones, nothing at all, one point, no point."""
    zones = tuple(f"{HURTING[at % len(HURTING)]} {at}" for at in range(300))
    many = Charted(
        "columns", zones, (Series("=1+1", tuple(float(at) for at in range(300))),), '<"건">', '#,##0"<건>"'
    )
    rows = tuple((zone, Number(float(at), f"{at:,}"), date(2024, 1, 5)) for at, zone in enumerate(zones))
    wide = tuple(Column(f"아주 긴 머리글 번호 {at}", "right") for at in range(24))
    return brief(
        title='<b>&"특구"</b> ' + "아주 긴 제목 " * 40,
        sections=(
            Section("empty", "빈 절", ()),
            Section(
                "none", "자료 없음", (Table("빈 표", (Column("구분"),), (), notes=("제출한 기관이 없음",)),)
            ),
            Section("bare", "열 없음", (Table("열 없는 표", (), (), notes=("열도 없음",)),)),
            Section(
                "many",
                HURTING[4],
                (
                    Table(
                        "300곳",
                        (Column("특구", width=3), Column("값", "right"), Column("날")),
                        rows,
                        "(단위: 건)",
                    ),
                    Table(
                        "넓은 표", wide, (tuple(Number(at * 1e6, f"{at * 1_000_000:,}") for at in range(24)),)
                    ),
                    chart("300곳의 값", many),
                    chart("점 하나", Charted("line", ("2024",), (Series("+하나", (7.0,)),))),
                    chart("점 없음", Charted("columns", ("2024",), (Series("없음", (None,)),))),
                    chart("계열 없음", Charted("columns", (), ())),
                    chart("빠진 그림 < & >", None),
                ),
            ),
            Section(
                "text",
                "긴 글",
                tuple(
                    Paragraph(f"문장 {at} " + "매우 긴 설명이 이어짐 " * 30, mark)
                    for at in range(6)
                    for mark in ("○", "―")
                )
                + (
                    Paragraph("끝없이" * 900, "※"),
                    Facts(tuple((f"이름 {at}", "값 " * 40) for at in range(12))),
                ),
            ),
        ),
    )


def one_page_brief(language: str = "ko", **changes: object) -> Brief:
    """A sheet of facts, key metrics, two charts and next steps."""
    about, key, trend, following = brief(language).sections
    return brief(
        language,
        **{
            "one_page": True,
            "sections": (about, key, replace(trend, blocks=trend.blocks[2:4]), following),
            **changes,
        },
    )
