"""Access tokens: renewed in time, kept before they are used, and a person hears of their end."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from model.clock import SystemClock
from model.errors import ConsentEnded, SecretMissing, TokenRefused
from model.exceptions import ExceptionItem, ExceptionReason
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity, MailSignIn
from pipeline.mails import mailboxes
from pipeline.mails.tokens import EARLY, Key, server_origin, with_key
from pipeline.works import Works
from storage import exceptions
from storage import mail as stored
from tests.dovecot import Dovecot, dovecot
from tests.fetchers.mail.provider import APP_SECRET, Provider, provider
from tests.pipeline.mails.test_watch import journalled, letter, trouble, wait_for, watched
from vault import KeyFile, OAuthToken, Vault, create_vault, open_vault

__all__ = ["dovecot"]

# what a token does is the same on either database
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

NAME = "ap mailbox"


class Moved(SystemClock):
    """The machine's clock, some time ahead."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(lambda user: f"access for {user}", tmp_path_factory.mktemp("p")) as known:
        yield known


@pytest.fixture
def peer(served: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(served.ca_file))
    served.refusal, served.grace, served.lifetime = None, False, 3600
    count = iter(range(1000))
    served.mint = lambda user: f"access {next(count)} for {user}"
    served.asked.clear()
    return served


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=SystemClock())


@pytest.fixture
def works(works: Works, vault: Vault) -> Works:
    return replace(works, vault=vault, clock=Moved())


@pytest.fixture
def box(works: Works) -> Mailbox:
    known = Mailbox(
        id="ap",
        name="AP",
        host="127.0.0.1",
        port=143,
        security=MailSecurity.PLAIN_LOOPBACK,
        username="ap@us.example",
        credential=NAME,
        sign_in=MailSignIn.MICROSOFT,
    )
    with works.store.begin() as tx:
        stored.add_mailbox(tx, known)
    return known


def consent(peer: Provider, box: Mailbox, **facts: object) -> OAuthToken:
    """What the vault keeps after a person has agreed."""
    known = {
        "username": box.username,
        "client": "client-1",
        "tenant": "us.example",
        "refresh_token": Secret(peer.refresh_token()),
        "token_url": peer.address,
        "origins": frozenset({peer.address, server_origin(box)}),
    }
    return OAuthToken(**(known | facts))  # type: ignore[arg-type]


def held(vault: Vault) -> OAuthToken:
    with vault.lease(NAME, purpose="look", job="test") as lease:
        assert isinstance(lease.record, OAuthToken)
        return lease.record


def secret(works: Works, box: Mailbox) -> str:
    return with_key(works, box, "test", lambda key: key.secret.reveal())


def asked(works: Works) -> list[ExceptionItem]:
    with works.store.read() as tx:
        return list(exceptions.open_(tx))


