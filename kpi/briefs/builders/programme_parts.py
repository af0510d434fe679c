"""What all parts of a programme's brief share, and the figures told of the programme, each with its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import table
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.parts import Block, Cell, Number
from kpi.catalogue import Unit
from kpi.catalogue.programmes import ANY_PROGRAMME, Programme, Vocabulary
from kpi.queries import programmes
from kpi.queries.programmes import Held
from kpi.wording.values import origin_words

Row = dict[str, Any]
FIGURES = "programme_figures"


@dataclass(frozen=True, eq=False, kw_only=True)
class Told(Making):
    """A programme's brief being made, with what is held of the programme."""

    programme: Programme
    held: Held

    @property
    def zone(self) -> str:
        """'' for everywhere."""
        return self.subject

    @property
    def asked(self) -> tuple[str, str, str]:
        """What the queries of records take."""
        return self.programme.id, self.zone, self.choices.cohort

    @property
    def record_datasets(self) -> list[str]:
        """Whatever programmes hand in; the figures told of one are publications."""
        shared = (
            each.id for each in self.here.catalogue.datasets.values() if each.programme == ANY_PROGRAMME
        )
        return [each for each in shared if each != FIGURES]

    @property
    def places(self) -> tuple[str, ...]:
        if self.zone:
            return (self.zone,)
        return tuple(self.here.catalogue.zones) if self.programme.place == "zones" else (self.programme.id,)

    def has(self, table: str) -> bool:
        """Whether this table of the release holds something of the programme."""
        return table in self.held.tables

    def names(self, kind: Vocabulary) -> dict[str, str]:
        """Id → name of what the programme declares of one kind, in its order."""
        return {entry.id: entry.name[self.language] for entry in self.programme.vocabulary(kind)}

    def basis(self, frame: pd.DataFrame) -> str:
        """What kind of records a table rests on."""
        origin = origin_words(self.here, "records", bool(frame["synthetic"].any()))
        return self.text("brief_building.programme.basis", origin=origin)


def told_in(made: Making) -> Told:
    """The making of a programme's brief."""
    assert isinstance(made, Told)
    return made


def category_names(made: Making, dataset: str, column: str) -> dict[str, str]:
    """Id → name of the categories of a dataset's column."""
    found = made.here.catalogue.datasets.get(dataset)
    return {
        category.id: category.name[made.language]
        for each in (found.columns if found else ())
        if each.id == column
        for category in each.categories
    }


def in_order(found: Iterable[str], names: dict[str, str]) -> list[str]:
    """What was found, in the order of its names; unnamed ones last."""
    order = list(names)
    return sorted(dict.fromkeys(found), key=lambda each: order.index(each) if each in order else len(order))


def figures(made: Making) -> Sequence[Block]:
    """Every figure told of the programme, with its basis, status and source."""
    told, text = told_in(made), made.text
    if not told.has(FIGURES):
        return ()
    frame = programmes.figures(made.here.viewer, made.here.moment, told.programme.id)
    widths = {"figure": 2, "value": 1, "basis": 1, "status": 0.8, "source": 2.4}
    headings = [(text(f"programme.figures.{name}"), width) for name, width in widths.items()]
    statuses = category_names(made, FIGURES, "figure_status")
    rows = frame.to_dict("records")
    for row in rows:
        made.saw(row["value"], "published", False, row["submission"])
    body = [_figure(made, row, statuses) for row in rows]
    return (
        table(
            text,
            text("programme.figures.title"),
            headings,
            body,
            notes=(text("brief_building.programme.as_told"),),
        ),
    )


def _figure(made: Making, row: Row, statuses: dict[str, str]) -> list[Cell]:
    text, language = made.text, made.language
    period = text("programme.figures.no_year")
    if not is_missing(row["period"]):
        period = formats.period(str(row["period"]), language)
    basis = "" if is_missing(row["basis"]) else " · " + text(f"app.basis.{row['basis']}")
    known = "" if is_missing(row["known_on"]) else formats.day(pd.Timestamp(row["known_on"]).date(), language)
    source = [str(row[f"{part}_{language}"] or "") for part in ("source", "publisher")]
    return [
        str(row[f"title_{language}"]),
        told_value(made, row),
        f"{period}{basis}",
        statuses.get(str(row["status"]), str(row["status"])),
        ", ".join(each for each in (*source, known) if each),
    ]


def told_value(made: Making, row: Row) -> Number:
    """The value in its unit: money as people say it, else as the language has it."""
    here, value, written = made.here, float(row["value"]), str(row["unit"])
    unit = _unit(made, row)
    if unit is not None and unit.kind == "money":
        return numbers.amount(here, unit, value * unit.written[written])
    decimals = 0 if value.is_integer() else 1
    if unit is not None:
        return numbers.amount(here, unit.model_copy(update={"kind": "count"}), value, decimals)
    return numbers.plain(value, decimals, written if made.language == "ko" else "")


def _unit(made: Making, row: Row) -> Unit | None:
    """That of the figure's metric, else the one whose own name was written; None for a mere count of things."""
    units, metrics = made.here.catalogue.units, made.here.catalogue.metrics
    measure, written = row["measure"], str(row["unit"])
    if not is_missing(measure) and measure in metrics and written in units[metrics[measure].unit].written:
        return units[metrics[measure].unit]
    return next((each for each in units.values() if each.name["ko"] == written), None)
