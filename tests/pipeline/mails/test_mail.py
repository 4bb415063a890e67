from __future__ import annotations

from dataclasses import replace

import pytest

from model.documents import DocumentKind
from model.exceptions import ExceptionReason
from model.expectations import ExpectationState
from model.filing import DocumentStatus, MessageState
from model.mail import (
    Alert,
    Attachment,
    FolderPosition,
    MailBatch,
    MailClass,
    RawMail,
    RunnerUp,
    TriagedMail,
)
from pipeline import answers
from pipeline.mails import mail
from pipeline.works import Works
from storage import documents, exceptions, expectations, runs, suppliers
from storage import mail as stored
from tests.fetchers.mail.pictures import jpeg, png
from tests.pipeline.conftest import CLERK, NOW, Outside, notice_mail, paper


def journalled(works: Works, outside: Outside, meaning: TriagedMail) -> str:
    """Journal a mail of this meaning; its message id."""
    raw = f"Subject: {meaning.subject}\r\n\r\n{meaning.identity}".encode()
    outside.mails[raw] = meaning
    with works.store.read() as tx:
        (box,) = stored.mailboxes(tx)
        before = set(stored.unfinished(tx))
        uid = stored.position(tx, box.id).last_uid + 1
    batch = MailBatch((RawMail(meaning.identity, uid, NOW, raw),), FolderPosition(7, uid))
    mail.journal(works, box, batch)
    with works.store.read() as tx:
        (new,) = set(stored.unfinished(tx)) - before
    return new


def work(works: Works, message_id: str) -> None:
    """Do what the engine would do with a mail."""
    count = mail.understand(works, message_id)
    filed = [
        one
        for position in range(count)
        for one in mail.file_attachment(works, message_id, position)
    ]
    mail.conclude(works, message_id, filed)


def test_a_batch_and_its_position_are_one_transaction_and_a_copy_is_not_new(
    works: Works, outside: Outside
) -> None:
    journalled(works, outside, notice_mail("R-1"))
    with works.store.read() as tx:
        (box,) = stored.mailboxes(tx)
        (raw,) = outside.mails
    copy = MailBatch((RawMail("mail-R-1", 99, NOW, raw),), FolderPosition(8, 99))
    assert mail.journal(works, box, copy) == 0
    with works.store.read() as tx:
        assert stored.position(tx, box.id) == FolderPosition(8, 99)
        assert len(stored.unfinished(tx)) == 1


def test_a_notice_opens_an_expectation_and_asks_for_a_visit(works: Works, outside: Outside) -> None:
    message = journalled(works, outside, notice_mail("R-1"))
    work(works, message)
    with works.store.read() as tx:
        (waiting,) = expectations.all_open(tx)
        assert waiting.number == "R-1"
        assert len(runs.unfinished(tx)) == 1
        assert stored.message(tx, message).state is MessageState.DONE


def test_a_scanned_page_is_filed_and_a_logo_is_not(works: Works, outside: Outside) -> None:
    scan = Attachment("scan.jpg", "image/jpeg", jpeg(1240, 1754))
    logo = Attachment("logo.png", "image/png", png(300, 80))
    found = notice_mail("R-1", mail_class=MailClass.INVOICE_ATTACHED, attachments=(logo, scan))
    work(works, journalled(works, outside, found))
    with works.store.read() as tx:
        (filed,) = documents.every(tx)
    assert works.store.files.get(filed.sha256) == scan.content


def test_two_notices_of_one_document_open_one_expectation(works: Works, outside: Outside) -> None:
    for identity in ("a", "b"):
        again = notice_mail("R-1")
        work(works, journalled(works, outside, _named(again, identity)))
    with works.store.read() as tx:
        assert len(expectations.every(tx)) == 1


def test_an_attached_invoice_is_filed_and_nothing_is_visited(
    works: Works, outside: Outside
) -> None:
    attachment = Attachment("invoice.pdf", "application/pdf", outside.write(paper("R-1")))
    meaning = notice_mail("R-1", mail_class=MailClass.INVOICE_ATTACHED, attachments=(attachment,))
    work(works, journalled(works, outside, meaning))
    with works.store.read() as tx:
        assert [found.number for found in documents.every(tx)] == ["R-1"]
        assert not runs.unfinished(tx)


def test_a_reminder_for_what_is_on_file_is_fulfilled_at_once(
    works: Works, outside: Outside
) -> None:
    attachment = Attachment("invoice.pdf", "application/pdf", outside.write(paper("R-1")))
    attached = notice_mail("R-1", mail_class=MailClass.INVOICE_ATTACHED, attachments=(attachment,))
    work(works, journalled(works, outside, attached))
    reminder = _named(notice_mail("R-1", mail_class=MailClass.REMINDER), "reminder")
    work(works, journalled(works, outside, reminder))
    with works.store.read() as tx:
        (ended,) = expectations.every(tx)
        assert ended.state is ExpectationState.FULFILLED
        assert not runs.unfinished(tx)


