"""Signing in at an OpenID provider, end to end against one on this machine, and what is refused."""

import json
import socket
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from authlib.integrations.starlette_client import StarletteOAuth2App
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.signin.claims import Rule
from kpi.signin.starting import NotStarted, begin
from kpi.text import Text
from tests.server.conftest import HOST, OWN

RULES = """
name: name
rules:
  - {claim: groups, value: kpi-administrators, role: administrator, zones: all}
  - {claim: realm.roles, value: gunsan, role: manager, zones: [gunsan]}
"""
KIM, LEE, NOBODY = "kim", "lee", "nobody"


PEOPLE = [
    {"sub": KIM, "name": "김담당", "realm": {"roles": ["gunsan", "staff"]}},
    {"sub": LEE, "groups": ["kpi-administrators"]},
    {"sub": NOBODY, "groups": ["others"]},
]
SECONDS_TO_START = 30


@pytest.fixture
def issuer() -> Iterator[str]:
    """The address of a provider that ends with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = [word for each in PEOPLE for word in ("--user-claims", json.dumps(each))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *said]
    # A process of its own: it warns of what it uses, and warnings are errors here.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address, last = f"http://127.0.0.1:{port}", time.monotonic() + SECONDS_TO_START
        while not answers(address):
            assert server.poll() is None and time.monotonic() < last
            time.sleep(0.1)
        yield address
        server.terminate()


def answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/.well-known/openid-configuration").status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture(autouse=True)
def environment(ledger: Ledger, issuer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "claims.yml"
    rules.write_text(RULES, "utf-8")
    said = {"KPI_OIDC_ISSUER": issuer, "KPI_OIDC_CLIENT_ID": "kpi", "KPI_OIDC_CLIENT_SECRET": "very secret",
            "KPI_OIDC_CLAIMS": str(rules), "KPI_BASE_URL": HOST, "KPI_SIGN_IN": "oidc"}  # fmt: skip
    for name, value in said.items():
        monkeypatch.setenv(name, value)


def to_provider(client: TestClient, **asked: str) -> str:
    """The address that the browser is sent to."""
    away = client.get("/oidc/start", params=asked)
    assert away.status_code == 302 and away.headers["cache-control"] == "no-store"
    return away.headers["location"]


def back_from(address: str, subject: str) -> str:
    """The address that the provider sends the browser back to, once somebody has signed in there."""
    return httpx2.post(address, data={"sub": subject}).headers["location"]


def signed_in(client: TestClient, subject: str, **asked: str) -> httpx2.Response:
    return client.get(back_from(to_provider(client, **asked), subject))


def words(code: str) -> str:
    return Text("ko")(f"signin.oidc.{code}")


def log(ledger: Ledger) -> list[tuple[str, str, object]]:
    return [(each.action, each.result, each.detail.get("code")) for each in ledger.audit_entries()]


def test_who_has_a_role_comes_in_with_its_zones_and_goes_on_to_the_page_asked_for(
    client: TestClient, ledger: Ledger
) -> None:
    assert "/oidc/start?next=%2Fquality&amp;lang=ko" in client.get("/login?next=/quality").text
    answer = signed_in(client, KIM, next="/quality?zone=gunsan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/quality?zone=gunsan")
    assert client.get("/quality").status_code == 200
    (person,) = ledger.people()
    assert (person.name, person.role, person.zones, person.login) == ("김담당", "manager", ("gunsan",), None)
    assert log(ledger) == [("session.begin", "done", None)]


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(client: TestClient) -> None:
    asked = parse_qs(urlsplit(to_provider(client)).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["response_type"] == ["code"]
    assert all(len(asked[name][0]) > 15 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == [f"{HOST}/oidc/callback"]
    (kept,) = (each for each in client.cookies.jar if each.name == "kpi_oidc")
    assert kept.has_nonstandard_attr("HttpOnly")


def test_a_changed_role_counts_from_the_next_sign_in_and_nobody_is_entered_twice(
    client: TestClient, ledger: Ledger, issuer: str
) -> None:
    signed_in(client, KIM)
    httpx2.put(f"{issuer}/users/{KIM}", json={"groups": ["kpi-administrators"]}).raise_for_status()
    signed_in(client, KIM)
    (person,) = ledger.people()
    assert (person.role, person.zones, person.name) == ("administrator", None, KIM)


def test_who_has_no_role_here_is_told_whom_to_ask(client: TestClient, ledger: Ledger) -> None:
    answer = signed_in(client, NOBODY)
    assert answer.status_code == 403 and words("unmapped") in answer.text
    assert client.get("/quality").status_code == 303 and ledger.people() == []
    assert log(ledger) == [("session.begin", "refused", "unmapped")]


def test_who_is_suspended_stays_out(client: TestClient, ledger: Ledger) -> None:
    signed_in(client, KIM)
    ledger.change_person(1, state="suspended")
    assert client.get("/quality").status_code == 303
    answer = signed_in(client, KIM)
    assert answer.status_code == 403 and words("suspended") in answer.text
    assert ledger.person(1).state == "suspended"


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(
    client: TestClient, ledger: Ledger
) -> None:
    back = back_from(to_provider(client), KIM)
    kept = client.cookies["kpi_oidc"]
    client.cookies.clear()
    assert words("state") in client.get(back).text
    client.cookies.set("kpi_oidc", kept[:-2] + ("aa" if kept[-2:] != "aa" else "bb"))
    assert words("state") in client.get(back).text
    client.cookies.clear()
    client.cookies.set("kpi_oidc", kept)
    other = back.replace("state=", "state=x")
    assert client.get(other).status_code == 401
    client.cookies.clear()
    client.cookies.set("kpi_oidc", kept)
    assert client.get(back).status_code == 303
    client.cookies.set("kpi_oidc", kept)
    assert client.get(back).status_code == 401
    assert [code for _, _, code in log(ledger)] == ["state", "state", "unsound", None, "unsound"]


def test_a_sign_in_that_takes_too_long_begins_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    back, later = back_from(to_provider(client), KIM), time.time() + 601
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert words("state") in client.get(back).text


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_on_to_another_site(client: TestClient, asked: str) -> None:
    assert signed_in(client, KIM, next=asked).headers["location"] == "/"


def test_a_nonce_that_is_not_ours_is_refused(client: TestClient) -> None:
    address = to_provider(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    answer = client.get(back_from(address.replace(nonce, "another" + nonce), KIM))
    assert answer.status_code == 401 and words("unsound") in answer.text


def wrong_key(claims: dict, key: RSAKey) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one"})


def changed(**values: object) -> Callable[[dict, RSAKey], RSAKey]:
    def change(claims: dict, key: RSAKey) -> RSAKey:
        claims |= values
        return key

    return change


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (changed(), 303),
        (changed(iss="https://evil.example"), 401),
        (changed(aud="another client"), 401),
        (changed(exp=1_000_000_000), 401),
        (changed(nonce="another"), 401),
        (changed(sub=None), 401),
        (changed(sub=""), 401),
        (wrong_key, 401),
    ],
)
def test_a_token_is_believed_only_where_everything_in_it_holds(
    client: TestClient,
    issuer: str,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict, RSAKey], RSAKey],
    status: int,
) -> None:
    address, now = to_provider(client), int(time.time())
    key = RSAKey.generate_key(2048, {"kid": "one"})
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    claims = {"iss": issuer, "aud": "kpi", "sub": KIM, "iat": now, "exp": now + 60, "nonce": nonce,
              "groups": ["kpi-administrators"]}  # fmt: skip
    signing = change(claims, key)
    token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, signing)

    async def fetched(self: object, **_: object) -> dict[str, object]:
        return {"access_token": "a", "id_token": token}

    async def keys(self: object, force: bool = False) -> dict[str, object]:
        return {"keys": [key.as_dict(private=False)]}

    monkeypatch.setattr(StarletteOAuth2App, "fetch_access_token", fetched)
    monkeypatch.setattr(StarletteOAuth2App, "fetch_jwk_set", keys)
    assert client.get(back_from(address, KIM)).status_code == status


def test_a_token_without_a_signature_is_not_taken_even_where_the_provider_offers_such(
    client: TestClient, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, now = to_provider(client), int(time.time())
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    claims = {"iss": issuer, "aud": "kpi", "sub": KIM, "iat": now, "exp": now + 60, "nonce": nonce}
    parts = ({"alg": "none"}, claims | {"groups": ["kpi-administrators"]})
    token = ".".join(
        [*(urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in parts), ""]
    )

    async def fetched(self: StarletteOAuth2App, **_: object) -> dict[str, object]:
        return {"access_token": "a", "id_token": token}

    loaded = httpx2.get(f"{issuer}/.well-known/openid-configuration").json()
    loaded["id_token_signing_alg_values_supported"] = ["none", "RS256"]

    async def said(self: StarletteOAuth2App) -> dict[str, object]:
        return loaded

    monkeypatch.setattr(StarletteOAuth2App, "fetch_access_token", fetched)
    monkeypatch.setattr(StarletteOAuth2App, "load_server_metadata", said)
    assert client.get(back_from(address, KIM)).status_code == 401
    assert loaded["id_token_signing_alg_values_supported"] == ["RS256"]


@pytest.mark.parametrize(
    ("said", "fits"),
    [({"a": {"b": True}}, True), ({"a": {"b": ["x", True]}}, True), ({"a.b": "true"}, True),
     ({"a": {"b": "True"}}, False), ({"a": None}, False), ({}, False)],
)  # fmt: skip
def test_a_claim_fits_as_the_token_writes_it(said: dict, fits: bool) -> None:
    assert Rule(claim="a.b", value="true", role="viewer").fits(said) is fits
    assert not Rule(claim="a.b", value="None", role="viewer").fits(said)


def test_a_provider_that_does_not_answer_is_named_and_noted(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_OIDC_ISSUER", "http://127.0.0.1:9")
    answer = client.get("/oidc/start")
    assert answer.status_code == 502 and words("silent") in answer.text
    assert log(ledger) == [("session.begin", "refused", "silent")]


def test_settings_that_go_wrong_while_the_server_runs_are_named_and_noted(
    client: TestClient, ledger: Ledger, tmp_path: Path
) -> None:
    away = back_from(to_provider(client), KIM)
    (tmp_path / "claims.yml").write_text("rules: []\nnames: name\n", "utf-8")
    for address in ("/oidc/start", away):
        answer = client.get(address)
        assert answer.status_code == 503 and "claims.yml" in answer.text
    assert [(action, result) for action, result, _ in log(ledger)] == [("session.begin", "refused")] * 2
    assert all(str(code).startswith("signin_errors.") for *_, code in log(ledger))


def test_who_is_refused_there_is_told_so_here(client: TestClient) -> None:
    to_provider(client)
    answer = client.get("/oidc/callback?error=access_denied&state=x")
    assert answer.status_code == 401 and words("denied") in answer.text
    assert 'href="/login?lang=en"' in answer.text


def test_passwords_and_sessions_of_another_mode_are_worth_nothing_here(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client, KIM)
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    assert client.get("/quality").status_code == 303
    for path in ("/oidc/start", "/oidc/callback"):
        assert client.get(path).headers["location"] == "/login"
    monkeypatch.setenv("KPI_SIGN_IN", "oidc")
    client.cookies.clear()
    client.get("/login")
    token = client.cookies["kpi_form"]
    form = {"form_token": token, "login": "admin", "password": "whatever it is"}
    assert client.post("/login", data=form, headers=OWN).status_code == 403


def test_the_server_says_at_its_start_whose_accounts_it_takes(
    issuer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(Paths.from_environment(), "")
    assert issuer in capsys.readouterr().out


def test_everything_that_is_missing_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KPI_OIDC_CLIENT_SECRET", "KPI_OIDC_CLAIMS"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("KPI_BASE_URL", "http://board.example")
    with pytest.raises(NotStarted) as refused:
        begin(Paths.from_environment(), "")
    said = str(refused.value)
    assert all(name in said for name in ("KPI_OIDC_CLIENT_SECRET", "KPI_OIDC_CLAIMS", "http://board.example"))
    assert "very secret" not in said


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("rules: []", "rules"),
        ("rules:\n  - {claim: a, value: b, role: king}", "king"),
        ("rules:\n  - {claim: a, value: b, role: manager, zones: [atlantis]}", "atlantis"),
        ("rules: [", "claims.yml"),
    ],
)
def test_what_is_wrong_in_the_rules_is_named_at_the_start(tmp_path: Path, rules: str, told: str) -> None:
    (tmp_path / "claims.yml").write_text(rules, "utf-8")
    with pytest.raises(NotStarted, match=told):
        begin(Paths.from_environment(), "")
