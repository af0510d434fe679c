"""Who asks. Every query takes a Viewer; what a viewer may not see is not computed for them."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kpi.errors import AccessRefused, Fault, KpiError


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
    """A person as the queries see them: a role, and the zones it holds for (None = every zone)."""

    name: str
    role: Role
    zones: frozenset[str] | None = frozenset()

    def may_see_firms(self, zone: str) -> bool:
        """Whether firm-level rows of this zone are open to this viewer."""
        if self.role is Role.ADMINISTRATOR:
            return True
        return self.role in FIRM_ROLES and self.holds(zone)

    @property
    def may_submit_somewhere(self) -> bool:
        """Whether this viewer may hand in files at all."""
        return self.role is Role.ADMINISTRATOR or (
            self.role in SUBMITTING_ROLES and self.zones != frozenset()
        )

    def require_firms(self, zone: str) -> None:
        """Raises AccessRefused, naming the rule, where firm-level rows of this place are not open to this viewer."""
        if self.may_see_firms(zone):
            return
        if self.role not in FIRM_ROLES:
            allowed = sorted((*FIRM_ROLES, Role.ADMINISTRATOR))
            raise AccessRefused(Fault("access_errors.firms_role", value=str(self.role), allowed=allowed))
        held = sorted(self.zones or ())
        raise AccessRefused(Fault("access_errors.firms_zone", value=zone, allowed=held or ["–"]))

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

    def may_discard_scenario(self, actor: str) -> bool:
        """Whether this viewer may put away a scenario that `actor` has saved."""
        return self.role is Role.ADMINISTRATOR or self.name == actor

    def may_open_received(self, zones: Iterable[str]) -> bool:
        """Whether a file as received, which may name firms and people of these zones, is open to this viewer."""
        return all(self.may_see_firms(zone) for zone in zones) if zones else self.may_see_firms("")

    def holds(self, zone: str) -> bool:
        """Whether the role holds for this zone."""
        return self.zones is None or zone in self.zones

    @property
    def scope(self) -> str:
        """A short text for cache keys: equal for two viewers exactly if they may see the same."""
        zones = "*" if self.zones is None else ",".join(sorted(self.zones))
        return f"{self.role}:{zones}"


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
