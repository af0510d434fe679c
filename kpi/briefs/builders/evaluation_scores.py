"""The numbers of an evaluation report: the tree with its weights, scores by zone and area, and grades."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kpi.briefs import numbers
from kpi.briefs.blocks import table
from kpi.briefs.builders.evaluated import Report
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.parts import Block, Cell
from kpi.catalogue.evaluations import ROOT
from kpi.queries.evaluation import published_grades
from kpi.queries.score_points import DECIMALS, FULL
from kpi.wording.facts import grade_words

Row = Mapping[str, Any]


def tree(made: Making) -> Sequence[Block]:
    """Areas, indicators and what feeds them, each with its weight among its siblings and of 100 in all."""
    report = report_in(made)
    if report is None:
        return ()
    text, outputs = made.text, report.scored
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                (("level", 0.8), ("element", 3), ("weight", 1), ("worth", 1))]  # fmt: skip
    worth = _worth(report)
    rows: list[list[Cell]] = []
    for element in outputs.tree.walk()[1:]:
        depth = len(outputs.tree.above(element)) - 2
        kind = "metric" if not outputs.tree.children[element] else ("area", "indicator")[min(depth, 1)]
        rows.append(
            [
                text(f"brief_building.evaluation.level.{kind}"),
                report.names[element],
                numbers.plain(outputs.weights[element], DECIMALS),
                numbers.plain(worth[element], DECIMALS),
            ]
        )
    areas = [at for at, row in enumerate(rows) if row[0] == text("brief_building.evaluation.level.area")]
    status = outputs.evaluation.weights
    notes = [text("brief_building.evaluation.weights_assumed")] if status == "not_public" else []
    notes.append(text("brief_building.evaluation.mapping_assumed"))
    return (
        table(
            text, text("brief_building.evaluation.tree_title"), headings, rows, notes=notes, emphasised=areas,
            units=[_points(made)], basis=text(f"evaluation.head.weights.{status}"),
        ),
    )  # fmt: skip


def _worth(report: Report) -> dict[str, float]:
    """Points of a full score by element, by the weights alone."""
    outputs = report.scored
    found = {ROOT: FULL}
    for element in outputs.tree.walk():
        children = outputs.tree.children[element]
        whole = sum(outputs.weights[child] for child in children)
        for child in children:
            found[child] = found[element] * outputs.weights[child] / whole if whole else 0.0
    return found


def scores(made: Making) -> Sequence[Block]:
    """One row a zone: rank, score, the score of every area, rank in its wave, computed and published grade."""
    report = report_in(made)
    if report is None:
        return ()
    text, outputs = made.text, report.scored
    areas = outputs.tree.children[ROOT]
    cells = outputs.latest_results.cells(outputs.standing["zone"], (ROOT, *areas))
    given = {row["zone"]: row for row in outputs.published_grades.to_dict("records")}
    headings = [(text("brief_building.column.rank"), 0.6), (text("brief_building.column.zone"), 1.3)]
    headings += [(text("evaluation.total"), 0.9), *((report.names[area], 1.1) for area in areas)]
    headings += [
        (text(f"brief_building.column.{name}"), 0.9)
        for name in ("group_rank", "computed_grade", "published_grade")
    ]
    rows: list[list[Cell]] = []
    for row in outputs.standing.to_dict("records"):
        own = given.get(row["zone"])
        rows.append(
            [
                numbers.plain(row["rank"]),
                made.here.zone_name(row["zone"]),
                *(_score(report, cells[row["zone"], each]) for each in (ROOT, *areas)),
                numbers.plain(row["group_rank"]),
                computed_grade(made, row),
                published_grade(made, own),
            ]
        )
    _saw(report)
    marked = [at for at, zone in enumerate(outputs.standing["zone"]) if zone == made.subject]
    basis = text("brief_building.evaluation.scores_basis")
    notes = [
        text("brief_building.evaluation.boundary_mark"),
        text("brief_building.evaluation.sampled", **_sampled(report)),
    ]
    if outputs.is_masked:
        notes.append(text("brief_building.withheld.scores"))
        made.withhold(notes[-1])
    title = text("brief_building.evaluation.scores_title", year=made.year)
    return (
        table(
            text, title, headings, rows, basis=basis, notes=notes, emphasised=marked, units=[_points(made)]
        ),
    )


def _score(report: Report, row: Row) -> Cell:
    if (row["zone"], row["element"]) in report.scored.protected:
        return report.text("evaluation.gap.protected")
    return numbers.plain(row["score"], DECIMALS)


def computed_grade(made: Making, row: Row) -> str:
    """The computed grade, with a mark at a boundary."""
    if not isinstance(row["grade"], str):
        return "–"
    name = grade_words(made.here, row["grade"], "published")
    return f"{name} {made.text('brief_building.evaluation.at_boundary')}" if row["at_boundary"] else name


def published_grade(made: Making, row: Row | None) -> str:
    """The published grade, 비공개 or not found."""
    if row is None:
        return made.text("overview.grades.not_found")
    return grade_words(made.here, row["grade"], str(row["status"]))


def _saw(report: Report) -> None:
    for cell in report.scored.latest_cells.rows.to_dict("records"):
        if cell["metric"]:
            report.saw(cell["value"], cell["origin"], cell["synthetic"], cell["publication"])
            report.metrics[str(cell["metric"])] = None
            if not is_missing(cell["value"]) and cell["origin"] == "records":
                report.record_metrics[str(cell["metric"])] = None
        elif not is_missing(cell["value"]):
            report.origins.add("records")


def _sampled(report: Report) -> dict[str, int]:
    cells = report.scored.latest_cells.rows
    valued = cells[cells["value"].notna()]
    return {"count": int(valued["synthetic"].astype(bool).sum()), "total": len(valued)}


def grades(made: Making) -> Sequence[Block]:
    """Every zone's published grade with its status; what is withheld or not found is neither low nor zero."""
    assert isinstance(made, Report)
    text, year = made.text, made.year
    if made.outputs is None:
        frame = published_grades(made.here.viewer, made.here.moment, year)
    else:
        frame = made.outputs.published_grades
    given = {row["zone"]: row for row in frame.to_dict("records")}
    zones = [zone for zone in made.here.catalogue.zones.values() if zone.designated_on.year <= year]
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                (("zone", 1.5), ("grade", 1), ("status", 1), ("known_on", 1.2))]  # fmt: skip
    rows = []
    for zone in zones:
        row = given.get(zone.id)
        status = "not_found" if row is None else str(row["status"])
        _saw_grade(made, row, status)
        known = (
            None if row is None or is_missing(row["known_on"]) else pd.Timestamp(str(row["known_on"])).date()
        )
        rows.append(
            [
                zone.name[made.language],
                published_grade(made, row),
                text(f"brief_building.grade_status.{status}"),
                known or "–",
            ]
        )
    title = text("brief_building.evaluation.grades_title", year=year)
    notes = (text("overview.grades.help"), text("brief_building.grades.never_ranked"))
    return (table(text, title, headings, rows, notes=notes),) if rows else ()


def _saw_grade(made: Report, row: Row | None, status: str) -> None:
    if row is not None and status == "published":
        made.saw(row["grade"], "published", False, row["submission"])
    if status == "withheld":
        made.withhold(made.text("brief_building.withheld.grades", year=made.year))


def report_in(made: Making) -> Report | None:
    """The report of a year that has scores."""
    assert isinstance(made, Report)
    return made if made.outputs is not None else None


def _points(made: Making) -> str:
    return made.here.catalogue.units["point"].name[made.language]
