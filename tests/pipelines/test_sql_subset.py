"""The SQL that builds marts keeps to what DuckDB and Spark run alike."""

import re
from pathlib import Path

import pytest

from kpi.paths import PROJECT

FILES = sorted((PROJECT / "pipelines" / "sql").glob("*.sql"))
FORBIDDEN = (
    r"\b(QUALIFY|PIVOT|UNPIVOT|GROUP\s+BY\s+ALL|ORDER\s+BY\s+ALL|EXCLUDE|ASOF|LIST_\w+|ARG_MAX|STRUCT_PACK)\b"
)


def code(path: Path) -> str:
    return "\n".join(
        line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("--")
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_statement_keeps_to_the_common_subset(path: Path) -> None:
    text = code(path)
    assert re.search(FORBIDDEN, text, re.IGNORECASE) is None
    assert '"' not in text, "Spark reads double quotes as texts"
    assert "::" not in text, "casts are written CAST(… AS …)"
    assert "/" not in text or "NULLIF" in text, "Spark raises on division by zero"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_says_what_one_row_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("-- One row per ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_output_column_is_named(path: Path) -> None:
    """`AS` before every alias: Sail and Spark disagree about bare ones."""
    for line in re.findall(
        r"^\s*(?:FROM|JOIN|LEFT JOIN|FULL OUTER JOIN)\s+([\w{}]+)\s+(\w+)", code(path), re.MULTILINE
    ):
        assert line[1].upper() in {"AS", "WHERE", "ON", "GROUP", "ORDER", "LEFT", "JOIN", "FULL"}, line
