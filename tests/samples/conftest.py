"""The sample's truth, made once for all tests of this room, and the folders it comes from."""

from pathlib import Path

import pytest

from kpi.catalogue import Catalogue, load
from kpi.paths import Paths
from pipelines.samples.published import Published, read_published
from pipelines.samples.truth import Truth, make_truth

PATHS = Paths()
PUBLISHED_FOLDER = PATHS.raw / "published"
SAMPLE_FOLDER = PATHS.raw / "sample"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(PATHS.catalogue)


@pytest.fixture(scope="session")
def published(catalogue: Catalogue) -> Published:
    return read_published(PUBLISHED_FOLDER, catalogue)


@pytest.fixture(scope="session")
def truth(catalogue: Catalogue) -> Truth:
    return make_truth(catalogue, PUBLISHED_FOLDER)


@pytest.fixture(scope="session")
def published_folder() -> Path:
    return PUBLISHED_FOLDER


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    return SAMPLE_FOLDER
