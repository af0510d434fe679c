"""Frames as the queries hand them over, small enough to check by eye."""

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, Metric, Unit, load
from kpi.paths import PROJECT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(PROJECT / "catalogue")


@pytest.fixture
def money(catalogue: Catalogue) -> tuple[Metric, Unit]:
    return catalogue.metrics["investment_linked"], catalogue.units["krw"]


@pytest.fixture
def count(catalogue: Catalogue) -> tuple[Metric, Unit]:
    return catalogue.metrics["technology_transfers"], catalogue.units["case"]


@pytest.fixture
def years() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": ["2021", "2022", "2023"],
            "value": [30.0, None, 65.0],
            "synthetic": [True, True, False],
            "target": [None, None, 17.0],
        }
    )
