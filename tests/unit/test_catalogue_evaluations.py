"""Evaluations in the catalogue: assumptions say so, faults come all at once, trees stored earlier still read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from kpi.access import Role
from kpi.catalogue import Catalogue, load
from kpi.catalogue.evaluations import Judged, RoleName
from kpi.errors import CatalogueError
from kpi.text import messages


def codes(folder: Path, edit: Callable[[dict], Any]) -> list[tuple[str, str]]:
    """Code and entry of every fault of the evaluation of 2024 after a change, which are all but missing files."""
    file = folder / "evaluations" / "2024.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    edit(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    found = [fault for fault in caught.value.faults if fault.code != "errors.catalogue_file_missing"]
    assert all(fault.where.file == "2024.yml" for fault in found)
    for language in ("ko", "en"):
        assert len(messages(caught.value, language)) == len(caught.value.faults)
    return [(fault.code.split(".")[1], fault.where.entry) for fault in found]


def indicator(content: dict, area: int, number: int) -> dict:
    return content["areas"][area]["indicators"][number]


def test_weights_method_and_grade_rule_are_marked_as_assumed(catalogue: Catalogue) -> None:
    for year in (2023, 2024):
        found = catalogue.evaluations[year]
        assert (found.weights, found.method, found.grade_rule) == ("not_public", "assumed", "assumed")


def test_metrics_with_targets_are_judged_by_them_and_the_others_by_peers(catalogue: Catalogue) -> None:
    found = catalogue.evaluations[2024]
    by_peers = {
        each.metric for branch in found.walk() for each in branch.metrics if each.yardstick == "peers"
    }
    assert (found.yardstick, by_peers) == (
        "target",
        {"tenant_satisfaction", "local_to_national_funding", "tenant_firms"},
    )
    assert (found.recipe.normalisation.method, found.recipe.aggregation) == ("min_max", ("arithmetic",))


def test_every_leaf_has_an_id_of_its_own_even_where_metric_and_indicator_share_a_name(
    catalogue: Catalogue,
) -> None:
    branches = list(catalogue.evaluations[2024].walk())
    leaves = [branch.leaf_id(leaf) for branch in branches for leaf in branch.leaves]
    ids = [*(branch.id for branch in branches), *leaves]
    assert "tenant_satisfaction.tenant_satisfaction" in ids and len(set(ids)) == len(ids)


def test_what_evaluators_judge_is_listed_with_its_scale(catalogue: Catalogue) -> None:
    found = catalogue.evaluations[2024].judged
    assert list(found) == ["tenant_nurturing.nurturing_cases", "concentration.concentration_effort"]
    assert all(
        isinstance(leaf, Judged) and (leaf.lowest, leaf.highest) == (0, 100) for leaf in found.values()
    )


def test_the_roles_that_may_score_are_the_roles_there_are() -> None:
    assert set(get_args(RoleName)) == set(Role)


def test_a_tree_that_an_earlier_program_stored_still_reads(catalogue: Catalogue) -> None:
    stored = json.loads(catalogue.to_json())
    names = {"ko": "지표", "en": "Indicator"}
    leaf = {"id": "startups", "name": names, "metrics": ["startups", "spin_offs"], "weight": None}
    stored["evaluations"] = {
        "2023": {
            "year": 2023, "tree": "published", "weights": "not_public", "note": names, "released_on": "2024-06-28",
            "grades": ["top"],
            "areas": [{"id": "results", "name": names, "indicators": [leaf], "weight": None}],
        }
    }  # fmt: skip
    found = Catalogue.from_json(json.dumps(stored)).evaluations[2023]
    assert [branch.id for branch in found.walk()] == ["results", "startups"]
    assert [each.metric for branch in found.walk() for each in branch.metrics] == ["startups", "spin_offs"]
    assert (found.yardstick, found.recipe.grades) == ("peers", None)


def test_a_tree_may_have_any_depth(copy: Path) -> None:
    file = copy / "evaluations" / "2024.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    deepest = content["areas"][0]["indicators"].pop(0)
    middle = {"id": "results", "name": {"ko": "성과", "en": "Results"}, "elements": [deepest]}
    content["areas"][0]["indicators"].append(middle)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    assert [branch.id for branch in load(copy).evaluations[2024].walk()][3:5] == [
        "results",
        "common_programme",
    ]


def test_weights_that_do_not_fit_are_all_found_at_once(copy: Path) -> None:
    def edit(content: dict) -> None:
        content["areas"][0]["weight"] = 60
        indicator(content, 0, 1)["weight"] = -1
        for number in (0, 1):
            indicator(content, 2, number)["weight"] = 0

    assert codes(copy, edit) == [
        ("weights_partly", "2024"),
        ("weights_partly", "commercialisation"),
        ("weights_negative", "commercialisation"),
        ("weights_all_zero", "local_contribution"),
    ]


def test_weights_said_to_be_entered_must_be_there(copy: Path) -> None:
    assert codes(copy, lambda content: content.update(weights="entered")) == [("weights_not_entered", "2024")]


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        ("no_such_metric", "catalogue_unknown"),
        ({"metric": "startups", "basis": "period_end"}, "catalogue_unknown"),
        ({"metric": "startups", "denominator": "no_such_metric"}, "catalogue_unknown"),
        ({"metric": "startups", "denominator": "tenant_firms"}, "populations_mixed"),
        ({"metric": "startups", "yardstick": "goalposts"}, "yardstick_missing"),
        ({"metric": "startups", "goalposts": [10, 0]}, "goalposts_reversed"),
        ({"metric": "startups", "reference": "nowhere"}, "catalogue_unknown"),
        (
            {
                "metric": "startups",
                "yardstick": "peers",
                "normalisation": {"method": "distance_to_reference"},
            },
            "yardstick_missing",
        ),
    ],
)
def test_a_leaf_that_cannot_be_measured_is_named(copy: Path, leaf: Any, code: str) -> None:
    found = codes(copy, lambda content: indicator(content, 0, 1).update(metrics=[leaf]))
    assert [each for each, _ in found] == [code]


def test_a_target_as_yardstick_needs_a_dataset_of_targets_or_one_for_all(copy: Path) -> None:
    (copy / "datasets" / "targets.yml").unlink()

    def edit(content: dict) -> None:
        indicator(content, 0, 1)["metrics"] = [{"metric": "spin_offs", "target": 5}]

    (copy / "evaluations" / "2023.yml").unlink()
    entries = [entry for code, entry in codes(copy, edit) if code == "yardstick_missing"]
    assert "common_programme.startups" in entries and "specialised_programme.spin_offs" not in entries


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda content: indicator(content, 0, 1).update(id="satisfaction"), "catalogue_twice"),
        (lambda content: content["areas"][1].update(id="total"), "catalogue_twice"),
        (
            lambda content: indicator(content, 0, 0).update(metrics=["startups", "startups"]),
            "catalogue_twice",
        ),
        (lambda content: indicator(content, 0, 1).update(metrics=[]), "branch_without_children"),
        (lambda content: content["areas"][0].update(metrics=["startups"]), "branch_without_children"),
        (lambda content: indicator(content, 2, 1)["judged"][0].update(lowest=100), "scale_reversed"),
        (lambda content: content.update(grades=["top"]), "grades_differ"),
        (lambda content: content["recipe"]["grades"].update(shares=[0.5, 0.5]), "grade_shares_do_not_fit"),
        (lambda content: content["recipe"]["normalisation"].update(method="guess"), "catalogue_value"),
        (lambda content: content.update(scorers=["anybody"]), "catalogue_value"),
        (lambda content: content.update(areas=[]), "catalogue_unknown"),
        (lambda content: content.update(reference="nowhere"), "catalogue_unknown"),
        (
            lambda content: content["recipe"]["normalisation"].update(method="distance_to_reference"),
            "yardstick_missing",
        ),
    ],
)
def test_a_broken_evaluation_is_refused_by_name(copy: Path, edit: Callable[[dict], Any], code: str) -> None:
    assert code in [each for each, _ in codes(copy, edit)]
