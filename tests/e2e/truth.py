"""What must be true when the demo's morning is over, however often its processes died."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from billhook.demo.run import day_of
from billhook.demo.shapes import World
from billhook.demo.world import build
from billhook.settings import load
from billhook.wiring import opened_store
from model.expectations import ExpectationSource, ExpectationState
from storage import audit, documents, expectations, screens, suppliers
from tests.billhook.shapes import assert_fits

REFUSING = "sablefinch"  # its password in the vault is wrong: its documents can't come
IN_DOUBT = {"RE-2026-104877", "VDM26-0451", "FB/2026/10/00774", "KIT-20944"}


def world_of(data: Path) -> World:
    return build(day_of(data))


def assert_morning_is_done(
    data: Path, said: Mapping[str, Any], *, undisturbed: bool = True
) -> None:
    """Every expectation has its right end and every document its right values, once.

    Brightline posts one document late: at its second sign-in. Where a visit broke off after its
    sign-in, the visit that repeats it may bring that document with the others, and the statement's
    line has nothing to ask for.
    """
    assert_fits("demo", said)
    world = world_of(data)
    asked = _is_asked_for(data)
    assert asked or not undisturbed
    _assert_expectations(world, said, asked=asked)
    _assert_documents(world, said)
    _assert_statement(said)
    _assert_store(data, asked=asked)
    assert len(said["alerts"]) == 1
    assert "nordvvind-energie.example" in said["alerts"][0]
    assert said["deliveries"]["failed"] == 0
    assert said["deliveries"]["rejected"] == [
        {"number": "FB/2026/10/00774", "reason": "PO missing"}
    ]


def assert_nothing_twice(said: Mapping[str, Any], approval: str) -> None:
    """The approval system got each document once, and none that is in doubt."""
    received = httpx.get(f"{approval}/_peers/received").json()
    numbers = Counter(one["number"] for one in _entries(received))
    assert numbers
    assert set(numbers.values()) == {1}
    assert not (IN_DOUBT - {"FB/2026/10/00774"}) & set(numbers)
    assert len(numbers) == said["deliveries"]["accepted"]


def _entries(received: Any) -> list[dict[str, Any]]:
    if isinstance(received, dict):
        return list(received.get("received", received).values())
    return list(received)


def _is_asked_for(data: Path) -> bool:
    """Whether a statement's line has asked for the late document."""
    with opened_store(load(data)) as store, store.read() as tx:
        sources = [one.source for one in expectations.every(tx)]
    return ExpectationSource.STATEMENT_LINE in sources


def _assert_expectations(world: World, said: Mapping[str, Any], *, asked: bool) -> None:
    ends = Counter(expected.ends for expected in world.truth.expectations)
    ends["fulfilled"] += asked  # the statement's line that nobody announced
    assert said["expectations"] == {**ends, "open": 0}, f"{said['expectations']}, not {dict(ends)}"


def _assert_documents(world: World, said: Mapping[str, Any]) -> None:
    wanted = {
        (one.kind.value, one.number): (one.issued.isoformat(), str(one.gross), one.currency)
        for one in world.documents
        if one.portal != REFUSING
    }
    found = {
        (one["kind"], one["number"]): (one["date"], one["gross"], one["currency"])
        for one in said["documents"]
    }
    assert len(found) == len(said["documents"])
    assert json.dumps(sorted(found.items())) == json.dumps(sorted(wanted.items())), sorted(
        set(found.items()) ^ set(wanted.items())
    )


def _assert_statement(said: Mapping[str, Any]) -> None:
    october = max(said["statements"], key=lambda one: one["lines"])
    left = [(one["reference"].split()[0], one["status"]) for one in october["differences"]]
    assert left == [
        ("BR-70392", "matched_difference"),
        ("BR-70405", "matched_difference"),
        ("BR-70411", "duplicate"),
        ("BACS", "payment"),
    ]
    assert {one["unexplained"] for one in said["statements"]} == {"0.00"}


def _assert_store(data: Path, *, asked: bool) -> None:
    with opened_store(load(data)) as store, store.read() as tx:
        (telecom,) = [p for p in suppliers.profiles(tx) if p.supplier.id == "ondanet"]
        assert len(telecom.accounts) == len(telecom.portals) == 3
        from_statement = [
            one for one in expectations.every(tx) if one.source is ExpectationSource.STATEMENT_LINE
        ]
        assert [one.number for one in from_statement] == ["BR-70418"][:asked]
        assert all(one.state is ExpectationState.FULFILLED for one in from_statement)
        doubtful = {one.number for one in documents.every(tx) if one.status.value != "filed"}
        assert doubtful >= IN_DOUBT
        for document in documents.every(tx):
            assert store.files.get(document.sha256)
        audit.verify(tx)
        assert screens.counts(tx).exceptions >= 3
