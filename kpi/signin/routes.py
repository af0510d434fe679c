"""The addresses around signing in. What they read is small; what they ask of the ledger runs beside the event loop."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kpi.errors import KpiError
from kpi.ledger import Ledger, Person
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin import demo, oidc, passwords, sessions, throttle
from kpi.signin.entering import Said, enter, next_page, way_on
from kpi.signin.noting import noted
from kpi.signin.pages import NO_STORE, Page, drop, hidden
from kpi.signin.requests import FORM, SESSION, address, cookie
from kpi.signin.sessions import SignedIn
from kpi.signin.settings import Mode, Settings
from kpi.signin.tokens import digest


def handled(answer: Callable[[Request, Said], Response]) -> Callable:
    """A route from a plain function of the request and its form, whose token must be that of the cookie."""

    async def route(request: Request) -> Response:
        said: Said = {}
        if request.method == "POST":
            said = await request.form(max_files=0, max_fields=20)
            expected = cookie(request, FORM)
            if not expected or not hmac.compare_digest(
                expected.encode(), str(said.get("form_token", "")).encode()
            ):
                return await run_in_threadpool(_expired_form, request)
        try:
            return await run_in_threadpool(answer, request, said)
        except KpiError as error:
            page = Page(request)
            page.heading("failed")
            page.faults(error)
            return page.answer(503)

    return route


def login(request: Request, said: Said) -> Response:
    """The way in of this server's mode; goes on to where the visitor wanted to go."""
    mode = Settings.from_environment().mode
    if request.method == "GET":
        return way_on(request, said) if _signed_in(request) else _login_page(request, said, mode)
    if mode is Mode.DEMO:
        person = demo.person(_ledger(), str(said.get("person", "")))
        return (
            enter(request, said, person, "demo")
            if person
            else _login_page(request, said, mode, "demo_unknown", 400)
        )
    if mode is Mode.OIDC:
        return _login_page(request, said, mode, "password_closed", 403)
    return _by_password(request, said)


def _by_password(request: Request, said: Said) -> Response:
    ledger, here = _ledger(), address(request)
    login, password = str(said.get("login", "")).strip(), str(said.get("password", ""))
    if not throttle.admitted(ledger, login, here, datetime.now(UTC)):
        noted("session.begin", None, here, "refused", code="throttled")
        return _login_page(request, said, Mode.ACCOUNTS, "throttled", 429, login)
    person = passwords.verified(ledger, login, password)
    if person is None:
        noted("session.begin", None, here, "refused", code="wrong")
        return _login_page(request, said, Mode.ACCOUNTS, "wrong", 401, login)
    throttle.succeeded(ledger, login, here)
    return enter(request, said, person, "account")


def _login_page(
    request: Request, said: Said, mode: Mode, wrong: str = "", status: int = 200, login: str = ""
) -> Response:
    page = Page(request)
    page.heading("login", page.text(f"signin.about.{mode}"))
    if wrong:
        page.said(page.text(f"signin.{wrong}"))
    action = "/login"
    onward = hidden("next", next_page(request, said))
    if mode is Mode.ACCOUNTS:
        fields = [page.field("login", "text", "username", login)]
        fields.append(page.field("password", "password", "current-password"))
        page.form(action, [*fields, onward], escape(page.text("signin.login")))
        page.quiet(page.text("signin.forgotten"))
    elif mode is Mode.OIDC:
        query = urlencode({"next": next_page(request, said), "lang": page.text.language})
        page.button(f"/oidc/start?{query}", "to_provider")
    else:
        for sample in demo.SAMPLES:
            name = escape(page.text(f"signin.demo.people.{sample.id}"))
            can = escape(page.text(f"signin.demo.can.{sample.role}"))
            page.form(
                action, [hidden("person", sample.id), onward], f"{name}<span>{can}</span>", "plain person"
            )
    return page.answer(status)


def link(request: Request, said: Said) -> Response:
    """Setting a password by a one-time link; looking at it uses nothing up."""
    page, key, now = Page(request), digest(request.path_params["token"]), datetime.now(UTC)
    found = _ledger().link(key, now)
    if found is None or Settings.from_environment().mode is Mode.OIDC:
        noted("link.use", None, address(request), "refused")
        return _ended_link(page)
    held, person = found
    page.heading(f"link.{held.purpose}", page.text("signin.link.about", login=person.login or ""))
    if request.method == "POST":
        try:
            hashed = _new_password(said, person)
        except KpiError as error:
            page.faults(error)
        else:
            if _ledger().use_link(key, hashed, now) is None:
                return _ended_link(page)
            noted("link.use", person.id, address(request), purpose=held.purpose)
            return enter(request, said, person, "account")
    page.form(request.url.path, _password_fields(page, person), escape(page.text("signin.set_password")))
    return page.answer(400 if request.method == "POST" else 200)


