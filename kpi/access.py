"""Who asks. Every query takes a Viewer; what a viewer may not see is not computed for them."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does here."""

    VIEWER = "viewer"
    MANAGER = "manager"
    ANALYST = "analyst"
    EVALUATOR = "evaluator"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


FIRM_ROLES = frozenset({Role.MANAGER, Role.ANALYST})


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
        return self.role in FIRM_ROLES and (self.zones is None or zone in self.zones)

    @property
    def scope(self) -> str:
        """A short text for cache keys: equal for two viewers exactly if they may see the same."""
        zones = "*" if self.zones is None else ",".join(sorted(self.zones))
        return f"{self.role}:{zones}"


LOCAL_VIEWER = Viewer("local", Role.ADMINISTRATOR, None)
