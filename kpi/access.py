"""Who asks. Every query takes a Viewer; what a viewer may not see is not computed for them.

A person has one role, the places it holds for (zones, and programmes with a place of their own), the years whose
evaluation it scores, and grants: dated rights to firm-level rows of single places, given with a reason.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kpi.errors import AccessRefused, Fault, KpiError, Named


class Role(StrEnum):
    """What a person does here."""

    VIEWER = "viewer"
    MANAGER = "manager"
    ANALYST = "analyst"
    EVALUATOR = "evaluator"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


FIRM_ROLES = frozenset({Role.MANAGER, Role.ANALYST})
SUBMITTING_ROLES = frozenset({Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR})
APPROVING_ROLES = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
EVALUATING_ROLES = frozenset({Role.EVALUATOR, Role.APPROVER, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Viewer:
    """A person as the queries see them.

    `name` is what the ledger writes as actor; `zones` are the places the role holds for and `years` the evaluations
    that an evaluator scores (None = all of them); `granted` are the places whose firms a standing grant opens;
    `person` is the number of who has signed in, and `address` where they ask from.
    """

    name: str
    role: Role
    zones: frozenset[str] | None = frozenset()
    years: frozenset[int] | None = None
    granted: frozenset[str] = frozenset()
    person: int | None = field(default=None, compare=False)
    address: str = field(default="", compare=False)

    @property
    def firm_places(self) -> frozenset[str] | None:
        """The places whose firm-level rows are open to this viewer; None = all."""
        if self.role is Role.ADMINISTRATOR or (self.role in FIRM_ROLES and self.zones is None):
            return None
        own = self.zones if self.role in FIRM_ROLES and self.zones else frozenset()
        return own | self.granted

    def may_see_firms(self, place: str) -> bool:
        """Whether firm-level rows of this place are open to this viewer."""
        places = self.firm_places
        return places is None or place in places

    def require_firms(self, place: str) -> None:
        """Raises AccessRefused, naming the rule, where firm-level rows of this place are not open to this viewer."""
        may = self.may_see_firms(place)
        has_some = may or self.role in FIRM_ROLES or bool(self.granted)
        require(has_some, "firms_role", self.role, (*FIRM_ROLES, Role.ADMINISTRATOR))
        require(may, "firms_zone", place, self.firm_places or ())

    @property
    def may_submit_somewhere(self) -> bool:
        """Whether this viewer may hand in files at all."""
        return self.role is Role.ADMINISTRATOR or (
            self.role in SUBMITTING_ROLES and self.zones != frozenset()
        )

    def may_submit(self, zone: str) -> bool:
        """Whether a file that speaks for this zone may come from this viewer.

        What speaks for no single zone (`national`, `*`, '') is for those who hold every zone.
        """
        if self.role is Role.ADMINISTRATOR:
            return True
        return self.role in SUBMITTING_ROLES and self.holds(zone)

    def may_decide(self, actor: str) -> bool:
        """Whether this viewer may go on with a draft that `actor` has begun, or put it away."""
        return self.role is Role.ADMINISTRATOR or self.name == actor or self.may_approve

    @property
    def may_approve(self) -> bool:
        """Whether this viewer may say that a submitted file is right, or send it back."""
        return self.role in APPROVING_ROLES

    @property
    def may_release(self) -> bool:
        """Whether this viewer may publish an approved file, publish straight away, and undo."""
        return self.role in APPROVING_ROLES

    @property
    def may_freeze(self) -> bool:
        """Whether this viewer may freeze and publish a round of the yearly evaluation."""
        return self.role in EVALUATING_ROLES

    @property
    def may_evaluate(self) -> bool:
        """Whether results of the yearly evaluation that are not published yet are open to this viewer."""
        return self.role in EVALUATING_ROLES

    def require_evaluating(self) -> None:
        """Raises AccessRefused where unpublished results of the yearly evaluation are not open to this viewer."""
        require(self.may_evaluate, "unpublished", self.role, EVALUATING_ROLES)

    def may_score(self, year: int) -> bool:
        """Whether the evaluation of this year is one that this viewer gives points in."""
        return self.role is Role.ADMINISTRATOR or (
            self.role is Role.EVALUATOR and (self.years is None or year in self.years)
        )

    def may_discard_scenario(self, actor: str) -> bool:
        """Whether this viewer may put away a scenario that `actor` has saved."""
        return self.role is Role.ADMINISTRATOR or self.name == actor

    def may_open_received(self, zones: Iterable[str]) -> bool:
        """Whether a file as received, which may name firms and people of these zones, is open to this viewer."""
        return all(self.may_see_firms(zone) for zone in zones) if zones else self.may_see_firms("")

    @property
    def may_administer(self) -> bool:
        """Whether people, grants, keys and the log are open to this viewer."""
        return self.role is Role.ADMINISTRATOR

    def require_administering(self) -> None:
        """Raises AccessRefused where the administration is not open to this viewer."""
        require(self.may_administer, "administering", self.role, (Role.ADMINISTRATOR,))

    def holds(self, zone: str) -> bool:
        """Whether the role holds for this zone."""
        return self.zones is None or zone in self.zones

    @property
    def sight(self) -> "Viewer":
        """Nobody in particular who sees the same firms; what is computed for all such people is kept by it."""
        places = self.firm_places
        return LOCAL_VIEWER if places is None else Viewer("", Role.VIEWER, granted=places)

    @property
    def scope(self) -> str:
        """A short text for cache keys: equal for two viewers exactly if they may see the same."""
        zones, years = _listed(self.zones), _listed(self.years)
        return f"{self.role}:{zones}:{years}:{_listed(self.granted)}"


def _listed(held: Iterable[object] | None) -> str:
    return "*" if held is None else ",".join(sorted(map(str, held)))


LOCAL_VIEWER = Viewer("local", Role.ADMINISTRATOR, None)


def configured_viewer(name: str = "") -> Viewer:
    """Who acts where nobody signs in: `name`, else KPI_ACTOR, in the role KPI_ROLE for the zones KPI_ZONES.

    What is not set is as in LOCAL_VIEWER: an administrator of every zone. KPI_ZONES are ids parted by commas. Raises
    KpiError for a role that does not exist.
    """
    role, zones = (
        os.environ.get("KPI_ROLE", LOCAL_VIEWER.role).strip(),
        os.environ.get("KPI_ZONES", "").strip(),
    )
    if role not in tuple(Role):
        raise KpiError(Fault("access_errors.role_unknown", value=role, allowed=list(Role)))
    held = frozenset(each.strip() for each in zones.split(",") if each.strip()) if zones else None
    acting = name.strip() or os.environ.get("KPI_ACTOR", "").strip() or LOCAL_VIEWER.name
    return Viewer(acting, Role(role), held)


def require(allowed: bool, code: str, value: object, whom: Iterable[object]) -> None:
    """Raises AccessRefused in the words of `access_errors.<code>`, which name the rule and whom to ask."""
    if not allowed:
        listed = sorted(map(_named, whom)) or ["–"]
        raise AccessRefused(Fault(f"access_errors.{code}", value=_named(value), allowed=listed))


def _named(value: object) -> str:
    """Roles by the words that readers have for them."""
    return Named(value, f"signin.roles.{value}") if isinstance(value, Role) else str(value)


def as_plain(viewer: Viewer) -> dict[str, Any]:
    """A viewer as plain values, for the order of a job: what they may do is decided again where it is done."""
    listed = {
        name: None if held is None else sorted(held)
        for name, held in (("zones", viewer.zones), ("years", viewer.years), ("granted", viewer.granted))
    }
    return {**vars(viewer), "role": str(viewer.role), **listed}


def from_plain(plain: Mapping[str, Any]) -> Viewer:
    """The viewer that `as_plain` made plain. Raises ValueError, KeyError and TypeError for what is none."""
    held = {
        name: None if plain[name] is None else frozenset(plain[name])
        for name in ("zones", "years", "granted")
    }
    return Viewer(**{**plain, "role": Role(plain["role"]), **held})
