"""The benchmarks by name.

Each is a module with `run(effort) -> list[Line]`, imported only when it is asked for.
"""

from importlib import import_module

from benchmarks.measure import Effort, Line

BENCHMARKS = {
    "query": "one KPI query on the released mart",
    "load": "a million rows from CP949 CSV to a published release",
    "memory": "peak memory of the load",
    "scale": "the overview's cost as facts grow",
    "submit": "a file on its way in: preview, comparison, release",
    "scoring": "scores, rank intervals and what-if changes of a framework",
    "whatif": "a changed weight on the evaluation page: the server's whole answer",
    "briefs": "briefs and chart images: alone, of all zones, and what other viewers feel of them",
    "rerun": "a rerun of the overview: CPU, throughput, many viewers, memory",
    "programme": "the programme page: a rerun with many participants, and its cost as records grow",
    "paint": "the overview in a browser: filter change and first visit",
}


def run(name: str, effort: Effort) -> list[Line]:
    """The lines of one benchmark. Raises KeyError for an unknown name."""
    BENCHMARKS[name]
    return import_module(f"benchmarks.{name}").run(effort)
