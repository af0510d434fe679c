"""Rows in types, and as CSV that a spreadsheet does not run."""

import pandas as pd
import pytest

from kpi.api.answers import format_of, page_of, written
from kpi.api.parameters import Paged
from kpi.api.rows import BreakdownRow

ROWS = pd.DataFrame(
    {
        "category": ["=1+1", "@x", "가"],
        "value": [-1.5, float("inf"), None],
        "contributors": [1.0, None, 3.0],
        "status": ["observed", "withheld", None],
        "synthetic": [True, None, False],
    }
)


def test_formulas_in_csv_are_text_and_numbers_stay_numbers() -> None:
    page = page_of(ROWS, BreakdownRow, (), Paged())
    lines = written(page, "csv", Paged(), None).decode("utf-8").split("\r\n")
    assert lines[0] == "\ufeffcategory,value,contributors,status,synthetic"
    assert lines[1:4] == ["'=1+1,-1.5,1,observed,true", "'@x,,,withheld,", "가,,3,,false"]


def test_what_is_missing_or_no_number_is_null_in_json() -> None:
    page = page_of(ROWS, BreakdownRow, ("category",), Paged(limit=2, offset=1))
    assert page.total == 3
    assert page.table.to_pylist() == [
        {"category": "@x", "value": None, "contributors": None, "status": "withheld", "synthetic": None},
        {"category": "가", "value": None, "contributors": 3, "status": None, "synthetic": False},
    ]


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", "json"),
        ("text/*", "csv"),
        ("application/json;q=nan, text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("*/*, application/json;q=0", "csv"),
        ("application/*, application/json;q=0", "parquet"),
    ],
)
def test_the_format_that_is_liked_best_is_sent(accept: str, format: str) -> None:
    assert format_of(None, accept) == format
