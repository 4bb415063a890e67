"""Checking: what stands between a document and its delivery, with its numbers and answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from model.deliveries import DeliveryState
from model.documents import PAYABLE_KINDS, Evidence, EvidenceSource, Field, Reading, ReadState
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason, Finding
from model.filing import DocumentStatus, FiledDocument
from model.visits import Listing
from pipeline.asking import ask, question_id
from pipeline.deliveries import releasing
from pipeline.documents import belonging, suspecting
from pipeline.mails import strangers
from pipeline.reconciling import ordering
from pipeline.rules import Rules
from pipeline.works import BILLHOOK
from reconcile import listings
from reconcile.listings import Habit
from reconcile.master_data import compact
from storage import audit, deliveries, documents, entities, exceptions, ledger, suppliers
from storage.store import Tx

_ANSWERS: Final = {
    ExceptionReason.FIELDS_UNSURE: (
        Answer("1", "Values are right", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.PO_OVER: (
        Answer("1", "Accept", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.BANK_DETAILS_CHANGED: (
        Answer("1", "Confirmed by phone", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.BANK_DETAILS_FIRST: (
        Answer("1", "Confirmed by phone", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.BANK_DETAILS_SHARED: (
        Answer("1", "Confirmed by phone", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.SUPPLIER_UNKNOWN: (
        Answer("1", "It is our supplier", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.PRICE_VARIANCE: (
        Answer("1", "Accept the price", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.QTY_OVER_ORDERED: (
        Answer("1", "Accept the quantity", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.QTY_OVER_RECEIVED: (
        Answer("1", "Pay before the rest arrives", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.NOT_RECEIVED: (
        Answer("1", "Pay before it arrives", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.LINE_NOT_ON_PO: (
        Answer("1", "Accept the line", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.FREIGHT_NOT_ORDERED: (
        Answer("1", "Accept the freight", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.UNIT_MISMATCH: (
        Answer("1", "It is the same", Action.ACCEPT),
        Answer("2", "Reject", Action.REJECT),
    ),
    ExceptionReason.READ_DIFFERENTLY: (
        Answer("1", "Take the new values", Action.ACCEPT),
        Answer("2", "Keep what went out", Action.DISMISS),
    ),
    ExceptionReason.DUPLICATE_POSSIBLE: (
        Answer("1", "Not a duplicate", Action.ACCEPT),
        Answer("2", "Duplicate, reject", Action.REJECT),
    ),
}
_BY_ORDER: Final = frozenset(
    {
        ExceptionReason.PO_OVER,
        ExceptionReason.PO_NOT_FOUND,
        ExceptionReason.ORDER_PROPOSED,
        ExceptionReason.PRICE_VARIANCE,
        ExceptionReason.QTY_OVER_ORDERED,
        ExceptionReason.QTY_OVER_RECEIVED,
        ExceptionReason.NOT_RECEIVED,
        ExceptionReason.LINE_NOT_ON_PO,
        ExceptionReason.FREIGHT_NOT_ORDERED,
        ExceptionReason.UNIT_MISMATCH,
    }
)
"""What is asked because of an order, and settles by itself when orders or receipts change."""
_BY_READING: Final = (
    _BY_ORDER | belonging.BY_ENTITY | {ExceptionReason.FIELDS_UNSURE, ExceptionReason.UNREADABLE}
)
"""What is asked because of what was read, and settles by itself when it is read otherwise."""
_ORDINARY: Final = (
    Answer("1", "Accept", Action.ACCEPT),
    Answer("2", "Reject", Action.REJECT),
)
_STATUS: Final = {
    ExceptionReason.FIELDS_UNSURE: DocumentStatus.REVIEW,
    ExceptionReason.DUPLICATE_POSSIBLE: DocumentStatus.DUPLICATE,
}
BOOKED: Final = "Already booked"
_LABELS: Final = {
    "invoice_number": "number",
    "issue_date": "date",
    "gross_total": "total",
    "net_total": "net",
    "currency": "currency",
}


def answers_of(reason: ExceptionReason) -> tuple[Answer, ...]:
    """The answers to a question about a document that has none of its own."""
    return _ANSWERS.get(reason, _ORDINARY)


def check(tx: Tx, document: FiledDocument, reading: Reading) -> None:
    """Write down what is wrong with a document, where it stands, and if nothing is, deliver it."""
    for finding in _findings(tx, document, reading):
        ask_about(tx, document, finding)
    decide(tx, document.id)


def recheck(tx: Tx, document: FiledDocument, reading: Reading) -> None:
    """Close what a document that was read again no longer says; ask what is new, and go on."""
    found = tuple(_findings(tx, document, reading))
    _ask_anew(tx, document, found, reasons=_BY_READING, why="The document was read again.")
    releasing.recheck(tx, document.id)
    decide(tx, document.id)


def compare(
    tx: Tx, document: FiledDocument, reading: Reading, row: Listing, habit: Habit
) -> str | None:
    """The question whether a row of a portal's list is what came from it; None where it is."""
    if reading.state is not ReadState.READ:
        return None
    title, reason = "List and document differ", ExceptionReason.LISTING_DISAGREES
    sentences = listings.disagreements(reading, row, habit)
    asked = [ask_about(tx, document, Finding(reason, title, sentence)) for sentence in sentences]
    return next(iter(asked), None)


