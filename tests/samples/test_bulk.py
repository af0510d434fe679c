"""Benchmark files: the rows asked for, no firm and quarter twice, the same bytes for the same seed."""

from pathlib import Path

import pytest
import yaml

from kpi.catalogue import Catalogue
from pipelines.samples import bulk
from pipelines.samples.registration import is_valid


@pytest.fixture
def lines(catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(bulk, "CHUNK_ROWS", 700)
    path = bulk.write_bulk(2000, tmp_path, catalogue, seed=1)
    return path.read_bytes().decode("cp949").split("\r\n")


def test_a_title_and_a_header_stand_above_exactly_the_rows_asked_for(lines: list[str]) -> None:
    assert lines[0].startswith("입주기업 경영실적")
    assert lines[1] == ",".join(bulk.HEADER)
    assert len(lines) == 2 + 2000 + 1 and lines[-1] == ""
    assert {line.count(",") for line in lines[2:-1]} == {len(bulk.HEADER) - 1}


def test_no_firm_has_two_rows_for_a_quarter_across_chunks_and_every_zone_occurs(
    lines: list[str], catalogue: Catalogue
) -> None:
    rows = [line.split(",") for line in lines[2:-1]]
    assert len({(firm, quarter) for _, quarter, firm, *_ in rows}) == 2000
    assert {zone for zone, *_ in rows} == {zone.name.ko for zone in catalogue.zones.values()}
    assert not any(is_valid(firm) for _, _, firm, *_ in rows)


def test_the_same_seed_writes_the_same_bytes(catalogue: Catalogue, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    first, second = (bulk.write_bulk(1000, folder, catalogue, seed=3).read_bytes() for folder in folders)
    assert first == second


def test_the_side_car_marks_the_file_as_synthetic(catalogue: Catalogue, tmp_path: Path) -> None:
    path = bulk.write_bulk(100, tmp_path, catalogue, seed=1)
    about = yaml.safe_load(path.with_name(f"{path.name}.yml").read_text("utf-8"))
    assert about["synthetic"] is True and about["dataset"] == "firm_results"
