"""Readiness and metrics: who may ask, and what the numbers say from look to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from model.api import ApiToken, Scope
from model.clock import FixedClock
from model.errors import StorageUnreachable
from model.secret import Secret
from model.vitals import Ended, Heartbeat, Readiness, Vitals, Waiting
from ui.web.metrics import watch

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = timedelta(seconds=10)


class SampleVitals:
    """Numbers that a test changes."""

    def __init__(self) -> None:
        self.found = Readiness(database=True, worker=True, vault_open=False)
        self.visits: list[Ended] = []
        self.asked = 0
        self.now = Vitals(
            at=NOW,
            mails={"done": 7},
            documents={"review": 2, "delivered": 5},
            expectations={"open": 1},
            exceptions={"values_unsure": 2},
            portals={"open": 3},
            deliveries={("ERP", "delivered"): 5, ("ERP", "queued"): 1},
            unexplained=4,
            waiting={
                "delivery": Waiting(1, NOW - timedelta(minutes=2)),
                "mail": Waiting(0, None),
            },
            workers=(Heartbeat("worker-1", NOW - timedelta(seconds=3), vault_locked=True),),
            backed_up=NOW - timedelta(hours=1),
            events=12,
        )

    def readiness(self) -> Readiness:
        return self.found

    def vitals(self) -> Vitals:
        self.asked += 1
        return self.now

    def ended(self, since: datetime) -> tuple[Ended, ...]:
        return tuple(one for one in self.visits if one.finished >= since)

    def holder(self, token: Secret) -> ApiToken | None:
        scope = {"for-metrics": Scope.READ_METRICS, "for-events": Scope.READ_EVENTS}
        scope["of-one-company"] = Scope.READ_METRICS
        found = scope.get(token.reveal())
        ours = frozenset({"ours"} if token.reveal() == "of-one-company" else ())
        return ApiToken("t", "t", frozenset({found}), NOW, NOW, entities=ours) if found else None


@pytest.fixture
def desk() -> SampleVitals:
    return SampleVitals()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def app(desk: SampleVitals, clock: FixedClock) -> FastAPI:
    return application(desk, clock)


def application(desk: SampleVitals, clock: FixedClock, *, name_portals: bool = False) -> FastAPI:
    app = FastAPI()
    app.include_router(watch(desk, clock, name_portals=name_portals))
    return app


async def ask(
    app: FastAPI,
    path: str = "/metrics",
    *,
    headers: Mapping[str, str] | None = None,
    client: str = "127.0.0.1",
    host: str = "localhost:8420",
) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as asking:
        return await asking.get(path, headers=headers or {})


def numbers(answer: httpx.Response) -> dict[str, float]:
    """Each sample by its name and labels."""
    assert answer.status_code == 200
    found = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            labels = ",".join(value for _, value in sorted(sample.labels.items()) if value)
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


async def test_readiness_is_the_database_s_and_says_how_the_workers_are(
    desk: SampleVitals, app: FastAPI
) -> None:
    answer = await ask(app, "/ready", client="10.0.0.7", host="billhook.example")
    assert answer.status_code == 200
    said = {"ready": True, "database": True, "worker": True, "vault_open": False}
    assert answer.json() == said
    desk.found = Readiness(database=False)
    answer = await ask(app, "/ready")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)


@pytest.mark.parametrize(
    ("client", "host", "headers", "status"),
    [
        ("127.0.0.1", "localhost:8420", {}, 200),
        ("::1", "[::1]:8420", {}, 200),
        ("10.0.0.7", "localhost:8420", {}, 401),
        ("127.0.0.1", "billhook.example", {}, 401),
        ("127.0.0.1", "localhost:8420", {"x-forwarded-for": "1.2.3.4"}, 401),
        ("127.0.0.1", "localhost:8420", {"forwarded": "for=1.2.3.4"}, 401),
        ("10.0.0.7", "billhook.example", {"authorization": "Bearer for-metrics"}, 200),
        ("10.0.0.7", "billhook.example", {"authorization": "Basic for-metrics"}, 401),
        ("127.0.0.1", "localhost:8420", {"authorization": "Bearer for-events"}, 401),
        ("127.0.0.1", "localhost:8420", {"authorization": "Bearer of-one-company"}, 401),
        ("127.0.0.1", "localhost:8420", {"authorization": "Bearer unknown"}, 401),
    ],
)
async def test_metrics_are_for_this_machine_and_for_tokens_made_for_them(
    app: FastAPI, client: str, host: str, headers: Mapping[str, str], status: int
) -> None:
    answer = await ask(app, client=client, host=host, headers=headers)
    assert answer.status_code == status
    assert (b"billhook_" in answer.content) is (status == 200)


async def test_whoever_guesses_tokens_has_to_wait(app: FastAPI) -> None:
    wrong = {"authorization": "Bearer guessed"}
    said = [(await ask(app, headers=wrong, client="10.0.0.7")).status_code for _ in range(20)]
    assert said[0] == 401
    assert said[-1] == 429


async def test_a_database_that_is_away_is_a_failed_scrape(
    desk: SampleVitals, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Vitals:
        raise StorageUnreachable

    monkeypatch.setattr(desk, "vitals", away)
    assert (await ask(app)).status_code == 503


async def test_the_tables_numbers_are_shown_and_what_is_gone_is_gone(
    desk: SampleVitals, clock: FixedClock, app: FastAPI
) -> None:
    first = numbers(await ask(app))
    assert first["billhook_documents{review}"] == 2
    assert first["billhook_exceptions{values_unsure}"] == 2
    assert first["billhook_unexplained{}"] == 4
    assert first["billhook_queue_length{delivery}"] == 1
    assert first["billhook_queue_oldest_seconds{delivery}"] == 120
    assert first["billhook_queue_oldest_seconds{mail}"] == 0
    assert first["billhook_worker_heartbeat_age_seconds{worker-1}"] == 3
    assert first["billhook_vault_locked{worker-1}"] == 1
    assert first["billhook_backup_age_seconds{}"] == 3600
    desk.now = replace(desk.now, documents={"delivered": 7}, backed_up=None)
    clock.move(LATER)
    second = numbers(await ask(app))
    assert second["billhook_documents{delivered}"] == 7
    assert "billhook_documents{review}" not in second
    assert second["billhook_backup_age_seconds{}"] != second["billhook_backup_age_seconds{}"]


async def test_a_storm_of_scrapes_asks_the_tables_once(desk: SampleVitals, app: FastAPI) -> None:
    for _ in range(10):
        await ask(app)
    assert desk.asked == 1


async def test_visits_and_deliveries_are_counted_once_from_the_start_on(
    desk: SampleVitals, clock: FixedClock, app: FastAPI
) -> None:
    desk.visits = [Ended("old", "Nordwind", "OK", NOW - timedelta(hours=1), 9.0)]
    assert "billhook_visits_total{OK}" not in numbers(await ask(app))
    desk.visits += [
        Ended("a", "Nordwind", "OK", NOW + timedelta(seconds=1), 12.0),
        Ended("b", "Nordwind", "CANCELLED", NOW + timedelta(seconds=2), None),
    ]
    desk.now = replace(desk.now, deliveries={("ERP", "delivered"): 8, ("ERP", "queued"): 0})
    for _ in range(3):
        clock.move(LATER)
        desk.now = replace(desk.now, at=clock.now())
        said = numbers(await ask(app))
    assert said["billhook_visits_total{OK}"] == 1
    assert said["billhook_visits_total{CANCELLED}"] == 1
    assert said["billhook_visit_seconds_sum{OK}"] == 12
    assert "billhook_visit_seconds_count{CANCELLED}" not in said
    assert said["billhook_deliveries_settled_total{ERP,delivered}"] == 3


async def test_a_supplier_is_named_in_a_label_only_where_that_is_allowed(
    desk: SampleVitals, clock: FixedClock
) -> None:
    desk.visits = [Ended("a", "Nordwind", "OK", NOW + timedelta(seconds=1), 12.0)]
    assert "Nordwind" not in (await ask(application(desk, clock))).text
    assert "Nordwind" in (await ask(application(desk, clock, name_portals=True))).text
