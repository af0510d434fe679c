"""Whoever may not see a value works it out from the scores of a published round: nothing shown may move with it.

Every value hidden from an outsider is put up and down by a tenth, and the round is scored again. Were anything that is
shown another number then, but for places in the order of all zones and the grades that follow from them, it would tell
the value to whoever knows the method, which is public.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from kpi import rounds
from kpi.access import LOCAL_VIEWER, Viewer
from kpi.paths import Paths
from kpi.queries import evaluated
from kpi.queries.evaluated import Choices, Evaluated, evaluate, results_of
from kpi.queries.evaluation_changes import used_cells
from kpi.queries.moments import resolve
from kpi.round_masking import Mask
from kpi.round_outputs import RoundOutputs, outputs_of
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.scoring.scores import score
from tests.access.people import PEOPLE

YEAR = 2024
OUTSIDERS = ("viewer", "manager", "granted")
Z_SCORE = Normalisation(method="z_score", mean=50, deviation=10)
ROUNDS = {
    "as declared": Choices(year=YEAR),
    "among peers": Choices(year=YEAR, yardstick="peers", recipe=Recipe(normalisation=Z_SCORE)),
    "by comparisons": Choices(year=YEAR, recipe=Recipe(aggregation=("copeland",), group_availability=0.5)),
}
TENTHS = (0.9, 1.1)
NOT_HELD_BACK = {"standing": ("rank", "group_rank", "grade"), "results": ("rank", "group_rank")}


@dataclass(frozen=True)
class Published:
    """A round that everybody may open."""

    paths: Paths
    id: str
    found: Evaluated

    def hidden_from(self, viewer: Viewer) -> set[tuple[str, str, str]]:
        cells = rounds.reopen(viewer, self.paths, self.id).cells
        gone = cells[cells["status"] == "withheld"]
        return set(zip(gone["period"], gone["zone"], gone["element"], strict=True))

    def shown(
        self, hidden: set[tuple[str, str, str]], moved: tuple[str, str, str], by: float
    ) -> RoundOutputs:
        """What an outsider would be shown, had the moved value been another one."""
        source, period, zone, leaf = self.found.source, *moved
        values, board = source.board.values.copy(), source.board
        at = board.periods.index(period), board.units.index(zone), _leaf(self.found, leaf)
        values[at] *= by
        board = replace(board, values=values)
        scored = score(board, self.found.recipe, self.found.choices.weights or None)
        other = replace(
            self.found,
            scored=scored,
            results=results_of(board, scored),
            standing=evaluated._standing(replace(source, board=board), scored, self.found.recipe),
        )
        whole = outputs_of(other, (), 1, pd.DataFrame())
        return Mask(whole, frozenset(hidden)).masked()


def _leaf(found: Evaluated, leaf: str) -> int:
    return [each.id for each in found.source.board.indicators].index(leaf)


@pytest.fixture(scope="module", params=ROUNDS)
def published(request: pytest.FixtureRequest, ledgers: Callable[[], Paths]) -> Published:
    paths, choices = ledgers(), ROUNDS[request.param]
    moment = resolve(paths)
    assert moment.number is not None
    frozen = rounds.freeze(LOCAL_VIEWER, paths, choices, moment.number)
    rounds.publish(LOCAL_VIEWER, paths, frozen.id)
    return Published(paths, frozen.id, evaluate(LOCAL_VIEWER, moment, choices))


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nothing_of_a_published_round_moves_with_a_value_that_is_withheld(
    published: Published, role: str
) -> None:
    hidden = published.hidden_from(PEOPLE[role])
    assert hidden
    for moved in sorted(hidden):
        lower, upper = (published.shown(hidden, moved, by) for by in TENTHS)
        for table, free in NOT_HELD_BACK.items():
            key = ["zone"] if table == "standing" else ["period", "zone", "element"]
            one, other = (
                getattr(shown, table).set_index(key).drop(columns=[*free]).sort_index()
                for shown in (lower, upper)
            )
            pd.testing.assert_frame_equal(one, other, check_exact=True, obj=f"{table} with {moved}")
        ranks = [_ranks(each) for each in (lower, upper)]
        pd.testing.assert_frame_equal(*ranks, check_exact=True, obj=f"places with {moved}")


def _ranks(shown: RoundOutputs) -> pd.DataFrame:
    """Places in the elements below the whole."""
    below = shown.results[shown.results["parent"] != ""]
    return below.set_index(["period", "zone", "element"])[["rank", "group_rank"]]


def test_what_stands_in_for_an_outlier_is_not_shown_where_it_is_another_zones_withheld_value(
    ledgers: Callable[[], Paths],
) -> None:
    choices = Choices(year=YEAR, recipe=Recipe(outliers="winsorise", group_availability=0.5))
    found = evaluate(LOCAL_VIEWER, resolve(ledgers()), choices)
    leaf, board = "common_programme.investment_linked", found.source.board
    column, values = _leaf(found, leaf), board.values.copy()
    second, first = np.argsort(values[-1, :, column])[-2:]
    values[-1, first, column] *= 100
    board = replace(board, values=values)
    scored = score(board, found.recipe)
    cells = used_cells(found.source.cells, board, scored.prepared, found.recipe)
    whole = outputs_of(replace(found, scored=scored, cells=cells), (), 1, pd.DataFrame())
    hidden = (str(YEAR), board.units[second], leaf)
    secret = values[-1, second, column]
    assert (whole.cells["used"] == secret).sum() == 2
    shown = Mask(whole, frozenset({hidden})).masked().cells
    assert not (shown[["value", "used"]] == secret).any().any()
    assert shown.loc[shown["element"] != leaf, "used"].equals(cells.loc[cells["element"] != leaf, "used"])


def test_the_scores_themselves_do_move(published: Published) -> None:
    hidden = published.hidden_from(PEOPLE["viewer"])
    scores = [
        published.shown(set(), moved, by).results["score"].to_numpy()
        for moved in sorted(hidden)
        for by in (0.5, 1.0)
    ]
    pairs = zip(scores[::2], scores[1::2], strict=True)
    assert any(not np.array_equal(one, other, equal_nan=True) for one, other in pairs)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_whoever_may_see_no_value_still_sees_places_and_grades(published: Published, role: str) -> None:
    whole, outside = (
        rounds.reopen(viewer, published.paths, published.id) for viewer in (LOCAL_VIEWER, PEOPLE[role])
    )
    columns = ["zone", "rank", "group", "group_rank", "grade"]
    pd.testing.assert_frame_equal(outside.standing[columns], whole.standing[columns])
    assert outside.is_masked and not whole.is_masked
