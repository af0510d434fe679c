"""Small files staged as facts of a dataset."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, Names, load
from kpi.paths import Paths
from kpi.submissions import SideCar
from pipelines.reading import read
from pipelines.staging import Staged, stage

HASH_KEY = b"a key for tests"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(Paths().catalogue)


@pytest.fixture
def staged(tmp_path: Path, catalogue: Catalogue) -> Callable[..., tuple[Staged, pd.DataFrame]]:
    """`staged(content, dataset="funding")`: what staging gives, and all its rows in one frame."""

    def stage_text(
        content: str, dataset: str = "funding", hash_key: bytes = HASH_KEY
    ) -> tuple[Staged, pd.DataFrame]:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode())
        found = catalogue.datasets[dataset]
        result = stage(
            read(path, found, catalogue), found, catalogue, side_car_of(dataset), hash_key, "0123456789abcdef"
        )
        return result, pd.concat(list(result.chunks()), ignore_index=True)

    return stage_text


def side_car_of(dataset: str) -> SideCar:
    names = Names(ko="시험", en="test")
    return SideCar(
        "file.csv", names, names, dataset, "submitted", "replace", date(2025, 1, 1), True, "CC0-1.0"
    )