def decide(tx: Tx, document_id: str) -> None:
    """Let a document stand where its open questions leave it; without any it goes on its way."""
    document = documents.get(tx, document_id)
    if open_questions := _open(tx, document_id):
        _stand_by(tx, document_id, open_questions)
    elif document.kind not in PAYABLE_KINDS:
        stand(tx, document_id, DocumentStatus.FILED, "")
    elif _booked(tx, document):
        releasing.withdraw(tx, document_id)
        stand(tx, document_id, DocumentStatus.FILED, BOOKED)
    elif document.status not in (DocumentStatus.DELIVERED, DocumentStatus.REJECTED):
        _go_on(tx, document)


def _go_on(tx: Tx, document: FiledDocument) -> None:
    """Make a bill ready, unless nobody has confirmed its supplier; that one question holds it."""
    if stranger := strangers.standing(tx, document):
        stand(tx, document.id, *stranger)
        return
    stand(tx, document.id, DocumentStatus.READY, "")
    ordering.bill(tx, document)
    if Rules.of(tx).auto_deliver:
        releasing.queue(tx, documents.get(tx, document.id))
    releasing.resume(tx, document.id)
    if lacking := _open(tx, document.id):
        _stand_by(tx, document.id, lacking)


def release(tx: Tx, document: FiledDocument, leaves: datetime | None = None) -> int:
    """How many destinations a document goes to by a person's word; some may ask for more first."""
    takers = releasing.queue(tx, document, by_person=True, leaves=leaves)
    if lacking := _open(tx, document.id):
        _stand_by(tx, document.id, lacking)
    return takers


def _stand_by(tx: Tx, document_id: str, questions: list[ExceptionItem]) -> None:
    """Let a document stand where the most serious of its questions leaves it."""
    first = min(questions, key=_urgency)
    status = _STATUS.get(first.reason, DocumentStatus.EXCEPTION)
    stand(tx, document_id, status, _title(first))


def ask_if_wanted(tx: Tx, document: FiledDocument) -> None:
    """Ask about a bill that a person handed over although its supplier was refused."""
    for finding in _stranger(tx, document):
        ask_about(tx, document, finding)
        decide(tx, document.id)


def reissued(tx: Tx, now: FiledDocument, before: FiledDocument, came: FiledDocument) -> None:
    """Ask about a document that came again under its number with another amount."""
    sentence = (
        f"{now.number} came again with another content: {came.gross or 'no amount'} instead of "
        f"{before.gross or 'no amount'}. Both versions are kept."
    )
    ask_about(tx, now, Finding(ExceptionReason.DUPLICATE_POSSIBLE, "Came again, changed", sentence))
    decide(tx, now.id)


