"""The demo company's outside world in one process: mailbox, portals, approval system.

`python -m billhook.demo.peers --dir DIR --date 2026-11-02` prints one line of JSON with every
address when all of them answer, and runs until SIGTERM. Its state lives in DIR: `peers.json`
(addresses and the fictional credentials), `portals/NAME.json` (those of one portal each), the
mailbox, what the approval system received, the printed documents. Started again on the same DIR it
keeps its ports and forgets nothing.

`POST /_peers/deliver?batch=N` (or `batch=all`) on the control address puts mails into the mailbox.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from aiosmtpd.smtp import SMTP
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from billhook.demo.approval import Approval, Register
from billhook.demo.archive import Archive
from billhook.demo.letters import Letters
from billhook.demo.mailbox import Mailbox
from billhook.demo.morning import morning
from billhook.demo.portals import PORTALS
from billhook.demo.portals.desk import Desk
from billhook.demo.shapes import World
from billhook.demo.world import MORNING, build
from model.clock import SystemClock
from model.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST: Final = "127.0.0.1"
MAIL_KEY: Final = "canal-row-22"
STATUS_PHRASE: Final = "approvals-of-aldermoor"
SIGNING_KEY: Final = "whsec_QWxkZXJtb29yIEx0ZCBhcHByb3ZhbCBzeXN0ZW0h"
APPROVAL_ADDRESS: Final = "invoices@approvals.aldermoor.example"
_SERVICES: Final = ("control", "approval", "smtp", "imap", *PORTALS)


class Switchboard:
    """Passes a request to the application of the port that it came in by."""

    def __init__(self, apps: Mapping[int, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._apps[scope["server"][1]](scope, receive, send)


class _Server(uvicorn.Server):
    """A web server that says when it answers and leaves the signals to the process around it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answers = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self.answers.set()


@dataclass(frozen=True, slots=True)
class Post:
    """Puts the morning's mails into the mailbox, each of them once."""

    letters: Letters
    mailbox: Mailbox

    async def deliver(self, batch: int | None) -> int:
        """How many mails of the batch (None: of all batches) were new."""
        mails = [mail for mail in morning(self.letters.world) if batch in {None, mail.batch}]
        delivered = 0
        for mail in mails:
            identity, sent = self.letters.message_id(mail), self.letters.sent(mail)
            delivered += await self.mailbox.deliver(identity, self.letters.write(mail), sent)
        return delivered

    async def trickle(self, seconds: float) -> None:
        """Deliver one batch after the other."""
        last = max(mail.batch for mail in morning(self.letters.world))
        for batch in range(2, last + 1):
            await asyncio.sleep(seconds)
            await self.deliver(batch)

    async def answer(self, request: Request) -> Response:
        """The control address's answer to `POST /_peers/deliver`."""
        wanted = request.query_params.get("batch", "all")
        if wanted != "all" and not wanted.isdecimal():
            return JSONResponse({"error": "batch is a number or all"}, status_code=400)
        batch = None if wanted == "all" else int(wanted)
        return JSONResponse({"delivered": await self.deliver(batch)})


def listeners(remembered: Mapping[str, int]) -> dict[str, socket.socket]:
    """A bound socket for every service, at its old port where that is free."""
    return {name: _bound(remembered.get(name, 0)) for name in _SERVICES}


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.bind((HOST, 0))
    return listener


def directory(world: World, ports: Mapping[str, int]) -> dict[str, Any]:
    """What `peers.json` and the ready line say."""
    return {
        "date": world.today.isoformat(),
        "control": {"url": _url(ports["control"])},
        "imap": {
            "host": HOST,
            "port": ports["imap"],
            "user": world.company.mailbox,
            "password": MAIL_KEY,
        },
        "smtp": {"host": HOST, "port": ports["smtp"]},
        "approval": {
            "url": _url(ports["approval"]),
            "token": STATUS_PHRASE,
            "webhook_secret": SIGNING_KEY,
            "address": APPROVAL_ADDRESS,
        },
        "portals": {facts.slug: _entry(world, facts.slug, ports) for facts in world.portals},
        "ports": dict(ports),
    }


def _entry(world: World, slug: str, ports: Mapping[str, int]) -> dict[str, str]:
    """A portal as the vault knows it; `right_password` is there where the vault is wrong."""
    facts = world.portal(slug)
    known = facts.sign_in
    entry = {
        "url": _url(ports[slug]),
        "username": known.username,
        "password": known.stored or known.password,
        "customer_number": facts.account,
        "supplier": world.seller(facts.seller).name,
        "brand": facts.brand,
    }
    if known.stored:
        entry["right_password"] = known.password
    return entry | ({"totp": known.totp} if known.totp else {})


