"""The parts of a heading: its names from top to bottom, and the unit written in or under them."""

import re
from collections.abc import Sequence

from kpi.catalogue import Catalogue
from pipelines.reading.names import unit_index
from pipelines.reading.words import REFERENCE, key_of, plain

BRACKET = re.compile(r"[(\[<{]\s*(?:단위\s*[:)]?\s*)?([^()\[\]<>{}]*?)\s*[)\]>}]\s*$")
UNIT_PREFIX = re.compile(r"^[(\[]?\s*단위\s*[::]?\s*")


class Parts:
    """Splits headings by the written units of one catalogue; each heading is split once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.units = unit_index(catalogue)
        self._split: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}

    def split(self, parts: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """The names among the parts, without units, and the last unit found."""
        if parts not in self._split:
            self._split[parts] = self._named(parts)
        return self._split[parts]

    def unit_of(self, text: str) -> str:
        """The text as a written unit, brackets and `단위:` aside; '' where it is none."""
        bare = UNIT_PREFIX.sub("", plain(text)).strip("()[]<> ")
        return bare if key_of(bare) in self.units else ""

    def _named(self, parts: Sequence[str]) -> tuple[tuple[str, ...], str]:
        names, unit = [], ""
        for part in parts:
            text = plain(part)
            if not text:
                continue
            if names and self.unit_of(text):
                unit = self.unit_of(text)
                continue
            bare = REFERENCE.sub("", text)
            bracket = BRACKET.search(bare)
            inside = self._first_unit(bracket[1]) if bracket else ""
            if bracket and inside and bare[: bracket.start()].strip():
                text, unit = bare[: bracket.start()].strip(), inside
            names.append(text)
        return tuple(dict.fromkeys(names)), unit

    def _first_unit(self, inside: str) -> str:
        """The one unit in a bracket, which may hold more: `(억원, 누적)`."""
        found = [self.unit_of(word) for word in re.split(r"[,;]", inside)]
        return next((unit for unit in found if unit), "")
