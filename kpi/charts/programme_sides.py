"""What a programme gave, holds and brought about, drawn alike wherever it is shown: frames of its queries in."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue.programmes import Facility, Fund
from kpi.charts.drawing import Drawing
from kpi.charts.funnel import Step
from kpi.charts.paired import Pair, paired
from kpi.charts.shares import shares
from kpi.charts.waterfall import waterfall
from kpi.wording import Speaker
from kpi.wording.programmes import category_names, in_order, is_missing, money, named, number, share

COUNTED = ("entered", "completed", "ongoing", "dropped", "moved_on")
BEFORE = "before"
SIDES = {"revenue": ("revenue_before_krw", "revenue_krw"), "employees": ("employees_before", "employees")}
Row = dict[str, Any]
Names = Mapping[str, str]


def steps(stages: Names, rows: Sequence[Row]) -> list[Step]:
    """A track's stages in their order, also those nobody has entered yet; none at all of one without records."""
    known = {str(row["stage"]): row for row in rows}
    if not known:
        return []
    last = list(stages)[-1]
    every = dict.fromkeys([*stages, *known])
    return [_step(stages.get(stage, stage), known.get(stage, {}), stage == last) for stage in every]


def _step(name: str, row: Row, is_last: bool) -> Step:
    days = row.get("mean_days")
    return Step(
        name, **{key: int(row.get(key, 0)) for key in COUNTED},
        mean_days=None if is_missing(days) else float(days),  # type: ignore[arg-type]
        synthetic=bool(row.get("synthetic", False)), is_last=is_last,
    )  # fmt: skip


def training(here: Speaker, frame: pd.DataFrame, levels: Names, audiences: Names) -> dict[str, Drawing]:
    """Of the sessions with a level by `level`, and of all by `audience`: who took part, and who completed."""
    sides = ((frame[frame["level"].notna()], "level", levels), (frame, "audience", audiences))
    drawn = [(each, column, names) for each, column, names in sides if len(each)]
    most = max((each[column].nunique() for each, column, _ in drawn), default=0)
    legend = here.text("programme.training.people"), here.text("programme.training.completed")
    return {
        column: paired(
            _taking_part(each, column, names), legend, _trained(here, each, column),
            synthetic=bool(each["synthetic"].any()), rows=most,
        )
        for each, column, names in drawn
    }  # fmt: skip


def sessions(frame: pd.DataFrame, names: Mapping[str, Names]) -> list[Row]:
    """The sessions in the order of their kinds, levels and audiences: `names` of each of these columns."""
    orders = {column: in_order(frame[column], known) for column, known in names.items()}
    return sorted(
        frame.to_dict("records"),
        key=lambda row: [order.index(row[column]) for column, order in orders.items()],
    )


def _taking_part(frame: pd.DataFrame, column: str, names: Names) -> list[Pair]:
    sums = frame.groupby(column)[["people", "completed"]].sum()
    people = [(key, *sums.loc[key, ["people", "completed"]]) for key in in_order(sums.index, names)]
    return [
        Pair(
            named(names, key, "–"), float(came), float(completed), number(came),
            f"{number(completed)} ({share(completed, came)})",
        )
        for key, came, completed in people
    ]  # fmt: skip


def _trained(here: Speaker, frame: pd.DataFrame, column: str) -> str:
    people, completed = frame["people"].sum(), frame["completed"].sum()
    told = {"people": number(people), "completed": number(completed), "share": share(completed, people)}
    return here.text(f"programme.training.by_{column}", **told)


def moments(here: Speaker) -> dict[str, str]:
    """Id → name of the moments after support, in their order."""
    names = category_names(here, "programme_outcomes", "moment")
    return {moment: name for moment, name in names.items() if moment != BEFORE}


def outcomes(here: Speaker, frame: pd.DataFrame) -> dict[str, Drawing]:
    """Of `revenue` and `employees` each moment: the same firms, before support and then."""
    return {side: _outcome(here, frame, side) for side in SIDES if frame[SIDES[side][1]].notna().any()}


