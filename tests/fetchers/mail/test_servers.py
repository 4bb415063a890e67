"""Servers with and without what makes watching easy: the mails are the same."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from fetchers.mail import watch as watch_module
from fetchers.mail.seen import Memory
from fetchers.mail.watch import Pace, watch
from model.clock import SystemClock
from model.errors import MailboxUnreachable
from model.mail import FolderPosition, RawMail
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from tests.dovecot import BARE, WITHOUT_CONDSTORE, Dovecot, running
from tests.fetchers.mail.exchange import Exchange

pytestmark = pytest.mark.slow


def mail(number: int) -> bytes:
    return (
        f"Message-ID: <{number}@sender.example>\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\n"
        f"From: a@sender.example\r\nSubject: Invoice {number}\r\n\r\nHello {number}\r\n"
    ).encode()


@dataclass
class Keeper:
    """What keeps the mails of a mailbox, whatever the line does; the journal of these tests."""

    mailbox: Mailbox
    password: Secret
    pace: Pace = field(default_factory=lambda: Pace(keepalive=2.0, poll=0.1))
    position: FolderPosition = field(default_factory=FolderPosition)
    mails: dict[str, RawMail] = field(default_factory=dict)
    places: dict[tuple[int, int], str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    troubles: list[str] = field(default_factory=list)
    read: int = 0

    def uids(self, uidvalidity: int) -> frozenset[int]:
        return frozenset(uid for validity, uid in self.places if validity == uidvalidity)

    def known(self, uidvalidity: int, fingerprints: Mapping[int, str]) -> frozenset[int]:
        old = {mark for (validity, _), mark in self.places.items() if validity != uidvalidity}
        here = {uid for uid, mark in fingerprints.items() if mark in old}
        same = {
            uid for uid, mark in fingerprints.items() if self.places.get((uidvalidity, uid)) == mark
        }
        return frozenset(here | same)

    def until(self, count: int) -> None:
        """Watch until so many mails are kept and the folder was read to its end."""
        for _ in range(50):
            with suppress(MailboxUnreachable):
                if self._hold(count):
                    return
            threading.Event().wait(0.05)
        raise AssertionError(self.troubles)

    def _hold(self, count: int) -> bool:
        batches = watch(
            self.mailbox,
            self.password,
            self.position,
            clock=SystemClock(),
            stop=threading.Event(),
            pace=self.pace,
            seen=self,
            memory=self.memory,
        )
        try:
            for batch in batches:
                self.read += len(batch.mails)
                for raw in batch.mails:
                    self.mails.setdefault(raw.identity, raw)
                    self.places[batch.position.uidvalidity, raw.uid] = raw.fingerprint
                for met in batch.again:
                    self.places[batch.position.uidvalidity, met.uid] = met.fingerprint
                self.position = batch.position
                if batch.complete and len(self.mails) >= count:
                    return True
        except MailboxUnreachable as trouble:
            self.troubles.append(trouble.message)
            raise
        finally:
            batches.close()
        return False


@pytest.fixture(scope="module", params=["", WITHOUT_CONDSTORE, BARE], ids=["all", "some", "bare"])
def profile(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    with running(request.param) as server:
        yield server


@pytest.mark.e2e
def test_every_profile_hands_over_what_comes_and_what_was_renumbered(profile: Dovecot) -> None:
    box = profile.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
    keeper = Keeper(box, profile.password)
    for number in range(3):
        profile.deliver(box, mail(number))
    keeper.until(3)
    threading.Timer(0.5, profile.deliver, (box, mail(3))).start()
    keeper.until(4)
    profile.change_uidvalidity(box, 1_999_999_999)
    profile.deliver(box, mail(4))
    keeper.until(5)
    assert [raw.content for raw in keeper.mails.values()] == [mail(number) for number in range(5)]
    assert keeper.position.uidvalidity == 1_999_999_999
    assert keeper.read == 5


@pytest.fixture(params=[True, False], ids=["push", "poll"])
def exchange(request: pytest.FixtureRequest) -> Iterator[Exchange]:
    with Exchange(idle=request.param) as server:
        yield server


@pytest.fixture
def keeper(exchange: Exchange) -> Keeper:
    return Keeper(exchange.mailbox(), Secret("right"))


def test_a_server_without_condstore_and_keywords_is_watched(
    exchange: Exchange, keeper: Keeper
) -> None:
    exchange.deliver(mail(0))
    keeper.until(1)

    def deliver_once_waited_for() -> None:
        while exchange.idle and not any("IDLE" in said for said in exchange.heard):
            threading.Event().wait(0.01)
        exchange.deliver(mail(1))

    threading.Timer(0.3, deliver_once_waited_for).start()
    keeper.until(2)
    assert [raw.content for raw in keeper.mails.values()] == [mail(0), mail(1)]
    assert not any("KEYWORD" in said or "ENABLE" in said for said in exchange.heard)
    assert any("IDLE" in said for said in exchange.heard) == exchange.idle


@pytest.mark.slow
@pytest.mark.parametrize(
    "refusal",
    [
        "BAD User is authenticated but not connected.",
        "BAD Request is throttled. Suggested Backoff Time: 299 milliseconds",
        "NO [UNAVAILABLE] Server Unavailable. 15",
        "NO [AUTHENTICATIONFAILED] temporary authentication failure, try again",
    ],
)
def test_what_passes_by_itself_is_waited_out(
    exchange: Exchange, keeper: Keeper, refusal: str
) -> None:
    exchange.deliver(mail(0))
    exchange.refusals = [refusal] * 3
    keeper.until(1)
    assert keeper.troubles
    exchange.say_bye()
    exchange.deliver(mail(1))
    keeper.until(2)


def test_a_moved_mailbox_is_read_by_its_headers(exchange: Exchange, keeper: Keeper) -> None:
    contents = [mail(number) for number in range(5)]
    for content in contents:
        exchange.deliver(content)
    keeper.until(5)
    exchange.renumber([contents[4], mail(5), *contents[:4]])
    keeper.until(6)
    assert keeper.read == 6
    assert keeper.uids(exchange.uidvalidity) == frozenset(range(1, 7))


def test_a_restored_mailbox_that_gives_uids_again_loses_nothing(
    exchange: Exchange, keeper: Keeper
) -> None:
    for number in range(5):
        exchange.deliver(mail(number))
    keeper.until(5)
    exchange.restore(3)
    exchange.deliver(mail(6))
    keeper.until(6)
    assert keeper.read == 6


def test_one_mail_that_can_not_be_had_does_not_hold_up_the_others(
    exchange: Exchange, keeper: Keeper
) -> None:
    for number in range(9):
        exchange.deliver(mail(number))
    exchange.unreadable = {4}
    keeper.until(9)
    (refused,) = [raw for raw in keeper.mails.values() if raw.uid == 4]
    assert refused.content.startswith(b"X-Billhook-Withheld: the server does not hand over")
    assert len(keeper.troubles) == 2
    assert len({raw.content for raw in keeper.mails.values()}) == 9


def test_a_mail_that_comes_without_content_is_looked_for_again(
    exchange: Exchange, keeper: Keeper
) -> None:
    for number in range(5):
        exchange.deliver(mail(number))
    exchange.empty.update({2: 4, 4: 1})  # one connection asks three times, for ever fewer mails
    keeper.until(5)
    assert [raw.content for raw in keeper.mails.values()] == [mail(number) for number in range(5)]
    assert keeper.troubles


def test_a_mail_that_never_has_content_is_shown_to_a_person(
    exchange: Exchange, keeper: Keeper
) -> None:
    for number in range(3):
        exchange.deliver(mail(number))
    exchange.empty[2] = 1_000
    keeper.until(3)
    withheld = [raw.uid for raw in keeper.mails.values() if b"Withheld" in raw.content]
    assert withheld == [2]


def test_a_folder_of_many_mails_is_searched_in_parts(
    exchange: Exchange, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_module, "_SPAN", 4)
    for number in range(11):
        exchange.deliver(mail(number))
    keeper.until(11)
    assert any("UID SEARCH UID 5:8" in said for said in exchange.heard)
    exchange.deliver(mail(11))
    keeper.until(12)
    assert keeper.read == 12


def test_a_mail_that_the_server_keeps_silent_about_is_found_later(
    exchange: Exchange, keeper: Keeper
) -> None:
    for number in range(3):
        exchange.deliver(mail(number))
    exchange.silent = {2}
    keeper.until(2)
    exchange.silent = set()
    keeper.memory = Memory()  # as after a restart, or a day
    keeper.until(3)
    assert {raw.uid for raw in keeper.mails.values()} == {1, 2, 3}
