"""The comparison of chosen zones in chosen metrics: who leads, who stands where, and where each is strong and weak."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd

from kpi.briefs import numbers
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.blocks import chart, explained, noted, said, table
from kpi.briefs.builders import making
from kpi.briefs.builders.making import ERRORS, Making, Part, finished, is_missing, sections_of, year_chosen
from kpi.briefs.builders.zone_parts import year_end, years_known
from kpi.briefs.parts import Block, Brief, Cell, Table
from kpi.charts.standing import standing
from kpi.errors import Fault, KpiError
from kpi.queries import values
from kpi.queries.comparing_sentences import reading as read
from kpi.queries.comparison import AGAINST, WAVE, ZONE, Asked, Comparison, Subject, compare
from kpi.text import places
from kpi.wording import comparing
from kpi.wording.values import origin_words

KIND = "comparison"
# More columns of numbers do not find room on a page.
COLUMNS = 6
Row = dict[str, Any]
ABOUT_ZONE = ("strong", "weak", "above_", "below_", "target_", "alike")


def build(desk: Desk, choices: Choices) -> Brief:
    """The comparison asked for. Raises KpiError for whatever of it is unknown."""
    made = Making(desk, choices)
    year = year_chosen(made, years_known(made))
    if faults := list(_faults(made)):
        raise KpiError(*faults)
    names = [_zone_name(made, each) for each in choices.zones]
    zones = places(desk.text, names) if names else desk.text("brief_building.comparison.every_zone")
    title = desk.text("brief_building.comparison.title", year=year, zones=zones)
    about = comparing.against(desk, asked(made))
    subtitle = desk.text("brief_building.comparison.subtitle", against=about)
    parts = {"period": str(year), "zones": ",".join(choices.zones), "metrics": ",".join(choices.metrics),
             "basis": choices.basis, "per": choices.per, "against": choices.against}  # fmt: skip
    address = "/compare?" + "&".join(f"{key}={value}" for key, value in parts.items() if value)
    sections = sections_of(made, PARTS)
    _publications(made)
    return finished(made, KIND, title, subtitle, sections, address)


def _publications(made: Making) -> None:
    """Whose published values the comparison shows."""
    here, comparison = made.here, compared(made)
    bases = {(subject.id, subject.basis) for subject in comparison.subjects}
    frame = values.values(
        here.viewer, here.moment, metrics=[each.id for each in comparison.subjects],
        zones=comparison.zones, periods=[str(made.year)],
    )  # fmt: skip
    for row in frame.to_dict("records"):
        if (row["metric"], row["basis"]) in bases:
            made.told_by(row["publication"])


def asked(made: Making) -> Asked:
    """What the comparison is of; the headline metrics for none."""
    choices = made.choices
    metrics = choices.metrics or tuple(metric.id for metric in made.here.catalogue.headline_metrics)
    return Asked(metrics, str(made.year), choices.zones, choices.basis, choices.per, choices.against)


def compared(made: Making) -> Comparison:
    """The comparison; it is kept, so that every section asks anew."""
    return compare(made.here.viewer, made.here.moment, asked(made))


def reading(made: Making) -> Sequence[Block]:
    """Who leads, what was left out and why, and what the numbers rest on."""
    sentences = read(made.here.viewer, made.here.moment, asked(made), "")
    return said(*(each.in_words(made.language) for each in sentences))


def strengths(made: Making) -> Sequence[Block]:
    """Of each zone compared what it is strong and weak in, and how it stands beside what it is compared with."""
    here, comparison, blocks = made.here, compared(made), []
    if comparison.cells.empty:
        return ()
    for zone in comparison.zones:
        told = [
            each.in_words(here.language)
            for each in read(here.viewer, here.moment, asked(made), zone)
            if each.key.startswith(ABOUT_ZONE)
        ]
        if told:
            blocks += [*said(here.zone_name(zone)), *explained(*told)]
    if blocks:
        blocks += noted(made.text("compare.profile.help", zone=""))
    return blocks


def zone_tables(made: Making) -> Sequence[Block]:
    """Zone × metric, one table a basis and population: those are never side by side."""
    comparison = compared(made)
    blocks: list[Block] = []
    for (basis, population), subjects in _groups(comparison).items():
        # As even as can be: six and one would be a table for one column.
        width = ceil(len(subjects) / ceil(len(subjects) / COLUMNS))
        for at in range(0, len(subjects), width):
            blocks.append(_zone_table(made, comparison, subjects[at : at + width], basis, population))
    return blocks


def _groups(comparison: Comparison) -> dict[tuple[str, str], list[Subject]]:
    found: dict[tuple[str, str], list[Subject]] = {}
    for subject in comparison.subjects:
        found.setdefault((subject.basis, subject.metric.population), []).append(subject)
    return found


def _zone_table(
    made: Making, comparison: Comparison, subjects: Sequence[Subject], basis: str, population: str
) -> Table:
    here, text = made.here, made.text
    headings = [(text("brief_building.column.zone"), 1.4)]
    headings += [(subject.metric.short[here.language], 1.0) for subject in subjects]
    columns = {subject.id: _by_zone(comparison, subject) for subject in subjects}
    rows: list[list[Cell]] = []
    for zone in comparison.zones:
        cells = [columns[subject.id][zone] for subject in subjects]
        for subject, cell in zip(subjects, cells, strict=True):
            made.saw_rows(subject.id, [cell])
        rows.append(
            [
                here.zone_name(zone),
                *(
                    _value(made, subject, cell["value"])
                    for subject, cell in zip(subjects, cells, strict=True)
                ),
            ]
        )
    names = text(f"app.basis.{basis}"), here.catalogue.populations[population].name[here.language]
    title = text("brief_building.comparison.table", basis=names[0], population=names[1])
    notes = [_samples(made, subjects, columns), *_gaps(made, subjects, columns)]
    shown = year_end(made) if basis == "period_end" else text("brief_building.basis_of", basis=names[0])
    return table(text, title, headings, rows, basis=shown, notes=notes)


def _by_zone(comparison: Comparison, subject: Subject) -> dict[str, Row]:
    return {row["zone"]: row for row in comparison.of_metric(subject.id).to_dict("records")}


def _samples(made: Making, subjects: Sequence[Subject], columns: Mapping[str, Mapping[str, Row]]) -> str:
    """How many of the values are sample records."""
    cells = [
        row for subject in subjects for row in columns[subject.id].values() if not is_missing(row["value"])
    ]
    sample = sum(bool(row["synthetic"]) for row in cells)
    return made.text("brief_building.comparison.samples", count=sample, total=len(cells)) if sample else ""


def _gaps(
    made: Making, subjects: Sequence[Subject], columns: Mapping[str, Mapping[str, Row]]
) -> Iterable[str]:
    """Why cells are empty or not whole, by reason."""
    told: dict[str, list[str]] = {}
    for subject in subjects:
        for zone, row in columns[subject.id].items():
            if why := comparing.gap(made.here, row):
                name = f"{made.here.zone_name(zone)} {subject.metric.short[made.language]}"
                told.setdefault(why, []).append(name)
    return [f"{places(made.text, names)}: {why}" for why, names in told.items()]


def rankings(made: Making) -> Sequence[Block]:
    """Of each metric the zones in their order, as a chart and as a table."""
    here, comparison = made.here, compared(made)
    blocks = []
    for subject in comparison.subjects:
        frame = comparison.of_metric(subject.id)
        unit = here.catalogue.units[subject.metric.unit]
        about = (here.language, here.zone_names, str(made.year), "", comparing.against(here, asked(made)))
        drawing = standing(frame, subject, unit, *about)
        rows = frame.to_dict("records")
        made.saw_rows(subject.id, rows)
        blocks.append(chart(drawing, _ranking(made, subject, rows), _caveats(made, subject)))
    return blocks


def _ranking(made: Making, subject: Subject, rows: Sequence[Row]) -> Table:
    here, text = made.here, made.text
    widths = {"rank": 0.6, "zone": 1.3, "value": 1.2, "reference": 1.2, "difference": 1.2, "difference_share": 1,
              "origin": 1.1, "note": 1.5}  # fmt: skip
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in widths.items()]
    basis, population = subject.basis, here.catalogue.populations[subject.metric.population]
    title = text(
        "brief_building.comparison.ranking",
        metric=subject.metric.name[here.language],
        basis=text(f"app.basis.{basis}"),
        population=population.name[here.language],
    )
    notes = [text("compare.downward")] if subject.metric.direction == -1 else []
    notes.append(text("brief_building.comparison.reference", against=comparing.against(here, asked(made))))
    return table(
        text, title, headings, [_ranked(made, subject, row) for row in rows],
        basis=comparing.heading(here, subject), notes=notes,
    )  # fmt: skip


def _ranked(made: Making, subject: Subject, row: Row) -> list[Cell]:
    here = made.here
    change, change_share = _difference(made, subject, row)
    return [
        numbers.plain(row["rank"]),
        here.zone_name(row["zone"]),
        _value(made, subject, row["value"]),
        _reference(made, subject, row),
        change,
        change_share,
        origin_words(here, row["origin"] or None, bool(row["synthetic"])),
        comparing.gap(here, row) or "–",
    ]


def _value(made: Making, subject: Subject, value: object) -> Cell:
    unit = made.here.catalogue.units[subject.metric.unit]
    return numbers.amount(made.here, unit, value, subject.metric.decimals)


def _reference(made: Making, subject: Subject, row: Row) -> Cell:
    if pd.isna(row["reference"]):
        return comparing.reference(made.here, asked(made), subject, row)
    unit = made.here.catalogue.units[subject.metric.unit]
    decimals = comparing.reference_decimals(asked(made), subject)
    return numbers.amount(made.here, unit, row["reference"], decimals)


def _difference(made: Making, subject: Subject, row: Row) -> tuple[Cell, Cell]:
    """How far from what it is compared with, in its unit and in percent of it; of a target, the percent reached."""
    if not pd.isna(row["reached"]):
        return numbers.plain(None), numbers.percent(row["reached"])
    unit = made.here.catalogue.units[subject.metric.unit]
    decimals = comparing.reference_decimals(asked(made), subject)
    return numbers.differing(made.here, unit, row["difference"], row["share"], decimals)


def _caveats(made: Making, subject: Subject) -> list[str]:
    caveats = made.here.catalogue.caveats
    return [caveats[each].text[made.language] for each in subject.metric.caveats if each in caveats]


def _zone_name(made: Making, zone: str) -> str:
    if zone.startswith(WAVE):
        return made.text("compare.wave_name", wave=zone.removeprefix(WAVE))
    return made.here.zone_name(zone)


def _faults(made: Making) -> Iterable[Fault]:
    """Everything chosen that does not exist, all at once."""
    choices, catalogue = made.choices, made.here.catalogue
    waves = [f"{WAVE}{wave}" for wave in sorted({zone.wave for zone in catalogue.zones.values()})]
    known = {
        "zone": (choices.zones, [*catalogue.zones, *waves]),
        "metric": (choices.metrics, list(catalogue.zone_metrics)),
        "per": ([choices.per] if choices.per else [], list(catalogue.denominators)),
        "against": ([choices.against], [*AGAINST, *(f"{ZONE}{zone}" for zone in catalogue.zones)]),
    }
    for kind, (chosen, allowed) in known.items():
        for each in chosen:
            if each not in allowed:
                yield Fault(f"{ERRORS}.{kind}_unknown", value=each, allowed=allowed)


PARTS: Mapping[str, Part] = {
    "summary": reading,
    "table": zone_tables,
    "rankings": rankings,
    "strengths": strengths,
    making.COMMENTARY: making.commentary,
}
