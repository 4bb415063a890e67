"""Real receivers on loopback: an SMTP server and a web server, each in a thread of its own."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.loopback import free_port

PASSWORD = "correct-horse-battery"


@dataclass
class Post:
    """A mail server's memory; `data` and `rcpt` are what it answers."""

    port: int
    data: str
    rcpt: str
    mails: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.mails.append(envelope)
        return self.data


@contextmanager
def post_office(
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    auth: bool = False,
    data: str = "250 2.0.0 Ok: queued as 4XyZ",
    rcpt: str = "250 OK",
) -> Iterator[Post]:
    post = Post(free_port(), data, rcpt)

    def check(_s: SMTP, _session: Session, _e: Envelope, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=right, handled=right)

    required = bool(starttls)  # aiosmtpd takes a connection that began with TLS for a plain one
    options: dict[str, Any] = {
        "auth_required": required,
        "auth_require_tls": required,
        "authenticator": check,
    }
    controller = Controller(
        post,
        hostname="127.0.0.1",
        port=post.port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=bool(starttls),
        **(options if auth else {}),
    )
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


@dataclass
class Site:
    """A web server's memory; `answer` is what it answers."""

    url: str = ""
    answer: Response = field(default_factory=lambda: Response(status_code=204))
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    behind: Callable[[Request], Awaitable[Response]] | None = None  # who answers in its place

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.requests.append((str(request.url), dict(request.headers), body))
        return await self.behind(request) if self.behind else self.answer


@contextmanager
def web_site(
    answer: Response | None = None, *, certificate: str | None = None, key: str | None = None
) -> Iterator[Site]:
    site = Site()
    site.answer = answer or site.answer
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(routes=[Route("/{path:path}", site.take, methods=methods)])
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=free_port(),
        log_level="error",
        ssl_certfile=certificate,
        ssl_keyfile=key,
        ws="none",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the web server did not start"
    site.url = f"{'https' if certificate else 'http'}://127.0.0.1:{config.port}"
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join()
