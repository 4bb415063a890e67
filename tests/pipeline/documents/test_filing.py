from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import parsers
from model.documents import DocumentKind, Reading
from model.errors import StaleVersion, WrongInput
from model.exceptions import ExceptionReason
from model.filing import Channel, DocumentSource, DocumentStatus
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.teaching import Said
from model.visits import Listing
from pipeline import answers
from pipeline.documents import correcting
from pipeline.documents.filing import Arrival, file, file_all
from pipeline.works import Works
from storage import backup, deliveries, documents, exceptions, ledger, settings, suppliers
from tests.pipeline.conftest import APPROVER, CLERK, Outside, listing, paper

Arrive = Callable[..., str]


def reasons(works: Works, document_id: str) -> set[ExceptionReason]:
    with works.store.read() as tx:
        return {item.reason for item in exceptions.open_of(tx, f"document:{document_id}")}


def status(works: Works, document_id: str) -> DocumentStatus:
    with works.store.read() as tx:
        return documents.get(tx, document_id).status


def test_a_document_that_proves_itself_is_ready(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("R-1"))
    assert status(works, found) is DocumentStatus.READY
    assert not reasons(works, found)


def test_the_same_bytes_twice_are_one_document_with_two_sources(
    works: Works, outside: Outside
) -> None:
    content = outside.write(paper("R-1"))
    ids = {
        file(
            works.store,
            works.read,
            Arrival(
                content,
                "application/pdf",
                DocumentSource(channel, "r", channel.value, works.clock.now()),
                supplier_id="nw",
                account_id=account,
            ),
        )
        for channel, account in ((Channel.MAIL, None), (Channel.PORTAL, "nw-1"))
    }
    assert len(ids) == 1
    with works.store.read() as tx:
        assert len(documents.sources(tx, ids.pop())) == 2


def test_the_same_number_in_another_rendering_is_one_document(works: Works, arrive: Arrive) -> None:
    assert arrive(paper("R-1"), account_id=None) == arrive(paper("R-1"))
    with works.store.read() as tx:
        assert len(documents.every(tx)) == 1


def test_the_same_number_with_another_amount_asks_a_person_and_keeps_both_files(
    works: Works, arrive: Arrive
) -> None:
    first = arrive(paper("R-1"))
    assert arrive(paper("R-1", "200.00")) == first
    assert status(works, first) is DocumentStatus.DUPLICATE
    with works.store.read() as tx:
        assert len(documents.versions(tx, first)) == 2


def test_two_equal_amounts_on_one_day_are_two_documents(works: Works, arrive: Arrive) -> None:
    assert arrive(paper("R-1")) != arrive(paper("R-20"))


def test_a_row_that_disagrees_with_its_document_goes_to_a_person(
    works: Works, arrive: Arrive
) -> None:
    found = arrive(paper("R-1", "119.00"), listing("R-1", "120.00"))
    assert reasons(works, found) == {ExceptionReason.LISTING_DISAGREES}
    assert status(works, found) is DocumentStatus.EXCEPTION


def test_a_damaged_file_is_filed_and_shown_with_its_reason(works: Works) -> None:
    source = DocumentSource(Channel.UPLOAD, "x", "Upload", works.clock.now())
    arrival = Arrival(b"%PDF broken", "application/pdf", source, supplier_id="nw")
    found = file(works.store, works.read, arrival)
    assert reasons(works, found) == {ExceptionReason.UNREADABLE}


def test_unsure_values_wait_for_a_person_and_a_correction_releases_them(
    works: Works, arrive: Arrive
) -> None:
    found = arrive(paper("R-1", accept=False))
    assert status(works, found) is DocumentStatus.REVIEW
    with works.store.begin() as tx:
        correcting.correct(tx, CLERK, found, Said("issue_date", "2026-10-30"))
    assert status(works, found) is DocumentStatus.READY
    with works.store.read() as tx:
        assert documents.get(tx, found).day.isoformat() == "2026-10-30"


@pytest.mark.parametrize(
    ("name", "value"),
    [("issue_date", "31.10.2026"), ("gross_total", "a lot"), ("note", "x"), ("po_number", " ")],
)
def test_a_correction_that_makes_no_sense_is_refused(
    works: Works, arrive: Arrive, name: str, value: str
) -> None:
    found = arrive(paper("R-1", accept=False))
    with pytest.raises(WrongInput), works.store.begin() as tx:
        correcting.correct(tx, CLERK, found, Said(name, value))


def _asked(works: Works, document_id: str) -> tuple[str, str]:
    with works.store.read() as tx:
        (item,) = exceptions.open_of(tx, f"document:{document_id}")
    return item.title, item.sentence


def test_the_question_counts_and_names_what_is_unsure(works: Works, arrive: Arrive) -> None:
    read = replace(paper("R-1", accept=False), unproved=("issue_date", "gross_total"))
    asked = _asked(works, arrive(read))
    assert asked == ("2 fields unsure", "Date, total read, but not proved.")


def test_the_question_counts_and_names_what_is_missing(works: Works, arrive: Arrive) -> None:
    read = replace(paper("R-1", accept=False), unproved=("issue_date", "gross_total"))
    fields = {name: one for name, one in read.fields.items() if name != "issue_date"}
    asked = _asked(works, arrive(replace(read, fields=fields)))
    assert asked == ("1 field missing", "Date not found. Total read, but not proved.")


