"""Work on a whole text column at once: each distinct value is touched once, and plain ASCII hardly at all."""

import unicodedata
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def is_ascii(column: pa.ChunkedArray) -> bool:
    """Whether no cell holds a byte above 127."""
    for chunk in column.chunks:
        data = chunk.buffers()[2]
        if data is not None and data.size and len(chunk):
            offsets = np.frombuffer(chunk.buffers()[1], np.int64)
            first, last = offsets[chunk.offset], offsets[chunk.offset + len(chunk)]
            if last > first and np.frombuffer(data, np.uint8)[first:last].max() > 127:
                return False
    return True


def tidied(column: pa.ChunkedArray, convert: Callable[[list[str]], list[str]]) -> pa.ChunkedArray:
    """The cells with blanks cut off at both ends and, where any byte is above 127, `convert` done once a distinct
    value.
    """
    if is_ascii(column):
        return pc.ascii_trim_whitespace(column)  # type: ignore[attr-defined]
    coded = column.combine_chunks().dictionary_encode()
    values = pc.utf8_trim_whitespace(pa.array(convert(coded.dictionary.to_pylist()), pa.large_string()))  # type: ignore[attr-defined]
    return pa.chunked_array([values.take(coded.indices)])


def composed(values: list[str]) -> list[str]:
    """The texts in NFC: macOS writes Hangul taken apart."""
    return [unicodedata.normalize("NFC", value) for value in values]


def from_cp949(values: list[str]) -> list[str]:
    """Texts whose CP949 bytes were read as Latin-1. Raises UnicodeDecodeError."""
    joined = "\0".join(values).encode("latin-1").decode("cp949").split("\0")
    if len(joined) == len(values):
        return joined
    return [value.encode("latin-1").decode("cp949") for value in values]


def filled(column: pa.ChunkedArray) -> np.ndarray:
    """Where a cell holds something."""
    return pc.not_equal(column, "").to_numpy()  # type: ignore[attr-defined]


class Codes:
    """Columns as codes of their distinct texts; each column is encoded once, however many look at it."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[pa.ChunkedArray, pa.DictionaryArray]] = {}

    def of(self, column: pa.ChunkedArray) -> pa.DictionaryArray:
        """The column's codes and texts. The column is kept, so that no other takes its identity."""
        if id(column) not in self._known:
            self._known[id(column)] = column, column.combine_chunks().dictionary_encode()
        return self._known[id(column)][1]


def matching(coded: pa.DictionaryArray, *patterns: str) -> list[np.ndarray]:
    """Where each regular expression is found in a cell; each distinct text is looked at once."""
    codes = coded.indices.to_numpy()
    found = [pc.match_substring_regex(coded.dictionary, pattern).to_numpy(False) for pattern in patterns]  # type: ignore[attr-defined]
    return [each[codes] if each.any() else np.zeros(len(codes), bool) for each in found]
