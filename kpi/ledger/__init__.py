"""The ledger: one small transactional database that remembers submissions, releases and builds.

The commit of `Ledger.publish` is the moment of publishing: before it nobody sees a new release, after it
everybody does.
"""

from collections.abc import Collection, Sequence
from typing import Self

from kpi.errors import Fault, LedgerError
from kpi.ledger import builds, releases, submissions, tables
from kpi.ledger.engine import engine_of, reading, writing
from kpi.ledger.migrating import upgrade
from kpi.ledger.values import Build, BuildState, ReleaseRecord, State, Submission

__all__ = ["Build", "BuildState", "Ledger", "ReleaseRecord", "State", "Submission"]


class Ledger:
    """A ledger by SQLAlchemy URL, brought to the newest schema when opened. Every method is one transaction.

    All methods raise LedgerError (busy, damaged, unreachable, moved on) or DiskFull.
    """

    def __init__(self, url: str) -> None:
        self._engine = engine_of(url)
        upgrade(self._engine)

    def close(self) -> None:
        """Lets go of the database; a SQLite ledger is one single file afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Submissions

    def submissions(self, state: State | None = "accepted") -> list[Submission]:
        """Submissions with their slices by sequence; `state=None` gives undone ones too."""
        conditions = [] if state is None else [tables.submissions.c.state == state]
        with reading(self._engine) as connection:
            return submissions.read(connection, *conditions)

    def submission(self, submission_id: str) -> Submission | None:
        """One submission in whichever state, or None."""
        with reading(self._engine) as connection:
            return next(iter(submissions.read(connection, tables.submissions.c.id == submission_id)), None)

    def submissions_of_release(self, number: int) -> list[Submission]:
        """What a release rests on, by sequence; `state` is today's."""
        with reading(self._engine) as connection:
            return submissions.read_of_release(connection, number)

    def next_sequence(self) -> int:
        """The sequence for the next new submission; ask while holding the build lock."""
        with reading(self._engine) as connection:
            return submissions.next_sequence(connection)

    # Releases

    def releases(self) -> list[ReleaseRecord]:
        """Every published release, newest first."""
        with reading(self._engine) as connection:
            return releases.read(connection)

    def newest_release(self) -> ReleaseRecord | None:
        """The release that pages show, or None before the first build."""
        with reading(self._engine) as connection:
            return next(iter(releases.read(connection, limit=1)), None)

    def release(self, number: int) -> ReleaseRecord:
        """One release. Raises LedgerError for an unknown number."""
        with reading(self._engine) as connection:
            found = releases.read(connection, tables.releases.c.number == number)
        if not found:
            raise releases.unknown(number)
        return found[0]

    def release_catalogue(self, number: int) -> str:
        """The catalogue that a release was built with, as JSON. Raises LedgerError for an unknown number."""
        with reading(self._engine) as connection:
            return releases.catalogue(connection, number)

    def next_release_number(self) -> int:
        """The number for the next release; ask while holding the build lock."""
        with reading(self._engine) as connection:
            return releases.next_number(connection)

    def publish(
        self,
        release: ReleaseRecord,
        catalogue_json: str,
        rests_on: Collection[str],
        new: Sequence[Submission] = (),
        undone: Sequence[str] = (),
    ) -> None:
        """Enters new submissions, marks undone ones and enters the release, all in one transaction.

        `rests_on` are the ids of all submissions the release was built from. Raises LedgerError, and changes nothing,
        when they are not the accepted ones after this change: somebody else has published since the build looked.
        """
        with writing(self._engine) as connection:
            submissions.undo(connection, undone)
            submissions.accept(connection, new)
            if submissions.accepted_ids(connection) != set(rests_on):
                raise LedgerError(Fault("ledger_errors.moved_on"))
            releases.enter(connection, release, catalogue_json, rests_on)

    def freeze_release(self, number: int) -> None:
        """Marks a release as never to be pruned. Raises LedgerError for an unknown number."""
        with writing(self._engine) as connection:
            releases.freeze(connection, number)

    # Builds

    def start_build(self, message: str = "") -> int:
        """Enters a running build of this process and returns its id."""
        with writing(self._engine) as connection:
            return builds.start(connection, message)

    def end_build(self, build: int, state: BuildState = "finished", message: str = "") -> None:
        """Closes a running build as finished or failed."""
        with writing(self._engine) as connection:
            builds.end(connection, build, state, message)

    def builds(self, limit: int = 50) -> list[Build]:
        """The latest builds, newest first."""
        with reading(self._engine) as connection:
            return builds.read(connection, limit)

    def interrupted_builds(self) -> list[Build]:
        """Marks running builds whose process is gone and lists those just marked, oldest first."""
        with writing(self._engine) as connection:
            return builds.mark_interrupted(connection)
