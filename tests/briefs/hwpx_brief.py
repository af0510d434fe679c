"""A brief with every kind of block, names that break careless writers, and odd ends: nothing, one point, 300 rows."""

import struct
import zlib
from datetime import date

from kpi.briefs.parts import (
    Brief,
    Cell,
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
from kpi.charts.drawing import Drawing, figure

LONG = "연구소기업 및 혁신기업 육성을 위한 지역특화 산업 전주기 통합지원 " * 6
BAD_NAME = 'A & B <"미래"> 연구소'
FORMULA = "=SUM(A1:A9)"
CONTROL = "제어\x00문자\x0b와 \ud800짝 없는\ufffe 글자"
LINK = "https://kpi.example.kr/?zone=gunsan&year=2024;v=2#top"


def sample_brief(language: str, one_page: bool = False, rows: int = 300) -> Brief:
    """The brief in a language; `rows` are those of its longest table."""
    is_korean = language == "ko"
    return Brief(
        kind="zone_year",
        language=language,
        title="군산 강소특구 2024년 추진 실적" if is_korean else "Gunsan special zone: results of 2024",
        subtitle="5대 핵심지표 중심" if is_korean else "Five key indicators",
        made_on=date(2025, 2, 3),
        organisation=f"연구개발특구진흥재단 {BAD_NAME}",
        sections=_korean(rows) if is_korean else _english(rows),
        sources=(
            Source(
                "연구개발특구 통계조사",
                "과학기술정보통신부",
                date(2024, 12, 31),
                "https://www.example.kr/a?b=1&c=2",
            ),
            Source("gunsan_2024Q4.xlsx"),
        ),
        stamp=Stamp(
            as_of=date(2024, 12, 31),
            release=12,
            evaluation_round="2024",
            origins=frozenset({"published", "sample"}),
            withheld=(
                "기업이 3개 미만인 칸은 적지 않았습니다."
                if is_korean
                else "Cells with fewer than three firms are left out.",
            ),
            link=LINK,
        ),
        one_page=one_page,
    )


def charts(language: str) -> tuple[Chart, ...]:
    return sample_brief(language).charts


def pictures(brief: Brief) -> dict[str, bytes]:
    """Pictures of the first two charts; the third has none."""
    return {chart.title: png(grey=at * 50) for at, chart in enumerate(brief.charts[:2], start=1)}


def png(width: int = 1600, height: int = 900, grey: int = 200) -> bytes:
    """A plain picture of that size."""
    lines = b"".join(b"\x00" + bytes([grey]) * width for _ in range(height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(lines, 1)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _korean(rows: int) -> tuple[Section, ...]:
    return (
        Section(
            "facts",
            "특구 개요",
            (
                Facts(
                    (
                        ("지정일", "2020. 7. 27."),
                        ("면적", "1.5㎢"),
                        ("기술핵심기관", "군산대학교"),
                        ("특화분야", "친환경 전기차 부품소재"),
                        (
                            "비전",
                            "친환경 전기차 부품소재를 중심으로 한 서해안권 미래 모빌리티 산업 거점 조성",
                        ),
                        ("담당", BAD_NAME),
                    )
                ),
            ),
        ),
        Section(
            "results",
            "주요 실적",
            (
                Paragraph(
                    "연구소기업은 12개로 목표(10개)의 120.0%를 달성하였고, "
                    "투자연계는 79.9억원으로 전년 대비 27.0% 늘었습니다.",
                    "○",
                ),
                Paragraph(
                    "기술이전은 411건 → 522건(+27.0%)으로, 최근 5년 가운데 가장 많습니다. "
                    "공공기술 수요 발굴을 분기마다 연 결과입니다.",
                    "―",
                ),
                Paragraph("입주기업 매출은 2024년 12월 잠정치입니다.", "※"),
                Paragraph(f"{CONTROL}\n두 번째 줄입니다.", ""),
                _kpi_table("핵심지표별 달성도", "(단위: 건, 억원, 명)", "('24.12월말 기준)"),
                *_charts(
                    "투자연계는 3년 동안 두 배가 되었습니다",
                    "2022년 38.2억원, 2023년 62.9억원, 2024년 79.9억원",
                    "기업당 매출과 고용",
                ),
            ),
        ),
        Section(
            "gaps",
            f"빈 자료와 {BAD_NAME}",
            (
                Table(
                    "특허 출원",
                    (Column("구분"), Column("건수", "right")),
                    (),
                    "(단위: 건)",
                    notes=("2024년 4분기 자료가 아직 제출되지 않았습니다.",),
                ),
                _long_table("전체 특구 현황", rows, "(단위: 억원)"),
            ),
        ),
    )


def _english(rows: int) -> tuple[Section, ...]:
    return (
        Section(
            "facts",
            "Facts",
            (
                Facts(
                    (
                        ("Designated", "27 July 2020"),
                        ("Area", "1.5 km²"),
                        ("Core institution", "Kunsan National University, the institute of future vehicles"),
                    )
                ),
            ),
        ),
        Section(
            "results",
            "Results",
            (
                Paragraph(
                    "12 research firms were founded, 120.0% of the target of 10; "
                    "investment reached KRW 7.99bn, 27.0% more than a year before.",
                    "○",
                ),
                Paragraph("Technology transfers rose from 411 to 522 (+27.0%), the most in five years.", "―"),
                Paragraph("Sales of resident firms are preliminary.", "※"),
                Paragraph(f"Commentary of {BAD_NAME}, {CONTROL}", ""),
                _kpi_table("Key indicators", "(Unit: cases, KRW 100m, persons)", "(as of December 2024)"),
                *_charts(
                    "Investment doubled in three years",
                    "3.82bn in 2022, 6.29bn in 2023, 7.99bn in 2024",
                    "Sales and jobs by firm",
                ),
            ),
        ),
        Section(
            "gaps",
            "Gaps",
            (
                Table(
                    "Patents",
                    (Column("Kind"), Column("Count", "right")),
                    (),
                    notes=("The fourth quarter is not submitted yet.",),
                ),
                _long_table("All zones", rows, "(Unit: KRW 100m)"),
            ),
        ),
    )


def _kpi_table(title: str, unit: str, basis: str) -> Table:
    columns = (
        Column("지표", width=2.4),
        Column("목표", "right"),
        Column("실적", "right"),
        Column("달성률", "right"),
        Column("전년 대비", "right", 1.4),
        Column("기준일", "centre", 1.5),
        Column("비고", width=1.8),
    )
    return Table(
        title,
        columns,
        (
            _kpi_row("연구소기업", "10 12 120.0% △2", "확정"),
            _kpi_row("투자연계", "70.5 79.9 113.3% 17.0", FORMULA),
            _kpi_row("기술이전", "500 522 104.4% 111", "+82-63"),
            _kpi_row(BAD_NAME, "– – – –", "@미제출"),
            _kpi_row(LONG, "1,234,567 1 0.0% △3", "-12"),
        ),
        unit,
        basis,
        ("달성률 = 실적 ÷ 목표", "※ 이미 표시가 있는 주석"),
        frozenset({1}),
    )


def _kpi_row(name: str, shown: str, remark: str) -> tuple[Cell, ...]:
    numbers = (Number(None if each == "–" else float(at), each) for at, each in enumerate(shown.split()))
    return (name, *numbers, date(2024, 12, 31), remark)


def _long_table(title: str, rows: int, unit: str) -> Table:
    columns = (
        Column("순위", "centre", 0.6),
        Column("특구", width=2),
        *(Column(f"{year}년", "right") for year in range(2016, 2025)),
    )
    return Table(
        title,
        columns,
        tuple(
            (
                str(at),
                f"강소특구 {at}",
                *(
                    Number(at * 10 + year / 7, f"{at * 10 + year / 7:,.1f}", "#,##0.0")
                    for year in range(2016, 2025)
                ),
            )
            for at in range(1, rows + 1)
        ),
        unit,
        emphasised=frozenset({4}),
    )


def _charts(title: str, alt: str, scatter: str) -> tuple[Chart, ...]:
    years, values = ("2022", "2023", "2024"), (38.2, 62.9, 79.9)
    bars = {"type": "bar", "x": years, "y": values, "marker": {"color": "#1F3864"}}
    column = (Column("연도"), Column("억원", "right"))
    table = Table(
        title,
        column,
        tuple((year, Number(value, f"{value}")) for year, value in zip(years, values, strict=True)),
        "(단위: 억원)",
    )
    one_point = Table(scatter, column, (("2024", Number(3, "3")),))
    return (
        Chart(
            Drawing(figure([bars], 360), title, f"{alt} <&>"),
            table,
            Charted("columns", years, (Series("투자연계", values),)),
            ("투자연계 = 유치 투자액",),
        ),
        Chart(
            Drawing(figure([], 360), scatter, scatter),
            one_point,
            Charted("scatter", (), (Series(BAD_NAME, (3,)),), x=((1,),)),
        ),
        Chart(
            Drawing(figure([], 360), f"{scatter} (0)", ""),
            Table(f"{scatter} (0)", column, (), notes=("값이 없습니다.",)),
        ),
    )
