"""No mailed link is ever requested: the real pipeline and Chromium, every connection recorded.

The mails' links lead to a recorder on this machine, under names that resolve to it. It also stands
where a proxy would be named, and every connection and name that this process asks for is noted.
"""

from __future__ import annotations

import asyncio
import json
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from billhook.settings import Settings
from billhook.wiring import works as wired
from fetchers.mail.identity import identity
from model.clock import SystemClock
from model.exceptions import ExceptionReason
from model.mail import FolderPosition, MailBatch, RawMail
from model.ports import Visitor
from model.secret import Secret
from model.suppliers import Account, Mailbox, MailSecurity, Portal, Supplier
from model.visits import VisitResult
from pipeline.mails import mail
from pipeline.portals import visits
from pipeline.works import Works
from storage import documents, exceptions, runs, suppliers
from storage import mail as stored
from storage.store import Store
from tests.portals import recipes
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER, Nosy, Recorder

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
BOX = Mailbox("ap", "AP", "127.0.0.1", 993, MailSecurity.TLS, "ap@buyer.example", "ap-mail")
PROVEN = "mx.buyer.example; dkim=pass header.d=farm.example; dmarc=pass header.from=farm.example"


@dataclass
class Opened:
    """A lease without a vault."""

    origins: frozenset[str]
    name: str = "farm"
    username: str = USER
    password: Secret = field(default_factory=lambda: Secret(PASSWORD))
    totp: Secret | None = None
    customer_number: str | None = None
    edition: str | None = None


class OpenVault:
    """A vault that opens the one credential."""

    def __init__(self, origin: str) -> None:
        self.origin = origin

    @contextmanager
    def lease(self, _name: str, **_why: str) -> Iterator[Opened]:
        yield Opened(frozenset({self.origin}))

    def names(self) -> tuple[()]:
        return ()

    def version(self, _name: str) -> int:
        return 1

    def put(self, _name: str, _record: object, **_why: str) -> None:
        """Nothing is kept."""

    def anchor_line(self) -> str:
        return ""

    @property
    def doubt(self) -> str:
        return ""

    @property
    def upkeep(self) -> SimpleNamespace:
        return SimpleNamespace(standing=lambda: None)


