"""The theme's fonts: declared, there, and served by this server alone."""

import re
import tomllib

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kpi.paths import PROJECT
from kpi.ui.server import ROUTES
from kpi.ui.server.assets import FONTS, PRELOADED_FONT
from kpi.ui.server.language import index_page

THEME = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
MOST_BYTES = 600_000


@pytest.mark.parametrize("face", THEME["fontFaces"], ids=lambda face: face["url"])
def test_every_face_of_the_theme_is_served_for_good(face: dict[str, str]) -> None:
    answer = TestClient(Starlette(routes=ROUTES)).get(face["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "font/woff2"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content.startswith(b"wOF2")


def test_the_index_page_preloads_a_font_of_the_theme_and_no_other() -> None:
    assert PRELOADED_FONT in [face["url"] for face in THEME["fontFaces"]]
    assert re.findall(r'rel="preload"\s+href="([^"]+)"', index_page("ko")) == [f".{PRELOADED_FONT}"]


def test_the_fonts_weigh_little() -> None:
    assert sum(file.stat().st_size for file in FONTS.glob("*.woff2")) < MOST_BYTES


@pytest.mark.parametrize(
    "path", ["/fonts/none.woff2", "/fonts/..%2Ffavicon.woff2", "/fonts/OFL-pretendard.txt"]
)
def test_nothing_else_is_served_as_a_font(path: str) -> None:
    assert TestClient(Starlette(routes=ROUTES)).get(path).status_code == 404


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("scale", ["chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"])
def test_a_scale_has_the_ten_colours_without_which_all_charts_fall_back(appearance: str, scale: str) -> None:
    assert len(THEME[appearance][scale]) == 10


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_every_series_colour_stands_out_from_the_background(appearance: str) -> None:
    theme = THEME[appearance]
    ratios = {
        colour: contrast(colour, theme["backgroundColor"]) for colour in theme["chartCategoricalColors"]
    }
    assert [colour for colour, ratio in ratios.items() if ratio < 3] == []


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_text_and_buttons_can_be_read(appearance: str) -> None:
    theme = THEME[appearance]
    assert contrast(theme["textColor"], theme["secondaryBackgroundColor"]) >= 7
    assert contrast(theme["linkColor"], theme["backgroundColor"]) >= 4.5
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5


def contrast(first: str, second: str) -> float:
    """The contrast of two colours by WCAG 2: 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2's relative luminance of `#rrggbb`."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
