"""What can go wrong, as data. The words for it live in `catalogue/text`.

KpiError
├── CatalogueError      the YAML contradicts itself
├── FileError           a received file cannot be read or staged
├── CheckFailed         a critical check failed: the file is not accepted
├── ScoringRefused      a hierarchy, a recipe or values that cannot be scored
├── ArithmeticRefused   a sum, mean or quotient that would have no meaning
├── PictureError        a chart cannot be made a picture here
├── MomentNotBuilt      the marts of a past day are not there yet
└── WarehouseError      storage: DamagedRelease, DiskFull, BuildBusy, LedgerError
"""

from dataclasses import dataclass, field
from typing import Any


class Named(str):
    """An id that readers have a word for: the text under `key`."""

    key: str

    def __new__(cls, id: str, key: str) -> "Named":
        made = super().__new__(cls, id)
        made.key = key
        return made

    def __getnewargs__(self) -> tuple[str, str]:
        """What copies are made of."""
        return str(self), self.key


@dataclass(frozen=True)
class Place:
    """Where a fault lies; only what is known is filled in."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `code` is a text key whose `.what`, `.allowed` and `.remedy` are its words."""

    code: str
    where: Place = Place()
    value: Any = None
    allowed: Any = None
    extra: dict[str, Any] = field(default_factory=dict)


class KpiError(Exception):
    """Carries every fault found, never just the first. `str()` names codes and places for logs."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(_short(fault) for fault in faults))

    @property
    def code(self) -> str:
        return self.faults[0].code if self.faults else ""


class CatalogueError(KpiError):
    """The catalogue contradicts itself."""


class FileError(KpiError):
    """A received file cannot be read or staged."""


class CheckFailed(KpiError):
    """A critical check failed."""


class ArithmeticRefused(KpiError):
    """The arithmetic asked for has no meaning."""


class AccessRefused(KpiError):
    """A rule keeps this from whoever asks."""


class MomentNotBuilt(KpiError):
    """The marts of this past day have not been built yet."""


class PictureError(KpiError):
    """A chart cannot be made a picture on this machine."""


class WarehouseError(KpiError):
    """Storage failed."""


class DamagedRelease(WarehouseError):
    """A release file cannot be opened or lacks tables."""


class DiskFull(WarehouseError):
    """There is no room to write."""


class BuildBusy(WarehouseError):
    """Another build holds the lock."""


class LedgerError(WarehouseError):
    """The ledger refused."""


def _short(fault: Fault) -> str:
    where = fault.where
    parts = [where.file, where.sheet, where.entry, f"row {where.row}" if where.row else "", where.column]
    place = " ".join(part for part in parts if part)
    value = "" if fault.value is None else f" {fault.value!r}"
    return f"{fault.code}{f' [{place}]' if place else ''}{value}"
