"""The way of a document as spans, from its mail to its delivery, without a word from outside."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from model import at_work
from model.errors import SettingsInvalid
from model.mail import RawMail
from pipeline import answers, otel, tracing
from pipeline.deliveries import delivering
from pipeline.mails import mail
from pipeline.tracing import Span, of_mail
from pipeline.works import Works
from storage import deliveries, documents
from storage import mail as journal
from tests.pipeline.conftest import CLERK, NOW, Outside, notice_mail, paper
from tests.pipeline.portals.test_visits import run_all


@pytest.fixture
def watched() -> Iterator[Callable[[], dict[str, ReadableSpan]]]:
    """What was traced so far, by name."""
    exporter = InMemorySpanExporter()
    provider: TracerProvider = otel.send_to(exporter, service="test")

    def spans() -> dict[str, ReadableSpan]:
        assert provider.force_flush(60_000)
        return {span.name: span for span in exporter.get_finished_spans()}

    yield spans
    otel.stop(provider)


def _from_mail_to_delivery(works: Works, outside: Outside, folder: Path) -> None:
    raw = b"an announcement"
    outside.mails[raw] = notice_mail("R-1")
    with works.store.begin() as tx:
        sha256 = works.store.files.put(raw)
        message_id = journal.journal(tx, "ap", RawMail("<1>", 1, NOW, raw), sha256)
    assert message_id
    mail.understand(works, message_id)
    mail.conclude(works, message_id)
    outside.brings(folder, paper("R-1"))
    run_all(works)
    with works.store.begin() as tx:
        (document,) = documents.every(tx)
        answers.release(tx, CLERK, document.id, document.version)
        (delivery,) = deliveries.of_document(tx, document.id)
    delivering.attempt(works, delivery.id)


@pytest.mark.slow
def test_a_document_is_followed_from_its_mail_to_its_delivery(
    works: Works,
    outside: Outside,
    tmp_path: Path,
    watched: Callable[[], dict[str, ReadableSpan]],
) -> None:
    _from_mail_to_delivery(works, outside, tmp_path)
    spans = watched()
    assert set(spans) == {"mail", "expectation", "visit", "document", "delivery"}
    context = {name: span.context for name, span in spans.items()}
    parent = {name: span.parent for name, span in spans.items()}
    assert parent["expectation"].span_id == context["mail"].span_id
    assert context["expectation"].trace_id == context["mail"].trace_id
    (answered,) = spans["visit"].links
    assert answered.context.span_id == context["expectation"].span_id
    assert answered.context.trace_id == context["mail"].trace_id
    assert parent["document"].span_id == context["visit"].span_id
    assert parent["delivery"].span_id == context["document"].span_id
    assert len({context[name].trace_id for name in ("visit", "document", "delivery")}) == 1
    ends = {name: (span.attributes or {}).get("billhook.outcome") for name, span in spans.items()}
    assert (ends["visit"], ends["delivery"]) == ("OK", "taken")
    told = ("name", "attributes", "events", "status", "resource")  # no times
    said = json.dumps(
        [[json.loads(one.to_json())[part] for part in told] for one in spans.values()]
    )
    said = re.sub(r"[0-9a-f]{32}", "", said)  # ids hold any figures
    for foreign in ("Nordwind", "nw.example", "R-1", "right", "K-1", "119"):
        assert foreign not in said


def test_a_span_that_breaks_says_its_kind_and_nothing_else(
    watched: Callable[[], dict[str, ReadableSpan]],
) -> None:
    with pytest.raises(ValueError, match="a secret"), tracing.span("mail", of_mail("m"), mail="m"):
        raise ValueError("a secret")
    span = watched()["mail"]
    assert span.status.description == "ValueError"
    assert "a secret" not in span.to_json()


def test_where_nobody_watches_nothing_is_asked_and_the_log_knows_the_ids() -> None:
    def refuse() -> None:
        raise AssertionError("asked for nothing")

    with tracing.span("delivery", parent=refuse, delivery="d-1") as span:
        assert at_work.ids() == {"delivery": "d-1"}
        span.note(outcome="taken")
    assert at_work.ids() == {}
    assert isinstance(span, Span)


@pytest.mark.parametrize(
    "address", ["http://collector.example:4318/v1/traces", "ftp://x.example", "collector", ""]
)
def test_traces_leave_this_machine_encrypted_only(address: str) -> None:
    with pytest.raises(SettingsInvalid, match="https"):
        otel.start(address, service="test")


@pytest.mark.slow
def test_a_collector_gets_them_as_otlp() -> None:
    got: list[bytes] = []
    came = threading.Event()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()
            came.set()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        address = f"http://127.0.0.1:{server.server_port}/v1/traces"
        provider = otel.start(address, service="worker-1")
        with tracing.span("mail", of_mail("m-1"), mail="m-1"):
            pass
        assert came.wait(60)  # a batch is sent every few seconds
        otel.stop(provider)
        server.shutdown()
        serving.join(60)
    assert b"billhook.mail" in b"".join(got)
    assert b"worker-1" in b"".join(got)