def _ended_link(page: Page) -> Response:
    page.pieces.clear()
    page.heading("link.ended", page.text("signin.link.ended_remedy"))
    page.link("/login", "to_login")
    return page.answer(410)


def account(request: Request, said: Said) -> Response:
    """Who has signed in; a new password; the ways out."""
    found = _signed_in(request)
    if found is None:
        return RedirectResponse("/login?next=/account", 303, NO_STORE)
    page, person = Page(request), found.person
    page.heading("account", page.text("signin.signed_in_as", name=person.name))
    if request.method == "POST" and found.session.way == "account":
        _change_password(request, page, said, found)
    page.link("/", "to_pages")
    if found.session.way == "account":
        page.part("change_password")
        before = page.field("password_before", "password", "current-password")
        fields = [before, *_password_fields(page, person)]
        page.form("/account", fields, escape(page.text("signin.set_password")))
    page.part("logout", page.text("signin.logout_about"))
    page.form("/logout", [], escape(page.text("signin.logout")))
    page.form("/logout/everywhere", [], escape(page.text("signin.logout_everywhere")), "plain")
    return page.answer()


def _change_password(request: Request, page: Page, said: Said, found: SignedIn) -> None:
    """Sets the new password, if the one before is right, and ends the sessions in other browsers."""
    ledger, person, here = _ledger(), found.person, address(request)
    login = person.login or ""
    if not throttle.admitted(ledger, login, here, datetime.now(UTC)):
        page.said(page.text("signin.throttled"))
        return
    if passwords.verified(ledger, login, str(said.get("password_before", ""))) is None:
        noted("password.change", person.id, here, "refused")
        page.said(page.text("signin.wrong_before"))
        return
    throttle.succeeded(ledger, login, here)
    try:
        ledger.set_password(person.id, _new_password(said, person))
    except KpiError as error:
        page.faults(error)
        return
    ledger.end_sessions_but(person.id, found.session.token_sha256)
    noted("password.change", person.id, here)
    page.said(page.text("signin.changed"), "good")


def logout(request: Request, said: Said) -> Response:
    """Ends this session, or every one of the person."""
    found = _signed_in(request)
    if found is not None:
        everywhere = request.url.path.endswith("/everywhere")
        if everywhere:
            _ledger().end_sessions_of(found.person.id)
        else:
            _ledger().end_session(found.session.token_sha256)
        noted("session.end", found.person.id, address(request), everywhere=everywhere)
    answer = RedirectResponse(f"/login?lang={Page(request).text.language}", 303, NO_STORE)
    drop(request, answer, SESSION)
    return answer


def _signed_in(request: Request) -> SignedIn | None:
    token = cookie(request, SESSION)
    return sessions.standing(_ledger(), digest(token), Settings.from_environment()) if token else None


def _new_password(said: Said, person: Person) -> str:
    """The hash of the password in the form. Raises KpiError for a bad one, and for two that differ."""
    wanted = str(said.get("password_new", ""))
    passwords.require_good(wanted, person.login or "")
    passwords.require_same(wanted, str(said.get("password_again", "")))
    return passwords.hashed(wanted)


def _password_fields(page: Page, person: Person) -> list[str]:
    rules = escape(page.text("signin.rules", shortest=passwords.SHORTEST))
    return [
        f'<input type="hidden" name="username" autocomplete="username" value="{escape(person.login or "")}">',
        page.field("password_new", "password", "new-password"),
        f'<p class="quiet">{rules}</p>',
        page.field("password_again", "password", "new-password"),
    ]


def _expired_form(request: Request) -> Response:
    page = Page(request)
    page.heading("form_expired", page.text("signin.form_remedy"))
    page.link("/login", "to_login")
    return page.answer(403)


def _ledger() -> Ledger:
    return ledger_of(Paths.from_environment())


BOTH = ["GET", "POST"]
SIGN_IN_ROUTES = [
    Route("/login", handled(login), methods=BOTH),
    Route("/link/{token}", handled(link), methods=BOTH),
    Route("/account", handled(account), methods=BOTH),
    Route("/oidc/start", oidc.start),
    Route("/oidc/callback", oidc.callback),
    Route("/logout", handled(logout), methods=["POST"]),
    Route("/logout/everywhere", handled(logout), methods=["POST"]),
]
