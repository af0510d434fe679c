"""The metrics counted from a programme's records, whatever the catalogue declares, each with its entry there."""

from typing import Any
from urllib.parse import urlencode

from kpi import format as formats
from kpi.catalogue import BASES
from kpi.queries import programmes
from kpi.ui.address import filters_shown
from kpi.ui.cached import ask
from kpi.ui.markup import section, text_of
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.words import SAMPLE, withheld_note
from kpi.ui.rows import written
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.programmes import is_withheld


def counted(page: Chosen) -> str:
    """The newest year of every metric that the programme has, by basis; '' for a programme without records."""
    if not page.has("programme_values"):
        return ""
    text, frame = page.here.text, ask(programmes.values, page.programme.id)
    known = frame.to_dict("records")
    of_metric = {
        metric: {row["basis"]: row for row in known if row["metric"] == metric}
        for metric in page.here.catalogue.metrics
    }
    bases = [basis for basis in BASES if any(row["basis"] == basis for row in known)]
    columns = [
        Column(text("programme.beside.metric")),
        *(Column(text(f"app.basis.{basis}"), is_number=True) for basis in bases),
    ]
    rows: list[list[Cell]] = [
        [Raw(_entry(page, metric)), *(_cell(page, metric, having.get(basis)) for basis in bases)]
        for metric, having in of_metric.items()
        if having
    ]
    title = text("programme.counted.title")
    shown = markup(columns, rows, label=title) + withheld_note(page, frame)
    return section(title, shown, text("programme.counted.about"))


def _entry(page: Chosen, metric: str) -> str:
    """The metric's name as a link to what the dictionary says of it."""
    address = f"catalogue?{urlencode({**filters_shown(), 'q': metric, 'kind': 'metric'})}"
    return f'<a href="{text_of(address)}">{text_of(page.here.metric_name(metric))}</a>'


def _cell(page: Chosen, metric: str, row: dict[str, Any] | None) -> Cell:
    if row is None:
        return formats.MISSING
    until = formats.period(str(row["period"]), page.here.language)
    if is_withheld(row, "value"):
        return page.here.text("app.status.withheld")
    value = text_of(written(page.here, metric, row["value"]))
    return Raw(f"{value}{SAMPLE if row['synthetic'] else ''}<br><small>{until}</small>")
