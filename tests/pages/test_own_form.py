"""What the fields of the own tables hold, what is offered in them, and what the file of scores says."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpi.queries.methods_offered import NORMALISATIONS
from kpi.scoring.recipe import Grades, Recipe
from kpi.scoring.scores import score
from kpi.ui.evaluation import own_form
from kpi.ui.evaluation.own_kept import Kept
from kpi.ui.evaluation.own_result import changed, scores, shades
from tests.scoring.own_files import STRUCTURE, VALUES, read


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(("1", "2"), ("values.csv", "structure.csv"), read(tmp_path))


@pytest.fixture(autouse=True)
def address(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser's address has of the filters."""
    held: dict[str, str] = {}

    def value_of(key: str, allowed: Any, default: str) -> str:
        fits = key in held and (allowed(held[key]) if callable(allowed) else held[key] in allowed)
        return held[key] if fits else default

    def write(key: str, value: str | None, default: str) -> None:
        held.pop(key, None)
        if value is not None and value != default:
            held[key] = value

    monkeypatch.setattr(own_form, "value_of", value_of)
    monkeypatch.setattr(own_form, "write", write)
    return held


def chosen(recipe: Recipe | None = None) -> Any:
    return SimpleNamespace(
        choices=SimpleNamespace(recipe=recipe), evaluation=SimpleNamespace(recipe=Recipe())
    )


def test_the_fields_begin_with_the_pages_methods_without_its_grades(kept: Kept) -> None:
    usual = Recipe(group_availability=0.5, grades=Grades(names=("a", "b"), shares=(0.5, 0.5)))
    standing = own_form.standing_of(chosen(usual), kept)
    assert standing.recipe == Recipe(group_availability=0.5)
    assert standing.weights == {"results": 3, "support": 1, "transfers": 2, "startups": 1, "closures": 1}


def test_what_is_chosen_in_the_fields_goes_into_the_address_and_is_shown_again(
    kept: Kept, address: dict[str, str]
) -> None:
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
    assert standing.weights["results"] == 1 and standing.base_recipe == Recipe()
    assert address == {
        "own_normalisation": "z_score", "own_combine": "geometric,arithmetic", "own_imputation": "median",
        "own_outliers": "winsorise", "own_weights": "results:1",
    }  # fmt: skip
    unchanged = fields | {"normalisation": "min_max", "combine:0": "arithmetic", "weight:results": "3"}
    own_form.take(standing, unchanged | {"imputation": "none", "outliers": "none"})
    assert address == {}


def test_weights_of_a_link_for_other_tables_are_not_used(kept: Kept, address: dict[str, str]) -> None:
    address["own_weights"] = "results:1,elsewhere:2"
    assert own_form.standing_of(chosen(), kept).weights["results"] == 3


def test_an_imputation_of_the_page_can_be_taken_back(kept: Kept, address: dict[str, str]) -> None:
    usual = chosen(Recipe(imputation="mean"))
    own_form.take(own_form.standing_of(usual, kept), {"normalisation": "min_max", "imputation": "none"})
    assert address["own_imputation"] == "none"
    assert own_form.standing_of(usual, kept).recipe.imputation == ""


def test_the_mean_of_a_group_is_offered_where_there_are_groups(tmp_path: Path, kept: Kept) -> None:
    assert kept.tables is not None and "group_mean" not in own_form.imputations(kept.tables.board)
    grouped = VALUES.replace("name,", "name,group,").replace("가람,", "가람,동,").replace("나래,", "나래,서,")
    made = read(tmp_path, grouped.replace("다온,", "다온,,"))
    assert "group_mean" in own_form.imputations(made.board)


def test_methods_against_targets_are_offered_where_there_are_targets(tmp_path: Path, kept: Kept) -> None:
    assert kept.tables is not None
    assert {"achievement", "distance_to_target", "borda"} <= set(own_form.offered(kept.tables.board))
    without = read(tmp_path, structure=STRUCTURE.replace("1,1,2,25", "1,1,2,"))
    assert set(own_form.offered(without.board)) == set(NORMALISATIONS) - {"distance_to_reference"}


def test_the_distance_to_a_reference_is_offered_where_every_indicator_has_one(tmp_path: Path) -> None:
    structure = "id,parent,direction,weight,reference\ntop,,,,\nx,top,1,1,B\ny,top,1,1,8\n"
    values = "unit,x,y\nA,0,0\nB,2,4\n"
    assert "distance_to_reference" in own_form.offered(read(tmp_path, values, structure).board)
    partly = read(tmp_path, values, structure.replace("1,1,8", "1,1,"))
    assert "distance_to_reference" not in own_form.offered(partly.board)


def test_beside_a_declared_yardstick_only_what_runs_to_a_hundred_is_offered(tmp_path: Path) -> None:
    structure = STRUCTURE.replace("name\n", "name,yardstick\n").replace("firms,창업", "firms,창업,peers")
    structure = structure.replace("25,,이전", "25,,이전,target")
    rows = [line if line.count(",") == 8 else f"{line}," for line in structure.splitlines()]
    made = read(tmp_path, structure="\n".join(rows))
    assert set(own_form.offered(made.board)) == {"min_max", "min_max_1", "z_score", "achievement"}


def test_the_file_holds_every_score_and_says_what_was_estimated_or_adjusted(kept: Kept) -> None:
    assert kept.tables is not None
    found = score(kept.tables.board, Recipe(imputation="mean"))
    frame = pd.read_csv(io.BytesIO(scores(kept.tables, found, {**kept.tables.names, "total": "총점"})))
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


def test_the_file_holds_groups_and_ranks_within_them_where_there_are_groups(tmp_path: Path) -> None:
    grouped = VALUES.replace("name,", "name,group,").replace("가람,", "가람,동,").replace("나래,", "나래,서,")
    made = read(tmp_path, grouped.replace("다온,", "다온,동,"))
    found = score(made.board, Recipe(imputation="group_mean"))
    frame = pd.read_csv(io.BytesIO(scores(made, found, {**made.names, "total": "총점"})))
    totals = frame[frame["element"] == "total"].set_index("unit")
    assert totals["group"].to_dict() == {"A": "동", "B": "서", "C": "동"}
    assert totals.loc["B", "group_rank"] == 1 and set(totals.loc[["A", "C"], "group_rank"]) == {1, 2}
    cell = frame[(frame["unit"] == "C") & (frame["element"] == "transfers")].iloc[0]
    assert cell["value_used"] == 10


def test_an_adjusted_outlier_is_listed_with_its_value_before_and_after(tmp_path: Path) -> None:
    rows = [f"u{at},{value}" for at, value in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 9, 900])]
    made = read(tmp_path, "\n".join(["unit,x", *rows]), "id,parent,direction,weight\ntop,,,\nx,top,1,1\n")
    (row,) = changed(made, score(made.board, Recipe(outliers="winsorise"))).to_dict("records")
    assert (row["unit"], row["what"], row["before"], row["after"]) == ("u9", "treated", 900, 9)


def test_shades_run_from_the_lowest_to_the_highest_of_each_column() -> None:
    scores = np.array([[0.0, 5.0, np.nan], [50.0, 5.0, np.nan], [100.0, 5.0, np.nan]])
    assert shades(scores).tolist() == [[0, 0, 0], [4, 0, 0], [7, 0, 0]]
