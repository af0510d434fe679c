"""Registration numbers and names made unreadable in all that is shown of a received file, errors and samples too."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue, Dataset
from kpi.errors import Fault
from kpi.submissions import Repair
from pipelines.reading.model import Table
from pipelines.reading.words import key_of, plain

SENSITIVE_TYPES = frozenset({"firm", "personal"})
REGISTRATION = re.compile(r"(?<!\d)(\d{3})-(\d{2})-(\d{5})(?!\d)")
RESIDENT = re.compile(r"(?<!\d)\d{6}-[1-8]\d{6}(?!\d)")
SHOWN_DIGITS = 3


class Masker:
    """Masks texts by the heading they stand below."""

    def __init__(self, catalogue: Catalogue, dataset: Dataset, tables: Iterable[Table]) -> None:
        self._words = {kind: _words(catalogue, kind) for kind in SENSITIVE_TYPES}
        self._kinds: dict[str, str] = {}
        self._headings: set[str] = set()
        shapes = [shape for table in tables for shape in (table, table.as_written)]
        for cell in (cell for shape in shapes for cell in shape.cells):
            kind = dataset.column(cell.column).type if cell.column else self._kind_of(cell.label)
            self._headings.add(cell.label)
            if kind in SENSITIVE_TYPES:
                self._kinds[cell.label] = kind

    def kind(self, heading: str) -> str:
        """`firm`, `personal`, or '' for a column that names nobody."""
        return self._kinds.get(heading, "")

    def is_plain(self, heading: str) -> bool:
        """Whether it is one heading, of a column that names nobody."""
        return ", " not in heading and not self.kind(heading)

    def names_somebody(self, heading: str, text: str) -> bool:
        """Whether a text below this heading names a firm or a person; what the file does not have is judged by its
        words.
        """
        known = heading in self._headings
        kind = self.kind(heading) if known else self._kind_of(heading)
        return bool(text.strip()) and (kind in SENSITIVE_TYPES or masked(text) != text)

    def text(self, heading: str, text: str) -> str:
        """A cell's text as it may be shown: `123-**-*****`, `홍**`; anything else as it is."""
        kind = self.kind(heading)
        if kind == "firm":
            return masked_number(text)
        if kind == "personal":
            return masked_name(text)
        return masked(text)

    def fault(self, fault: Fault) -> Fault:
        """The fault with what it quotes masked."""
        if not isinstance(fault.value, str):
            return fault
        return replace(fault, value=self.text(fault.where.column, fault.value))

    def repair(self, repair: Repair) -> Repair:
        """The repair with its example masked; a heading itself is no secret."""
        heading = next((name for name in self._kinds if f"{name}:" in repair.place), "")
        before = repair.before if repair.before in self._kinds else self.text(heading, repair.before)
        after = repair.after if repair.after in self._kinds else self.text(heading, repair.after)
        return Repair(repair.kind, repair.place, before, after, repair.count)

    def _kind_of(self, label: str) -> str:
        """What an unused column would hold, told by its heading."""
        key = key_of(label)
        return next((kind for kind, words in self._words.items() if any(word in key for word in words)), "")


def masked_numbers(texts: pa.Array) -> pa.Array:
    """A column of registration numbers at once; what is written unusually is masked text by text."""
    grouped = pc.replace_substring_regex(texts, r"^([0-9]{3})-[0-9]{2}-[0-9]{5}$", r"\1-**-*****")  # type: ignore[attr-defined]
    plainly = pc.replace_substring_regex(grouped, r"^([0-9]{3})[0-9]{7}$", r"\1*******")  # type: ignore[attr-defined]
    unusual = pc.match_substring_regex(plainly, r"[0-9].*[0-9].*[0-9].*[0-9]").to_numpy(False)  # type: ignore[attr-defined]
    shown = plainly.to_pylist()
    for index in np.flatnonzero(unusual):
        shown[index] = masked_number(shown[index])
    return pa.array(shown, pa.large_string())


def masked(text: str) -> str:
    """Running text: numbers that can be nothing else are masked wherever they stand."""
    if "-" not in text:
        return text
    return RESIDENT.sub("******-*******", REGISTRATION.sub(r"\1-**-*****", text))


def masked_number(text: str) -> str:
    """What stands in a column of registration numbers, right or wrong: only the first three digits are kept."""
    shown, digits = "", 0
    for letter in plain(text):
        if letter.isdigit():
            digits += 1
        shown += "*" if letter.isdigit() and digits > SHOWN_DIGITS else letter
    return shown


def masked_name(text: str) -> str:
    """The first letter of a name."""
    return f"{text.strip()[:1]}**" if text.strip() else ""


def _words(catalogue: Catalogue, kind: str) -> tuple[str, ...]:
    """How any dataset's columns of this type are headed, by key; one letter alone tells nothing."""
    columns = [
        column for each in catalogue.datasets.values() for column in each.columns if column.type == kind
    ]
    written = {key_of(word) for column in columns for word in (column.name.ko, *column.synonyms)}
    return tuple(sorted(word for word in written if len(word) > 1 and word != kind))
