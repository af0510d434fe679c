"""The calls of a programme: until when, for whom, how many applied and were selected, and in which fields and tasks."""

from typing import Any

import pandas as pd

from kpi.catalogue.programmes import Call
from kpi.queries import programmes_granting
from kpi.ui.cached import ask, kept
from kpi.ui.markup import definitions, put, quiet, section, text_of
from kpi.ui.programmes.applicants import applicants
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.words import basis_line, money_in, names_of, withheld_note
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.programmes import is_missing, is_withheld, named, number, share, terms, total

STRONGEST = 5


def calls(page: Chosen) -> None:
    """The section of calls."""
    for call in page.programme.calls:
        put(kept(f"programme-call-{call.id}", page.asked, lambda call=call: _call(page, call)))
        if page.has("programme_calls"):
            applicants(page, call)


def _call(page: Chosen, call: Call) -> str:
    text = page.here.text
    frame = _applications(page, call)
    notes = quiet(text("programme.not_by_cohort")) if page.cohort else ""
    if frame.empty:
        found = quiet(text("programme.calls.no_applications"))
    else:
        found = definitions(_results(page, call, frame)) + _matrix(page, frame) + withheld_note(page, frame)
    about = definitions(terms(page.here, call))
    body = f'<div class="kpi-about-programme">{about}{notes}{found}</div>'
    return section(call.name[page.here.language], body, text("programme.calls.about"))


def _applications(page: Chosen, call: Call) -> pd.DataFrame:
    if not page.has("programme_calls"):
        return pd.DataFrame()
    frame = ask(programmes_granting.calls, page.programme.id, page.zone)
    return frame[frame["call"] == call.id]


def _results(page: Chosen, call: Call, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """What came of it: applications, selections, the ratio of both, and won granted of the budget."""
    text = page.here.text
    applied, selected = int(frame["applications"].sum()), int(frame["selected"].sum())
    granted = total(frame, "granted_krw")
    ratio = text("programme.calls.ratio_value", ratio=number(applied / selected, 1)) if selected else "–"
    spent = (
        f" ({share(granted['granted_krw'], call.budget_krw)})"
        if call.budget_krw and not is_withheld(granted, "granted_krw")
        else ""
    )
    return [
        (text("programme.calls.applications"), text("programme.calls.cases", count=f"{applied:,}")),
        (text("programme.calls.selected"), text("programme.calls.firms", count=f"{selected:,}")),
        (text("programme.calls.ratio"), ratio),
        (text("programme.calls.granted"), f"{money_in(page, granted, 'granted_krw')}{spent}"),
        (text("programme.calls.largest"), money_in(page, _largest(frame), "largest_krw")),
        (
            text("programme.calls.ineligible"),
            text("programme.calls.cases", count=f"{int(frame['ineligible'].sum()):,}"),
        ),
    ]


def _largest(frame: pd.DataFrame) -> dict[str, Any]:
    """What the single firm that got most was granted."""
    return {
        "largest_krw": frame["largest_krw"].max(),
        "largest_krw_withheld": frame["largest_krw_withheld"].any(),
    }


def _matrix(page: Chosen, frame: pd.DataFrame) -> str:
    """Field × task: a field's tasks beside each other, and what the field has in all."""
    text = page.here.text
    tasks = _tasks_of_fields(page, frame)
    widest = max(len(each) for each in tasks.values())
    columns = [Column(text("programme.calls.field"))]
    columns += [Column(text("programme.calls.task", number=at + 1)) for at in range(widest)]
    totals = ("applications", "selected", "ratio", "granted")
    columns += [Column(text(f"programme.calls.{key}"), is_number=True) for key in totals]
    rows = [_row(page, frame, field, each, widest) for field, each in tasks.items()]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.calls.unit"))
    label = text("programme.calls.matrix")
    return f"<p><strong>{text_of(label)}</strong></p>{markup(columns, rows, caption=caption, label=label)}"


def _tasks_of_fields(page: Chosen, frame: pd.DataFrame) -> dict[str, list[str]]:
    """Field → its tasks as declared, then what the records name beside them; '' for no field."""
    found: dict[str, list[str]] = {field.id: [] for field in page.programme.fields}
    for task in page.programme.tasks:
        found.setdefault(task.field, []).append(task.id)
    for row in frame.to_dict("records"):
        tasks = found.setdefault("" if is_missing(row["field"]) else str(row["field"]), [])
        if not is_missing(row["task"]) and row["task"] not in tasks:
            tasks.append(str(row["task"]))
    return found


def _row(page: Chosen, frame: pd.DataFrame, field: str, tasks: list[str], widest: int) -> list[Cell]:
    text = page.here.text
    of_field = frame[frame["field"].fillna("") == field]
    applied, selected = int(of_field["applications"].sum()), int(of_field["selected"].sum())
    by_task = {row["task"]: row for row in of_field.to_dict("records")}
    cells: list[Cell] = [_cell(page, by_task.get(task, {}), task) for task in tasks]
    return [
        named(names_of(page, "field"), field or None, text("programme.calls.no_field")),
        *cells,
        *["·"] * (widest - len(tasks)),
        number(applied),
        number(selected),
        text("programme.calls.ratio_value", ratio=number(applied / selected, 1)) if selected else "–",
        money_in(page, total(of_field, "granted_krw"), "granted_krw") if selected else "–",
    ]


def _cell(page: Chosen, row: dict[str, Any], task: str) -> Raw:
    """Selected of applied, and won granted; the task's name for who points at it."""
    text = page.here.text
    name = text_of(names_of(page, "task").get(task, task))
    applied, selected = int(row.get("applications", 0)), int(row.get("selected", 0))
    said = text_of(text("programme.calls.cell", selected=selected, applied=applied))
    granted = f"<br><small>{text_of(money_in(page, row, 'granted_krw'))}</small>" if selected else ""
    strength = f"kpi-step-{min(selected * 2, STRONGEST)}" if selected else "kpi-quiet"
    return Raw(f'<span class="kpi-cell {strength}" title="{name}">{said}{granted}</span>')
