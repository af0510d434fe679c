"""Moments: what the world knew on a day, or exactly what one release showed. Each is one DuckDB file, opened once."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from kpi.catalogue import Catalogue, load
from kpi.errors import Fault, MomentNotBuilt
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.submissions import moment_key
from kpi.warehouse import Release, open_release

OPEN_AT_ONCE = 16


@dataclass(frozen=True)
class Moment:
    """A set of submissions with a catalogue, as a file. `key` is equal exactly for equal content."""

    key: str
    kind: Literal["latest", "as_known_on", "release"]
    path: Path
    warehouse: Path
    day: date | None = None
    number: int | None = None


def resolve(paths: Paths, *, as_known_on: date | None = None, release: int | None = None) -> Moment:
    """The moment asked for: one release, a past day, or (neither given) the newest release.

    Raises MomentNotBuilt when there is no release yet, when nothing was known on the day, or when the day's marts
    have to be built first (code `queries_errors.moment_not_built`); LedgerError for an unknown release number.
    """
    if release is not None:
        return _released(paths, release)
    if as_known_on is not None:
        return _as_known_on(paths, as_known_on)
    return _latest(paths)


def release_of(moment: Moment) -> Release:
    """The moment's file, open for reading; opened once a process. Raises DamagedRelease."""
    return _opened(moment.path, moment.warehouse)


def catalogue_of(moment: Moment) -> Catalogue:
    """The catalogue the moment's marts were made with: a release's own, for a past day the newest."""
    return _catalogue(moment.path, moment.warehouse)


def ledger_of(paths: Paths) -> Ledger:
    """The open ledger, one a process. Raises LedgerError."""
    return _ledger(paths.ledger_url)


def newest_catalogue(paths: Paths) -> Catalogue:
    """The catalogue on disk, read again only after a file of it has changed. Raises CatalogueError."""
    return _newest_catalogue(paths.catalogue)


def _latest(paths: Paths) -> Moment:
    record = _ledger(paths.ledger_url).newest_release()
    if record is None:
        raise MomentNotBuilt(Fault("queries_errors.no_release"))
    key = f"release-{record.number}"
    return Moment(key, "latest", paths.warehouse / record.file, paths.warehouse, number=record.number)


def _released(paths: Paths, number: int) -> Moment:
    record = _ledger(paths.ledger_url).release(number)
    return Moment(
        f"release-{number}", "release", paths.warehouse / record.file, paths.warehouse, number=number
    )


def _as_known_on(paths: Paths, day: date) -> Moment:
    known = [each.id for each in _ledger(paths.ledger_url).submissions() if each.known_on <= day]
    if not known:
        raise MomentNotBuilt(Fault("queries_errors.nothing_known", value=day.isoformat()))
    key = moment_key(known, _newest_catalogue(paths.catalogue).sha256)
    path = paths.moments / f"{key}.duckdb"
    if not path.exists():
        raise MomentNotBuilt(Fault("queries_errors.moment_not_built", value=day.isoformat()))
    return Moment(key, "as_known_on", path, paths.warehouse, day=day)


@lru_cache(maxsize=4)
def _ledger(url: str) -> Ledger:
    """One engine a process: opening a ledger looks for migrations."""
    return Ledger(url)


@lru_cache(maxsize=OPEN_AT_ONCE)
def _opened(path: Path, warehouse: Path) -> Release:
    return open_release(path, warehouse)


@lru_cache(maxsize=OPEN_AT_ONCE)
def _catalogue(path: Path, warehouse: Path) -> Catalogue:
    return Catalogue.from_json(_opened(path, warehouse).about["catalogue"])


def _newest_catalogue(folder: Path) -> Catalogue:
    """The catalogue on disk, read again only after a file of it has changed."""
    files = [*folder.rglob("*.yml"), *folder.rglob("*.csv")]
    stamps = tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))
    return _loaded(folder, stamps)


@lru_cache(maxsize=4)
def _loaded(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> Catalogue:
    return load(folder)
