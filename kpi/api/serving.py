"""The ASGI application below `/api`: every address, known or not, is answered here, in a thread."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kpi.access import require
from kpi.api.answers import BASE, ORIGIN, answer, etag, format_of, is_known, page_of
from kpi.api.asking import Asker, asker_of
from kpi.api.document import document
from kpi.api.limits import Buckets, Limits
from kpi.api.parameters import Asked, AtMoment, read
from kpi.api.problems import Refused, fault, problem
from kpi.api.resources import RESOURCES, Question, Resource, version
from kpi.audit import Action, recorded
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.moments import Moment, resolve
from kpi.signin.requests import address

METHODS = ("GET", "HEAD")
DOCUMENT = f"{BASE}/openapi.json"
ROUTES = [(re.compile(BASE + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", each.path)), each) for each in RESOURCES]
ADDRESSES = [DOCUMENT, *(BASE + each.path for each in RESOURCES)]

log = logging.getLogger(__name__)


class Api:
    """Every answer below `/api`; nothing that is asked makes it fail."""

    def __init__(
        self, paths: Callable[[], Paths] = Paths.from_environment, limits: Limits | None = None
    ) -> None:
        self._paths, self._limits = paths, limits or Limits.from_environment()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        response = await run_in_threadpool(self._answered, request)
        if request.method == "HEAD":
            # The headers stay those of GET.
            response.body = b""
        await response(scope, receive, send)

    def _answered(self, request: Request) -> Response:
        path, language = request.scope["path"], _language(request)
        try:
            return self._found(request, path)
        except KpiError as error:
            return problem(error, path, language)
        except Exception:
            log.exception("an answer of the API failed")
            return problem(Refused(500, fault("unexpected")), path, language)

    def _found(self, request: Request, path: str) -> Response:
        _require_token(self._limits.address, address(request))
        found = next(((each, match) for each, match in _matches(path)), None)
        if found is None and path != DOCUMENT:
            raise Refused(404, fault("not_found", value=path[:200], allowed=ADDRESSES))
        if request.method not in METHODS:
            headers = {"Allow": ", ".join(METHODS)}
            raise Refused(405, fault("method", value=request.method[:20], allowed=METHODS), headers=headers)
        if found is None:
            return Response(json.dumps(document()), media_type="application/json")
        paths = self._paths()
        asker = asker_of(request, paths)
        _require_token(self._limits.asker, asker.name)
        resource, match = found
        with recorded(asker.viewer, paths, Action.API_READ, resource.path, by=asker.name):
            require(resource.opens in asker.opens, "key_closed", resource.opens, asker.opens)
            return _of_resource(request, resource, match.groupdict(), asker, paths)


def _matches(path: str) -> list[tuple[Resource, re.Match[str]]]:
    told = [(each, pattern.fullmatch(path)) for pattern, each in ROUTES]
    return [(each, match) for each, match in told if match]


def _of_resource(
    request: Request, resource: Resource, in_path: dict[str, str], asker: Asker, paths: Paths
) -> Response:
    asked: Any = read(resource.asked, request.scope["query_string"])
    format = format_of(asked.format, request.headers.get("accept", ""))
    moment = _moment(asked, paths)
    tag = etag(
        version(asker.viewer, paths, moment), asker.viewer.scope, request.scope["path"], format,
        asked.model_dump_json(exclude={"format", "lang"}),
    )  # fmt: skip
    question = Question(asker.viewer, paths, asked, moment, in_path.get("round", ""))
    told, unchanged = request.headers.get("if-none-match", ""), Response(None, 304, {**ORIGIN, "ETag": tag})
    if is_known(tag, told):
        return unchanged
    page = page_of(resource.answer(question), resource.row, resource.order, asked)
    # Any tag at all: only now it is known that there is an answer.
    if told.strip() == "*":
        return unchanged
    return answer(page, format, asked, moment, request.scope["path"], tag)


def _moment(asked: Asked, paths: Paths) -> Moment | None:
    """What is asked of; None for what lies in the ledger."""
    if not isinstance(asked, AtMoment):
        return None
    if asked.release is not None and asked.as_known_on is not None:
        raise Refused(422, fault("both_moments", "as_known_on"))
    return resolve(paths, as_known_on=asked.as_known_on, release=asked.release)


def _require_token(buckets: Buckets, name: str) -> None:
    if wait := buckets.wait(name):
        said = fault("too_often", value=wait, allowed=f"{buckets.a_minute:,}")
        raise Refused(429, said, headers={"Retry-After": str(wait)})


def _language(request: Request) -> str:
    """Korean, unless English is asked for."""
    said = re.search(rb"(?:^|&)lang=(ko|en)(?:&|$)", request.scope["query_string"])
    if said:
        return said[1].decode()
    return "en" if request.headers.get("accept-language", "").strip().lower().startswith("en") else "ko"
