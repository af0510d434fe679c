"""The first sheet: title block, everything that is said in the order of the outline, sources and stamp."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from kpi import format as formats
from kpi.briefs.parts import Brief, Chart, Facts, Paragraph, Section, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.briefs.writers.xlsx_looks import (
    HEADING_GROUND,
    HIGHEST,
    LINE_HEIGHT,
    LINK,
    LONGEST_LINK,
    RULE,
    Looks,
    clean,
    lines_of,
    set_up_page,
    write_over,
    write_text,
)

HEADING, LABEL_WIDTH, TEXT_WIDTH = "□", 22, 84
LONGEST_TITLE = 250
INDENT = {"○": 1, "―": 2, "※": 2, "": 1}
Sheets = Sequence[tuple[Table | Chart, str]]


def write_cover(sheet: Worksheet, brief: Brief, sheets: Sheets, looks: Looks) -> None:
    """Fills it; `sheets` are the tables and charts with the names of their sheets, linked where they belong."""
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    _Cover(sheet, looks).fill(brief, list(sheets))
    set_up_page(sheet, brief, landscape=False)


class _Cover:
    """Writes line after line."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.sheet, self.looks, self.row = sheet, looks, 0

    def fill(self, brief: Brief, sheets: list[tuple[Table | Chart, str]]) -> None:
        made = formats.day(brief.made_on, brief.language)
        self.line(brief.title, bold=True, font_size=18)
        self.line(brief.subtitle, font_size=12)
        self.line(" · ".join(part for part in (brief.organisation, made) if part))
        for section in brief.sections:
            self.section(section, sheets)
        if sheets:
            self.heading(self.looks.text("briefs_xlsx.definitions"))
            self.links(sheets)
        if brief.sources:
            self.heading(self.looks.text("briefs.sources"))
            for source in brief.sources:
                self.line(source_line(source, brief.language), indent=1)
        self.row += 1
        for line in stamp_lines(brief):
            self.stamp(line, brief.stamp.link)

    def section(self, section: Section, sheets: list[tuple[Table | Chart, str]]) -> None:
        self.heading(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                self.line(f"{block.mark} {block.text}".strip(), indent=INDENT[block.mark])
            elif isinstance(block, Facts):
                self.facts(block)
            else:
                self.links([sheets.pop(0)])

    def heading(self, title: str) -> None:
        self.row += 1
        self.line(f"{HEADING} {title}", bold=True, font_size=12)

    def line(self, text: str, **properties: object) -> None:
        """A text over both columns; nothing for an empty one."""
        if text:
            width = LABEL_WIDTH + TEXT_WIDTH - 2 * int(str(properties.get("indent", 0)))
            write_over(self.sheet, self.row, (0, 1), text, self.looks, width, **properties)
            self.row += 1

    def facts(self, facts: Facts) -> None:
        look = {"border": 1, "border_color": RULE, "text_wrap": True}
        for label, value in facts.pairs:
            lines = max(lines_of(value, TEXT_WIDTH), lines_of(label, LABEL_WIDTH - 1))
            self.sheet.set_row(self.row, min(lines * LINE_HEIGHT, HIGHEST))
            write_text(self.sheet, self.row, 0, label, self.looks, bold=True, bg_color=HEADING_GROUND, **look)
            write_text(self.sheet, self.row, 1, value, self.looks, **look)
            self.row += 1

    def links(self, sheets: Sheets) -> None:
        """The title of each table and chart, with the number of the sheet that it leads to."""
        look = {"font_color": LINK, "underline": 1, "indent": 1}
        for item, name in sheets:
            target = name.replace("'", "''")
            number = name.partition(".")[0]
            title = clean(f"{number}. {item.title}")[:LONGEST_TITLE]
            self.line(title, **look)
            self.sheet.write_url(
                self.row - 1, 0, f"internal:'{target}'!A1", self.looks(text_wrap=True, **look), title
            )

    def stamp(self, line: str, link: str) -> None:
        """The line with the view's address opens it, where it is one of the web."""
        is_link = link and link in line and link.startswith(("https://", "http://"))
        if is_link and len(link) <= LONGEST_LINK:
            look = self.looks(font_color=LINK, underline=1, font_size=9)
            self.sheet.write_url(self.row, 0, link, look, line)
            self.row += 1
        else:
            self.line(line, font_size=9, font_color="#4A5560")
