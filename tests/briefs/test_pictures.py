"""Pictures of drawings: size, colours, letters inside, titles as written, and a named error where none can be made."""

import io
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from lxml import etree
from PIL import Image

from kpi.briefs import faces
from kpi.briefs.parts import Chart, Column, Table
from kpi.briefs.pictures import Painter, letters_missing, pictures
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.errors import PictureError
from kpi.text import LANGUAGES, message

AWKWARD = '군산 <b>"R&D"</b> & 강소특구 <script>'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    with Painter() as painter:
        yield painter


@pytest.fixture
def fresh_fonts() -> Iterator[None]:
    faces._bytes_of.cache_clear()
    yield
    faces._bytes_of.cache_clear()


def bars(title: str = "기술이전 30건", values: tuple[float, ...] = (30, 41), height: int = 300) -> Drawing:
    marker = palette.bar_marker(palette.ACTUAL, synthetic=False)
    trace = {"type": "bar", "name": "공표", "x": ["2023년", "2024년"][: len(values)], "y": list(values)}
    return Drawing(figure([{**trace, "marker": marker}], height), title, f"{title}: 막대")


def chart(drawing: Drawing) -> Chart:
    return Chart(drawing, Table(drawing.title, (Column("연도"),), (("2024년",),)))


def colours(png: bytes) -> set[tuple[int, ...]]:
    with Image.open(io.BytesIO(png)) as image:
        return {colour for _, colour in image.convert("RGB").getcolors(maxcolors=1_000_000)}


def children_since(before: set[int]) -> list[psutil.Process]:
    """Processes started by this one: a painter's browser. Another painter's is among those before."""
    return [child for child in psutil.Process().children(recursive=True) if child.pid not in before]


def words(svg: bytes) -> list[str]:
    return ["".join(each.itertext()) for each in etree.fromstring(svg).iter(f"{SVG}text")]


def test_a_png_has_the_size_of_a_slide_and_the_colours_of_paper(painter: Painter) -> None:
    png = painter.picture(bars())
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size) == ("PNG", (1600, 900))
    assert {(255, 255, 255), (0, 0x72, 0xB2)} <= colours(png)
    assert (0, 0, 1) not in colours(png)


def test_a_picture_takes_the_size_that_is_asked_for(painter: Painter) -> None:
    with Image.open(io.BytesIO(painter.picture(bars(), width_px=1000, height_px=750))) as image:
        assert image.size == (1000, 750)


def test_an_svg_holds_title_legend_and_labels_as_text(painter: Painter) -> None:
    assert {"기술이전 30건", "공표", "2023년", "2024년"} <= set(words(painter.picture(bars(), "svg")))


def test_an_svg_tells_its_point_to_who_cannot_see_it(painter: Painter) -> None:
    root = etree.fromstring(painter.picture(bars(), "svg"))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "기술이전 30건"
    assert root.findtext(f"{SVG}desc") == "기술이전 30건: 막대"


def test_an_svg_brings_the_letters_it_uses_and_names_other_fonts_after_them(painter: Painter) -> None:
    svg = painter.picture(bars("△ 12건"), "svg").decode()
    for family in faces.FAMILIES:
        assert f'@font-face{{font-family:"{family}"' in svg
    assert "Noto Sans CJK KR" in svg and "sans-serif" in svg
    assert svg.count("src:url(data:font/woff2;base64,") == svg.count("@font-face")
    assert len(svg) < 100_000


def test_signs_in_a_title_stay_letters(painter: Painter) -> None:
    svg = painter.picture(bars(AWKWARD), "svg")
    assert words(svg)[0] == AWKWARD
    assert etree.fromstring(svg).findall(f".//{SVG}script") == []
    assert painter.picture(bars(AWKWARD)).startswith(b"\x89PNG")


def test_a_title_that_is_too_long_ends_in_an_ellipsis_after_three_lines(painter: Painter) -> None:
    lines = words(painter.picture(bars("가나다라마바사 " * 60), "svg"))[:3]
    assert lines[0].startswith("가나다라마바사") and lines[2].endswith("…")


