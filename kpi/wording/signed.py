"""Who did something and when, in words, as people in Korea read them."""

import time
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from kpi import format as formats
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.wording import Speaker

# Korea keeps one time all year round.
KOREA = timezone(timedelta(hours=9))
# So long a changed name may still be shown as it was.
KEPT_SECONDS = 30
UNBROKEN = "\N{NO-BREAK SPACE}"


def when(moment: datetime | None, language: str) -> str:
    """Day and minute in Korea."""
    if moment is None:
        return formats.MISSING
    there = moment.astimezone(KOREA)
    return f"{formats.day(there.date(), language)} {there:%H:%M}".replace(" ", UNBROKEN)


def actor(here: Speaker, name: str) -> str:
    """Who did it: the name of a person that the ledger calls by a number, if it has not been erased; the person at the
    machine itself in words.
    """
    if name == "local":
        return here.text("history.local")
    number = name.removeprefix("#")
    if not name.startswith("#") or not number.isdecimal():
        return name
    paths = getattr(here, "paths", None) or Paths.from_environment()
    called = _called(paths, int(number), int(time.monotonic() // KEPT_SECONDS))
    return called or here.text("signin.erased", number=name)


@lru_cache(maxsize=2048)
def _called(paths: Paths, number: int, _while: int) -> str:
    """A person's name, '' where it was erased or is not there; asked again after a short while."""
    try:
        return ledger_of(paths).person(number).name
    except KpiError:
        return ""
