"""A consent given from the form: shown, waited for, kept once the mail server took it."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.connections import Consent, ConsentState, Link, Trial, Typed
from model.errors import NotAllowed, RecordMissing
from model.people import Role, User
from model.secret import Secret
from model.suppliers import MailSignIn
from pipeline.desks.connecting_screen import ConnectScreenDesk
from storage import audit, users
from storage.store import Store
from tests.dovecot import Dovecot
from tests.fetchers.mail.provider import APP_SECRET, Provider, provider
from tests.pipeline.doors import InnerDoor
from vault import KeyFile, OAuthToken, Vault, create_vault

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

NONE = Secret("")


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/app.sqlite", tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    return create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)


@pytest.fixture
def peer(dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provider(dovecot.token, tmp_path) as known:
        known.user = dovecot.mailbox().username
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(known.ca_file))
        yield known


class Desk:
    """An admin at the form of a consent."""

    def __init__(self, store: Store, vault: Vault, peer: Provider, dovecot: Dovecot) -> None:
        self.store, self.vault, self.peer = store, vault, peer
        self.door = InnerDoor(store, vault)
        self.desk = ConnectScreenDesk(store, self.door)
        with store.begin() as tx:
            self.ada = users.add(tx, "ada", "Ada", Role.ADMIN, users.NO_PASSWORD)
            self.eve = users.add(tx, "eve", "Eve", Role.ADMIN, users.NO_PASSWORD)
            self.maya = users.add(tx, "maya", "Maya", Role.CLERK, users.NO_PASSWORD)
        self.values = {
            "name": "AP",
            "username": peer.user,
            "client_id": "client-1",
            "authority": peer.address,
            "host": "127.0.0.1",
            "port": str(dovecot.imap),
            "security": "plain_loopback",
        }

    def send(self, sign_in: MailSignIn, secret: str = "", known: str = "", **other: str) -> Trial:
        values = self.values | {"sign_in": sign_in.value} | other
        typed = Typed(known, values, Secret(secret), NONE)
        return self.desk.attempt(self.ada, Link.MAILBOX, typed, keep=True)

    def ended(self, consent_id: str, user: User | None = None) -> Consent:
        """The consent, once it is given or over."""
        wait = threading.Event()
        for _ in range(600):
            found = self.desk.consent(user or self.ada, consent_id)
            if found.state is not ConsentState.ASKED:
                return found
            wait.wait(0.1)
        raise AssertionError("It never ended.")

    def kept(self) -> OAuthToken:
        with self.vault.lease("AP mailbox", purpose="look", job="test") as lease:
            assert isinstance(lease.record, OAuthToken)
            return lease.record


@pytest.fixture
def desk(store: Store, vault: Vault, peer: Provider, dovecot: Dovecot) -> Desk:
    return Desk(store, vault, peer, dovecot)


def test_a_person_enters_a_code_and_the_mailbox_is_watched(desk: Desk) -> None:
    came = desk.send(MailSignIn.MICROSOFT)
    assert (came.ok, came.id) == (True, "")
    shown = desk.desk.consent(desk.ada, came.consent)
    assert shown.state is not ConsentState.ASKED or (shown.code and shown.address)
    for user, error in ((desk.maya, NotAllowed), (desk.eve, RecordMissing)):
        with pytest.raises(error):
            desk.desk.consent(user, came.consent)
    found = desk.ended(came.consent)
    assert found.state is ConsentState.GIVEN, found.sentence
    (view,) = desk.desk.mailboxes()
    assert (view.id, view.sign_in) == (found.mailbox_id, MailSignIn.MICROSOFT)
    token = desk.kept()
    assert token.refresh_token.reveal() in desk.peer.refresh_tokens
    assert not any(token.refresh_token.reveal() in line for line in desk.door.said)
    with desk.store.read() as tx:
        assert audit.of_subject(tx, f"mailbox:{view.id}")[-1].actor == "ada"
    again = desk.send(MailSignIn.MICROSOFT, known=view.id, client_id="", authority="")
    assert desk.ended(again.consent).mailbox_id == view.id  # the rest is known
    assert len(desk.vault.names()) == 1


def test_a_browser_comes_back_or_its_last_address_is_pasted(desk: Desk) -> None:
    came = desk.send(MailSignIn.GOOGLE, APP_SECRET)
    shown = desk.desk.consent(desk.ada, came.consent)
    assert shown.address.startswith(desk.peer.address)
    assert not shown.code
    desk.desk.paste(desk.ada, came.consent, Secret(desk.peer.agree(shown.address)))
    found = desk.ended(came.consent)
    assert found.state is ConsentState.GIVEN, found.sentence
    again = desk.send(MailSignIn.GOOGLE, known=found.mailbox_id, client_id="")
    shown = desk.desk.consent(desk.ada, again.consent)
    with urllib.request.urlopen(desk.peer.agree(shown.address)) as page:
        assert page.status == 200
    assert desk.ended(again.consent).state is ConsentState.GIVEN


def test_what_is_in_the_way_stands_beside_its_field_and_nothing_is_kept(desk: Desk) -> None:
    faults = {
        "client_id": desk.send(MailSignIn.MICROSOFT, client_id=""),
        "tenant": desk.send(MailSignIn.MICROSOFT_APP, APP_SECRET),
        "authority": desk.send(MailSignIn.MICROSOFT, authority="https://evil.example"),
        "password": desk.send(MailSignIn.GOOGLE),
        "name": desk.send(MailSignIn.GOOGLE, APP_SECRET, name=""),
    }
    assert {field: came.field for field, came in faults.items()} == {one: one for one in faults}
    desk.peer.refusal = (400, {"error": "invalid_request", "error_description": "AADSTS90002: x"})
    assert desk.send(MailSignIn.MICROSOFT).field == "tenant"
    desk.peer.refusal = None
    came = desk.send(MailSignIn.GOOGLE, APP_SECRET)
    desk.desk.consent(desk.ada, came.consent, stop=True)
    assert "given up" in desk.ended(came.consent).sentence
    assert (desk.vault.names(), desk.desk.mailboxes()) == ((), ())


def test_an_application_needs_nobody(desk: Desk) -> None:
    came = desk.send(MailSignIn.MICROSOFT_APP, APP_SECRET, tenant="us.example")
    assert came.ok, came.sentence
    assert (came.consent, desk.kept().client_secret) == ("", Secret(APP_SECRET))
