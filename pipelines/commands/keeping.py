"""Commands for those who administer: the log of who did what (audit), and removing old originals (purge)."""

import csv
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from kpi import audit as log
from kpi import purging
from kpi.access import configured_viewer
from kpi.errors import Fault, KpiError
from kpi.ledger import Anchor
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.spreadsheets import guarded
from pipelines.commands.acting import Actor
from pipelines.commands.speaking import Language, moment_of, plain, speaking, table

audit = typer.Typer(
    no_args_is_help=True, help="The log of who did what: whether it is whole, and all of it as CSV."
)
AnchorOption = Annotated[str, typer.Option("--anchor", help="COUNT:HASH as verify printed it before")]
Out = Annotated[Path | None, typer.Option("--out", help="a CSV file; else standard output")]
OlderThan = Annotated[
    int, typer.Option("--older-than", metavar="DAYS", help="days since they were handed in")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only list them")]


@audit.command()
def verify(anchor: AnchorOption = "", actor: Actor = "", lang: Language = "ko") -> None:
    """Whether the chain holds, and its anchor to be kept elsewhere; exit 1 names the first place where it does not."""
    with speaking(lang) as (text, console):
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        viewer.require_administering()
        broken = ledger_of(paths).verify_audit(_anchor(anchor) if anchor else None)
        if broken:
            raise KpiError(Fault(f"audit_errors.{broken.why}", value=broken.sequence))
        found = ledger_of(paths).audit_anchor()
        plain(console, text("audit.command.whole", count=found.count, anchor=str(found)), "bold green")


@audit.command()
def export(out: Out = None, actor: Actor = "", lang: Language = "ko") -> None:
    """Every entry as CSV, oldest first."""
    with speaking(lang) as (text, console):
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        rows = log.exported(viewer, paths)
        with out.open("w", encoding="utf-8-sig", newline="") if out else nullcontext(sys.stdout) as file:
            writer = csv.writer(file)
            writer.writerow([text(f"audit.column.{name}") for name in log.COLUMNS])
            writer.writerows([guarded(cell) for cell in row] for row in rows)
        if out:
            plain(console, text("audit.command.exported", count=len(rows), file=out.name))


def purge(older_than: OlderThan, dry_run: DryRun = False, actor: Actor = "", lang: Language = "ko") -> None:
    """Remove the content of files that were handed in so many days ago; hashes, side-cars and numbers stay."""
    with speaking(lang) as (text, console):
        paths, viewer = Paths.from_environment(), configured_viewer(actor)
        found = (purging.old_files if dry_run else purging.purge)(viewer, paths, older_than)
        if found:
            shown = table(text, "sha256", "changed_at", "size")
            for each in found:
                shown.add_row(each.sha256, moment_of(each.last), f"{each.size_bytes:,}")
            console.print(shown)
        plain(console, text(f"audit.command.{'would_purge' if dry_run else 'purged'}", count=len(found)))


def _anchor(said: str) -> Anchor:
    count, _, sha256 = said.partition(":")
    if not count.isdecimal() or not sha256:
        raise typer.BadParameter(said, param_hint="--anchor")
    return Anchor(int(count), sha256)
