"""A product with the project's whole catalogue, and nothing received yet."""

import shutil
from pathlib import Path

from kpi.paths import PROJECT
from tests.pipelines.small_world import SmallWorld
from tests.submitting.received_world import ReceivedWorld


def whole_world(folder: Path) -> ReceivedWorld:
    """An empty world below a folder; what is added to its catalogue is read by the next build."""
    world = SmallWorld(folder)
    shutil.copytree(
        PROJECT / "catalogue", world.paths.catalogue, ignore=shutil.ignore_patterns("text", "geography")
    )
    return ReceivedWorld(world)
