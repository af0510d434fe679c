"""What checks found in a firm's rows, each with the way to the check among all findings."""

from urllib.parse import urlencode

from kpi.queries import quality
from kpi.ui.address import filters_shown
from kpi.ui.cached import ask
from kpi.ui.firms import words
from kpi.ui.markup import put, section, text_of
from kpi.ui.quality.words import of_check
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

COLUMNS = ("check", "dataset", "file", "row", "column")


def findings(setting: Setting, firm_id: str) -> None:
    """A table of the failing cells, and nothing where all checks held."""
    found = ask(quality.findings_of_firm, firm_id)
    if found.empty:
        return
    title = setting.text("firms.findings.title")
    columns = [Column(setting.text(f"firms.findings.{name}"), name == "row") for name in COLUMNS]
    rows = [_row(setting, row) for row in found.to_dict("records")]
    put(section(title, markup(columns, rows, label=title), setting.text("firms.findings.about")))


def _row(setting: Setting, row: words.Row) -> list[Cell]:
    dataset = setting.catalogue.datasets[row["dataset"]]
    names = {column.id: column.name[setting.language] for column in dataset.columns}
    sheet = f" · {row['sheet']}" if row["sheet"] else ""
    return [
        Raw(_way(setting, str(row["check_code"]))),
        dataset.name[setting.language],
        Raw(f'<span class="kpi-code">{text_of(row["file"])}{text_of(sheet)}</span>'),
        str(row["source_row"]),
        names.get(str(row["column_name"]), str(row["column_name"])),
    ]


def _way(setting: Setting, code: str) -> str:
    """The check's title as the way to all that it found."""
    filters = {key: value for key, value in filters_shown().items() if key != "severity"}
    href = f"quality?{urlencode({**filters, 'check': code})}"
    return f'<a href="{text_of(href)}">{text_of(of_check(setting, code, "title"))}</a>'
