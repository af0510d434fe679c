"""What went wrong as `application/problem+json` (RFC 9457): what, where, what is allowed, what to do."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from kpi.errors import AccessRefused, Fault, KpiError, LedgerError, MomentNotBuilt, Place
from kpi.text import Text, message, where

MEDIA = "application/problem+json"
UNKNOWN = {"ledger_errors.release_unknown", "ledger_errors.round_unknown"}


class Wrong(BaseModel):
    """One thing that is wrong, in words and as a code."""

    code: str
    what: str
    where: str
    allowed: str
    remedy: str


class Problem(BaseModel):
    """An answer that is no data."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Wrong]


class Refused(KpiError):
    """An answer with a status of its own, with what its headers say."""

    def __init__(self, status: int, *faults: Fault, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(*faults)
        self.status, self.headers = status, dict(headers or {})


def fault(code: str, at: str = "", value: Any = None, allowed: Any = None, **extra: Any) -> Fault:
    """A fault of the API; `at` is the parameter or header that it lies in."""
    return Fault(f"api_errors.{code}", Place(entry=at), value, allowed, extra)


def status_of(error: KpiError) -> int:
    """The status that says what kind of error it is."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, AccessRefused):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, MomentNotBuilt) or (isinstance(error, LedgerError) and error.code in UNKNOWN):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.SERVICE_UNAVAILABLE


def problem(error: KpiError, path: str, language: str) -> Response:
    """The error in words of a language."""
    status = HTTPStatus(status_of(error))
    said = Problem(
        type="about:blank",
        title=status.phrase,
        status=status,
        detail=" ".join(message(each, language) for each in error.faults),
        instance=path,
        errors=[_wrong(each, Text(language)) for each in error.faults],
    )
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    headers |= error.headers if isinstance(error, Refused) else {}
    # Escaped, because an address may hold what UTF-8 cannot say.
    return Response(json.dumps(said.model_dump()), status, headers, media_type=MEDIA)


def _wrong(each: Fault, text: Text) -> Wrong:
    allowed = (
        each.allowed
        if isinstance(each.allowed, str) or each.allowed is None
        else ", ".join(map(str, each.allowed))
    )
    values = {"value": each.value, "allowed": allowed or "", **each.extra}
    said = {
        part: text(f"{each.code}.{part}", **values) if f"{each.code}.{part}" in text else ""
        for part in ("what", "allowed", "remedy")
    }
    return Wrong(code=each.code, where=where(each, text), **said)
