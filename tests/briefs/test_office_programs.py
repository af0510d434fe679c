"""Briefs opened by an office program that wrote none of them: LibreOffice converts every deck and workbook.

HWPX is not among them: LibreOffice reads HWP 97 alone and refuses it.
"""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from kpi.briefs.writing import write
from kpi.paths import Paths
from tests.briefs.built_briefs import ASKED, LANGUAGES, brief_of

OFFICE = shutil.which("soffice")
LONGEST_SECONDS = 300
pytestmark = [
    pytest.mark.skipif(
        OFFICE is None, reason="LibreOffice (soffice), which ./test does not need, is missing"
    ),
    # One process converts for all of them: each start of the program costs seconds.
    pytest.mark.xdist_group("office"),
]
every_brief = pytest.mark.parametrize(
    "name", [f"{kind}-{language}" for kind in ASKED for language in LANGUAGES]
)


@pytest.fixture(scope="module")
def office(built: Paths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every brief as PPTX and XLSX; below `opened` as PDF and XLSX, as LibreOffice understood them."""
    home = tmp_path_factory.mktemp("office")
    for kind in ASKED:
        for language in LANGUAGES:
            for form in ("pptx", "xlsx"):
                content = write(brief_of(built, kind, language), form, {})
                (home / f"{kind}-{language}.{form}").write_bytes(content)
    _convert(home, "pptx", "pdf")
    _convert(home, "xlsx", "xlsx")
    return home


def _convert(home: Path, of: str, to: str) -> None:
    command = [str(OFFICE), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless"]
    files = sorted(map(str, home.glob(f"*.{of}")))
    told = subprocess.run(
        [*command, "--convert-to", to, "--outdir", str(home / "opened"), *files],
        capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr


@every_brief
def test_every_slide_of_a_deck_becomes_a_page_with_its_title(office: Path, name: str) -> None:
    slides = Presentation(BytesIO((office / f"{name}.pptx").read_bytes())).slides
    pages = PdfReader(office / "opened" / f"{name}.pdf").pages
    titles = [slide.shapes.title.text for slide in slides if slide.shapes.title is not None]
    assert len(titles) == len(slides) == len(pages) > 0
    drawn = [_unspaced(page.extract_text()) for page in pages]
    assert [title for title, words in zip(titles, drawn, strict=True) if _unspaced(title) not in words] == []


@every_brief
def test_every_cell_and_chart_of_a_workbook_comes_through(office: Path, name: str) -> None:
    ours = openpyxl.load_workbook(office / f"{name}.xlsx")
    theirs = openpyxl.load_workbook(office / "opened" / f"{name}.xlsx")
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        held, understood = _cells(sheet), _cells(theirs[sheet.title])
        assert held and understood.keys() == held.keys()
        assert [cell for cell, value in held.items() if understood[cell] != _as_kept(value)] == []
        assert len(theirs[sheet.title]._charts) == len(sheet._charts)


def _unspaced(words: str) -> str:
    """Without the breaks that a line's width makes."""
    return re.sub(r"\s", "", words)


def _cells(sheet: Any) -> dict[str, Any]:
    """Coordinate → value of every cell that holds anything."""
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _as_kept(value: Any) -> Any:
    """LibreOffice keeps fifteen digits of a number."""
    return pytest.approx(value, rel=1e-14, abs=0) if isinstance(value, float) else value
