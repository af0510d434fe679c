"""How people sign in here, as the environment says it."""

import os
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kpi.errors import Fault, KpiError
from kpi.ledger.people_values import Way


class Mode(StrEnum):
    """The ways in; a server has one of them."""

    ACCOUNTS = "accounts"
    DEMO = "demo"
    OIDC = "oidc"

    @property
    def way(self) -> Way:
        """What sessions begun in this mode are marked by: they stand in it alone."""
        return "account" if self is Mode.ACCOUNTS else "demo" if self is Mode.DEMO else "oidc"


@dataclass(frozen=True)
class Settings:
    """The mode, and how long a session lasts: without use, and in all."""

    mode: Mode = Mode.ACCOUNTS
    idle: timedelta = timedelta(minutes=60)
    whole: timedelta = timedelta(hours=12)

    @classmethod
    def from_environment(cls) -> "Settings":
        """Raises KpiError for a mode that does not exist and for a time that is no number of minutes."""
        mode = os.environ.get("KPI_SIGN_IN", "").strip() or Mode.ACCOUNTS
        if mode not in tuple(Mode):
            raise KpiError(Fault("signin_errors.mode_unknown", value=mode, allowed=list(Mode)))
        idle = _minutes("KPI_SESSION_IDLE_MINUTES", cls.idle)
        return cls(Mode(mode), idle, _minutes("KPI_SESSION_MINUTES", cls.whole))


def _minutes(name: str, default: timedelta) -> timedelta:
    said = os.environ.get(name, "").strip()
    if not said:
        return default
    if not said.isdecimal() or not 1 <= int(said) <= 100_000:
        raise KpiError(Fault("signin_errors.minutes", value=said, extra={"name": name}))
    return timedelta(minutes=int(said))
