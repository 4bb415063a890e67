"""Mails that are the document themselves are filed; those that only announce one are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fetchers.mail.triage import triage
from model.clock import FixedClock
from model.documents import DocumentFormat, Reading
from model.exceptions import ExceptionItem
from model.filing import FiledDocument, MessageState
from model.mail import Alert, Attachment, FolderPosition, MailBatch, RawMail, TriagedMail
from parsers.hints import NO_HINTS
from parsers.reader import read
from pipeline import answers
from pipeline.desks.desk import StoreDesk
from pipeline.live.opening import LivePages
from pipeline.mails import bodies, mail
from pipeline.mails.bodies import Standing
from pipeline.works import Works
from storage import documents, exceptions, expectations
from storage import mail as stored
from storage.store import Store
from tests.pipeline.conftest import CLERK, NOW, Outside, paper
from tests.pipeline.doors import ShutDoor
from tests.pipeline.letters import ABOUT, DOCUMENTS, HOSTING_EN, letter
from tests.pipeline.mails.test_mail import work

LINKED = HOSTING_EN.replace("</body>", "<a href='https://x.example/i'>Download invoice</a></body>")


def understood(raw: bytes) -> TriagedMail:
    return triage(raw, (), today=date(2026, 11, 2))


def told(found: TriagedMail) -> Reading:
    assert found.body is not None
    return read(found.body.content, NO_HINTS)


def come(works: Works, outside: Outside, raw: bytes, **facts: object) -> str:
    """Journal a real mail, which its real triage and reader understand; its message id."""
    found = replace(understood(raw), **facts)  # type: ignore[arg-type]
    outside.mails[raw] = found
    if found.body is not None:
        outside.papers[found.body.content] = told(found)
    with works.store.read() as tx:
        (box,) = stored.mailboxes(tx)
    mail.journal(
        works, box, MailBatch((RawMail(found.identity, 1, NOW, raw),), FolderPosition(7, 1))
    )
    with works.store.read() as tx:
        (new,) = stored.unfinished(tx)
    return new


def filed(store: Store) -> tuple[FiledDocument, ...]:
    with store.read() as tx:
        return documents.every(tx)


def asked(store: Store) -> tuple[ExceptionItem, ...]:
    with store.read() as tx:
        return tuple(
            one
            for one in exceptions.open_(tx)
            if any(answer.key == "3" and "Neither" in answer.label for answer in one.answers)
        )


@pytest.mark.parametrize("language", DOCUMENTS)
def test_a_mail_that_is_an_invoice_proves_itself(language: str) -> None:
    subject, body, number, gross = DOCUMENTS[language]
    found = understood(letter(subject, body))
    reading = told(found)
    assert bodies.may_be_document(found)
    assert bodies.standing(found, reading) is Standing.DOCUMENT
    assert (reading.text("invoice_number"), reading.text("gross_total")) == (number, gross)


@pytest.mark.parametrize("name", ABOUT)
def test_a_mail_that_speaks_of_a_document_is_none(name: str) -> None:
    found = understood(letter(*ABOUT[name]))
    assert bodies.standing(found, told(found)) is Standing.ABOUT_ONE


@pytest.mark.parametrize(
    "words",
    [
        "<a href='https://x.example/i'>Download invoice</a>",
        "<a href='https://x.example/i'>Rechnung herunterladen</a>",
        "<a href='https://x.example/i'>Voir la facture</a>",
    ],
)
def test_an_invoice_that_also_lies_elsewhere_is_doubtful(words: str) -> None:
    found = understood(letter("Invoice HS-20418", HOSTING_EN.replace("</body>", f"{words}</body>")))
    assert bodies.standing(found, told(found)) is Standing.DOUBTFUL


def test_items_that_do_not_add_up_prove_nothing() -> None:
    found = understood(letter("Invoice HS-20418", HOSTING_EN.replace("£40.00", "£41.00")))
    assert bodies.standing(found, told(found)) is Standing.ABOUT_ONE


@pytest.mark.slow
def test_the_text_is_filed_as_it_came_with_evidence_and_fulfils_what_it_announces(
    works: Works, outside: Outside, clock: FixedClock
) -> None:
    raw = letter("Invoice HS-20418 from Hostarium", HOSTING_EN)
    message = come(works, outside, raw)
    work(works, message)
    (found,) = filed(works.store)
    body = understood(raw).body
    assert body is not None
    assert works.store.files.get(found.sha256) == body.content
    assert HOSTING_EN.encode() in body.content.replace(b"\r\n", b"\n")
    assert (found.number, found.format, found.media_type) == (
        "HS-20418",
        DocumentFormat.HTML,
        "text/html",
    )
    with works.store.read() as tx:
        total = documents.reading(tx, found.id).fields["gross_total"].evidence
        assert total.place is not None
        assert total.place.startswith("/html/body")
        assert not expectations.all_open(tx)
        assert stored.message(tx, message).state is MessageState.DONE
    pages = LivePages(works.store.files.folder)  # type: ignore[attr-defined]  # a folder
    desk = StoreDesk(works.store, clock, outside.read, door=ShutDoor(), live=pages)
    shown = desk.document(found.id).text
    assert "Invoice number: HS-20418" in shown
    assert "<" not in shown
    assert desk.original(found.sha256)[1].endswith(".html")


def test_the_same_mail_taken_up_twice_is_one_document(works: Works, outside: Outside) -> None:
    message = come(works, outside, letter("Invoice HS-20418 from Hostarium", HOSTING_EN))
    work(works, message)
    with works.store.begin() as tx:
        stored.finish(tx, message, MessageState.JOURNALLED)
    work(works, message)
    assert len(filed(works.store)) == 1


def test_of_a_mail_with_a_document_the_text_is_not_filed(works: Works, outside: Outside) -> None:
    attached = Attachment("invoice.pdf", "application/pdf", outside.write(paper("HS-20418")))
    raw = letter("Invoice HS-20418 from Hostarium", HOSTING_EN)
    work(works, come(works, outside, raw, attachments=(attached,)))
    assert [one.format for one in filed(works.store)] == [DocumentFormat.PDF]


def test_of_a_suspicious_mail_nothing_is_filed(works: Works, outside: Outside) -> None:
    raw = letter("Invoice HS-20418 from Hostarium", HOSTING_EN)
    work(works, come(works, outside, raw, alerts=(Alert.SENDER_LOOKALIKE,)))
    assert filed(works.store) == ()


@pytest.mark.parametrize("name", ABOUT)
def test_a_mail_about_a_document_is_not_filed(works: Works, outside: Outside, name: str) -> None:
    work(works, come(works, outside, letter(*ABOUT[name])))
    assert filed(works.store) == ()
    assert asked(works.store) == ()


def test_a_doubtful_text_is_a_question_and_filed_when_a_person_says_so(
    works: Works, outside: Outside
) -> None:
    message = come(
        works, outside, letter("Invoice HS-20418", LINKED, sender="billing@hostarium.example")
    )
    work(works, message)
    assert filed(works.store) == ()
    (question,) = asked(works.store)
    assert "HS-20418" in question.sentence
    assert "Download invoice" in question.sentence
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "1")
        assert stored.unfinished(tx) == (message,)
    work(works, message)
    assert [one.number for one in filed(works.store)] == ["HS-20418"]
    assert asked(works.store) == ()


@pytest.mark.parametrize("key", ["2", "3"])
def test_a_doubtful_text_that_is_no_document_stays_unfiled(
    works: Works, outside: Outside, key: str
) -> None:
    raw = letter("Invoice HS-20418", LINKED, sender="billing@hostarium.example")
    work(works, come(works, outside, raw))
    (question,) = asked(works.store)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, key)
        assert stored.unfinished(tx) == ()
        assert len(expectations.every(tx)) == (1 if key == "2" else 0)
    assert filed(works.store) == ()
