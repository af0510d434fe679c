"""Firms by keyed hash: a business registration number links a firm over files and is never stored."""

import re
from hmac import digest

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.marks import missing_reason
from pipelines.reading.words import plain
from pipelines.staging.cells import Cell
from pipelines.staging.sieves import FIRMS, parsed
from pipelines.staging.typed import Typed, typed_distinct

HASH_LENGTH = 20
USUAL = r"^[0-9]{3}-?[0-9]{2}-?[0-9]{5}$"
TEN_DIGITS = re.compile(r"[0-9]{10}")
MAX_REMEMBERED = 1_000_000


def firm_hash(digits: str, hash_key: bytes) -> str:
    """HMAC-SHA256 of the ten digits, the first 20 hex characters."""
    return digest(hash_key, digits.encode(), "sha256").hex()[:HASH_LENGTH]


def parse_firm(text: str, hash_key: bytes) -> Cell:
    """One cell: ten digits, however they are grouped; nothing else is a registration number."""
    reason = missing_reason(text)
    if reason:
        return Cell(reason=reason)
    digits = plain(text).replace("-", "").replace(" ", "")
    return Cell(firm_hash(digits, hash_key)) if TEN_DIGITS.fullmatch(digits) else Cell(fault="not_a_firm")


class FirmHasher:
    """Hashes a file's firms, each of them once."""

    def __init__(self, hash_key: bytes) -> None:
        self.hash_key = hash_key
        self.known: dict[str, str] = {}

    def typed(self, column: pa.ChunkedArray) -> Typed:
        """The column as keyed hashes; cells that are no number are told one by one."""
        coded = column.combine_chunks().dictionary_encode()
        texts = coded.dictionary
        usual = pc.match_substring_regex(texts, USUAL).to_numpy(False)  # type: ignore[attr-defined]
        unusual = np.flatnonzero(~usual)
        outcomes = parsed(texts.take(pa.array(unusual)), lambda text: parse_firm(text, self.hash_key), FIRMS)
        cells = dict(zip(unusual.tolist(), outcomes, strict=True))
        digits = pc.replace_substring(texts, "-", "").to_pylist()  # type: ignore[attr-defined]
        if len(self.known) > MAX_REMEMBERED:
            self.known.clear()
        hashes = [
            self._hash(number) if index not in cells else cells[index].value
            for index, number in enumerate(digits)
        ]
        return typed_distinct(coded, hashes, cells)

    def _hash(self, digits: str) -> str:
        found = self.known.get(digits)
        if found is None:
            found = self.known[digits] = firm_hash(digits, self.hash_key)
        return found