def test_changed_bank_details_hold_until_an_approver_confirms_them(
    works: Works, arrive: Arrive
) -> None:
    found = arrive(paper("R-1", iban="DE02120300000000202051"))
    assert reasons(works, found) == {ExceptionReason.BANK_DETAILS_CHANGED}
    with works.store.read() as tx:
        (item,) = exceptions.open_of(tx, f"document:{found}")
    with pytest.raises(WrongInput), works.store.begin() as tx:
        answers.answer(tx, CLERK, item.id, "1")
    with works.store.begin() as tx:
        answers.answer(tx, APPROVER, item.id, "1")
    assert status(works, found) is DocumentStatus.READY
    with works.store.read() as tx:
        assert "DE02120300000000202051" in suppliers.get(tx, "nw").ibans


def test_a_rejected_document_is_never_delivered(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("R-1", accept=False))
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, f"document:{found}")
        answers.answer(tx, CLERK, item.id, "2")
    assert status(works, found) is DocumentStatus.REJECTED
    with pytest.raises(WrongInput), works.store.begin() as tx:
        answers.release(tx, CLERK, found, documents.get(tx, found).version)


def test_who_releases_names_the_version_that_was_seen(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("R-1"))
    with pytest.raises(StaleVersion), works.store.begin() as tx:
        answers.release(tx, CLERK, found, 999)


def test_an_order_that_is_not_known_is_an_exception(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("R-1", po_number="PO-9"))
    assert reasons(works, found) == {ExceptionReason.PO_NOT_FOUND}


def test_an_invoice_without_an_order_is_an_exception_where_the_company_says_so(
    works: Works, arrive: Arrive
) -> None:
    with works.store.begin() as tx:
        settings.put(tx, "po_required", "yes")
    assert reasons(works, arrive(paper("R-1"))) == {ExceptionReason.PO_MISSING}


def test_a_credit_note_is_negative_however_it_was_printed(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("C-1", kind=DocumentKind.CREDIT_NOTE))
    with works.store.read() as tx:
        gross = documents.get(tx, found).gross
    assert gross is not None
    assert gross.amount < 0


def test_a_document_of_nobody_known_proposes_its_supplier(works: Works, outside: Outside) -> None:
    source = DocumentSource(Channel.UPLOAD, "x", "Upload", works.clock.now())
    content = outside.write(paper("R-1", seller_name="Brand New Ltd"))
    found = file(works.store, works.read, Arrival(content, "application/pdf", source))
    with works.store.read() as tx:
        assert suppliers.get(tx, documents.get(tx, found).supplier_id).name == "Brand New Ltd"


def test_a_row_stands_in_for_a_number_that_the_document_does_not_show(
    works: Works, arrive: Arrive
) -> None:
    row = Listing(DocumentKind.INVOICE, "R-77", None, None)
    found = arrive(paper("", accept=False), row)
    with works.store.read() as tx:
        assert documents.get(tx, found).number == "R-77"


def test_what_the_ledger_holds_is_filed_and_never_delivered_again(
    works: Works, arrive: Arrive
) -> None:
    day, amount = works.clock.today(), Money(Decimal("119.00"), "EUR")
    entry = LedgerEntry("L1", "nw", EntryKind.INVOICE, "R 1", day, day, amount, "L1")
    with works.store.begin() as tx:
        settings.put(tx, "auto_deliver", "yes")
        ledger.load(tx, [entry])
    found = arrive(paper("R-1", accept=False))
    assert status(works, found) is DocumentStatus.FILED
    with works.store.read() as tx:
        assert documents.get(tx, found).note == "Already booked"
        assert not deliveries.of_document(tx, found)


def test_the_customer_number_on_the_paper_chooses_the_account(works: Works, arrive: Arrive) -> None:
    found = arrive(paper("R-1", customer_number="k 1"), account_id=None)
    with works.store.read() as tx:
        assert documents.get(tx, found).account_id == "nw-1"


def test_each_invoice_of_a_file_is_a_document_of_its_own_however_often_it_comes(
    works: Works,
) -> None:
    rows = "".join(
        f"FT-{n};14.03.2026;Northwind Ltd;{n}00,00;{19 * n},00;{119 * n},00;EUR\n"
        for n in (1, 2, 3)
    )
    content = ("Invoice no;Date;Supplier;Net;VAT;Gross;Currency\n" + rows).encode()
    source = DocumentSource(Channel.UPLOAD, "u1/batch.csv", "Uploaded by Maya", works.clock.now())
    arrival = Arrival(content, "text/csv", source, supplier_id="nw", account_id="nw-1")

    def read(content: bytes, *_: Any, **_named: Any) -> Reading:
        return parsers.read(content)

    first = file_all(works.store, read, arrival)
    assert file_all(works.store, read, arrival) == first
    assert file(works.store, read, arrival) == first[0]
    with works.store.read() as tx:
        found = [documents.get(tx, one) for one in first]
        assert [one.number for one in found] == ["FT-1", "FT-2", "FT-3"]
        assert {one.status for one in found} == {DocumentStatus.READY}
        assert len({one.sha256 for one in found}) == 3
        (origin,) = documents.sources(tx, first[1])
        assert origin.whole in set(backup.files(tx))
    assert works.store.files.get(origin.whole or "") == content
    assert origin.reference == source.reference
    assert origin.label == "Uploaded by Maya, part 2 of the file"
    assert works.store.files.get(found[1].sha256).count(b"FT-") == 1
