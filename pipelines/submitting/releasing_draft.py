"""A draft becomes a submission and a release: facts and findings in their places, then one commit of the ledger.

Whoever comes second waits. Their comparison holds as long as nothing has moved in the slices of their own file.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from kpi.drafts import Comparison, Decisions, Prepared, Released
from kpi.errors import BuildBusy, Fault, KpiError, LedgerError, Place
from kpi.ledger import Draft, Ledger, Submission
from kpi.paths import Paths
from kpi.submissions import Progress, Report
from pipelines.building import noted, publish
from pipelines.storing import build_lock
from pipelines.submitting import drafting
from pipelines.submitting.comparing import comparison_of
from pipelines.submitting.entering import enter
from pipelines.submitting.standing import Standing, standing
from pipelines.submitting.suggesting import OF_PEOPLE

WAIT_SECONDS = 300.0
LOOK_AGAIN_SECONDS = 0.1


def release_draft(
    paths: Paths, draft_id: str, actor: str, report: Report = lambda progress: None
) -> Released:
    """Accepts a prepared and compared draft and publishes the release that it makes.

    Where the same file with the same decisions is accepted already, nothing new is made (`new` is False). Raises
    KpiError `submitting_errors.base_moved` where something else has been accepted in its slices since it was
    compared, FileError or CheckFailed for a draft that is not ready, BuildBusy after WAIT_SECONDS, DiskFull,
    LedgerError. Whatever fails, releases and ledger stay as they were.
    """
    started = time.perf_counter()
    prepared = drafting.prepared_of(paths, draft_id)
    with waiting_lock(paths, report), Ledger(paths.ledger_url) as ledger:
        draft = ledger.draft(draft_id)
        _refuse_discarded(draft)
        prepared = with_reasons(prepared, draft)
        accepted = _accepted(ledger, prepared.submission)
        if accepted is not None:
            return _already(ledger, draft, accepted, actor, started)
        stand = standing(paths, draft, prepared, ledger)
        refuse_moved(stand, comparison_of(paths, draft_id), draft)
        with noted(paths, ledger) as note:
            number = _release(paths, draft, prepared, stand, ledger, actor, report)
            note(f"release {number}")
    return Released(release=number, submissions=(prepared.submission,), seconds=_since(started))


@contextmanager
def waiting_lock(
    paths: Paths, report: Report = lambda progress: None, seconds: float = WAIT_SECONDS
) -> Iterator[None]:
    """The build lock, waited for. Raises BuildBusy when it is still held after so many seconds; DiskFull."""
    until = time.monotonic() + seconds
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(build_lock(paths))
                break
            except BuildBusy as busy:
                if time.monotonic() > until:
                    raise
                waited = round(seconds - (until - time.monotonic()))
                report(Progress("wait", waited, round(seconds), str(busy.faults[0].value)))
                time.sleep(LOOK_AGAIN_SECONDS)
        yield


def with_reasons(prepared: Prepared, draft: Draft) -> Prepared:
    """What was prepared with the reasons given since: they change no fact."""
    reasons = {**prepared.decisions.reasons, **draft.decisions.reasons}
    decisions = prepared.decisions.model_copy(update={"reasons": reasons})
    return prepared.model_copy(update={"decisions": decisions})


def refuse_moved(stand: Standing, comparison: Comparison, draft: Draft) -> None:
    """Raises KpiError where the draft would now do something else than what its comparison says."""
    if stand.base != comparison.base:
        raise KpiError(Fault("submitting_errors.base_moved", Place(file=draft.file_name)))


def _release(
    paths: Paths,
    draft: Draft,
    prepared: Prepared,
    stand: Standing,
    ledger: Ledger,
    actor: str,
    report: Report,
) -> int:
    report(Progress("accept", 0, 1, draft.file_name))
    entered = enter(paths, draft, ledger.next_sequence(), actor, stand.catalogue, prepared)
    report(Progress("accept", 1, 1, draft.file_name))
    number, _ = publish(paths, stand.catalogue, ledger, [entered.submission], report, actor)
    if prepared.signature:
        ledger.remember_mapping(prepared.signature, prepared.decisions.dataset, mapping_of(prepared), actor)
    return number


def mapping_of(prepared: Prepared) -> Decisions:
    """What a file of the same shape should not be asked again: what people said of headings, values and units."""
    said = {fit.heading: fit.column for fit in prepared.columns if fit.why in OF_PEOPLE}
    decisions = prepared.decisions
    return Decisions(dataset=decisions.dataset, columns=said, values=decisions.values, units=decisions.units)


def _accepted(ledger: Ledger, submission: str) -> Submission | None:
    found = ledger.submission(submission)
    return found if found is not None and found.state == "accepted" else None


def _already(ledger: Ledger, draft: Draft, accepted: Submission, actor: str, started: float) -> Released:
    """The draft is done too: what it holds is published."""
    newest = ledger.newest_release()
    if newest is None:
        raise LedgerError(Fault("ledger_errors.moved_on"))
    if draft.state != "released":
        ledger.set_draft_state(draft.id, "released", actor, accepted.id)
    return Released(release=newest.number, submissions=(accepted.id,), new=False, seconds=_since(started))


def _refuse_discarded(draft: Draft) -> None:
    if draft.state == "discarded":
        raise KpiError(Fault("submitting_errors.draft_discarded", Place(file=draft.file_name)))


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
