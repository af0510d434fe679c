"""The last lines of every page: as of when, by which release, and where to find each number's source."""

from datetime import datetime

from kpi import format as formats
from kpi.queries import quality
from kpi.queries.moments import release_for
from kpi.ui.cached import ask, kept
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting


def foot(setting: Setting) -> None:
    """Source and data-as-of lines."""
    put(kept("foot", (setting.moment.kind,), lambda: _lines(setting)))


def _lines(setting: Setting) -> str:
    lines = [as_of(setting), sources(setting), setting.text("app.foot.sample")]
    return f'<footer class="kpi-source">{"<br>".join(text_of(line) for line in lines if line)}</footer>'


def as_of(setting: Setting) -> str:
    """The last day that anything real became known, and the release."""
    real = ask(quality.publishers)["latest_known_on"].dropna()
    about = release_for(setting.viewer, setting.moment).about
    built = formats.day(datetime.fromisoformat(about["built_at"]).date(), setting.language)
    known = formats.day(real.max(), setting.language) if len(real) else formats.MISSING
    said = setting.text("app.foot.as_of", day=known)
    if not setting.moment.number:
        return said
    return f"{said} · {setting.text('app.foot.release', number=setting.moment.number, built=built)}"


def sources(setting: Setting) -> str:
    """Whose figures these are, samples apart."""
    names = [name for name in ask(quality.publishers)[setting.language] if name]
    return setting.text("app.foot.sources", names=", ".join(names)) if names else ""
