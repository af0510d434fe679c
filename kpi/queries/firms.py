"""Firms of a place: who they are, by what they may be looked for, and every record of one of them.

Lists come from a release's own tables, in the order of places and firms; one firm's records from the facts, which lie
in stretches sorted by firm. Firm-level rows are read only for places whose firms the viewer may see; for others the
rule that refuses is raised.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kpi.access import Viewer
from kpi.audit import Action, firm_level
from kpi.catalogue import NATIONAL
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.firm_records import every_record
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.queries.origins import SOURCE

TENANCIES = ("staying", "left", "never")
TENANCY = {
    "": "TRUE",
    "staying": "firm.stays > 0 AND firm.left_on IS NULL",
    "left": "firm.left_on IS NOT NULL",
    "never": "firm.stays = 0",
}
NEEDED = frozenset({"firms", "firm_marks", "places"})
# More than any firm has; a table that somebody reads ends somewhere.
MOST_RECORDS = 5000
COLUMNS = (
    "firm.zone, firm.firm, firm.name, firm.entered_on, firm.left_on, firm.stays, firm.results, firm.transfers, "
    "firm.investments, firm.investment_krw, firm.steps, firm.milestones, firm.records, firm.synthetic, firm.known_on"
)
NAMED = (
    "($sought = '' OR contains(lower(coalesce(firm.name, '')), $sought) OR starts_with(firm.firm, $sought))"
)


@dataclass(frozen=True)
class Wanted:
    """Which firms are looked for; '' = any. `marks`: kind of record and category, all of which a firm has."""

    sought: str = ""
    tenancy: str = ""
    programme: str = ""
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Found:
    """Some of `total` firms, in the order of their names. `hidden`: there are zones whose firms may not be seen."""

    rows: pd.DataFrame
    total: int
    hidden: bool


def places(viewer: Viewer, moment: Moment) -> tuple[str, ...]:
    """The zones and the programmes' own places whose firms this viewer may see, in the catalogue's order."""
    return tuple(each for each in _declared(moment) if viewer.may_see_firms(each))


def is_known(viewer: Viewer, moment: Moment) -> bool:
    """Whether the moment's file was made when releases knew of firms."""
    return release_for(viewer, moment).tables() >= NEEDED


@firm_level(Action.READ_FIRMS, "place")
def found(viewer: Viewer, moment: Moment, place: str, wanted: Wanted, first: int, count: int) -> Found:
    """`count` of the firms of a place, or of all zones that may be seen, from number `first` on, counted from 0.

    Raises AccessRefused.
    """
    seen = _seen(viewer, moment, place)
    condition, asked = _condition(viewer, moment, wanted)
    of = f"FROM firms AS firm WHERE list_contains($seen, firm.zone) AND {condition}"
    release, asked = release_for(viewer, moment), {**asked, "seen": list(seen)}
    total = int(release.rows(f"SELECT count(*) {of}", asked)[0][0])
    rows = release.frame(
        f"SELECT {COLUMNS} {of} ORDER BY firm.name NULLS LAST, firm.firm, firm.zone LIMIT $count OFFSET $first",
        {**asked, "first": first, "count": count},
    )
    return Found(rows, total, place == NATIONAL and len(seen) < len(catalogue_of(moment).zones))


@firm_level(Action.READ_FIRMS, "place")
def marks(viewer: Viewer, moment: Moment, place: str) -> pd.DataFrame:
    """What firms of a place can be looked for by: told_as (kind of record, or `programme`), mark, firms.

    A firm's programmes elsewhere are among them where the viewer may see their firms. Raises AccessRefused.
    """
    seen = _seen(viewer, moment, place)
    sql = """
        SELECT told_as, mark, count(DISTINCT firm) AS firms FROM firm_marks
        WHERE list_contains($seen, zone) AND told_as <> 'programme' GROUP BY told_as, mark
        UNION ALL
        SELECT 'programme', elsewhere.mark, count(DISTINCT elsewhere.firm) FROM firm_marks AS elsewhere
        WHERE elsewhere.told_as = 'programme' AND list_contains($everywhere, elsewhere.zone)
          AND elsewhere.firm IN (SELECT firm FROM firms WHERE list_contains($seen, zone))
        GROUP BY elsewhere.mark
        ORDER BY told_as, mark
    """
    asked = {"seen": list(seen), "everywhere": list(places(viewer, moment))}
    return release_for(viewer, moment).frame(sql, asked)


