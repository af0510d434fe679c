"""What a key opens, for whom, until when; what a session opens; that every call is in the log."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.api.asking import asker_of
from kpi.api.keys import RESOURCES, close_key, holder_of, keys, narrowed, new_key
from kpi.api.limits import Limits
from kpi.audit import searched
from kpi.errors import AccessRefused
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.tokens import digest
from tests.api.asked import Asking, app_of
from tests.signing import sign_in

DAY = date(2026, 3, 2)
EVALUATING = {"evaluator", "approver", "administrator"}
KeyMaker = Callable[..., str]


def refused(api: Asking, key: str) -> bool:
    answer = api.using(key).get("/zones")
    assert answer.status_code in (200, 401)
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code == 401


def test_wrong_keys_open_nothing(api: Asking, key_of: KeyMaker) -> None:
    key = key_of()
    id, _, secret = key.partition(".")
    assert not refused(api, key)
    for wrong in (id, f"{id}.", f"{id}.{secret}x", f".{secret}", f"{'0' * 16}.{secret}", "x" * 5000, "."):
        assert refused(api, wrong), wrong
    for said in ({}, {"Authorization": f"Basic {key}"}, {"Authorization": "Bearer"}):
        assert api.client.get("/api/v1/zones", headers=said).status_code == 401


def test_ended_and_expired_keys_and_those_of_the_suspended_open_nothing(
    api: Asking, api_paths: Paths, key_of: KeyMaker
) -> None:
    ended, suspended = key_of(), key_of()
    close_key(LOCAL_VIEWER, api_paths, ended.partition(".")[0])
    assert refused(api, ended)
    found = ledger_of(api_paths).key(suspended.partition(".")[0])
    assert found is not None
    ledger_of(api_paths).change_person(found[1].id, state="suspended")
    assert refused(api, suspended)
    last = key_of(last_day=DAY)
    assert holder_of(api_paths, last, DAY, "") is not None
    assert holder_of(api_paths, last, date(2026, 3, 3), "") is None
    assert refused(api, key_of(last_day=date(2000, 1, 1)))


def test_a_key_opens_what_it_was_made_for_alone(api: Asking, key_of: KeyMaker) -> None:
    narrow = api.using(key_of(opens=("zones",)))
    assert narrow.get("/zones").status_code == 200
    for path in ("/metrics", "/values", "/coverage", "/releases", "/evaluation/rounds"):
        answer = narrow.get(path, lang="en")
        assert answer.status_code == 403
        (wrong,) = answer.json()["errors"]
        assert wrong["code"] == "access_errors.key_closed" and "zones" in wrong["allowed"]


@pytest.mark.parametrize("role", Role)
def test_no_role_sees_firms_by_a_key_and_evaluators_alone_what_is_not_published(
    api: Asking, api_paths: Paths, frozen: tuple[str, str], key_of: KeyMaker, role: Role
) -> None:
    text = key_of(role)
    holder = holder_of(api_paths, text, DAY, "")
    assert holder is not None and holder.viewer.firm_places == frozenset()
    assert not holder.viewer.may_administer and not holder.viewer.may_submit_somewhere
    asking, evaluates = api.using(text), role in EVALUATING
    listed = {each["id"] for each in asking.get("/evaluation/rounds").json()["rows"]}
    assert frozen[0] in listed and (frozen[1] in listed) is evaluates
    closed = asking.get(f"/evaluation/rounds/{frozen[1]}/standing")
    assert closed.status_code == (200 if evaluates else 404)
    mine, outside = (each.get("/values", period="2024").json()["rows"] for each in (asking, api))
    assert mine == outside


def test_a_key_without_evaluation_is_a_viewer_s_whoever_has_it(api_paths: Paths) -> None:
    person = ledger_of(api_paths).add_person(None, "평가 위원", "evaluator", None, {2024})
    assert narrowed(person, ("values",), "").role is Role.VIEWER
    assert not narrowed(person, ("values",), "").may_evaluate
    assert narrowed(person, ("evaluation",), "").years == frozenset({2024})


def test_only_administrators_make_list_and_end_keys(api_paths: Paths) -> None:
    person = ledger_of(api_paths).add_person(None, "김", "viewer")
    other = Viewer("#1", Role.APPROVER)
    with pytest.raises(AccessRefused, match="administering"):
        new_key(other, api_paths, person.id, "키", ("zones",), DAY)
    with pytest.raises(AccessRefused, match="key_opens"):
        new_key(LOCAL_VIEWER, api_paths, person.id, "키", ("firms",), DAY)
    made = new_key(LOCAL_VIEWER, api_paths, person.id, "키", ("zones",), DAY)
    with pytest.raises(AccessRefused, match="administering"):
        close_key(other, api_paths, made.key.id)
    with pytest.raises(AccessRefused, match="administering"):
        keys(other, api_paths)
    assert keys(LOCAL_VIEWER, api_paths, person.id) == [made.key]
    secret = made.text.partition(".")[2]
    assert len(secret) >= 43 and secret not in str(vars(made.key))
    log = searched(LOCAL_VIEWER, api_paths, action="key")
    assert log.entries[0].result == "refused" and secret not in str(log.entries)


def test_every_call_is_in_the_log_with_its_key(api: Asking, api_paths: Paths, key_of: KeyMaker) -> None:
    text = key_of(opens=("zones",))
    asking, id = api.using(text), text.partition(".")[0]
    for path, said, status in (("/zones", {}, 200), ("/values", {}, 403), ("/zones", {"nothing": 1}, 422)):
        assert asking.get(path, **said).status_code == status
    log = searched(LOCAL_VIEWER, api_paths, action="api.read")
    told = [(each.object, each.result) for each in log.entries if each.detail["by"] == f"key {id}"]
    assert told == [("/zones", "failed"), ("/values", "refused"), ("/zones", "done")]


def test_who_has_signed_in_asks_with_the_rights_of_the_pages(
    api_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KPI_SIGN_IN", raising=False)
    sign_in(api_paths, "token")
    headers = [(b"x-kpi-session", digest("token").encode())]
    request = Request({"type": "http", "headers": headers, "client": ("127.0.0.1", 1)})
    asker = asker_of(request, api_paths, datetime.now(UTC))
    assert asker.viewer.role is Role.ADMINISTRATOR and asker.viewer.firm_places is None
    assert asker.opens == frozenset(RESOURCES)
    client = TestClient(app_of(api_paths, Limits.a_minute(100, 100)))
    said = {"x-kpi-session": digest("token")}
    assert client.get("/api/v1/zones", headers=said).status_code == 200
    assert client.get("/api/v1/zones", headers={"x-kpi-session": "0" * 64}).status_code == 401
