"""A visitor without a browser: Streamlit's own messages over its websocket, as the frontend sends them."""

import asyncio
import time
from collections import deque
from typing import Self
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks.server import Server

ZONE_KEY = "filter_zone"
WAITED_SECONDS = 60
# The frontend keeps large messages for two runs, and the server then sends only their hash.
RUNS_REMEMBERED = 2
LARGEST_MESSAGE = 1 << 27
WELL_ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visitor:
    """One session.

    `visit` and `open` open a page, `ask` and `choose` change its filters; all give the seconds to the script's end.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.errors = 0
        self.options: list[str] = []
        self._widget = ""
        self._fragment = ""
        self._query = ""
        self._page_hash = ""
        self._kept: deque[set[str]] = deque(maxlen=RUNS_REMEMBERED)

    async def __aenter__(self) -> Self:
        address = f"ws://127.0.0.1:{self.server.port}/_stcore/stream"
        self._socket = await connect(
            address,
            subprotocols=["streamlit"],
            max_size=LARGEST_MESSAGE,
            compression=None,
            origin=self.server.address,
            additional_headers={"Cookie": f"kpi_session={self.server.token}"},
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def visit(self, **filters: str) -> float:
        """The page of these filters, as a first visit or a link.

        Raises RuntimeError when it shows no zone filter.
        """
        self._query = urlencode(filters)
        took = await self._rerun(BackMsg())
        if not self.options:
            raise RuntimeError("the page showed no zone filter, but perhaps an error: look at the server")
        return took

    async def open(self, page: str, **filters: str) -> float:
        """Another page by its name in the address."""
        self._query, self._page_hash = urlencode(filters), ""
        message = BackMsg()
        message.rerun_script.page_name = page
        return await self._rerun(message)

    async def ask(self, **filters: str) -> float:
        """The same page with these put into its address, as a link does."""
        self._query = urlencode({**dict(parse_qsl(self._query)), **filters})
        return await self._rerun(BackMsg())

    async def choose(self, number: int, **filters: str) -> float:
        """Another zone in the filter, by its place in the list; `filters` are put into the address as a link
        does.
        """
        self._query = urlencode({**dict(parse_qsl(self._query)), **filters})
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = self._widget, self.options[number % len(self.options)]
        # A widget of a fragment reruns that fragment alone; a link runs the page anew.
        message.rerun_script.fragment_id = "" if filters else self._fragment
        return await self._rerun(message)

    async def _rerun(self, message: BackMsg) -> float:
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self._query, self._page_hash
        asked.cached_message_hashes.extend(set().union(*self._kept))
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(WAITED_SECONDS):
            await self._until_finished()
        return time.perf_counter() - started

    async def _until_finished(self) -> None:
        """Takes in one run of the script; an exception shown or an early end counts as an error."""
        kept: set[str] = set()
        async for data in self._socket:
            message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            if message.metadata.cacheable:
                kept.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                self.errors += message.script_finished not in WELL_ENDED
                self._kept.append(kept)
                return
            self._take(kind, message)
        self.errors += 1

    def _take(self, kind: str | None, message: ForwardMsg) -> None:
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            element = message.delta.new_element
            self.errors += element.WhichOneof("type") == "exception"
            if element.selectbox.id.endswith(ZONE_KEY):
                self._widget, self.options = element.selectbox.id, list(element.selectbox.options)
                self._fragment = message.delta.fragment_id
