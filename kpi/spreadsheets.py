"""Tables as CSV that spreadsheets open: UTF-8 with the mark they know it by, and nothing in them runs as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

STARTS = ("=", "+", "-", "@", "\t", "\r")
# Numbers with their sign, and dashes for missing ones: what a spreadsheet may take as they are.
HARMLESS = re.compile(r"[+-]?[\d.,]+%?p?|-+")


def as_csv(headings: Sequence[object], rows: Iterable[Iterable[object]]) -> bytes:
    """The table as a file: bare numbers, texts as `guarded` leaves them, nothing for what is missing."""
    file = StringIO()
    out = csv.writer(file, lineterminator="\r\n")
    out.writerow(map(_cell, headings))
    out.writerows(map(_cell, row) for row in rows)
    return file.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """An apostrophe before what a spreadsheet could run."""
    bare = text.strip(" ")
    return f"'{text}" if bare.startswith(STARTS) and not HARMLESS.fullmatch(bare) else text


def _cell(value: object) -> object:
    if isinstance(value, str):
        return guarded(value)
    # Nothing but what is no number differs from itself.
    return "" if value is None or value != value else value
