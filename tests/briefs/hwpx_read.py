"""What a HWPX document says, read as plain XML without the library that made it."""

import io
import zipfile
from xml.etree import ElementTree

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
HC = "{http://www.hancom.co.kr/hwpml/2011/core}"
OPF = "{http://www.idpf.org/2007/opf/}"


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def body(data: bytes) -> ElementTree.Element:
    return part(data, "Contents/section0.xml")


def own_text(paragraph: ElementTree.Element) -> str:
    """What stands in a paragraph itself, not in the tables and margins that hang on it."""
    words = []
    for text in paragraph.findall(f"{HP}run/{HP}t"):
        words.append(text.text or "")
        for child in text:
            words += ["\n" if child.tag == f"{HP}lineBreak" else "\t", child.tail or ""]
    return "".join(words)


def texts(root: ElementTree.Element) -> list[str]:
    """Every paragraph that says something, in order, without header and footer."""
    margins = {
        paragraph
        for kind in ("header", "footer")
        for margin in root.iter(f"{HP}{kind}")
        for paragraph in margin.iter(f"{HP}p")
    }
    found = (own_text(each) for each in root.iter(f"{HP}p") if each not in margins)
    return [text for text in found if text]


def tables(data: bytes) -> list[ElementTree.Element]:
    return list(body(data).iter(f"{HP}tbl"))


def cells(row: ElementTree.Element) -> list[ElementTree.Element]:
    return row.findall(f"{HP}tc")


def size(element: ElementTree.Element | None) -> tuple[int, int]:
    assert element is not None
    return int(element.get("width", "")), int(element.get("height", ""))


def text_width(root: ElementTree.Element) -> int:
    page = next(root.iter(f"{HP}pagePr"))
    margin = page.find(f"{HP}margin")
    assert margin is not None
    return int(page.get("width", "")) - int(margin.get("left", "")) - int(margin.get("right", ""))
