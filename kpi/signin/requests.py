"""What a request says about where it comes from, and its cookies."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SESSION, FORM = "kpi_session", "kpi_form"
LOCAL = {"127.0.0.1", "::1", "localhost"}
# A reverse proxy calls on behalf of others, and says so.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_secure(request: HTTPConnection) -> bool:
    """Whether it came by TLS, to this server or to the proxy before it that the server trusts."""
    return request.url.scheme in ("https", "wss")


def cookie_name(request: HTTPConnection, name: str) -> str:
    """The cookie's name: by TLS with the prefix that keeps other hosts of the domain from setting it."""
    return f"__Host-{name}" if is_secure(request) else name


def cookie(request: HTTPConnection, name: str) -> str:
    """The cookie's value, or ''."""
    return request.cookies.get(cookie_name(request, name), "")


def address(request: HTTPConnection) -> str:
    """Where it comes from."""
    return request.client.host if request.client else ""


def is_own_origin(request: HTTPConnection) -> bool:
    """Whether the page that sends it is one of this host; a request that names no page is not."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


def is_here(request: HTTPConnection) -> bool:
    """Whether somebody on this machine asks, for nobody else, under a name of this machine."""
    named = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    forwarded = any(name in request.headers for name in FORWARDED)
    return address(request) in LOCAL and named in LOCAL and not forwarded


def local_path(asked: str) -> str:
    """The path to go on to after sign-in: one of this server, or '/' for anything else."""
    parts = urlsplit(asked)
    strange = any(ord(sign) < 33 or sign == "\\" for sign in asked)
    if strange or parts.scheme or parts.netloc or not asked.startswith("/") or asked.startswith("//"):
        return "/"
    return asked