def _outcome(here: Speaker, frame: pd.DataFrame, side: str) -> Drawing:
    text, (before, after) = here.text, SIDES[side]
    rows = {row["moment"]: row for row in frame.to_dict("records") if not is_missing(row[after])}
    told = [(name, rows[moment]) for moment, name in moments(here).items() if moment in rows]
    pairs = [
        Pair(
            name, float(row[before]), float(row[after]), _of_side(here, side, row[before]),
            f"{_of_side(here, side, row[after])} ({changed(row, side)})",
        )
        for name, row in told
    ]  # fmt: skip
    name, last = told[-1]
    title = text(
        f"programme.outcomes.{side}_point", moment=name, firms=number(last[f"firms_with_{side}"]),
        before=_of_side(here, side, last[before]), after=_of_side(here, side, last[after]),
        change=changed(last, side),
    )  # fmt: skip
    names = text("programme.outcomes.before"), text("programme.outcomes.after")
    return paired(pairs, names, title, synthetic=bool(frame["synthetic"].any()))


def _of_side(here: Speaker, side: str, value: object) -> str:
    if side == "revenue":
        return money(here, value)
    return here.text("programme.outcomes.persons", count=number(value))


def changed(row: Row, side: str) -> str:
    """The change of the same firms since before support, with its sign; a dash where there is nothing to compare."""
    before, after = (row[name] for name in SIDES[side])
    if is_missing(before) or is_missing(after) or not before:
        return formats.MISSING
    return formats.signed_percent(float(after) / float(before) - 1)


def fund(here: Speaker, of: Fund, frame: pd.DataFrame) -> Drawing | None:
    """From what is committed, quarter by quarter what was invested, to what remains; none where that is withheld."""
    if frame["invested_krw_withheld"].any():
        return None
    text, language = here.text, here.language
    committed, invested = float(frame["committed_krw"].sum()), float(frame["invested_krw"].sum())
    uses = [
        (
            text("programme.funds.invested_in", period=formats.period(row["period"], language)),
            float(row["invested_krw"]),
        )
        for row in frame.to_dict("records")
        if not is_missing(row["invested_krw"])
    ]  # fmt: skip
    title = text(
        "programme.funds.point", fund=of.name[language], committed=money(here, committed),
        invested=money(here, invested), share=share(invested, committed),
        remaining=money(here, committed - invested),
    )  # fmt: skip
    whole, left = (text("programme.funds.committed"), committed), text("programme.funds.remaining")
    return waterfall(whole, uses, left, title, language, synthetic=bool(frame["synthetic"].any()))


def kinds_of(here: Speaker, facility: Facility) -> dict[str, str]:
    """Id → name of the kinds of space in a facility."""
    return {kind.id: kind.name[here.language] for kind in facility.space_kinds}


def occupancy(here: Speaker, facility: Facility, frame: pd.DataFrame) -> Drawing:
    """How full each kind of space was, quarter by quarter."""
    names, periods = kinds_of(here, facility), sorted(frame["period"].unique())
    taken = {(row["space_kind"], row["period"]): row for row in frame.to_dict("records")}
    lines = {
        named(names, kind, "–"): [_taken(taken.get((kind, period))) for period in periods]
        for kind in in_order(frame["space_kind"], names)
    }
    last = frame[frame["period"] == periods[-1]]
    occupied, capacity = last["occupied"].sum(), last["capacity"].sum()
    labels = [formats.period(period, here.language) for period in periods]
    title = here.text(
        "programme.spaces.point", period=labels[-1], capacity=number(capacity), occupied=number(occupied),
        share=share(occupied, capacity),
    )  # fmt: skip
    return shares(lines, labels, title, synthetic=bool(frame["synthetic"].any()))


def newest(frame: pd.DataFrame, names: Names, total: str) -> list[Row]:
    """Each kind of space in the newest quarter with its `name`, and all of them together as `total`."""
    rows = {
        row["space_kind"]: row for row in frame[frame["period"] == frame["period"].max()].to_dict("records")
    }
    whole = {
        key: sum(row[key] for row in rows.values() if not is_missing(row[key]))
        for key in ("area_m2", "capacity", "occupied")
    }
    listed = [{**rows[kind], "name": named(names, kind, "–")} for kind in in_order(rows, names)]
    return [*listed, {**whole, "name": total}]


def _taken(row: Row | None) -> float | None:
    if row is None or is_missing(row["capacity"]) or is_missing(row["occupied"]) or not row["capacity"]:
        return None
    return float(row["occupied"]) / float(row["capacity"])
