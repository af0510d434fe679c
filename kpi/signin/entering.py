"""Coming in, whichever way: a fresh session in a cookie, and on to the page that was asked for."""

from datetime import UTC, datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kpi.ledger import Person
from kpi.ledger.people_values import Way
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin import sessions
from kpi.signin.noting import noted
from kpi.signin.pages import NO_STORE, drop, keep
from kpi.signin.requests import FORM, SESSION, address, cookie, local_path
from kpi.signin.settings import Settings
from kpi.signin.tokens import digest

Said = FormData | dict[str, str]


def enter(request: Request, said: Said, person: Person, way: Way) -> Response:
    """A fresh session, whatever token the browser brought; that one ends. Raises LedgerError."""
    ledger, before = ledger_of(Paths.from_environment()), cookie(request, SESSION)
    if before:
        ledger.end_session(digest(before))
    agent = request.headers.get("user-agent", "")
    here = address(request)
    token = sessions.begin(ledger, person, way, here, agent, Settings.from_environment(), datetime.now(UTC))
    noted("session.begin", person.id, here, way=way)
    answer = way_on(request, said)
    keep(request, answer, SESSION, token)
    drop(request, answer, FORM)
    return answer


def way_on(request: Request, said: Said) -> Response:
    """On to the page that was asked for, if it is one of ours."""
    return RedirectResponse(next_page(request, said), 303, NO_STORE)


def next_page(request: Request, said: Said) -> str:
    """The path of the page that was asked for; '/' for what is none of ours."""
    return local_path(str(said.get("next", "") or request.query_params.get("next", "/")))
