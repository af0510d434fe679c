"""All words that users read, in Korean and English, from `catalogue/text/<language>/<room>.yml`.

The file's stem is the first part of a key: `overview.title` is `title` in `overview.yml`. A Korean particle
is written as the format of a placeholder, `{zone:은/는}`, and chosen by the last sound of the value; after a closing
quote or bracket only the particle is wanted: `'{zone}'{zone:~은/는}`. So are the words of one and of many:
`{count:firm|firms}` is "1 firm" or "2 firms", and `{count:~is|are}` only the word.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from kpi.errors import Fault, KpiError, Named
from kpi.paths import PROJECT
from kpi.yaml_files import parse

LANGUAGES = ("ko", "en")
PARTICLES = {"은/는", "이/가", "을/를", "과/와", "으로/로", "이다/다"}
DIGITS_WITH_FINAL = set("013678")
DIGIT_EIGHT_LIKE = set("178")
# Of so many places a sentence still can be read; of more it names these few.
READABLE, FEW = 15, 3


class Text:
    """Words of one language: `Text("ko")("overview.title", zone="군산")`."""

    def __init__(self, language: str, folder: Path = PROJECT / "catalogue" / "text") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r} is not one of {LANGUAGES}")
        self.language = language
        self.entries = entries(folder, language)

    def __call__(self, key: str, **values: Any) -> str:
        """The words under a key with its placeholders filled. Raises KeyError for an unknown key."""
        return ParticleFormatter().vformat(self.entries[key], (), values)

    def __contains__(self, key: str) -> bool:
        return key in self.entries


class ParticleFormatter(Formatter):
    """str.format that understands Korean particles, and words of one and of many, as formats."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in PARTICLES:
            return f"{value}{particle(str(value), format_spec)}"
        if format_spec.removeprefix("~") in PARTICLES:
            return particle(str(value), format_spec.removeprefix("~"))
        if "|" in format_spec:
            one, many = format_spec.removeprefix("~").split("|")
            word = one if str(value) == "1" else many
            return word if format_spec.startswith("~") else f"{_written(value)} {word}"
        return super().format_field(value, format_spec)


def _written(count: Any) -> str:
    return f"{count:,}" if isinstance(count, int) else str(count)


def places(text: Text, names: Sequence[str], most: int = FEW + 1) -> str:
    """Names of places side by side; of more than `most` the first few, and how many there are beside them."""
    if len(names) <= most:
        return ", ".join(names)
    return text("app.and_places", names=", ".join(names[:FEW]), count=f"{len(names) - FEW:,}")


def particle(word: str, pair: str) -> str:
    """The one of a pair such as 은/는 that follows the word: the first after a final consonant."""
    with_final, without_final = pair.split("/")
    sounded = re.sub(r"[^0-9A-Za-z가-힣]+$", "", re.sub(r"\([^()]*\)\s*$", "", word)) or word
    last = sounded[-1:]
    if re.search(r"%p?$", word):
        # Said as 퍼센트 and 퍼센트포인트, whatever digit stands before it.
        closed = False
    elif "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        closed = final != 0 and not (pair == "으로/로" and final == 8)
    elif last.isdigit():
        closed = last in DIGITS_WITH_FINAL and not (pair == "으로/로" and last in DIGIT_EIGHT_LIKE)
    else:
        closed = last.lower() in set("lmn") and not (pair == "으로/로" and last.lower() == "l")
    return with_final if closed else without_final


@cache
def entries(folder: Path, language: str) -> dict[str, str]:
    """Flat key → words of one language."""
    flat: dict[str, str] = {}
    for file in sorted((folder / language).glob("*.yml")):
        _flatten(file.stem, parse(file.read_text("utf-8")) or {}, flat)
    return flat


def _flatten(prefix: str, node: Any, flat: dict[str, str]) -> None:
    if isinstance(node, dict):
        for key, child in node.items():
            _flatten(f"{prefix}.{key}", child, flat)
    else:
        flat[prefix] = str(node)


def message(fault: Fault, language: str) -> str:
    """One fault in words: where, what, what is allowed, what to do."""
    text = Text(language)
    values = {"value": _said(fault.value, text), "allowed": _listed(fault.allowed, text), **fault.extra}
    if "check" in fault.extra:
        values["check"] = text(f"checks.{fault.extra['check']}.title")
    parts = [text(f"{fault.code}.what", **values)]
    for suffix in ("allowed", "remedy"):
        if f"{fault.code}.{suffix}" in text:
            parts.append(text(f"{fault.code}.{suffix}", **values))
    place = where(fault, text)
    return (f"{place}: " if place else "") + " ".join(parts)


def messages(error: KpiError, language: str) -> list[str]:
    """Every fault of an error in words, in the order found."""
    return [message(fault, language) for fault in error.faults]


def where(fault: Fault, text: Text) -> str:
    """The fault's place in words: file, sheet, row, column, entry."""
    place = fault.where
    row = text("errors.row", row=place.row) if place.row else ""
    column = text("errors.column", column=place.column) if place.column else ""
    sheet = text("errors.sheet", sheet=place.sheet) if place.sheet else ""
    return ", ".join(part for part in (place.file, sheet, place.entry, row, column) if part)


def _said(value: Any, text: Text) -> Any:
    return text(value.key) if isinstance(value, Named) else value


def _listed(allowed: Any, text: Text) -> str:
    if allowed is None:
        return ""
    if isinstance(allowed, str):
        return allowed
    if isinstance(allowed, (list, tuple, set, frozenset, dict)):
        return ", ".join(str(_said(item, text)) for item in allowed)
    return str(allowed)
