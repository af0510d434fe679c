"""What values are divided by is declared like everything else, and checked."""

import shutil
from pathlib import Path

import pytest
import yaml

from kpi.catalogue import load
from kpi.errors import CatalogueError
from kpi.paths import PROJECT

SHIPPED = PROJECT / "catalogue"
NAMED = {"id": "odd", "name": {"ko": "이상", "en": "odd"}}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("text", "geography"))
    return folder


def faults_of(folder: Path, **declared: object) -> list[tuple[str, object]]:
    """Column and value of every fault of a catalogue with one denominator."""
    content = {"denominators": [{**NAMED, **declared}]}
    (folder / "denominators.yml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert {fault.where.file for fault in caught.value.faults} == {"denominators.yml"}
    return [(fault.where.column, fault.value) for fault in caught.value.faults]


def test_firms_funding_area_and_years_are_there_to_be_divided_by() -> None:
    assert list(load(SHIPPED).denominators) == ["tenant_firm", "funding", "area", "year"]


def test_a_catalogue_may_do_without_any(copy: Path) -> None:
    (copy / "denominators.yml").unlink()
    assert load(copy).denominators == {}


def test_an_unknown_metric_is_named(copy: Path) -> None:
    assert faults_of(copy, metrics=["wishes"]) == [("metrics", "wishes")]


def test_a_ratio_is_no_denominator(copy: Path) -> None:
    found = faults_of(copy, metrics=["research_intensity"])
    assert found == [("metrics", "research_intensity")]


def test_firms_and_money_are_not_added_up(copy: Path) -> None:
    assert faults_of(copy, metrics=["tenant_firms", "local_funding"]) == [
        ("metrics", ["tenant_firms", "local_funding"])
    ]


def test_a_denominator_is_either_of_metrics_or_of_the_zone(copy: Path) -> None:
    assert len(faults_of(copy)) == 1
    assert len(faults_of(copy, metrics=["tenant_firms"], of_zone="area_km2")) == 1


def test_a_scale_is_more_than_nothing(copy: Path) -> None:
    assert faults_of(copy, metrics=["tenant_firms"], scale=0) == [("scale", 0)]
