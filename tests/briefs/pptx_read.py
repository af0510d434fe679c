"""A deck read without the library that wrote it: parts, charts and their workbooks straight from the package."""

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


class Package:
    """The parts of a file by name."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}

    def tree(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def named(self, pattern: str) -> list[str]:
        """Parts whose name is so, in the order of their numbers."""
        found = [name for name in self.parts if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: [int(number) for number in re.findall(r"\d+", name)])

    @property
    def slides(self) -> list[str]:
        return self.named(r"ppt/slides/slide\d+\.xml")

    @property
    def charts(self) -> list["DrawnChart"]:
        return [DrawnChart(self, name) for name in self.named(r"ppt/charts/chart\d+\.xml")]

    def related(self, name: str) -> Iterator[tuple[str, str, bool]]:
        """Kind, target and whether it is outside, of all that a part refers to."""
        folder, file = posixpath.split(name)
        relations = f"{folder}/_rels/{file}.rels".lstrip("/")
        for relation in self.tree(relations) if relations in self.parts else ():
            outside = relation.get("TargetMode") == "External"
            target = relation.get("Target")
            kind = relation.get("Type").rsplit("/", 1)[1]
            yield (
                kind,
                target if outside else posixpath.normpath(posixpath.join(folder, target)).lstrip("/"),
                outside,
            )

    def words(self, name: str) -> list[str]:
        """The paragraphs of a part."""
        return ["".join(each.itertext()) for each in self.tree(name).iterfind(".//a:p", NAMES)]

    def notes(self, slide: str) -> str:
        target = next(target for kind, target, _ in self.related(slide) if kind == "notesSlide")
        return "\n".join(self.words(target))


class DrawnChart:
    """A chart part with what it says it shows, and the workbook inside."""

    def __init__(self, package: Package, name: str) -> None:
        self.tree = package.tree(name)
        self.workbook_bytes = next(
            package.parts[target] for kind, target, _ in package.related(name) if kind == "package"
        )

    @cached_property
    def sheet(self) -> Any:
        return openpyxl.load_workbook(BytesIO(self.workbook_bytes)).worksheets[0]

    def find(self, path: str) -> list[Any]:
        return self.tree.findall(path, NAMES)

    @property
    def series(self) -> list[Any]:
        found = self.find(".//c:ser")
        return sorted(found, key=lambda each: int(each.find("c:order", NAMES).get("val")))

    def names(self) -> list[str]:
        return [self.cached(each, "c:tx")[0] for each in self.series]  # type: ignore[misc]

    def cached(self, series: Any, role: str) -> list[Any]:
        """What the part itself holds of a role (c:tx, c:cat, c:val, c:xVal, c:yVal); a missing point is None."""
        cache = series.find(f"{role}//c:ptCount", NAMES).getparent()
        is_number = cache.tag.endswith("numCache")
        points: list[Any] = [None] * int(cache.find("c:ptCount", NAMES).get("val"))
        for point in cache.iterfind("c:pt", NAMES):
            text = point.find("c:v", NAMES).text
            points[int(point.get("idx"))] = float(text) if is_number else text
        return points

    def in_workbook(self, series: Any, role: str) -> list[Any]:
        """What the cells hold to which the role refers."""
        cells = series.find(f"{role}//c:f", NAMES).text
        sheet, area = cells.split("!")
        assert sheet == self.sheet.title
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        assert left == right
        return [self.sheet.cell(row, left).value for row in range(top, bottom + 1)]
