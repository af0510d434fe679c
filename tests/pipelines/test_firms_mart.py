"""What a release knows of firms: each record once, and one row a firm and place."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpi import firm_records
from kpi.catalogue import Catalogue, Dataset, load
from kpi.paths import PROJECT, Paths
from kpi.warehouse import Release, open_release
from pipelines.releasing import write_release
from tests.pipelines.test_renewed_releases import ABOUT, submitted
from tests.submitting.drafted_world import deal, drafted_world

STAYS = [
    {"zone": "gunsan", "period": "2024Q4", "firm": "firm-a", "firm_name": "가람", "entered_on": date(2021, 1, 4)},
    {
        "zone": "gunsan", "period": "2024Q4", "firm": "firm-b", "firm_name": "나래",
        "entered_on": date(2021, 1, 4), "left_on": date(2023, 6, 30), "field": "other",
    },
]  # fmt: skip
DEALS = [
    deal("a", 5, firm_name="옛 이름"),
    deal("a", 7, "2024Q2") | {"deal": "a2", "firm_name": "옛 이름"},
    deal("a", 9, zone="pohang") | {"deal": "a3"},
    deal("c", 1),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Two files: the register, known later, and investments."""
    paths = drafted_world(tmp_path_factory.mktemp("firms")).paths
    catalogue = load(paths.catalogue)
    deals = submitted(1, paths, catalogue, DEALS, slices=("gunsan|2024Q1", "gunsan|2024Q2", "pohang|2024Q1"))
    stays = submitted(
        2, paths, catalogue, STAYS, dataset="tenant_firms", slices=("gunsan|*",), known_on=date(2025, 3, 1)
    )
    return released(paths, catalogue, [deals, stays])


def released(paths: Paths, catalogue: Catalogue, submissions: list[Any]) -> Release:
    file = write_release(paths.releases / "1.duckdb", paths, catalogue, submissions, ABOUT).file.path
    return open_release(file, paths.warehouse)


def test_every_record_of_a_firm_is_there_once_with_its_columns_and_origin(release: Release) -> None:
    every = firm_records.every_record(Catalogue.from_json(release.about["catalogue"]))
    rows = release.rows(f"SELECT zone, firm, dataset, deal, amount_krw, field, source_row FROM ({every})")
    assert len(rows) == len({(row[2], row[6]) for row in rows}) == len(DEALS) + len(STAYS)
    assert ("pohang", "firm-a", "investments", "a3", 9, None) in {row[:6] for row in rows}
    assert ("gunsan", "firm-b", "tenant_firms", None, None, "other") in {row[:6] for row in rows}


def test_a_firm_stands_once_for_each_place_under_the_name_told_last(release: Release) -> None:
    asked = "SELECT zone, firm, name, stays, investments, investment_krw, records FROM firms"
    assert release.rows(asked) == [
        ("gunsan", "firm-a", "가람", 1, 2, 12, 3),
        ("gunsan", "firm-b", "나래", 1, 0, None, 1),
        ("gunsan", "firm-c", None, 0, 1, 1, 1),
        ("pohang", "firm-a", None, 0, 1, 9, 1),
    ]


def test_who_has_left_has_a_day_and_who_stays_has_none(release: Release) -> None:
    assert release.rows("SELECT firm, left_on FROM firms WHERE stays > 0") == [
        ("firm-a", None),
        ("firm-b", date(2023, 6, 30)),
    ]


def test_tenants_alone_take_part_in_no_programme(release: Release) -> None:
    taking_part = release.rows("SELECT zone, firm FROM firm_marks WHERE told_as = 'programme'")
    assert taking_part == [("gunsan", "firm-a"), ("gunsan", "firm-c"), ("pohang", "firm-a")]
    assert ("firm-b", "other") in release.rows("SELECT firm, mark FROM firm_marks WHERE told_as = 'stay'")


def test_a_catalogue_without_firms_gives_empty_tables_of_the_same_shape(tmp_path: Path) -> None:
    paths = drafted_world(tmp_path).paths
    whole = load(paths.catalogue)
    named = {key: each for key, each in whole.datasets.items() if each.firm_column is None}
    metrics = {key: each for key, each in whole.metrics.items() if not each.counted and not each.ratio}
    catalogue = whole.model_copy(update={"datasets": named, "metrics": metrics})
    with released(paths, catalogue, []) as empty:
        for table in ("firms", "firm_marks", f"({firm_records.every_record(catalogue)})"):
            assert empty.rows(f"SELECT * FROM {table}") == []


def with_column(dataset: Dataset, kind: str) -> Dataset:
    column = {"id": "told", "name": {"ko": "값", "en": "Value"}, "type": kind}
    return Dataset.model_validate({**dataset.model_dump(), "columns": [*dataset.columns, column]})


def test_a_column_that_two_datasets_type_differently_is_text() -> None:
    first, second = firm_records.datasets_of_firms(load(PROJECT / "catalogue"))[:2]
    whole, day = with_column(first, "integer"), with_column(second, "date")
    assert firm_records.shared_columns([whole, day])["told"] == "VARCHAR"
    assert firm_records.shared_columns([whole])["told"] == "BIGINT"


def test_every_dataset_that_names_firms_says_how_it_reads_on_their_page() -> None:
    catalogue = load(PROJECT / "catalogue")
    silent = [each.id for each in firm_records.datasets_of_firms(catalogue) if each.firm_record is None]
    assert silent == []
