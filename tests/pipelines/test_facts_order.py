"""Facts of many rows lie in stretches sorted by firm, whatever order their file had, and lose nothing by it."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from kpi.catalogue import load
from kpi.paths import PROJECT
from pipelines import facts
from pipelines.facts import FactsWriter, name_rows

FIRMS = ["firm-d", "firm-a", "firm-c", "firm-b"] * 25


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hundred investments of four firms, in groups of ten rows."""
    monkeypatch.setattr(facts, "GROUP_ROWS", 10)
    chunk = pd.DataFrame({
        "zone": "gunsan", "period": "2024Q1", "firm": FIRMS, "amount_krw": range(100), "slice": "gunsan|2024Q1",
        "source_row": range(1, 101), "submission": "draft",
    })  # fmt: skip
    final = tmp_path / "facts.parquet"
    with FactsWriter(final, load(PROJECT / "catalogue").datasets["investments"]) as writer:
        writer.add(chunk)
        writer.finish()
    return final


def groups(file: Path) -> list[tuple[str, str]]:
    """The first and the last firm of every group, as a reader sees them before reading."""
    with pq.ParquetFile(file) as opened:
        at = opened.schema_arrow.names.index("firm")
        found = [opened.metadata.row_group(number).column(at) for number in range(opened.num_row_groups)]
        return [(each.statistics.min, each.statistics.max) for each in found]


def test_a_firm_is_in_few_groups(file: Path) -> None:
    assert len(groups(file)) == 10
    assert sum(first <= "firm-b" <= last for first, last in groups(file)) <= 4


def test_every_row_is_there_with_its_own_number(file: Path) -> None:
    rows = pd.read_parquet(file).sort_values("source_row")
    assert rows["firm"].tolist() == FIRMS
    assert rows["amount_krw"].tolist() == list(range(100))


def test_rows_that_get_another_name_stay_in_their_groups(file: Path) -> None:
    before = groups(file)
    name_rows(file, "accepted")
    assert groups(file) == before
    assert set(pd.read_parquet(file)["submission"]) == {"accepted"}