class Watched:
    """A site whose every request is written down."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.paths: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(f"{scope.get('path')}?{scope.get('query_string', b'').decode()}")
        await self.app(scope, receive, send)


@dataclass
class World:
    """The company, its portal, the recorder, and what this process connected to."""

    works: Works
    portal: Watched
    origin: str
    recorder: Recorder
    foreign: str
    asked: list[tuple[Any, ...]]
    blocked: list[str]

    @property
    def foreign_port(self) -> int:
        return urlsplit(self.foreign).port or 0

    def named(self, host: str, path: str = "/mailed") -> str:
        """An address that leads to the recorder under another name."""
        return f"http://{host}:{self.foreign_port}{path}"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with ExitStack() as stack:
        recorder = Recorder()
        foreign = stack.enter_context(serve(recorder))
        portal = Watched(Nosy(foreign=foreign.replace("127.0.0.1", "evil.localhost")).app())
        origin = stack.enter_context(serve(portal))
        settings = Settings(tmp_path, mail_authorities=("mx.buyer.example",), loopback_http=True)
        store = Store.open(settings.database_url, tmp_path, clock=SystemClock())
        stack.callback(store.close)
        blocked: list[str] = []
        works = wired(settings, store, OpenVault(origin))  # type: ignore[arg-type]  # a lease is all it gives
        works = replace(works, visit=_noting(works.visit, blocked))
        (works.recipes / "farm").mkdir(parents=True)
        (works.recipes / "farm" / "recipe.yaml").write_text(recipes.table(origin), encoding="utf-8")
        _company(store, origin)
        asked: list[tuple[Any, ...]] = []
        for name in ("connect", "connect_ex"):
            _note_calls(monkeypatch, name, asked)
        for variable in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(variable, foreign)
        yield World(works, portal, origin, recorder, foreign, asked, blocked)


def _noting(visit: Visitor, blocked: list[str]) -> Visitor:
    def noted(*given: Any, **more: Any) -> VisitResult:
        result = visit(*given, **more)
        blocked.extend(result.blocked_hosts)
        return result

    return noted


def _note_calls(monkeypatch: pytest.MonkeyPatch, name: str, asked: list[tuple[Any, ...]]) -> None:
    real = getattr(socket.socket, name)

    def noted(self: socket.socket, address: Any) -> Any:
        if self.family is not socket.AF_UNIX:
            asked.append(address)
        return real(self, address)

    monkeypatch.setattr(socket.socket, name, noted)


def _company(store: Store, origin: str) -> None:
    with store.begin() as tx:
        suppliers.add(tx, Supplier("farm", "Aldermoor Farm", domains=("farm.example",)))
        suppliers.add_account(tx, Account("farm-1", "farm", "K-771200"))
        portal = Portal(
            id="farm-portal",
            supplier_id="farm",
            name="Farm",
            start_url=f"{origin}/",
            origins=frozenset({origin}),
            credential="farm",
            recipe="farm",
            account_id="farm-1",
        )
        suppliers.add_portal(tx, portal)
        stored.add_mailbox(tx, BOX)


def notice(
    number: str, link: str, *, more: str = "", sender: str = "billing@farm.example"
) -> bytes:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = f"Aldermoor Farm <{sender}>"
    letter["To"] = "ap@buyer.example"
    letter["Subject"] = f"Your invoice {number} is ready"
    letter["Date"] = "Fri, 20 Nov 2026 09:00:00 +0100"
    letter["Message-ID"] = f"<{number}@farm.example>"
    letter.set_content(f"Your invoice {number} is ready: {link}\n")
    page = f"<p>Your invoice {number} is ready.</p><p><a href='{link}'>View invoice</a></p>{more}"
    letter.add_alternative(page, subtype="html")
    letter.add_attachment(
        f"<html><body><img src='{link}'><a href='{link}'>Invoice</a></body></html>".encode(),
        maintype="text",
        subtype="html",
        filename="notice.html",
    )
    return f"Authentication-Results: {PROVEN}\r\n".encode() + letter.as_bytes()


def arrive(works: Works, raw: bytes, uid: int) -> None:
    """A mail goes the whole way from the journal to its visit, if it causes one."""
    received = datetime(2026, 11, 20, 8, tzinfo=UTC)
    batch = MailBatch((RawMail(identity(raw), uid, received, raw),), FolderPosition(1, uid))
    mail.journal(works, BOX, batch)
    with works.store.read() as tx:
        (message,) = stored.unfinished(tx)
    asyncio.run(mail.read_mail(works, _step, message))
    with works.store.read() as tx:
        asked_for = [run.id for run in runs.unfinished(tx)]
    for run in asked_for:
        asyncio.run(visits.visit(works, _step, run))


async def _step(function: Any, *arguments: Any) -> Any:
    """What the engine does with a step, on a thread of its own as there."""
    return await asyncio.to_thread(function, *arguments)


def test_no_mailed_link_is_requested_while_the_portal_is_visited(world: World) -> None:
    more = (
        f"<img src='{world.named('pixel.localhost')}'><a href='{world.named('news.localhost')}'>"
        f"Unsubscribe</a><link rel=prefetch href='{world.named('127.0.0.1')}'>"
    )
    mailed = f"{world.origin}/file/INV-1001?token=mailed-canary"
    arrive(world.works, notice("INV-1001", mailed, more=more), 1)
    with world.works.store.read() as tx:
        filed = documents.every(tx)
        visited = runs.last(tx, "farm-portal")
        assert visited is not None, exceptions.open_(tx)
        assert visited.outcome is not None
        assert visited.outcome.good, visited.outcome
    assert len(filed) == len(DOCS)
    assert any(path.startswith("/login") for path in world.portal.paths)
    assert not [path for path in world.portal.paths if "mailed-canary" in path]
    # the portal's pages did call the recorder's host, and Chromium's fence stood before it
    assert f"evil.localhost:{world.foreign_port}" in world.blocked
    _assert_nothing_left(world)


HOSTILE = {
    "another port of the portal's host": lambda w: w.named("127.0.0.1"),
    "a stranger": lambda w: w.named("evil.localhost"),
    "a name before the @": lambda w: f"http://portal.farm.example@evil.localhost:{w.foreign_port}/",
    "a redirect of the portal": lambda w: (
        f"{w.origin}/go?url=http://evil.localhost:{w.foreign_port}/"
    ),
    "a look-alike": lambda w: w.named("farm.example.localhost"),
    "behind safe links": lambda w: (
        "https://eur02.safelinks.protection.outlook.com/?url=http%3A%2F%2Fevil.localhost%3A"
        f"{w.foreign_port}%2F"
    ),
}


def test_hostile_links_cause_no_visit_and_no_request(world: World) -> None:
    for uid, (name, link) in enumerate(HOSTILE.items(), 1):
        arrive(world.works, notice(f"INV-20{uid:02}", link(world)), uid)
        with world.works.store.read() as tx:
            reasons = [item.reason for item in exceptions.open_(tx)]
        assert reasons.count(ExceptionReason.SUSPICIOUS_MAIL) == uid, name
    assert world.portal.paths == []
    _assert_nothing_left(world)


def test_the_recorder_would_have_seen_a_request(world: World) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(world.named("localhost"), timeout=5) as answer:
        assert answer.status == 200
    proxied = urllib.request.build_opener()
    with proxied.open("http://evil.example/mailed", timeout=5) as answer:
        assert answer.status == 200
    assert [json.loads(hit)[0].rpartition("/")[2] for hit in world.recorder.hits] == ["mailed"] * 2
    assert len(world.asked) >= 2


def _assert_nothing_left(world: World) -> None:
    """Neither the recorder nor any address but the portal's own was asked for, by any process."""
    assert world.recorder.hits == []
    assert world.asked == []
