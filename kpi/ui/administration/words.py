"""People, places and days of the 관리 page in words."""

from collections.abc import Collection

from kpi.ledger import Person
from kpi.ui.setting import Setting


def places(here: Setting) -> dict[str, str]:
    """Names of every place somebody can be in charge of: zones, and programmes with a place of their own."""
    known, language = here.catalogue.programmes, here.language
    return here.zone_names | {own: known[own].name[language] for own in here.catalogue.own_places}


def listed(here: Setting, held: Collection[object] | None, none: str) -> str:
    """Places or years on one line; all of them, or none, in words."""
    if held is None:
        return here.text("administration.all")
    names = places(here)
    return ", ".join(names.get(str(one), str(one)) for one in held) or here.text(f"administration.{none}")


def named(here: Setting, person: Person) -> str:
    """Number, name and login on one line; of an erased one the number alone."""
    if person.state == "erased":
        return here.text("administration.people.erased", number=person.id)
    return f"#{person.id} {person.name} ({person.login or person.subject})"


def role(here: Setting, name: str) -> str:
    """A role in words."""
    return here.text(f"signin.roles.{name}")
