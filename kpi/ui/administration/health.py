"""How the warehouse is: its release, its room, its log, and what was interrupted."""

import shutil

from kpi.queries.health import health as asked
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table
from kpi.wording.signed import when

GIBIBYTE = 1 << 30


def health(here: Setting) -> None:
    """The part of the page: one row a thing that is looked after."""
    text, found = here.text, asked(here.viewer, here.paths)
    room = shutil.disk_usage(here.paths.warehouse)
    rows = [
        [
            "release",
            text(
                "administration.health.release",
                number=found.release,
                when=when(found.built_at, here.language),
            ),
        ],
        ["builds", _builds(here, found.unfinished, found.failed)],
        ["room", text("administration.health.free", free=room.free / GIBIBYTE, total=room.total / GIBIBYTE)],
        ["ledger", found.ledger],
        ["log", text("administration.health.entries", count=found.entries)],
        ["sessions", text("administration.health.standing", count=found.people)],
    ]
    heads = [Column(text("administration.health.thing")), Column(text("administration.health.state"))]
    named = [[text(f"administration.health.things.{name}"), said] for name, said in rows]
    table(heads, named, label=text("administration.tabs.health"))


def _builds(here: Setting, unfinished: int, failed: int) -> str:
    if not unfinished and not failed:
        return here.text("administration.health.builds_fine")
    return here.text("administration.health.builds", unfinished=unfinished, failed=failed)
