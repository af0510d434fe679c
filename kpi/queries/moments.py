"""Moments: what the world knew on a day, or exactly what one release showed. Each is one DuckDB file, opened once.

Whoever may see all firms reads it as it is. Everybody else has a handle of their own in which what they may not see
is not there, one for all who may see the firms of the same places.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

from kpi.access import Viewer
from kpi.catalogue import Catalogue, load
from kpi.errors import Fault, MomentNotBuilt
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.guarding import guarded
from kpi.submissions import moment_key
from kpi.warehouse import Release, open_guarded, open_release

OPEN_AT_ONCE = 16


@dataclass(frozen=True)
class Moment:
    """A set of submissions with a catalogue, as a file. `key` is equal exactly for equal content.

    `newest` is the newest release where this is another: what it has corrected since is withheld from who may not see
    the firms.
    """

    key: str
    kind: Literal["latest", "as_known_on", "release"]
    path: Path
    warehouse: Path
    day: date | None = None
    number: int | None = None
    newest: Path | None = None


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


def release_for(viewer: Viewer, moment: Moment) -> Release:
    """The moment's file with what this viewer may see of it, open for reading. Raises DamagedRelease."""
    places = viewer.firm_places
    if places is None:
        return release_of(moment)
    return _handle(moment.path, moment.warehouse, moment.newest, places).release()


def is_laid_out(viewer: Viewer, moment: Moment) -> bool:
    """Whether `release_for` answers at once. What may be told is worked out first for each release and set of places,
    which takes some seconds.
    """
    places = viewer.firm_places
    return places is None or _handle(moment.path, moment.warehouse, moment.newest, places).is_laid_out


def release_of(moment: Moment) -> Release:
    """The moment's file with all that is in it, opened once a process; for nobody's eyes but of who may see all firms.

    Raises DamagedRelease.
    """
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
    path = paths.warehouse / _ledger(paths.ledger_url).release(number).file
    newest = _newest(paths)
    return Moment(
        f"release-{number}",
        "release",
        path,
        paths.warehouse,
        number=number,
        newest=None if newest == path else newest,
    )


def _newest(paths: Paths) -> Path | None:
    record = _ledger(paths.ledger_url).newest_release()
    return paths.warehouse / record.file if record else None


def _as_known_on(paths: Paths, day: date) -> Moment:
    known = [each.id for each in _ledger(paths.ledger_url).submissions() if each.known_on <= day]
    if not known:
        raise MomentNotBuilt(Fault("queries_errors.nothing_known", value=day.isoformat()))
    key = moment_key(known, _newest_catalogue(paths.catalogue).sha256)
    path = paths.moments / f"{key}.duckdb"
    if not path.exists():
        raise MomentNotBuilt(Fault("queries_errors.moment_not_built", value=day.isoformat()))
    return Moment(key, "as_known_on", path, paths.warehouse, day=day, newest=_newest(paths))


@lru_cache(maxsize=4)
def _ledger(url: str) -> Ledger:
    """One engine a process: opening a ledger looks for migrations."""
    return Ledger(url)


@lru_cache(maxsize=OPEN_AT_ONCE)
def _opened(path: Path, warehouse: Path) -> Release:
    return open_release(path, warehouse)


class _Handle:
    """A guarded release, laid out when it is first asked for: one thread does it while those who ask too wait."""

    def __init__(self, path: Path, warehouse: Path, newest: Path | None, places: frozenset[str]) -> None:
        self._asked = path, warehouse, newest, places
        self._making = Lock()
        self._made: Release | None = None

    def release(self) -> Release:
        """The open release. Raises DamagedRelease."""
        with self._making:
            if self._made is None:
                self._made = self._laid_out()
            return self._made

    @property
    def is_laid_out(self) -> bool:
        return self._made is not None

    def _laid_out(self) -> Release:
        path, warehouse, newest, places = self._asked
        since = _opened(newest, warehouse) if newest else None
        content = guarded(_opened(path, warehouse), since, _catalogue(path, warehouse), places)
        return open_guarded(path, warehouse, content)


@lru_cache(maxsize=OPEN_AT_ONCE)
def _handle(path: Path, warehouse: Path, newest: Path | None, places: frozenset[str]) -> _Handle:
    """Kept as long as it is among the last ones; a thread that still reads from one keeps it open."""
    return _Handle(path, warehouse, newest, places)


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