def test_a_document_that_writes_the_title_itself_gets_none_in_the_picture(painter: Painter) -> None:
    assert "기술이전 30건" not in words(painter.picture(bars(), "svg", titled=False))


def test_letters_are_larger_on_a_narrow_screen(painter: Painter) -> None:
    wide, narrow = (
        etree.fromstring(painter.picture(bars(), "svg", height_px=1200, screen=each)) for each in (800, 400)
    )
    assert (wide.get("width"), narrow.get("width")) == ("800", "400")


def test_a_figure_of_many_rows_is_drawn_smaller(painter: Painter) -> None:
    tall = etree.fromstring(painter.picture(bars(height=900), "svg"))
    assert (tall.get("width"), tall.get("height")) == ("1280", "720")
    assert etree.fromstring(painter.picture(bars(height=9000), "svg")).get("height") == "720"


@pytest.mark.parametrize("values", [(), (30,)])
def test_no_point_and_one_point_are_pictures_too(painter: Painter, values: tuple[float, ...]) -> None:
    assert painter.picture(bars(values=values)).startswith(b"\x89PNG")


def test_without_a_browser_the_error_names_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    with Painter() as painter, pytest.raises(PictureError) as raised:
        painter.picture(bars())
    assert raised.value.code == "briefs_errors.browser_missing"
    assert all("apt-get install chromium" in message(raised.value.faults[0], each) for each in LANGUAGES)


def test_a_browser_that_does_not_start_is_an_error_and_the_next_picture_tries_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with Painter() as painter:
        with monkeypatch.context() as patched, pytest.raises(PictureError) as raised:
            patched.setenv("BROWSER_PATH", str(broken))
            painter.picture(bars("한 그림"))
        assert raised.value.code == "briefs_errors.picture_failed"
        assert raised.value.faults[0].where.entry == "한 그림"
        assert painter.picture(bars()).startswith(b"\x89PNG")


def test_a_browser_that_dies_is_an_error_and_the_next_picture_has_another() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with Painter() as painter:
        painter.picture(bars())
        for child in children_since(before):
            child.kill()
        with pytest.raises(PictureError) as raised:
            painter.picture(bars())
        assert raised.value.code == "briefs_errors.picture_failed"
        assert painter.picture(bars()).startswith(b"\x89PNG")


def test_a_closed_painter_leaves_no_browser_behind() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with Painter() as painter:
        painter.picture(bars())
    assert psutil.wait_procs(children_since(before), timeout=20)[1] == []


def test_one_picture_leaves_nothing_on_the_next(painter: Painter) -> None:
    first = painter.picture(bars("하나"))
    painter.picture(bars("둘", values=(7,), height=700))
    assert painter.picture(bars("하나")) == first


def test_a_missing_font_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fresh_fonts: None
) -> None:
    monkeypatch.setattr(faces, "FONTS", tmp_path)
    with Painter() as painter, pytest.raises(PictureError) as raised:
        painter.picture(bars())
    assert raised.value.code == "briefs_errors.font_missing"
    assert raised.value.faults[0].where.file in faces.FACES


def test_letters_that_no_font_draws_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_system_draws", lambda letter: False)
    (fault,) = letters_missing(bars("龜尾 군산 △㎡①"))
    assert (fault.code, fault.value) == ("briefs_errors.letters_missing", "尾龜")
    assert letters_missing(bars("군산 △㎡①")) == ()


@pytest.mark.parametrize(("narrow", "size"), [(False, (1600, 900)), (True, (1600, 1160))])
def test_pictures_of_charts_are_found_by_title(painter: Painter, narrow: bool, size: tuple[int, int]) -> None:
    made, faults = pictures([chart(bars("하나")), chart(bars("둘"))], painter, narrow=narrow)
    assert list(made) == ["하나", "둘"] and faults == ()
    with Image.open(io.BytesIO(made["둘"])) as image:
        assert image.size == size


def test_what_could_not_be_made_is_told_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    with Painter() as painter:
        made, faults = pictures([chart(bars("하나")), chart(bars("둘"))], painter)
    assert made == {} and [fault.code for fault in faults] == ["briefs_errors.browser_missing"]
