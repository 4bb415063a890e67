"""A mail that comes a second time another way expects nothing a second time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fetchers.mail.mailfile import raw_mail
from model.exceptions import ExceptionReason
from model.filing import MessageState
from model.mail import Alert, Authenticity, FolderPosition, MailBatch, TriagedMail
from pipeline.mails import mail
from pipeline.mails.arriving import take_mails
from pipeline.works import Works
from storage import exceptions, expectations
from storage import mail as stored
from tests.fetchers.mail.test_copies import PAGE, letter, saved, sent_on
from tests.pipeline.conftest import NOW, Outside, notice_mail
from tests.pipeline.mails.test_mail import work

SENT, SAVED, FORWARDED = letter(), saved(page=PAGE), sent_on(letter())


def meaning(raw: bytes, **facts: object) -> TriagedMail:
    """A notice that names no document: nothing but the mail tells two of them apart."""
    found = notice_mail("7", **facts)
    bare = replace(found.notices[0], number=None, amount=None)
    return replace(found, identity=str(hash(raw)), notices=(bare,))


def received(works: Works, outside: Outside, raw: bytes, told: TriagedMail) -> str:
    """A mail that came to the watched mailbox, dealt with."""
    outside.mails[raw] = told
    with works.store.read() as tx:
        (box,) = stored.mailboxes(tx)
        uid = stored.position(tx, box.id).last_uid + 1
    found = raw_mail(raw, uid, NOW)
    mail.journal(works, box, MailBatch((found,), FolderPosition(7, uid)))
    return _dealt_with(works)


def handed_over(works: Works, outside: Outside, raw: bytes, told: TriagedMail) -> str:
    """A mail that a person uploaded, dealt with."""
    outside.mails[raw] = told
    take_mails(works.store, (raw_mail(raw, None, NOW),))
    return _dealt_with(works)


def _dealt_with(works: Works) -> str:
    with works.store.read() as tx:
        (message_id,) = stored.unfinished(tx)
    work(works, message_id)
    return message_id


@pytest.mark.parametrize(
    ("first", "second"), [(SENT, SAVED), (SAVED, SENT), (SENT, FORWARDED), (SAVED, FORWARDED)]
)
def test_a_copy_that_came_another_way_expects_nothing(
    works: Works, outside: Outside, first: bytes, second: bytes
) -> None:
    handed_over(works, outside, first, meaning(first))
    copy = received(works, outside, second, meaning(second))
    with works.store.read() as tx:
        assert len(expectations.every(tx)) == 1
        assert stored.message(tx, copy).state is MessageState.DONE


def test_another_mail_under_the_same_message_id_is_another_notice(
    works: Works, outside: Outside
) -> None:
    other = letter("Ihre Rechnung für Dezember liegt bereit, 4712 über 130,00 EUR.")
    received(works, outside, SENT, meaning(SENT))
    received(works, outside, other, meaning(other))
    with works.store.read() as tx:
        assert len(expectations.every(tx)) == 2


def test_a_copy_that_nobody_proves_keeps_no_proven_mail_from_us(
    works: Works, outside: Outside
) -> None:
    forged = replace(meaning(SAVED), authenticity=Authenticity.UNKNOWN)
    received(works, outside, SAVED, forged)
    received(works, outside, SENT, meaning(SENT))
    with works.store.read() as tx:
        assert len(expectations.every(tx)) == 2


def test_a_suspicious_mail_stands_for_none_and_is_shown_each_time(
    works: Works, outside: Outside
) -> None:
    alarm = meaning(SAVED, alerts=(Alert.SENDER_LOOKALIKE,))
    handed_over(works, outside, SAVED, alarm)
    received(works, outside, FORWARDED, replace(alarm, identity="f"))
    received(works, outside, SENT, meaning(SENT))
    with works.store.read() as tx:
        asked = [item.reason for item in exceptions.open_(tx)]
        assert asked.count(ExceptionReason.SUSPICIOUS_MAIL) == 2
        assert len(expectations.every(tx)) == 1


def test_the_mail_itself_answers_what_was_asked_about_the_one_sent_on(
    works: Works, outside: Outside
) -> None:
    bare = meaning(FORWARDED, sender="ann@us.example")
    nobody = replace(bare.notices[0], customer_number=None)
    received(works, outside, FORWARDED, replace(bare, notices=(nobody,)))
    with works.store.read() as tx:
        assert exceptions.open_(tx)
    received(works, outside, SENT, meaning(SENT))
    with works.store.read() as tx:
        about = [item for item in exceptions.open_(tx) if item.subject.startswith("message:")]
        assert not about
        assert len(expectations.every(tx)) == 1
