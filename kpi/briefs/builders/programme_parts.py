"""What all parts of a programme's brief share, and the figures told of the programme, each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import noted, table
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.parts import Block, Cell, Number, Paragraph
from kpi.catalogue import NATIONAL
from kpi.catalogue.programmes import ANY_PROGRAMME, Programme, Vocabulary
from kpi.queries import programmes, values
from kpi.queries.programmes import Held
from kpi.wording.programmes import basis_of, category_names, figure_name, names_of, unit_of
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
        return names_of(self.here, self.programme, kind)

    @property
    def not_by_cohort(self) -> tuple[Paragraph, ...]:
        """Where one cohort is chosen, that what stands above is of all of them."""
        return noted(self.text("programme.not_by_cohort")) if self.choices.cohort else ()

    def basis(self, frame: pd.DataFrame) -> str:
        """What kind of records a table rests on."""
        origin = origin_words(self.here, "records", bool(frame["synthetic"].any()))
        return self.text("brief_building.programme.basis", origin=origin)


def told_in(made: Making) -> Told:
    """The making of a programme's brief."""
    assert isinstance(made, Told)
    return made


def figures(made: Making) -> Sequence[Block]:
    """Every figure told of the programme, with its basis, status and source."""
    told, text = told_in(made), made.text
    rows = _figures_told(told)
    if not rows:
        return ()
    widths = {"figure": 2, "value": 1, "basis": 1, "status": 0.8, "source": 2.4}
    headings = [(text(f"programme.figures.{name}"), width) for name, width in widths.items()]
    statuses = {
        **category_names(made.here, "published_values", "value_status"),
        **category_names(made.here, FIGURES, "figure_status"),
    }
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


def _figures_told(told: Told) -> list[Row]:
    """Those of the programme; of the zones' programme also those published of the zone, or of all of them."""
    here = told.here
    own = (
        programmes.figures(here.viewer, here.moment, told.programme.id)
        if told.has(FIGURES)
        else pd.DataFrame()
    )
    of_zone = pd.DataFrame()
    if told.programme.place == "zones":
        of_zone = values.told(here.viewer, here.moment, told.zone or NATIONAL)
    return [*own.to_dict("records"), *of_zone.to_dict("records")]


def _figure(made: Making, row: Row, statuses: dict[str, str]) -> list[Cell]:
    language = made.language
    known = "" if is_missing(row["known_on"]) else formats.day(pd.Timestamp(row["known_on"]).date(), language)
    source = [str(row[f"{part}_{language}"] or "") for part in ("source", "publisher")]
    return [
        str(row[f"title_{language}"]) if "title_ko" in row else figure_name(made.here, row),
        told_value(made, row),
        basis_of(made.here, row),
        statuses.get(str(row["status"]), str(row["status"])),
        ", ".join(each for each in (*source, known) if each),
    ]


def told_value(made: Making, row: Row) -> Number:
    """The value in its unit: money as people say it, else as the language has it."""
    here, value = made.here, float(row["value"])
    if "unit" not in row:
        return numbers.of_metric(here, row["metric"], value)
    written = str(row["unit"])
    unit = unit_of(here, row)
    if unit is not None and unit.kind == "money":
        return numbers.amount(here, unit, value * unit.written[written])
    decimals = 0 if value.is_integer() else 1
    if unit is not None:
        return numbers.amount(here, unit.model_copy(update={"kind": "count"}), value, decimals)
    return numbers.plain(value, decimals, written if made.language == "ko" else "")
