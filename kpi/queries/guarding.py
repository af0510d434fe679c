"""What of each table of a release somebody gets who may see the firms of some places only.

Every table of a release is decided here. One that is not stays closed: a new table has to be decided before anybody
without full rights can read it.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.disclosing import SUMMED, closed_sums
from kpi.fact_views import literal
from kpi.queries.masking import COLUMNS, masked_as_seen, tables_of
from kpi.warehouse import Release

# Nothing in them is of single firms: what was published or is owed, counts, and what a release says of itself.
OPEN = frozenset(
    {
        "about", "submissions", "live_slices", "published", "targets", "grades", "milestones", "coverage", "places",
        "quarters", "zone_starts", "programme_figures", "programme_funnel", "programme_funnel_fields",
        "programme_sessions", "programme_spaces", "programme_stages", "programme_working_groups",
    }
)  # fmt: skip
# Each row is of one firm or names one, so only rows of the viewer's places are there. Views of facts are likewise.
OF_PLACES = frozenset({"firms", "firm_marks", "programme_partners"})
FACTS = "facts_"
NO_NUMBER = "CAST('NaN' AS DOUBLE)"
# Each row is open, these columns only at the viewer's places.
EMPTIED: Mapping[str, tuple[str, ...]] = {"programme_milestones": ("firm", "firm_name")}
# Likewise, but what is withheld is not a number: it can be told from what is not known, and no sum over it looks whole.
LARGEST: Mapping[str, tuple[str, ...]] = {"programme_calls": ("largest_krw",)}
# Money and jobs of a programme, open at places where no row of theirs tells too much of single firms.
SUMS = tuple(SUMMED)
# Sums over firms that equations bind together: shown as far as no firm's part can be told from them.
MASKED = tuple(COLUMNS)
# What a check found is open; the cells it found, and sums over firms that it compared, are not.
FINDINGS = {
    "check_rows": "SELECT * REPLACE (CAST(NULL AS VARCHAR) AS value) FROM whole.check_rows",
    "check_results": """
SELECT * REPLACE (
    CASE WHEN {told} THEN '' ELSE observed END AS observed, CASE WHEN {told} THEN '' ELSE expected END AS expected
) FROM whole.check_results
""",
}
TOLD = """
observed <> '' AND NOT {own}
AND (list_contains({metrics}, metric) OR (metric = '' AND list_contains({datasets}, dataset)))
"""


def guarded(
    raw: Release, newest: Release | None, catalogue: Catalogue, places: frozenset[str]
) -> dict[str, str | pd.DataFrame]:
    """Every table that is there for who may see the firms of `places`, as `open_guarded` takes it.

    `newest` is the newest release where `raw` is another one.
    """
    own = f"list_contains({_listed(places)}, zone)"
    found: dict[str, str | pd.DataFrame] = {name: f"SELECT * FROM whole.{name}" for name in OPEN}
    facts = {f"{FACTS}{dataset}" for dataset in catalogue.datasets}
    found |= {name: f"SELECT * FROM whole.{name} WHERE {own}" for name in OF_PLACES | facts}
    found |= {name: _emptied(name, columns, own) for name, columns in EMPTIED.items()}
    told = TOLD.format(own=own, metrics=_listed(_money(catalogue)), datasets=_listed(_of_firms(catalogue)))
    found |= {name: sql.format(told=told) for name, sql in FINDINGS.items()}
    masked = masked_as_seen(raw, newest, catalogue, places)
    closed = closed_sums(raw, newest, masked.withheld)
    found |= {name: _summed(name, columns, own) for name, columns in closed.items()}
    return found | tables_of(masked, raw)


def _emptied(name: str, columns: Iterable[str], own: str) -> str:
    kept = ", ".join(f"CASE WHEN {own} THEN {column} END AS {column}" for column in columns)
    return f"SELECT * REPLACE ({kept}) FROM whole.{name}"


def _summed(name: str, closed: Mapping[str, frozenset[str]], own: str) -> str:
    """The SELECT of a table with sums over firms, each column closed at some places."""
    where = {column: f"list_contains({_listed(places)}, zone)" for column, places in closed.items()}
    where |= dict.fromkeys(LARGEST.get(name, ()), "TRUE")
    kept = ", ".join(
        f"CASE WHEN {column} IS NOT NULL AND NOT {own} AND {there} THEN {NO_NUMBER} ELSE {column} END AS {column}"
        for column, there in where.items()
    )
    return f"SELECT * REPLACE ({kept}) FROM whole.{name}"


def _money(catalogue: Catalogue) -> set[str]:
    return {metric.id for metric in catalogue.metrics.values() if metric.disclosure == "firm_money"}


def _of_firms(catalogue: Catalogue) -> set[str]:
    return {dataset.id for dataset in catalogue.datasets.values() if dataset.firm_column is not None}


def _listed(names: frozenset[str] | set[str]) -> str:
    return f"CAST([{', '.join(literal(name) for name in sorted(names))}] AS VARCHAR[])"
