"""What stands around the pages: warm-up at start, compressed files, headers, language, routes of our own."""

from starlette.middleware import Middleware

from kpi.ui.server.compressed import CompressedFiles
from kpi.ui.server.headers import Headers
from kpi.ui.server.language import PageLanguage
from kpi.ui.server.routes import ROUTES
from kpi.ui.server.warming import warm

MIDDLEWARE = [Middleware(Headers), Middleware(PageLanguage), Middleware(CompressedFiles)]

__all__ = ["MIDDLEWARE", "ROUTES", "warm"]
