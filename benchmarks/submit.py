"""A file on its way in: preview of a big file, its comparison with the live state, a quarter into many facts, and what
a job does to the pages and to memory.

Great Expectations is imported before, as in the worker. The floor of a preview is the bare library that parses the
file; a comparison and a release have none but the size of what they touch; of a page, the same page without a job.
"""

import csv as lines
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from pyarrow import csv
from python_calamine import CalamineWorkbook

from benchmarks import jobs
from benchmarks.measure import Effort, Line, median, seconds, spread
from benchmarks.workbench import built, bulk, folder
from checks.engine import warm_up
from kpi.drafts import Decisions
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.received import keep_stream
from pipelines import submitting

CSV_ROWS, SHEET_ROWS = 1_000_000, 65_000
LIVE_ROWS, HEAVY_LIVE_ROWS = 1_000_000, 10_000_000
ROUNDS = 3
ACTOR = "benchmark"
# The place of the quarter in the bulk file.
PERIOD = 1
SAID: dict[str, Any] = {"dataset": "firm_results", "series": "sample", "mode": "replace"}


def run(effort: Effort) -> list[Line]:
    """Eight lines, seconds with the worker warm and its megabytes."""
    warm_up()
    facts = HEAVY_LIVE_ROWS if effort.heavy else LIVE_ROWS
    paths = _own_copy(built(facts).paths)
    text, sheet = bulk(CSV_ROWS), _sheet(bulk(CSV_ROWS))
    previews = [_prepared(paths, text) for _ in range(ROUNDS)]
    sheets = [_prepared(paths, sheet) for _ in range(ROUNDS)]
    compared = _compared(paths, previews[-1][1])
    other = _renumbered(text)
    replaced, amended = (
        _compared(paths, _prepared(paths, other, mode=mode)[1]) for mode in ("replace", "amend")
    )
    beside = jobs.lines(paths, lambda: _draft(paths, text))
    released = _released(paths, _quarter(text))
    options = csv.ReadOptions(encoding="cp949", skip_rows=1)
    parsed = median([seconds(lambda: csv.read_csv(text, read_options=options)) for _ in range(ROUNDS)])
    opened = median([seconds(lambda: _opened(sheet)) for _ in range(ROUNDS)])
    return [
        _line(f"preview of {CSV_ROWS:,} rows of CP949 CSV", [each[0] for each in previews], parsed, 5),
        _line(f"preview of {SHEET_ROWS:,} rows of XLSX", [each[0] for each in sheets], opened, 5),
        _line(f"{CSV_ROWS:,} rows compared with {facts:,} live ones, the same", compared, None, 2),
        _line(f"{CSV_ROWS:,} rows that all differ compared, replacing", replaced, None, 2),
        _line(f"{CSV_ROWS:,} rows that all differ compared, amending", amended, None, 2),
        _line(f"one quarter released into {facts:,} facts", [released], None, 10),
        *beside,
    ]


def _line(what: str, took: list[float], floor: float | None, budget: float) -> Line:
    return Line(what, median(took), floor, "s", budget, "at_most", f"{len(took)} rounds, {spread(took)} s")


def _own_copy(paths: Paths) -> Paths:
    """A warehouse that may be changed."""
    own = folder() / "submit"
    shutil.copytree(paths.warehouse, own / "warehouse", symlinks=True)
    (own / "raw").mkdir()
    return replace(paths, raw=own / "raw", warehouse=own / "warehouse")


def _prepared(paths: Paths, file: Path, **said: Any) -> tuple[float, str]:
    """Seconds of the preview, and the draft."""
    draft = _draft(paths, file, **said)
    return seconds(lambda: submitting.prepare(paths, draft)), draft


def _draft(paths: Paths, file: Path, **said: Any) -> str:
    """A draft of a received file."""
    with file.open("rb") as stream:
        received = keep_stream(stream, file.name, paths.received)
    with Ledger(paths.ledger_url) as ledger:
        draft = ledger.new_draft(received.sha256, file.name, received.size_bytes, ACTOR).id
        ledger.save_decisions(draft, Decisions(**{**SAID, **said}), ACTOR)
    return draft


def _compared(paths: Paths, draft: str) -> list[float]:
    return [seconds(lambda: submitting.compare(paths, draft)) for _ in range(ROUNDS)]


def _released(paths: Paths, file: Path) -> float:
    """Seconds from accepting one quarter's rows to the new release; every warning has its reason."""
    _, draft = _prepared(paths, file)
    prepared = submitting.prepare(paths, draft)
    reasons = dict.fromkeys(prepared.unexplained, "benchmark")
    with Ledger(paths.ledger_url) as ledger:
        ledger.save_decisions(draft, Decisions(**SAID, reasons=reasons), ACTOR)
    submitting.prepare(paths, draft)
    submitting.compare(paths, draft)
    return seconds(lambda: submitting.release_draft(paths, draft, ACTOR))


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="cp949", newline="") as stream:
        return list(lines.reader(stream))


def _sheet(file: Path) -> Path:
    """The first rows of the file as a workbook."""
    target = folder() / "sheet.xlsx"
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_numbers": True})
    page = book.add_worksheet()
    for number, row in enumerate(_rows(file)[: SHEET_ROWS + 2]):
        page.write_row(number, 0, row)
    book.close()
    return target


def _renumbered(file: Path) -> Path:
    """The file with another last number in every row."""
    title, header, *rows = _rows(file)
    target = folder() / "renumbered.csv"
    with target.open("w", encoding="cp949", newline="") as stream:
        written = lines.writer(stream)
        written.writerows([title, header])
        written.writerows((*row[:-1], int(row[-1]) + 1) for row in rows)
    return target


def _quarter(file: Path) -> Path:
    """The rows of one quarter, as a file of their own; one number is another one."""
    title, header, *rows = _rows(file)
    label = rows[-1][PERIOD]
    chosen = [row for row in rows if row[PERIOD] == label]
    chosen[0][-1] = str(int(chosen[0][-1] or 0) + 1)
    target = folder() / "quarter.csv"
    with target.open("w", encoding="cp949", newline="") as stream:
        lines.writer(stream).writerows([title, header, *chosen])
    return target


def _opened(file: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
