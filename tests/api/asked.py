"""Asking the API in this process, and reading its answers as programs do."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow.parquet as parquet
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from kpi.api.limits import Limits
from kpi.api.serving import Api
from kpi.paths import Paths


def app_of(paths: Paths, limits: Limits) -> Starlette:
    """The API alone, as the server mounts it."""
    api = Api(lambda: paths, limits)
    return Starlette(routes=[Route("/api/{rest:path}", api), Route("/api", api)])


@dataclass(frozen=True)
class Asking:
    """A client with a key."""

    client: TestClient
    key: str

    def using(self, key: str) -> "Asking":
        return replace(self, key=key)

    def get(self, path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        said = {"Authorization": f"Bearer {self.key}", **(headers or {})}
        return self.client.get(f"/api/v1{path}", params=parameters, headers=said)

    def frame(self, path: str, format: str, **parameters: Any) -> pd.DataFrame:
        """The rows as a frame, read by the format's own reader."""
        answer = self.get(path, format=format, **parameters)
        assert answer.status_code == 200, answer.text
        if format == "json":
            return pd.DataFrame(answer.json()["rows"])
        if format == "csv":
            return pd.read_csv(BytesIO(answer.content), encoding="utf-8-sig")
        return parquet.read_table(BytesIO(answer.content)).to_pandas()
