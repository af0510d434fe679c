"""Who asks: the holder of a key, or who has signed in."""

from datetime import UTC, datetime
from typing import NamedTuple

from starlette.requests import Request

from kpi.access import Viewer
from kpi.api.keys import RESOURCES, holder_of
from kpi.api.problems import Refused, fault
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.requests import address
from kpi.signin.sessions import KOREA, standing
from kpi.signin.settings import Settings

# Set by the guard, which takes away what comes from outside under this name.
SESSION = "x-kpi-session"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="kpi"'}


class Asker(NamedTuple):
    """What they may see, which resources are open, and the name their calls are counted under."""

    viewer: Viewer
    opens: frozenset[str]
    name: str


def asker_of(request: Request, paths: Paths, now: datetime | None = None) -> Asker:
    """Who asks; a key goes before a session. Raises Refused (401) for nobody known; LedgerError."""
    now = now or datetime.now(UTC)
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme:
        usable = text.strip() if scheme.lower() == "bearer" else ""
        holder = holder_of(paths, usable, now.astimezone(KOREA).date(), address(request)) if usable else None
        if holder is None:
            raise Refused(401, fault("key_wrong", "Authorization"), headers=CHALLENGE)
        return Asker(holder.viewer, holder.opens, f"key {holder.key}")
    signed_in = _signed_in(request, paths, now)
    if signed_in is None:
        raise Refused(401, fault("key_missing", "Authorization"), headers=CHALLENGE)
    return Asker(signed_in, frozenset(RESOURCES), f"person {signed_in.name}")


def _signed_in(request: Request, paths: Paths, now: datetime) -> Viewer | None:
    session = request.headers.get(SESSION, "")
    found = standing(ledger_of(paths), session, Settings.from_environment(), now) if session else None
    return found.viewer if found else None
