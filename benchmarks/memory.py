"""Peak memory of a load, in a process of its own."""

from benchmarks.measure import Effort, Line
from benchmarks.workbench import built, child, environment
from kpi.paths import Paths

HEAVY_ROWS, LIGHT_ROWS = 10_000_000, 1_000_000
GIGABYTE = 1e9
IDLE = "from checks.engine import warm_up; import pipelines.building; warm_up()"


def run(effort: Effort) -> list[Line]:
    """One line: the build's peak; the floor is the same process with everything imported and no rows."""
    rows = HEAVY_ROWS if effort.heavy else LIGHT_ROWS
    made = built(rows)
    _, idle = child(["-c", IDLE], environment(Paths()))
    note = f"{rows:,} rows in {made.seconds:.0f} s, imports included"
    what = f"peak memory of a load of {rows:.0e} rows".replace("e+0", "e")
    return [Line(what, made.peak_bytes / GIGABYTE, idle / GIGABYTE, "GB", 4, "at_most", note)]
