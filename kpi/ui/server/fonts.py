"""The fonts of the theme, from this server: no content network is ever asked."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kpi.paths import PROJECT

FOLDER = PROJECT / "kpi" / "ui" / "assets" / "fonts"
# Names carry the font's version, so that a copy in a browser never goes stale.
KEEP_FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}


async def font(request: Request) -> Response:
    """One font file, or 404."""
    file = FOLDER / f"{request.path_params['name']}.woff2"
    if file.parent != FOLDER or not file.is_file():
        return Response(status_code=404)
    return FileResponse(file, media_type="font/woff2", headers=KEEP_FOR_EVER)


# The weight that every page needs first.
PRELOADED = "/fonts/pretendard-1.3.9-regular.woff2"
FONT_ROUTES = [Route("/fonts/{name}.woff2", font)]
