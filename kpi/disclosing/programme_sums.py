"""Where sums of money and jobs in the tables of programmes are closed, because they tell too much of single firms.

A column is closed at a whole place as soon as one of its rows there tells too much. All rows that are left are safe,
and so is every sum of them: two sums that the rules allow are allowed together, for no two firms hold a larger share of
both than they may of each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from kpi.catalogue import Catalogue
from kpi.contributions import contributor
from kpi.disclosing.revised import ROUNDING
from kpi.disclosure import unsafe
from kpi.warehouse import Release

FIRMS = """
WITH held AS (
    SELECT f.zone AS zone, {rows}, {firm} AS firm, ABS(SUM(CAST({amount} AS DOUBLE))) AS amount
    FROM facts_{dataset} AS f {joined} WHERE {counted} AND {amount} IS NOT NULL GROUP BY ALL
)
SELECT zone, COUNT(*) AS firms, SUM(amount) AS total, MAX(amount) AS first, COALESCE(MAX(amount, 2)[2], 0) AS second
FROM held GROUP BY zone, {names}
"""
# The same firm before its support.
BEFORE = """
LEFT JOIN facts_programme_outcomes AS b
    ON b.zone = f.zone AND b.firm = f.firm AND b.cohort = f.cohort AND b.moment = 'before'
"""
WAS_AND_IS = "CASE WHEN b.{0} IS NOT NULL AND f.{0} IS NOT NULL THEN {1}.{0} END"
Closed = Mapping[str, Mapping[str, frozenset[str]]]
KEPT = 4


@dataclass(frozen=True)
class Summed:
    """A table of sums over the firms in a dataset's facts `f`: what its rows stand for beside places, what one fact
    adds to each of its columns, and which metrics add up the same amounts.
    """

    dataset: str
    rows: tuple[str, ...]
    amounts: Mapping[str, str]
    metrics: Mapping[str, str] = field(default_factory=dict)
    joined: str = ""
    counted: str = "TRUE"


SUMMED: Mapping[str, Summed] = {
    "programme_calls": Summed(
        "programme_applications", ("call", "field", "task"), {"granted_krw": "f.granted_krw"},
        {"granted_krw": "grants_awarded"}, counted="f.decision = 'selected'",
    ),
    "programme_follow_ups": Summed(
        "programme_outcomes", ("cohort", "moment"),
        {
            "revenue_before_krw": WAS_AND_IS.format("revenue_krw", "b"),
            "revenue_krw": WAS_AND_IS.format("revenue_krw", "f"),
            "employees_before": WAS_AND_IS.format("employees", "b"),
            "employees": WAS_AND_IS.format("employees", "f"),
            "jobs_created": "f.jobs_created",
            "investment_krw": "f.investment_krw",
            "exports_krw": "f.exports_krw",
        },
        {"jobs_created": "follow_up_jobs", "investment_krw": "follow_up_investment"},
        BEFORE, "f.moment <> 'before'",
    ),
    "programme_funds": Summed(
        "programme_funds", ("fund", "period"),
        {f"{kind}_krw": f"CASE WHEN f.kind = '{kind}' THEN f.amount_krw END" for kind in ("invested", "returned")},
        {"invested_krw": "fund_invested", "returned_krw": "fund_returned"},
    ),
    "programme_support": Summed(
        "programme_support", ("period", "cohort", "cost_kind"), {"paid_krw": "f.amount_krw"},
        {"paid_krw": "support_paid"}, counted="f.entry_kind = 'paid'",
    ),
}  # fmt: skip


def closed_sums(raw: Release, newest: Release | None, withheld: pd.DataFrame) -> Closed:
    """Table → column → the places where it is closed.

    `withheld` lists the cells that are withheld of metrics (columns of `cells.withheld_cells`): a column that adds up
    the same is closed where any of its metric's cells is. `newest` is the newest release where `raw` is an earlier
    moment: there a column is closed as well where it has been revised since.
    """
    gone = withheld.groupby("metric")["zone"].agg(frozenset).to_dict() if len(withheld) else {}
    found: dict[str, dict[str, frozenset[str]]] = {}
    for table, summed in SUMMED.items():
        if table not in raw.tables():
            continue
        found[table] = {
            column: (
                _unsafe(raw, table)[column]
                | gone.get(summed.metrics.get(column, ""), frozenset())
                | (_since(raw, newest, table, column) if newest is not None else frozenset())
            )
            for column in summed.amounts
        }
    return found


@lru_cache(maxsize=KEPT * len(SUMMED))
def _unsafe(release: Release, table: str) -> dict[str, frozenset[str]]:
    """Column → the places with a row that the rules forbid, by the release's own rules; the same for all who ask."""
    catalogue = Catalogue.from_json(release.about["catalogue"])
    return {
        column: frozenset(_forbidden(release, catalogue, table, column)) for column in SUMMED[table].amounts
    }


def _forbidden(release: Release, catalogue: Catalogue, table: str, column: str) -> Iterator[str]:
    summed = SUMMED[table]
    sql = FIRMS.format(
        rows=", ".join(f"f.{name} AS {name}" for name in summed.rows), names=", ".join(summed.rows),
        firm=contributor(catalogue.datasets[summed.dataset]), amount=summed.amounts[column],
        dataset=summed.dataset, joined=summed.joined, counted=summed.counted,
    )  # fmt: skip
    rows = release.frame(sql)
    told = unsafe(rows["firms"], rows["total"], rows["first"], rows["second"], catalogue.disclosure)
    yield from rows.loc[told, "zone"].unique()


def _since(raw: Release, newest: Release, table: str, column: str) -> frozenset[str]:
    """The places where the newest release no longer has each row of an earlier one with the same sum, or shows it to
    nobody.
    """
    if table not in newest.tables():
        return frozenset(place for (place,) in raw.rows(f"SELECT DISTINCT zone FROM {table}"))
    keys = ["zone", *SUMMED[table].rows]
    sql = f"SELECT {', '.join(keys)}, CAST({column} AS DOUBLE) AS amount FROM {table} WHERE {column} IS NOT NULL"
    both = raw.frame(sql).merge(newest.frame(sql), "left", keys, suffixes=("", "_now"))
    same = np.isclose(both["amount"], both["amount_now"], rtol=ROUNDING, atol=0)
    return frozenset(both.loc[~same, "zone"]) | _unsafe(newest, table)[column]
