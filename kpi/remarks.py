"""What people of a zone have to say of its year, commentary and dated events: written by those who hold the zone."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from kpi.access import SUBMITTING_ROLES, Viewer, require
from kpi.audit import Action, recorded
from kpi.errors import Fault, LedgerError
from kpi.ledger import Remark, RemarkKind
from kpi.paths import Paths
from kpi.queries.moments import Moment, ledger_of
from kpi.wording.signed import KOREA


def may_write(viewer: Viewer, zone: str) -> bool:
    """Whether this viewer may write of this zone: administrators of all, managers and analysts of the zones they hold.

    What concerns all zones together is for those who hold every zone.
    """
    return viewer.may_submit(zone)


def of_year(viewer: Viewer, paths: Paths, moment: Moment, zone: str, year: int) -> list[Remark]:
    """The remarks on a zone's year, of a past day those that stood at its end; open to all who see its totals."""
    until = datetime.combine(moment.day + timedelta(days=1), time(), KOREA) if moment.day else None
    return ledger_of(paths).remarks(zone, year, until)


def earlier(paths: Paths, remark: Remark) -> Sequence[Remark]:
    """What the remark has been changed from, the newest first."""
    return ledger_of(paths).remark_versions(remark.id)[1:]


def write(
    viewer: Viewer, paths: Paths, zone: str, year: int, kind: RemarkKind, text: str, day: date | None = None
) -> Remark:
    """Enters a remark. Raises AccessRefused without the right to, LedgerError for a blank one or an event without a
    day.
    """
    with recorded(viewer, paths, Action.REMARK_WRITE, place=zone, year=year) as note:
        _require(viewer, zone)
        written = ledger_of(paths).write_remark(zone, year, kind, text, viewer.name, _day(kind, day))
        note.object = written.id
    return written


def change(viewer: Viewer, paths: Paths, remark: str, text: str, day: date | None = None) -> Remark:
    """Enters the next version of a remark. Raises what `write` does, and LedgerError for one changed since."""
    with recorded(viewer, paths, Action.REMARK_CHANGE, remark):
        found = _found(viewer, paths, remark)
        if not text.strip():
            raise LedgerError(Fault("ledger_errors.remark_blank"))
        return _followed(viewer, paths, found, text, day)


def withdraw(viewer: Viewer, paths: Paths, remark: str) -> Remark:
    """Takes a remark out of sight; the ledger keeps it, with who did so. Raises what `change` does."""
    with recorded(viewer, paths, Action.REMARK_WITHDRAW, remark):
        found = _found(viewer, paths, remark)
        return _followed(viewer, paths, found, "", found.day)


def _followed(viewer: Viewer, paths: Paths, found: Remark, text: str, day: date | None) -> Remark:
    kind = found.kind
    return ledger_of(paths).write_remark(
        found.zone, found.year, kind, text, viewer.name, _day(kind, day), found.id
    )


def _found(viewer: Viewer, paths: Paths, remark: str) -> Remark:
    found = ledger_of(paths).remark_versions(remark)[0]
    _require(viewer, found.zone)
    return found


def _require(viewer: Viewer, zone: str) -> None:
    """Raises AccessRefused, naming the rule, where this viewer may not write of this zone."""
    may = may_write(viewer, zone)
    require(may or viewer.role in SUBMITTING_ROLES, "remarks_role", viewer.role, SUBMITTING_ROLES)
    require(may, "remarks_zone", zone, viewer.zones or ())


def _day(kind: RemarkKind, day: date | None) -> date | None:
    """The day of an event; commentary has none."""
    return day if kind == "event" else None
