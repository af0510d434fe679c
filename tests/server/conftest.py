"""A ledger, and the guard with the sign-in pages before an application that tells what got through to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.routes import SIGN_IN_ROUTES
from kpi.ui.server import MIDDLEWARE

HOST = "http://127.0.0.1:8501"
OWN = {"origin": HOST}


async def echo(request: Request) -> JSONResponse:
    return JSONResponse({key: value for key, value in request.headers.items() if key.startswith("x-kpi")})


async def listen(websocket: WebSocket) -> None:
    await websocket.accept()
    async for data in websocket.iter_bytes():
        await websocket.send_bytes(data)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setenv("KPI_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.delenv("KPI_SIGN_IN", raising=False)
    return ledger_of(Paths.from_environment())


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    routes = [
        *SIGN_IN_ROUTES,
        Route("/_stcore/health", lambda request: PlainTextResponse("ok")),
        WebSocketRoute("/_stcore/stream", listen),
        Route("/{rest:path}", echo, methods=["GET", "POST", "PUT"]),
    ]
    # Pages are echoed, so that what gets through the guard can be seen.
    guarding = [each for each in MIDDLEWARE if each.cls.__name__ in ("Headers", "Guard")]
    app = Starlette(routes=routes, middleware=guarding)
    yield TestClient(app, base_url=HOST, follow_redirects=False, client=("127.0.0.1", 5000))
