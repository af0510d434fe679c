"""One KPI query as the pages ask it, against the same SQL on tables that DuckDB holds in memory."""

import duckdb

from benchmarks.measure import Effort, Line, median, side_by_side, spread
from benchmarks.workbench import released
from kpi.access import LOCAL_VIEWER
from kpi.queries import values
from kpi.queries.moments import release_of, resolve

ROUNDS = 400
ASKED = {"metric": "investment_linked", "zone": "gunsan", "basis": "in_period"}


def run(effort: Effort) -> list[Line]:
    """One line: the whole named query (viewer, moment, frame) ÷ bare DuckDB."""
    moment = resolve(released())
    native = _in_memory(moment)
    parameters = {**ASKED, "length": values.LENGTH["quarter"]}
    asked, floor = side_by_side(
        lambda: values.trend(LOCAL_VIEWER, moment, **ASKED),
        lambda: native.execute(values.TREND, parameters).df(),
        ROUNDS,
    )
    milliseconds = [1000 * each for each in asked]
    note = f"{ROUNDS} rounds in turn, {spread(milliseconds)} ms"
    return [Line("KPI query on the mart", median(milliseconds), 1000 * median(floor), "ms", 1.5, note=note)]


def _in_memory(moment: object) -> duckdb.DuckDBPyConnection:
    """The two tables that the query reads, copied."""
    connection = duckdb.connect(":memory:")
    for table in ("key_values", "targets"):
        connection.register("incoming", release_of(moment).frame(f"SELECT * FROM {table}"))
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")
        connection.unregister("incoming")
    return connection
