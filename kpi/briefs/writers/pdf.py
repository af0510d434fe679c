"""A brief as PDF by typst: tagged (PDF/UA-1), its fonts inside, the one-page brief really one page.

Names reach the template as data, never as markup. A letter that no font of this machine draws is written as 〓, because
a document for everybody must not hold letters without a shape, and the document says so.
"""

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from kpi.briefs import faces
from kpi.briefs.parts import Brief
from kpi.briefs.writers.pdf_content import Data, content
from kpi.briefs.writers.pdf_fitting import fitted
from kpi.text import Text

TEMPLATE = Path(__file__).with_name("templates") / "brief.typ"
# Letters in points, pictures in millimetres, where there is room.
SIZE, PICTURE_MM = 10.5, 95
INSTEAD = "〓"


def write(brief: Brief, pictures: Mapping[str, bytes]) -> bytes:
    """The file. `pictures`: title of a chart → its picture without title; a chart without one is its table.

    PNG is meant: an SVG is taken too and sharper, but viewers show seams in its hatches.
    """
    with tempfile.TemporaryDirectory(prefix="kpi-brief-") as folder:
        root = Path(folder)
        files = {title: _kept(root, at, picture) for at, (title, picture) in enumerate(pictures.items())}
        data = _drawable(
            {**content(brief, files), "fonts": faces.FAMILIES, "size": SIZE, "picture_mm": PICTURE_MM}
        )
        fonts = _fonts(bool(faces.unknown_letters(_written(data))))
        if brief.one_page:
            data = fitted(data, lambda tried: _pages(_compiler(root, tried, fonts)) == 1)
        return _compiler(root, data, fonts).compile(format="pdf", pdf_standards=["ua-1"])


def _kept(root: Path, number: int, picture: bytes) -> str:
    """The picture in a file of the template's folder; its name in there."""
    is_png = picture.startswith(b"\x89PNG")
    file = root / f"{number}.{'png' if is_png else 'svg'}"
    file.write_bytes(picture)
    return file.name


def _compiler(root: Path, data: Data, fonts: typst.Fonts) -> typst.Compiler:
    (root / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
    return typst.Compiler(
        root / TEMPLATE.name, root=root, font_paths=fonts, sys_inputs={"brief": _written(data)}
    )


def _pages(compiler: typst.Compiler) -> int:
    return int(json.loads(compiler.query("<pages>", field="value", one=True)))


@cache
def _fonts(with_those_of_the_machine: bool) -> typst.Fonts:
    """The app's own fonts; the machine's only where a letter needs them, so that documents look the same anywhere."""
    return typst.Fonts(
        include_system_fonts=with_those_of_the_machine,
        include_embedded_fonts=False,
        font_paths=[faces.typesetting_folder()],
    )


def _drawable(data: Data) -> Data:
    """The data without letters that nothing here draws, and a line that names them by number."""
    written = _written(data)
    lost = faces.undrawable(written)
    if not lost:
        return data
    replaced = json.loads(written.translate({ord(letter): INSTEAD for letter in lost}))
    named = ", ".join(f"U+{ord(letter):04X}" for letter in lost[:10])
    said = Text(data["lang"])("briefs.letters_replaced", letters=named, sign=INSTEAD, count=len(lost))
    return {**replaced, "notices": [*replaced["notices"], said]}


def _written(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False)
