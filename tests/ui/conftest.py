"""The dashboard over the sample desk: as an application, as a simulated page, in a real browser."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TextIO
from urllib.parse import urlsplit

import httpx
import pytest
from nicegui.element import Element
from nicegui.testing import User
from nicegui.testing.general import nicegui_reset_globals
from nicegui.testing.user_interaction import UserInteraction
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)

from model.clock import FixedClock
from model.secret import Secret
from tests import chromium as programs
from tests.loopback import free_port
from tests.ui.sample_desk import MAYA, PASSWORD, SampleDesk, SampleSessions
from tests.ui.sample_documents import NOW
from tests.waiting import until
from ui.components.drawing import Drawing, Piece, words_of
from ui.components.parts import Words
from ui.cookies import COOKIE
from ui.web import create_app

ROOT = Path(__file__).parents[2]
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
DESKTOP: Final[ViewportSize] = {"width": 1440, "height": 900}
Scheme = Literal["light", "dark"]


@pytest.fixture
def desk() -> SampleDesk:
    return SampleDesk()


@pytest.fixture
def sessions(desk: SampleDesk) -> SampleSessions:
    return SampleSessions(desk)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="module")
def little_to_look_through() -> None:
    """What was left alive by earlier tests is left out by the garbage collector.

    NiceGUI's tests collect twice each: over all that a session has left, three seconds a test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
async def stranger(
    little_to_look_through: None,
    desk: SampleDesk,
    sessions: SampleSessions,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole application that has not signed in."""
    monkeypatch.setenv("NICEGUI_USER_SIMULATION", "true")
    with nicegui_reset_globals():
        secret = Secret("a secret of the tests")
        app = create_app(desk, hosts=HOSTS, secret=secret, sessions=sessions, clock=clock)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
        ):
            yield client


@pytest.fixture
async def clerk(stranger: httpx.AsyncClient, sessions: SampleSessions) -> httpx.AsyncClient:
    """The same client, signed in."""
    stranger.cookies.set(COOKIE, sessions.open(MAYA.id).reveal())
    return stranger


@pytest.fixture
async def user(clerk: httpx.AsyncClient) -> User:
    """A simulated page of a person who is signed in."""
    return User(clerk)


def press(user: User, words: str, *, nth: int = 0) -> None:
    """Click the control that says these words."""
    found = user.find(content=words).elements
    said = sorted((one for one in found if words in _said(one)), key=lambda one: one.id)
    chain = [said[nth], *said[nth].ancestors()]
    control = next(element for element in chain if _clickable(element))
    UserInteraction(user, {control}, None).trigger("click", _pressed(control, words))


def _said(element: Element) -> tuple[str, ...]:
    if isinstance(element, Drawing):
        return element.words
    return (element.text,) if isinstance(element, Words) else ()


def _pressed(control: Element, words: str) -> str | None:
    """The name of the button that says these words, in a drawing that holds several."""
    inside = control._props["inside"] if isinstance(control, Drawing) else ()
    return next((name for one in inside for name in _names(one, words)), None)


def _names(one: Piece, words: str) -> Iterator[str]:
    if isinstance(one, str) or words not in words_of(one):
        return
    if "data-press" in one[1]:
        yield one[1]["data-press"]
    for inside in one[2]:
        yield from _names(inside, words)


def _clickable(element: Element) -> bool:
    return any(listener.type == "click" for listener in element._event_listeners.values())


@dataclass
class Site:
    """A served dashboard and the way to make things happen in it."""

    url: str
    pipe: TextIO

    def tell(self, line: str) -> None:
        """Make something happen; see tests/ui/serve.py."""
        self.pipe.write(line + "\n")
        self.pipe.flush()


@dataclass(frozen=True)
class Servers:
    """The process that serves one sample desk after the other."""

    process: subprocess.Popen[str]

    @contextmanager
    def one(self, pipe: Path) -> Iterator[Site]:
        """The dashboard over a new sample desk, in a process of its own."""
        port = free_port()
        os.mkfifo(pipe)
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{port} {pipe}\n")
        self.process.stdin.flush()
        with pipe.open("w") as line:
            site = Site(f"http://127.0.0.1:{port}", line)
            until(lambda: _answers(site))
            yield site
        assert self.process.stdout.readline() == "0\n", "it did not end well"


def _answers(site: Site) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{site.url}/health").is_success
    return False


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """What a server needs is imported once: three seconds of processor time."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("NICEGUI", "PYTEST"))}
    command = [sys.executable, "-m", "tests.ui.serve"]
    with subprocess.Popen(
        command, cwd=ROOT, env=inherited, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Servers(process)


@pytest.fixture(scope="module")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard over a sample desk that the tests of a file share."""
    with servers.one(tmp_path_factory.mktemp("site") / "pipe") as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, programs.chromium() as program:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page whose every complaint and every request is written down."""

    page: Page
    site: Site
    complaints: list[str]
    hosts: set[str]

    def heard(self, message: ConsoleMessage) -> None:
        """Write down what the browser complains of."""
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        """Open a screen and wait until it is alive."""
        self.page.goto(self.site.url + path)
        self.page.wait_for_function("window.did_handshake === true")
        return self.page


def watch(context: BrowserContext, site: Site) -> Watched:
    """A new page under watch."""
    watched = Watched(context.new_page(), site, [], set())
    page = watched.page
    page.on("console", watched.heard)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("request", lambda request: watched.hosts.add(urlsplit(request.url).netloc))
    return watched


def sign_in(watched: Watched, name: str = MAYA.name) -> None:
    """Sign in through the form."""
    page = watched.page
    page.goto(watched.site.url + "/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_function("window.did_handshake === true")


@pytest.fixture(scope="module")
def room(chromium: Browser) -> Iterator[BrowserContext]:
    """Where the pages of a file's tests open one after another.

    In a room of its own, each page would fetch and compile all scripts anew: two seconds of
    processor time.
    """
    with chromium.new_context() as room:
        yield room


@contextmanager
def seated(
    room: BrowserContext,
    site: Site,
    name: str = MAYA.name,
    *,
    size: ViewportSize = DESKTOP,
    scheme: Scheme = "light",
) -> Iterator[Watched]:
    """A page of a person who is signed in; in the end nothing of it is left in the room."""
    room.clear_cookies()
    form: dict[str, str | float | bool] = {"name": name, "password": PASSWORD}
    answer = room.request.post(
        f"{site.url}/login", form=form, headers={"origin": site.url}, max_redirects=0
    )
    assert answer.status == 303, answer.text()
    watched = watch(room, site)
    watched.page.set_viewport_size(size)
    watched.page.emulate_media(color_scheme=scheme)
    try:
        yield watched
    finally:
        watched.page.goto(f"{site.url}/health")
        watched.page.evaluate("localStorage.clear()")
        for page in room.pages:
            page.close()


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Scheme:
    return "dark" if request.param == "dark" else "light"


@pytest.fixture
def signed_in(room: BrowserContext, site: Site) -> Iterator[Watched]:
    """A signed-in page in the light theme."""
    with seated(room, site) as watched:
        yield watched
