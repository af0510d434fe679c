"""How far the ranks and grades of an evaluation report hold."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import chart, noted, said, table
from kpi.briefs.builders.evaluated import Report
from kpi.briefs.builders.evaluation_scores import report_in
from kpi.briefs.builders.making import Making
from kpi.briefs.parts import Block, Cell, Table
from kpi.charts.rank_interval import Interval, rank_interval
from kpi.queries.rank_doubts import SEED
from kpi.queries.score_points import DECIMALS
from kpi.scoring.uncertainty import Uncertain
from kpi.wording.facts import grade_words


def intervals(made: Making) -> Sequence[Block]:
    """Of each zone its rank, the ranks that hold nine of ten draws, and the chance of every grade."""
    report = report_in(made)
    if report is None:
        return ()
    doubts = report.doubts
    if doubts is None:
        return said(made.text("brief_building.evaluation.no_intervals"))
    rows = _intervals(report, doubts.ranks)
    marked = made.here.zone_name(made.subject) if made.subject else ""
    drawing = rank_interval(list(rows.values()), marked, doubts.ranks.draws, made.language)
    factors = ", ".join(made.text(f"evaluation.doubt.factor.{each}") for each in doubts.factors)
    about = made.text(
        "brief_building.evaluation.draws", draws=f"{doubts.ranks.draws:,}", seed=SEED, factors=factors
    )
    return (chart(drawing, _table(report, doubts.ranks, rows), (about,)),)


def _intervals(report: Report, doubts: Uncertain) -> dict[str, Interval]:
    """Zone → its interval, the first rank first; zones without a rank have none."""
    units = report.found.source.board.units
    numbered = zip(units, doubts.nominal, doubts.low, doubts.median, doubts.high, strict=True)
    rows = {
        unit: Interval(report.here.zone_name(unit), *(int(each) for each in ranks))
        for unit, *ranks in numbered
        if not any(each != each for each in ranks)
    }
    return dict(sorted(rows.items(), key=lambda item: item[1].rank))


def _table(report: Report, doubts: Uncertain, rows: dict[str, Interval]) -> Table:
    text, rule = report.text, report.found.recipe.grades
    names = () if rule is None else rule.names
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                (("zone", 1.4), ("rank", 0.8), ("low", 0.9), ("median", 0.9), ("high", 0.9))]  # fmt: skip
    headings += [
        (text("brief_building.evaluation.chance", grade=grade_words(report.here, each, "published")), 1)
        for each in names
    ]
    at = report.found.source.board.unit_numbers
    body: list[list[Cell]] = [
        [
            row.name,
            *(numbers.plain(each) for each in (row.rank, row.low, row.median, row.high)),
            *(numbers.percent(share * 100) for share in doubts.grade_shares[at[unit]][: len(names)]),
        ]
        for unit, row in rows.items()
    ]
    title = text("brief_building.evaluation.intervals_title", year=report.year)
    return table(text, title, headings, body, notes=(text("brief_building.evaluation.interval_meaning"),))


def boundary(made: Making) -> Sequence[Block]:
    """The zones so near another grade that little would change theirs."""
    report = report_in(made)
    if report is None:
        return ()
    if report.scored.is_masked:
        return _withheld(made)
    limit = formats.plain(report.scored.evaluation.boundary_points, 1)
    cases = [row for row in report.scored.standing.to_dict("records") if row["at_boundary"]]
    told = [
        made.text(
            "brief_building.evaluation.near",
            zone=made.here.zone_name(row["zone"]),
            score=formats.plain(row["score"], DECIMALS),
            grade=grade_words(made.here, row["grade"], "published"),
            gaps=", ".join(
                made.text(f"brief_building.evaluation.{key}", points=formats.plain(row[key], DECIMALS))
                for key in ("to_better", "above_worse")
                if row[key] == row[key]
            ),
        )
        for row in cases
    ]
    if not told:
        return said(made.text("brief_building.evaluation.no_boundary", limit=limit))
    return [*said(*told), *noted(made.text("brief_building.evaluation.boundary_limit", limit=limit))]


def _withheld(made: Making) -> Sequence[Block]:
    """How near grades are would tell scores that are withheld."""
    sentence = made.text("brief_building.withheld.scores")
    made.withhold(sentence)
    return noted(sentence)
