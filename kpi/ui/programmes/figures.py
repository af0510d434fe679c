"""The figures told of a programme, each as it was written, with its basis and its source."""

from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue import NATIONAL
from kpi.queries import programmes, values
from kpi.ui.cached import ask
from kpi.ui.markup import badge, quiet, section, text_of
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.words import category_names, day
from kpi.ui.rows import written
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.programmes import basis_of, figure_name, is_missing, unit_of

SIGNS = {"published": "published", "observed": "published", "inferred": "attention"}


def figures(page: Chosen) -> str:
    """The table of known figures; where none is told of a programme, that is said.

    Of the zones' programme the figures are those published of the zone, or of all of them.
    """
    text = page.here.text
    rows = [_row(page, row) for row in _told(page)]
    if not rows:
        nothing = quiet(text("programme.figures.nothing"))
        return section(text("programme.figures.title"), nothing + _without_figures(page))
    keys = ("figure", "value", "basis", "status", "source", "note")
    columns = [Column(text(f"programme.figures.{key}"), is_number=key == "value") for key in keys]
    return section(
        text("programme.figures.title"),
        markup(columns, rows, label=text("programme.figures.title")) + _without_figures(page),
        text("programme.figures.about"),
    )


def _without_figures(page: Chosen) -> str:
    """A line for each source that named things without a figure: these, and where; '' for none."""
    language = page.here.language
    named: dict[str, list[str]] = {}
    for each in page.programme.without_figures:
        named.setdefault(each.source[language], []).append(each.name[language])
    return "".join(
        quiet(page.here.text("programme.figures.without", names=", ".join(names), source=source))
        for source, names in named.items()
    )


def _told(page: Chosen) -> list[dict[str, Any]]:
    own = ask(programmes.figures, page.programme.id) if page.has("programme_figures") else pd.DataFrame()
    of_zone = ask(values.told, page.zone or NATIONAL) if page.programme.place == "zones" else pd.DataFrame()
    return [*own.to_dict("records"), *of_zone.to_dict("records")]


def _row(page: Chosen, row: dict[str, Any]) -> list[Cell]:
    here, status = page.here, str(row["status"])
    note = row["note"] if here.language == "ko" else row.get("note_en")
    names = {
        **category_names(page, "published_values", "value_status"),
        **category_names(page, "programme_figures", "figure_status"),
    }
    return [
        str(row[f"title_{here.language}"]) if "title_ko" in row else figure_name(here, row),
        told(page, row) if "unit" in row else written(here, row["metric"], row["value"]),
        basis_of(here, row),
        Raw(badge(names.get(status, status), SIGNS.get(status, "plain"))),
        Raw(_source(page, row)),
        "" if is_missing(note) else str(note),
    ]


def told(page: Chosen, row: dict[str, Any]) -> str:
    """The value in its unit: money as people say it, else as it was written or as the language has it."""
    here, as_written, value = page.here, str(row["unit"]), float(row["value"])
    unit = unit_of(here, row)
    if unit is not None and unit.kind == "money":
        return formats.money(value * unit.written[as_written], here.language)
    number = formats.plain(value, 0 if value.is_integer() else 1)
    if here.language == "ko":
        return f"{number}{as_written}"
    return f"{number} {unit.name[here.language]}" if unit else number


def _source(page: Chosen, row: dict[str, Any]) -> str:
    """The publication, who published it and when, and the row of its file."""
    here = page.here
    title, publisher = (text_of(row[f"{part}_{here.language}"]) for part in ("source", "publisher"))
    url = str(row["url"] or "")
    if url.startswith(("https://", "http://")):
        title = f'<a href="{text_of(url)}" target="_blank" rel="noopener">{title}</a>'
    place = here.text("programme.figures.row", file=row["file_name"], row=row["source_row"])
    known = text_of(day(page, row["known_on"]))
    said = f"{title}<br><small>{publisher} · {known} · {text_of(place)}</small>"
    return f'<div class="kpi-publication">{said}</div>'
