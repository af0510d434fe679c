"""Routes beside the pages. What is unknown below `/api/` is a 404, never the index page."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kpi.ui.server.assets import ASSET_ROUTES

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


async def not_found(request: Request) -> Response:
    """An answer that a program understands."""
    return JSONResponse({"error": "not_found", "path": request.url.path}, status_code=404)


ROUTES = [
    *ASSET_ROUTES,
    Route("/api/{rest:path}", not_found, methods=METHODS),
    Route("/api", not_found, methods=METHODS),
]
