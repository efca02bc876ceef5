"""A visitor without a browser: one real Streamlit session over its WebSocket.

A session opens a page, changes widgets and changes pages as the browser's code does: it sends all
widget states, the address' parameters and what it has cached, and reads until the script finished.
What it costs the server is what a browser costs it, except for static files. Nothing is drawn.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

STREAM = "/_stcore/stream"
# Seconds after which a run counts as failed.
RUN_LIMIT = 30
# A bool is a toggle, words are a choice or a text, a list of words are pills, floats are a slider.
Value = bool | float | str | list[str] | tuple[float, ...]
UNFINISHED = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass(frozen=True)
class Run:
    """What one click cost: from sending it until the script finished, all messages included."""

    seconds: float
    bytes: int
    messages: int
    error: str = ""


@dataclass
class MessageCache:
    """Large messages that the server need not send again; they age by runs as in the browser."""

    kept: dict[str, tuple[ForwardMsg, int]] = field(default_factory=dict)
    runs: int = 0

    def read(self, payload: bytes) -> ForwardMsg:
        """The message itself, also where the server sent only its hash."""
        message = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") == "ref_hash":
            metadata, found = message.metadata, self.kept[message.ref_hash][0]
            self.kept[message.ref_hash] = found, self.runs
            message = ForwardMsg()
            message.CopyFrom(found)
            message.metadata.CopyFrom(metadata)
        elif message.metadata.cacheable:
            self.kept[message.hash] = message, self.runs
        return message

    def age(self, most: int) -> None:
        self.runs += 1
        self.kept = {key: kept for key, kept in self.kept.items() if self.runs - kept[1] <= most}


class Session:
    """One tab: what it shows, what its widgets say, and its address."""

    def __init__(self, url: str, socket: ClientConnection) -> None:
        self.url = url
        self.socket = socket
        self.cache = MessageCache()
        self.cache_age = 2
        self.elements: dict[tuple[int, ...], Element] = {}
        self.states: dict[str, WidgetState] = {}
        self.pages: dict[str, str] = {}
        self.page = ""
        self.page_hash = ""
        self.query: dict[str, list[str]] = {}

    async def open(self, address: str = "") -> Run:
        """The first visit, with a link's path and parameters: `response?adults=true`."""
        parts = urlsplit(address)
        self.page, self.query = parts.path, parse_qs(parts.query)
        return await self.rerun()

    async def go(self, page: str) -> Run:
        """Another page of the menu; the menu's widgets keep what they say."""
        self.page, self.page_hash = page, self.pages[page]
        return await self.rerun()

    async def click(self, name: str, value: Value) -> Run:
        """Give the widget with this key or label another value, as the address does."""
        widget = self.widget(name)
        self.states[widget.id] = widget_state(widget.id, value)
        if bound := getattr(widget, "query_param_key", ""):
            default = default_state(widget) == self.states[widget.id]
            self.query[bound] = [] if default else as_parameter(value)
        return await self.rerun()

    async def rerun(self) -> Run:
        """Run the script as things stand; whatever goes wrong is the run's error."""
        start = time.perf_counter()
        sizes, errors = [], []
        try:
            await self.socket.send(self.question().SerializeToString())
            async with asyncio.timeout(RUN_LIMIT):
                async for message in self.answers(sizes):
                    errors += errors_in(message)
        except (TimeoutError, ConnectionClosed, KeyError) as error:
            errors.append(f"{type(error).__name__}: {error}")
        seconds = time.perf_counter() - start
        self.forget_widgets()
        return Run(seconds, sum(sizes), len(sizes), "; ".join(errors))

    async def answers(self, sizes: list[int]) -> AsyncIterator[ForwardMsg]:
        """All messages of a run, its restarts included; `sizes` takes their bytes."""
        finished = False
        while not finished:
            payload = await self.socket.recv(decode=False)
            sizes.append(len(payload))
            message = self.cache.read(payload)
            self.take(message)
            yield message
            kind = message.WhichOneof("type")
            finished = kind == "script_finished" and message.script_finished != UNFINISHED
        self.cache.age(self.cache_age)

    def question(self) -> BackMsg:
        """What the browser sends at a click."""
        back = BackMsg()
        asked = back.rerun_script
        asked.query_string = urlencode(self.query, doseq=True)
        asked.page_script_hash = self.page_hash
        asked.page_name = "" if self.page_hash else self.page
        asked.widget_states.widgets.extend(self.states.values())
        asked.cached_message_hashes.extend(self.cache.kept)
        asked.context_info.url = f"{self.url}/{self.page}"
        asked.context_info.timezone = "UTC"
        asked.context_info.locale = "en-US"
        asked.context_info.color_scheme = "light"
        return back

    def take(self, message: ForwardMsg) -> None:
        """Keep what a message says of the page, the menu or the address."""
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.elements[tuple(message.metadata.delta_path)] = message.delta.new_element
        elif kind == "new_session":
            self.elements.clear()
            self.page_hash = message.new_session.page_script_hash
            self.cache_age = message.new_session.config.max_cached_message_age
        elif kind == "navigation":
            shown = message.navigation.app_pages
            self.pages = {page.url_pathname: page.page_script_hash for page in shown}
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = parse_qs(message.page_info_changed.query_string)

    def widget(self, name: str) -> Any:
        """The widget with this key, in which Streamlit's ids end, or with this label."""
        for content in map(content_of, self.elements.values()):
            if (found := getattr(content, "id", "")) and name in (key_of(found), content.label):
                return content
        raise KeyError(f"no widget {name!r} on the page {self.page!r}")

    def seen(self, kind: str) -> list[Any]:
        """What stands on the page of a kind, in the order drawn: `seen("plotly_chart")`."""
        found = [self.elements[path] for path in sorted(self.elements)]
        return [getattr(one, kind) for one in found if one.WhichOneof("type") == kind]

    def forget_widgets(self) -> None:
        """A browser knows the states of the widgets on the page, and of no others."""
        shown = {}
        for widget in map(content_of, self.elements.values()):
            state = self.states.get(getattr(widget, "id", "")) or default_state(widget)
            if state is not None:
                given = getattr(widget, "set_value", False)
                shown[state.id] = default_state(widget, given=True) if given else state
        self.states = shown


