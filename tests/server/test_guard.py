"""The guard before everything: what is answered to whom, and what never gets through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from kpi.ledger import Ledger, Session
from kpi.signin import sessions
from kpi.signin.settings import Settings
from kpi.signin.tokens import digest
from tests.server.conftest import HOST, OWN

STREAM = "ws://127.0.0.1:8501/_stcore/stream"
PAGE, PROGRAMS = (
    "/quality?zone=gunsan",
    ("/media/abc.csv", "/component/x", "/_stcore/upload_file/x"),
)


def token_of(ledger: Ledger, **changes: object) -> str:
    """The token of a fresh session of a manager."""
    person = ledger.person_of_login("kim") or ledger.add_person("kim", "김", "manager", ["gunsan"])
    now = datetime.now(UTC)
    token = sessions.begin(ledger, person, "account", "127.0.0.1", "test", Settings(), now)
    if changes:
        held = ledger.session(digest(token), now)
        assert held is not None
        token = "changed" + token
        ledger.begin_session(replace(held[0], token_sha256=digest(token), **changes))
    return token


def cookie(token: str) -> dict[str, str]:
    return {"cookie": f"kpi_session={token}"}


def expired(ledger: Ledger) -> str:
    return token_of(ledger, expires_at=datetime.now(UTC) - timedelta(seconds=1))


def idle(ledger: Ledger) -> str:
    return token_of(ledger, seen_at=datetime.now(UTC) - Settings().idle)


def revoked(ledger: Ledger) -> str:
    token = token_of(ledger)
    ledger.end_session(digest(token))
    return token


def suspended(ledger: Ledger) -> str:
    token = token_of(ledger)
    ledger.change_person(1, state="suspended")
    return token


def of_a_demo(ledger: Ledger) -> str:
    return token_of(ledger, way="demo")


def the_key_itself(ledger: Ledger) -> str:
    return digest(token_of(ledger))


STRANGERS = [lambda _: "", lambda _: "forged", expired, idle, revoked, suspended, of_a_demo, the_key_itself]


@pytest.mark.parametrize("token", STRANGERS)
def test_who_has_no_standing_session_gets_nothing_but_the_way_in(
    client: TestClient, ledger: Ledger, token
) -> None:
    headers = cookie(token(ledger))
    page = client.get(PAGE, headers=headers)
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fquality%3Fzone%3Dgunsan")
    for path in PROGRAMS:
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in"), path
    assert client.put(PROGRAMS[-1], headers={**headers, **OWN}).status_code == 401
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(STREAM, headers={**headers, **OWN}),
    ):
        pass
    assert client.get("/_stcore/health", headers=headers).text == "ok"
    assert client.get("/login", headers=headers).status_code == 200


def test_the_code_that_draws_pages_is_public_and_opens_nothing_else(client: TestClient) -> None:
    for path in ("/static/js/a.js", "/charts/plotly.min.js"):
        assert client.get(path).json() == {}, path
    for path in ("/static/../media/abc.csv", "/static/%2e%2e/media/abc.csv", "/static", "/charts/.."):
        with_path = client.build_request("GET", HOST)
        with_path.url = with_path.url.copy_with(raw_path=path.encode())
        assert client.send(with_path).status_code in (303, 401), path


def test_who_has_signed_in_gets_through_with_the_key_of_the_session(
    client: TestClient, ledger: Ledger
) -> None:
    token = token_of(ledger)
    for path in (PAGE, *PROGRAMS):
        assert client.get(path, headers=cookie(token)).json() == {"x-kpi-session": digest(token)}
    assert client.put("/_stcore/upload_file/x", headers={**cookie(token), **OWN}).status_code == 200


def test_a_forged_header_is_taken_away(client: TestClient, ledger: Ledger) -> None:
    forged = {"X-Kpi-Session": digest(token_of(ledger)), "x-kpi-role": "administrator"}
    assert client.get(PAGE, headers=forged).status_code == 303
    token = token_of(ledger)
    assert client.get(PAGE, headers={**forged, **cookie(token)}).json() == {"x-kpi-session": digest(token)}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", ""])
def test_what_a_page_of_another_origin_sends_is_refused(
    client: TestClient, ledger: Ledger, origin: str
) -> None:
    headers = cookie(token_of(ledger)) | ({"origin": origin} if origin else {})
    for path in ("/_stcore/upload_file/x", "/logout", "/login", "/account", "/logout/everywhere"):
        assert client.post(path, headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=headers):
        pass
    assert client.get(PAGE, headers=cookie(token_of(ledger))).status_code == 200


def test_another_name_of_the_host_is_refused(client: TestClient, ledger: Ledger) -> None:
    headers = {**cookie(token_of(ledger)), "host": "evil.example"}
    assert client.get(PAGE, headers=headers).status_code == 400
    assert client.get("/login", headers=headers).status_code == 400


def test_a_demo_answers_this_machine_alone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_SIGN_IN", "demo")
    assert client.get("/login").status_code == 200
    for header in ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"):
        assert client.get("/login", headers={header: "127.0.0.1"}).status_code == 403
    far = TestClient(client.app, base_url=HOST, client=("10.0.0.9", 1))
    assert far.get("/login").status_code == 403
    assert far.get("/_stcore/health").status_code == 200


def clicked() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "zone=gunsan"
    message.rerun_script.widget_states.widgets.add().id = "approve"
    return message.SerializeToString()


@pytest.mark.parametrize(
    "change",
    [
        lambda ledger: ledger.change_person(1, role="viewer", zones=[]),
        lambda ledger: ledger.change_person(1, state="suspended"),
        lambda ledger: ledger.end_sessions_of(1),
        lambda ledger: ledger.erase_person(1),
    ],
)
def test_a_click_after_rights_have_changed_only_draws_the_page_anew(
    client: TestClient, ledger: Ledger, change
) -> None:
    headers = {**cookie(token_of(ledger)), **OWN}
    with client.websocket_connect(STREAM, headers=headers) as page:
        page.send_bytes(clicked())
        assert page.receive_bytes() == clicked()
        change(ledger)
        beat = BackMsg(app_heartbeat=True).SerializeToString()
        page.send_bytes(beat)
        assert page.receive_bytes() == beat
        page.send_bytes(clicked())
        arrived = BackMsg.FromString(page.receive_bytes()).rerun_script
        assert (arrived.query_string, len(arrived.widget_states.widgets)) == ("zone=gunsan", 0)


def test_sessions_of_one_browser_do_not_share_a_key(ledger: Ledger) -> None:
    first, second = token_of(ledger), token_of(ledger)
    assert first != second and len(digest(first)) == 64
    found = ledger.session(digest(first), datetime.now(UTC))
    assert found is not None and isinstance(found[0], Session) and first not in repr(found)


@pytest.mark.parametrize("path", ["/api/v1/values", "/api/v1/openapi.json", "/api/nothing"])
def test_the_api_answers_itself_to_who_has_neither_key_nor_session(
    client: TestClient, ledger: Ledger, path: str
) -> None:
    """Nobody is told of by a header, so that the API says how to ask."""
    assert (client.get(path).status_code, client.get(path).json()) == (200, {})
    assert "x-kpi-session" in client.get(path, headers=cookie(token_of(ledger))).json()
    assert client.get(path, headers={"x-kpi-session": "forged"}).json() == {}
    assert client.post(path).status_code == 403
    foreign = {"origin": "https://elsewhere.example", **cookie(token_of(ledger))}
    assert client.post(path, headers=foreign).status_code == 403
