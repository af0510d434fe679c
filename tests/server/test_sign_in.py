"""Signing in by a local account: forms, links, throttling, going on and out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from kpi.errors import KpiError
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.signin import links, passwords, throttle
from kpi.signin.requests import local_path
from kpi.signin.starting import NotStarted, begin
from kpi.signin.tokens import digest
from tests.server.conftest import OWN

GOOD, OTHER = "느린 거북이 달리기 대회", "파란 우산 세 번째 골목"
NOW, SECOND = datetime(2026, 3, 2, tzinfo=UTC), timedelta(seconds=1)
KIM = {"login": "kim", "password": GOOD}


@pytest.fixture
def kim(ledger: Ledger) -> int:
    person = ledger.add_person("kim", "김담당", "manager", ["gunsan"])
    ledger.set_password(person.id, passwords.hashed(GOOD))
    return person.id


def send(client: TestClient, path: str, said: dict[str, str], form: str = ""):
    """Opens the form's page and sends it, as a browser does."""
    page = client.get(form or path)
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    return client.post(path, data={**said, "form_token": token[1] if token else ""}, headers=OWN)


def test_a_good_password_leads_to_the_page_that_was_asked_for(client: TestClient, kim: int) -> None:
    answer = send(client, "/login", {**KIM, "next": "/quality?zone=gunsan"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/quality?zone=gunsan")
    said = next(one for one in answer.headers.get_list("set-cookie") if "kpi_session=" in one)
    assert "HttpOnly" in said and "SameSite=lax" in said and "Path=/" in said and "Secure" not in said
    assert client.get("/quality").status_code == 200


def test_behind_tls_the_cookie_is_bound_to_the_host(client: TestClient, kim: int) -> None:
    tls = TestClient(client.app, base_url="https://127.0.0.1", follow_redirects=False)
    page = tls.get("/login")
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)[1]
    answer = tls.post("/login", data={**KIM, "form_token": token}, headers={"origin": "https://127.0.0.1"})
    said = next(one for one in answer.headers.get_list("set-cookie") if "kpi_session=" in one)
    assert said.startswith("__Host-kpi_session=") and "Secure" in said


@pytest.mark.parametrize("said", [{"login": "kim", "password": OTHER}, {"login": "nobody", "password": GOOD}])
def test_a_wrong_login_and_a_wrong_password_are_told_alike(client: TestClient, kim: int, said) -> None:
    answer = send(client, "/login", said)
    assert answer.status_code == 401 and "아이디나 비밀번호가 맞지 않습니다" in answer.text
    assert GOOD not in answer.text and OTHER not in answer.text


def test_a_form_without_its_token_is_refused(client: TestClient, kim: int) -> None:
    assert client.post("/login", data=KIM, headers=OWN).status_code == 403
    client.get("/login")
    assert client.post("/login", data={**KIM, "form_token": "guessed"}, headers=OWN).status_code == 403


def test_a_sign_in_takes_a_fresh_token_whatever_the_browser_brought(
    client: TestClient,
    kim: int,
    ledger: Ledger,
) -> None:
    client.cookies.set("kpi_session", "planted", domain="127.0.0.1")
    send(client, "/login", KIM)
    first = client.cookies.get("kpi_session", domain="127.0.0.1")
    assert ledger.session(digest("planted"), datetime.now(UTC)) is None
    assert first != "planted"


@pytest.mark.parametrize(
    "asked",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)", "evil",
     "/\t/evil.example", "///evil.example", " //evil", ""],
)  # fmt: skip
def test_only_addresses_of_our_own_are_gone_on_to(client: TestClient, kim: int, asked: str) -> None:
    assert local_path(asked) == "/"
    assert send(client, "/login", {**KIM, "next": asked}).headers["location"] == "/"


def test_after_too_many_attempts_even_the_right_password_waits(client: TestClient, kim: int) -> None:
    for _ in range(throttle.LIMITS.together):
        assert send(client, "/login", {**KIM, "password": OTHER}).status_code == 401
    assert send(client, "/login", KIM).status_code == 429


def test_attempts_are_heard_again_after_a_while(ledger: Ledger) -> None:
    heard = [throttle.admitted(ledger, "kim", "10.0.0.1", NOW) for _ in range(6)]
    assert heard == [True] * throttle.LIMITS.together + [False]
    assert not throttle.admitted(ledger, "kim", "10.0.0.1", NOW + throttle.LIMITS.window - SECOND)
    assert throttle.admitted(ledger, "kim", "10.0.0.1", NOW + throttle.LIMITS.window)


def test_an_address_is_heard_only_so_often_whatever_the_login(ledger: Ledger) -> None:
    heard = [throttle.admitted(ledger, f"login{number}", "10.9.9.9", NOW) for number in range(31)]
    assert heard == [True] * throttle.LIMITS.by_address + [False]


def test_guesses_from_one_address_do_not_shut_a_login_for_its_owner(ledger: Ledger) -> None:
    guesses = [throttle.admitted(ledger, "kim", "10.0.0.1", NOW) for _ in range(20)]
    assert guesses.count(True) == throttle.LIMITS.together
    assert throttle.admitted(ledger, "kim", "10.0.0.2", NOW)


