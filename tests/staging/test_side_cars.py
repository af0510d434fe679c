"""Side-cars: typed when right, and every fault at once when not."""

from datetime import date
from pathlib import Path

import pytest

from kpi.catalogue import Catalogue
from kpi.errors import FileError
from kpi.text import messages
from pipelines.sidecars import load_side_car

RIGHT = """
title: {ko: 제목, en: Title}
publisher: {ko: 발행처, en: Publisher}
dataset: funding
series: submitted
mode: replace
known_on: 2025-01-02
synthetic: false
licence: CC0-1.0
"""
WRONG = """
title: {ko: 제목}
publisher: 발행처
dataset: nothing
mode: overwrite
known_on: soon
synthetic: 'no'
licence: ''
colour: red
url: ftp://somewhere
covers: {zones: [gunsan, atlantis]}
"""


def written(folder: Path, content: str) -> Path:
    (folder / "file.csv.yml").write_text(content, "utf-8")
    return folder / "file.csv"


def test_a_right_side_car_is_typed(tmp_path: Path, catalogue: Catalogue) -> None:
    side_car = load_side_car(
        written(tmp_path, RIGHT + "covers: {zones: all, periods: [2024, '2025']}\n"), catalogue
    )
    assert (side_car.file_name, side_car.known_on, side_car.title.en) == (
        "file.csv",
        date(2025, 1, 2),
        "Title",
    )
    assert side_car.covers_zones == tuple(catalogue.zones)
    assert side_car.covers_periods == ("2024", "2025")


def test_what_is_not_said_is_none(tmp_path: Path, catalogue: Catalogue) -> None:
    side_car = load_side_car(written(tmp_path, RIGHT), catalogue)
    assert (side_car.covers_zones, side_car.covers_periods, side_car.note, side_car.url) == (
        None,
        None,
        None,
        "",
    )


def test_every_fault_is_told_at_once_in_both_languages(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(FileError) as refusal:
        load_side_car(written(tmp_path, WRONG), catalogue)
    entries = {fault.where.entry for fault in refusal.value.faults}
    assert entries == {
        "colour",
        "series",
        "title.en",
        "publisher",
        "dataset",
        "mode",
        "known_on",
        "synthetic",
        "licence",
        "url",
        "covers.zones",
    }
    for language in ("ko", "en"):
        assert len(messages(refusal.value, language)) == len(refusal.value.faults)


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "side_car_missing"), ("title: [", "side_car_not_yaml"), ("- 1\n", "side_car_not_yaml")],
)
def test_a_side_car_that_is_none_is_named(
    tmp_path: Path, catalogue: Catalogue, content: str | None, code: str
) -> None:
    path = tmp_path / "file.csv" if content is None else written(tmp_path, content)
    with pytest.raises(FileError) as refusal:
        load_side_car(path, catalogue)
    assert refusal.value.code == f"reading_errors.{code}"


@pytest.mark.parametrize("periods", ["[2024Q1]", "[]", "soon"])
def test_periods_that_the_dataset_is_not_sliced_by_are_faults(
    tmp_path: Path, catalogue: Catalogue, periods: str
) -> None:
    with pytest.raises(FileError) as refusal:
        load_side_car(written(tmp_path, f"{RIGHT}covers: {{periods: {periods}}}\n"), catalogue)
    assert {fault.where.entry for fault in refusal.value.faults} == {"covers.periods"}
