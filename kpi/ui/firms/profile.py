"""One firm of a place: who it is, its results by quarter, what happened to it when, and every record behind it."""

import pandas as pd
import streamlit as st

from kpi.queries import firms
from kpi.ui.cached import ask
from kpi.ui.firms import words
from kpi.ui.firms.findings import findings
from kpi.ui.firms.listing import has_register, link, origin
from kpi.ui.firms.place import open_firm
from kpi.ui.firms.records import where_from
from kpi.ui.firms.results import results
from kpi.ui.firms.timeline import timeline
from kpi.ui.markup import definitions, heading, put, section, text_of
from kpi.ui.setting import Setting


def profile(setting: Setting, known: pd.DataFrame) -> None:
    """The firm whose rows of `firms.firm` these are: here first, then wherever else the viewer may see it."""
    here, *elsewhere = known.to_dict("records")
    seen = tuple(row["zone"] for row in (here, *elsewhere))
    found = ask(firms.records, here["firm"], seen)
    of_results = found[(found["told_as"] == "result") & (found["zone"] == here["zone"])]
    st.button(setting.text("firms.back"), on_click=_back, icon=":material/arrow_back:", key="firms-back")
    put(f"{heading(words.name(setting, here))}{_facts(setting, here, found)}{_elsewhere(setting, elsewhere)}")
    results(setting, here, of_results)
    events = found[found["told_as"] != "result"].to_dict("records")
    about = setting.text("firms.timeline.about")
    put(section(setting.text("firms.timeline.title"), timeline(setting, here["zone"], events), about))
    findings(setting, here["firm"])
    where_from(setting, found)


def _back() -> None:
    open_firm("", "", st.query_params.get("place", ""))


def _facts(setting: Setting, row: words.Row, found: pd.DataFrame) -> str:
    """Where, since when, under which names and code; whether its records are made up."""
    text, mine = setting.text, found[found["zone"] == row["zone"]]
    others = sorted(set(mine["told_name"].dropna()) - {row["name"]})
    pairs = [
        (text("firms.place"), setting.zone_name(row["zone"])),
        *(_tenant(setting, row) if has_register(setting, row["zone"]) else []),
        *([(text("firms.profile.is"), kind)] if (kind := _stay(setting, mine)) else []),
        *([(text("firms.profile.other_names"), ", ".join(others))] if others else []),
        (text("firms.column.investment_krw"), words.money(setting, row["investment_krw"])),
        (text("firms.profile.records"), f"{row['records']:,}"),
        (text("app.column.known_on"), words.day(setting, row["known_on"])),
        (text("firms.profile.code"), words.code(row["firm"])),
    ]
    note = text_of(text("firms.profile.hashed"))
    return f'{definitions(pairs)}<p class="kpi-quiet kpi-note">{origin(setting, row)} {note}</p>'


def _tenant(setting: Setting, row: words.Row) -> list[tuple[str, str]]:
    text = setting.text
    return [
        (text("firms.filter.tenancy"), words.tenancy(setting, row)),
        (text("firms.column.entered"), words.day(setting, row["entered_on"])),
    ]


def _stay(setting: Setting, mine: pd.DataFrame) -> str:
    """What the register says of the firm: the last stay's own words."""
    stays = mine[mine["told_as"] == "stay"].sort_values("told_on").to_dict("records")
    return words.says(setting, stays[-1]) if stays else ""


def _elsewhere(setting: Setting, rows: list[words.Row]) -> str:
    """The firm's profiles at other places, which are open to this viewer."""
    links = ", ".join(link(setting, row, setting.zone_name(row["zone"])) for row in rows)
    label = text_of(setting.text("firms.profile.elsewhere"))
    return f'<p class="kpi-quiet kpi-due">{label} {links}</p>' if links else ""
