"""`submit` takes a file from where it lies to a release, or only says what that would do; `resume` goes on with one."""

import shutil
import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from kpi import deciding
from kpi.access import Viewer, configured_viewer
from kpi.catalogue import Catalogue, load
from kpi.drafts import Decisions
from kpi.errors import Fault, FileError, KpiError, Place
from kpi.ledger import Draft, Ledger
from kpi.paths import Paths
from kpi.received import keep_stream
from kpi.text import Text
from pipelines.commands import options
from pipelines.commands.acting import Actor
from pipelines.commands.speaking import Language, speaking
from pipelines.commands.taking import Taking

LARGEST_BYTES = 2 << 30
SHOWN = 20
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
Yes = Annotated[bool, typer.Option("--yes", help="accept it and publish a release")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only say what accepting it would do")]


def submit(
    file: File,
    dataset: options.DatasetOption = "",
    series: options.Series = "",
    mode: options.Mode = "",
    known_on: options.KnownOn = None,
    column: options.Columns = None,
    value: options.Values = None,
    unit: options.Units = None,
    reason: options.Reasons = None,
    left_out: options.LeftOut = None,
    correct: options.Corrections = None,
    refuse: options.Refused = None,
    title: options.Title = "",
    publisher: options.Publisher = "",
    licence: options.Licence = "",
    covers_zone: options.CoversZones = None,
    covers_period: options.CoversPeriods = None,
    decisions: options.DecisionsFile = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    show: options.Shown = SHOWN,
    actor: Actor = "",
    lang: Language = "ko",
) -> None:
    """Take in one file: say what it holds, what is wrong, what it would change; with --yes publish it."""
    said = options.Said(
        dataset, series, mode, known_on, title, publisher, licence, column, value, unit, reason, left_out,
        correct, refuse, covers_zone, covers_period, decisions,
    )  # fmt: skip
    with speaking(lang) as (text, console):
        if yes == dry_run:
            raise typer.BadParameter(text("pipelines.usage.yes_or_dry_run"), param_hint="--yes / --dry-run")
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        catalogue = load(paths.catalogue)
        decided = options.decided(said, Decisions(), catalogue, text)
        draft = _received(paths, file, decided, viewer, reuse=yes)
        taking = Taking(paths, catalogue, draft, viewer, text, console, show)
        if yes:
            raise typer.Exit(taking.to_its_end(release=True))
        try:
            code = taking.to_its_end(release=False)
        finally:
            _forget(paths, draft, viewer)
    raise typer.Exit(code)


def resume(
    draft: Annotated[str, typer.Argument(help="the id of a draft, as `drafts` lists it")],
    dataset: options.DatasetOption = "",
    series: options.Series = "",
    mode: options.Mode = "",
    known_on: options.KnownOn = None,
    column: options.Columns = None,
    value: options.Values = None,
    unit: options.Units = None,
    reason: options.Reasons = None,
    left_out: options.LeftOut = None,
    correct: options.Corrections = None,
    refuse: options.Refused = None,
    title: options.Title = "",
    publisher: options.Publisher = "",
    licence: options.Licence = "",
    covers_zone: options.CoversZones = None,
    covers_period: options.CoversPeriods = None,
    decisions: options.DecisionsFile = None,
    yes: Yes = False,
    show: options.Shown = SHOWN,
    actor: Actor = "",
    lang: Language = "ko",
) -> None:
    """Go on with a draft, with what is decided now added; without --yes it is only looked at."""
    said = options.Said(
        dataset, series, mode, known_on, title, publisher, licence, column, value, unit, reason, left_out,
        correct, refuse, covers_zone, covers_period, decisions,
    )  # fmt: skip
    with speaking(lang) as (text, console):
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        catalogue = load(paths.catalogue)
        found = _reopened(paths, draft, said, catalogue, viewer, text)
        taking = Taking(paths, catalogue, found, viewer, text, console, show)
        raise typer.Exit(taking.to_its_end(release=yes))


def _received(paths: Paths, file: Path, decisions: Decisions, viewer: Viewer, reuse: bool) -> Draft:
    """A draft of the file, kept as it is; an open one of the same file and decisions is gone on with."""
    name = unicodedata.normalize("NFC", file.name)
    try:
        with file.open("rb") as stream:
            received = keep_stream(stream, name, paths.received, LARGEST_BYTES)
    except PermissionError as error:
        raise FileError(Fault("storing_errors.not_readable", Place(file=name))) from error
    with Ledger(paths.ledger_url) as ledger:
        for open_one in ledger.drafts({"open"}, received.sha256) if reuse else ():
            if (open_one.file_name, open_one.decisions, open_one.actor) == (name, decisions, viewer.name):
                return open_one
        draft = deciding.begin(viewer, paths, received.sha256, name, received.size_bytes)
        try:
            _decide(paths, ledger, draft, decisions, viewer)
        except KpiError:
            deciding.discard(viewer, paths, draft.id)
            raise
        return ledger.draft(draft.id)


def _reopened(
    paths: Paths, draft_id: str, said: options.Said, catalogue: Catalogue, viewer: Viewer, text: Text
) -> Draft:
    """The draft with what is said now; one that was discarded is open again."""
    with Ledger(paths.ledger_url) as ledger:
        draft = ledger.draft(draft_id)
        deciding.require_hand_in(viewer, draft)
        if draft.state == "discarded":
            deciding.reopen(viewer, paths, draft_id)
        if not said.is_empty:
            taken_for = _taken_for(paths, draft_id)
            decisions = options.decided(said, draft.decisions, catalogue, text, taken_for)
            _decide(paths, ledger, draft, decisions, viewer)
        return ledger.draft(draft_id)


def _decide(paths: Paths, ledger: Ledger, draft: Draft, decisions: Decisions, viewer: Viewer) -> None:
    """Keeps the decisions, unless they would write down what names somebody. Raises FileError, LedgerError."""
    from pipelines.submitting.secrets import refuse_secrets

    refuse_secrets(paths, draft, decisions, ledger.remembered_mapping)
    deciding.decide(viewer, paths, draft.id, decisions, draft.revision)


def _taken_for(paths: Paths, draft_id: str) -> str:
    """The dataset that the file was found to fit, '' where it has not been read yet."""
    from pipelines.submitting.drafting import prepared_of

    try:
        return prepared_of(paths, draft_id).decisions.dataset
    except KpiError:
        return ""


def _forget(paths: Paths, draft: Draft, viewer: Viewer) -> None:
    """A trial leaves a discarded draft and the received file."""
    deciding.discard(viewer, paths, draft.id)
    shutil.rmtree(paths.drafts / draft.id, ignore_errors=True)
