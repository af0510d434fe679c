"""Which cells of a text file a spreadsheet could take for a formula."""

from io import BytesIO

import pytest

from pipelines.reading.guards import runs
from pipelines.submitting.harmless import TextFile, number_or_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "+1+1",
        "-1+1",
        "-2+3+cmd|' /C calc'!A0",
        "+A1",
        "-A1",
        "=",
        "\t=1",
        '=HYPERLINK("x")',
        "+SUM(1)",
    ],
)
def test_what_could_run_is_known(text: str) -> None:
    assert runs(text)


@pytest.mark.parametrize(
    "text",
    [
        "-12",
        "-1,200.5",
        "+3",
        "-",
        "--",
        "–",
        "-12명",
        "-3.5%",
        "-12(p)",
        "△12",
        "군산",
        "1+1",
        "(12)",
        "-12*",
        "",
    ],
)
def test_numbers_and_marks_are_left_alone(text: str) -> None:
    assert not runs(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [("12", 12), ("-1.5", -1.5), ("0012", "0012"), ("1,200", "1,200"), ("=1", "=1"), ("", "")],
)
def test_a_corrected_cell_is_a_number_only_where_it_is_plainly_one(text: str, cell: object) -> None:
    assert number_or_text(text) == cell


def test_letters_that_an_encoding_cannot_hold_are_replaced_and_counted() -> None:
    target = BytesIO()
    written = TextFile(target, "cp949", ",")
    written.record(["가‧나", "₩5"])
    written.raw("다\r\n", ["다"])
    assert target.getvalue().decode("cp949") == "가?나,?5\r\n다\r\n"
    assert (written.replaced, written.guarded) == (2, 0)


def test_a_raw_line_with_a_cell_that_could_run_is_written_anew_with_its_own_line_end() -> None:
    target = BytesIO()
    written = TextFile(target, "utf-8-sig", ";")
    written.raw("=1;나\n", ["=1", "나"])
    assert target.getvalue() == b"\xef\xbb\xbf'=1;" + "나\n".encode()
    assert written.guarded == 1
