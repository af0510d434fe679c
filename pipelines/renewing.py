"""Parts taken over from the release before: only slices whose live facts differ are counted anew.

A part rests on the facts of one slice of one dataset, on the catalogue, the calendar and the code that counts. Where
the last three are as they were, a part whose slice has the same submissions is the same part. Without that, or
without a release before, everything is counted from the facts.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from kpi import fact_views, firm_records, measures
from kpi.catalogue import Catalogue, Metric
from kpi.fact_views import literal
from kpi.warehouse import ReleaseBuilder
from pipelines import firms, marts, programmes

# Facts of touched slices are laid down once for all metrics, unless they are too many to be worth it.
LAID_DOWN_ROWS = 3_000_000
SHARES = """
SELECT live.dataset, live.slice, submission.series, live.rank, submission.id, submission.known_on,
       submission.synthetic, submission.facts_file
FROM {of}live_slices AS live JOIN {of}submissions AS submission ON submission.id = live.submission
"""
CALENDAR = ("quarters", "zone_starts")
NEEDED = {*CALENDAR, "about", "submissions", "live_slices", "parts", "programme_parts"}

Touched = dict[str, tuple[str, ...]]


@cache
def recipe() -> str:
    """A hash of the code that makes numbers of facts: another code, other parts."""
    sources = [
        Path(marts.__file__),
        Path(firm_records.__file__),
        Path(firms.__file__),
        Path(programmes.__file__),
        Path(fact_views.__file__),
        *sorted(marts.SQL.glob("*.sql")),
        *sorted(Path(measures.__file__).parent.glob("*.py")),
    ]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def touched_since(builder: ReleaseBuilder, earlier: Path) -> Touched | None:
    """Dataset → its slices whose live facts are not those of an earlier release, which stays attached as `earlier`.

    None where its parts cannot be taken over: made by another catalogue, calendar or code. Call when `about`,
    `submissions`, `live_slices` and the calendar stand.
    """
    builder.run(f"ATTACH {literal(str(earlier))} AS earlier (READ_ONLY)")
    if not _same_making(builder):
        builder.run("DETACH earlier")
        return None
    now, before = SHARES.format(of=""), SHARES.format(of="earlier.")
    differing = builder.rows(
        f"SELECT DISTINCT dataset, slice FROM"
        f" ((({now}) EXCEPT ({before})) UNION ALL (({before}) EXCEPT ({now}))) AS share ORDER BY dataset, slice"
    )
    touched: dict[str, list[str]] = {}
    for dataset, label in differing:
        touched.setdefault(dataset, []).append(label)
    return {dataset: tuple(labels) for dataset, labels in touched.items()}


def add_parts(builder: ReleaseBuilder, catalogue: Catalogue, touched: Touched) -> None:
    """Table `parts` as `marts.add_parts` makes it, from the parts of `earlier` and the facts of touched slices."""
    builder.table("parts", pd.DataFrame(columns=list(marts.PARTS)), marts.PARTS)
    keep_slices(builder, touched)
    facts = {
        dataset: touched_facts(builder, catalogue, dataset, labels) for dataset, labels in touched.items()
    }
    for dataset, metrics in marts.counted_of(catalogue).items():
        builder.run(f"INSERT INTO parts {untouched_parts(dataset, metrics)}")
        if labels := touched.get(dataset):
            for metric in metrics:
                own = catalogue.datasets[dataset]
                marts.add_metric(builder, metric, own, facts[dataset], slices_in(labels))
    marts.set_apart(builder)


def untouched_parts(dataset: str, metrics: Iterable[Metric]) -> str:
    """The SELECT of the earlier parts of one dataset's metrics outside its touched slices. A slice of a year holds its
    quarters too.
    """
    return f"""
        SELECT part.* FROM (
            SELECT * FROM earlier.parts UNION ALL SELECT * FROM earlier.programme_parts
        ) AS part
        WHERE part.metric IN ({listed(metric.id for metric in metrics)}) AND NOT EXISTS (
            SELECT 1 FROM touched
            WHERE touched.dataset = {literal(dataset)}
              AND touched.scope IN ('*', part.zone)
              AND touched.period IN ('*', part.period, SUBSTR(part.period, 1, 4)))"""


def touched_facts(builder: ReleaseBuilder, catalogue: Catalogue, dataset: str, labels: Iterable[str]) -> str:
    """What follows FROM to read the live facts of some slices; files without any of them are not opened."""
    live = f"live_{dataset}"
    builder.run(
        f"CREATE OR REPLACE TEMP TABLE {live} AS SELECT * REPLACE (FALSE AS whole) FROM live_slices"
        f" WHERE dataset = {literal(dataset)} AND slice IN ({listed(labels)})"
    )
    shape = next(each for each in fact_views.shapes(catalogue.to_json()) if each.dataset == dataset)
    files = fact_views.live_files(builder.rows, builder.warehouse_dir, live)
    chosen = fact_views.view(shape, files, live)
    if _rows_about(builder, dataset, labels) > LAID_DOWN_ROWS:
        return f"({chosen})"
    builder.run(f"CREATE OR REPLACE TEMP TABLE touched_{dataset} AS {chosen}")
    return f"touched_{dataset}"


def _rows_about(builder: ReleaseBuilder, dataset: str, labels: Iterable[str]) -> float:
    """How many rows lie in some slices, as if each submission's were spread evenly over its own."""
    counted = f"""
        SELECT COALESCE(SUM(submission.rows * share.mine / share.slices), 0)
        FROM (
            SELECT submission, COUNT(*) AS slices, COUNT(*) FILTER (slice IN ({listed(labels)})) AS mine
            FROM live_slices WHERE dataset = {literal(dataset)} GROUP BY submission
        ) AS share
        JOIN submissions AS submission ON submission.id = share.submission"""
    return float(builder.rows(counted)[0][0])


def slices_in(labels: Iterable[str]) -> str:
    """What follows FROM to read the rows of `live_slices` with these labels."""
    return f"(SELECT * FROM live_slices WHERE slice IN ({listed(labels)}))"


def keep_slices(builder: ReleaseBuilder, touched: Touched) -> None:
    """Table `touched`, for this connection alone: dataset, scope and period of every touched slice."""
    rows = [(dataset, *label.split("|", 1)) for dataset, labels in touched.items() for label in labels]
    columns = ["dataset", "scope", "period"]
    builder.run("DROP TABLE IF EXISTS touched")
    builder.table("incoming_touched", pd.DataFrame(rows, columns=columns), dict.fromkeys(columns, "VARCHAR"))
    builder.run("CREATE TEMP TABLE touched AS SELECT * FROM incoming_touched; DROP TABLE incoming_touched")


def listed(labels: Iterable[str]) -> str:
    """Labels for an IN."""
    return ", ".join(literal(label) for label in labels) or "NULL"


def _same_making(builder: ReleaseBuilder) -> bool:
    found = builder.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'earlier'")
    if not {name for (name,) in found} >= NEEDED:
        return False
    says = "SELECT key, value FROM {of}about WHERE key IN ('catalogue_sha256', 'recipe') ORDER BY key"
    tables = [f"SELECT * FROM {{of}}{name} ORDER BY ALL" for name in CALENDAR]
    return all(
        builder.rows(sql.format(of="")) == builder.rows(sql.format(of="earlier.")) for sql in (says, *tables)
    )
