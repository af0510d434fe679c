"""The ledger: one small transactional database that remembers drafts, submissions, releases, builds and evaluations.

The commit of `Ledger.publish` is the moment of publishing: before it nobody sees a new release, after it
everybody does.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Self

from kpi.drafts import Decisions, DraftState
from kpi.errors import Fault, LedgerError
from kpi.ledger import builds, jobs, mappings, releases, submissions, tables
from kpi.ledger import drafts as draft_rows
from kpi.ledger.audit_values import Anchor, AuditEntry, AuditPage, Break, Entry
from kpi.ledger.auditing import AuditLedger
from kpi.ledger.briefing import BriefingLedger
from kpi.ledger.briefing_values import Remark, RemarkKind, Tray
from kpi.ledger.engine import engine_of, reading, writing
from kpi.ledger.evaluating import EvaluationLedger
from kpi.ledger.evaluation_values import (
    Assessment,
    AssessmentState,
    Discard,
    NewRound,
    Round,
    RoundState,
    RoundStep,
    Scenario,
)
from kpi.ledger.keys import KeyLedger
from kpi.ledger.migrating import upgrade
from kpi.ledger.people_values import Grant, Key, Link, Person, Session
from kpi.ledger.purging import PurgeLedger
from kpi.ledger.signing import PeopleLedger
from kpi.ledger.values import (
    Build,
    BuildState,
    Draft,
    DraftStep,
    Job,
    Mapping,
    ReleaseChange,
    ReleaseRecord,
    State,
    Submission,
)

__all__ = [
    "Anchor", "Assessment", "AssessmentState", "AuditEntry", "AuditPage", "Break", "Build", "BuildState",
    "Discard", "Draft", "DraftStep", "Entry", "Grant", "Job", "Key", "Ledger", "Link", "Mapping", "NewRound", "Person",
    "ReleaseChange", "ReleaseRecord", "Remark", "RemarkKind", "Round", "RoundState", "RoundStep", "Scenario",
    "Session", "State", "Submission", "Tray",
]  # fmt: skip

# Decisions as a value, as JSON text, or as plain values.
Said = Decisions | str | dict[str, Any]


class Ledger(EvaluationLedger, BriefingLedger, PeopleLedger, KeyLedger, AuditLedger, PurgeLedger):
    """A ledger by SQLAlchemy URL, brought to the newest schema when opened. Every method is one transaction.

    All methods raise LedgerError (busy, damaged, unreachable, moved on) or DiskFull.
    """

    def __init__(self, url: str) -> None:
        self._engine = engine_of(url)
        try:
            upgrade(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

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

    def release_changes(self) -> list[ReleaseChange]:
        """What came and went with each release, oldest first."""
        with reading(self._engine) as connection:
            return releases.changes(connection)

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
        drafts: Collection[str] = (),
    ) -> None:
        """Enters new submissions, marks undone ones and drafts, and enters the release, all in one transaction.

        `drafts` become released into the new submissions that name them; a submission of an approved draft gets
        its approver.

        `rests_on` are the ids of all submissions the release was built from. Raises LedgerError, and changes nothing,
        when they are not the accepted ones after this change: somebody else has published since the build looked.
        """
        with writing(self._engine) as connection:
            submissions.undo(connection, undone)
            submissions.accept(connection, draft_rows.approved(connection, new))
            if submissions.accepted_ids(connection) != set(rests_on):
                raise LedgerError(Fault("ledger_errors.moved_on"))
            releases.enter(connection, release, catalogue_json, rests_on)
            draft_rows.release(connection, drafts, new, release.actor)

    def freeze_release(self, number: int) -> None:
        """Marks a release as never to be pruned. Raises LedgerError for an unknown number."""
        with writing(self._engine) as connection:
            releases.freeze(connection, number)

    # Drafts

    def new_draft(self, raw_sha256: str, file_name: str, size_bytes: int, actor: str) -> Draft:
        """Enters an open draft of a received file, with nothing decided yet."""
        with writing(self._engine) as connection:
            return draft_rows.start(connection, raw_sha256, file_name, size_bytes, actor)

    def draft(self, draft: str) -> Draft:
        """One draft with its last job. Raises LedgerError for an unknown one."""
        with reading(self._engine) as connection:
            return draft_rows.one(connection, draft)

    def drafts(self, states: Collection[DraftState] | None = None, raw_sha256: str = "") -> list[Draft]:
        """Drafts in these states (None = any), of one file or of any, the last changed first."""
        with reading(self._engine) as connection:
            return draft_rows.read(connection, *draft_rows.in_states(states, raw_sha256))

    def save_decisions(self, draft: str, decisions: Said, actor: str, revision: int | None = None) -> int:
        """Keeps the decisions about an open draft and returns their revision; the same again changes nothing.

        Raises LedgerError for an unknown draft, for one no longer open, and where `revision` is given and somebody
        has decided otherwise since.
        """
        with writing(self._engine) as connection:
            return draft_rows.save(connection, draft, _decisions(decisions), revision)

    def set_draft_state(
        self, draft: str, state: DraftState, actor: str, submission: str = "", note: str = ""
    ) -> None:
        """Moves a draft on, and enters who did so, when and why; the state it is in already changes nothing.

        Raises LedgerError for an unknown draft and for a state that cannot follow.
        """
        with writing(self._engine) as connection:
            step = DraftStep(draft, state, actor, datetime.now(UTC), submission, note)
            draft_rows.set_state(connection, step)

    def draft_steps(self, draft: str | None = None) -> list[DraftStep]:
        """Every change of state of one draft or of all, in their order."""
        with reading(self._engine) as connection:
            return draft_rows.steps(connection, draft)

    # Jobs of the worker

    def start_job(self, draft: str, job: str) -> int:
        """Enters a running job of this process over a draft ('' = over none) and returns its id.

        Raises LedgerError while another process works on the same draft.
        """
        with writing(self._engine) as connection:
            return jobs.start(connection, draft, job)

    def end_job(self, draft: str, state: BuildState = "finished", message: str = "") -> None:
        """Closes what this process runs over a draft."""
        with writing(self._engine) as connection:
            jobs.end(connection, draft, state, message)

    def jobs(self, draft: str) -> list[Job]:
        """The jobs over a draft, newest first; one whose process is gone reads as interrupted."""
        with reading(self._engine) as connection:
            return jobs.read(connection, tables.jobs.c.draft == draft)

    # Mappings

    def remember_mapping(self, signature: str, dataset: str, decisions: Said, actor: str) -> None:
        """Keeps what was decided about a file of this shape, for the next one."""
        with writing(self._engine) as connection:
            mappings.remember(connection, signature, dataset, _decisions(decisions), actor)

    def remembered_mapping(self, signature: str) -> Mapping | None:
        """What was last decided about a file of this shape, or None."""
        with reading(self._engine) as connection:
            return mappings.remembered(connection, signature)

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


def _decisions(said: Said) -> Decisions:
    if isinstance(said, Decisions):
        return said
    return Decisions.model_validate_json(said) if isinstance(said, str) else Decisions.model_validate(said)
