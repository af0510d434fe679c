"""Submissions, releases and their moments in words."""

from collections.abc import Iterable

from kpi import format as formats
from kpi.ledger import Submission
from kpi.queries.history import SubmissionEntry
from kpi.text import places
from kpi.ui.markup import badge, text_of
from kpi.ui.setting import Setting
from kpi.ui.status import origin_badge
from kpi.wording.signed import actor as actor
from kpi.wording.signed import when as when

STATE_KINDS = {"accepted": "good", "undone": "plain"}


def title(setting: Setting, entry: SubmissionEntry) -> str:
    """The submission's title in this language, its file's name where it has none."""
    return entry.title[setting.language] if entry.title else entry.submission.file_name


def dataset_name(setting: Setting, dataset: str) -> str:
    """The dataset's name; the id of one that the catalogue no longer declares."""
    found = setting.catalogue.datasets.get(dataset)
    return found.name[setting.language] if found else dataset


def series_name(setting: Setting, series: str) -> str:
    """The series in words; its id where there are none."""
    return named(setting, "history.series", series)


def mode_name(setting: Setting, mode: str) -> str:
    """Replace or amend, in words."""
    return named(setting, "history.mode", mode)


def named(setting: Setting, room: str, key: str) -> str:
    """The words of a room for a key; the key itself where there are none."""
    return setting.text(f"{room}.{key}") if f"{room}.{key}" in setting.text else key


def rows(setting: Setting, count: int) -> str:
    """A count of rows with its unit."""
    return setting.text("history.rows", count=f"{count:,}")


def badges(setting: Setting, submission: Submission) -> str:
    """Its state, whether it is synthetic, and its mode."""
    state = badge(setting.text(f"history.states.{submission.state}"), STATE_KINDS[submission.state])
    origin = origin_badge(setting, "records", True) if submission.synthetic else ""
    mode = mode_name(setting, submission.mode)
    meaning = named(setting, "history.mode_meaning", submission.mode)
    return " ".join(part for part in (state, origin, badge(mode, "plain", meaning)) if part)


def zones(setting: Setting, ids: Iterable[str]) -> str:
    """Zones in words: all of them, or the first few and how many more."""
    wanted = list(ids)
    if not wanted or set(setting.catalogue.zones) <= set(wanted):
        return setting.text("history.all_zones")
    names = [zone(setting, one) for one in wanted]
    return places(setting.text, names)


def zone(setting: Setting, zone_id: str) -> str:
    """A place's name; its id if the catalogue no longer has it."""
    return setting.zone_name(zone_id) if zone_id in setting.catalogue.place_names else zone_id


def periods(setting: Setting, labels: Iterable[str]) -> str:
    """One period, or the first and the last; a dash for none."""
    wanted = sorted(labels)
    if not wanted:
        return formats.MISSING
    first, last = (formats.period(label, setting.language) for label in (wanted[0], wanted[-1]))
    return first if first == last else f"{first} ~ {last}"


def code(text: str) -> str:
    """A file's name or an id as HTML."""
    return f'<span class="kpi-code">{text_of(text)}</span>'
