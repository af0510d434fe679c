"""What is looked at and said when the server starts: how people sign in, and whether somebody can."""

import os

from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.links import first_administrator, whole
from kpi.signin.provider import Provider
from kpi.signin.settings import Mode, Settings
from kpi.text import LANGUAGES, Text, messages


class NotStarted(RuntimeError):
    """The server cannot let anybody in; the message says why."""


def begin(paths: Paths, address: str) -> None:
    """Prints the first administrator's link where there is none yet, or that this is a demo. Raises NotStarted."""
    language = os.environ.get("KPI_LANGUAGE", LANGUAGES[0])
    text = Text(language if language in LANGUAGES else LANGUAGES[0])
    try:
        settings = Settings.from_environment()
        if settings.mode is Mode.DEMO:
            print(text("signin.start.demo"), flush=True)
        elif settings.mode is Mode.OIDC:
            print(text("signin.start.oidc", issuer=Provider.from_environment().issuer), flush=True)
        elif settings.mode is Mode.ACCOUNTS:
            path = first_administrator(ledger_of(paths))
            if path:
                print(f"{text('signin.start.first')}\n\n    {whole(path, address)}\n", flush=True)
    except KpiError as error:
        raise NotStarted("\n".join(messages(error, text.language))) from None
