"""What the chained log holds, as values, and how an entry is hashed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Result = Literal["done", "refused", "failed"]
# What the first entry follows.
NOTHING = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What somebody did or tried. `actor` is `#12` or a configured name, never a person's; `detail` holds ids."""

    actor: str
    action: str
    object: str = ""
    address: str = ""
    result: Result = "done"
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditEntry(Entry):
    """An entry in its place: counted from 1 without gaps, and hashed together with the one before it."""

    sequence: int = 0
    at: str = ""
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True)
class AuditPage:
    """Some of `total` entries, the newest first."""

    entries: tuple[AuditEntry, ...]
    total: int


@dataclass(frozen=True)
class Anchor:
    """How long the log was and how it ended. Kept elsewhere, it shows whether the end has been cut off since."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold: `changed` (an entry is not what was hashed), `missing` (a number
    is left out or out of order), `unlinked` (an entry does not follow the one before it), `cut` (the log ends before an
    anchor), `replaced` (the entry of an anchor is another one).
    """

    sequence: int
    why: Literal["changed", "missing", "unlinked", "cut", "replaced"]


def hash_of(entry: Mapping[str, Any]) -> str:
    """SHA-256 over every column but the hash itself, as JSON with sorted keys."""
    plain = {name: value for name, value in entry.items() if name != "hash"}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
