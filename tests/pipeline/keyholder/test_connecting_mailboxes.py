"""Connecting a mailbox in the dashboard: tried first, kept whole or not at all, on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.connections import Link, Trial, Typed
from model.errors import NotAllowed, VaultLocked
from model.people import Role, User
from model.secret import Secret
from model.suppliers import MailSignIn
from pipeline.desks.connecting_screen import ConnectScreenDesk
from storage import audit, mail, users
from storage.store import Store
from tests.dovecot import PASSWORD, Dovecot
from tests.pipeline.doors import InnerDoor
from vault import KeyFile, OAuthToken, Vault, create_vault

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

GUESS = "CANARY-guess-of-mine"
NONE = Secret("")


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/app.sqlite", tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    return create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)


class Desk:
    """An admin at the form of a mailbox."""

    def __init__(self, store: Store, vault: Vault, dovecot: Dovecot) -> None:
        self.store, self.vault = store, vault
        self.door = InnerDoor(store, vault)
        self.desk = ConnectScreenDesk(store, self.door)
        with store.begin() as tx:
            self.ada = users.add(tx, "ada", "Ada", Role.ADMIN, users.NO_PASSWORD)
            self.maya = users.add(tx, "maya", "Maya", Role.CLERK, users.NO_PASSWORD)
        self.values = {
            "name": "Bills",
            "username": dovecot.mailbox().username,
            "host": "127.0.0.1",
            "port": str(dovecot.imap),
            "security": "plain_loopback",
            "folder": "INBOX",
        }

    def send(
        self,
        password: str,
        *,
        keep: bool = True,
        known: str = "",
        by: User | None = None,
        **other: str,
    ) -> Trial:
        """What came of the form as it was filled in, with these fields other than usual."""
        typed = Typed(known, self.values | other, Secret(password), NONE)
        return self.desk.attempt(by or self.ada, Link.MAILBOX, typed, keep=keep)

    def nothing_kept(self) -> bool:
        return self.vault.names() == () and self.desk.mailboxes() == ()


@pytest.fixture
def desk(store: Store, vault: Vault, dovecot: Dovecot) -> Desk:
    return Desk(store, vault, dovecot)


def test_a_fault_keeps_nothing_and_names_its_field(desk: Desk) -> None:
    faults = (
        ("password", desk.send(GUESS)),
        ("password", desk.send("")),
        ("folder", desk.send(PASSWORD, folder="Bills")),
        ("port", desk.send(PASSWORD, port="many")),
        ("host", desk.send(PASSWORD, host="")),
        ("security", desk.send(PASSWORD, host="imap.us.example.invalid", security="none")),
        ("since", desk.send(PASSWORD, since="1 May")),
        ("moved_to", desk.send(PASSWORD, moved_to="Done")),
        ("password", desk.send("x" * 5000)),
    )
    assert [came.field for _, came in faults] == [field for field, _ in faults]
    assert not any(came.ok for _, came in faults)
    assert desk.nothing_kept()
    assert not any(GUESS in line for line in desk.door.said)


def test_what_is_only_tried_is_not_kept(desk: Desk) -> None:
    assert desk.send(PASSWORD, keep=False).ok
    assert desk.nothing_kept()


def test_a_mailbox_is_kept_with_its_password_in_the_vault_alone(desk: Desk, tmp_path: Path) -> None:
    came = desk.send(PASSWORD, since="2026-11-01")
    (view,) = desk.desk.mailboxes()
    assert (came.ok, came.id, view.name, str(view.since)) == (True, view.id, "Bills", "2026-11-01")
    with desk.vault.lease("Bills mailbox", purpose="look", job="test") as lease:
        assert lease.password == Secret(PASSWORD)
    with desk.store.read() as tx:
        noted = [(one.actor, one.verb) for one in audit.of_subject(tx, f"mailbox:{view.id}")]
    assert noted == [("ada", "connected")]
    held = [one.read_bytes() for one in tmp_path.glob("*") if one.is_file()]
    assert not any(PASSWORD.encode() in content for content in held)


def test_a_change_keeps_the_password_unless_it_would_go_elsewhere(
    desk: Desk, dovecot: Dovecot
) -> None:
    known = desk.send(PASSWORD).id
    assert desk.send("", known=known, name="Invoices").ok
    refused = desk.send("", known=known, port=str(dovecot.imaps), security="tls")
    assert (refused.field, "goes elsewhere" in refused.sentence) == ("password", True)
    again = desk.send("", folder="INBOX", name="Twin")
    assert not again.ok
    twin = desk.send(PASSWORD, name="Twin")
    assert (twin.field, twin.sentence) == ("folder", "This folder is watched already, as Invoices.")
    assert [one.name for one in desk.desk.mailboxes()] == ["Invoices"]
    assert [one.name for one in desk.vault.names()] == ["Bills mailbox"]


def test_a_password_takes_the_place_of_a_consent(desk: Desk) -> None:
    known = desk.send(PASSWORD).id
    desk.vault.put("consent", OAuthToken(username="ap", client="c", refresh_token=Secret("r")))
    with desk.store.begin() as tx:
        box = mail.mailbox(tx, known)
        mail.add_mailbox(tx, replace(box, sign_in=MailSignIn.MICROSOFT, credential="consent"))
    assert desk.send("", known=known, name="Invoices").sentence == (
        "Invoices is signed in to by consent, as before."
    )
    assert desk.send(PASSWORD, known=known).ok
    with desk.store.read() as tx:
        box = mail.mailbox(tx, known)
    assert (box.sign_in, box.credential) == (MailSignIn.PASSWORD, "Bills mailbox 2")


def test_who_is_no_admin_connects_nothing_and_a_locked_vault_is_told(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="Only an admin may connect"):
        desk.send(PASSWORD, by=desk.maya)
    assert desk.door.asked == []
    desk.vault.lock()
    with pytest.raises(VaultLocked):
        desk.send(PASSWORD)
    assert desk.desk.mailboxes() == ()
