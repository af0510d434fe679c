"""Signing in at an OpenID provider: there, with state, nonce and PKCE kept in a signed cookie, and back."""

from functools import lru_cache
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kpi.errors import KpiError
from kpi.ledger import Person
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.claims import Rule
from kpi.signin.entering import enter, next_page
from kpi.signin.noting import noted
from kpi.signin.pages import NO_STORE, Page, drop, keep
from kpi.signin.provider import Provider
from kpi.signin.requests import address, cookie
from kpi.signin.settings import Mode, Settings

PENDING = "kpi_oidc"
SECONDS_TO_SIGN_IN, SECONDS_TO_ANSWER, SECONDS_OF_CLOCKS = 600, 10, 60
# A provider may offer tokens without a signature, or signed by our own secret: neither is taken.
SIGNED_BY = "id_token_signing_alg_values_supported"
SIGNATURES = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
# What an answer that is none raises: by the protocol, in the token, and where it lacks what it must have.
UNSOUND = (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError)


async def start(request: Request) -> Response:
    """Off to the provider."""
    if Settings.from_environment().mode is not Mode.OIDC:
        return RedirectResponse("/login", 303, NO_STORE)
    try:
        provider = await run_in_threadpool(Provider.from_environment)
        request.scope["session"] = {}
        away = await _client(provider).authorize_redirect(request, provider.callback)
    except KpiError as error:
        return await _failed(request, error)
    except httpx2.HTTPError:
        return await _refused(request, "silent", 502)
    except UNSOUND:
        return await _refused(request, "unsound", 502)
    away.headers["cache-control"] = "no-store"
    pending = {"kept": request.session, "next": next_page(request, {})}
    keep(request, away, PENDING, _signer(provider).dumps(pending))
    return away


async def callback(request: Request) -> Response:
    """Back from the provider: who it was is looked up or entered, with role and zones by what was said now."""
    if Settings.from_environment().mode is not Mode.OIDC:
        return RedirectResponse("/login", 303, NO_STORE)
    try:
        provider = await run_in_threadpool(Provider.from_environment)
        pending = _pending(request, provider)
        if pending is None:
            return await _refused(request, "state", 400)
        said = await _said(request, provider, pending["kept"])
        rule = provider.claims.rule_for(said)
        if rule is None:
            return await _refused(request, "unmapped", 403)
        return await run_in_threadpool(_let_in, request, provider, said, rule, pending)
    except KpiError as error:
        return await _failed(request, error)
    except httpx2.HTTPError:
        return await _refused(request, "silent", 502)
    except UNSOUND:
        # Whoever was asked for consent at the provider may say no.
        code = "denied" if request.query_params.get("error") == "access_denied" else "unsound"
        return await _refused(request, code, 401)


async def _said(request: Request, provider: Provider, kept: dict[str, Any]) -> dict[str, Any]:
    """The claims of the token, whose signature, issuer, audience, time and nonce hold. Raises what is UNSOUND."""
    request.scope["session"] = kept
    wanted = {
        "iss": {"essential": True, "values": [provider.issuer]},
        "aud": {"essential": True, "values": [provider.client_id]},
    }
    client = _client(provider)
    metadata = await client.load_server_metadata()
    offered = metadata.get(SIGNED_BY) or SIGNATURES[:1]
    metadata[SIGNED_BY] = [each for each in offered if each in SIGNATURES]
    token = await client.authorize_access_token(request, claims_options=wanted, leeway=SECONDS_OF_CLOCKS)
    said = dict(token["userinfo"])
    if not said["sub"]:
        raise ValueError("a subject without a name")
    return said


def _let_in(
    request: Request, provider: Provider, said: dict[str, Any], rule: Rule, pending: dict[str, Any]
) -> Response:
    person = _person(provider, said, rule)
    if person.state != "active":
        noted("session.begin", person.id, address(request), "refused", code="suspended", way="oidc")
        return _page(request, "suspended", 403)
    answer = enter(request, {"next": pending["next"]}, person, "oidc")
    drop(request, answer, PENDING)
    return answer


def _person(provider: Provider, said: dict[str, Any], rule: Rule) -> Person:
    ledger, name = ledger_of(Paths.from_environment()), provider.claims.name_of(said)
    return ledger.person_from_outside(provider.issuer, str(said["sub"]), name, rule.role, rule.held)


def _pending(request: Request, provider: Provider) -> dict[str, Any] | None:
    """What was kept when this browser left; None where that is missing, too long ago or not ours."""
    try:
        return _signer(provider).loads(cookie(request, PENDING), max_age=SECONDS_TO_SIGN_IN)
    except BadSignature:
        return None


def _signer(provider: Provider) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(provider.client_secret, salt="kpi.signin.oidc")


@lru_cache(maxsize=1)
def _client(provider: Provider) -> StarletteOAuth2App:
    """Keeps what the provider says of itself; new keys are fetched when a token names one."""
    return OAuth().register(
        "kpi",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "timeout": SECONDS_TO_ANSWER,
        },
    )


async def _refused(request: Request, code: str, status: int) -> Response:
    await run_in_threadpool(noted, "session.begin", None, address(request), "refused", code=code, way="oidc")
    return _page(request, code, status)


def _page(request: Request, code: str, status: int) -> Response:
    page = Page(request, "/login")
    page.heading("failed")
    page.said(page.text(f"signin.oidc.{code}"))
    page.link("/login", "to_login")
    answer = page.answer(status)
    drop(request, answer, PENDING)
    return answer


async def _failed(request: Request, error: KpiError) -> Response:
    """What is wrong in the settings is for the log as well: whoever signs in can do nothing about it."""
    code = {"code": error.code, "way": "oidc"}
    await run_in_threadpool(noted, "session.begin", None, address(request), "refused", **code)
    page = Page(request, "/login")
    page.heading("failed")
    page.faults(error)
    return page.answer(503)
