"""What the fields of the own tables hold, what is offered in them, and what the file of scores says."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpi.scoring.recipe import Grades, Recipe
from kpi.scoring.scores import score
from kpi.ui.evaluation import own_form, own_kept
from kpi.ui.evaluation.methods import NORMALISATIONS
from kpi.ui.evaluation.own_kept import Kept
from kpi.ui.evaluation.own_result import as_csv, changed, shades
from tests.scoring.own_files import STRUCTURE, read


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    made = Kept(("1", "2"), ("values.csv", "structure.csv"), read(tmp_path))
    monkeypatch.setattr(own_kept, "kept", lambda: made)
    return made


def chosen(recipe: Recipe | None = None) -> Any:
    return SimpleNamespace(
        choices=SimpleNamespace(recipe=recipe), evaluation=SimpleNamespace(recipe=Recipe())
    )


def test_the_fields_begin_with_the_pages_methods_without_its_grades(kept: Kept) -> None:
    usual = Recipe(group_availability=0.5, grades=Grades(names=("a", "b"), shares=(0.5, 0.5)))
    standing = own_form.standing_of(chosen(usual), kept)
    assert standing.recipe == Recipe(group_availability=0.5)
    assert standing.weights == {"results": 3, "support": 1, "transfers": 2, "startups": 1, "closures": 1}


def test_what_is_chosen_in_the_fields_is_held_and_shown_again(kept: Kept) -> None:
    fields = {
        "normalisation": "z_score", "combine:0": "geometric", "combine:1": "arithmetic",
        "imputation": "median", "outliers": "winsorise",
        "weight:results": "1", "weight:support": "1", "weight:transfers": "2", "weight:startups": "1",
        "weight:closures": "1",
    }  # fmt: skip
    own_form.take(own_form.standing_of(chosen(), kept), fields)
    standing = own_form.standing_of(chosen(), kept)
    assert standing.recipe.normalisation == NORMALISATIONS["z_score"]
    assert standing.recipe.aggregation == ("geometric", "arithmetic")
    assert (standing.recipe.imputation, standing.recipe.outliers) == ("median", "winsorise")
    assert kept.weights == {"results": 1.0} and standing.weights["results"] == 1
    assert standing.base_recipe == Recipe()


def test_methods_against_targets_are_offered_where_there_are_targets(tmp_path: Path, kept: Kept) -> None:
    assert kept.tables is not None
    assert {"achievement", "distance_to_target", "borda"} <= set(own_form.offered(kept.tables.board))
    without = read(tmp_path, structure=STRUCTURE.replace("1,1,2,25", "1,1,2,"))
    assert set(own_form.offered(without.board)) == set(NORMALISATIONS)


def test_beside_a_declared_yardstick_only_what_runs_to_a_hundred_is_offered(tmp_path: Path) -> None:
    structure = STRUCTURE.replace("name\n", "name,yardstick\n").replace("firms,창업", "firms,창업,peers")
    structure = structure.replace("25,,이전", "25,,이전,target")
    rows = [line if line.count(",") == 8 else f"{line}," for line in structure.splitlines()]
    made = read(tmp_path, structure="\n".join(rows))
    assert set(own_form.offered(made.board)) == {"min_max", "min_max_1", "z_score", "achievement"}


def test_the_file_holds_every_score_and_says_what_was_estimated_or_adjusted(kept: Kept) -> None:
    assert kept.tables is not None
    found = score(kept.tables.board, Recipe(imputation="mean"))
    frame = pd.read_csv(io.BytesIO(as_csv(kept.tables, found, {**kept.tables.names, "total": "총점"})))
    assert len(frame) == 3 * 6 and set(frame["element_name"]) == {
        "총점",
        "성과",
        "지원",
        "이전",
        "창업",
        "폐업",
    }
    cell = frame[(frame["unit"] == "C") & (frame["element"] == "transfers")].iloc[0]
    assert np.isnan(cell["value"]) and cell["value_used"] == 15 and cell["is_imputed"] in (True, "True")
    (row,) = changed(kept.tables, found).to_dict("records")
    assert (row["unit"], row["indicator"], row["what"], row["after"]) == ("C", "transfers", "imputed", 15)


def test_an_adjusted_outlier_is_listed_with_its_value_before_and_after(tmp_path: Path) -> None:
    rows = [f"u{at},{value}" for at, value in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 9, 900])]
    made = read(tmp_path, "\n".join(["unit,x", *rows]), "id,parent,direction,weight\ntop,,,\nx,top,1,1\n")
    (row,) = changed(made, score(made.board, Recipe(outliers="winsorise"))).to_dict("records")
    assert (row["unit"], row["what"], row["before"], row["after"]) == ("u9", "treated", 900, 9)


def test_shades_run_from_the_lowest_to_the_highest_of_each_column() -> None:
    scores = np.array([[0.0, 5.0, np.nan], [50.0, 5.0, np.nan], [100.0, 5.0, np.nan]])
    assert shades(scores).tolist() == [[0, 0, 0], [4, 0, 0], [7, 0, 0]]
