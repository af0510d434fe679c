"""The part of the ledger that remembers what people add to a zone's year, and gather for its brief."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from kpi.ledger import remarks, trays
from kpi.ledger.briefing_values import Remark, RemarkKind, Tray
from kpi.ledger.engine import reading, writing


class BriefingLedger:
    """Remarks and trays. Every method is one transaction, and raises what `Ledger`'s do."""

    _engine: Engine

    def write_remark(
        self,
        zone: str,
        year: int,
        kind: RemarkKind,
        text: str,
        actor: str,
        day: date | None = None,
        follows: str = "",
    ) -> Remark:
        """Enters a remark; `follows` is the one it is a new version of, and a blank text withdraws that.

        Raises LedgerError for a blank one that withdraws nothing, an event without a day, and where what it follows is
        unknown or has been followed since.
        """
        with writing(self._engine) as connection:
            return remarks.write(connection, zone, year, kind, text, actor, day, follows)

    def remarks(self, zone: str, year: int, until: datetime | None = None) -> list[Remark]:
        """A zone-year's remarks in their newest versions without those withdrawn, or as they stood before `until`."""
        with reading(self._engine) as connection:
            return remarks.newest(connection, zone, year, until)

    def remark_versions(self, remark: str) -> list[Remark]:
        """A remark and what it followed, the newest first. Raises LedgerError for an unknown one."""
        with reading(self._engine) as connection:
            return remarks.versions(connection, remark)

    def tray(self, actor: str, zone: str, year: int) -> Tray:
        """What a person has gathered for the brief of a zone and year; version 0 where that is nothing yet."""
        with reading(self._engine) as connection:
            return trays.newest(connection, actor, zone, year)

    def trays(self, actor: str) -> list[Tray]:
        """All that a person has gathered for briefs, without trays that hold nothing, by year and zone."""
        with reading(self._engine) as connection:
            return trays.all_newest(connection, actor)

    def save_tray(
        self, actor: str, zone: str, year: int, pieces: Sequence[dict[str, Any]], version: int
    ) -> Tray:
        """Enters the next version of a tray. Raises LedgerError where it has been saved since `version`."""
        with writing(self._engine) as connection:
            return trays.save(connection, actor, zone, year, pieces, version)
