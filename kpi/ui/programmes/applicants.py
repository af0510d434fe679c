"""Who applied to a call: how old each firm was when it opened, what the rule says of it, and what was decided."""

from datetime import date

import pandas as pd

from kpi.catalogue.programmes import Call
from kpi.queries import programmes_granting
from kpi.ui.cached import ask
from kpi.ui.markup import badge, text_of
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.listed import SHOWN, Row, firm, listed, where
from kpi.ui.programmes.words import category_names, day, money, names_of, origin
from kpi.ui.tables import Cell, Column, Raw
from kpi.wording.programmes import is_missing, named

NUMBERS = ("age", "granted")
KEYS = ("firm", "age", "eligible", "decision", "granted", "field", "source")
SIGNS = {"eligible": "good", "too_old": "attention", "too_late": "attention", "unknown": "plain"}
SELECTED = "selected"


def applicants(page: Chosen, call: Call) -> None:
    """Every application to the call, read from the records once it is unfolded."""
    columns = [Column(page.here.text(f"programme.applicants.{key}"), key in NUMBERS) for key in KEYS]
    listed(
        page,
        "applicants",
        f"programme-applicants-{call.id}",
        ":material/groups:",
        lambda: ask(programmes_granting.applicants, page.programme.id, page.zone, call.id, SHOWN),
        columns,
        lambda page, row: _cells(page, call, row),
    )


def eligibility(call: Call, founded_on: date | None, applied_on: date | None) -> str:
    """What the call's rule says of an application; `unknown` where the founding day that it asks for is not told."""
    if applied_on is not None and applied_on > call.closes_at.date():
        return "too_late"
    if call.founded_since is None:
        return "eligible"
    if founded_on is None:
        return "unknown"
    return "too_old" if founded_on < call.founded_since else "eligible"


def age_on(day: date, founded_on: date) -> tuple[int, int]:
    """A firm's age in full years and months; zero for one that is founded later."""
    months = (day.year - founded_on.year) * 12 + day.month - founded_on.month - (day.day < founded_on.day)
    return divmod(max(months, 0), 12)


def _cells(page: Chosen, call: Call, row: Row) -> list[Cell]:
    text = page.here.text
    founded = _day(row["founded_on"])
    told = eligibility(call, founded, _day(row["applied_on"]))
    years, months = age_on(call.opens_on, founded) if founded else (0, 0)
    decisions = category_names(page, "programme_applications", "decision")
    sign = "problem" if told.startswith("too") and row["decision"] == SELECTED else SIGNS[told]
    about = (named(names_of(page, "field"), row["field"], ""), named(names_of(page, "task"), row["task"], ""))
    together = [str(row[key]) for key in ("consortium", "partner") if not is_missing(row[key])]
    age = text("programme.applicants.age_of", years=years, months=months) if founded else "–"
    rule = badge(text(f"programme.applicants.states.{told}"), sign)
    return [
        firm(page, row, str(row["application"])),
        Raw(f"{text_of(age)}{_below(day(page, founded))}"),
        Raw(f"{rule}{_below(day(page, row['applied_on']))}"),
        named(decisions, row["decision"], "–"),
        money(page, row["granted_krw"]),
        Raw(f"{text_of(about[1] or about[0] or '–')}{_below(' · '.join(together))}"),
        where(page, row, origin=origin(page, row["synthetic"])),
    ]


def _below(words: str) -> str:
    return f"<br><small>{text_of(words)}</small>"


def _day(value: object) -> date | None:
    return None if is_missing(value) else pd.Timestamp(value).date()  # type: ignore[arg-type]