def test_a_token_is_got_once_and_used_until_shortly_before_its_end(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    clock = Moved()
    works = replace(works, clock=clock)
    vault.put(NAME, consent(peer, box))
    first = secret(works, box)
    assert secret(works, box) == first
    assert len(peer.asked) == 1
    clock.ahead = timedelta(minutes=54)
    assert secret(works, box) == first
    clock.ahead = timedelta(minutes=56)
    assert secret(works, box) != first
    assert len(peer.asked) == 2


def test_a_rotated_refresh_token_is_in_the_vault_before_its_access_token_is_used(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    old = consent(peer, box)
    vault.put(NAME, old)

    def use(key: Key) -> None:
        now = held(vault)
        assert now.access_token == key.secret
        assert now.refresh_token != old.refresh_token
        assert now.refresh_token.reveal() in peer.refresh_tokens

    with_key(works, box, "test", use)
    assert peer.asked[0]["refresh_token"] == old.refresh_token.reveal()


@pytest.mark.parametrize("grace", [True, False])
def test_a_process_killed_at_any_write_of_the_vault_never_loses_the_mailbox(
    works: Works, box: Mailbox, vault: Vault, peer: Provider, tmp_path: Path, *, grace: bool
) -> None:
    """Where the provider forgets the old token at once, only the kill before the write can lose."""
    peer.grace = grace
    vault.put(NAME, consent(peer, box, access_token=Secret("x"), expires=None))
    for point in ("before", "after"):
        if point == "before" and not grace:
            continue
        vault.put(NAME, consent(peer, box))
        child = os.fork()
        if not child:
            _die_while_keeping(works, box, point)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 9
        again = open_vault(tmp_path / "vault.db", KeyFile(tmp_path / "key"), clock=SystemClock())
        assert secret(replace(works, vault=again), box).startswith("access")


def _die_while_keeping(works: Works, box: Mailbox, point: str) -> None:
    put = Vault.put

    def dying(self: Vault, *said: object, **more: object) -> int:
        if point == "after":
            put(self, *said, **more)  # type: ignore[arg-type]
        os._exit(9)

    Vault.put = dying  # type: ignore[method-assign]
    try:
        secret(works, box)
    finally:
        os._exit(1)


def test_two_that_need_a_token_at_once_renew_it_once(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    vault.put(NAME, consent(peer, box))
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _turn: secret(works, box), range(8)))
    assert len(found) == 1
    assert len(peer.asked) == 1


def test_a_token_that_is_refused_before_its_time_is_renewed_once(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    vault.put(NAME, consent(peer, box))
    revoked = secret(works, box)
    used: list[str] = []

    def use(key: Key) -> str:
        used.append(key.secret.reveal())
        if key.secret.reveal() == revoked:
            raise TokenRefused
        return "in"

    assert with_key(works, box, "test", use) == "in"
    assert len(set(used)) == 2


def test_a_new_token_that_is_refused_is_for_a_person(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    vault.put(NAME, consent(peer, box))

    def refuse(_key: Key) -> None:
        raise TokenRefused("The mail server refused it.")

    with pytest.raises(TokenRefused, match="billhook connect mailbox 'AP' --oauth microsoft"):
        with_key(works, box, "test", refuse)
    with pytest.raises(TokenRefused):
        with_key(works, box, "test", refuse)
    assert len(peer.asked) == 2


def test_a_token_for_another_server_is_never_sent_there(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    vault.put(NAME, consent(peer, box))
    elsewhere = replace(box, host="mail.evil.example", security=MailSecurity.TLS)
    with pytest.raises(ConsentEnded, match=r"is not for mail\.evil\.example"):
        secret(works, elsewhere)
    assert peer.asked == []


def test_a_password_where_a_token_should_be_is_named(works: Works, box: Mailbox) -> None:
    with pytest.raises(SecretMissing):
        secret(works, box)


def test_an_applications_token_needs_no_refresh_token(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    app = replace(box, sign_in=MailSignIn.MICROSOFT_APP)
    record = consent(peer, box, refresh_token=Secret(""), client_secret=Secret(APP_SECRET))
    vault.put(NAME, record)
    assert secret(works, app).startswith("access")
    assert held(vault).client_secret == Secret(APP_SECRET)


def test_a_person_who_signed_in_meanwhile_knows_better(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    vault.put(NAME, consent(peer, box))
    newer = consent(peer, box)
    mint = peer.mint

    def meanwhile(user: str) -> str:
        vault.put(NAME, newer)
        return mint(user)

    peer.mint = meanwhile
    assert secret(works, box).startswith("access")
    assert held(vault).refresh_token == newer.refresh_token


def dead(peer: Provider, box: Mailbox) -> OAuthToken:
    return consent(peer, box, refresh_token=Secret("refresh-canary-dead"))


@pytest.mark.slow
def test_a_dead_consent_is_asked_about_at_once_and_heard_when_it_is_given_again(
    works: Works, box: Mailbox, vault: Vault, peer: Provider
) -> None:
    vault.put(NAME, dead(peer, box))
    with watched(works, box):
        wait_for(lambda: len(asked(works)) == 1)
        (item,) = asked(works)
        assert item.reason is ExceptionReason.MAILBOX_NEEDS_PERSON
        assert "AADSTS700082" in item.sentence
        assert "Sign in again: billhook connect mailbox 'AP' --oauth microsoft." in item.sentence
        assert "canary" not in item.sentence
        count = len(peer.asked)
        with works.store.begin() as tx:
            exceptions.answer(tx, item.id, "R", "maya")
        wait_for(lambda: len(peer.asked) > count)
        wait_for(lambda: len(asked(works)) == 1)


def test_what_a_person_has_seen_is_not_asked_again_while_it_lasts(
    works: Works, box: Mailbox
) -> None:
    def ask(since: datetime) -> str | None:
        with works.store.begin() as tx:
            return mailboxes.ask_person(tx, box, "The consent ended.", since)

    began = works.clock.now()
    question = ask(began)
    assert question is not None
    assert ask(began) == question
    with works.store.begin() as tx:
        exceptions.answer(tx, question, "2", "maya")
        assert not mailboxes.dealt_with(tx, question)
    assert ask(began) is None
    assert ask(began + timedelta(days=1)) not in (None, question)


def test_no_secret_lies_anywhere_but_sealed_in_the_vault(
    works: Works, box: Mailbox, peer: Provider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vault = works.vault
    assert isinstance(vault, Vault)
    vault.put(NAME, consent(peer, box, client_secret=Secret(APP_SECRET)))
    access = secret(works, box)
    refresh = held(vault).refresh_token.reveal()
    vault.put(NAME, dead(peer, box))
    with watched(works, box):
        wait_for(lambda: len(asked(works)) == 1)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for known in (access, refresh, "refresh-canary", APP_SECRET):
        assert known.encode() not in written
        assert base64.b64encode(known.encode()) not in written
        assert known not in caplog.text


@pytest.fixture
def at_dovecot(works: Works, dovecot: Dovecot, peer: Provider) -> Mailbox:
    """A mailbox of a real server that takes the peer's tokens."""
    plain = dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
    known = replace(plain, id="ap", name="AP", credential=NAME, sign_in=MailSignIn.MICROSOFT)
    with works.store.begin() as tx:
        stored.add_mailbox(tx, known)
    peer.mint = lambda _user: dovecot.token(known.username)
    return known


@pytest.mark.e2e
def test_a_token_that_ends_in_mid_session_is_renewed_and_no_mail_is_lost(
    works: Works,
    at_dovecot: Mailbox,
    vault: Vault,
    peer: Provider,
    dovecot: Dovecot,
) -> None:
    vault.put(NAME, consent(peer, at_dovecot))
    dovecot.deliver(at_dovecot, letter(1))
    with watched(works, at_dovecot):
        wait_for(lambda: journalled(works) == 1)
        for hour in (1, 2, 3):
            dovecot.deliver(at_dovecot, letter(hour + 1))
            works.clock.ahead = timedelta(hours=hour) - EARLY  # type: ignore[attr-defined]
            wait_for(lambda hour=hour: len(peer.asked) == hour + 1)  # type: ignore[misc]
            wait_for(lambda hour=hour: journalled(works) == hour + 1)  # type: ignore[misc]
    assert trouble(works) == ""
    assert asked(works) == []


@pytest.mark.e2e
def test_a_token_that_the_server_ends_early_is_renewed(
    works: Works, at_dovecot: Mailbox, vault: Vault, peer: Provider, dovecot: Dovecot
) -> None:
    expired = Secret(dovecot.token(at_dovecot.username, seconds=-60))
    expires = works.clock.now() + timedelta(hours=1)
    vault.put(NAME, consent(peer, at_dovecot, access_token=expired, expires=expires))
    dovecot.deliver(at_dovecot, letter(1))
    with watched(works, at_dovecot):
        wait_for(lambda: journalled(works) == 1)
    assert len(peer.asked) == 1
    assert asked(works) == []


@pytest.mark.e2e
def test_a_consent_given_again_reads_the_mailbox_and_closes_the_question(
    works: Works, at_dovecot: Mailbox, vault: Vault, peer: Provider, dovecot: Dovecot
) -> None:
    vault.put(NAME, dead(peer, at_dovecot))
    dovecot.deliver(at_dovecot, letter(1))
    with watched(works, at_dovecot):
        wait_for(lambda: len(asked(works)) == 1)
        vault.put(NAME, consent(peer, at_dovecot))
        with works.store.begin() as tx:  # as the command does
            mailboxes.works_again(tx, at_dovecot.id, "It was connected anew.")
        wait_for(lambda: journalled(works) == 1)
    assert asked(works) == []
    assert trouble(works) == ""
