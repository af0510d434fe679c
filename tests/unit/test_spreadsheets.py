"""Tables as CSV: what a spreadsheet reads back, and what it must not run."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.spreadsheets import as_csv, guarded

RUNS = ("=", "+", "-", "@", "\t", "\r")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_numbers_are_bare_and_what_is_missing_is_empty() -> None:
    rows = [["군산", 1030, 0.1, None, float("nan")], ["전국", -5, 1e-7, "", True]]
    assert read(as_csv(["zone", "a", "b", "c", "d"], rows)) == [
        ["zone", "a", "b", "c", "d"],
        ["군산", "1030", "0.1", "", ""],
        ["전국", "-5", "1e-07", "", "True"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-cmd|x", "@SUM(A1)", "  =1", "\tx", "--1-"])
def test_a_text_that_a_spreadsheet_could_run_begins_with_an_apostrophe(text: str) -> None:
    assert read(as_csv([text], [[text]])) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", ["-12.5", "+3%p", "-", "---", "군산", "1=1", ""])
def test_a_number_with_its_sign_a_dash_and_a_word_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_no_cell_begins_with_what_runs_but_numbers_and_dashes(text: str) -> None:
    shown = guarded(text).strip(" ")
    assert (
        not shown.startswith(RUNS)
        or set(shown) <= set("+-.,%p0123456789")
        or shown.strip("+-.,%p").isdecimal()
    )
    assert guarded(text).removeprefix("'") == text.removeprefix("'") or guarded(text) == f"'{text}"
