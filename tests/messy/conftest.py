"""The catalogue, and a messy file read and staged."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, Names, load
from kpi.paths import Paths
from kpi.submissions import SideCar
from pipelines.reading import Reading, read
from pipelines.staging import Staged, stage

HASH_KEY = b"a key for messy files"
Stages = Callable[..., tuple[Reading, Staged, pd.DataFrame]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(Paths().catalogue)


@pytest.fixture
def stages(tmp_path: Path, catalogue: Catalogue) -> Stages:
    """`stages(content, dataset, file_name)`: the bytes written to a file, read and staged to the end."""

    def run(
        content: bytes, dataset: str, file_name: str = "file.csv"
    ) -> tuple[Reading, Staged, pd.DataFrame]:
        path = tmp_path / file_name
        path.write_bytes(content)
        found, names = catalogue.datasets[dataset], Names(ko="시험", en="test")
        side_car = SideCar(
            file_name, names, names, dataset, "submitted", "replace", date(2025, 1, 1), True, "CC0-1.0"
        )
        reading = read(path, found, catalogue)
        staged = stage(reading, found, catalogue, side_car, HASH_KEY, "0123456789abcdef")
        frames = list(staged.chunks())
        return reading, staged, pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    return run
