"""The guard before everything the server answers: pages, websocket, uploads, media, API, scripts."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.requests import SESSION, cookie, is_here, is_own_origin
from kpi.signin.sessions import SignedIn, standing
from kpi.signin.settings import Mode, Settings
from kpi.signin.tokens import digest

HEADER = b"x-kpi-session"
STRIPPED = b"x-kpi-"
# What somebody needs who has not signed in: health for whoever watches the server, the way in, and its fonts. Code that
# draws pages is public and tells nothing: asking the ledger for each of its hundred files made a first visit wait.
OPEN = {"/_stcore/health", "/login", "/oidc/start", "/oidc/callback"}
OPEN_BELOW = ("/link/", "/fonts/", "/static/", "/charts/")
# Programs ask these, or pages for their parts: an address to sign in at is of no use to them.
FOR_PROGRAMS = ("/api", "/media/", "/_stcore/", "/component/", "/bidi-components/")
READING = {"GET", "HEAD", "OPTIONS"}
POLICY_VIOLATED = 1008


class Guard:
    """Lets through who has signed in, with the session's key in a header of our own that nobody else can send.

    `host_allowed` says which names of this server are known; `harmless` turns a message of a page's websocket into one
    that only draws the page anew: it is sent instead where the person's rights are no longer those that the page was
    drawn for, so that nothing is done by rights of before.
    """

    def __init__(
        self,
        app: ASGIApp,
        host_allowed: Callable[[str | None], bool],
        harmless: Callable[[bytes], bytes],
    ) -> None:
        self.app, self.host_allowed, self.harmless = app, host_allowed, harmless

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope = {
            **scope,
            "headers": [each for each in scope["headers"] if not each[0].lower().startswith(STRIPPED)],
        }
        request = HTTPConnection(scope)
        settings = Settings.from_environment()
        refusal = self._strange(request, settings)
        if refusal is None and not _is_open(request):
            key = digest(cookie(request, SESSION)) if cookie(request, SESSION) else ""
            found = await _found(key, settings)
            if isinstance(found, Response):
                refusal = found
            elif found is not None:
                scope["headers"].append((HEADER, key.encode()))
                receive = self._watched(receive, key, found) if scope["type"] == "websocket" else receive
            elif not _is_for_api(request):
                refusal = _unknown(request)
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            # Before it is accepted, closing is answering 403.
            await send({"type": "websocket.close", "code": POLICY_VIOLATED})
        else:
            await refusal(scope, receive, send)

    def _strange(self, request: HTTPConnection, settings: Settings) -> Response | None:
        """A refusal for what comes under another host's name, from another host's page, or to a demo from elsewhere."""
        if not self.host_allowed(request.headers.get("host")):
            return _said(request, 400, "host_unknown")
        writes = request.scope["type"] == "websocket" or request.scope["method"] not in READING
        if writes and not is_own_origin(request) and not _brings_key(request):
            return _said(request, 403, "origin_foreign")
        watches = request.url.path == "/_stcore/health"
        if settings.mode is Mode.DEMO and not is_here(request) and not watches:
            return _said(request, 403, "demo_is_local")
        return None

    def _watched(self, receive: Receive, key: str, found: SignedIn) -> Receive:
        """Messages of a page, those that come after a change of the person's rights made harmless."""
        rights = _rights(found)

        async def watched() -> Message:
            nonlocal rights
            message = await receive()
            if message["type"] != "websocket.receive" or not message.get("bytes"):
                return message
            now = await _found(key, Settings.from_environment())
            if isinstance(now, SignedIn) and _rights(now) == rights:
                return message
            tamed = self.harmless(message["bytes"])
            if tamed != message["bytes"]:
                rights = _rights(now) if isinstance(now, SignedIn) else ""
            return {**message, "bytes": tamed}

        return watched


async def _found(key: str, settings: Settings) -> SignedIn | Response | None:
    """The session under the key, None where there is none, or the answer while the ledger cannot be asked."""
    if not key:
        return None
    try:
        return await run_in_threadpool(lambda: standing(ledger_of(Paths.from_environment()), key, settings))
    except KpiError:
        return PlainTextResponse("the ledger does not answer", 503)


def _rights(found: SignedIn) -> str:
    return f"{found.viewer.name} {found.viewer.scope}"


def _is_open(request: HTTPConnection) -> bool:
    path = request.url.path
    below = path.startswith(OPEN_BELOW) and ".." not in path.split("/")
    return request.scope["type"] == "http" and (path in OPEN or below)


def _is_for_api(request: HTTPConnection) -> bool:
    """Whether the API is asked: it looks at keys itself, and says to who has none how to ask."""
    return request.scope["type"] == "http" and request.url.path.startswith("/api/")


def _brings_key(request: HTTPConnection) -> bool:
    """Whether a program brings a key of its own, which no page of another site can send."""
    return _is_for_api(request) and request.headers.get("authorization", "").lower().startswith("bearer ")


def _unknown(request: HTTPConnection) -> Response:
    """The answer to who has not signed in."""
    path = request.url.path
    if request.scope["type"] == "websocket" or path.startswith(FOR_PROGRAMS):
        return _said(request, 401, "not_signed_in")
    asked = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(asked, safe='')}", 303, {"Cache-Control": "no-store"})


def _said(request: HTTPConnection, status: int, error: str) -> Response:
    return JSONResponse({"error": error, "path": request.url.path}, status, {"Cache-Control": "no-store"})
