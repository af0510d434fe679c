"""The page that every visit begins with, in its language: Streamlit's own says `lang="en"` to everybody."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kpi.text import LANGUAGES
from kpi.ui.navigation import ENTRIES
from kpi.ui.server.assets import CHART_SCRIPT, PRELOADED_FONT

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
PAGES = {"/", *(f"/{entry.name}" for entry in ENTRIES)}
ALWAYS_ASK_AGAIN = {"Cache-Control": "no-cache"}
# Streamlit preloads its own font, which the theme does not use.
FONT_PRELOAD = re.compile(r'(<link\s+rel="preload"\s+href=")[^"]+(")')


class PageLanguage:
    """Answers the addresses of pages with Streamlit's own index page in the language asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"] in PAGES:
            page = HTMLResponse(index_page(_language(scope)), headers=ALWAYS_ASK_AGAIN)
            await page(scope, receive, send)
        else:
            await self.app(scope, receive, send)


@cache
def index_page(language: str) -> str:
    """Streamlit's index page that says its language and asks for our font and the charts' script early."""
    page = INDEX.read_text("utf-8").replace('<html lang="en"', f'<html lang="{language}"', 1)
    page = FONT_PRELOAD.sub(rf"\g<1>.{PRELOADED_FONT}\g<2>", page, count=1)
    return page.replace("</head>", f'<script async src=".{CHART_SCRIPT}"></script></head>', 1)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [LANGUAGES[0]])[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]