def stand(tx: Tx, document_id: str, status: DocumentStatus, note: str) -> None:
    """Move a document to a status, if it is not there yet."""
    document = documents.get(tx, document_id)
    if (document.status, document.note) != (status, note):
        documents.update(tx, replace(document, status=status, note=note))


def _findings(tx: Tx, document: FiledDocument, reading: Reading) -> Iterator[Finding]:
    if reading.state is not ReadState.READ:
        yield Finding(ExceptionReason.UNREADABLE, "Can't be read", reading.detail)
        return
    if document.kind not in PAYABLE_KINDS or _booked(tx, document):
        return
    if not reading.accept:
        yield _unsure(reading)
    yield from _stranger(tx, document)
    yield from belonging.findings(tx, document, reading)
    yield from suspecting.findings(tx, document)
    yield from ordering.findings(tx, document)


def _booked(tx: Tx, document: FiledDocument) -> bool:
    """Whether the ledger holds it: a copy for the files, never to be delivered and paid again."""
    return bool(ledger.numbered(tx, document.supplier_id, [document.number or ""]))


def _unsure(reading: Reading) -> Finding:
    doubtful, read = reading.doubtful(), reading.fields.keys()
    missing = [label for name, label in _LABELS.items() if name in doubtful - read]
    unproved = [label for name, label in _LABELS.items() if name in doubtful & read]
    failed = [check.detail for check in reading.checks if check.ok is False]
    said = (
        f"{_listed(missing)} not found." if missing else "",
        f"{_listed(unproved)} read, but not proved." if unproved and not failed else "",
        *failed,
    )
    sentence = " ".join(filter(None, said)) or "Its kind is not certain."
    return Finding(ExceptionReason.FIELDS_UNSURE, _counted(missing, doubtful & read), sentence)


def _listed(labels: list[str]) -> str:
    return ", ".join(labels).capitalize()


def _counted(missing: list[str], doubtful: Collection[str]) -> str:
    """The few words of the question in the list: "2 fields missing", "1 field unsure"."""
    number, what = (len(missing), "missing") if missing else (len(doubtful), "unsure")
    return f"{number} {'field' if number == 1 else 'fields'} {what}" if number else "Please compare"


def _stranger(tx: Tx, document: FiledDocument) -> Iterator[Finding]:
    """A bill that a person handed over, of a supplier that a person refused."""
    if strangers.is_wanted(tx, document):
        name = suppliers.get(tx, document.supplier_id).name
        sentence = f"It was uploaded, but {name} was refused as a supplier before."
        yield Finding(ExceptionReason.SUPPLIER_UNKNOWN, "Supplier refused before", sentence)


def recheck_orders(tx: Tx) -> None:
    """Close what orders and receipts no longer say of waiting documents; ask what is new."""
    waiting = {
        item.subject.removeprefix("document:")
        for item in exceptions.open_(tx)
        if item.reason in _BY_ORDER
    }
    for document_id in sorted(waiting):
        _recheck(tx, documents.get(tx, document_id))


def belongs_as(tx: Tx, document_id: str, came: FiledDocument) -> None:
    """Let a document that came once more be whose it is now known to be, if nobody's before."""
    before = documents.get(tx, document_id)
    if before.entity_id is None and came.entity_id is not None:
        _belong(tx, belonging.as_is(before, came), documents.reading(tx, document_id))


def recheck_entity(tx: Tx, document: FiledDocument, mails: tuple[str, ...]) -> None:
    """Look anew whose a document is: our companies have changed."""
    reading = documents.reading(tx, document.id)
    now = belonging.placed(tx, document, reading, mails)
    if belonging.of(now) != belonging.of(document) or now.entity_id is None:
        _belong(tx, now, reading)


