"""XLSX: a cover with everything that is said, a sheet for each table and chart, and for what the indicators mean.

Numbers are typed and keep their format, charts are native and refer to cells of their own sheet, texts stay texts
whatever they begin with, and one brief always makes the same bytes.
"""

from collections.abc import Mapping
from datetime import datetime, time
from io import BytesIO

import xlsxwriter

from kpi.briefs.parts import Brief, Chart, Table
from kpi.briefs.stamped import stamp_lines
from kpi.briefs.writers.xlsx_cover import write_cover
from kpi.briefs.writers.xlsx_looks import Looks, clean, sheet_names
from kpi.briefs.writers.xlsx_sheet import write_sheet
from kpi.text import Text

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(brief: Brief, pictures: Mapping[str, bytes]) -> bytes:
    """The workbook. `pictures` holds a PNG by the title of each chart that no office chart says."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties(
        {
            "title": clean(brief.title),
            "subject": clean(brief.subtitle),
            "author": clean(brief.organisation),
            "company": clean(brief.organisation),
            "comments": clean("\n".join(stamp_lines(brief))),
            "created": datetime.combine(brief.made_on, time()),
        }
    )
    looks = Looks(book, brief.language)
    items = [each for each in (*brief.blocks, *brief.definitions) if isinstance(each, Table | Chart)]
    first, *names = sheet_names(Text(brief.language)("briefs_xlsx.cover"), [_name(each) for each in items])
    sheets = list(zip(items, names, strict=True))
    write_cover(book.add_worksheet(first), brief, sheets, looks)
    for item, name in sheets:
        picture = pictures.get(item.title) if isinstance(item, Chart) else None
        write_sheet(book, book.add_worksheet(name), item, picture, brief, looks)
    book.close()
    return target.getvalue()


def _name(item: Table | Chart) -> str:
    """A chart's own title is a sentence; that of its table is short."""
    return item.title if isinstance(item, Table) else item.table.title or item.title
