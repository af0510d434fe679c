"""Who runs a command; what they may do with it is decided where it is done, by the same rules as the page's."""

from typing import Annotated

import typer

Actor = Annotated[
    str,
    typer.Option("--actor", help="who does this, as the history names them; else KPI_ACTOR, else 'local'"),
]
