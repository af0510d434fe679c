"""Somebody's own tables on their way to the worker and back: read there, kept nowhere."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.scoring.tables.boards import tables_of
from kpi.ui.evaluation import own_reading
from kpi.worker import Worker
from tests.scoring.own_files import STRUCTURE, VALUES


@dataclass(frozen=True)
class File:
    """What a browser hands over."""

    name: str
    content: bytes

    def getvalue(self) -> bytes:
        return self.content


@pytest.fixture
def here(paths: Paths, odd: Worker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A setting whose worker is at hand, and a place of its own for what is temporary."""
    monkeypatch.setattr(own_reading, "worker", lambda _: odd)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return SimpleNamespace(paths=paths)


def test_two_files_of_the_same_name_come_back_read_and_nothing_stays(here: Any, tmp_path: Path) -> None:
    values, structure = (File("../t.csv", each.encode("cp949")) for each in (VALUES, STRUCTURE))
    made = tables_of(*own_reading.read(here, values, structure))
    assert made.board.units == ("A", "B", "C") and made.unit_names["A"] == "가람"
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_with_both_files_comes_together(here: Any, tmp_path: Path) -> None:
    with pytest.raises(KpiError) as error:
        own_reading.read(here, File("a.csv", b""), File("b.csv", b"%PDF-1.7 no table"))
    assert [(fault.code, fault.where.file) for fault in error.value.faults] == [
        ("reading_errors.empty", "a.csv"),
        ("reading_errors.not_a_table", "b.csv"),
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_reading_that_takes_too_long_is_ended_and_told(
    here: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(own_reading, "MOST_SECONDS", 0)
    with pytest.raises(KpiError) as error:
        own_reading.read(here, File("a.csv", VALUES.encode()), File("b.csv", STRUCTURE.encode()))
    assert error.value.code == "tables_errors.too_slow"
    assert list(tmp_path.iterdir()) == []
