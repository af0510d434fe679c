"""Every row of a file staged, written and checked: the one way that builds and drafts share.

While one chunk is staged, those before it are checked in a second thread, and written in a third, which asks the
database once all are.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

from checks.found import Checked, stacked
from checks.running import Checking
from checks.totals import check_totals
from checks.whole import combined, duplicate_keys
from kpi.catalogue import Dataset
from kpi.fact_views import literal
from kpi.submissions import Progress, Report
from kpi.warehouse import ReleaseBuilder
from pipelines.facts import FactsWriter
from pipelines.staging import Staged

Watch = Callable[[pd.DataFrame], None]
# Rows are checked so many at a time, and chunks may wait to be written: that is what is in memory at once.
CHECKED_ROWS, WAITING = 1_000_000, 2


def examine(
    staged: Staged,
    checking: Checking,
    writer: FactsWriter,
    bench: ReleaseBuilder,
    file: str,
    watch: Watch = lambda facts: None,
    report: Report = lambda progress: None,
) -> Checked:
    """Stages the file to its end into `writer`, whose file stays unnamed, and runs every check over it.

    `watch` sees each chunk of facts right after it was staged; faults met on the way are the staging's own.

    Raises FileError where the file breaks off, DiskFull.
    """
    failing: list[pd.DataFrame] = []
    held: list[pd.DataFrame] = []
    checks: deque[Future[pd.DataFrame]] = deque()
    writes: deque[Future[Any]] = deque()
    with ThreadPoolExecutor(1) as second, ThreadPoolExecutor(1) as third:
        for chunk in staged.chunks():
            watch(chunk)
            report(Progress("read", staged.rows, staged.rows))
            writes.append(third.submit(writer.add, chunk))
            held.append(chunk)
            if sum(map(len, held)) >= CHECKED_ROWS:
                failing += _results(checks, 0)
                checks.append(second.submit(checking.add, *held))
                held = []
            _results(writes, WAITING)
        whole = third.submit(_whole_file, staged, writer, bench, file)
        report(Progress("check", 0, 1))
        checks.append(second.submit(checking.add, *held))
        failing += _results(checks, 0)
        _results(writes, 0)
        found = whole.result()
        report(Progress("check", 1, 1))
    return combined([Checked(checking.outcomes(), stacked(failing)), *found])


def _results(futures: deque[Future[Any]], waiting: int) -> list[Any]:
    """What the first of them came to, all but so many; raises what they raised."""
    return [futures.popleft().result() for _ in range(len(futures) - waiting)]


def _whole_file(staged: Staged, writer: FactsWriter, bench: ReleaseBuilder, file: str) -> list[Checked]:
    """What needs all rows at once: no key twice, and the file's own totals."""
    writer.close()
    named = {"submission": staged.submission, "file": file}
    relation = f"read_parquet({literal(str(writer.temporary))})"
    return [
        duplicate_keys(bench, staged.dataset, with_whole_keys(staged.dataset, writer.temporary), **named),
        check_totals(bench, staged.dataset, relation, staged.totals, **named),
    ]


def with_whole_keys(dataset: Dataset, facts: Path) -> str:
    """The rows whose required parts of the key are there: those without have a fault of their own."""
    needed = [name for name in dataset.key if dataset.column(name).required]
    condition = " AND ".join(f"{name} IS NOT NULL" for name in needed) or "1 = 1"
    return f"(SELECT * FROM read_parquet({literal(str(facts))}) WHERE {condition})"
