"""Badges: what a number rests on, how final it is, what checks found. Each has a sign beside its colour."""

from kpi.ui.markup import badge
from kpi.ui.setting import Setting
from kpi.wording.values import origin_words

WITHOUT_VALUE = ("withheld", "not_published", "missing")
CHECK_KINDS = {"": "good", "info": "plain", "warning": "attention", "critical": "problem"}


def origin_badge(setting: Setting, origin: str | None, synthetic: bool, status: str = "observed") -> str:
    """Published, sample records (synthetic) or submitted records; nothing where there is no value."""
    if status in WITHOUT_VALUE or not origin:
        return ""
    kind, meaning = ("sample", "sample") if synthetic else ("published", origin)
    label = origin_words(setting, origin, synthetic)
    return badge(label, kind, setting.text(f"app.origin_meaning.{meaning}"))


def status_badge(setting: Setting, status: str) -> str:
    """Provisional, estimated and the reasons for a missing value; an observed value needs no badge."""
    return "" if status == "observed" else badge(setting.text(f"app.status.{status}"), "plain")


def check_badge(setting: Setting, worst: str | None) -> str:
    """The worst finding of the checks on this number."""
    severity = worst or ""
    label = setting.text(f"app.check.{severity or 'passed'}")
    return badge(label, CHECK_KINDS[severity], setting.text("app.check.meaning"))
