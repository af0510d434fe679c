"""People of the ledger as the viewers that queries take."""

from collections.abc import Iterable
from datetime import date

from kpi.access import Role, Viewer
from kpi.ledger import Grant, Person


def viewer_of(person: Person, grants: Iterable[Grant], today: date, address: str = "") -> Viewer:
    """What this person may see and do today. The name that the ledger writes is the number: names can be erased."""
    granted = {place for grant in grants if grant.stands(today) for place in grant.places}
    return Viewer(
        f"#{person.id}",
        Role(person.role),
        None if person.zones is None else frozenset(person.zones),
        None if person.years is None else frozenset(person.years),
        frozenset(granted),
        person.id,
        address,
    )
