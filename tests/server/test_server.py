"""The ASGI application around the pages."""

import re

import pytest
from plotly.offline import get_plotlyjs_version
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from kpi.ui.server import INSIDE, ROUTES
from kpi.ui.server.assets import ASSETS, CHART_SCRIPT, CHARTS
from kpi.ui.server.compressed import SOURCES, compress_all
from kpi.ui.server.headers import BEHIND_TLS, HEADERS, Headers


async def plain(request: object) -> PlainTextResponse:
    return PlainTextResponse("plain")


@pytest.fixture(scope="module")
def client() -> TestClient:
    compress_all()
    routes = [
        *ROUTES,
        Route("/static/{rest:path}", plain),
        Route("/_stcore/metrics", plain),
        Route("/other", plain),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Headers), *INSIDE]))


def test_a_page_says_its_language(client: TestClient) -> None:
    assert '<html lang="ko"' in client.get("/").text
    assert '<html lang="en"' in client.get("/metric?lang=en").text
    assert '<html lang="ko"' in client.get("/quality?lang=klingon").text


def test_an_unknown_api_address_is_a_404_that_a_program_understands(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "api_errors.not_found"


def test_scripts_are_sent_compressed_and_unchanged(client: TestClient) -> None:
    script = max((SOURCES["/"] / "static" / "js").glob("*.js"), key=lambda path: path.stat().st_size)
    answer = client.get(f"/static/js/{script.name}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < script.stat().st_size / 2
    assert answer.content == script.read_bytes()


def test_the_charts_script_is_asked_for_early_and_sent_compressed_or_as_it_is(client: TestClient) -> None:
    assert f'<script async src=".{CHART_SCRIPT}">' in client.get("/").text
    script = (CHARTS / CHART_SCRIPT.rsplit("/", 1)[1]).read_bytes()
    for accepted, sent in (("gzip", "gzip"), ("identity", None)):
        answer = client.get(CHART_SCRIPT, headers={"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == sent
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content == script


def test_the_charts_script_is_the_one_that_the_figures_are_made_for() -> None:
    assert CHART_SCRIPT == f"/charts/plotly-cartesian-{get_plotlyjs_version()}.min.js"
    assert CHART_SCRIPT in (ASSETS / "charts.js").read_text("utf-8")


def test_a_browser_that_takes_no_gzip_gets_the_file_itself(client: TestClient) -> None:
    assert client.get("/static/js/any.js", headers={"accept-encoding": "identity"}).text == "plain"


@pytest.mark.parametrize(
    "path", ["/static/../../config.toml", "/static/%2e%2e/%2e%2e/secret.js", "/static/js/none.js"]
)
def test_nothing_outside_the_copies_is_sent(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert "config" not in answer.text


def test_every_answer_forbids_what_comes_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/other", "/api/x"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert not re.search(r"https?://", policy)
        scripts = next(each for each in policy.split("; ") if each.startswith("script-src"))
        assert "unsafe" not in scripts and "sha256-" in scripts


def test_every_answer_tells_browsers_to_keep_it_to_this_site(client: TestClient) -> None:
    for path in ("/", "/other", "/api/x"):
        told = client.get(path).headers
        assert {name: told[name] for name in HEADERS} == HEADERS
        assert "strict-transport-security" not in told


def test_behind_tls_browsers_are_told_never_to_come_without(client: TestClient) -> None:
    told = client.get("https://testserver/other").headers
    assert told["strict-transport-security"] == BEHIND_TLS["Strict-Transport-Security"]


def test_usage_metrics_are_for_the_same_machine_only() -> None:
    app = Starlette(routes=[Route("/_stcore/metrics", plain)], middleware=[Middleware(Headers)])
    assert TestClient(app, client=("127.0.0.1", 1)).get("/_stcore/metrics").status_code == 200
    assert TestClient(app, client=("10.0.0.9", 1)).get("/_stcore/metrics").status_code == 403
    behind_proxy = TestClient(app, client=("127.0.0.1", 1), headers={"X-Forwarded-For": "10.0.0.9"})
    assert behind_proxy.get("/_stcore/metrics").status_code == 403
