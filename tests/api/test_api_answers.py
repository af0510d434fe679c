"""Every address in every format holds the numbers of the queries, a page at a time."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from kpi import rounds
from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.api.resources import RESOURCES
from kpi.paths import Paths
from kpi.queries import history, quality, values
from kpi.queries.moments import catalogue_of, resolve
from tests.api.asked import Asking

FORMATS = ("json", "csv", "parquet")
OUTSIDER = Viewer("outside", Role.VIEWER)
LATE = {"period": ["2024", "2023"]}


def known(frame: pd.DataFrame, name: str) -> list[Any]:
    """A column as plain values, None for what is missing: CSV does not part it from an empty text."""
    return [None if pd.isna(each) or each == "" else each for each in frame[name]]


@pytest.mark.parametrize("format", FORMATS)
def test_values_are_those_of_the_query(api: Asking, api_paths: Paths, format: str) -> None:
    keys = ["metric", "zone", "period", "basis"]
    told = api.frame("/values", format, limit=10_000, **LATE).astype({"period": str})
    expected = values.values(OUTSIDER, resolve(api_paths), periods=LATE["period"]).sort_values(keys)
    assert len(told) == len(expected) > 500
    for name in (*keys, "value", "numerator", "denominator", "contributors", "origin", "status", "reason"):
        assert known(told, name) == known(expected, name), name


@pytest.mark.parametrize("format", FORMATS)
def test_coverage_is_that_of_the_query(api: Asking, api_paths: Paths, format: str) -> None:
    zone = next(iter(catalogue_of(resolve(api_paths)).zones))
    told = api.frame("/coverage", format, zone=zone, limit=10_000).astype({"period": str})
    expected = quality.coverage(OUTSIDER, resolve(api_paths), zone=zone)
    assert len(told) == len(expected) > 0
    for name in ("metric", "zone", "period", "records", "published", "row_count"):
        assert known(told, name) == known(expected, name), name
    days = pd.to_datetime(told["latest_known_on"]).tolist()
    assert days == pd.to_datetime(expected["latest_known_on"]).tolist()


@pytest.mark.parametrize("format", FORMATS)
def test_metrics_and_zones_are_those_of_the_catalogue(api: Asking, api_paths: Paths, format: str) -> None:
    catalogue = catalogue_of(resolve(api_paths))
    metrics, zones = api.frame("/metrics", format), api.frame("/zones", format)
    assert known(metrics, "id") == list(catalogue.metrics)
    assert known(metrics, "name_ko") == [each.name.ko for each in catalogue.metrics.values()]
    assert known(metrics, "unit_en") == [
        catalogue.units[each.unit].name.en for each in catalogue.metrics.values()
    ]
    assert known(zones, "id") == [*catalogue.zones, "national"]
    assert known(zones, "area_km2") == [*(each.area_km2 for each in catalogue.zones.values()), None]


@pytest.mark.parametrize("format", FORMATS)
def test_a_breakdown_is_that_of_the_query(api: Asking, api_paths: Paths, format: str) -> None:
    moment = resolve(api_paths)
    metric = next(each for each in catalogue_of(moment).metrics.values() if each.breakdowns)
    asked = {"zone": "national", "period": "2024", "breakdown": metric.breakdowns[0]}
    told = api.frame("/values/breakdown", format, metric=metric.id, **asked)
    expected = values.breakdown(
        OUTSIDER, moment, metric.id, "national", "2024", metric.breakdowns[0]
    ).sort_values("category")
    assert len(told) == len(expected) > 1
    for name in ("category", "value", "contributors"):
        assert known(told, name) == known(expected, name), name


@pytest.mark.parametrize("format", FORMATS)
def test_releases_and_rounds_are_those_of_the_ledger(
    api: Asking, api_paths: Paths, frozen: tuple[str, str], format: str
) -> None:
    told = api.frame("/releases", format)
    assert known(told, "number") == [each.record.number for each in history.releases(OUTSIDER, api_paths)]
    assert known(api.frame("/evaluation/rounds", format), "id") == [frozen[0]]
    kept = rounds.reopen(OUTSIDER, api_paths, frozen[0])
    for path, expected in (("standing", kept.standing), ("results", kept.results)):
        rows = api.frame(f"/evaluation/rounds/{frozen[0]}/{path}", format, limit=10_000)
        assert len(rows) == len(expected) > 0
        assert sorted(rows["score"].dropna()) == sorted(expected["score"].dropna())
    one = kept.standing["zone"].iloc[0]
    assert known(api.frame(f"/evaluation/rounds/{frozen[0]}/standing", format, zone=one), "zone") == [one]


def test_pages_hold_each_row_once_and_lead_to_each_other(api: Asking) -> None:
    whole = api.get("/values", period="2024", limit=10_000).json()["rows"]
    rows: list[dict[str, Any]] = []
    answer = api.get("/values", period="2024", limit=97)
    while True:
        rows += answer.json()["rows"]
        assert answer.headers["x-total-count"] == str(len(whole))
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
        if following is None:
            break
        answer = api.client.get(following[1], headers={"Authorization": f"Bearer {api.key}"})
    assert rows == whole
    beyond = api.get("/values", period="2024", offset=2_000_000_000)
    assert beyond.json()["rows"] == [] and 'rel="last"' in beyond.headers["link"]


def test_links_stay_with_the_release_they_were_given_of(api: Asking) -> None:
    """What is published between two pages moves no row from one to another."""
    newest = api.get("/releases").json()["rows"][0]["number"]
    for address in re.findall(r"<([^>]+)>", api.get("/values", limit=10).headers["link"]):
        assert parse_qs(urlsplit(address).query)["release"] == [str(newest)]
    assert "release=" not in api.get("/releases", limit=1).headers["link"]


def test_a_release_by_number_and_a_day_choose_what_is_read(api: Asking) -> None:
    newest = api.get("/releases").json()["rows"][0]["number"]
    answer = api.get("/values", period="2024", release=newest)
    assert answer.headers["x-release"] == str(newest) and answer.json()["release"] == newest
    assert api.get("/values", release=newest, as_known_on="2024-01-01").status_code == 422
    early = api.get("/values", as_known_on="1900-01-01")
    assert early.status_code == 404
    assert early.json()["errors"][0]["code"] == "queries_errors.nothing_known"


def test_an_answer_known_already_is_not_sent_again(api: Asking, key_of: Callable[..., str]) -> None:
    first = api.get("/values", period="2024")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = api.get("/values", {"If-None-Match": f'"other", W/{tag}'}, period="2024")
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in (api.get("/values", period="2023"), api.get("/values", format="csv", period="2024")):
        assert other.headers["etag"] != tag
    evaluator = api.using(key_of("evaluator"))
    assert evaluator.get("/values", period="2024").headers["etag"] != tag
    assert api.get("/values", {"If-None-Match": tag}, period="2023").status_code == 200


def test_any_tag_counts_as_known_only_where_there_is_an_answer(api: Asking, frozen: tuple[str, str]) -> None:
    anything = {"If-None-Match": "*"}
    assert api.get("/zones", anything).status_code == 304
    assert api.get("/values", anything, metric="nothing").status_code == 422
    for unseen in ("1999-1", frozen[1]):
        assert api.get(f"/evaluation/rounds/{unseen}/results", anything).status_code == 404


def test_the_tag_of_rounds_changes_when_one_is_frozen(
    api: Asking, api_paths: Paths, frozen: tuple[str, str], key_of: Callable[..., str]
) -> None:
    evaluator = api.using(key_of("evaluator"))
    tag = {"If-None-Match": evaluator.get("/evaluation/rounds").headers["etag"]}
    assert evaluator.get("/evaluation/rounds", tag).status_code == 304
    kept = rounds.reopen(LOCAL_VIEWER, api_paths, frozen[1])
    rounds.freeze(LOCAL_VIEWER, api_paths, kept.choices, kept.release)
    assert evaluator.get("/evaluation/rounds", tag).status_code == 200


def test_the_header_accept_chooses_the_format_unless_the_address_does(api: Asking) -> None:
    for accept, media in (
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.1, application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("text/html, */*;q=0.1", "application/json"),
        ("", "application/json"),
    ):
        assert api.get("/zones", {"Accept": accept}).headers["content-type"] == media
    chosen = api.get("/zones", {"Accept": "text/csv"}, format="json")
    assert chosen.headers["content-type"] == "application/json"
    for refused in ("image/png", "text/csv;q=0", "text/csv;q=0, text/*", ";;q=x,"):
        answer = api.get("/zones", {"Accept": refused})
        assert answer.status_code == 406 and answer.json()["errors"][0]["where"] == "Accept"


def test_head_says_what_get_says_without_a_body(api: Asking) -> None:
    said = {"Authorization": f"Bearer {api.key}"}
    answer = api.client.head("/api/v1/zones", headers=said)
    whole = api.get("/zones")
    assert answer.content == b"" and answer.headers["etag"] == whole.headers["etag"]
    assert int(answer.headers["content-length"]) == len(whole.content)


def test_every_resource_is_asked_for_above() -> None:
    """A new one has to get a test of its own."""
    assert {each.path for each in RESOURCES} == {
        "/values", "/values/breakdown", "/coverage", "/metrics", "/zones", "/releases", "/evaluation/rounds",
        "/evaluation/rounds/{round}/standing", "/evaluation/rounds/{round}/results",
    }  # fmt: skip
