"""What was agreed and planned: items of agreements with progress and evidence, milestones planned and done."""

from datetime import date
from typing import Any

import pandas as pd

from kpi.catalogue.programmes import Agreement
from kpi.charts.drawing import Drawing
from kpi.charts.schedule import Task, schedule
from kpi.queries import programmes_standing
from kpi.queries.programmes import kind_of
from kpi.ui.address import filters_shown
from kpi.ui.cached import ask, kept
from kpi.ui.due import today
from kpi.ui.figure import show
from kpi.ui.markup import badge, definitions, put, quiet, section
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.listed import firm, where
from kpi.ui.programmes.words import category_names, day, is_missing, number, share, told_name
from kpi.ui.tables import Cell, Column, Raw, markup

ITEM = "agreement_item"
STATES = {
    "done": "good",
    "done_late": "attention",
    "overdue": "attention",
    "planned": "plain",
    "undated": "plain",
}
Row = dict[str, Any]


def agreement(page: Chosen) -> None:
    """Agreements with their items, then the schedule and every milestone in a table."""
    asked = (*page.asked, seen_on(page))
    for each in page.programme.agreements:
        put(kept(f"programme-agreement-{each.id}", asked, lambda each=each: _agreement(page, each)))
    if _milestones(page):
        if any(_has_day(row) for row in _milestones(page)):
            show(kept("programme-schedule", asked, lambda: _schedule(page)), key="programme-schedule")
        # Links to firms carry the address that they are followed from.
        put(kept("programme-milestones", (*asked, tuple(filters_shown().items())), lambda: _all(page)))


def seen_on(page: Chosen) -> date:
    """The day that the page is looked at from."""
    return page.here.moment.day or today()


def state(row: Row, on: date) -> str:
    """Done in time or late, overdue, planned, or without any day."""
    planned, done = due_on(row), _day(row["done_on"])
    if done is not None:
        return "done_late" if planned is not None and done > planned else "done"
    if planned is None:
        return "undated"
    return "overdue" if planned < on else "planned"


def due_on(row: Row) -> date | None:
    """The last day on which it is in time: of a month or a year told without a day, its last one."""
    planned, precision = _day(row["planned_on"]), row["date_precision"]
    if planned is None or precision not in ("month", "year"):
        return planned
    end = pd.offsets.MonthEnd(0) if precision == "month" else pd.offsets.YearEnd(0)
    return (pd.Timestamp(planned) + end).date()


def _milestones(page: Chosen) -> list[Row]:
    if not page.has("programme_milestones"):
        return []
    frame = ask(programmes_standing.milestones, page.programme.id, page.zone)
    return frame.to_dict("records")


def _agreement(page: Chosen, agreed: Agreement) -> str:
    """Partners, day and how far each item is: done of what has a day planned or done."""
    text, language = page.here.text, page.here.language
    partners = ", ".join(partner[language] for partner in agreed.partners)
    signed = day(page, agreed.signed_on) if agreed.signed_on else text("programme.unknown")
    facts = [(text("programme.agreement.partners"), partners), (text("programme.agreement.signed"), signed)]
    keys = ("item", "progress", "done", "overdue", "evidence", "source")
    columns = [Column(text(f"programme.agreement.{key}"), key in ("done", "overdue")) for key in keys]
    rows = [_item(page, item.id, item.name[language]) for item in agreed.items]
    label = agreed.name[language]
    body = definitions(facts) + markup(columns, rows, label=label)
    return section(label, f'<div class="kpi-about-programme">{body}</div>', text("programme.agreement.about"))


def _item(page: Chosen, item: str, name: str) -> list[Cell]:
    text, on = page.here.text, seen_on(page)
    steps = [
        row for row in _milestones(page) if row["item"] == item and row["kind"] == ITEM and _has_day(row)
    ]
    done = [row for row in steps if state(row, on).startswith("done")]
    overdue = [row for row in steps if state(row, on) == "overdue"]
    papers = [str(row["evidence"]) for row in done if not is_missing(row["evidence"])]
    sources = [_source(page, row) for row in _milestones(page) if _is_mere_item(row) and row["item"] == item]
    told = Raw("".join(sources) or "–")
    if not steps:
        return [name, text("programme.agreement.no_steps"), "–", "–", "–", told]
    width = round(100 * len(done) / len(steps))
    bar = f'{share(len(done), len(steps))}<div class="kpi-bar"><i style="width:{width}%"></i></div>'
    counted = text("programme.agreement.of", done=len(done), planned=len(steps))
    listed = ", ".join(papers) or text("programme.agreement.no_evidence")
    return [name, Raw(bar), counted, number(len(overdue)), listed, told]


