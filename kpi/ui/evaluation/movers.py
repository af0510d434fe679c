"""Who moves: rank, score and grade before and after a change."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kpi.ledger.evaluation_values import Scenario
from kpi.round_outputs import RoundOutputs
from kpi.ui.evaluation import words
from kpi.ui.evaluation.ranking import in_sight, left_out
from kpi.ui.markup import quiet, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

COLUMNS = ("rank", "zone", "before", "move", "score", "difference", "grade")


def movers(
    here: Setting,
    before: RoundOutputs,
    after: RoundOutputs,
    names: Mapping[str, str],
    scenario: Scenario | None,
) -> str:
    """A sentence on what changed and the ranking after, as HTML; `scenario` is what it is compared with, if saved."""
    both = after.standing.merge(before.standing, on="zone", suffixes=("", "_before"))
    columns = [
        Column(here.text(f"evaluation.column.{name}"), name not in ("zone", "grade")) for name in COLUMNS
    ]
    rows = [_row(here, row) for row in in_sight(both, "").to_dict("records")]
    against = (
        here.text("evaluation.movers.scenario", name=scenario.name)
        if scenario
        else here.text("evaluation.movers.declared")
    )
    said = f"<p>{text_of(summary(here, both))}</p>{quiet(against)}"
    table = markup(columns, rows, label=here.text("evaluation.movers.title"))
    return said + table + left_out(here, len(both))


def summary(here: Setting, both: pd.DataFrame) -> str:
    """How many zones change rank and grade, and who moves most."""
    known = both[both["rank"].notna() & both["rank_before"].notna()]
    shift = known["rank_before"] - known["rank"]
    if not (shift != 0).any():
        return here.text("evaluation.movers.none")
    moved, grades = int((shift != 0).sum()), int((known["grade"] != known["grade_before"]).sum())
    up, down = known.loc[shift.idxmax()], known.loc[shift.idxmin()]
    return here.text(
        "evaluation.movers.summary",
        count=len(known), moved=moved, grades=grades,
        up=here.zone_name(up["zone"]), up_from=int(up["rank_before"]), up_to=int(up["rank"]),
        down=here.zone_name(down["zone"]), down_from=int(down["rank_before"]), down_to=int(down["rank"]),
    )  # fmt: skip


def _row(here: Setting, row: Mapping[str, Any]) -> list[Cell]:
    same = row["grade"] == row["grade_before"] or pd.isna(row["grade"])
    grades = [words.grade(here, row[name]) for name in ("grade_before", "grade")]
    difference = row["score"] - row["score_before"]
    return [
        words.place(here, row["rank"]),
        Raw(f'<span class="kpi-whole">{text_of(here.zone_name(row["zone"]))}</span>'),
        words.place(here, row["rank_before"]),
        Raw(words.moved(row["rank_before"], row["rank"])),
        words.points(row["score"]),
        "–" if pd.isna(difference) else f"{difference:+.2f}".replace("-", "\N{MINUS SIGN}"),
        grades[1] if same else Raw(f"{text_of(grades[0])} → <strong>{text_of(grades[1])}</strong>"),
    ]
