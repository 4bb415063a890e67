"""Traces to an OpenTelemetry collector: the only module that knows its libraries, an extra part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from model.errors import ProgramMissing, SettingsInvalid
from pipeline import tracing
from pipeline.tracing import Mark, Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import SpanContext

_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_TRACE_BYTES: Final = 16
_SPAN_BYTES: Final = 8
_mark: ContextVar[Mark | None] = ContextVar("billhook_mark", default=None)


def start(address: str, *, service: str) -> TracerProvider:
    """Send every span of this process to a collector (OTLP over HTTP), until `shutdown`.

    Raises:
        ProgramMissing: the libraries are not installed.
        SettingsInvalid: the address is none, or would send in clear over the network.
    """
    url = urlsplit(address)
    secure = url.scheme == "https" or (url.scheme == "http" and url.hostname in _HERE)
    if not (secure and url.hostname):
        raise SettingsInvalid("traces must be an https address, or http on this machine.")
    try:  # an extra: who sends no traces needs none of it
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise ProgramMissing(
            "Traces need OpenTelemetry; install it with: pip install 'billhook[otel]'."
        ) from None
    return send_to(OTLPSpanExporter(endpoint=address), service=service)


def send_to(exporter: SpanExporter, *, service: str) -> TracerProvider:
    """Hand every span of this process to an exporter, in the background, until `shutdown`."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator

    class Derived(IdGenerator):
        """Ids that follow from marks; random ones where there is none."""

        chance = RandomIdGenerator()

        def generate_trace_id(self) -> int:
            mark = _mark.get()
            return _trace_id(mark) if mark else self.chance.generate_trace_id()

        def generate_span_id(self) -> int:
            mark = _mark.get()
            return _span_id(mark) if mark else self.chance.generate_span_id()

    # nothing of the machine or the environment is told: the resource is made by hand
    told = Resource({"service.name": "billhook", "service.instance.id": service})
    provider = TracerProvider(resource=told, id_generator=Derived(), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracing.watch(_Watcher(provider))
    return provider


def stop(provider: TracerProvider) -> None:
    """Send what is left, and watch no more."""
    tracing.watch(None)
    provider.shutdown()


class _Watcher:
    """Makes a span of theirs of each of ours."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("billhook")

    @contextmanager
    def __call__(self, span: Span) -> Iterator[None]:
        """The time of the span."""
        from opentelemetry import trace

        context = None
        if span.parent:
            parent = trace.NonRecordingSpan(_context(span.parent))
            context = trace.set_span_in_context(parent)
        token = _mark.set(span.mark)
        try:
            theirs = self._tracer.start_span(
                span.name, context, links=[trace.Link(_context(mark)) for mark in span.links]
            )
        finally:
            _mark.reset(token)
        with trace.use_span(theirs, record_exception=False, set_status_on_exception=False):
            try:
                yield
            except BaseException as error:  # its message may quote what others wrote
                theirs.set_status(trace.Status(trace.StatusCode.ERROR, type(error).__name__))
                raise
            finally:
                theirs.set_attributes({f"billhook.{key}": it for key, it in span.facts.items()})
                theirs.end()


def _context(mark: Mark) -> SpanContext:
    from opentelemetry.trace import SpanContext, TraceFlags

    sampled = TraceFlags(TraceFlags.SAMPLED)
    return SpanContext(_trace_id(mark), _span_id(mark), is_remote=True, trace_flags=sampled)


def _trace_id(mark: Mark) -> int:
    return _number(f"trace|{mark.root}", _TRACE_BYTES)


def _span_id(mark: Mark) -> int:
    return _number(f"span|{mark.about}", _SPAN_BYTES)


def _number(text: str, size: int) -> int:
    """Never 0, which stands for no id."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:size]) | 1
