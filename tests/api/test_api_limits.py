"""How often who may ask."""

from collections.abc import Callable

from starlette.testclient import TestClient

from kpi.api.limits import KEPT, Buckets, Limits
from kpi.paths import Paths
from tests.api.asked import Asking, app_of


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_full_at_first_and_refilled_by_time() -> None:
    clock = Clock()
    buckets = Buckets(2, clock)
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 30]
    clock.now = 29
    assert buckets.wait("a") == 1
    clock.now = 30
    assert [buckets.wait("a") for _ in range(2)] == [0, 30]
    clock.now = 10_000
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 30]


def test_names_have_buckets_of_their_own_and_the_oldest_are_forgotten() -> None:
    buckets = Buckets(1, Clock())
    assert [buckets.wait(name) for name in ("a", "a", "b")] == [0, 60, 0]
    for number in range(KEPT):
        buckets.wait(str(number))
    assert buckets.wait("a") == 0


def test_a_key_and_an_address_that_ask_too_often_are_told_when_to_ask_again(
    api: Asking, api_paths: Paths, key_of: Callable[..., str]
) -> None:
    clock = Clock()
    client = TestClient(app_of(api_paths, Limits.a_minute(6, 2, clock)))
    first, second = (Asking(client, key_of()) for _ in range(2))
    assert [first.get("/zones").status_code for _ in range(3)] == [200, 200, 429]
    assert [second.get("/zones").status_code for _ in range(2)] == [200, 200]
    # An address's tokens are spent by whatever comes from it, wrong keys too.
    assert second.using("wrong").get("/zones").status_code == 401
    answer = second.using("wrong").get("/zones", lang="en")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")
    assert "10 seconds" in answer.json()["detail"]
    clock.now = 30
    assert first.get("/zones").status_code == 200
