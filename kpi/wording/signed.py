"""Who did something and when, in words, as people in Korea read them."""

from datetime import datetime, timedelta, timezone

from kpi import format as formats
from kpi.wording import Speaker

# Korea keeps one time all year round.
KOREA = timezone(timedelta(hours=9))
UNBROKEN = "\N{NO-BREAK SPACE}"


def when(moment: datetime | None, language: str) -> str:
    """Day and minute in Korea."""
    if moment is None:
        return formats.MISSING
    there = moment.astimezone(KOREA)
    return f"{formats.day(there.date(), language)} {there:%H:%M}".replace(" ", UNBROKEN)


def actor(here: Speaker, name: str) -> str:
    """Who did it; the person at the machine itself in words."""
    return here.text("history.local") if name == "local" else name