def _schedule(page: Chosen) -> Drawing:
    text, on = page.here.text, seen_on(page)
    dated = [row for row in _milestones(page) if _has_day(row)]
    states = [state(row, on) for row in dated]
    title = text(
        "programme.schedule.point",
        count=len(dated),
        done=sum(each.startswith("done") for each in states),
        late=states.count("done_late"),
        overdue=states.count("overdue"),
    )
    tasks = [
        Task(_title(page, row), _day(row["planned_from"]), _day(row["planned_on"]), _day(row["done_on"]))
        for row in dated
    ]
    return schedule(tasks, title, on, page.here.language)


def _all(page: Chosen) -> str:
    """Every milestone with its days, its state, its evidence and where it stands; the undated ones last.

    An item of an agreement as such has no day: it stands above, with its progress.
    """
    text = page.here.text
    keys = ("what", "kind", "who", "planned", "done", "state", "evidence")
    columns = [Column(text(f"programme.milestones.{key}"), key in ("planned", "done")) for key in keys]
    rows = [_row(page, row) for row in _milestones(page) if not _is_mere_item(row)]
    label = text("programme.milestones.title")
    note = quiet(text("programme.not_by_cohort")) if page.cohort else ""
    return section(label, note + markup(columns, rows, label=label), text("programme.milestones.about"))


def _row(page: Chosen, row: Row) -> list[Cell]:
    text, told = page.here.text, state(row, seen_on(page))
    kinds = category_names(page, "programme_milestones", "kind")
    return [
        _title(page, row),
        kinds.get(row["kind"], str(row["kind"])),
        _who(page, row),
        _when(page, row, "planned_on"),
        _when(page, row, "done_on"),
        Raw(badge(text(f"programme.milestones.states.{told}"), STATES[told])),
        Raw(_source(page, row)),
    ]


def _who(page: Chosen, row: Row) -> Cell:
    """The firm, which leads to its page, or the partner."""
    if is_missing(row["firm_name"]) and not is_missing(row["partner"]):
        return told_name(page, str(row["partner"]))
    return firm(page, row)


def _source(page: Chosen, row: Row) -> str:
    """The evidence, else the publication, over file, row and what kind of record it is."""
    language, note = page.here.language, row["source_note"]
    published = note if language == "ko" and not is_missing(note) else row[f"source_{language}"]
    told = published if is_missing(row["evidence"]) else row["evidence"]
    origin = page.here.text(f"app.origin.{kind_of(bool(row['synthetic']), str(row['series']))}")
    return where(page, row, str(told), origin).html


def _is_mere_item(row: Row) -> bool:
    """Whether it is an agreement's item itself, and no step of it with a day."""
    return row["kind"] == ITEM and not is_missing(row["item"]) and not _has_day(row)


def _title(page: Chosen, row: Row) -> str:
    title = row[f"title_{page.here.language}"]
    return str(row["title_ko"] if is_missing(title) else title)


def _when(page: Chosen, row: Row, which: str) -> str:
    """The day as exactly as it is known."""
    found = _day(row[which])
    if found is None:
        return page.here.text("programme.unknown") if row["date_precision"] == "unknown" else "–"
    if row["date_precision"] in ("month", "year"):
        return page.here.text(
            f"programme.milestones.{row['date_precision']}", year=found.year, month=found.month
        )
    return day(page, found)


def _day(value: Any) -> date | None:
    return None if is_missing(value) else pd.Timestamp(value).date()


def _has_day(row: Row) -> bool:
    return not (is_missing(row["planned_on"]) and is_missing(row["done_on"]))
