"""The year in sentences, each made from computed values."""

from kpi.queries import overview
from kpi.ui.cached import ask
from kpi.ui.markup import quiet, section, text_of
from kpi.ui.setting import Setting


def reading(setting: Setting, zone: str, year: int) -> str:
    """The sentences as a list; says so if there is nothing to tell."""
    sentences = ask(overview.reading, zone, year)
    items = "".join(f"<li>{text_of(sentence.in_words(setting.language))}</li>" for sentence in sentences)
    told = (
        f'<ul class="kpi-reading">{items}</ul>' if items else quiet(setting.text("overview.reading.nothing"))
    )
    return section(setting.text("overview.reading.title"), told)
