"""Headers of every answer, and the one address of Streamlit's that strangers must not read."""

import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kpi.ui.server.language import INDEX


def _scripts_of_the_page() -> str:
    """The scripts that stand in Streamlit's own page, each by its hash: no other one inside a page ever runs."""
    page = INDEX.read_text("utf-8")
    digests = (
        sha256(script.encode()).digest() for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    )
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


# Scripts of elements of our own reach the browser inside a message and are run from there as a blob.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' {_scripts_of_the_page()} blob:",
        "worker-src 'self' blob:",
        "connect-src 'self' ws: wss:",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Told only where it is true: a browser that has heard it never comes back without TLS.
BEHIND_TLS = {"Strict-Transport-Security": "max-age=31536000"}
METRICS = "/_stcore/metrics"
LOCAL = {"127.0.0.1", "::1"}
# A reverse proxy on this machine calls from here too, on behalf of others, and says so.
FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-real-ip"}


class Headers:
    """Adds HEADERS to every answer; usage metrics are for callers on the same machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        headers = HEADERS | BEHIND_TLS if scope["scheme"] == "https" else HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        if scope["path"].startswith(METRICS) and not _from_this_machine(scope):
            await PlainTextResponse("forbidden", 403)(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


def _from_this_machine(scope: Scope) -> bool:
    """Whether somebody here asks, for nobody else."""
    host = (scope.get("client") or ("",))[0]
    return host in LOCAL and not any(name in FORWARDED for name, _ in scope["headers"])
