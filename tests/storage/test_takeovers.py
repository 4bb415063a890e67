"""Imported sign-ins in the store: what a person ticked stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from model.errors import RecordMissing
from model.suppliers import Portal, Supplier
from model.takeovers import Doubt, Takeover
from storage import suppliers, takeovers
from storage.store import Store

ONE = Takeover(
    id="t1",
    credential="sunrise",
    name="Sunrise",
    site="sunrise.example",
    account="a1",
    username="a•••@us.example",
    start_url="https://my.sunrise.example/",
    origins=frozenset({"https://my.sunrise.example"}),
    created=datetime(2026, 11, 2, tzinfo=UTC),
)


def test_it_comes_back_as_it_went_in(store: Store) -> None:
    doubted = replace(ONE, id="t2", name="Lamps", doubt=Doubt.CONSUMER, why="A forum.")
    with store.begin() as tx:
        takeovers.put(tx, ONE)
        takeovers.put(tx, doubted)
        assert takeovers.every(tx) == (doubted, ONE)
        with pytest.raises(RecordMissing):
            takeovers.get(tx, "t3")


def test_what_was_ticked_is_not_changed_by_another_import(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, Supplier("s", "Sunrise"))
        suppliers.add_portal(tx, Portal("p", "s", "Sunrise", ONE.start_url, ONE.origins))
        takeovers.put(tx, ONE)
        takeovers.put(tx, replace(ONE, name="Sunrise SE"))
        takeovers.choose(tx, "t1", "p", at_once=True)
        takeovers.put(tx, replace(ONE, name="Evil", start_url="https://evil.example/"))
        found = takeovers.get(tx, "t1")
        assert (found.name, found.start_url, found.at_once) == ("Sunrise SE", ONE.start_url, True)
        assert takeovers.of_portal(tx, "p") == found
        assert takeovers.of_portal(tx, "other") is None
