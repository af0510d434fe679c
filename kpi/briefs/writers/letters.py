"""Letters of a text file: all of them in UTF-8, and in CP949, which older Korean programs ask for, the nearest ones."""

from typing import Literal
from unicodedata import normalize

Encoding = Literal["utf-8-sig", "cp949"]
# What reads the same there, before the letter's own simpler forms and a question mark.
ALIKE = {
    "‧": "·", "•": "·", "∙": "·", "–": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "—": "―",
    "\xa0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "",
    "₩": "￦", "¥": "￥", "£": "￡", "©": "(c)", "µ": "μ", "„": "“", "✓": "○", "✔": "○",
}  # fmt: skip
UNKNOWN = "?"


class Letters:
    """Texts in one encoding, and which letters had to be replaced on the way."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding: Encoding = encoding
        self._found: dict[str, str] = {}

    def known(self, text: str) -> str:
        """The text in letters that the encoding has."""
        if self.encoding == "utf-8-sig":
            return text
        # Korean letters that come in pieces, as from a Mac, are whole ones first.
        return "".join(letter if _has(letter) else self._nearest(letter) for letter in normalize("NFC", text))

    def encoded(self, text: str) -> bytes:
        return text.encode(self.encoding)

    @property
    def replaced(self) -> tuple[str, ...]:
        """Each letter once, with what stands for it: – (U+2013) → -."""
        return tuple(
            f"{letter if letter.isprintable() else ''} (U+{ord(letter):04X}) → {other}".strip()
            for letter, other in self._found.items()
        )

    def _nearest(self, letter: str) -> str:
        if letter not in self._found:
            simpler = (ALIKE.get(letter), normalize("NFKC", letter), normalize("NFD", letter)[:1])
            self._found[letter] = next((each for each in simpler if each is not None and _has(each)), UNKNOWN)
        return self._found[letter]


def _has(text: str) -> bool:
    """Whether CP949 can write it."""
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True