@firm_level(Action.READ_FIRM, "place", "firm_id")
def firm(viewer: Viewer, moment: Moment, place: str, firm_id: str) -> pd.DataFrame:
    """The firm's row of `firms` at every place that the viewer may see, the asked one first; none for a stranger there.

    Raises AccessRefused.
    """
    _seen(viewer, moment, place)
    sql = f"""
        SELECT {COLUMNS} FROM firms AS firm WHERE firm.firm = $firm AND list_contains($seen, firm.zone)
        ORDER BY firm.zone <> $place, firm.zone
    """
    asked = {"firm": firm_id, "place": place, "seen": list(places(viewer, moment))}
    rows = release_for(viewer, moment).frame(sql, asked)
    is_here = place == NATIONAL or place in set(rows["zone"])
    return rows if is_here else rows.head(0)


@firm_level(Action.READ_FIRM, "firm_id")
def records(viewer: Viewer, moment: Moment, firm_id: str, seen: Sequence[str]) -> pd.DataFrame:
    """Every record of a firm at these places with its file, sheet and row: the columns of all datasets, and its source.

    Raises AccessRefused where one of the places is not open to this viewer.
    """
    for place in seen:
        viewer.require_firms(place)
    rows = records_of(viewer, moment)
    sql = f"""
        SELECT r.*, {SOURCE} FROM ({rows}) AS r JOIN submissions AS s ON s.id = r.submission
        WHERE r.firm = $firm AND list_contains($seen, r.zone)
        ORDER BY r.zone, r.dataset, r.told_on NULLS LAST, s.file_name, r.sheet, r.source_row LIMIT $limit
    """
    return release_for(viewer, moment).frame(
        sql, {"firm": firm_id, "seen": list(seen), "limit": MOST_RECORDS}
    )


def records_of(viewer: Viewer, moment: Moment, *, whole: bool = True) -> str:
    """The SELECT of every record that names a firm, as `every_record` has it; of none where the release was made before
    releases knew of firms.
    """
    catalogue = catalogue_of(moment) if release_for(viewer, moment).tables() >= NEEDED else None
    return every_record(catalogue, whole=whole)


def _declared(moment: Moment) -> tuple[str, ...]:
    catalogue = catalogue_of(moment)
    of_any = any(each.programme == ANY_PROGRAMME and each.firm_column for each in catalogue.datasets.values())
    return (*catalogue.zones, *(catalogue.own_places if of_any else ()))


def _seen(viewer: Viewer, moment: Moment, place: str) -> tuple[str, ...]:
    """The place that is asked for; for all zones together, those whose firms the viewer may see."""
    if place != NATIONAL:
        viewer.require_firms(place)
        return (place,)
    seen = tuple(each for each in catalogue_of(moment).zones if viewer.may_see_firms(each))
    if not seen:
        viewer.require_firms(NATIONAL)
    return seen


def _condition(viewer: Viewer, moment: Moment, wanted: Wanted) -> tuple[str, dict[str, object]]:
    parts = [NAMED, TENANCY[wanted.tenancy]]
    bound: dict[str, object] = {"sought": wanted.sought.casefold()}
    for number, (told_as, mark) in enumerate(wanted.marks):
        parts.append(
            f"EXISTS (SELECT 1 FROM firm_marks AS m WHERE m.zone = firm.zone AND m.firm = firm.firm"
            f" AND m.told_as = $kind{number} AND m.mark = $mark{number})"
        )
        bound |= {f"kind{number}": told_as, f"mark{number}": mark}
    if wanted.programme:
        parts.append(
            "firm.firm IN (SELECT m.firm FROM firm_marks AS m WHERE m.told_as = 'programme'"
            " AND m.mark = $programme AND list_contains($everywhere, m.zone))"
        )
        bound |= {"programme": wanted.programme, "everywhere": list(places(viewer, moment))}
    return " AND ".join(parts), bound
