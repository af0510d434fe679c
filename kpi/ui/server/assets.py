"""Fonts of the theme and the script that draws charts, from this server: no content network is ever asked."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kpi.paths import PROJECT

ASSETS = PROJECT / "kpi" / "ui" / "assets"
FONTS, CHARTS = ASSETS / "fonts", ASSETS / "charts"
# Names carry a version, so that a copy in a browser never goes stale.
KEEP_FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}
# The weight that every page needs first.
PRELOADED_FONT = "/fonts/pretendard-1.3.9-regular.woff2"
CHART_SCRIPT = "/charts/plotly-cartesian-4.1.1.min.js"


async def font(request: Request) -> Response:
    """One font file, or 404."""
    return _file(FONTS, f"{request.path_params['name']}.woff2", "font/woff2")


async def chart_script(request: Request) -> Response:
    """The charts' script, or 404."""
    return _file(CHARTS, f"{request.path_params['name']}.min.js", "text/javascript")


def _file(folder: Path, name: str, media_type: str) -> Response:
    file = folder / name
    if file.parent != folder or not file.is_file():
        return Response(status_code=404)
    return FileResponse(file, media_type=media_type, headers=KEEP_FOR_EVER)


ASSET_ROUTES = [Route("/fonts/{name}.woff2", font), Route("/charts/{name}.min.js", chart_script)]
