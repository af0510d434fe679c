"""How the zone came about and what it has reached: events with dates as exact as known, and their sources."""

import re
from collections.abc import Sequence

import pandas as pd

from kpi.queries import overview
from kpi.ui.cached import ask
from kpi.ui.markup import badge, beside, quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.wording.facts import is_missing, is_undated, when


def story(setting: Setting, zone: str, own: Sequence[dict[str, object]] = ()) -> str:
    """The zone's support chain, its dated events in order, and beside them what has no date.

    `own`: rows of what people of the zone have written themselves, among the dated ones.
    """
    chain, dated, undated = told(setting, ask(overview.milestones, zone), own)
    shown = chain + (beside(dated, undated) if dated or undated else "")
    return section(
        setting.text("overview.story.title"), shown or quiet(setting.text("overview.story.nothing"))
    )


def told(
    setting: Setting, frame: pd.DataFrame, own: Sequence[dict[str, object]] = ()
) -> tuple[str, str, str]:
    """The support chain, the dated and the undated events as HTML; '' for what there is none of.

    Rows: kind, planned_on, done_on, date_precision, title_ko, title_en, source_note; one's own have instead of a source
    the HTML of who has `signed` them.
    """
    rows = [*frame.to_dict("records"), *own]
    chain = [row for row in rows if row["kind"] == "support" and is_undated(row)]
    dated = [row for row in rows if not is_undated(row)]
    undated = [row for row in rows if is_undated(row) and row not in chain]
    heading = f"<p><strong>{text_of(setting.text('overview.story.undated_title'))}</strong></p>"
    return (
        support_chain(setting, chain),
        _listed(setting, sorted(dated, key=_day) if own else dated),
        (heading if undated else "") + _listed(setting, undated),
    )


def _day(row: dict[str, object]) -> pd.Timestamp:
    return pd.Timestamp(str(row["planned_on"] if is_missing(row["done_on"]) else row["done_on"]))


def _listed(setting: Setting, rows: Sequence[dict[str, object]]) -> str:
    items = "".join(_event(setting, row) for row in rows)
    return f'<ol class="kpi-story">{items}</ol>' if rows else ""


def support_chain(setting: Setting, rows: Sequence[dict[str, object]]) -> str:
    """The steps of the zone's support in their order, with their source."""
    if not rows:
        return ""
    items = "".join(f"<li>{text_of(_step(str(row[f'title_{setting.language}'])))}</li>" for row in rows)
    note = text_of(setting.text("overview.story.source", note=rows[0]["source_note"]))
    heading = text_of(setting.text("overview.story.chain"))
    chain = f'<ol class="kpi-chain">{items}</ol>'
    return f'<p><strong>{heading}</strong></p>{chain}<p class="kpi-quiet">{note}</p>'


def _step(title: str) -> str:
    """What comes after the step's number: “지원체계 ② 기술이전” is 기술이전."""
    return re.sub(r"^.*?(?:[①-⑳]|\d+:)\s*", "", title) or title


def _event(setting: Setting, row: dict[str, object]) -> str:
    kind = str(row["kind"])
    is_open = is_missing(row["done_on"])
    title = text_of(row[f"title_{setting.language}"])
    look = f"kpi-{text_of(kind)} kpi-open" if is_open else f"kpi-{text_of(kind)}"
    shown = badge(setting.text(f"overview.story.kind.{kind}"))
    date_shown = f"<time>{text_of(when(setting, row))}</time>"
    return f'<li class="{look}">{date_shown}{shown} <strong>{title}</strong>{_whence(setting, row)}</li>'


def _whence(setting: Setting, row: dict[str, object]) -> str:
    """Who told of it."""
    if "signed" in row:
        return str(row["signed"])
    note = row["source_note"]
    source = "" if is_missing(note) else text_of(setting.text("overview.story.source", note=note))
    return f"<cite>{source}</cite>"
