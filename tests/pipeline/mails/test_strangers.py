"""A bill attached by an unknown sender: one supplier, one document, one question that leads on."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from model.documents import DocumentKind, Reading
from model.exceptions import Action, ExceptionItem, ExceptionReason
from model.expectations import Expectation, ExpectationState
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.mail import Attachment, MailClass, TriagedMail
from model.suppliers import Account, PortalState, Supplier
from pipeline import answers
from pipeline.documents import expecting
from pipeline.documents.filing import Arrival, file
from pipeline.mails import mail, proposals
from pipeline.works import Works
from storage import documents, exceptions, expectations, screens, suppliers
from tests.pipeline.conftest import CLERK, Outside, notice_mail, paper
from tests.pipeline.mails.test_mail import journalled

SUNRISE = "billing@mail.sunrise.test"
PORTAL = "https://portal.sunrise.test/invoices/8"
CONFIRM, REFUSE = "1", "2"
_mails = count()


def bill(
    outside: Outside,
    *papers: Reading,
    sender: str = SUNRISE,
    number: str | None = "S-100",
    link: str | None = None,
    **facts: object,
) -> TriagedMail:
    """A mail with papers attached, that announces one document."""
    attached = tuple(
        Attachment(f"{at}.pdf", "application/pdf", outside.write(one))
        for at, one in enumerate(papers)
    )
    kind = {"mail_class": MailClass.INVOICE_ATTACHED, **facts}
    told = notice_mail(number or "", sender=sender, attachments=attached, **kind)
    notice = replace(told.notices[0], customer_number=None, number=number, link=link)
    return replace(
        told, notices=(notice,), sender_name="Sunrise Billing", identity=f"mail-{next(_mails)}"
    )


def arrive(works: Works, outside: Outside, meaning: TriagedMail) -> str:
    """Work on a mail, every step twice and the first also between the others; its id."""
    message = journalled(works, outside, meaning)
    for _ in range(2):
        number = mail.understand(works, message)
    filed: list[str] = []
    for position in range(number):
        first = mail.file_attachment(works, message, position)
        mail.understand(works, message)
        assert mail.file_attachment(works, message, position) == first
        filed.extend(first)
    for _ in range(2):
        mail.conclude(works, message, filed)
    for position in range(number):
        mail.file_attachment(works, message, position)
    return message


def upload(works: Works, content: bytes) -> str:
    source = DocumentSource(Channel.UPLOAD, "u1/x.pdf", "Uploaded by Maya", works.clock.now())
    return file(works.store, works.read, Arrival(content, "application/pdf", source))


def strangers(works: Works) -> list[Supplier]:
    """All suppliers but the one that is registered."""
    with works.store.read() as tx:
        every = [profile.supplier for profile in suppliers.profiles(tx)]
    return [supplier for supplier in every if supplier.id != "nw"]


def on_file(works: Works) -> tuple[FiledDocument, ...]:
    with works.store.read() as tx:
        return documents.every(tx)


def statuses(works: Works) -> list[DocumentStatus]:
    return [document.status for document in on_file(works)]


def expected(works: Works) -> tuple[Expectation, ...]:
    with works.store.read() as tx:
        return expectations.every(tx)


def questions(works: Works) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return exceptions.open_(tx)


def answer(works: Works, key: str) -> None:
    """Answer the one open question."""
    (item,) = questions(works)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, item.id, key)


@pytest.mark.parametrize("link", [None, PORTAL])
def test_one_bill_is_one_supplier_one_document_and_one_question_that_leads_on(
    works: Works, outside: Outside, link: str | None
) -> None:
    meaning = bill(outside, paper("S-100", seller_name="Sunrise Power GmbH"), link=link)
    arrive(works, outside, meaning)
    (stranger,) = strangers(works)
    assert (stranger.name, stranger.domains) == ("Sunrise Power GmbH", ("sunrise.test",))
    assert stranger.proposed
    (document,) = on_file(works)
    assert document.supplier_id == stranger.id
    assert (document.status, document.note) == (DocumentStatus.EXCEPTION, "Supplier not confirmed")
    (waited,) = expected(works)
    assert (waited.state, waited.document_id) == (ExpectationState.FULFILLED, document.id)
    (item,) = questions(works)
    assert item.title == "Is Sunrise Power GmbH a supplier?"
    told = "Sunrise Power GmbH (sunrise.test) has sent 1 notice and 1 document;"
    assert item.sentence.startswith(told)
    answer(works, CONFIRM)
    assert statuses(works) == [DocumentStatus.READY]
    assert not questions(works)
    assert not strangers(works)[0].proposed


def test_the_page_of_a_held_bill_asks_the_question_about_its_supplier(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, bill(outside, paper("S-100"), link=PORTAL))
    (item,) = questions(works)
    with works.store.read() as tx:
        (card,) = screens.document(tx, on_file(works)[0].id).reasons
    assert (card.exception_id, card.sentence) == (item.id, item.sentence)
    answer(works, CONFIRM)
    with works.store.read() as tx:
        assert not screens.document(tx, on_file(works)[0].id).reasons


@pytest.mark.parametrize(
    "said",
    [
        {"seller_vat_id": "DE 1", "seller_name": "Somebody"},
        {"iban": "DE89 3704 0044 0532 0130 00"},
        {"seller_name": "NORDWIND"},
    ],
)
@pytest.mark.parametrize("met_before", [False, True])
def test_a_registered_supplier_on_the_paper_goes_before_the_sender(
    works: Works, outside: Outside, said: dict[str, str], *, met_before: bool
) -> None:
    if met_before:
        arrive(works, outside, bill(outside, number="S-99"))
        answer(works, REFUSE)
    known = strangers(works)
    arrive(works, outside, bill(outside, paper("S-100", **said)))
    assert strangers(works) == known
    (document,) = on_file(works)
    assert (document.supplier_id, document.status) == ("nw", DocumentStatus.READY)
    waited = expected(works)[-1]
    assert (waited.supplier_id, waited.state) == ("nw", ExpectationState.FULFILLED)
    assert not questions(works)
    with works.store.read() as tx:
        assert suppliers.get(tx, "nw").domains == ("nw.example",)  # the sender is not trusted by it


def test_papers_that_name_nobody_belong_to_who_sent_them(works: Works, outside: Outside) -> None:
    arrive(works, outside, bill(outside, paper("S-100")))
    arrive(works, outside, bill(outside, paper("T-217"), sender="x@other.test", number="T-217"))
    found = {supplier.id: supplier.domains for supplier in strangers(works)}
    owners = [found[document.supplier_id] for document in on_file(works)]
    assert sorted(owners) == [("other.test",), ("sunrise.test",)]
    assert len(found) == len(questions(works)) == 2


def test_a_stranger_at_free_mail_is_its_address(works: Works, outside: Outside) -> None:
    for number, sender in (("S-100", "tiler@gmx.de"), ("T-200", "roofer@gmx.de")):
        arrive(works, outside, bill(outside, paper(number), sender=sender, number=number))
    domains = sorted(supplier.domains for supplier in strangers(works))
    assert domains == [("roofer@gmx.de",), ("tiler@gmx.de",)]


def test_a_colleague_who_sends_papers_on_is_no_supplier(works: Works, outside: Outside) -> None:
    named = paper("S-100", seller_name="Sunrise Power GmbH")
    for one, number in ((named, "S-100"), (paper("B-7"), "B-7"), (paper("C-900"), "C-900")):
        meaning = bill(outside, one, sender="Maya@US.example", number=number)
        arrive(works, outside, replace(meaning, subject=f"Fwd: {number}"))
    found = {supplier.id: supplier for supplier in strangers(works)}
    names = {document.number: found[document.supplier_id].name for document in on_file(works)}
    assert names == {
        "S-100": "Sunrise Power GmbH",
        "B-7": "Sender of “Fwd: B-7”",
        "C-900": "Sender of “Fwd: C-900”",
    }
    assert all(supplier.proposed and not supplier.domains for supplier in found.values())
    assert {waited.state for waited in expected(works)} == {ExpectationState.FULFILLED}
    asked = questions(works)
    assert len(asked) == 3
    assert all("sent on by Maya@US.example" in item.sentence for item in asked)


def test_what_a_colleague_announces_without_a_paper_is_shown_to_a_person(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, bill(outside, sender="maya@us.example"))
    assert not strangers(works)
    assert not expected(works)
    (item,) = questions(works)
    assert item.reason is ExceptionReason.SUPPLIER_UNKNOWN
    assert [given.action for given in item.answers] == [Action.DISMISS]
    answer(works, "1")


def test_the_first_mail_of_its_own_shows_the_domain_of_who_was_only_named(
    works: Works, outside: Outside
) -> None:
    said = {"seller_name": "Sunrise Power GmbH"}
    arrive(works, outside, bill(outside, paper("S-100", **said), sender="maya@us.example"))
    arrive(works, outside, bill(outside, paper("S-777", **said), number="S-777"))
    (stranger,) = strangers(works)
    assert stranger.domains == ("sunrise.test",)
    (item,) = questions(works)
    assert "(sunrise.test) has sent 2 notices and 2 documents" in item.sentence


def test_a_stranger_does_not_join_another_by_writing_its_name(
    works: Works, outside: Outside
) -> None:
    said = {"seller_name": "Sunrise Power GmbH"}
    arrive(works, outside, bill(outside, paper("S-100", **said)))
    arrive(works, outside, bill(outside, paper("S-777", **said), sender="x@evil.test"))
    assert sorted(s.domains for s in strangers(works)) == [("evil.test",), ("sunrise.test",)]


def test_several_papers_of_one_mail_are_of_one_supplier(works: Works, outside: Outside) -> None:
    papers = (
        paper("", "0.00", kind=DocumentKind.OTHER),
        paper("S-100", seller_name="Sunrise Power GmbH"),
        paper("S-777", "50.00", seller_name="Sunrise Heat GmbH"),
    )
    arrive(works, outside, bill(outside, *papers))
    (stranger,) = strangers(works)
    assert stranger.name == "Sunrise Power GmbH"
    assert [document.supplier_id for document in on_file(works)] == [stranger.id] * 3
    (waited,) = expected(works)
    assert waited.state is ExpectationState.FULFILLED
    answer(works, CONFIRM)
    ready = [d.number for d in on_file(works) if d.status is DocumentStatus.READY]
    assert sorted(number or "" for number in ready) == ["S-100", "S-777"]
    assert not questions(works)


def test_papers_of_a_stranger_and_of_a_registered_supplier_in_one_mail_part(
    works: Works, outside: Outside
) -> None:
    papers = (paper("S-100"), paper("N-5", "7.00", seller_name="Nordwind"))
    arrive(works, outside, bill(outside, *papers))
    (stranger,) = strangers(works)
    owners = {document.number: document.supplier_id for document in on_file(works)}
    assert owners == {"S-100": stranger.id, "N-5": "nw"}
    (waited,) = expected(works)
    assert (waited.supplier_id, waited.state) == (stranger.id, ExpectationState.FULFILLED)
    answer(works, CONFIRM)
    assert statuses(works) == [DocumentStatus.READY] * 2


def test_two_mails_before_the_confirmation_make_one_question(
    works: Works, outside: Outside
) -> None:
    for number, gross in (("S-100", "119.00"), ("S-777", "119.00")):
        one = paper(number, gross, seller_name=f"Sunrise Power {number}")
        arrive(works, outside, bill(outside, one, number=number))
    (stranger,) = strangers(works)
    assert stranger.name == "Sunrise Power S-100"  # its first paper
    (item,) = questions(works)
    assert "has sent 2 notices and 2 documents" in item.sentence
    answer(works, CONFIRM)
    assert statuses(works) == [DocumentStatus.READY] * 2
    arrive(works, outside, bill(outside, paper("S-901", "1.19"), number=None))
    assert statuses(works) == [DocumentStatus.READY] * 3
    assert not questions(works)


def test_the_name_on_a_paper_replaces_the_one_that_the_sender_gives_itself(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, bill(outside, number="S-1"))
    assert questions(works)[0].title == "Is Sunrise Billing a supplier?"
    arrive(works, outside, bill(outside, paper("S-100", seller_name="Sunrise Power GmbH")))
    (item,) = questions(works)
    assert item.title == "Is Sunrise Power GmbH a supplier?"
    assert item.sentence.startswith(
        "Sunrise Power GmbH (sunrise.test) has sent 2 notices and 1 doc"
    )


def test_a_host_that_is_named_after_the_question_is_not_confirmed_by_its_answer(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, bill(outside, paper("S-100")))
    arrive(works, outside, bill(outside, number="S-777", link=PORTAL))
    with works.store.read() as tx:
        assert [portal.id for portal in suppliers.portals(tx)] == ["nw-portal"]


@pytest.mark.parametrize("link", [None, PORTAL])
def test_a_refused_stranger_has_its_bills_rejected_and_asks_no_more(
    works: Works, outside: Outside, link: str | None
) -> None:
    arrive(works, outside, bill(outside, paper("S-100", accept=False), link=link))
    with works.store.begin() as tx:
        item = next(i for i in exceptions.open_(tx) if i.title.startswith("Is "))
        answers.answer(tx, CLERK, item.id, REFUSE)
    arrive(works, outside, bill(outside, paper("S-777"), number="S-777", link=link))
    assert [(d.status, d.note) for d in on_file(works)] == [
        (DocumentStatus.REJECTED, "No supplier of ours")
    ] * 2
    assert not questions(works)
    assert len(expected(works)) == 1
    with works.store.read() as tx:
        assert [portal.id for portal in suppliers.portals(tx)] == ["nw-portal"]


def test_connecting_a_refused_stranger_takes_its_bills_back(works: Works, outside: Outside) -> None:
    arrive(works, outside, bill(outside, paper("S-100")))
    answer(works, REFUSE)
    (stranger,) = strangers(works)
    with works.store.begin() as tx:
        known = replace(
            suppliers.portal(tx, "nw-portal"),
            id="sunrise",
            supplier_id=stranger.id,
            account_id=None,
            state=PortalState.OPEN,
        )
        suppliers.add_portal(tx, known)
        proposals.connected(tx, known)
    assert statuses(works) == [DocumentStatus.READY]
    assert not strangers(works)[0].proposed


@pytest.mark.parametrize("said", [{}, {"seller_name": "Sunrise Power GmbH"}])
def test_the_same_paper_by_upload_is_the_same_document(
    works: Works, outside: Outside, said: dict[str, str]
) -> None:
    meaning = bill(outside, paper("S-100", **said))
    arrive(works, outside, meaning)
    (held,) = on_file(works)
    for _ in range(2):
        assert upload(works, meaning.attachments[0].content) == held.id
    with works.store.read() as tx:
        ways = {source.channel for source in documents.sources(tx, held.id)}
    assert ways == {Channel.MAIL, Channel.UPLOAD}
    assert len(strangers(works)) == len(questions(works)) == 1
    answer(works, CONFIRM)
    assert upload(works, meaning.attachments[0].content) == held.id
    assert statuses(works) == [DocumentStatus.READY]


def test_the_same_bill_by_upload_in_another_rendering_is_the_same_document(
    works: Works, outside: Outside
) -> None:
    one = paper("S-100", seller_name="Sunrise Power GmbH")
    arrive(works, outside, bill(outside, one))
    (held,) = on_file(works)
    assert upload(works, outside.write(one)) == held.id
    assert len(strangers(works)) == len(questions(works)) == 1


@pytest.mark.parametrize("key", [CONFIRM, REFUSE])
@pytest.mark.parametrize("same", [True, False])
def test_who_uploads_a_bill_of_a_refused_stranger_is_asked(
    works: Works, outside: Outside, key: str, *, same: bool
) -> None:
    said = {"seller_name": "Sunrise Power GmbH"}
    meaning = bill(outside, paper("S-100", **said))
    arrive(works, outside, meaning)
    answer(works, REFUSE)
    content = meaning.attachments[0].content if same else outside.write(paper("S-777", **said))
    for _ in range(2):
        uploaded = upload(works, content)
    (item,) = questions(works)
    assert item.sentence == (
        "It was uploaded, but Sunrise Power GmbH was refused as a supplier before."
    )
    answer(works, key)
    with works.store.read() as tx:
        status = documents.get(tx, uploaded).status
    assert status is (DocumentStatus.READY if key == CONFIRM else DocumentStatus.REJECTED)
    assert strangers(works)[0].proposed is (key == REFUSE)
    assert set(statuses(works)) == {status}


@pytest.mark.parametrize("said", [{}, {"seller_name": "Sunrise Power GmbH"}])
def test_a_paper_that_was_uploaded_before_it_came_by_mail_is_the_same_document(
    works: Works, outside: Outside, said: dict[str, str]
) -> None:
    meaning = bill(outside, paper("S-100", **said))
    uploaded = upload(works, meaning.attachments[0].content)
    arrive(works, outside, meaning)
    assert [document.id for document in on_file(works)] == [uploaded]
    assert statuses(works) == [DocumentStatus.READY]
    (waited,) = expected(works)
    assert (waited.state, waited.document_id) == (ExpectationState.FULFILLED, uploaded)
    assert not questions(works)


def test_a_paper_that_names_nobody_and_that_nobody_sent_is_of_nobody_known(
    works: Works, outside: Outside
) -> None:
    upload(works, outside.write(paper("S-100")))
    assert [supplier.name for supplier in strangers(works)] == ["Unknown supplier"]
    assert statuses(works) == [DocumentStatus.READY]


def test_what_a_confirmed_stranger_has_announced_without_a_paper_is_asked_for(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, bill(outside, number="S-1"))
    answer(works, CONFIRM)
    (item,) = questions(works)
    assert item.subject == f"expectation:{expected(works)[0].id}"
    assert "connect it, or upload the document" in item.sentence


def test_a_mail_that_is_a_bill_after_all_is_answered_by_its_paper(
    works: Works, outside: Outside
) -> None:
    one = paper("S-100", seller_name="Sunrise Power GmbH")
    arrive(works, outside, bill(outside, one, confidence=0.3))
    with works.store.begin() as tx:
        unsure = next(i for i in exceptions.open_(tx) if i.reason is ExceptionReason.MAIL_UNSURE)
        answers.answer(tx, CLERK, unsure.id, "1")
    (waited,) = expected(works)
    assert (waited.state, waited.supplier_id) == (
        ExpectationState.FULFILLED,
        strangers(works)[0].id,
    )
    answer(works, CONFIRM)
    assert statuses(works) == [DocumentStatus.READY]


def test_a_paper_of_the_announced_number_but_another_kind_says_the_kinds(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, bill(outside, paper("S 100", kind=DocumentKind.CREDIT_NOTE)))
    (waited,) = expected(works)
    assert waited.reason == (
        "The mail announces invoice S-100; the file with it is credit note S 100."
    )


def test_a_paper_of_another_number_says_the_numbers(works: Works, outside: Outside) -> None:
    arrive(works, outside, bill(outside, paper("S-777")))
    (waited,) = expected(works)
    assert waited.reason == "The mail announces S-100; the file with it is S-777."


@pytest.mark.parametrize(
    ("supplier_id", "account_id", "sentence"),
    [
        (
            "other",
            None,
            "The mail announces S-100 of Other Ltd; the file with it is S-100 of Nordwind.",
        ),
        (
            "nw",
            "nw-2",
            "The mail announces S-100 for account K-2; the file with it is S-100 for account K-1.",
        ),
    ],
)
def test_equal_numbers_are_told_apart_by_what_differs(
    works: Works, outside: Outside, supplier_id: str, account_id: str | None, sentence: str
) -> None:
    arrive(works, outside, bill(outside, paper("S-100"), sender="billing@nw.example"))
    (document,), (waited,) = on_file(works), expected(works)
    other = replace(
        waited,
        id="other",
        key="other",
        supplier_id=supplier_id,
        account_id=account_id,
        portal_id=None,
        document_id=None,
        state=ExpectationState.OPEN,
    )
    with works.store.begin() as tx:
        suppliers.add(tx, Supplier("other", "Other Ltd"))
        suppliers.add_account(tx, Account("nw-2", "nw", "K-2"))
        expecting.open_(tx, other, came_with=document.id)
        assert expectations.get(tx, "other").reason == sentence
