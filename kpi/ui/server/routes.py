"""Routes beside the pages. What is unknown below `/api/` is a 404, never the index page."""

from starlette.routing import Route

from kpi.api.serving import Api
from kpi.ui.server.assets import ASSET_ROUTES

API = Api()
ROUTES = [*ASSET_ROUTES, Route("/api/{rest:path}", API), Route("/api", API)]
