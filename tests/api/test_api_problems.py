"""What is no answer says what, where, what is allowed and what to do, in Korean or English."""

from typing import Any

import pytest

from kpi.api.document import document
from kpi.api.resources import RESOURCES
from tests.api.asked import Asking

FAULTS = [
    ("/nothing", {}, 404, "api_errors.not_found", ""),
    ("/metrics/", {}, 404, "api_errors.not_found", ""),
    ("/values", {"metrics": "x"}, 422, "api_errors.parameter_unknown", "metrics"),
    ("/values", {"limit": "0"}, 422, "api_errors.parameter_wrong", "limit"),
    ("/values", {"limit": "10001"}, 422, "api_errors.parameter_wrong", "limit"),
    ("/values", {"offset": "9" * 30}, 422, "api_errors.parameter_wrong", "offset"),
    ("/values", {"offset": ["1", "2"]}, 422, "api_errors.parameter_repeated", "offset"),
    ("/values", {"period": "2024Q5"}, 422, "api_errors.parameter_wrong", "period"),
    ("/values", {"period": "２０２４"}, 422, "api_errors.parameter_wrong", "period"),
    ("/values", {"basis": "monthly"}, 422, "api_errors.parameter_wrong", "basis"),
    ("/values", {"as_known_on": "soon"}, 422, "api_errors.parameter_wrong", "as_known_on"),
    ("/values", {"metric": "'; DROP TABLE parts; --"}, 422, "api_errors.value_unknown", "metric"),
    ("/values", {"zone": "\x00"}, 422, "api_errors.value_unknown", "zone"),
    ("/values", {"format": "xlsx"}, 422, "api_errors.parameter_wrong", "format"),
    ("/values", {"release": "99999"}, 404, "ledger_errors.release_unknown", ""),
    ("/values/breakdown", {"zone": "national"}, 422, "api_errors.parameter_missing", "metric"),
    ("/evaluation/rounds/1999-1/results", {}, 404, "ledger_errors.round_unknown", ""),
    ("/evaluation/rounds/%00/results", {}, 404, "ledger_errors.round_unknown", ""),
]


@pytest.mark.parametrize(("path", "asked", "status", "code", "at"), FAULTS)
def test_what_cannot_be_answered_is_a_problem_in_words(
    api: Asking, path: str, asked: dict[str, Any], status: int, code: str, at: str
) -> None:
    told = {}
    for language in ("ko", "en"):
        answer = api.get(path, {"Accept-Language": language}, **asked)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == language
        body = answer.json()
        wrong = body["errors"][0]
        assert (body["status"], wrong["code"], wrong["where"]) == (status, code, at)
        assert wrong["what"] and wrong["remedy"] and wrong["what"] in body["detail"]
        told[language] = body["detail"]
    assert told["ko"] != told["en"]


def test_all_faults_of_a_query_come_together(api: Asking) -> None:
    answer = api.get("/values", limit="0", offset="-1", colour="red")
    assert {each["where"] for each in answer.json()["errors"]} == {"limit", "offset", "colour"}
    unknown = api.get("/values", metric=["a", "b"], zone="c")
    assert len(unknown.json()["errors"]) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "STRANGE"])
def test_other_methods_are_a_405_that_names_the_right_ones(api: Asking, method: str) -> None:
    for path in ("/values", "/openapi.json"):
        answer = api.client.request(method, f"/api/v1{path}")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.json()["errors"][0]["code"] == "api_errors.method"


@pytest.mark.parametrize("query", ["%ff=1", "a&" * 600, "metric=" + "x" * 20_001, "zone=%ed%a0%80"])
def test_what_is_no_query_is_a_400(api: Asking, query: str) -> None:
    answer = api.client.get(f"/api/v1/values?{query}", headers={"Authorization": f"Bearer {api.key}"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "api_errors.query_unreadable"


def test_every_address_below_api_is_answered_as_json(api: Asking) -> None:
    for path in ("/api", "/api/", "/api/v1", "/api/v2/values", "/api/%ff", "/api/v1//values"):
        answer = api.client.get(path)
        assert answer.status_code == 404 and answer.json()["status"] == 404, path


def test_the_document_has_every_address_and_needs_no_key(api: Asking) -> None:
    answer = api.client.get("/api/v1/openapi.json")
    assert answer.json() == document()
    assert set(answer.json()["paths"]) == {each.path for each in RESOURCES}
