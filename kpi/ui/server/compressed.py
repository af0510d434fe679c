"""Scripts and styles, Streamlit's and ours, sent compressed: compressed once, kept on disk, sent as they are.

Uncompressed, a first visit loads three times as much.
"""

import gzip
import os
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kpi.paths import PROJECT
from kpi.ui.server.assets import CHARTS, KEEP_FOR_EVER

# Folder by the start of its files' addresses.
SOURCES = {"/": Path(streamlit.__file__).parent / "static", "/charts/": CHARTS}
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm"}
SMALLEST_BYTES = 1_000
LEVEL = 6


@cache
def cache_folder() -> Path:
    """Compressed copies of this version of Streamlit; can be deleted and are made again."""
    return PROJECT / ".cache" / f"streamlit-{streamlit.__version__}"


def compress_all() -> None:
    """Makes every compressed copy that is missing; a second start finds them all."""
    for start, folder in SOURCES.items():
        for source in folder.rglob("*"):
            if source.suffix in TYPES and source.stat().st_size >= SMALLEST_BYTES:
                target = cache_folder() / f"{start.lstrip('/')}{source.relative_to(folder)}.gz"
                if not target.exists():
                    _compress(source, target)


def _compress(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    # No time stamp inside: the same file gives the same bytes.
    beside.write_bytes(gzip.compress(source.read_bytes(), LEVEL, mtime=0))
    beside.replace(target)


class CompressedFiles:
    """Answers `/static/…` and `/charts/…` with the compressed copy where there is one and the browser takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        copy = _copy_for(scope)
        if copy is None:
            await self.app(scope, receive, send)
            return
        # Names carry a hash of the content, or its version.
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", **KEEP_FOR_EVER}
        media_type = TYPES[Path(copy.name.removesuffix(".gz")).suffix]
        await FileResponse(copy, headers=headers, media_type=media_type)(scope, receive, send)


def _copy_for(scope: Scope) -> Path | None:
    if (
        scope["type"] != "http"
        or scope["method"] not in ("GET", "HEAD")
        or not scope["path"].startswith(("/static/", "/charts/"))
    ):
        return None
    if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return None
    copy = (cache_folder() / f"{scope['path'].lstrip('/')}.gz").resolve()
    return copy if copy.is_relative_to(cache_folder()) and copy.is_file() else None