@contextlib.asynccontextmanager
async def session(url: str) -> AsyncIterator[Session]:
    """A connected session of the server at `url`; leaving the context closes the tab."""
    address = url.replace("http", "ws", 1) + STREAM
    options = {"subprotocols": ["streamlit"], "origin": url, "max_size": None}
    async with connect(address, **options) as socket:
        yield Session(url, socket)


def content_of(element: Element) -> Any:
    return getattr(element, element.WhichOneof("type") or "empty")


def key_of(widget_id: str) -> str:
    """`$$ID-<hash>-<key>`; a widget without a key of ours ends in None."""
    return widget_id.split("-", 2)[-1]


def errors_in(message: ForwardMsg) -> list[str]:
    """What a visitor would see go wrong."""
    kind = message.WhichOneof("type")
    if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
        found = message.delta.new_element.exception
        return [f"{found.type}: {found.message}"]
    if (
        kind == "script_finished"
        and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR
    ):
        return ["the script cannot be compiled"]
    return ["page not found"] if kind == "page_not_found" else []


def as_parameter(value: Value) -> list[str]:
    """A value as the address spells it."""
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, tuple):
        return [f"{one:g}" for one in value]
    return value if isinstance(value, list) else [str(value)]


def widget_state(identity: str, value: Value) -> WidgetState:
    """A widget's value as Streamlit's messages hold it."""
    if isinstance(value, bool):
        return WidgetState(id=identity, bool_value=value)
    if isinstance(value, str):
        return WidgetState(id=identity, string_value=value)
    if isinstance(value, float):
        return WidgetState(id=identity, double_value=value)
    state = WidgetState(id=identity)
    if isinstance(value, list):
        state.string_array_value.data.extend(value)
        state.string_array_value.SetInParent()
    else:
        state.double_array_value.data.extend(value)
    return state


def default_state(widget: Any, *, given: bool = False) -> WidgetState | None:
    """What a widget says before anyone touched it, or what the server has just given it.

    None where a browser sends nothing: buttons, texts, charts.
    """
    value = value_of(widget, given=given)
    return None if value is None else widget_state(widget.id, value)


def value_of(widget: Any, *, given: bool) -> Value | None:
    kind = widget.DESCRIPTOR.name
    if kind in {"Checkbox", "TextInput", "TextArea"}:
        return widget.value if given else widget.default
    if kind == "NumberInput":
        return float(widget.value if given else widget.default)
    if kind == "Slider":
        return tuple(widget.value if given else widget.default)
    if kind in {"ButtonGroup", "MultiSelect"}:
        chosen = [option_of(widget, index) for index in widget.default]
        return list(widget.raw_values) if given else chosen
    if kind in {"Radio", "Selectbox"} and (given or widget.HasField("default")):
        return widget.raw_value if given else option_of(widget, widget.default)
    return None


def option_of(widget: Any, index: int) -> str:
    """An option's words; those of pills have an icon beside them."""
    option = widget.options[index]
    return getattr(option, "content", option)
