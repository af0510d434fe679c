"""The catalogue: complete as shipped, and every fault of a broken one found at once."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from kpi.catalogue import Catalogue, load
from kpi.errors import CatalogueError
from kpi.text import messages


def change(folder: Path, name: str, edit) -> None:
    file = folder / name
    content = yaml.safe_load(file.read_text("utf-8"))
    edit(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def test_the_fourteen_zones_have_their_waves(catalogue: Catalogue) -> None:
    waves = [zone.wave for zone in catalogue.zones.values()]
    assert (waves.count(1), waves.count(2), waves.count(3)) == (6, 6, 2)
    assert catalogue.zones["gunsan"].designated_on == date(2020, 7, 27)


def test_an_area_nobody_quoted_is_unknown_and_not_zero(catalogue: Catalogue) -> None:
    assert catalogue.zones["pohang"].area_km2 is None
    assert catalogue.zones["gunsan"].area_km2 == pytest.approx(2.70)


def test_cumulative_values_count_from_the_quarter_of_designation(catalogue: Catalogue) -> None:
    assert catalogue.zones["gunsan"].first_quarter == "2020Q3"


def test_a_stored_catalogue_reads_back_equal_with_the_same_hash(catalogue: Catalogue) -> None:
    again = Catalogue.from_json(catalogue.to_json())
    assert again == catalogue
    assert again.sha256 == catalogue.sha256


def test_a_catalogue_is_read_again_only_when_its_files_have_changed(copy: Path) -> None:
    first = load(copy)
    assert load(copy) is first
    change(copy, "zones.yml", lambda content: content["zones"][0]["name"].update(en="Elsewhere"))
    assert next(iter(load(copy).zones.values())).name.en == "Elsewhere"
    (copy / "grades.yml").unlink()
    with pytest.raises(CatalogueError):
        load(copy)


def test_a_ratio_has_the_bases_of_its_flow_side(catalogue: Catalogue) -> None:
    assert catalogue.bases_of("investment_per_firm") == ("in_period", "cumulative")
    assert catalogue.bases_of("tenant_firms") == ("period_end",)


def test_ratios_that_cross_populations_say_so_with_a_caveat(catalogue: Catalogue) -> None:
    crossing = {m.id for m in catalogue.metrics.values() if m.ratio and m.ratio.cross_population}
    assert crossing == {"investment_per_firm", "jobs_per_firm"}
    assert all("cross_population" in catalogue.metrics[metric].caveats for metric in crossing)


def test_the_evaluation_years_say_how_far_their_tree_is_known(catalogue: Catalogue) -> None:
    assert {year: each.tree for year, each in catalogue.evaluations.items()} == {
        2022: "unknown",
        2023: "published",
        2024: "assumed",
    }
    areas = catalogue.evaluations[2023].elements
    assert [len(area.elements) for area in areas] == [3, 1, 2]
    assert all(branch.weight is None for branch in catalogue.evaluations[2023].walk()), (
        "weights are not public"
    )


def test_all_faults_are_reported_at_once_with_file_entry_value_and_what_is_allowed(copy: Path) -> None:
    wrong = {"unit": "barrels", "population": "moon"}
    change(copy, "metrics.yml", lambda content: content["metrics"][0].update(wrong))
    change(copy, "zones.yml", lambda content: content["zones"][0].update(caveats=["nobody_wrote_this"]))
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    faults = caught.value.faults
    assert {(fault.where.file, fault.value) for fault in faults} == {
        ("metrics.yml", "barrels"),
        ("metrics.yml", "moon"),
        ("zones.yml", "nobody_wrote_this"),
    }
    for language in ("ko", "en"):
        words = messages(caught.value, language)
        assert any("barrels" in line and "krw" in line and "metrics.yml" in line for line in words)


def test_shape_faults_of_several_files_are_reported_together(copy: Path) -> None:
    change(copy, "units.yml", lambda content: content["units"][0].update(kind="fluid"))
    change(copy, "areas.yml", lambda content: content["areas"][0].pop("name"))
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert {fault.where.file for fault in caught.value.faults} >= {"units.yml", "areas.yml"}


def test_broken_yaml_names_its_file_and_line(copy: Path) -> None:
    (copy / "areas.yml").write_text("areas:\n  - id: [unclosed\n", "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    fault = next(fault for fault in caught.value.faults if fault.code == "errors.catalogue_not_yaml")
    assert fault.where.file == "areas.yml"
    assert fault.where.row


def test_an_entry_defined_twice_is_a_fault(copy: Path) -> None:
    change(copy, "areas.yml", lambda content: content["areas"].append(content["areas"][0]))
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert caught.value.code == "errors.catalogue_twice"


def test_an_alias_of_two_zones_is_a_fault_naming_both(copy: Path) -> None:
    change(copy, "zones.yml", lambda content: content["zones"][0]["aliases"].append("군산"))
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert "gunsan" in messages(caught.value, "ko")[0]


def test_an_undeclared_mix_of_populations_is_a_fault(copy: Path) -> None:
    def undeclare(content: dict) -> None:
        metric = next(metric for metric in content["metrics"] if metric["id"] == "jobs_per_firm")
        metric["ratio"]["cross_population"] = False

    change(copy, "metrics.yml", undeclare)
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert caught.value.code == "errors.catalogue_cross_population"


def test_a_metric_needs_exactly_one_source(copy: Path) -> None:
    change(copy, "metrics.yml", lambda content: content["metrics"][0].pop("counted"))
    with pytest.raises(CatalogueError):
        load(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "grades.yml").unlink()
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert "grades.yml" in str(caught.value)


@pytest.mark.parametrize(
    ("dataset", "told"),
    [("investments", {"kind": "investment", "amount": "price_krw"}), ("targets", {"kind": "result"})],
    ids=["by a column that is not there", "of nobody"],
)
def test_a_row_is_told_of_a_firm_by_columns_that_are_there(copy: Path, dataset: str, told: dict) -> None:
    change(copy, f"datasets/{dataset}.yml", lambda content: content.update(firm_record=told))
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    (fault,) = caught.value.faults
    assert (fault.where.entry, fault.where.column) == (dataset, "firm_record")


@pytest.mark.parametrize(
    ("dataset", "rule"),
    [("tenant_firms", {"months": 1}), ("investments", {"months": 1, "cycle": "year"})],
    ids=["no cycle", "a cycle that slices do not have"],
)
def test_a_file_is_asked_for_in_a_cycle_that_it_can_be_seen_to_have_come_in(
    copy: Path, dataset: str, rule: dict
) -> None:
    change(copy, f"datasets/{dataset}.yml", lambda content: content.update(due=rule))
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    (fault,) = caught.value.faults
    assert (fault.where.entry, fault.where.column) == (dataset, "due")
