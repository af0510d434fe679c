"""Small files written on the spot, and the catalogue they are read by."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from kpi.catalogue import Catalogue, load
from kpi.paths import Paths
from pipelines.reading import Reading, read


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(Paths().catalogue)


@pytest.fixture
def opened(tmp_path: Path, catalogue: Catalogue) -> Callable[..., Reading]:
    """`opened(content, dataset="funding", encoding="utf-8")`: the content written to a file and opened."""

    def open_file(
        content: str | bytes, dataset: str = "funding", encoding: str = "utf-8", name: str = "file.csv"
    ) -> Reading:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read(path, catalogue.datasets[dataset], catalogue)

    return open_file


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """`workbook({"자료": rows}, hidden=…)`: an XLSX file; a cell is text, number, date, or `=formula`."""

    def write(
        sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = (), left: int = 0, top: int = 0
    ) -> Path:
        path = tmp_path / "file.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(top + number, left, row)
                if name in hidden:
                    sheet.hide()
        return path

    return write
