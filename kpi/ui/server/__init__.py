"""What stands around the pages: warm-up at start, the guard, compressed files, headers, language, our own routes."""

from starlette.middleware import Middleware
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from kpi.signin.middleware import Guard
from kpi.signin.routes import SIGN_IN_ROUTES
from kpi.ui.server.compressed import CompressedFiles
from kpi.ui.server.headers import Headers
from kpi.ui.server.language import PageLanguage
from kpi.ui.server.messages import harmless
from kpi.ui.server.routes import ROUTES as OWN_ROUTES
from kpi.ui.server.warming import warm

ROUTES = [*SIGN_IN_ROUTES, *OWN_ROUTES]
# Behind the guard: what is asked for by who has signed in.
INSIDE = [Middleware(PageLanguage), Middleware(CompressedFiles)]
GUARD = Middleware(Guard, host_allowed=is_host_allowed, harmless=harmless)
MIDDLEWARE = [Middleware(Headers), GUARD, *INSIDE]

__all__ = ["INSIDE", "MIDDLEWARE", "ROUTES", "warm"]
