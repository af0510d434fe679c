"""A tree handed in as a table: the same evaluation as one written out, and every fault of the table at once."""

import shutil
from pathlib import Path

import pytest
import yaml

from kpi.catalogue import load
from kpi.catalogue.evaluations import Evaluation
from kpi.errors import CatalogueError
from kpi.paths import PROJECT
from kpi.text import messages

HEADER = "element,parent,level,name_ko,name_en,metric,weight,direction,yardstick,target,denominator,reference"
TABLE = """
all,,3,전체,All,,,,,,
growth,all,2,성장,Growth,,2,,,,
people,all,2,사람,People,,1,,,,
g1,growth,1,,,startups,3,1,peers,,,gunsan
g2,growth,1,,,spin_offs,1,,target,12,
p1,people,1,,,programme_jobs,,,peers,,startups,12.5
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(PROJECT / "catalogue", folder, ignore=shutil.ignore_patterns("text", "geography"))
    return folder


def structured(folder: Path, table: str, header: str = HEADER) -> Evaluation:
    """The evaluation of 2024 with this table as its tree."""
    file = folder / "evaluations" / "2024.yml"
    content = yaml.safe_load(file.read_text("utf-8"))
    del content["areas"]
    file.write_text(yaml.safe_dump({**content, "structure": "tree.csv"}, allow_unicode=True), "utf-8")
    (folder / "evaluations" / "tree.csv").write_text(header + table, "utf-8-sig")
    return load(folder).evaluations[2024]


def test_a_table_becomes_the_tree_it_describes(copy: Path) -> None:
    found = structured(copy, TABLE)
    assert [(branch.id, branch.weight) for branch in found.walk()] == [
        ("all", None),
        ("growth", 2),
        ("people", 1),
    ]
    leaves = {branch.leaf_id(leaf): leaf for branch in found.walk() for leaf in branch.metrics}
    assert list(leaves) == ["growth.startups", "growth.spin_offs", "people.programme_jobs"]
    assert (leaves["growth.spin_offs"].target, leaves["people.programme_jobs"].denominator) == (
        12,
        "startups",
    )
    assert [each.reference for each in leaves.values()] == ["gunsan", None, 12.5]
    assert found.elements[0].elements[0].name["ko"] == "성장"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("g3,nowhere,1,,,transfer_fee,1,,peers,,", "structure_parent"),
        ("g3,,1,,,transfer_fee,1,,peers,,", "structure_parent"),
        ("a,b,2,,,,,,,,\nb,a,2,,,,,,,,", "structure_circle"),
        ("low,growth,2,,,,1,,,,", "structure_level"),
        ("g3,growth,1,,,transfer_fee,much,,peers,,", "structure_number"),
        ("g3,growth,1,,,no_such_metric,1,,peers,,", "catalogue_unknown"),
        ("g3,growth,1,,,transfer_fee,1,-1,peers,,", "catalogue_unknown"),
        ("g3,growth,1,,,transfer_fee,1,,peers,,,nowhere", "catalogue_unknown"),
    ],
)
def test_a_row_that_does_not_fit_is_named(copy: Path, row: str, code: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        structured(copy, f"{TABLE}{row}\n")
    assert code in {fault.code.split(".")[1] for fault in caught.value.faults}
    assert all(messages(caught.value, language) for language in ("ko", "en"))


def test_columns_nobody_reads_and_required_ones_that_are_not_there_are_named(copy: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        structured(copy, "\nall,,startups\n", header="element,mother,metric")
    named = [
        fault.value for fault in caught.value.faults if fault.code == "evaluation_errors.structure_columns"
    ]
    assert named == ["mother", "parent"]


def test_a_table_that_is_not_there_is_named(copy: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        structured(copy, TABLE)
        (copy / "evaluations" / "tree.csv").unlink()
        load(copy)
    assert "evaluation_errors.structure_unreadable" in {fault.code for fault in caught.value.faults}
