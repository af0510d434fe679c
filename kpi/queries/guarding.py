"""What of each table of a release somebody gets who may see the firms of some places only.

Every table of a release is decided here. One that is not stays closed: a new table has to be decided before anybody
without full rights can read it.
"""

from collections.abc import Mapping

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.catalogue.disclosure import DisclosureRules
from kpi.fact_views import literal
from kpi.queries.masking import COLUMNS, masked_tables
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
# Each row is open, these columns only at the viewer's places.
EMPTIED: Mapping[str, tuple[str, ...]] = {
    "programme_milestones": ("firm", "firm_name"),
    "programme_calls": ("largest_krw",),
}
# Money and jobs of a programme, and what counts the firms behind them. Where any row of a programme at another place
# rests on fewer firms than the rules ask for, or on one that is known to hold too much of it, all of its rows there are
# withheld: they are not a number, so that no sum over them looks whole.
SUMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "programme_calls": ("selected", ("granted_krw",)),
    "programme_follow_ups": (
        "firms",
        (
            "revenue_before_krw", "revenue_krw", "employees_before", "employees", "jobs_created", "investment_krw",
            "exports_krw",
        ),
    ),
    "programme_funds": ("firms", ("invested_krw",)),
    "programme_support": ("firms", ("paid_krw",)),
}  # fmt: skip
UNSAFE = "NOT {own} AND bool_or({unsafe}) OVER (PARTITION BY programme, zone)"
FEW = "{firms} BETWEEN 1 AND {most}"
# Where a row tells its largest firm as well: a sum that this firm alone holds more of than two may.
LARGEST: Mapping[str, str] = {"programme_calls": "largest_krw > {share} * granted_krw"}
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
    found |= {name: _partly(name, own, catalogue.disclosure) for name in {*EMPTIED, *SUMS}}
    told = TOLD.format(own=own, metrics=_listed(_money(catalogue)), datasets=_listed(_of_firms(catalogue)))
    found |= {name: sql.format(told=told) for name, sql in FINDINGS.items()}
    return found | masked_tables(raw, newest, catalogue, places)


def _partly(name: str, own: str, rules: DisclosureRules) -> str:
    """The SELECT of a table of which some columns are for the viewer's places alone."""
    firms, sums = SUMS.get(name, ("0", ()))
    tests = [FEW.format(firms=firms, most=rules.fewest_firms - 1)]
    if name in LARGEST:
        tests.append(LARGEST[name].format(share=rules.two_largest_share))
    unsafe = UNSAFE.format(own=own, unsafe=" OR ".join(tests))
    columns = [
        *(f"CASE WHEN {own} THEN {column} END AS {column}" for column in EMPTIED.get(name, ())),
        *(f"CASE WHEN {unsafe} THEN CAST('NaN' AS DOUBLE) ELSE {column} END AS {column}" for column in sums),
    ]
    return f"SELECT * REPLACE ({', '.join(columns)}) FROM whole.{name}"


def _money(catalogue: Catalogue) -> set[str]:
    return {metric.id for metric in catalogue.metrics.values() if metric.disclosure == "firm_money"}


def _of_firms(catalogue: Catalogue) -> set[str]:
    return {dataset.id for dataset in catalogue.datasets.values() if dataset.firm_column is not None}


def _listed(names: frozenset[str] | set[str]) -> str:
    return f"CAST([{', '.join(literal(name) for name in sorted(names))}] AS VARCHAR[])"
