"""The catalogue as shipped, and a copy of it that a test may break."""

import shutil
from pathlib import Path

import pytest

from kpi.catalogue import Catalogue, load
from kpi.paths import PROJECT

SHIPPED = PROJECT / "catalogue"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(SHIPPED)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("text", "geography"))
    return folder
