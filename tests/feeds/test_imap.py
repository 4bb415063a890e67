from __future__ import annotations

import imaplib
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest

from feeds import deliver
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.secret import Secret
from tests.dovecot import Dovecot, dovecot
from tests.feeds.mailboxes import PostBox, post_box
from tests.feeds.parcels import HOSTILE, PARCEL, FakeLease, destination, parcel

pytestmark = pytest.mark.slow

__all__ = ["dovecot"]

LEASE = FakeLease(username="bills@erp.example", password=Secret("right"))


@pytest.fixture
def box() -> Iterator[PostBox]:
    with post_box() as kept:
        yield kept


def at(box: PostBox, **settings: str) -> Destination:
    found = {"host": "127.0.0.1", "port": str(box.port), "security": "plain_loopback"}
    return destination(DestinationKind.IMAP, **{**found, **settings})


def test_a_document_is_appended_as_one_mail_with_its_file(box: PostBox, clock: FixedClock) -> None:
    taken = deliver(at(box), PARCEL, LEASE, clock=clock)
    (content,) = box.folders["INBOX"]
    mail = message_from_bytes(content, policy=default)
    (attached,) = mail.iter_attachments()
    assert mail["Message-ID"] == taken.reference == f"<{PARCEL.key}@erp.example>"
    assert attached.get_content() == PARCEL.content


def test_the_same_parcel_again_finds_itself(box: PostBox, clock: FixedClock) -> None:
    first = deliver(at(box), PARCEL, LEASE, clock=clock)
    again = deliver(at(box), PARCEL, LEASE, clock=clock)
    assert (again.reference, again.detail) == (first.reference, "INBOX: was there already.")
    box.folders["Done"] = box.folders.pop("INBOX")
    box.folders["INBOX"] = []
    deliver(at(box, also_in="Done"), PARCEL, LEASE, clock=clock)
    assert not box.folders["INBOX"]


def test_a_line_that_is_cut_after_the_mail_was_taken_doubles_nothing(
    box: PostBox, clock: FixedClock
) -> None:
    box.cut = True
    with pytest.raises(DestinationUnreachable):
        deliver(at(box), PARCEL, LEASE, clock=clock)
    box.cut = False
    deliver(at(box), PARCEL, LEASE, clock=clock)
    assert len(box.folders["INBOX"]) == 1


@pytest.mark.parametrize(
    ("verb", "words", "kind"),
    [
        ("LOGIN", "[AUTHENTICATIONFAILED] no", DestinationRefused),
        ("LOGIN", "[UNAVAILABLE] later", DestinationUnreachable),
        ("APPEND", "[OVERQUOTA] full", DestinationRefused),
        ("EXAMINE", "[NONEXISTENT] none", DestinationRefused),
    ],
)
def test_a_refusal_says_whether_waiting_helps(
    box: PostBox, clock: FixedClock, verb: str, words: str, kind: type[Exception]
) -> None:
    box.refuses[verb] = words
    with pytest.raises(kind) as trouble:
        deliver(at(box), PARCEL, LEASE, clock=clock)
    assert "right" not in str(trouble.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"host": "imap.example"},
        {"port": "x"},
        {"folder": 'a"\r\nb'},
        {"also_in": "Überall"},
    ],
)
def test_what_can_not_be_reached_safely_is_not_tried(
    box: PostBox, clock: FixedClock, settings: dict[str, str]
) -> None:
    with pytest.raises(SettingsInvalid):
        deliver(at(box, **settings), PARCEL, LEASE, clock=clock)


def test_a_sign_in_is_needed_and_is_one_line(box: PostBox, clock: FixedClock) -> None:
    with pytest.raises(SettingsInvalid, match="no sign-in"):
        deliver(at(box), PARCEL, None, clock=clock)
    hostile = FakeLease(username="a@b.example", password=Secret("x\r\nA1 DELETE INBOX"))
    with pytest.raises(DestinationRefused, match="line breaks"):
        deliver(at(box), PARCEL, hostile, clock=clock)


@pytest.mark.parametrize("words", [words for words in HOSTILE if words.strip()])
def test_foreign_text_is_no_header(box: PostBox, clock: FixedClock, words: str) -> None:
    deliver(at(box), parcel(supplier=words, number=words), LEASE, clock=clock)
    mail = message_from_bytes(box.folders["INBOX"][0], policy=default)
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "X-Billhook-Key"),
        *("X-Billhook-Document", "MIME-Version", "Content-Type"),
    }


@pytest.mark.e2e
@pytest.mark.slow
def test_a_real_server_has_each_document_once(dovecot: Dovecot, clock: FixedClock) -> None:
    user = "feed@erp.example"
    lease = FakeLease(username=user, password=dovecot.password)
    to = destination(
        DestinationKind.IMAP,
        host="127.0.0.1",
        port=str(dovecot.imaps),
        security="tls",
        ca_file=str(dovecot.ca_file),
    )
    for key in ("k1", "k2", "k1"):
        deliver(to, parcel(key=key), lease, clock=clock)
    with imaplib.IMAP4("127.0.0.1", dovecot.imap) as connection:
        connection.login(user, dovecot.password.reveal())
        assert connection.select("INBOX")[1] == [b"2"]
    wrong = FakeLease(username=user, password=Secret("wrong"))
    with pytest.raises(DestinationRefused, match="refused the sign-in"):
        deliver(to, PARCEL, wrong, clock=clock)
