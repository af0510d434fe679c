"""`python -m benchmarks`: measure, print, and say what is over its budget."""

import signal
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import registry, report
from benchmarks.measure import Effort, Line

BROKEN, OVER = 1, 2
app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def main(
    names: Annotated[list[str] | None, typer.Argument(help=", ".join(registry.BENCHMARKS))] = None,
    heavy: Annotated[bool, typer.Option("--heavy", help="10⁷ rows: needs minutes and 3 GB of disk")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="exit 2 when a budget is missed")] = False,
    write: Annotated[Path | None, typer.Option("--write", help="write the table as Markdown, too")] = None,
) -> None:
    """Run the benchmarks named, or all of them."""
    unknown = set(names or ()) - set(registry.BENCHMARKS)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: {', '.join(registry.BENCHMARKS)}")
    # A run that is ended from outside still takes its servers and folders with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(BROKEN))
    console = Console()
    lines, broken = _measured(list(names or registry.BENCHMARKS), Effort(heavy), console)
    console.print(report.table(lines))
    console.print(report.machine(heavy))
    if write is not None:
        write.write_text(report.markdown(lines, heavy), "utf-8")
    over = [line for line in lines if not line.is_within]
    sys.exit(BROKEN if broken else OVER if strict and over else 0)


def _measured(names: list[str], effort: Effort, console: Console) -> tuple[list[Line], list[str]]:
    """All lines, and the names of what could not run: one that breaks leaves the others alone."""
    lines: list[Line] = []
    broken: list[str] = []
    for name in names:
        try:
            with console.status(f"{name}: {registry.BENCHMARKS[name]}"):
                lines.extend(registry.run(name, effort))
        except Exception:
            broken.append(name)
            console.print(f"{name} could not run:\n{traceback.format_exc()}", style="red", markup=False)
    return lines, broken


if __name__ == "__main__":
    app()
