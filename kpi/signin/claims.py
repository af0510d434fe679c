"""What an OpenID provider says of somebody, as role and zones here: a small file of rules, of which the first that
fits counts.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from kpi import yaml_files
from kpi.access import Role
from kpi.declared import Model
from kpi.errors import Fault, KpiError, Place

FILE = "KPI_OIDC_CLAIMS"


class Rule(Model):
    """Who has this value in this claim has this role, at these zones. A claim inside another is named by a dot."""

    claim: str = Field(min_length=1)
    value: str
    role: Role
    zones: Literal["all"] | tuple[str, ...] = ()

    @property
    def held(self) -> tuple[str, ...] | None:
        """The zones as the ledger keeps them: None = all."""
        return None if self.zones == "all" else self.zones

    def fits(self, said: Mapping[str, Any]) -> bool:
        found = _of(said, self.claim)
        return self.value in [_told(each) for each in (found if isinstance(found, list) else [found])]


class Claims(Model):
    """The rules in their order, and which claim is the person's name."""

    name: str = "name"
    rules: tuple[Rule, ...] = Field(min_length=1)

    def rule_for(self, said: Mapping[str, Any]) -> Rule | None:
        """The first rule that fits what was said of somebody; None where none does."""
        return next((rule for rule in self.rules if rule.fits(said)), None)

    def name_of(self, said: Mapping[str, Any]) -> str:
        """The name to show; the subject of who has none."""
        return str(_of(said, self.name) or said["sub"])


def read(file: Path, zones: Collection[str]) -> Claims:
    """The rules of a file. Raises KpiError with every fault: a file that cannot be read, what is no rule, a zone that
    is not in the catalogue.
    """
    try:
        claims = Claims.model_validate(yaml_files.parse(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = str(error).splitlines()[0]
        raise KpiError(Fault("signin_errors.claims_unread", Place(file=file.name), why)) from error
    except ValidationError as error:
        raise KpiError(*(_fault(file, problem) for problem in error.errors())) from error
    strange = {zone for rule in claims.rules for zone in rule.held or () if zone not in zones}
    if strange:
        raise KpiError(
            *(
                Fault("signin_errors.claims_zone", Place(file=file.name), zone, sorted(zones))
                for zone in sorted(strange)
            )
        )
    return claims


def _of(said: Mapping[str, Any], claim: str) -> Any:
    """A claim's value; a name with dots is first looked for as it is, then step by step."""
    if claim in said:
        return said[claim]
    found: Any = said
    for step in claim.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _told(value: Any) -> str | None:
    """A value as the token writes it: true and false in small letters; None of what is no single value."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int)) else None


def _fault(file: Path, problem: Any) -> Fault:
    column = ".".join(str(step) for step in problem["loc"])
    allowed = problem.get("ctx", {}).get("expected") or problem["msg"]
    where = Place(file=file.name, column=column)
    return Fault("signin_errors.claims_value", where, problem.get("input"), allowed)