def test_a_notice_whose_amount_differs_from_the_document_needs_a_person(
    works: Works, outside: Outside
) -> None:
    attachment = Attachment("i.pdf", "application/pdf", outside.write(paper("R-1", "500.00")))
    attached = notice_mail("R-1", mail_class=MailClass.INVOICE_ATTACHED, attachments=(attachment,))
    work(works, journalled(works, outside, attached))
    work(works, journalled(works, outside, _named(notice_mail("R-1"), "later")))
    with works.store.read() as tx:
        (ended,) = expectations.every(tx)
        assert ended.state is ExpectationState.NEEDS_PERSON
        assert "119.00" in ended.reason
        assert "500.00" in ended.reason


@pytest.mark.parametrize("alert", [Alert.SENDER_LOOKALIKE, Alert.AUTHENTICATION_FAILED])
def test_a_suspicious_mail_opens_files_and_visits_nothing(
    works: Works, outside: Outside, alert: Alert
) -> None:
    attachment = Attachment("invoice.pdf", "application/pdf", outside.write(paper("R-1")))
    meaning = notice_mail("R-1", alerts=(alert,), attachments=(attachment,))
    work(works, journalled(works, outside, meaning))
    with works.store.read() as tx:
        assert not expectations.every(tx)
        assert not documents.every(tx)
        assert not runs.unfinished(tx)
        (item,) = exceptions.open_(tx)
    assert item.reason is ExceptionReason.SUSPICIOUS_MAIL


def test_a_newsletter_is_done_and_leaves_nothing(works: Works, outside: Outside) -> None:
    message = journalled(works, outside, notice_mail("R-1", mail_class=MailClass.OTHER))
    work(works, message)
    with works.store.read() as tx:
        assert not expectations.every(tx)
        assert stored.message(tx, message).state is MessageState.DONE


def test_a_notice_of_an_unknown_sender_proposes_a_supplier(works: Works, outside: Outside) -> None:
    meaning = notice_mail("R-1", sender="billing@new.example")
    unknown = _without_customer(meaning)
    work(works, journalled(works, outside, unknown))
    with works.store.read() as tx:
        (ended,) = expectations.every(tx)
        assert ended.state is ExpectationState.NEEDS_PERSON
        assert suppliers.get(tx, ended.supplier_id).domains == ("new.example",)
        assert ExceptionReason.SUPPLIER_UNKNOWN in {i.reason for i in exceptions.open_(tx)}


def test_a_mail_that_breaks_its_reader_is_quarantined_and_shown(
    works: Works, outside: Outside
) -> None:
    message = journalled(works, outside, notice_mail("R-1"))
    mail.failed(works, message, RecursionError())
    with works.store.read() as tx:
        assert stored.message(tx, message).state is MessageState.QUARANTINED
        assert len(exceptions.open_(tx)) == 1


def test_understanding_a_mail_twice_changes_nothing(works: Works, outside: Outside) -> None:
    meaning = notice_mail("R-1", mail_class=MailClass.CREDIT_NOTE)
    message = journalled(works, outside, meaning)
    for _ in range(2):
        work(works, message)
    with works.store.read() as tx:
        (waiting,) = expectations.every(tx)
        assert waiting.kind is DocumentKind.CREDIT_NOTE


def _named(meaning: TriagedMail, identity: str) -> TriagedMail:
    return replace(meaning, identity=identity)


def _without_customer(meaning: TriagedMail) -> TriagedMail:
    (notice,) = meaning.notices
    return replace(meaning, notices=(replace(notice, customer_number=None),))


def test_an_unsure_mail_is_shown_and_expects_only_what_a_person_confirms(
    works: Works, outside: Outside
) -> None:
    work(works, journalled(works, outside, notice_mail("R-1", confidence=0.4)))
    with works.store.begin() as tx:
        assert not expectations.every(tx)
        (item,) = exceptions.open_(tx)
        assert item.reason is ExceptionReason.MAIL_UNSURE
        answers.answer(tx, CLERK, item.id, "1")
        assert [waiting.number for waiting in expectations.all_open(tx)] == ["R-1"]


@pytest.mark.parametrize(("answer", "waiting"), [("1", ["R-2", "R-1"]), ("2", [])])
def test_one_answer_teaches_what_the_senders_mails_are(
    works: Works, outside: Outside, answer: str, waiting: list[str]
) -> None:
    work(works, journalled(works, outside, notice_mail("R-1", confidence=0.4)))
    with works.store.begin() as tx:
        (item,) = exceptions.open_(tx)
        answers.answer(tx, CLERK, item.id, answer)
    work(works, journalled(works, outside, notice_mail("R-2", confidence=0.4)))
    with works.store.begin() as tx:
        asked = {one.reason for one in exceptions.open_(tx)}
        assert ExceptionReason.MAIL_UNSURE not in asked
        numbers = [str(one.number) for one in expectations.all_open(tx)]
        assert sorted(numbers) == sorted(waiting)


