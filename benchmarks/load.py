"""A million rows from CP949 CSV to a published release, against its parts measured alone.

The parts are what nobody can do without, each by the bare library: pyarrow parses the file, Great
Expectations runs the dataset's suite on a finished frame, pyarrow writes Parquet, DuckDB makes the marts.
Header finding, units, firm hashes, uniqueness, the kept copy, the release file, fsyncs and the ledger are
what the whole does on top.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from benchmarks.measure import Effort, Line, median, seconds, spread
from benchmarks.workbench import bulk, folder, raw_with
from checks.engine import warm_up
from checks.running import check
from kpi.catalogue import Catalogue, load
from kpi.paths import Paths
from kpi.queries.moments import release_of, resolve
from kpi.warehouse import OPENING_TABLES, ReleaseBuilder, scratch
from pipelines import firms, marts
from pipelines.building import build
from pipelines.facts import schema_of

ROWS = 1_000_000
ROUNDS = 3
DATASET = "firm_results"
PARTS = ("parse", "expectations", "Parquet", "marts")


def run(effort: Effort) -> list[Line]:
    """One line: the whole ÷ the sum of its parts. Great Expectations is imported before, as in the worker."""
    warm_up()
    catalogue = load(Paths().catalogue)
    file = bulk(ROWS)
    whole: list[float] = []
    parts: list[list[float]] = []
    for number in range(ROUNDS):
        paths = raw_with(f"load-{number}", ROWS, with_project=False)
        whole.append(seconds(lambda paths=paths: build(paths)))
        parts.append(_parts(file, paths, catalogue))
    alone = [median([each[place] for each in parts]) for place in range(len(PARTS))]
    told = ", ".join(f"{name} {took:.2f}" for name, took in zip(PARTS, alone, strict=True))
    rate = ROWS / median(whole)
    note = f"{rate:,.0f} rows/s; {told} s; {ROUNDS} rounds, {spread(whole)} s"
    return [Line("10⁶ rows, CSV to release", median(whole), sum(alone), "s", 2, note=note)]


def _parts(file: Path, paths: Paths, catalogue: Catalogue) -> list[float]:
    """Seconds of each part alone, on what the build has just made."""
    facts = pd.read_parquet(next(paths.facts.glob("*.parquet")))
    schema = schema_of(catalogue.datasets[DATASET])
    return [
        seconds(lambda: _parsed(file)),
        seconds(lambda: check(catalogue, DATASET, facts)),
        seconds(
            lambda: pq.write_table(_table(facts, schema), folder() / "alone.parquet", compression="zstd")
        ),
        _marts_alone(paths, catalogue),
    ]


def _parsed(file: Path) -> pd.DataFrame:
    options = csv.ReadOptions(encoding="cp949", skip_rows=1)
    return csv.read_csv(file, read_options=options).to_pandas()


def _table(facts: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(facts, schema, preserve_index=False)


def _marts_alone(paths: Paths, catalogue: Catalogue) -> float:
    """The mart SQL over the facts as they lie, without values, checks or a finished file."""
    release = release_of(resolve(paths))
    with scratch(folder() / "marts.duckdb", paths.warehouse) as builder:
        for table in OPENING_TABLES:
            builder.table(table, release.frame(f"SELECT * FROM {table}"))
        builder.register_facts()
        marts.add_calendar(builder, catalogue)
        return seconds(lambda: _add_marts(builder, catalogue))


def _add_marts(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    marts.add_parts(builder, catalogue)
    firms.add_firms(builder, catalogue)
