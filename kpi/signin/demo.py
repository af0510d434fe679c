"""The sample people of a demo: one of each role, whom anybody on this machine may be by a click."""

from dataclasses import dataclass

from kpi.access import Role
from kpi.ledger import Ledger, Person
from kpi.text import Text

ISSUER = "demo"


@dataclass(frozen=True)
class Sample:
    """A sample person; `zones` None = all."""

    id: str
    role: Role
    zones: tuple[str, ...] | None


SAMPLES = (
    Sample("viewer", Role.VIEWER, ()),
    Sample("manager_gunsan", Role.MANAGER, ("gunsan",)),
    Sample("analyst_gunsan", Role.ANALYST, ("gunsan",)),
    Sample("manager_pohang", Role.MANAGER, ("pohang",)),
    Sample("analyst_pohang", Role.ANALYST, ("pohang",)),
    Sample("evaluator", Role.EVALUATOR, None),
    Sample("approver", Role.APPROVER, None),
    Sample("administrator", Role.ADMINISTRATOR, None),
)


def person(ledger: Ledger, sample: str) -> Person | None:
    """The sample's person of the ledger, made at the first click; None for an unknown sample."""
    found = next((each for each in SAMPLES if each.id == sample), None)
    if found is None:
        return None
    known = ledger.person_of_subject(ISSUER, found.id)
    if known is None:
        name = Text("ko")(f"signin.demo.people.{found.id}")
        return ledger.add_person(None, name, found.role, found.zones, issuer=ISSUER, subject=found.id)
    return known if known.state == "active" else None
