"""Marks that stand in or beside a cell: why it is empty, or how final it is."""

import re
from dataclasses import dataclass

# Why a cell holds no value. The first three dash forms and their like are what statistics tables print for
# "none given".
MISSING_REASONS: dict[str, str] = {
    **dict.fromkeys(
        ("-", "–", "—", "―", "−", "‐", "‑", "－", "--", "…", "...", "‥", "⋯", "····", "···"), "not_reported"
    ),
    **dict.fromkeys(
        ("미제출", "미보고", "미응답", "무응답", "자료없음", "na", "n.a.", "nan", "null", "none"),
        "not_reported",
    ),
    **dict.fromkeys(("미집계", "집계중", "미공표", "집계예정", "tbd"), "not_yet_counted"),
    **dict.fromkeys(("비공개", "비공표"), "withheld"),
    **dict.fromkeys(("해당없음", "해당사항없음", "n/a", "해당무"), "not_applicable"),
    **dict.fromkeys(("x", "ⅹ", "χ"), "suppressed"),
}
PROVISIONAL = re.compile(
    r"\s*(?:\((?:p|잠정|잠정치|잠정값)\)|ᵖ|p\)|(?<=\d)p|잠정치?|\[잠정\])\s*$", re.IGNORECASE
)
ESTIMATED = re.compile(r"\s*(?:\((?:e|추정|추정치|추계)\)|ᵉ|e\)|추정치?|\[추정\])\s*$", re.IGNORECASE)
STARRED = re.compile(r"\s*\*+\s*$")


@dataclass(frozen=True)
class Marked:
    """A cell without its mark; `status` is '' (final), 'provisional' or 'estimated'; a star's meaning is a
    footnote's.
    """

    text: str
    status: str = ""
    starred: bool = False


def missing_reason(text: str) -> str | None:
    """Why this cell is empty (`blank` for an empty one), or None where it holds something."""
    bare = re.sub(r"\s+", "", text).lower()
    if len(bare) > 2 and bare[0] in "([<" and bare[-1] in ")]>":
        bare = bare[1:-1]
    return MISSING_REASONS.get(bare) if bare else "blank"


def without_mark(text: str) -> Marked:
    """The cell's text and what its trailing mark says: `1,030(p)`, `1,030 잠정`, `(추정)`, `1,030*`."""
    for pattern, status in ((PROVISIONAL, "provisional"), (ESTIMATED, "estimated")):
        bare = pattern.sub("", text)
        if bare != text and bare:
            return Marked(bare, status)
    bare = STARRED.sub("", text)
    return Marked(bare, "", True) if bare and bare != text else Marked(text)
