"""Health, readiness and metrics: what a supervisor, a load balancer and Prometheus ask.

Counters begin at zero with the process, as Prometheus expects of them, and grow by what the tables
say since; the other numbers are those of the tables. No supplier is named in a label unless the
installation's settings allow it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import JSONResponse, PlainTextResponse, Response

from model.api import Scope
from model.clock import Clock
from model.errors import BillhookError
from model.patience import Patience
from model.secret import Secret
from model.vitals import Ended, Vitals, VitalsDesk

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_LONGEST: Final = 256  # characters of a token
_OVERLAP: Final = timedelta(minutes=5)
"""Visits are looked for so far back: another machine's clock may be behind, or its writing slow."""
_AT_MOST_EVERY: Final = 5.0  # seconds between two looks at the tables
_BUCKETS: Final = (5, 10, 20, 30, 60, 120, 300, 600, 900)
_SETTLED: Final = frozenset({"delivered", "dead_letter", "cancelled"})


def watch(desk: VitalsDesk, clock: Clock, *, name_portals: bool) -> APIRouter:
    """The routes `/health`, `/ready` and `/metrics`."""
    router = APIRouter()
    metrics, patience = Metrics(desk, clock, name_portals=name_portals), Patience(clock)

    @router.get("/ready")
    def ready() -> Response:
        found = desk.readiness()
        said = {
            "ready": found.database,
            "database": found.database,
            "worker": found.worker,
            "vault_open": found.vault_open,
        }
        return JSONResponse(said, 200 if found.database else 503)

    @router.get("/metrics")
    def show(request: Request) -> Response:
        who = f"address {request.client.host if request.client else ''}"
        if wait := patience.wait(who):
            return PlainTextResponse("", 429, {"retry-after": f"{wait:.0f}"})
        try:
            if not _may(desk, request):
                patience.failed(who)
                return PlainTextResponse("", 401, {"www-authenticate": "Bearer"})
            return Response(metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
        except BillhookError:  # a scrape that fails is an alarm already
            return PlainTextResponse("", 503)

    return router


def health() -> dict[str, bool]:
    """Says that the web process answers."""
    return {"ok": True}


def _may(desk: VitalsDesk, request: Request) -> bool:
    """Whether a program of this machine asks, or the holder of a token for it.

    A proxy on this machine passes on what strangers ask: it says so, or names another host.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and 0 < len(token) <= _LONGEST:
        holder = desk.holder(Secret(token.strip()))
        if holder is None or holder.entities:  # the numbers are of all companies
            return False
        return Scope.READ_METRICS in holder.scopes
    passed_on = any(name in request.headers for name in _PASSED_ON)
    here = request.client is not None and request.client.host in _LOOPBACK
    return here and not passed_on and request.url.hostname in {*_LOOPBACK, "localhost"}


class Metrics:
    """The numbers as Prometheus reads them; the tables are asked every few seconds at most."""

    def __init__(self, desk: VitalsDesk, clock: Clock, *, name_portals: bool) -> None:
        self._desk = desk
        self._clock = clock
        self._name_portals = name_portals
        self._lock = threading.Lock()
        self._next = 0.0
        self._said = b""
        self._began = clock.now()
        self._seen: dict[str, datetime] = {}
        self._settled: dict[tuple[str, str], int] | None = None
        self._registry = CollectorRegistry()
        self._families = _Families(self._registry)

    def text(self) -> bytes:
        """The exposition. Raises StorageError."""
        with self._lock:
            if self._clock.monotonic() >= self._next:
                self._look()
                self._next = self._clock.monotonic() + _AT_MOST_EVERY
            return self._said

    def _look(self) -> None:
        vitals = self._desk.vitals()
        since = max(self._began, vitals.at - _OVERLAP)
        for one in self._new(self._desk.ended(since), since):
            portal = one.portal if self._name_portals else ""
            self._families.visits.labels(one.outcome, portal).inc()
            if one.seconds is not None:
                self._families.visit_seconds.labels(one.outcome).observe(max(one.seconds, 0.0))
        self._count_settled(vitals)
        self._families.show(vitals)
        self._said = generate_latest(self._registry)

    def _new(self, ended: tuple[Ended, ...], since: datetime) -> Iterator[Ended]:
        """Those that were not counted before; what is too old to come again is forgotten."""
        self._seen = {key: at for key, at in self._seen.items() if at >= since}
        for one in ended:
            if one.id not in self._seen:
                self._seen[one.id] = one.finished
                yield one

    def _count_settled(self, vitals: Vitals) -> None:
        """Count deliveries that came to an end; one that is sent again counts once more."""
        now = {key: number for key, number in vitals.deliveries.items() if key[1] in _SETTLED}
        before = now if self._settled is None else self._settled
        for key, number in now.items():
            self._families.settled.labels(*key).inc(max(0, number - before.get(key, 0)))
        self._settled = now


class _Families:
    """The metrics by name; the numbers of the tables are replaced at every look."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.visits = Counter(
            "billhook_visits", "Visits that ended.", ["outcome", "portal"], registry=registry
        )
        self.visit_seconds = Histogram(
            "billhook_visit_seconds",
            "How long visits took.",
            ["outcome"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self.settled = Counter(
            "billhook_deliveries_settled",
            "Deliveries that came to an end.",
            ["destination", "outcome"],
            registry=registry,
        )
        self._by_state = {
            field: Gauge(f"billhook_{field}", said, [label], registry=registry)
            for field, label, said in _BY_STATE
        }
        self._deliveries = Gauge(
            "billhook_deliveries",
            "Deliveries by state.",
            ["destination", "state"],
            registry=registry,
        )
        self._numbers = {
            name: Gauge(f"billhook_{name}", said, registry=registry) for name, said in _NUMBERS
        }
        self._queues = {
            name: Gauge(f"billhook_queue_{name}", said, ["queue"], registry=registry)
            for name, said in _QUEUES
        }
        self._beat = Gauge(
            "billhook_worker_heartbeat_age_seconds",
            "How long ago a worker was heard of.",
            ["worker"],
            registry=registry,
        )
        self._locked = Gauge(
            "billhook_vault_locked",
            "Whether a worker's vault is locked.",
            ["worker"],
            registry=registry,
        )

    def show(self, vitals: Vitals) -> None:
        """Take over the numbers of now; what is there no more is shown no more."""
        for field, gauge in self._by_state.items():
            _replace(gauge, {(key,): number for key, number in getattr(vitals, field).items()})
        _replace(self._deliveries, vitals.deliveries)
        self._numbers["unexplained"].set(vitals.unexplained)
        self._numbers["audit_events"].set(vitals.events)
        self._numbers["backup_age_seconds"].set(_age(vitals, vitals.backed_up))
        waiting = vitals.waiting.items()
        _replace(self._queues["length"], {(key,): one.number for key, one in waiting})
        ages = {(key,): _age(vitals, one.oldest, nothing=0) for key, one in waiting}
        _replace(self._queues["oldest_seconds"], ages)
        _replace(self._beat, {(one.worker,): _age(vitals, one.at) for one in vitals.workers})
        _replace(self._locked, {(one.worker,): one.vault_locked for one in vitals.workers})


_BY_STATE: Final = (
    ("mails", "state", "Mails in the journal by state."),
    ("documents", "state", "Documents on file by state."),
    ("expectations", "state", "Expectations by state."),
    ("exceptions", "reason", "Questions that are open, by reason."),
    ("portals", "state", "Portals by state."),
)
_NUMBERS: Final = (
    ("unexplained", "Lines of statements without an answer."),
    ("audit_events", "Events of the audit trail."),
    ("backup_age_seconds", "How long ago the last backup was made; NaN for never."),
)
_QUEUES: Final = (
    ("length", "What waits its turn."),
    ("oldest_seconds", "How long the oldest has waited; 0 where nothing waits."),
)


def _replace(
    gauge: Gauge, numbers: Mapping[tuple[str], float] | Mapping[tuple[str, str], int]
) -> None:
    gauge.clear()
    for labels, number in numbers.items():
        gauge.labels(*labels).set(number)


def _age(vitals: Vitals, since: datetime | None, *, nothing: float = float("nan")) -> float:
    return nothing if since is None else max(0.0, (vitals.at - since).total_seconds())
