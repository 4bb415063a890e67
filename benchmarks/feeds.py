"""Deliveries by the outbox to a sink on this machine, beside bare posts of the same bodies.

A delivery is read from the tables, its file from the store, signed with a key of the vault, posted,
and written down with its event; the reference posts the same bodies, one connection each. The
latency is that from the commit of the decision to the sink, one document and turn at a time: how
often a worker looks whether a turn is due comes on top of it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import MappingProxyType
from typing import Final

import httpx

from benchmarks import Measured
from benchmarks.mails import percentile, quietly
from billhook.settings import Settings, load
from billhook.wiring import CLOCK, opened_store, opened_vault, works
from model.deliveries import Destination, DestinationKind
from model.documents import DocumentFormat, DocumentKind, Reading, ReadState
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.money import Money
from model.secret import Secret
from model.suppliers import Supplier
from pipeline.deliveries.outbox import Outbox
from storage import deliveries, documents, suppliers
from storage.store import Store
from vault import ApiKey, KeyFile, create_vault

_BACKLOG: Final = 300
_WARM: Final = 10_000
"""The number of a document that is delivered before anything is measured."""
_SINGLY: Final = 20
_FILE: Final = b"%PDF-1.7\n" + b"x" * 60_000
_SIZE: Final = len(_FILE)
_KEY: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_DAY: Final = date(2026, 11, 2)
_NOON: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)


def run(_data: Path | None) -> Measured:
    """Deliveries a second of a backlog; the reference is bare posts a second."""
    with (
        _sink() as sink,
        _installation(sink) as settings,
        opened_store(settings) as store,
        opened_vault(settings) as vault,
    ):
        outbox = Outbox(works(settings, store, vault))
        _singly(store, sink, outbox, _WARM)
        keys = [_queue(store, number) for number in range(_BACKLOG)]
        while not all(key in sink.arrived for key in keys):
            outbox.turn("sink")
        ours = _rate([sink.arrived[key] for key in keys])
        latencies = [_singly(store, sink, outbox, _BACKLOG + one) for one in range(_SINGLY)]
        reference = _posts(sink)
    details = {
        "backlog": _BACKLOG,
        "bytes": _SIZE,
        "latency_p50": quietly(percentile(latencies, 0.5)),
        "latency_p95": quietly(percentile(latencies, 0.95)),
        "bare_post_p95": quietly(percentile(reference, 0.95)),
    }
    bare = len(reference) / sum(reference)
    return Measured("feeds", quietly(ours), quietly(bare), "deliveries a second", details)


@dataclass
class _Sink:
    """Takes whatever is posted; `arrived` says when, by key."""

    url: str = ""
    arrived: dict[str, float] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)


@contextmanager
def _sink() -> Iterator[_Sink]:
    sink = _Sink()

    class Door(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            sink.arrived.setdefault(self.headers["webhook-id"], time.monotonic())
            sink.bodies.append(body)
            self.send_response(204)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    sink.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def _installation(sink: _Sink) -> Iterator[Settings]:
    """A data folder whose only destination is the sink."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "billhook.toml").write_text(f'key_file = "{folder}/key"\n')
        settings = load(folder)
        with create_vault(settings.vault_file, KeyFile.make(folder / "key"), clock=CLOCK) as vault:
            vault.put("sink", ApiKey(key=Secret(_KEY)))
        to = Destination(
            "sink",
            "Sink",
            DestinationKind.WEBHOOK,
            MappingProxyType({"url": sink.url}),
            credential="sink",
        )
        with opened_store(settings) as store, store.begin() as tx:
            suppliers.add(tx, Supplier("nw", "Nordwind", "DE1"))
            deliveries.add_destination(tx, to)
        yield settings


def _queue(store: Store, number: int) -> str:
    """The key of the delivery of one more document, once the decision is committed."""
    content = _FILE + str(number).encode()
    sha256 = store.files.put(content)
    document = FiledDocument(
        id=f"doc-{number}",
        supplier_id="nw",
        account_id=None,
        kind=DocumentKind.INVOICE,
        number=f"RE-{number}",
        day=_DAY,
        due=None,
        gross=Money(Decimal("119.00"), "EUR"),
        net=Money(Decimal("100.00"), "EUR"),
        po_number=None,
        iban=None,
        format=DocumentFormat.PDF,
        read_state=ReadState.READ,
        sha256=sha256,
        media_type="application/pdf",
        status=DocumentStatus.READY,
        note="",
        received=_NOON,
        accept=True,
    )
    reading = Reading(DocumentKind.INVOICE, DocumentFormat.PDF, ReadState.READ, accept=True)
    key = hashlib.sha256(str(number).encode()).hexdigest()[:32]
    with store.begin() as tx:
        documents.add(tx, document, reading, DocumentSource(Channel.UPLOAD, "u", "Upload", _NOON))
        deliveries.queue(tx, document.id, "sink", key)
    return key


def _rate(arrivals: list[float]) -> float:
    return (len(arrivals) - 1) / (max(arrivals) - min(arrivals))


def _singly(store: Store, sink: _Sink, outbox: Outbox, number: int) -> float:
    """Seconds from one decision to its arrival."""
    key = _queue(store, number)
    decided = time.monotonic()
    outbox.turn("sink")
    return sink.arrived[key] - decided


def _posts(sink: _Sink) -> list[float]:
    """Seconds of each bare post of the same bodies."""
    taken = []
    for number, body in enumerate(list(sink.bodies)[:_BACKLOG]):
        begun = time.monotonic()
        httpx.post(sink.url, content=body, headers={"webhook-id": f"bare-{number}"}, verify=False)
        taken.append(time.monotonic() - begun)
    return taken