def _belong(tx: Tx, document: FiledDocument, reading: Reading) -> None:
    """Write down whose a document is; of what has not gone out, ask whose where nobody knows."""
    if belonging.of(documents.get(tx, document.id)) != belonging.of(document):
        entities.assign(tx, document)
        belonging.note_found(tx, document)
    if document.status in belonging.SETTLED or document.kind not in PAYABLE_KINDS:
        return
    found = () if _booked(tx, document) else tuple(belonging.findings(tx, document, reading))
    why = "Our companies have changed."
    asked = {item.id for item in _open(tx, document.id)}
    _ask_anew(tx, document, found, reasons=belonging.BY_ENTITY, why=why)
    if asked != {item.id for item in _open(tx, document.id)}:
        decide(tx, document.id)


def recheck_held(tx: Tx) -> None:
    """Look again at all that is held: a destination may demand something else by now."""
    held = {one.document_id for one in deliveries.in_state(tx, DeliveryState.HELD)}
    for document_id in sorted(held):
        releasing.recheck(tx, document_id)
        decide(tx, document_id)


def settle_account(tx: Tx, confirmed: FiledDocument, reasons: Collection[ExceptionReason]) -> None:
    """Close what is asked for these reasons on the supplier's other bills to the same account."""
    account = compact(confirmed.iban or "")
    for other in documents.of_supplier(tx, confirmed.supplier_id):
        if other.id == confirmed.id or compact(other.iban or "") != account:
            continue
        asked = [item for item in _open(tx, other.id) if item.reason in reasons]
        for item in asked:
            exceptions.close(tx, item.id, f"The account was confirmed with {confirmed.number}.")
        if asked:
            decide(tx, other.id)


def take_order(tx: Tx, document_id: str, number: str) -> None:
    """Let a document belong to an order that a person chose, and check it against that order."""
    document = documents.get(tx, document_id)
    evidence = Evidence(EvidenceSource.CLERK, 1.0, "chosen from the orders that fit")
    documents.set_field(tx, document_id, Field("po_number", number, evidence))
    _recheck(tx, documents.update(tx, replace(document, po_number=number)))


def _recheck(tx: Tx, document: FiledDocument) -> None:
    found = tuple(ordering.findings(tx, document))
    _ask_anew(tx, document, found, reasons=_BY_ORDER, why="Orders and receipts now say otherwise.")
    releasing.recheck(tx, document.id)
    decide(tx, document.id)


def _ask_anew(
    tx: Tx,
    document: FiledDocument,
    found: Collection[Finding],
    *,
    reasons: Collection[ExceptionReason],
    why: str,
) -> None:
    """Ask about what was found; of these reasons, what is asked and was not found is closed."""
    said = {finding.sentence for finding in found}
    for item in _open(tx, document.id):
        if item.reason in reasons and item.sentence not in said:
            exceptions.close(tx, item.id, why)
    for finding in found:
        ask_about(tx, document, finding)


def ask_about(tx: Tx, document: FiledDocument, finding: Finding) -> str:
    """The id of the question about a finding; it is asked once."""
    subject, key = f"document:{document.id}", (document.id, finding.reason, finding.sentence)
    new = ask(
        tx,
        finding.reason,
        subject=subject,
        sentence=finding.sentence,
        key=key,
        answers=finding.answers or answers_of(finding.reason),
        title=finding.title,
    )
    if new:
        audit.note(tx, BILLHOOK, "asked", subject, finding.sentence)
    return question_id(*key)


def _open(tx: Tx, document_id: str) -> list[ExceptionItem]:
    subject = f"document:{document_id}"
    return [item for item in exceptions.of_subject(tx, subject) if item.answered is None]


def _urgency(item: ExceptionItem) -> int:
    """Exceptions before doubts: the most serious question names the status."""
    return 1 if item.reason in _STATUS else 0


def _title(item: ExceptionItem) -> str:
    return item.title or item.sentence
