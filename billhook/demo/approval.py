"""The approval system that the demo company already has: it receives, decides, and answers.

- `POST /webhook` takes a Standard Webhook (headers `webhook-id`, `webhook-timestamp`,
  `webhook-signature`: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`). The body is a
  CloudEvent whose `data` holds `kind`, `supplier`, `number`, `po_number` (may be null) and the
  file in base64 as `content` (also read: `content_base64`, `pdf`, `pdf_base64`). 204 when taken,
  also the second time; 401 for a wrong signature or a clock more than five minutes away; 400 else.
- Mail is taken with exactly one PDF in it and refused otherwise (554); its id is the header
  `X-Billhook-Key`, or the Message-ID without its brackets; the order is looked for in the PDF.
- It approves what names a purchase order, credit notes and statements; the rest it rejects.
- `GET /status?ids=a,b` (bearer token) answers `{"a": {"status": "AP", "reason": ""}}` in the codes
  of Peppol's Invoice Response: AB for the first second, then AP or RE; unknown ids are left out.
- `GET /` is a page for people, `GET /_peers/received` a list for tests, `POST /_peers/switch`
  with `{"down": true}` makes everything else answer 503 (and mail 451).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from html import escape
from pathlib import Path
from typing import Any, Final

from aiosmtpd.smtp import SMTP, Envelope, Session
from pypdfium2 import PdfDocument
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from billhook.demo.journal import Journal
from model.clock import Clock
from model.secret import Secret

TOLERANCE: Final = timedelta(minutes=5)
THINKING_TIME: Final = timedelta(seconds=1)
NEEDS_NO_ORDER: Final = frozenset({"credit_note", "statement"})
_ORDER: Final = re.compile(r"\bPO-\d{5}\b")
_TITLES: Final = {
    "statement": ("Statement no.",),  # first: a statement names credit notes among its lines
    "credit_note": ("Gutschrift", "Avoir", "Credit note", "Creditnota"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """A document that came in. `times` counts how often it was handed over under its id."""

    id: str
    channel: str
    kind: str
    supplier: str
    number: str
    po_number: str
    sha256: str
    at: float
    times: int = 1

    @property
    def approved(self) -> bool:
        """The decision."""
        return bool(self.po_number) or self.kind in NEEDS_NO_ORDER


class Register:
    """What the approval system has received, kept in a file."""

    def __init__(self, file: Path) -> None:
        self._journal = Journal(file)
        self._received: dict[str, Received] = {}
        for record in self._journal.past():
            self._enter(Received(**record))

    def take(self, received: Received) -> None:
        """Enter a document; one that is known is only counted."""
        self._journal.note(asdict(received))
        self._enter(received)

    def all(self) -> list[Received]:
        """Everything, in the order of its arrival."""
        return list(self._received.values())

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    def _enter(self, received: Received) -> None:
        known = self._received.get(received.id)
        entered = replace(known, times=known.times + 1) if known else received
        self._received[received.id] = entered


class Approval:
    """The receiving system: a web application and a mail handler on one register."""

    def __init__(self, register: Register, clock: Clock, *, token: Secret, key: Secret) -> None:
        self._register = register
        self._clock = clock
        self._token = token
        self._key = base64.b64decode(key.reveal().removeprefix("whsec_"))
        self.down = False

    def app(self) -> Starlette:
        """Its web application."""
        return Starlette(
            routes=[
                Route("/", self.show),
                Route("/webhook", self.receive, methods=["POST"]),
                Route("/status", self.tell_status),
                Route("/_peers/received", self.tell_received),
                Route("/_peers/switch", self.switch, methods=["GET", "POST"]),
            ]
        )

    async def receive(self, request: Request) -> Response:
        """A webhook, taken once."""
        if self.down:
            return _down()
        body = await request.body()
        if not self._is_signed(request.headers, body):
            return JSONResponse({"error": "the signature does not hold"}, status_code=401)
        try:
            event = json.loads(body)
            received = self._of_event(request.headers["webhook-id"], event["data"])
        except (ValueError, KeyError, TypeError) as problem:
            return JSONResponse({"error": f"no document in it: {problem!r}"}, status_code=400)
        self._register.take(received)
        return Response(status_code=204)

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """The SMTP answer to a mail."""
        if self.down:
            return "451 4.3.2 the approval system is down for maintenance"
        message = BytesParser(policy=default).parsebytes(bytes(envelope.original_content or b""))
        files = [part for part in message.walk() if part.get_content_type() == "application/pdf"]
        if len(files) != 1:
            return f"554 5.6.0 expected exactly one PDF, found {len(files)}"
        self._register.take(self._of_mail(message, _payload(files[0])))
        return "250 2.0.0 taken for approval"

    async def tell_status(self, request: Request) -> Response:
        """The decisions asked for."""
        if self.down:
            return _down()
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if Secret(shown) != self._token:
            return JSONResponse({"error": "unknown token"}, status_code=401)
        wanted = set(request.query_params.get("ids", "").split(","))
        known = (received for received in self._register.all() if received.id in wanted)
        return JSONResponse({received.id: self._status(received) for received in known})

    async def tell_received(self, _request: Request) -> Response:
        """Everything received, for tests."""
        return JSONResponse([{**asdict(one), **self._status(one)} for one in self._register.all()])

    async def switch(self, request: Request) -> Response:
        """The switch, after it was set; for tests."""
        if request.method == "POST":
            self.down = bool((await request.json()).get("down", self.down))
        return JSONResponse({"down": self.down})

    async def show(self, _request: Request) -> Response:
        """A page for people."""
        if self.down:
            return _down()
        rows = "".join(self._row(received) for received in reversed(self._register.all()))
        return HTMLResponse(_PAGE.replace("{rows}", rows))

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not identity or not stamp.isdecimal():
            return False
        if abs(self._clock.now().timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            return False
        digest = hmac.digest(self._key, f"{identity}.{stamp}.".encode() + body, "sha256")
        right = f"v1,{base64.b64encode(digest).decode()}".encode()
        shown = headers.get("webhook-signature", "").encode().split(b" ")
        return any(hmac.compare_digest(right, one) for one in shown)

    def _of_event(self, identity: str, data: Mapping[str, Any]) -> Received:
        content = base64.b64decode(
            _first(data, "content", "content_base64", "pdf", "pdf_base64"), validate=True
        )
        return Received(
            id=identity,
            channel="webhook",
            kind=str(data["kind"]),
            supplier=str(data["supplier"]),
            number=str(data["number"]),
            po_number=str(data.get("po_number") or ""),
            sha256=hashlib.sha256(content).hexdigest(),
            at=self._clock.now().timestamp(),
        )

    def _of_mail(self, message: Message, content: bytes) -> Received:
        text = _text(content)
        order = _ORDER.search(text)
        return Received(
            id=str(message.get("X-Billhook-Key") or message.get("Message-ID", "")).strip(" <>"),
            channel="mail",
            kind=_kind(text),
            supplier=str(message.get("From", "")),
            number=str(message.get("Subject", "")),
            po_number=order.group() if order else "",
            sha256=hashlib.sha256(content).hexdigest(),
            at=self._clock.now().timestamp(),
        )

    def _status(self, received: Received) -> dict[str, str]:
        age = self._clock.now().timestamp() - received.at
        if age < THINKING_TIME.total_seconds():
            return {"status": "AB", "reason": ""}
        if received.approved:
            return {"status": "AP", "reason": ""}
        return {"status": "RE", "reason": "PO missing"}

    def _row(self, received: Received) -> str:
        status = self._status(received)
        cells = (
            received.supplier,
            received.number,
            received.kind.replace("_", " "),
            received.po_number or "\u2013",
            received.channel,
        )
        words = {"AB": "received", "AP": "approved", "RE": f"rejected: {status['reason']}"}
        inner = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        code = status["status"]
        return f'<tr>{inner}<td class="{code}">{words[code]}</td></tr>'


def _down() -> Response:
    headers = {"retry-after": "5"}
    return JSONResponse({"error": "down for maintenance"}, status_code=503, headers=headers)


def _first(data: Mapping[str, Any], *names: str) -> str:
    """The value of the first name that is there."""
    found = next((name for name in names if name in data), names[0])
    return str(data[found])


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(content: bytes) -> str:
    """The text of a PDF's pages."""
    with PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _kind(text: str) -> str:
    found = (kind for kind, titles in _TITLES.items() if any(title in text for title in titles))
    return next(found, "invoice")


_PAGE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Approvals · Aldermoor Ltd</title><meta http-equiv="refresh" content="3"><style>
body{font:15px/1.5 Helvetica,Arial,sans-serif;margin:0;background:#f4f5f7;color:#20242a}
header{background:#3a2f5b;color:#fff;padding:1rem 2rem;font-weight:700}
main{max-width:64rem;margin:2rem auto;padding:0 1rem}table{width:100%;border-collapse:collapse;
background:#fff}th,td{text-align:left;padding:.5rem .8rem;border-bottom:1px solid #e4e6ea}
.AP{color:#1a7a3c;font-weight:600}.RE{color:#b3261e;font-weight:600}.AB{color:#777}
</style></head><body><header>Approvals · Aldermoor Ltd</header><main><table><thead><tr>
<th>Supplier</th><th>Document</th><th>Kind</th><th>Order</th><th>Came by</th><th>Decision</th>
</tr></thead><tbody>{rows}</tbody></table></main></body></html>"""
