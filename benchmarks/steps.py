"""Warehouses with the project's files and a programme of eight stages with as many participants as asked for."""

from dataclasses import replace
from functools import cache

from benchmarks.workbench import Built, child, environment, raw_with
from pipelines.samples.bulk_steps import longer_chain, write_steps


@cache
def built_steps(participants: int) -> Built:
    """The project's files and this many participants in every stage, built by the command line."""
    paths = raw_with(f"steps-{participants}", 0, with_project=True)
    paths = replace(paths, catalogue=longer_chain(paths.warehouse.parent / "catalogue"))
    write_steps(paths, participants)
    return Built(paths, *child(["-m", "pipelines", "build"], environment(paths)))
