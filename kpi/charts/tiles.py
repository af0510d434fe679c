"""A map of equal tiles, readable where the real outlines are too small: which tile is whose."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

# Zones without a place of their own follow below the others, in so many columns.
COLUMNS = 5


def tiles(folder: Path, zones: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Zone → its row from the north and column from the west, as `tiles.yml` of the folder places them.

    Zones that the file does not name are put in rows of their own below.
    """
    declared = _declared(folder / "tiles.yml")
    placed = {zone: declared[zone] for zone in zones if zone in declared}
    below = max((row for row, _ in placed.values()), default=-1) + 1
    others = [zone for zone in zones if zone not in declared]
    return placed | {zone: (below + at // COLUMNS, at % COLUMNS) for at, zone in enumerate(others)}


@cache
def _declared(file: Path) -> dict[str, tuple[int, int]]:
    if not file.exists():
        return {}
    found = yaml.safe_load(file.read_text("utf-8"))["tiles"]
    return {zone: (place["row"], place["column"]) for zone, place in found.items()}
