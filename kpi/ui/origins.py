"""“Where from”: from a number to its publications, or to the records behind it by file, sheet and row."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.catalogue import Column as CatalogueColumn
from kpi.queries import origins
from kpi.queries.origins import Records
from kpi.ui.cached import ask
from kpi.ui.firms.place import address
from kpi.ui.markup import text_of
from kpi.ui.rows import written
from kpi.ui.setting import Setting, current
from kpi.ui.status import origin_badge
from kpi.ui.tables import Cell, Column, Raw, table

ROWS_SHOWN = 200
MANY = 8


def where_from_button(setting: Setting, metric: str, zone: str, period: str, basis: str, *, key: str) -> None:
    """A button that opens the dialog for one number."""
    label = setting.text("metric.where.button")
    if st.button(label, key=key, type="tertiary", icon=":material/account_tree:"):
        open_where_from(setting, metric, zone, period, basis)


def open_where_from(setting: Setting, metric: str, zone: str, period: str, basis: str) -> None:
    """The dialog for one number."""
    st.dialog(setting.text("metric.where.title"), width="large")(where_from)(metric, zone, period, basis)


def where_from(metric: str, zone: str, period: str, basis: str) -> None:
    """The dialog's content: which number, what was published, what the records hold."""
    setting = current()
    found = ask(origins.where_from, metric, zone, period, basis, ROWS_SHOWN)
    named = (
        setting.zone_name(zone),
        formats.period(period, setting.language),
        setting.text(f"app.basis.{basis}"),
    )
    st.markdown(f"**{setting.metric_name(metric)}** · {' · '.join(named)}")
    if not found.published.empty:
        publications(setting, found.published)
    for records in found.records:
        facts(setting, records)
    if found.published.empty and not any(records.total or records.hidden for records in found.records):
        st.info(setting.text("metric.where.nothing"), icon=":material/search_off:")


def publications(setting: Setting, frame: pd.DataFrame) -> None:
    """Every published value of the number, the newest first, with file and row."""
    text = setting.text
    st.markdown(f"##### {text('metric.where.publications')}")
    columns = [
        Column(text("app.column.known_on")),
        Column(text("metric.where.value"), is_number=True),
        Column(text("app.column.source")),
        Column(text("metric.where.file")),
        Column(text("metric.where.row"), is_number=True),
        Column(text("metric.where.note")),
    ]
    rows = [_publication(setting, row) for row in frame.to_dict("records")]
    table(columns, rows, label=text("metric.where.publications"))


def _publication(setting: Setting, row: dict[str, object]) -> list[Cell]:
    metric, language = str(row["metric"]), setting.language
    note = "" if pd.isna(row["note"]) else str(row["note"])
    if row["superseded"]:
        note = " · ".join(part for part in (setting.text("metric.where.superseded"), note) if part)
    return [
        formats.day(row["known_on"], language),
        written(setting, metric, row["value"]),
        Raw(_document(setting, row)),
        Raw(f'<span class="kpi-code">{text_of(row["file_name"])}</span>'),
        str(row["source_row"]),
        note,
    ]


def _document(setting: Setting, row: dict[str, object]) -> str:
    """The publication's title over its publisher and a link to the original."""
    title, publisher = (text_of(row[f"{part}_{setting.language}"]) for part in ("file_title", "publisher"))
    return f"{title}<br><small>{publisher}{_link(setting, row)}</small>"


def _link(setting: Setting, row: dict[str, object]) -> str:
    url = str(row["url"] or "")
    if not url.startswith(("https://", "http://")):
        return ""
    label = text_of(setting.text("metric.where.link"))
    return f' · <a href="{text_of(url)}" target="_blank" rel="noopener">{label}</a>'


def facts(setting: Setting, records: Records) -> None:
    """The rows of records of one counted metric, with file, sheet and row; says if some may not be seen."""
    text, metric = setting.text, setting.metric(records.metric)
    if not records.total and not records.hidden:
        return
    st.markdown(f"##### {metric.name[setting.language]}: {_counted(setting, records)}")
    if records.hidden:
        st.caption(text("metric.where.hidden"))
    if records.total:
        dataset = setting.catalogue.datasets[records.dataset]
        firm = dataset.firm_column.id if dataset.firm_column else ""
        facts_table(
            setting, records.rows, records.columns, _counted(setting, records), records.metric, firm=firm
        )


def _counted(setting: Setting, records: Records) -> str:
    if records.total > len(records.rows):
        return setting.text("metric.where.facts", shown=len(records.rows), total=f"{records.total:,}")
    return setting.text("metric.where.facts_all", total=f"{records.total:,}")


def facts_table(
    setting: Setting,
    rows: pd.DataFrame,
    columns: Sequence[CatalogueColumn],
    alt: str,
    key: str,
    *,
    firm: str = "",
) -> None:
    """Rows of one dataset under a line that says whose they are; money stands to the right.

    `firm`: the column with the firms' keys, from which each row leads to its firm's page.
    """
    _source_line(setting, rows)
    amounts = [column.name[setting.language] for column in columns if column.type == "amount"]
    shown = facts_frame(setting, rows, columns)
    looks: dict[str, Any] = {name: st.column_config.TextColumn(alignment="right") for name in amounts}
    if firm:
        way = setting.text("metric.where.firm")
        shown[way] = firm_links(setting, rows, firm)
        looks[way] = st.column_config.LinkColumn(display_text=setting.text("metric.where.open_firm"))
    st.dataframe(
        shown,
        hide_index=True,
        height=320 if len(rows) > MANY else "auto",
        column_config=looks,
        alt=alt,
        key=f"facts-{key}",
    )


def firm_links(setting: Setting, rows: pd.DataFrame, firm: str) -> list[str | None]:
    """The address of each row's firm; none where the row names no firm."""
    pairs = zip(rows["zone"], rows[firm], strict=True)
    return [None if pd.isna(key) else address(setting, str(place), str(key)) for place, key in pairs]


def _source_line(setting: Setting, rows: pd.DataFrame) -> None:
    """What kind of records these are, and their licence."""
    first = rows.iloc[0]
    shown = origin_badge(setting, "records", bool(first["synthetic"]))
    title = text_of(first[f"file_title_{setting.language}"])
    st.html(
        f'<div class="kpi">{shown} <span class="kpi-quiet">{title} · {text_of(first["licence"])}</span></div>'
    )


def facts_frame(setting: Setting, rows: pd.DataFrame, columns: Sequence[CatalogueColumn]) -> pd.DataFrame:
    """File, sheet and row first, then the columns that hold anything, named in the reader's language."""
    text = setting.text
    shown = {
        text("metric.where.file"): rows["file_name"],
        text("metric.where.sheet"): rows["sheet"],
        text("metric.where.row"): rows["source_row"],
    }
    for column in columns:
        if column.id in rows.columns and rows[column.id].notna().any():
            shown[column.name[setting.language]] = _shown(setting, column, rows[column.id])
    return pd.DataFrame(shown)


def _shown(setting: Setting, column: CatalogueColumn, values: "pd.Series") -> "pd.Series":
    """A column's values as people read them: names for ids, amounts with their unit."""
    language = setting.language
    if column.type == "zone":
        return values.map(setting.zone_names)
    if column.type == "category":
        return values.map({category.id: category.name[language] for category in column.categories})
    if column.type == "amount":
        return values.map(lambda amount: formats.money(None if pd.isna(amount) else float(amount), language))
    if column.type in ("quarter", "year", "period"):
        return values.map(lambda label: formats.period(str(label), language))
    return values.fillna("") if column.type == "text" else values