def _doubted(number: str, share: float = 0.3, **facts: object) -> TriagedMail:
    """A mail that reads like an order confirmation, and somewhat like a credit note."""
    meaning = notice_mail(number, mail_class=MailClass.ORDER_CONFIRMATION, **facts)
    (notice,) = meaning.notices
    second = RunnerUp(MailClass.CREDIT_NOTE, share)
    return replace(meaning, notices=(replace(notice, confidence=0.45, runner_up=second),))


def test_a_mail_whose_runner_up_is_a_document_is_shown_with_both(
    works: Works, outside: Outside
) -> None:
    work(works, journalled(works, outside, _doubted("R-1")))
    with works.store.read() as tx:
        assert not expectations.every(tx)
        (item,) = exceptions.open_(tx)
    assert item.reason is ExceptionReason.MAIL_UNSURE
    assert "credit note (30% sure), or: order confirmation (45% sure)." in item.sentence


def test_the_accepted_runner_up_is_expected_kept_and_taught(works: Works, outside: Outside) -> None:
    message = journalled(works, outside, _doubted("R-1"))
    work(works, message)
    with works.store.begin() as tx:
        (item,) = exceptions.open_(tx)
        answers.answer(tx, CLERK, item.id, "1")
        kept = stored.message(tx, message).triage
    work(works, journalled(works, outside, _doubted("R-2")))
    with works.store.read() as tx:
        waiting = {(one.number, one.kind) for one in expectations.all_open(tx)}
        asked = {one.reason for one in exceptions.open_(tx)}
    assert kept is not None
    assert kept.notices[0].mail_class is MailClass.CREDIT_NOTE
    assert waiting == {("R-1", DocumentKind.CREDIT_NOTE), ("R-2", DocumentKind.CREDIT_NOTE)}
    assert ExceptionReason.MAIL_UNSURE not in asked


def test_a_dismissed_runner_up_is_not_asked_about_again(works: Works, outside: Outside) -> None:
    work(works, journalled(works, outside, _doubted("R-1")))
    with works.store.begin() as tx:
        (item,) = exceptions.open_(tx)
        answers.answer(tx, CLERK, item.id, "2")
    work(works, journalled(works, outside, _doubted("R-2")))
    with works.store.read() as tx:
        assert not exceptions.open_(tx)
        assert not expectations.every(tx)


def test_a_dismissed_mail_stays_what_it_was_taken_for() -> None:
    doubted, announcing = _doubted("R-1"), notice_mail("R-1", confidence=0.4)
    assert mail.lesson(doubted, announces=False).mail_class is MailClass.ORDER_CONFIRMATION
    assert mail.lesson(announcing, announces=False).mail_class is MailClass.OTHER


def test_a_runner_up_far_behind_asks_nobody(works: Works, outside: Outside) -> None:
    work(works, journalled(works, outside, _doubted("R-1", share=0.04)))
    with works.store.read() as tx:
        assert not exceptions.open_(tx)


def test_the_file_of_a_doubted_mail_is_kept_for_the_answer(works: Works, outside: Outside) -> None:
    attachment = Attachment("paper.pdf", "application/pdf", outside.write(paper("R-1")))
    work(works, journalled(works, outside, _doubted("R-1", attachments=(attachment,))))
    with works.store.read() as tx:
        assert len(documents.every(tx)) == 1


def test_an_attached_file_that_cannot_be_read_is_still_the_announced_document(
    works: Works, outside: Outside
) -> None:
    attachment = Attachment("scan.pdf", "application/pdf", b"%PDF a scan")
    meaning = notice_mail("R-1", mail_class=MailClass.INVOICE_ATTACHED, attachments=(attachment,))
    work(works, journalled(works, outside, meaning))
    with works.store.read() as tx:
        (ended,) = expectations.every(tx)
        assert ended.state is ExpectationState.FULFILLED
        assert ExceptionReason.UNREADABLE in {item.reason for item in exceptions.open_(tx)}


def test_an_attached_file_of_another_number_needs_a_person_and_is_not_delivered(
    works: Works, outside: Outside
) -> None:
    attachment = Attachment("i.pdf", "application/pdf", outside.write(paper("R-2")))
    meaning = notice_mail("R-1", mail_class=MailClass.INVOICE_ATTACHED, attachments=(attachment,))
    work(works, journalled(works, outside, meaning))
    with works.store.begin() as tx:
        (ended,) = expectations.every(tx)
        assert ended.state is ExpectationState.NEEDS_PERSON
        (document,) = documents.every(tx)
        assert document.status is DocumentStatus.EXCEPTION
        (item,) = exceptions.open_(tx)
        answers.answer(tx, CLERK, item.id, "1")
        assert expectations.get(tx, ended.id).state is ExpectationState.FULFILLED
        assert documents.get(tx, document.id).status is DocumentStatus.READY