def _url(port: int) -> str:
    return f"http://{HOST}:{port}"


def remembered_ports(folder: Path) -> dict[str, int]:
    """The ports of the last run on this folder; none before the first."""
    try:
        ports: dict[str, int] = json.loads((folder / "peers.json").read_text())["ports"]
    except FileNotFoundError:
        return {}
    return ports


def _write(folder: Path, peers: Mapping[str, Any]) -> None:
    """Write `peers.json`, and for each portal the file that `portals visit` takes as credential."""
    (folder / "portals").mkdir(exist_ok=True)
    for slug, entry in peers["portals"].items():
        _put(folder / "portals" / f"{slug}.json", entry)
    _put(folder / "peers.json", peers)


def _put(file: Path, said: Mapping[str, Any]) -> None:
    fresh = file.with_suffix(".part")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(said, indent=2))
    fresh.rename(file)


class Peers:
    """The outside world on one folder and one date."""

    def __init__(self, folder: Path, today: date) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._sockets = listeners(remembered_ports(folder))
        ports = {name: listener.getsockname()[1] for name, listener in self._sockets.items()}
        world = build(today)
        self.directory = directory(world, ports)
        links = {slug: entry["url"] for slug, entry in self.directory["portals"].items()}
        archive = Archive(world, folder / "documents")
        clock = SystemClock()
        self._mailbox = Mailbox(folder / "mailbox.jsonl", world.company.mailbox, MAIL_KEY)
        self._register = Register(folder / "approval.jsonl")
        self._approval = Approval(
            self._register, clock, token=Secret(STATUS_PHRASE), key=Secret(SIGNING_KEY)
        )
        self.post = Post(Letters(world, archive, links), self._mailbox)
        self._apps: dict[int, ASGIApp] = {
            ports[slug]: portal(Desk(world.portal(slug), world, archive, clock)).app()
            for slug, portal in PORTALS.items()
        }
        self._apps[ports["approval"]] = self._approval.app()
        self._apps[ports["control"]] = Starlette(
            routes=[Route("/_peers/deliver", self.post.answer, methods=["POST"])]
        )

    async def start(self, stack: AsyncExitStack) -> None:
        """Answer on every address until the stack is unwound; then `peers.json` is there."""
        stack.callback(self._register.close)
        stack.callback(self._mailbox.close)
        imap = await self._mailbox.start(self._sockets["imap"])
        stack.callback(imap.close)
        loop = asyncio.get_running_loop()
        smtp = await loop.create_server(
            lambda: SMTP(self._approval, hostname="approvals.aldermoor.example"),
            sock=self._sockets["smtp"],
        )
        stack.callback(smtp.close)
        await self._serve_web(stack)
        _write(self._folder, self.directory)

    async def _serve_web(self, stack: AsyncExitStack) -> None:
        config = uvicorn.Config(
            Switchboard(self._apps), lifespan="off", log_level="warning", access_log=False
        )
        server = _Server(config)
        web = [one for name, one in self._sockets.items() if name not in {"imap", "smtp"}]
        task = asyncio.create_task(server.serve(sockets=web))

        async def stop() -> None:
            server.should_exit = server.force_exit = True
            await task

        stack.push_async_callback(stop)
        await server.answers.wait()


async def run(folder: Path, today: date, *, batch: int | None, trickle: float | None) -> None:
    """The outside world, until SIGTERM or SIGINT."""
    peers = Peers(folder, today)
    async with AsyncExitStack() as stack:
        await peers.start(stack)
        await peers.post.deliver(batch)
        print(json.dumps(peers.directory), flush=True)  # noqa: T201 - the ready line
        dripping = asyncio.create_task(peers.post.trickle(trickle)) if trickle else None
        await _signalled()
        if dripping:
            dripping.cancel()


async def _signalled() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the outside world from the command line."""
    parser = argparse.ArgumentParser(prog="python -m billhook.demo.peers", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="folder for all of its state")
    parser.add_argument("--date", type=date.fromisoformat, default=MORNING, help="its today")
    parser.add_argument(
        "--deliver", choices=("first", "all"), default="first", help="mails that wait at the start"
    )
    parser.add_argument(
        "--trickle", type=float, metavar="SECONDS", help="deliver one more batch every SECONDS"
    )
    given = parser.parse_args(arguments)
    batch = 1 if given.deliver == "first" else None
    asyncio.run(run(given.dir, given.date, batch=batch, trickle=given.trickle))


if __name__ == "__main__":
    main()
