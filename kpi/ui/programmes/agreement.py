"""What was agreed and planned: items of agreements with progress and evidence, milestones planned and done."""

from datetime import date

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
from kpi.ui.programmes.words import category_names, day, told_name
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.milestones import (
    Row,
    day_of,
    has_day,
    is_mere_item,
    progress,
    state,
    title,
    when,
)
from kpi.wording.programmes import is_missing, number, share

STATES = {
    "done": "good",
    "done_late": "attention",
    "overdue": "attention",
    "planned": "plain",
    "undated": "plain",
}


def agreement(page: Chosen) -> None:
    """Agreements with their items, then the schedule and every milestone in a table."""
    asked = (*page.asked, seen_on(page))
    for each in page.programme.agreements:
        put(kept(f"programme-agreement-{each.id}", asked, lambda each=each: _agreement(page, each)))
    if _milestones(page):
        if any(has_day(row) for row in _milestones(page)):
            show(kept("programme-schedule", asked, lambda: _schedule(page)), key="programme-schedule")
        # Links to firms carry the address that they are followed from.
        put(kept("programme-milestones", (*asked, tuple(filters_shown().items())), lambda: _all(page)))


def seen_on(page: Chosen) -> date:
    """The day that the page is looked at from."""
    return page.here.moment.day or today()


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
    so_far = progress(_milestones(page), item, on)
    sources = [_source(page, row) for row in _milestones(page) if is_mere_item(row) and row["item"] == item]
    told = Raw("".join(sources) or "–")
    if not so_far.planned:
        return [name, text("programme.agreement.no_steps"), "–", "–", "–", told]
    width = round(100 * so_far.done / so_far.planned)
    bar = f'{share(so_far.done, so_far.planned)}<div class="kpi-bar"><i style="width:{width}%"></i></div>'
    counted = text("programme.agreement.of", done=so_far.done, planned=so_far.planned)
    listed = ", ".join(so_far.papers) or text("programme.agreement.no_evidence")
    return [name, Raw(bar), counted, number(so_far.overdue), listed, told]


def _schedule(page: Chosen) -> Drawing:
    text, on = page.here.text, seen_on(page)
    dated = [row for row in _milestones(page) if has_day(row)]
    states = [state(row, on) for row in dated]
    point = text(
        "programme.schedule.point",
        count=len(dated),
        done=sum(each.startswith("done") for each in states),
        late=states.count("done_late"),
        overdue=states.count("overdue"),
    )
    tasks = [
        Task(
            title(page.here, row),
            day_of(row["planned_from"]),
            day_of(row["planned_on"]),
            day_of(row["done_on"]),
        )
        for row in dated
    ]
    return schedule(tasks, point, on, page.here.language)


def _all(page: Chosen) -> str:
    """Every milestone with its days, its state, its evidence and where it stands; the undated ones last.

    An item of an agreement as such has no day: it stands above, with its progress.
    """
    text = page.here.text
    keys = ("what", "kind", "who", "planned", "done", "state", "evidence")
    columns = [Column(text(f"programme.milestones.{key}"), key in ("planned", "done")) for key in keys]
    rows = [_row(page, row) for row in _milestones(page) if not is_mere_item(row)]
    label = text("programme.milestones.title")
    note = quiet(text("programme.not_by_cohort")) if page.cohort else ""
    return section(label, note + markup(columns, rows, label=label), text("programme.milestones.about"))


def _row(page: Chosen, row: Row) -> list[Cell]:
    text, told = page.here.text, state(row, seen_on(page))
    kinds = category_names(page, "programme_milestones", "kind")
    return [
        title(page.here, row),
        kinds.get(row["kind"], str(row["kind"])),
        _who(page, row),
        when(page.here, row, "planned_on"),
        when(page.here, row, "done_on"),
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
