"""Two tables become a board: every way they may be written, every fault at once, and back from any board."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kpi.scoring.notes import ScoringRefused
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.scoring.scores import score
from kpi.scoring.tables.given import from_json, to_json
from kpi.scoring.tables.writing import structure_table, values_table
from kpi.text import LANGUAGES, message
from pipelines.own_tables import given_of
from tests.scoring.own_files import STRUCTURE, VALUES, read, refused
from tests.scoring.small_boards import ELEMENTS, board, with_gaps


def test_a_wide_table_and_its_structure_become_a_board(tmp_path: Path) -> None:
    made = read(tmp_path)
    assert made.board.units == ("A", "B", "C") and made.board.root.id == "total"
    assert made.unit_names["B"] == "나래" and made.names["startups"] == "창업"
    np.testing.assert_array_equal(made.board.values[0], [[10, 3, 1], [20, 1, 4], [np.nan, 2, 2]])
    by_id = {each.id: each for each in made.board.elements}
    assert (by_id["closures"].direction, by_id["results"].weight, by_id["total"].level) == (-1, 3.0, 3)
    np.testing.assert_array_equal(made.board.denominators["firms"], [[100, 50, 80]])
    assert made.board.targets is not None
    np.testing.assert_array_equal(made.board.targets[0, :, 0], [25, 25, 25])


def test_the_board_scores_as_one_made_by_hand(tmp_path: Path) -> None:
    found = score(read(tmp_path).board, Recipe())
    # B leads on transfers alone; startups per firm: 0.03, 0.02, 0.025; closures: fewer is better.
    np.testing.assert_allclose(found.scores[0, 0], [100 / 3, 100, 0, 100, 100, 50], rtol=1e-12)


def test_a_long_table_says_the_same(tmp_path: Path) -> None:
    rows = [line.split(",") for line in VALUES.splitlines()]
    lines = ["지역,이름,지표,값"]
    lines += [f"{row[0]},{row[1]},{rows[0][at]},{row[at]}" for row in rows[1:] for at in range(2, len(row))]
    made = read(tmp_path, "\n".join(lines))
    np.testing.assert_array_equal(made.board.values, read(tmp_path).board.values)
    np.testing.assert_array_equal(made.board.denominators["firms"], [[100, 50, 80]])


def test_periods_come_in_order_of_time_and_a_missing_row_is_missing(tmp_path: Path) -> None:
    values = (
        "unit,연도,transfers,startups,closures,firms\nA,2024,1,1,1,10\nA,2023,2,2,2,10\nB,2024,3,3,3,10\n"
    )
    made = read(tmp_path, values).board
    assert made.periods == ("2023", "2024")
    assert made.values[:, :, 0].tolist()[1] == [1, 3] and np.isnan(made.values[0, 1]).all()


def test_a_unit_has_one_group_or_none_and_its_rows_need_not_repeat_it(tmp_path: Path) -> None:
    rows = ["unit,연도,차수,transfers,startups,closures,firms", "A,2023,1,2,2,2,10", "A,2024,,1,1,1,10"]
    rows += ["B,2024,-,3,3,3,10", "C,2024,1,4,4,4,10"]
    assert read(tmp_path, "\n".join(rows)).board.groups == ("1", "", "1")
    assert read(tmp_path).board.groups == ("", "", "")


def test_a_hierarchy_without_levels_may_be_of_any_depth(tmp_path: Path) -> None:
    structure = "id,parent,direction,weight\ntop,,,\na,top,,1\nb,a,,1\nc,b,,1\nx,c,up,1\ny,top,down,2\n"
    made = read(tmp_path, "unit,x,y\nA,1,2\nB,2,1\n", structure).board
    assert made.root.id == "top"
    assert {each.id: each.level for each in made.elements} == {
        "top": 5,
        "a": 4,
        "b": 3,
        "c": 2,
        "x": 1,
        "y": 1,
    }


def test_a_column_may_be_headed_by_the_name_of_its_indicator(tmp_path: Path) -> None:
    values = VALUES.replace("transfers", " 이 전 ").replace("startups", "STARTUPS")
    np.testing.assert_array_equal(read(tmp_path, values).board.values, read(tmp_path).board.values)


def test_a_unit_has_targets_of_its_own_in_either_shape(tmp_path: Path) -> None:
    structure = STRUCTURE.replace("transfers,results,1,1,2,25", "transfers,results,1,1,2,")
    wide = "unit,transfers,transfers:목표,startups,closures,firms\nA,10,20,3,1,100\nB,20,10,1,4,50\n"
    made = read(tmp_path, wide, structure).board
    assert made.targets is not None and made.targets[0, :, 0].tolist() == [20, 10]
    long = "unit,indicator,value,target\nA,transfers,10,20\nA,startups,3,\nA,closures,1,\nA,firms,100,\n"
    also = read(tmp_path, long, structure).board
    assert also.targets is not None and also.targets[0, 0, 0] == 20


def test_one_target_for_all_is_meant_after_the_denominator(tmp_path: Path) -> None:
    structure = STRUCTURE.replace("1,,firms,창업", "1,0.05,firms,창업")
    recipe = Recipe(normalisation=Normalisation(method="achievement"))
    found = score(read(tmp_path, structure=structure).board, recipe).prepared
    np.testing.assert_allclose(found.normalised[0, :, 1], [60, 40, 50])


def test_cp949_and_a_footnote_and_korean_headings_are_read(tmp_path: Path) -> None:
    values = VALUES.replace("unit,name", "지역,이름") + "※ 자료: 각 지역 제출,,,,,\n"
    made = read(tmp_path, values.encode("cp949"), STRUCTURE.encode("cp949"))
    assert made.board.units == ("A", "B", "C") and made.unit_names["A"] == "가람"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("transfers,results,", "transfers,nowhere,", ("unknown_parent", 4, "transfers")),
        ("1,,firms", "1,,heads", ("unknown_denominator", 5, "startups")),
        ("1,1,2,25", "1,1,,25", ("cell_missing", 4, "weight")),
        ("1,1,2,25", "1,1,-2,25", ("weight_negative", 4, "transfers")),
        ("1,1,2,25", "1,1,many,25", ("not_a_number", None, "weight")),
        ("1,1,2,25", "1,sideways,2,25", ("direction_unknown", 4, "direction")),
        ("1,1,2,25", "1,,2,25", ("cell_missing", 4, "direction")),
        ("1,1,2,25", "1.5,1,2,25", ("level_not_whole", 4, "level")),
        ("1,1,2,25", "2,1,2,25", ("level_without_children", 4, "transfers")),
        ("closures,support", "shutdowns,support", ("indicator_without_column", 6, "shutdowns")),
        ("closures,support", "shutdowns,support", ("column_without_indicator", None, "closures")),
        ("closures,support", "startups,support", ("element_twice", 6, "startups")),
        ("denominator,name", "denominator,colour", ("column_unknown", None, "colour")),
        ("parent,level,direction,weight", "parent,level,direction,wieght", ("column_missing", None, "")),
        ("results,,2", ",,2", ("cell_missing", 2, "id")),
    ],
)
def test_a_fault_of_the_structure_is_named_with_its_place(
    tmp_path: Path, before: str, after: str, found: tuple[str, int | None, str]
) -> None:
    assert before in STRUCTURE
    assert found in refused(tmp_path, structure=STRUCTURE.replace(before, after, 1))


def test_a_circle_is_named(tmp_path: Path) -> None:
    structure = "id,parent,direction,weight\ntop,,,\na,b,,1\nb,a,,1\nx,top,1,1\n"
    codes = refused(tmp_path, "unit,x\nA,1\n", structure)
    assert ("cycle", 3, "a") in codes and ("cycle", 4, "b") in codes


def test_a_yardstick_without_its_number_or_of_no_known_kind_is_named(tmp_path: Path) -> None:
    structure = "id,parent,direction,weight,yardstick\ntop,,,,\nx,top,1,1,target\ny,top,1,1,goalposts\nz,top,1,1,luck\n"
    codes = refused(tmp_path, "unit,x,y,z\nA,1,1,1\n", structure)
    assert codes == [
        ("word_unknown", 5, "yardstick"),
        ("yardstick_without_number", 3, "x"),
        ("yardstick_without_number", 4, "y"),
    ]


def test_distances_run_to_a_unit_or_a_value_and_an_unknown_unit_is_named(tmp_path: Path) -> None:
    structure = "id,parent,direction,weight,기준값\ntop,,,,\nx,top,1,1,B\ny,top,1,1,8\n"
    values = "unit,x,y\nA,0,0\nB,2,4\nC,4,16\n"
    recipe = Recipe(normalisation=Normalisation(method="distance_to_reference"))
    found = score(read(tmp_path, values, structure).board, recipe).prepared
    np.testing.assert_array_equal(found.normalised[0], [[0, 0], [1, 0.5], [2, 2]])
    assert refused(tmp_path, values, structure.replace("1,1,B", "1,1,D")) == [("unknown_reference", 3, "x")]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("B,나래", "A,나래", ("unit_twice", 3, "")),
        ("B,나래", ",나래", ("cell_missing", 3, "unit")),
        ("B,나래", "합계,나래", ("total_row", 3, "")),
        (
            VALUES,
            "unit,연도,group,transfers,startups,closures,firms\nA,1,east,1,1,1,1\nA,2,west,1,1,1,1\n",
            ("group_differs", 3, "group"),
        ),
        ("20,1,4", "twenty,1,4", ("not_a_number", None, "transfers")),
        ("20,1,4", "20%,1,4", ("units_mixed", None, "transfers")),
        ("unit,name", "place,name", ("column_missing", None, "")),
        ("transfers,startups", "startups,startups", ("column_twice", None, "startups")),
        ("closures,firms", "closures,firms,luck", ("column_without_indicator", None, "luck")),
        ("B,나래,20,1,4,50", "B,나래,20,1,4,50,7", ("row_too_long", 3, "")),
    ],
)
def test_a_fault_of_the_values_is_named_with_its_place(
    tmp_path: Path, before: str, after: str, found: tuple[str, int | None, str]
) -> None:
    assert before in VALUES
    assert found in refused(tmp_path, VALUES.replace(before, after, 1))


def test_no_value_at_all_is_a_fault_and_no_row_is_one(tmp_path: Path) -> None:
    assert ("no_values", None, "") in refused(tmp_path, "unit,transfers,startups,closures,firms\nA,-,-,-,-\n")
    assert ("no_rows", None, "") in refused(tmp_path, "unit,transfers,startups,closures,firms\n")


def test_every_fault_of_both_tables_comes_at_once_in_both_languages(tmp_path: Path) -> None:
    values = VALUES.replace("B,나래", "A,나래").replace("20,1,4", "스물,1,4")
    structure = STRUCTURE.replace("closures,support,1,-1", "closures,nowhere,1,?")
    with pytest.raises(ScoringRefused) as error:
        read(tmp_path, values, structure)
    codes = {fault.code.partition(".")[2] for fault in error.value.faults}
    assert {"unit_twice", "not_a_number", "unknown_parent", "direction_unknown"} <= codes
    for language in LANGUAGES:
        told = [message(fault, language) for fault in error.value.faults]
        assert all("{" not in words and "csv" in words for words in told), told


def test_what_is_no_number_is_told_with_all_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text("unit,x\nA,?\nB,1\nC,?\n", "utf-8")
    with pytest.raises(ScoringRefused) as error:
        read(tmp_path, path.read_text("utf-8"), "id,parent,direction,weight\nt,,,\nx,t,1,1\n")
    (fault,) = error.value.faults
    told = {language: message(fault, language) for language in LANGUAGES}
    assert "2, 4행" in told["ko"] and "rows 2, 4" in told["en"]


def test_the_values_do_not_differ_or_are_missing_and_the_result_says_so(tmp_path: Path) -> None:
    found = score(read(tmp_path, VALUES.replace("10,3,1,100", "20,3,1,100")).board, Recipe())
    assert "scoring_errors.zero_range" in {note.code for note in found.notes}


def test_a_table_comes_through_the_pipe_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(VALUES + "합계,,30,6,7,230\n", "utf-8")
    given = given_of(path, True)
    (back,) = from_json(to_json([given]))
    assert vars(back) == vars(given) and back.faults


def test_any_board_written_as_two_tables_is_read_back_with_the_same_scores(tmp_path: Path) -> None:
    referring = [
        replace(each, reference={"transfers": "gumi", "funding": 0.7}.get(each.id)) for each in ELEMENTS
    ]
    made = board(with_gaps() / 3, tuple(referring))
    units = {unit: unit.title() for unit in made.units}
    chosen = {"results": 0.1}
    back = read(tmp_path, values_table(made, units), structure_table(made, {}, chosen))
    first, second = score(made, Recipe(), chosen), score(back.board, Recipe())
    at = {each.id: number for number, each in enumerate(back.board.elements)}
    order = [at[each.id] for each in made.elements]
    assert back.board.groups == made.groups and any(made.groups)
    assert {each.id: each.reference for each in made.elements} == {
        each.id: each.reference for each in back.board.elements
    }
    np.testing.assert_array_equal(first.scores, second.scores[:, :, order])
    np.testing.assert_array_equal(first.ranks, second.ranks[:, :, order])
    assert back.unit_names["ansan"] == "Ansan" and back.board.periods == made.periods
