"""A moment before the newest release, in which something was otherwise."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from kpi.queries import moments
from kpi.queries.moments import Moment


@contextmanager
def earlier_than(
    now: Moment, folder: Path, change: str, named: Mapping[str, Any] | None = None
) -> Iterator[Moment]:
    """The moment of a copy of a release that this SQL has changed; it is read beside the release as the newest one."""
    file = Path(shutil.copy(now.path, folder / "earlier.duckdb"))
    with duckdb.connect(str(file)) as database:
        database.execute(change, named)
    yield replace(now, path=file, newest=now.path)
    moments._opened.cache_clear()
    moments._handle.cache_clear()
