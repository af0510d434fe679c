"""The OpenID provider of this server, as the environment names it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kpi.catalogue import load
from kpi.errors import Fault, KpiError
from kpi.paths import Paths
from kpi.signin import claims
from kpi.signin.claims import Claims
from kpi.signin.requests import LOCAL

ISSUER, CLIENT, SECRET, ADDRESS = (
    "KPI_OIDC_ISSUER",
    "KPI_OIDC_CLIENT_ID",
    "KPI_OIDC_CLIENT_SECRET",
    "KPI_BASE_URL",
)
ALL = (ISSUER, CLIENT, SECRET, claims.FILE, ADDRESS)


@dataclass(frozen=True)
class Provider:
    """Where people are sent to sign in, as whom we ask, where they come back to, and what they may here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    address: str
    claims: Claims

    @property
    def callback(self) -> str:
        return f"{self.address}/oidc/callback"

    @classmethod
    def from_environment(cls) -> "Provider":
        """Raises KpiError naming every setting that is missing or not an address by TLS, and what is wrong in the
        file of claims.
        """
        said = {name: os.environ.get(name, "").strip() for name in ALL}
        faults = [
            Fault("signin_errors.oidc_missing", value=name) for name, value in said.items() if not value
        ]
        faults += [
            Fault("signin_errors.oidc_address", value=said[name], extra={"name": name})
            for name in (ISSUER, ADDRESS)
            if said[name] and not _is_safe(said[name])
        ]
        if faults:
            raise KpiError(*faults)
        known = load(Paths.from_environment().catalogue).zones
        address = said[ADDRESS].rstrip("/")
        return cls(
            said[ISSUER], said[CLIENT], said[SECRET], address, claims.read(Path(said[claims.FILE]), known)
        )


def _is_safe(address: str) -> bool:
    """By TLS; without it on this machine alone."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    )
