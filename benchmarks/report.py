"""The measured lines as a table for the terminal and for Markdown."""

import os
import platform
from collections.abc import Sequence
from datetime import date

from rich.table import Table

from benchmarks.measure import Line

COLUMNS = ("what", "figure", "floor", "ratio", "budget", "verdict", "note")
INTRODUCTION = """# Benchmarks

`make bench` measures every speed budget and prints this table; `python -m benchmarks query load` runs some
of them, `--heavy` takes 10⁷ rows (minutes, 3 GB of disk), `--strict` fails a run that misses a budget, and
`--write docs/benchmarks.md` writes this page anew. A floor is measured beside each figure in the same run:
the same SQL on bare DuckDB, the parts of a load by the bare libraries, a one-widget page served in the same
way. Ratios hold on any machine; figures in seconds are those of one machine, on which other work may be
running.

## Last measured
"""


def table(lines: Sequence[Line]) -> Table:
    """One row a budget; what is over stands out by word and by colour."""
    drawn = Table(*COLUMNS)
    for line in lines:
        style = "" if line.is_within else "bold red"
        drawn.add_row(*_cells(line), line.note, style=style)
    return drawn


def markdown(lines: Sequence[Line], is_heavy: bool) -> str:
    """The same table as a Markdown page."""
    head = [f"| {' | '.join(COLUMNS)} |", "|---|--:|--:|--:|--:|---|---|"]
    rows = [f"| {' | '.join([*_cells(line), line.note])} |" for line in lines]
    return "\n".join([INTRODUCTION, machine(is_heavy), "", *head, *rows, ""])


def machine(is_heavy: bool) -> str:
    """What it was measured on, and how busy that was."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    size = "full sizes" if is_heavy else "stand-ins for the heavy sizes"
    python = platform.python_version()
    measured = (
        f"{date.today():%Y-%m-%d}, {os.cpu_count()} cores, Python {python}, load average {busy}, {size}."
    )
    return f"{measured} Medians; trust the ratios."


def _cells(line: Line) -> list[str]:
    floor = "" if line.floor is None else _figure(line.floor, line.unit)
    ratio = "" if line.ratio is None else f"{line.ratio:.2f} ×"
    verdict = "within" if line.is_within else "over"
    return [line.what, _figure(line.measured, line.unit), floor, ratio, _budget(line), verdict]


def _budget(line: Line) -> str:
    if line.judged == "ratio":
        return f"≤ {line.budget:g} ×"
    return f"{'≤' if line.judged == 'at_most' else '≥'} {_figure(line.budget, line.unit)}"


def _figure(value: float, unit: str) -> str:
    """Three significant digits with the unit; counts in full."""
    digits = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
    return f"{digits} {unit}".strip()
