"""`uvicorn benchmarks.plain.app:app`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st


@asynccontextmanager
async def _frozen(_: object) -> AsyncIterator[None]:
    """The product keeps what it has imported out of the collector's way; a floor that does not would be too
    easy.
    """
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).parent / "page.py", lifespan=_frozen)
