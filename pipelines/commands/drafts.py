"""Commands about drafts and what became of them: drafts, approve, discard, undo."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from kpi import deciding
from kpi.access import Viewer, as_plain, configured_viewer
from kpi.errors import Fault, LedgerError
from kpi.ledger import Draft, Ledger, Submission
from kpi.paths import Paths
from kpi.text import Text
from pipelines.commands import names
from pipelines.commands.acting import Actor
from pipelines.commands.speaking import REFUSED, Language, bar, moment_of, plain, speaking, table

WAITING = {"open", "submitted", "approved"}
DraftId = Annotated[str, typer.Argument(metavar="ID", help="the id of a draft, as `drafts` lists it")]
WithLater = Annotated[bool, typer.Option("--with-later", help="take back what rests on it too")]
KeepLater = Annotated[bool, typer.Option("--keep-later", help="keep what rests on it, applied again")]


def drafts(
    every: Annotated[bool, typer.Option("--all", help="released and discarded ones too")] = False,
    lang: Language = "ko",
) -> None:
    """Files on their way in, with what was last done to them."""
    with speaking(lang) as (text, console), Ledger(Paths.from_environment().ledger_url) as ledger:
        found = ledger.drafts(None if every else WAITING)
        if not found:
            plain(console, text("pipelines.draft.none"))
            return
        shown = table(text, "id", "changed_at", "file", "dataset", "state", "job")
        for draft in found:
            shown.add_row(*_cells(text, draft))
        console.print(shown)


def approve(draft: DraftId, actor: Actor = "", lang: Language = "ko") -> None:
    """Approve a submitted draft; `resume ID --yes` publishes it."""
    with speaking(lang) as (text, console):
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        deciding.approve(viewer, paths, draft)
        plain(console, text("pipelines.draft.approved", draft=draft))


def discard(draft: DraftId, actor: Actor = "", lang: Language = "ko") -> None:
    """Put a draft away; the received file stays, and `resume` takes the draft up again."""
    with speaking(lang) as (text, console):
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        deciding.discard(viewer, paths, draft)
        plain(console, text("pipelines.draft.discarded", draft=draft))


def undo(
    submission: Annotated[str, typer.Argument(help="the id of a submission, as `show` lists it")],
    with_later: WithLater = False,
    keep_later: KeepLater = False,
    actor: Actor = "",
    lang: Language = "ko",
) -> None:
    """Publish a release without a submission. Where later ones rest on it, say what becomes of them."""
    with speaking(lang) as (text, console):
        if with_later and keep_later:
            raise typer.BadParameter(text("pipelines.usage.with_or_keep"), param_hint="--with-later")
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        deciding.require_releasing(viewer)
        later = _resting_on(paths, submission, viewer)
        if later and not (with_later or keep_later):
            _tell_later(console, text, later)
            raise typer.Exit(REFUSED)
        ids = [submission, *(each.id for each in later if with_later)]
        _undo(paths, ids, viewer, text, console)


def _undo(paths: Paths, ids: list[str], viewer: Viewer, text: Text, console: Console) -> None:
    from kpi.worker.answering import function_of
    from pipelines.jobs import JOBS, noted

    with bar(console, text) as report, noted(paths, "", "undo"):
        released = function_of(JOBS["undo"])(paths, ids, as_plain(viewer), report)
    words = text(
        "pipelines.draft.undone", release=released.release, count=len(ids), seconds=f"{released.seconds:.1f}"
    )
    plain(console, words, "bold green")


def _resting_on(paths: Paths, submission: str, viewer: Viewer) -> Sequence[Submission]:
    """Later submissions that take rows over from this one. Raises LedgerError for one that is not accepted."""
    from kpi.queries.history import resting_on

    with Ledger(paths.ledger_url) as ledger:
        found = ledger.submission(submission)
    if found is None or found.state != "accepted":
        raise LedgerError(Fault("ledger_errors.not_accepted", value=submission))
    return [each.submission for each in resting_on(viewer, paths, submission) if each.amends]


def _tell_later(console: Console, text: Text, later: Sequence[Submission]) -> None:
    plain(console, text("pipelines.draft.resting", count=len(later)), "yellow")
    shown = table(text, "id", "known_on", "dataset", "series", "file")
    for each in later:
        shown.add_row(
            each.id, each.known_on.isoformat(), each.dataset, each.series, names.literal(each.file_name)
        )
    console.print(shown)


def _cells(text: Text, draft: Draft) -> tuple[str, ...]:
    job = draft.job
    did = text(f"pipelines.jobs.{job.job}") if job and f"pipelines.jobs.{job.job}" in text else ""
    state = text(f"pipelines.job_states.{job.state}") if job else ""
    return (
        draft.id, moment_of(draft.changed_at), names.literal(draft.file_name), draft.decisions.dataset,
        text(f"pipelines.draft_states.{draft.state}"), " ".join(part for part in (did, state) if part),
    )  # fmt: skip
