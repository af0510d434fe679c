"""Every file that comes with the product is read and staged without one fault."""

from pathlib import Path

import pandas as pd
import pytest

from kpi.catalogue import Catalogue
from kpi.paths import Paths
from kpi.text import Text
from pipelines.reading import read
from pipelines.sidecars import load_side_car, side_car_path
from pipelines.staging import stage

FOLDERS = ("published", "sample")
FILES = [
    path
    for folder in FOLDERS
    for path in sorted((Paths().raw / folder).iterdir())
    if side_car_path(path).is_file()
]


def test_there_are_files_of_both_kinds() -> None:
    assert {path.parent.name for path in FILES} == set(FOLDERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_product_is_read_without_a_fault(path: Path, catalogue: Catalogue) -> None:
    side_car = load_side_car(path, catalogue)
    dataset = catalogue.datasets[side_car.dataset]
    staged = stage(read(path, dataset, catalogue), dataset, catalogue, side_car, b"key", "0123456789abcdef")
    facts = pd.concat(list(staged.chunks()), ignore_index=True)
    assert staged.faults == []
    assert len(facts) == staged.rows > 0
    assert not facts[list(dataset.key)].isna().any(axis=None)
    assert not facts.duplicated(list(dataset.key)).any()
    assert not facts["slice"].str.contains("?", regex=False).any()
    assert [repair.before for repair in staged.repairs if repair.kind == "column_not_used"] == []
    for repair in staged.repairs:
        for language in ("ko", "en"):
            assert Text(language)(
                f"reading.repairs.{repair.kind}",
                place=repair.place,
                before=repair.before,
                after=repair.after,
                count=repair.count,
            )


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name == "sample"], ids=lambda path: path.name
)
def test_the_totals_of_a_sample_file_are_the_sums_of_its_rows(path: Path, catalogue: Catalogue) -> None:
    side_car = load_side_car(path, catalogue)
    dataset = catalogue.datasets[side_car.dataset]
    staged = stage(read(path, dataset, catalogue), dataset, catalogue, side_car, b"key", "0123456789abcdef")
    facts = pd.concat(list(staged.chunks()), ignore_index=True)
    previous: dict[str, int] = {}
    for total in staged.totals:
        above = facts[facts["source_row"] < total.row]
        group = above[above["source_row"] > previous.get(total.column, 0)]
        previous[total.column] = total.row
        assert total.value in (above[total.column].sum(), group[total.column].sum())
