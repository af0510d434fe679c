"""Drawings as pictures at the size of a slide, painted by a browser without a window. The only home of kaleido.

A painter keeps one browser: the first picture takes seconds, every other a fraction of one. A PNG carries its letters
as pixels; an SVG carries the letters it uses as fonts of its own, for browsers, and names the families for the others.
"""

import asyncio
import atexit
import json
import threading
import tomllib
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Literal

from choreographer.errors import ChromeNotFoundError
from kaleido import Kaleido

from kpi.briefs import faces
from kpi.briefs.parts import Chart
from kpi.charts import palette
from kpi.charts.drawing import Drawing
from kpi.charts.printed import CONFIG, in_colour, printed
from kpi.errors import Fault, PictureError, Place
from kpi.paths import PROJECT

Form = Literal["png", "svg"]
WIDTH, HEIGHT = 1600, 900
# A figure is laid out for a screen this wide, and magnified: its labels are 12 pixels high there.
SCREEN = 800
# Three side by side on one sheet, charts are as narrow as on a phone, so that their labels can still be read.
NARROW_SCREEN, NARROW_HEIGHT = 330, 1160
# Figures up to this height are drawn as large as on a screen; what is higher is made smaller.
TALLEST, SQUEEZED = 900, 0.8
SECONDS = 60
FACES_HERE = "/*faces*/"
ASSETS = PROJECT / "kpi" / "ui" / "assets"
SCRIPTS = ((ASSETS / "charts").with_suffix(".js"), Path(__file__).with_name("paper.js"))


class Painter:
    """One browser that paints one picture after another, from any thread. Starts with its first picture."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: Kaleido | None = None
        self._thread: threading.Thread

    def __enter__(self) -> "Painter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def picture(
        self,
        drawing: Drawing,
        form: Form = "png",
        width_px: int = WIDTH,
        height_px: int = HEIGHT,
        screen: int = SCREEN,
        titled: bool = True,
    ) -> bytes:
        """A file of this size. `screen`: how wide a screen the figure is laid out for; less makes letters larger.

        Without title for documents that write it themselves. Raises PictureError where there is no browser, or it
        fails, or a font file is gone.
        """
        scale = width_px / max(screen, _needed(drawing) * width_px / height_px)
        options = {
            "format": form,
            "width": width_px / scale,
            "height": height_px / scale,
            "scale": scale,
        }
        figure = printed(drawing) | {"paper": {"title": drawing.title if titled else "", "alt": drawing.alt}}
        with self._lock:
            made = self._painted(figure, options, drawing.title)
        return _with_fonts(made) if form == "svg" else made

    def close(self) -> None:
        """Ends the browser; the next picture would start another."""
        with self._lock:
            self._close()

    def _painted(self, figure: dict[str, Any], options: dict[str, Any], title: str) -> bytes:
        try:
            return self._wait(self._started().calc_fig(figure, options))
        except PictureError:
            self._close()
            raise
        except ChromeNotFoundError as error:
            raise PictureError(Fault("briefs_errors.browser_missing")) from error
        except Exception as error:  # A browser can fail in any way; whoever asked learns of one.
            self._close()
            fault = Fault(
                "briefs_errors.picture_failed",
                Place(entry=title),
                value=(str(error) or type(error).__name__)[:200],
            )
            raise PictureError(fault) from error

    def _started(self) -> Kaleido:
        """The browser at its page."""
        if self._browser is None:
            browser = _Browser(page_generator=_Page(), timeout=SECONDS)
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_turn, args=(self._loop,), name="painter", daemon=True)
                self._thread.start()
                atexit.register(self.close)
            self._browser = browser
            self._wait(browser.open())
        return self._browser

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS + 5)

    def _close(self) -> None:
        if self._loop is None:
            return
        if self._browser is not None:
            with suppress(Exception):
                self._wait(self._browser.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._browser = self._loop = None
        atexit.unregister(self.close)


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    """What the painter's thread does until the loop is stopped."""
    try:
        loop.run_forever()
        loop.run_until_complete(_end_tasks(asyncio.all_tasks(loop)))
    finally:
        loop.close()


async def _end_tasks(left: set[asyncio.Task[Any]]) -> None:
    """A browser that died leaves its watchdog waiting."""
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


class _Browser(Kaleido):
    async def _return_kaleido_tab(self, tab: Any) -> None:
        """Without loading the page again, which takes as long as a picture: pictures leave nothing behind on it."""
        await self.tabs_ready.put(tab)


class _Page:
    """The page that kaleido opens: the script of charts, the fonts, and what lays a figure out for paper."""

    def generate_index(self) -> str:
        plotly = next((ASSETS / "charts").glob("plotly-*.min.js")).as_uri()
        script = "\n".join(each.read_text("utf-8") for each in SCRIPTS)
        return (
            f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><style id="faces">{faces.every_face()}</style>'
            f'<script id="look" type="application/json">{json.dumps(_look())}</script>'
            f'<script src="{escape(plotly)}" charset="utf-8"></script><script type="module">{script}</script>'
            "</head><body></body></html>"
        )


def pictures(
    charts: Iterable[Chart], painter: Painter, form: Form = "png", narrow: bool = False
) -> tuple[dict[str, bytes], tuple[Fault, ...]]:
    """Title → picture without title for every chart that could be painted, and what could not be, or not whole.

    `narrow`: for charts side by side on one sheet. A fault that all of them share, such as no browser, comes once.
    """
    shape = {"height_px": NARROW_HEIGHT, "screen": NARROW_SCREEN} if narrow else {}
    made: dict[str, bytes] = {}
    faults: list[Fault] = []
    for chart in charts:
        try:
            made[chart.title] = painter.picture(chart.drawing, form, **shape, titled=False)
        except PictureError as error:
            faults += [fault for fault in error.faults if fault not in faults]
            continue
        faults += letters_missing(chart.drawing)
    return made, tuple(faults)


def letters_missing(drawing: Drawing) -> tuple[Fault, ...]:
    """What to say of letters that no font draws, so that boxes stand in their place."""
    lost = faces.undrawable(drawing.title + json.dumps(printed(drawing), ensure_ascii=False))
    return (Fault("briefs_errors.letters_missing", Place(entry=drawing.title), value=lost),) if lost else ()


def _needed(drawing: Drawing) -> float:
    """The height that a figure asks for, within reason; a fifth of it can go without harm to its labels."""
    return min(drawing.height, TALLEST) * SQUEEZED


def _with_fonts(svg: bytes) -> bytes:
    written = svg.decode("utf-8")
    return written.replace(FACES_HERE, faces.faces_for(written), 1).encode("utf-8")


@cache
def _look() -> dict[str, str]:
    """The light theme as the script of charts knows it."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    colours = {"ink": palette.INK, "strong": palette.STRONG_INK, "paper": palette.PAPER}
    found = {name: in_colour(colour) for name, colour in colours.items()}
    return found | {"line": theme["light"]["borderColor"], "font": theme["font"]}
