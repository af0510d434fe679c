"""Whatever is asked, the server stands, and what it answers is what its document says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kpi.api.resources import RESOURCES
from kpi.paths import Paths
from kpi.queries.moments import catalogue_of, resolve
from tests.api.asked import Asking, app_of
from tests.api.conftest import PLENTY

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]

# What random words never meet: a round that is there, and a metric with its breakdown.
ONE_VALUE = {"metric": "technology_transfers", "zone": "gunsan", "period": "2024"}


@pytest.fixture(scope="session")
def described(api_paths: Paths, api: Asking) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app_of(api_paths, PLENTY))


@pytest.mark.parametrize("path", [each.path for each in RESOURCES])
def test_answers_are_as_described(described: Any, api: Asking, path: str) -> None:
    key = {"Authorization": f"Bearer {api.key}"}

    @settings(max_examples=12, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
    @given(case=described[path]["GET"].as_strategy())
    def conforms(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=key, checks=CHECKS)

    conforms()


@pytest.mark.parametrize("format", ["json", "csv", "parquet"])
@pytest.mark.parametrize("path", [each.path for each in RESOURCES])
def test_answers_with_rows_are_as_described(
    described: Any, api: Asking, api_paths: Paths, frozen: tuple[str, str], path: str, format: str
) -> None:
    breakdown = catalogue_of(resolve(api_paths)).metrics[ONE_VALUE["metric"]].breakdowns[0]
    asked = {**ONE_VALUE, "breakdown": breakdown} if path == "/values/breakdown" else {}
    case = described[path]["GET"].Case(
        path_parameters={"round": frozen[0]} if "{round}" in path else {},
        query={**asked, "format": format, "limit": 50},
    )
    key = {"Authorization": f"Bearer {api.key}"}
    answer = case.call_and_validate(headers=key, checks=CHECKS)
    assert answer.status_code == 200 and int(answer.headers["x-total-count"][0]) > 0