def test_guesses_from_everywhere_are_bounded_by_login(ledger: Ledger) -> None:
    most = throttle.LIMITS.by_login
    heard = [throttle.admitted(ledger, "kim", f"10.0.1.{number}", NOW) for number in range(most + 1)]
    assert heard == [True] * most + [False]


def test_a_link_sets_the_password_once(client: TestClient, kim: int, ledger: Ledger) -> None:
    path = links.new_link(ledger, ledger.person(kim), "reset")
    assert client.get(path).status_code == client.get(path).status_code == 200
    short = send(client, path, {"password_new": "short", "password_again": "short"})
    assert short.status_code == 400 and "12자 이상" in short.text
    assert "두 번 다르게" in send(client, path, {"password_new": OTHER, "password_again": GOOD}).text
    assert send(client, path, {"password_new": OTHER, "password_again": OTHER}).status_code == 303
    assert client.get("/quality").status_code == 200
    assert client.get(path).status_code == 410
    assert passwords.verified(ledger, "kim", OTHER) and not passwords.verified(ledger, "kim", GOOD)


def test_an_old_or_invented_link_is_refused(client: TestClient, kim: int, ledger: Ledger) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=30)
    path = links.new_link(ledger, ledger.person(kim), "invite", long_ago)
    assert client.get(path).status_code == client.get("/link/invented").status_code == 410


def test_one_begins_to_write_in_the_first_empty_field(client: TestClient, kim: int) -> None:
    def focused(page: str) -> list[str]:
        return re.findall(r'id="(\w+)"[^>]* autofocus>', page)

    assert focused(client.get("/login").text) == ["login"]
    assert focused(send(client, "/login", {**KIM, "password": OTHER}).text) == ["password"]
    send(client, "/login", KIM)
    assert focused(client.get("/account").text) == ["password_before"]


def test_a_changed_password_signs_other_browsers_out(client: TestClient, kim: int) -> None:
    other = TestClient(client.app, base_url=client.base_url, follow_redirects=False)
    send(client, "/login", KIM)
    send(other, "/login", KIM)
    said = {"password_before": OTHER, "password_new": OTHER, "password_again": OTHER}
    assert "맞지 않아 바꾸지 않았습니다" in send(client, "/account", said).text
    assert "비밀번호를 바꾸었습니다" in send(client, "/account", {**said, "password_before": GOOD}).text
    assert client.get("/quality").status_code == 200
    assert other.get("/quality").status_code == 303


@pytest.mark.parametrize(("path", "others"), [("/logout", 200), ("/logout/everywhere", 303)])
def test_signing_out_ends_this_session_or_all(client: TestClient, kim: int, path: str, others: int) -> None:
    other = TestClient(client.app, base_url=client.base_url, follow_redirects=False)
    send(client, "/login", KIM)
    send(other, "/login", KIM)
    assert send(client, path, {}, form="/account").status_code == 303
    assert client.get("/quality").status_code == 303
    assert other.get("/quality").status_code == others


@pytest.mark.parametrize(
    ("password", "code"),
    [("짧다", "short"), ("x" * 201, "long"), ("kimdamdang-kimdamdang", "login"), ("password123456", "common"),
     ("aaaaaaaaaaaaaa", "common"), ("1234567890123", "common"), ("qwertyuiop1234", "common")],
)  # fmt: skip
def test_a_bad_password_is_refused_by_its_rule(password: str, code: str) -> None:
    with pytest.raises(KpiError, match=f"password_{code}"):
        passwords.require_good(password, "kimdamdang")


def test_a_hash_of_older_parameters_is_made_anew(ledger: Ledger, kim: int) -> None:
    from argon2 import PasswordHasher

    ledger.set_password(kim, PasswordHasher(time_cost=1).hash(GOOD))
    assert passwords.verified(ledger, "kim", GOOD)
    found = ledger.password_of("kim")
    assert found is not None and not passwords.HASHER.check_needs_rehash(found[1])


def test_the_first_start_prints_a_link_that_makes_an_administrator(
    client: TestClient,
    ledger: Ledger,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begin(Paths.from_environment(), "http://127.0.0.1:8501")
    path = re.search(r"http://127\.0\.0\.1:8501(/link/\S+)", capsys.readouterr().out)[1]
    assert send(client, path, {"password_new": GOOD, "password_again": GOOD}).status_code == 303
    begin(Paths.from_environment(), "")
    assert capsys.readouterr().out == ""
    assert [person.role for person in ledger.people()] == ["administrator"]


def test_a_mode_that_does_not_exist_is_named_at_the_start(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_SIGN_IN", "open")
    with pytest.raises(NotStarted, match="'open'"):
        begin(Paths.from_environment(), "")


def test_a_demo_offers_people_by_a_click_and_makes_each_once(
    client: TestClient,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KPI_SIGN_IN", "demo")
    assert client.get("/login").text.count('name="person"') == 8
    for _ in range(2):
        client.cookies.clear()
        assert send(client, "/login", {"person": "manager_gunsan"}).status_code == 303
        assert client.get("/quality").status_code == 200
    assert [(person.role, person.zones) for person in ledger.people()] == [("manager", ("gunsan",))]
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    assert client.get("/quality").status_code == 303
