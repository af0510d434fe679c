"""The vectorised way for large files gives what the plain way gives, whatever stands between the rows."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.reading import delimited
from pipelines.reading.columns import tidied
from pipelines.reading.delimited import Layout, blocks

LINES = st.sampled_from(
    [
        "군산,12,가나",
        '구미,"1,030",가나',
        "구미,3",
        "",
        ",,",
        "※ 주석, 이것, 저것, 그것",
        '군산,"4\n5",다',
        "a,b,c,",
        "자료: 재단",
        "a,b,c,d",
    ]
)


def content_of(
    path: Path, encoding: str, slow: bool
) -> tuple[list[tuple[str, ...]], list[int], list[tuple[int, list[str]]]]:
    """All cells, row numbers and overlong rows, without blank rows at the end, which only one way sees."""
    cells: list[tuple[str, ...]] = []
    rows: list[int] = []
    overlong: list[tuple[int, list[str]]] = []
    for block in blocks(Layout(path, encoding, ","), 1, 3, slow):
        columns = [tidied(column, block.convert).to_pylist() for column in block.cells.columns]
        cells += list(zip(*columns, strict=True))
        rows += block.rows.tolist()
        overlong += block.overlong
    while cells and not any(cells[-1]):
        cells.pop(), rows.pop()
    return cells, rows, overlong


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig"])
@given(lines=st.lists(LINES, min_size=1, max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_both_ways_read_the_same(
    encoding: str, lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("both") / "file.csv"
    path.write_bytes("\r\n".join(["특구,값,비고", *lines]).encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BATCH_BYTES", 400)
        patch.setattr(delimited, "FAST_BLOCK_ROWS", 30)
        assert content_of(path, encoding, slow=False) == content_of(path, encoding, slow=True)


def test_a_block_ends_where_its_rows_are_long_however_few_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.csv"
    remark = "비" * 500
    path.write_bytes("\n".join(["특구,값,비고", *(f"군산,{row},{remark}" for row in range(40))]).encode())
    monkeypatch.setattr(delimited, "BATCH_BYTES", 2_000)
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 10_000)
    found = list(blocks(Layout(path, "utf-8-sig", ","), 1, 3, slow=False))
    assert max(block.cells.nbytes for block in found) < 20_000
    assert [row for block in found for row in block.rows] == list(range(2, 42))
