"""`python -m pipelines`: from files to a release and back, and a look at what is there."""

import typer

from pipelines.commands import building, keeping, looking
from pipelines.commands import drafts as drafting
from pipelines.commands.submit import resume, submit

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
for command in (
    building.build, looking.status, looking.releases, looking.show, building.verify, building.moment,
    submit, resume, drafting.drafts, drafting.approve, drafting.discard, drafting.undo, keeping.purge,
):  # fmt: skip
    app.command()(command)
app.add_typer(keeping.audit, name="audit")


if __name__ == "__main__":
    app()
