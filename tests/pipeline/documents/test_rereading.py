"""Reading again: what is new counts, what a person said stays, and nothing goes out twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from model.deliveries import DeliveryState
from model.documents import DocumentKind, EvidenceSource, Field, Reading, ReadState
from model.errors import StaleVersion, WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.filing import DocumentStatus, FiledDocument
from model.teaching import Said
from pipeline import answers
from pipeline.documents import correcting, rereading
from pipeline.documents.rereading import Outcome, ReadAgain
from pipeline.works import Works
from storage import audit, deliveries, documents, exceptions
from tests.pipeline.conftest import CLERK, Outside, paper, statement_reading

Arrive = Callable[..., str]
Again = Callable[[str, Reading], ReadAgain]


@pytest.fixture
def again(works: Works, outside: Outside) -> Again:
    """Read a document again, which now says this."""

    def read(document_id: str, said: Reading) -> ReadAgain:
        outside.papers[works.store.files.get(on_file(works, document_id).sha256)] = said
        return rereading.read_again(works.store, works.read, document_id, actor="Maya Okafor")

    return read


def on_file(works: Works, document_id: str) -> FiledDocument:
    with works.store.read() as tx:
        return documents.get(tx, document_id)


def value(works: Works, document_id: str, name: str) -> str | None:
    with works.store.read() as tx:
        return documents.reading(tx, document_id).text(name)


def asked(works: Works, document_id: str) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return exceptions.open_of(tx, f"document:{document_id}")


def without(reading: Reading, name: str) -> Reading:
    fields = {each: one for each, one in reading.fields.items() if each != name}
    return replace(reading, fields=MappingProxyType(fields))


def deliver(works: Works, document_id: str) -> None:
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)


def test_what_is_read_the_same_changes_nothing(works: Works, arrive: Arrive, again: Again) -> None:
    found = arrive(paper("R-1", accept=False))
    before = on_file(works, found)
    assert again(found, paper("R-1", accept=False)).outcome is Outcome.UNCHANGED
    assert on_file(works, found) == before
    assert len(asked(works, found)) == 1


def test_a_doubtful_document_that_is_now_proved_goes_on(
    works: Works, arrive: Arrive, again: Again
) -> None:
    found = arrive(paper("R-1", gross="191.00", accept=False))
    assert on_file(works, found).status is DocumentStatus.REVIEW
    told = again(found, paper("R-1", gross="119.00"))
    assert told.outcome is Outcome.CHANGED
    assert ("gross_total", "191.00", "119.00") in [
        (one.field, one.before, one.after) for one in told.changes
    ]
    now = on_file(works, found)
    assert str(now.gross and now.gross.amount) == "119.00"
    assert now.status is DocumentStatus.READY
    assert asked(works, found) == ()
    with works.store.read() as tx:
        (event,) = (
            one for one in audit.of_subject(tx, f"document:{found}") if one.verb == "read again"
        )
    assert event.actor == "Maya Okafor"
    assert "gross total 119.00, was 191.00" in event.detail


def test_what_a_person_typed_stays(works: Works, arrive: Arrive, again: Again) -> None:
    found = arrive(paper("R-1", accept=False, due_date="2026-11-30", po_number="4"))
    with works.store.begin() as tx:
        correcting.correct(tx, CLERK, found, Said("due_date", "2026-12-01"))
        for one in deliveries.of_document(tx, found):
            deliveries.cancel(tx, one.id)
    told = again(found, paper("R-1", due_date="2026-11-15", po_number="5"))
    assert [one.field for one in told.changes] == ["po_number"]
    assert [one.field for one in told.kept] == ["due_date"]
    assert value(works, found, "due_date") == "2026-12-01"
    assert value(works, found, "po_number") == "5"
    assert str(on_file(works, found).due) == "2026-12-01"


def test_values_that_a_person_has_said_to_be_right_stay(
    works: Works, arrive: Arrive, again: Again
) -> None:
    found = arrive(paper("R-1", gross="119.00", accept=False))
    (question,) = asked(works, found)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "1")
        for one in deliveries.of_document(tx, found):
            deliveries.cancel(tx, one.id)
    told = again(found, paper("R-1", gross="911.00"))
    assert told.outcome is Outcome.UNCHANGED
    assert {one.field for one in told.kept} == {"gross_total", "net_total"}
    assert value(works, found, "gross_total") == "119.00"


def test_a_value_that_is_not_found_any_more_stays_and_is_doubted(
    works: Works, arrive: Arrive, again: Again
) -> None:
    found = arrive(paper("R-1", accept=False, po_number="77"))
    again(found, without(paper("R-1", gross="120.00", po_number="77"), "po_number"))
    assert value(works, found, "po_number") == "77"
    with works.store.read() as tx:
        assert "po_number" in documents.reading(tx, found).unproved


def test_of_what_went_out_a_changed_value_is_a_question_and_nothing_is_sent(
    works: Works, arrive: Arrive, again: Again
) -> None:
    found = arrive(paper("R-1", gross="191.00"))
    deliver(works, found)
    with works.store.read() as tx:
        sent = deliveries.of_document(tx, found)
    assert [one.state for one in sent] == [DeliveryState.QUEUED]
    assert again(found, paper("R-1", gross="119.00")).outcome is Outcome.ASKED
    assert value(works, found, "gross_total") == "191.00"
    (question,) = asked(works, found)
    assert question.reason is ExceptionReason.READ_DIFFERENTLY
    assert "119.00, was 191.00" in question.sentence
    with works.store.read() as tx:
        assert deliveries.of_document(tx, found) == sent


@pytest.mark.parametrize(("key", "gross"), [("1", "119.00"), ("2", "191.00")])
def test_a_person_says_which_values_count_of_what_went_out(
    works: Works, arrive: Arrive, again: Again, key: str, gross: str
) -> None:
    found = arrive(paper("R-1", gross="191.00"))
    deliver(works, found)
    again(found, paper("R-1", gross="119.00"))
    with works.store.read() as tx:
        sent = [one.id for one in deliveries.of_document(tx, found)]
    (question,) = asked(works, found)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, key)
    assert value(works, found, "gross_total") == gross
    with works.store.read() as tx:
        assert [one.id for one in deliveries.of_document(tx, found)] == sent
    again(found, paper("R-1", gross="119.00"))
    assert asked(works, found) == ()


def test_what_can_not_be_read_now_keeps_what_was_read(
    works: Works, arrive: Arrive, again: Again
) -> None:
    found = arrive(paper("R-1"))
    damaged = replace(paper("R-1"), state=ReadState.TIMED_OUT, fields=MappingProxyType({}))
    assert again(found, damaged).outcome is Outcome.UNREADABLE
    assert value(works, found, "invoice_number") == "R-1"


def test_a_document_that_turns_out_to_be_another_on_file_is_a_question(
    works: Works, arrive: Arrive, again: Again
) -> None:
    arrive(paper("R-1"))
    twin = arrive(paper("R-7", accept=False))
    assert again(twin, paper("R-1")).outcome is Outcome.ON_FILE
    assert on_file(works, twin).number == "R-7"
    assert ExceptionReason.DUPLICATE_POSSIBLE in {one.reason for one in asked(works, twin)}


def test_a_statement_and_a_rejected_document_are_not_read_again(
    works: Works, arrive: Arrive, again: Again
) -> None:
    lines = statement_reading(closing="10.00")
    statement = arrive(paper("S-1", kind=DocumentKind.STATEMENT, statement=lines))
    with pytest.raises(WrongInput, match="statement"):
        again(statement, paper("S-1"))
    refused = arrive(paper("R-2", accept=False))
    (question,) = asked(works, refused)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "2")
    with pytest.raises(WrongInput, match="rejected"):
        again(refused, paper("R-2"))


def test_a_version_that_comes_while_it_is_read_is_not_overwritten(
    works: Works, arrive: Arrive
) -> None:
    found = arrive(paper("R-1", accept=False))

    def slowly(*_given: Any, **_named: Any) -> Reading:
        arrive(paper("R-1", gross="500.00", accept=False))
        return paper("R-1", gross="119.00")

    with pytest.raises(StaleVersion):
        rereading.read_again(works.store, slowly, found, actor="Maya Okafor")


def test_a_correction_that_comes_while_it_is_read_stays(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("R-1", accept=False, due_date="2026-11-30"))

    def slowly(*_given: Any, **_named: Any) -> Reading:
        evidence = replace(paper("R-1").fields["gross_total"].evidence, source=EvidenceSource.CLERK)
        with works.store.begin() as tx:
            documents.set_field(tx, found, Field("due_date", "2026-12-24", evidence))
        return paper("R-1", due_date="2026-11-15")

    rereading.read_again(works.store, slowly, found, actor="Maya Okafor")
    assert value(works, found, "due_date") == "2026-12-24"


def test_the_doubtful_ones_are_those_that_somebody_is_asked_about(
    works: Works, arrive: Arrive
) -> None:
    arrive(paper("R-1"))
    unsure = arrive(paper("R-2", accept=False))
    with works.store.read() as tx:
        assert rereading.doubtful(tx) == (unsure,)
