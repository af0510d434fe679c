"""Remarks as HTML: commentary under its heading, and events as lines of the zone's story, marked as its own."""

from collections.abc import Sequence

from kpi import remarks
from kpi.catalogue import NATIONAL
from kpi.ledger import Remark
from kpi.ui.due import today
from kpi.ui.markup import quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.wording.facts import when
from kpi.wording.remarks import parted, signed_exactly

NEW = "remark:new"


def may_write(setting: Setting, zone: str) -> bool:
    """Whether whoever looks may write of this zone here; nobody writes into a past day."""
    return setting.moment.day is None and remarks.may_write(setting.viewer, zone)


def commentary(setting: Setting, zone: str, said: Sequence[Remark]) -> str:
    """The year's commentary and the way to write; '' for who may not where there is none."""
    written, events = parted(said)
    may = may_write(setting, zone)
    # All zones together have no story that their events could stand in.
    own = own_events(setting, zone, events) if zone == NATIONAL else []
    if not (written or own or may):
        return ""
    body = "".join(_remark(setting, each, may) for each in written)
    body += _listed(setting, own) if own else ""
    body += "" if body else quiet(setting.text("remarks.nothing"))
    button = _button(NEW, setting.text("remarks.new")) if may else ""
    shown = section(setting.text("remarks.title"), body + button, setting.text("remarks.about"))
    return f'<div class="kpi-remarks">{shown}</div>'


def own_events(setting: Setting, zone: str, said: Sequence[Remark]) -> list[dict[str, object]]:
    """The dated events as rows of the zone's story, with their author in place of a source."""
    may = may_write(setting, zone)
    return [
        {
            "kind": "own",
            "done_on": None if is_coming(each) else each.day,
            "planned_on": each.day,
            "date_precision": "day",
            "title_ko": each.text,
            "title_en": each.text,
            "signed": _footer(setting, each, may),
        }
        for each in parted(said)[1]
    ]


def is_coming(remark: Remark) -> bool:
    """Whether an event's day lies ahead."""
    return remark.day is not None and remark.day > today()


def _listed(setting: Setting, rows: Sequence[dict[str, object]]) -> str:
    items = "".join(
        f'<li class="kpi-own"><time>{text_of(when(setting, row))}</time> '
        f"<strong>{text_of(row['title_ko'])}</strong>{row['signed']}</li>"
        for row in rows
    )
    return f'<ol class="kpi-story">{items}</ol>'


def _remark(setting: Setting, remark: Remark, may: bool) -> str:
    return (
        f'<article class="kpi-remark"><p>{text_of(remark.text)}</p>{_footer(setting, remark, may)}</article>'
    )


def _footer(setting: Setting, remark: Remark, may: bool) -> str:
    """Who wrote it and when, what it said before, and the way to change it."""
    change = _button(f"remark:{text_of(remark.id)}", setting.text("remarks.change")) if may else ""
    signature = f"<span>{text_of(signed_exactly(setting, remark))}</span>"
    return f'<div class="kpi-signed">{signature}{_earlier(setting, remark)}{change}</div>'


def _earlier(setting: Setting, remark: Remark) -> str:
    before = remarks.earlier(setting.paths, remark) if remark.follows else ()
    if not before:
        return ""
    items = "".join(
        f"<li><span>{text_of(signed_exactly(setting, each))}</span><p>{text_of(each.text)}</p></li>"
        for each in before
    )
    summary = text_of(setting.text("remarks.changed", count=len(before)))
    return f"<details><summary>{summary}</summary><ol>{items}</ol></details>"


def _button(action: str, label: str) -> str:
    return f'<button type="button" data-action="{action}">{text_of(label)}</button>'
