"""The real process of briefs: a piece in every format, a failure in words, and another process after one was killed."""

import csv
import os
import signal
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from working import PATIENCE_SECONDS, is_alive, until

from kpi.briefs import pieces
from kpi.briefs.parts import Chart, Table
from kpi.paths import Paths
from kpi.text import LANGUAGES, message
from kpi.ui.exporting.files import COMMAND
from kpi.ui.exporting.menu import OF_CHART, OF_TABLE
from kpi.worker import JobState, Worker
from tests.briefs.pieces_of_pages import HARMFUL, chart, piece, table

SVG = "{http://www.w3.org/2000/svg}svg"


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One process for all tests; its browser starts once."""
    made = Worker(_paths(tmp_path_factory.mktemp("briefs")), COMMAND)
    yield made
    made.close()


def asked(worker: Worker, block: Chart | Table, form: str) -> JobState:
    plain = pieces.as_json(piece(block))
    return worker.wait(worker.start("piece", plain=plain, form=form, language="ko"), PATIENCE_SECONDS)


def made(worker: Worker, block: Chart | Table, form: str) -> bytes:
    state = asked(worker, block, form)
    assert (state.state, state.faults) == ("done", ()), [message(fault, "ko") for fault in state.faults]
    assert state.result is not None
    written = Path(state.result["path"])
    assert written.suffix == f".{form}"
    return written.read_bytes()


def test_a_chart_becomes_a_picture_of_a_slides_size(briefs: Worker) -> None:
    picture = Image.open(BytesIO(made(briefs, chart(), "png")))
    assert (picture.format, picture.size) == ("PNG", (1600, 900))
    assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 2


def test_a_chart_becomes_drawn_lines_with_its_words(briefs: Worker) -> None:
    drawn = etree.fromstring(made(briefs, chart(), "svg"))
    assert drawn.tag == SVG
    said = "".join(drawn.itertext())
    assert chart().title in said
    assert '"특구"' in said


def test_a_chart_becomes_a_chart_that_can_be_edited(briefs: Worker) -> None:
    deck = Presentation(BytesIO(made(briefs, chart(), "pptx")))
    (drawn,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    (series,) = drawn.plots[0].series
    assert sorted(zip(drawn.plots[0].categories, series.values, strict=True)) == sorted(
        [("전북 군산", 10.0), (HARMFUL, 8.5)]
    )


def test_a_table_becomes_a_document_with_its_cells(briefs: Worker) -> None:
    said, pictures = document(made(briefs, table(), "hwpx"))
    assert all(words in said for words in (table().title, HARMFUL, "1,030", "비공개"))
    assert pictures == []


def test_a_chart_becomes_a_document_with_its_picture(briefs: Worker) -> None:
    said, pictures = document(made(briefs, chart(), "hwpx"))
    assert chart().title in said
    (picture,) = pictures
    assert Image.open(BytesIO(picture)).size == (1600, 900)


def document(content: bytes) -> tuple[str, list[bytes]]:
    """Everything that is written in it, and its pictures."""
    with ZipFile(BytesIO(content)) as parts:
        assert parts.testzip() is None
        bodies = [parts.read(name) for name in parts.namelist() if name.startswith("Contents/section")]
        pictures = [parts.read(name) for name in parts.namelist() if name.startswith("BinData/")]
    return "".join(words for body in bodies for words in etree.fromstring(body).itertext()), pictures


@pytest.mark.parametrize(
    ("block", "values"), [(chart(), {10.0, 8.5}), (table(), {1030.0})], ids=["chart", "table"]
)
def test_a_piece_becomes_typed_cells(briefs: Worker, block: Chart | Table, values: set[float]) -> None:
    book = load_workbook(BytesIO(made(briefs, block, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert values <= {cell.value for cell in cells if isinstance(cell.value, int | float)}
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_a_piece_becomes_lines_of_values(briefs: Worker) -> None:
    content = made(briefs, table(), "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert any(row[:1] == ["특구"] for row in rows)
    assert all(not cell.startswith("=") for row in rows for cell in row)


def test_every_format_of_the_menus_is_made_here(briefs: Worker) -> None:
    tried = {"png", "svg", "pptx", "hwpx", "xlsx", "csv"}
    assert set(OF_CHART) == tried and set(OF_TABLE) <= tried
    for form in OF_TABLE:
        assert made(briefs, table(), form)


@pytest.mark.parametrize(("form", "code"), [("docx", "format_unknown"), ("png", "unexpected")])
def test_what_cannot_be_made_is_said_in_words(briefs: Worker, form: str, code: str) -> None:
    state = asked(briefs, table(), form)
    assert state.state == "failed"
    assert [fault.code.rpartition(".")[2] for fault in state.faults] == [code]
    assert all(message(fault, language) for fault in state.faults for language in LANGUAGES)
    assert asked(briefs, table(), "csv").state == "done"


def test_a_forged_piece_fails_in_words_and_harms_nobody(briefs: Worker) -> None:
    job = briefs.start("piece", plain={"kind": "table", "table": {}}, form="csv", language="ko")
    state = briefs.wait(job, PATIENCE_SECONDS)
    assert (state.state, state.faults[0].code) == ("failed", "worker_errors.unexpected")
    assert asked(briefs, table(), "csv").state == "done"


def test_a_killed_process_interrupts_its_job_and_the_next_job_has_another(briefs: Worker) -> None:
    assert asked(briefs, table(), "csv").state == "done"
    pid = briefs.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    job = briefs.start("piece", plain=pieces.as_json(piece(chart())), form="png", language="ko")
    os.kill(pid, signal.SIGCONT)
    until(lambda: briefs.state(job).state != "waiting")
    os.kill(pid, signal.SIGKILL)
    state = briefs.wait(job, PATIENCE_SECONDS)
    assert state.state == "interrupted"
    assert all(message(fault, language) for fault in state.faults for language in LANGUAGES)
    until(lambda: not is_alive(pid))
    assert asked(briefs, table(), "csv").state == "done"
    assert briefs.pid not in (None, pid)


def _paths(folder: Path) -> Paths:
    return Paths(folder / "catalogue", folder / "raw", folder)
