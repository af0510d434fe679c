"""What this page asks for. What only changes with a release is kept until there is a newer one.

The ledger is the same whichever moment the pages show, so the newest release stands in every key.
"""

from collections.abc import Sequence
from pathlib import Path

from kpi.drafts import Effect
from kpi.ledger import Draft, Ledger
from kpi.queries import history
from kpi.queries.history import ReleaseEntry, Resting, SubmissionEntry
from kpi.queries.moments import ledger_of, resolve
from kpi.ui.cached import kept
from kpi.ui.history.effects import ordered
from kpi.ui.setting import Setting
from kpi.ui.submit import work as submitting
from kpi.ui.submit.upload import TO_GO_ON, may_open

Moved = tuple[tuple[str, ...], tuple[str, ...]]


def ledger(setting: Setting) -> Ledger:
    """The ledger, opened once a process."""
    return ledger_of(setting.paths)


def newest(setting: Setting) -> int:
    """The number of the newest release, 0 before the first."""
    moment = setting.moment
    if moment.kind == "latest" and moment.number:
        return moment.number
    record = ledger(setting).newest_release()
    return record.number if record else 0


def submissions(setting: Setting) -> dict[str, SubmissionEntry]:
    """Every submission by id, also undone ones, the newest first."""
    return kept("history-submissions", (newest(setting),), lambda: _submissions(setting))


def _submissions(setting: Setting) -> dict[str, SubmissionEntry]:
    return {one.submission.id: one for one in history.submissions(setting.viewer, setting.paths)}


def releases(setting: Setting) -> Sequence[ReleaseEntry]:
    """Every release with the submissions that came in or went out with it, the newest first."""
    return kept(
        "history-releases", (newest(setting),), lambda: history.releases(setting.viewer, setting.paths)
    )


def compared(setting: Setting, before: int, after: int) -> Sequence[Effect]:
    """The numbers that differ between two releases, in the order of the pages.

    Raises KpiError for a release whose file is gone.
    """
    return kept("history-compared", (before, after), lambda: _compared(setting, before, after))


def _compared(setting: Setting, before: int, after: int) -> Sequence[Effect]:
    first, second = (resolve(setting.paths, release=number) for number in (before, after))
    return ordered(setting, history.compare_releases(setting.viewer, first, second))


def moved_between(setting: Setting, before: int, after: int) -> Moved:
    """The ids of the submissions that only the later and only the earlier release rests on."""
    return kept("history-moved", (before, after), lambda: _moved_between(setting, before, after))


def _moved_between(setting: Setting, before: int, after: int) -> Moved:
    book = ledger(setting)
    first, second = ([one.id for one in book.submissions_of_release(number)] for number in (before, after))
    came = tuple(one for one in second if one not in set(first))
    return came, tuple(one for one in first if one not in set(second))


def resting_on(setting: Setting, submission_id: str) -> Sequence[Resting]:
    """The later submissions that speak of the same slices in the same series, oldest first."""
    return history.resting_on(setting.viewer, setting.paths, submission_id)


def drafts(setting: Setting) -> list[Draft]:
    """The files in work that this viewer may see."""
    return [one for one in ledger(setting).drafts(TO_GO_ON) if may_open(setting, one)]


def work(setting: Setting, draft: Draft) -> submitting.Work | None:
    """A draft with what the pipeline made of it."""
    return submitting.of(setting, draft.id)


def received_file(setting: Setting, submission_id: str) -> Path:
    """Where a submission's file lies as it was received. Raises FileError if it may not be opened or is gone."""
    return history.received_file(setting.viewer, setting.paths, submission_id)
