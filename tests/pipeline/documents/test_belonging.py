"""Whose a document is: by what it says, by what a person said, and anew when companies change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.facts import facts
from model.deliveries import Destination, DestinationKind, Terms
from model.entities import Basis
from model.errors import WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.mail import RawMail
from model.views import InboxQuery
from pipeline import answers, companies
from pipeline.deliveries import parcels, terms
from pipeline.documents.filing import Arrival, file
from pipeline.works import Works
from storage import documents, entities, exceptions, mail, screens, settings
from tests.pipeline.conftest import CLERK, Outside, paper

Arrive = Callable[..., str]


@pytest.fixture
def ours(works: Works) -> tuple[str, str]:
    """Two companies."""
    with works.store.begin() as tx:
        books = companies.add(tx, "t", "Harbour Books GmbH", code="HBG", parts={"ids": ["DE12345"]})
        cafe = companies.add(tx, "t", "Harbour Café GmbH", parts={"ids": ["DE54321"]})
    settled(works)
    return books.id, cafe.id


def settled(works: Works) -> None:
    while companies.look_again(works.store):
        pass


def found(works: Works, document_id: str) -> FiledDocument:
    with works.store.read() as tx:
        return documents.get(tx, document_id)


def asked(works: Works, document_id: str) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return exceptions.open_of(tx, f"document:{document_id}")


def test_a_company_that_sets_up_none_sees_nothing_of_it(works: Works, arrive: Arrive) -> None:
    document = found(works, arrive(paper("R-1", buyer_name="Whoever", buyer_vat_id="DE9")))
    assert (document.entity_id, document.status) == (None, DocumentStatus.READY)
    assert companies.look_again(works.store) is False


def test_the_vat_id_says_whose_it_is(works: Works, arrive: Arrive, ours: tuple[str, str]) -> None:
    document = found(works, arrive(paper("R-1", buyer_vat_id="DE 123 45")))
    assert (document.entity_id, document.entity_basis) == (ours[0], Basis.ID)
    assert document.status is DocumentStatus.READY


def test_an_unknown_one_is_asked_about_and_the_answer_is_remembered(
    works: Works, arrive: Arrive, ours: tuple[str, str]
) -> None:
    first, second = arrive(paper("R-1")), arrive(paper("R-2", "50.00"))
    (question,) = asked(works, first)
    assert question.reason is ExceptionReason.ENTITY_UNKNOWN
    key = next(one.key for one in question.answers if one.label == "Harbour Café GmbH")
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, key)
    assert found(works, first).entity_basis is Basis.PERSON
    assert (found(works, second).entity_id, asked(works, second)) == (ours[1], ())
    assert found(works, second).status is DocumentStatus.READY
    third = found(works, arrive(paper("R-3", "60.00")))
    assert (third.entity_id, third.entity_basis) == (ours[1], Basis.ACCOUNT)
    # what a document says itself goes before what was said of its account
    assert found(works, arrive(paper("R-4", "70.00", buyer_vat_id="DE12345"))).entity_id == ours[0]


def test_a_bill_for_somebody_else_is_held(
    works: Works, arrive: Arrive, ours: tuple[str, str]
) -> None:
    stranger = arrive(paper("R-1", buyer_name="Nordwind AG", buyer_vat_id="DE777"))
    (question,) = asked(works, stranger)
    assert question.reason is ExceptionReason.WRONG_ENTITY
    assert "Nordwind AG" in question.sentence
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "1")
    assert found(works, stranger).status is DocumentStatus.REJECTED
    assert ours


def test_what_is_on_file_is_looked_at_anew_when_companies_change(
    works: Works, arrive: Arrive
) -> None:
    document_id = arrive(paper("R-1", buyer_name="Harbor Books"))
    with works.store.begin() as tx:
        books = companies.add(tx, "t", "Harbour Books GmbH")
        companies.add(tx, "t", "Nordwind Invest")
    settled(works)
    assert found(works, document_id).entity_id is None
    assert [one.reason for one in asked(works, document_id)] == [ExceptionReason.ENTITY_UNKNOWN]
    with works.store.begin() as tx:
        companies.change(tx, "t", books.id, parts={"spellings": ["Harbor Books"]})
        assert entities.looked_through(tx) == (0, 1)
    settled(works)
    with works.store.read() as tx:
        assert entities.looked_through(tx) is None
    assert found(works, document_id).entity_id == books.id
    assert (asked(works, document_id), companies.look_again(works.store)) == ((), False)
    assert found(works, document_id).status is DocumentStatus.READY


def test_a_removed_company_keeps_its_documents_and_gets_no_more(
    works: Works, arrive: Arrive, ours: tuple[str, str]
) -> None:
    old = arrive(paper("R-1", buyer_vat_id="DE12345"))
    with works.store.begin() as tx:
        companies.remove(tx, "t", ours[0])
    settled(works)
    assert found(works, old).entity_id == ours[0]
    assert found(works, arrive(paper("R-2", "50.00"))).entity_basis is Basis.ONLY


def test_the_address_that_a_mail_came_to_says_whose_its_papers_are(
    works: Works, outside: Outside, ours: tuple[str, str]
) -> None:
    raw = b"To: AP <cafe@harbour.example>\r\nSubject: x\r\n\r\nx"
    sha256 = works.store.files.put(raw)
    with works.store.begin() as tx:
        companies.change(tx, "t", ours[1], parts={"mails": ["Cafe@harbour.example"]})
        mail.journal(tx, "ap", RawMail("m1", 1, works.clock.now(), raw), sha256)
        message_id = next(iter(mail.next_unfinished(tx, 1)))
    source = DocumentSource(Channel.MAIL, message_id, "E-mail", works.clock.now())
    arrival = Arrival(outside.write(paper("R-1")), "application/pdf", source, supplier_id="nw")
    document = found(works, file(works.store, works.read, arrival))
    assert (document.entity_id, document.entity_basis) == (ours[1], Basis.MAIL)
    settled(works)
    assert found(works, document.id).entity_basis is Basis.MAIL


def test_it_is_found_and_delivered_by_its_company(
    works: Works, arrive: Arrive, ours: tuple[str, str]
) -> None:
    books, cafe = (
        arrive(paper("R-1", buyer_vat_id="DE12345")),
        arrive(paper("R-2", "50.00", buyer_vat_id="DE54321")),
    )
    unknown = arrive(paper("R-3", "60.00"))
    with works.store.read() as tx:
        for typed, expected in {
            "entity:hbg": {books},
            'entity:"harbour café"': {cafe},
            "entity:harbour": {books, cafe},
            "entity:unknown": {unknown},
            "entity:hbg entity:unknown": {books, unknown},
            "entity:nobody": set[str](),
        }.items():
            query = InboxQuery(view="all", text=typed)
            assert set(screens.fitting(tx, query, 10)) == expected, typed
        rows = {row.id: row.entity for row in screens.inbox_rows_of(tx, [books, cafe, unknown])}
        assert rows == {books: "HBG", cafe: "HARBOURC", unknown: ""}
        shown = screens.document(tx, books)
        assert (shown.entity, shown.entity_said) == ("Harbour Books GmbH", "DE12345")
        parcel = parcels.of_document(tx, books, "key")
        assert facts(parcel)["entity"] == {"code": "HBG", "name": "Harbour Books GmbH"}
        assert "entity" not in facts(parcels.of_document(tx, unknown, "key"))
    taker = Destination(
        "d", "D", DestinationKind.FOLDER, {}, terms=Terms(buyers=frozenset({"HBG"}))
    )
    with works.store.read() as tx:
        went = [
            one
            for one in (books, cafe, unknown)
            if terms.admits(
                taker,
                documents.get(tx, one),
                documents.reading(tx, one),
                by_person=True,
                entity=terms.entity_of(tx, documents.get(tx, one)),
            )
        ]
    assert went == [books]
    assert len(ours) == len(rows) - 1


def test_a_code_and_a_name_belong_to_one_company(works: Works, ours: tuple[str, str]) -> None:
    with works.store.begin() as tx, pytest.raises(WrongInput, match="has the code"):
        companies.add(tx, "t", "Third", code="hbg")
    with works.store.begin() as tx, pytest.raises(WrongInput, match="with the name"):
        companies.add(tx, "t", "HARBOUR BOOKS GMBH")
    with works.store.read() as tx:
        assert [one.code for one in entities.every(tx)] == ["HBG", "HARBOURC"]
        assert settings.get(tx, "entities_walk", "").endswith("||")
    assert len(ours) == len(set(ours))
