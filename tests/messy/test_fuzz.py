"""Whatever comes in, reading and staging it yields rows or a named refusal: nothing else is raised, and no row is made
up.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from messy_books import ods, patched, xlsx
from messy_xls import xls

from kpi.catalogue import Catalogue
from kpi.errors import KpiError
from kpi.text import messages

Run = Callable[[bytes, str], pd.DataFrame | None]
DATASETS = ("funding", "tenant_survey", "firm_results", "published_values", "tenant_firms", "targets")
GRID = [
    ["2024년 현황", "", "", "(단위: 백만원)"],
    ["특구", "연도", "지방비", "국비"],
    ["군산", 2024, 1850, 2000],
    ["", 2023, "△12", "-"],
    ["합계", "", 1862, 2000],
    ["※ 잠정치"],
]
LINES = "\r\n".join(",".join(map(str, row)) for row in GRID)
HEADERS = (
    "특구", "구분", "연도", "분기", "시점", "기간", "지방비", "국비(백만원)", "만족도", "응답자(명)", "사업자등록번호",
    "매출액", "매출액(원)", "지표", "기준", "값", "목표", "단위", "상태", "입주일", "퇴거일", "대표자", "2024년 1분기",
    "2분기", "2023", "2024", "일자리 창출", "입주기업(개사)", "", "비고",
)  # fmt: skip
CELLS = (
    "군산", "구미", "강소(인천)", "천안‧아산", "군선", "2024", "2024년 1분기", "'24 1/4", "2024.1", "45657", "20241231",
    "1,030", "△12", "(12)", "−5", "79억 9000만 원", "95%", "0.95", "5*", "5(p)", "1e5", "-", "…", "비공개", "X", "N/A",
    "#DIV/0!", "합계", "소 계", "전국", "평균", "계", "※ 주", "* 잠정치", "1) 주석", "자료: 재단", "999-00-00011",
    "기업", "당해", "누계", "공표", "투자연계 금액", "억원", "명", "", "", "", "=1+1", "\u200b", "가" * 300, "9" * 40,
    "-" * 5, "1" + "0" * 20, "\x1f", "\x1e", '"', "a\nb", "１２", "ⅠⅡ", "²", "٣", "nan", "inf", "None", "TRUE",
    "특구", "연도", "지방비",
)  # fmt: skip
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
TEXTS = st.one_of(st.sampled_from(CELLS), st.text(max_size=8), st.integers(-(10**20), 10**20).map(str))
GRIDS = st.lists(st.lists(TEXTS, max_size=7), max_size=14)


@pytest.fixture
def run(tmp_path: Path, catalogue: Catalogue, stages: Callable) -> Run:
    """The rows of some bytes, or None where they were refused in words."""

    def attempt(content: bytes, dataset: str) -> pd.DataFrame | None:
        try:
            _, staged, facts = stages(content, dataset)
        except KpiError as refusal:
            assert refusal.faults and all(messages(refusal, language) for language in ("ko", "en"))
            return None
        assert len(facts) == staged.rows
        assert all(
            messages(KpiError(fault), language) for fault in staged.faults[:20] for language in ("ko", "en")
        )
        return facts

    return attempt


@FEW
@given(
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\xff\xfe",
            b"\xfe\xff",
            b"\xef\xbb\xbf",
            LINES.encode(),
        ]
    ),
    st.binary(max_size=400),
    st.sampled_from(DATASETS),
)
def test_random_bytes(run: Run, start: bytes, rest: bytes, dataset: str) -> None:
    run(start + rest, dataset)


BASES = {
    "utf8": LINES.encode(),
    "cp949": LINES.encode("cp949"),
    "utf16": LINES.encode("utf-16"),
    "xlsx": xlsx({"자료": GRID}),
    "xls": xls({"자료": GRID}),
    "ods": ods({"자료": GRID}),
    "html": (
        "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in GRID)
    ).encode(),
}
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "repeat"]),
        st.floats(0, 1),
        st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def mutated(content: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    """The content with bytes written over, taken out, put in, or a stretch said twice."""
    for kind, where, new in changes:
        at = int(where * len(content))
        match kind:
            case "flip":
                content = content[:at] + new + content[at + len(new) :]
            case "cut":
                content = content[:at] + content[at + len(new) * 20 :]
            case "insert":
                content = content[:at] + new + content[at:]
            case _:
                content = content[:at] + content[max(at - 50, 0) : at] * new[0] + content[at:]
    return content


@pytest.mark.parametrize("base", BASES)
@FEW
@given(MUTATIONS)
def test_mutated_files(run: Run, base: str, changes: list[tuple[str, float, bytes]]) -> None:
    run(mutated(BASES[base], changes), "funding")


PARTS = {
    "xlsx": (
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ),
    "ods": ("content.xml", "META-INF/manifest.xml"),
}


@pytest.mark.parametrize("base", PARTS)
@FEW
@given(st.data(), MUTATIONS)
def test_mutated_parts_of_intact_archives(
    run: Run, base: str, data: st.DataObject, changes: list[tuple[str, float, bytes]]
) -> None:
    part = data.draw(st.sampled_from(PARTS[base]))
    run(patched(BASES[base], {part: lambda content: mutated(content, changes)}), "funding")


@FEW
@given(
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=7),
    GRIDS,
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp949", "utf-16"]),
    st.sampled_from(DATASETS),
)
def test_tables_of_mess_in_text(
    run: Run, header: list[str], grid: list[list[str]], delimiter: str, encoding: str, dataset: str
) -> None:
    lines = [
        delimiter.join(f'"{cell}"' if delimiter in cell or "\n" in cell else cell for cell in row)
        for row in [header, *grid]
    ]
    facts = run("\n".join(lines).encode(encoding, "ignore"), dataset)
    if facts is not None and len(facts):
        assert len(facts) <= (len(grid) + 1) * max(len(header), 1)
        assert (
            facts["source_row"]
            .between(1, sum(line.count("\n") + line.count("\r") + 1 for line in lines) * 2)
            .all()
        )


@FEW
@given(
    st.lists(st.sampled_from(HEADERS), min_size=2, max_size=7),
    GRIDS,
    st.sampled_from(["xlsx", "xls", "ods"]),
    st.sampled_from(DATASETS),
)
def test_tables_of_mess_in_workbooks(
    run: Run, header: list[str], grid: list[list[str]], kind: str, dataset: str
) -> None:
    rows = [
        [cell for cell in row if cell.isprintable() and not set(cell) & set("<&")] for row in [header, *grid]
    ]
    content = {"xlsx": xlsx, "xls": xls, "ods": ods}[kind]({"자료": rows})
    facts = run(content, dataset)
    assert facts is None or len(facts) <= (len(grid) + 1) * max(map(len, rows))
