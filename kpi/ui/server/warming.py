"""Everything that a first visitor would otherwise wait for, done once when the server starts."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit import config

from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.moments import catalogue_of, release_of, resolve
from kpi.signin.starting import begin
from kpi.ui.server.compressed import compress_all

HEAVY = (
    "pandas",
    "pyarrow",
    "kpi.charts",
    "kpi.queries.overview",
    "kpi.queries.quality",
    "kpi.queries.comparing_sentences",
    "kpi.queries.evaluated",
)


@asynccontextmanager
async def warm(app: Any) -> AsyncIterator[None]:
    """Imports, the newest release and compressed files; then what lives for ever is kept from the collector.

    A full collection walks through every object that is not set aside, and so would walk through these again and again.
    """
    for module in HEAVY:
        importlib.import_module(module)
    compress_all()
    begin(Paths.from_environment(), f"http://127.0.0.1:{config.get_option('server.port')}")
    try:
        moment = resolve(Paths.from_environment())
        release_of(moment)
        catalogue_of(moment)
    except KpiError as error:
        # The pages say the same in the reader's language, with what to do about it.
        print(f"no release to warm: {error}", flush=True)
    gc.collect()
    gc.freeze()
    yield
