"""`python -m kpi.signin`: people and one-time links, for who works on the machine itself."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from kpi.access import Role
from kpi.errors import Fault, KpiError
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.signin import links
from kpi.signin.noting import noted
from kpi.text import LANGUAGES, Text, messages

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Login = Annotated[str, typer.Argument(help="the name to sign in by")]


@app.command()
def link(login: Login) -> None:
    """Print another one-time link, by which this person sets a password; earlier links no longer work."""
    with _ledger() as ledger:
        person = ledger.person_of_login(login)
        if person is None or person.state != "active":
            raise KpiError(Fault("signin_errors.login_unknown", value=login))
        path = links.new_link(ledger, person, "reset")
        noted("link.make", person.id, "")
        print(links.whole(path))


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="the name that others read; else the login")] = "",
    role: Annotated[Role, typer.Option(help="what the person does")] = Role.VIEWER,
    zones: Annotated[str, typer.Option(help="ids of zones parted by commas; * = all")] = "",
) -> None:
    """Enter a person and print the one-time link of the invitation."""
    held = None if zones.strip() == "*" else [each.strip() for each in zones.split(",") if each.strip()]
    with _ledger() as ledger:
        person = ledger.add_person(login.strip(), name.strip() or login.strip(), role, held)
        path = links.new_link(ledger, person, "invite")
        noted("person.add", person.id, "")
        print(links.whole(path))


@contextmanager
def _ledger() -> Iterator[Ledger]:
    """The ledger; an error ends the command with its words."""
    language = os.environ.get("KPI_LANGUAGE", LANGUAGES[0])
    try:
        with Ledger(Paths.from_environment().ledger_url) as ledger:
            print(Text(language)("signin.link.once"), file=sys.stderr)
            yield ledger
    except KpiError as error:
        print("\n".join(messages(error, language)), file=sys.stderr)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    app()
