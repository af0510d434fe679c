"""A warehouse of a few rows in a temporary folder."""

from pathlib import Path

import pytest
from small_warehouse import SmallWarehouse


@pytest.fixture
def small(tmp_path: Path) -> SmallWarehouse:
    return SmallWarehouse(tmp_path / "warehouse")
