"""Scores of somebody's own tables: ranking, indicators by unit, values estimated or adjusted, a file of all."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.queries.evaluated import results_of
from kpi.scoring.scores import Scored
from kpi.scoring.tables.boards import Tables
from kpi.spreadsheets import as_csv
from kpi.ui import files
from kpi.ui.evaluation import words
from kpi.ui.evaluation.heat import STEPS
from kpi.ui.evaluation.ranking import SHOWN, bar, legend, points_of_parts
from kpi.ui.evaluation.result import gaps
from kpi.ui.markup import put, quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

SHOWN_POINTS = 200
OF_GROUPS = ("group", "group_rank")
Numbers = np.ndarray


def show(here: Setting, tables: Tables, found: Scored, names: Mapping[str, str]) -> None:
    """All parts; the newest period unless another is chosen."""
    at = _period(here, tables)
    period = tables.board.periods[at]
    remarks = [note for note in found.notes if note.period in ("", period)]
    put(
        gaps(here, remarks, names, lambda unit: tables.unit_names[unit])
        + ranking(here, tables, found, names, at)
        + heat(here, tables, found, names, at)
        + points(here, tables, found, names)
    )
    text = here.text
    files.offer(
        here, "own-download", text("own_tables.download"), text("own_tables.file.scores"),
        lambda: scores(tables, found, names),
    )  # fmt: skip


def ranking(here: Setting, tables: Tables, found: Scored, names: Mapping[str, str], at: int) -> str:
    """Units in their order with the total and the scores of what stands right below it."""
    board, root = tables.board, tables.board.root.id
    below, has_groups = [each.id for each in board.children[root]], any(board.groups)
    places = {each.id: number for number, each in enumerate(board.elements)}
    results = results_of(board, found)
    results = results[results["period"] == board.periods[at]]
    group_ranks = found.group_ranks[at, :, places[root]]
    order = _order(found.ranks[at, :, places[root]])[:SHOWN]
    parts = points_of_parts(results, below, {board.units[unit] for unit in order})
    columns = [
        Column(here.text("own_tables.column.rank"), True),
        Column(here.text("own_tables.column.unit")),
        Column(here.text("own_tables.column.total")),
        *(
            Column(here.text(f"own_tables.column.{kind}"), kind == "group_rank")
            for kind in (OF_GROUPS if has_groups else ())
        ),
        *(Column(names[each], True) for each in below),
    ]
    rows: list[list[Cell]] = [
        [
            words.place(here, found.ranks[at, unit, places[root]]),
            tables.unit_names[board.units[unit]],
            Raw(bar({"zone": board.units[unit], "score": found.scores[at, unit, places[root]]}, parts)),
            *((board.groups[unit], words.place(here, group_ranks[unit])) if has_groups else ()),
            *(words.points(found.scores[at, unit, places[each]]) for each in below),
        ]
        for unit in order
    ]
    title = here.text("own_tables.ranking")
    body = legend(names, list(parts)) + markup(columns, rows, label=title) + _first(here, board.units)
    return section(title, body, here.text("own_tables.ranking_about"))


def heat(here: Setting, tables: Tables, found: Scored, names: Mapping[str, str], at: int) -> str:
    """Units by indicators, each column shaded by itself, because methods have scales of their own."""
    board = tables.board
    places = [number for number, each in enumerate(board.elements) if each.level == 1]
    root = next(number for number, each in enumerate(board.elements) if each is board.root)
    order = _order(found.ranks[at, :, root])[:SHOWN]
    scores, ranks = found.scores[at][:, places], found.ranks[at][:, places]
    steps = shades(scores)
    heads = "".join(f'<th scope="col">{text_of(names[board.elements[each].id])}</th>' for each in places)
    body = "".join(
        f'<tr><th scope="row">{text_of(tables.unit_names[board.units[unit]])}</th>'
        + "".join(
            _cell(here, scores[unit, column], ranks[unit, column], steps[unit, column])
            for column in range(len(places))
        )
        + "</tr>"
        for unit in order
    )
    title, unit_head = here.text("own_tables.heat"), text_of(here.text("own_tables.column.unit"))
    table = (
        f'<div class="kpi-scroll" role="region" tabindex="0" aria-label="{text_of(title)}">'
        f'<table class="kpi-table kpi-heat"><thead><tr><th scope="col">{unit_head}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    return section(title, table, here.text("own_tables.heat_about"))


def shades(scores: Numbers) -> Numbers:
    """Step of each score (units, indicators) between the lowest and the highest of its column."""
    known = np.where(np.isnan(scores), np.inf, scores)
    least = np.where(np.isinf(known.min(0)), 0.0, known.min(0))
    most = np.where(np.isnan(scores), -np.inf, scores).max(0)
    span = np.where(most > least, most - least, 1.0)
    return np.clip(np.nan_to_num((scores - least) / span) * STEPS, 0, STEPS - 1).astype(int)


def points(here: Setting, tables: Tables, found: Scored, names: Mapping[str, str]) -> str:
    """Values that are estimates, and values that the treatment of outliers changed."""
    listed = changed(tables, found)
    if listed.empty:
        return quiet(here.text("own_tables.no_points"))
    kinds = ("period", "unit", "indicator", "what", "before", "after")
    kinds = kinds[1:] if len(tables.board.periods) == 1 else kinds
    columns = [Column(here.text(f"own_tables.column.{kind}"), kind in ("before", "after")) for kind in kinds]
    rows: list[list[Cell]] = []
    for row in listed.head(SHOWN_POINTS).to_dict("records"):
        said = {
            **row,
            "unit": tables.unit_names[row["unit"]],
            "indicator": names[row["indicator"]],
            "what": here.text(f"own_tables.what.{row['what']}"),
            "before": formats.plain(row["before"], 2),
            "after": formats.plain(row["after"], 2),
        }
        rows.append([str(said[kind]) for kind in kinds])
    title = here.text("own_tables.points", count=f"{len(listed):,}")
    more = here.text("own_tables.points_first", count=f"{len(listed):,}", shown=SHOWN_POINTS)
    body = markup(columns, rows, label=title) + (quiet(more) if len(listed) > SHOWN_POINTS else "")
    return f'<details class="kpi-fold" open><summary>{text_of(title)}</summary>{body}</details>'


def changed(tables: Tables, found: Scored) -> pd.DataFrame:
    """One row a value that is not as it was given: period, unit, indicator, what, before, after."""
    board, prepared = tables.board, found.prepared
    rows = [
        (
            board.periods[period],
            board.units[unit],
            board.indicators[at].id,
            "imputed",
            np.nan,
            prepared.filled[period, unit, at],
        )
        for period, unit, at in np.argwhere(prepared.imputed).tolist()
    ]
    rows += [
        (each.period, each.unit, each.indicator, "treated", each.before, each.after)
        for each in prepared.points
    ]
    return pd.DataFrame(rows, columns=["period", "unit", "indicator", "what", "before", "after"])


def scores(tables: Tables, found: Scored, names: Mapping[str, str]) -> bytes:
    """One row a period, unit and element; of indicators with the value as given and as used."""
    board, prepared = tables.board, found.prepared
    frame = results_of(board, found).rename(columns={"zone": "unit"})
    if any(board.groups):
        frame.insert(2, "group", frame["unit"].map(dict(zip(board.units, board.groups, strict=True))))
    else:
        frame = frame.drop(columns=["group_rank"])
    frame.insert(3, "element_name", [names[each] for each in frame["element"]])
    frame.insert(2, "unit_name", [tables.unit_names[each] for each in frame["unit"]])
    cells = pd.MultiIndex.from_product(
        [board.periods, board.units, [each.id for each in board.indicators]],
        names=["period", "unit", "element"],
    ).to_frame(index=False)
    arrays = {
        "value": prepared.raw,
        "value_used": prepared.treated,
        "is_imputed": prepared.imputed,
        "is_treated": (prepared.treated != prepared.filled) & ~np.isnan(prepared.filled),
    }
    cells = cells.assign(**{name: array.ravel() for name, array in arrays.items()})
    whole = frame.merge(cells, on=["period", "unit", "element"], how="left")
    return as_csv(whole.columns, whole.itertuples(index=False))


def _period(here: Setting, tables: Tables) -> int:
    periods = tables.board.periods
    if len(periods) == 1:
        return 0
    chosen = st.selectbox(here.text("own_tables.period"), periods, index=len(periods) - 1, key="own-period")
    return periods.index(chosen) if chosen in periods else len(periods) - 1


def _order(ranks: Numbers) -> list[int]:
    """Places of the units, best first, those without a rank last."""
    return np.argsort(np.where(np.isnan(ranks), np.inf, ranks), kind="stable").tolist()


def _cell(here: Setting, score: float, rank: float, step: int) -> str:
    if np.isnan(score):
        return f'<td class="kpi-hot"><span class="kpi-quiet">{formats.MISSING}</span></td>'
    place = text_of(words.place(here, rank))
    return f'<td class="kpi-hot kpi-shade-{step}"><b>{words.points(score)}</b><small>{place}</small></td>'


def _first(here: Setting, units: tuple[str, ...]) -> str:
    return quiet(here.text("own_tables.first", count=len(units), shown=SHOWN)) if len(units) > SHOWN else ""
