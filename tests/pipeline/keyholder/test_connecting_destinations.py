"""Connecting a destination in the dashboard: tried first, kept whole, its rules and its secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.clock import FixedClock
from model.connections import Link, Trial, Typed
from model.deliveries import Admits
from model.people import Role
from model.secret import Secret
from model.suppliers import Supplier
from pipeline.desks.connecting_screen import ConnectScreenDesk
from storage import audit, deliveries, suppliers, users
from storage.store import Store
from tests.feeds.mailboxes import PostBox, post_box
from tests.pipeline.doors import InnerDoor
from vault import KeyFile, Vault, create_vault

pytestmark = pytest.mark.slow

CANARY = "CANARY-erp-4711"


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/app.sqlite", tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    return create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)


@pytest.fixture
def box() -> Iterator[PostBox]:
    with post_box() as kept:
        yield kept


class Desk:
    """An admin at the form of a destination."""

    def __init__(self, store: Store, vault: Vault, folder: Path) -> None:
        self.vault, self.store = vault, store
        self.desk = ConnectScreenDesk(store, InnerDoor(store, vault))
        with store.begin() as tx:
            self.ada = users.add(tx, "ada", "Ada", Role.ADMIN, users.NO_PASSWORD)
            suppliers.add(tx, Supplier("s1", "Nordwind GmbH"))
        self.values = {"kind": "folder", "name": "Archive", "path": str(folder)}

    def send(
        self, password: str = "", *, known: str = "", keep: bool = True, **other: str
    ) -> Trial:
        """What came of the form, with these fields other than usual."""
        typed = Typed(known, self.values | other, Secret(password), Secret(""))
        return self.desk.attempt(self.ada, Link.DESTINATION, typed, keep=keep)

    def mailbox(self, box: PostBox, password: str = "", *, known: str = "", **other: str) -> Trial:
        """What came of the form of a mailbox's folder."""
        at: Any = {"kind": "imap", "name": "Books", "host": "127.0.0.1", "port": str(box.port)}
        at |= {"security": "plain_loopback", "folder": "INBOX"}
        return self.send(password, known=known, **(at | other))


@pytest.fixture
def desk(store: Store, vault: Vault, tmp_path: Path) -> Desk:
    folder = tmp_path / "out"
    folder.mkdir()
    return Desk(store, vault, folder)


def test_a_fault_keeps_nothing_and_names_its_field(desk: Desk) -> None:
    faults = (
        ("path", desk.send(path="/nowhere/at/all")),
        ("path", desk.send(path="")),
        ("name", desk.send(name=" ")),
        ("", desk.send(kind="moon")),
        ("", desk.send(kind="xero")),
        ("kinds", desk.send(kinds="novel")),
        ("suppliers", desk.send(suppliers="Nobody Ltd")),
        ("least", desk.send(least="-1")),
        ("most", desk.send(most="many")),
        ("admits", desk.send(admits="anybody")),
        ("einvoice", desk.send(einvoice="carrier pigeon")),
        (
            "port",
            desk.send(
                kind="email",
                host="h",
                port="0",
                security="tls",
                sender="a@b.example",
                recipient="c@d.example",
            ),
        ),
        ("password", desk.send(kind="webhook", url="https://h.example")),
        ("username", desk.send("x", kind="tryton", url="https://h.example", database="d")),
    )
    assert [came.field for _, came in faults] == [field for field, _ in faults]
    assert not any(came.ok for _, came in faults)
    assert desk.desk.destinations() == ()
    assert not list(desk.vault.names())


def test_the_rules_that_choose_it_are_kept_and_changed(desk: Desk) -> None:
    rules: Any = {"kinds": "invoice", "suppliers": "nordwind gmbh", "buyers": "DE123\nUs Ltd"}
    rules |= {"least": "500", "most": "1000.50", "admits": "by_person", "in_order": "yes"}
    assert desk.send(keep=False, **rules).ok
    assert desk.desk.destinations() == ()
    came = desk.send(**rules)
    (view,) = desk.desk.destinations()
    held = view.destination
    assert (came.ok, came.id, view.suppliers) == (True, held.id, ("Nordwind GmbH",))
    assert held.terms.buyers == {"DE123", "Us Ltd"}
    assert (str(held.terms.least), str(held.terms.most)) == ("500", "1000.50")
    assert (held.terms.admits, held.terms.in_order) == (Admits.BY_PERSON, True)
    assert desk.send(known=held.id, name="Paper").ok
    assert desk.send(name="PAPER").field == "name"
    (view,) = desk.desk.destinations()
    assert (view.destination.name, view.destination.terms.least) == ("Paper", None)
    with desk.store.read() as tx:
        noted = [one.verb for one in audit.of_subject(tx, f"destination:{held.id}")]
    assert noted == ["connected", "changed"]


def test_a_secret_is_kept_in_the_vault_and_goes_nowhere_else(desk: Desk, box: PostBox) -> None:
    known = desk.mailbox(box, CANARY, username="ap").id
    (entry,) = desk.vault.names()
    with desk.vault.lease(entry.name, purpose="look", job="test") as lease:
        assert (lease.username, lease.password) == ("ap", Secret(CANARY))
    assert desk.mailbox(box, known=known, also_in="Done").ok is False  # there is no such folder yet
    box.folders["Done"] = []
    assert desk.mailbox(box, known=known, also_in="Done").ok
    with post_box() as other:
        moved = desk.mailbox(other, known=known)
        assert (moved.field, "elsewhere" in moved.sentence) == ("password", True)
    box.refuses["LOGIN"] = "[AUTHENTICATIONFAILED] no"
    wrong = desk.mailbox(box, "CANARY-guess", known=known, username="ap")
    assert (wrong.field, "CANARY" in wrong.sentence) == ("password", False)
    with desk.vault.lease(entry.name, purpose="look", job="test") as lease:
        assert lease.password == Secret(CANARY)
    with desk.store.read() as tx:
        (held,) = deliveries.destinations(tx)
    assert (held.settings["also_in"], held.credential) == ("Done", entry.name)
    assert CANARY not in str(held)
