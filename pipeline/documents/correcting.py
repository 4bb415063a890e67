"""Correcting: a value that a person puts in a field, and back again; what was taught is forgotten.

A correction replaces a value together with its evidence, settles the question about it, and lets
the document be checked anew. What it replaced is kept, so that it can be taken back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from model.corrections import canonical
from model.documents import Evidence, EvidenceSource, Field
from model.errors import WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.filing import DocumentStatus, FiledDocument
from model.ids import new_id
from model.money import Money
from model.people import User
from model.teaching import Correction, Said
from pipeline.deliveries import releasing
from pipeline.documents import checking, expecting
from pipeline.documents.filing import signed
from pipeline.reconciling import statements
from storage import audit, corrections, documents, exceptions, layouts, suppliers
from storage.store import Tx

_GONE: Final = frozenset({DocumentStatus.DELIVERED, DocumentStatus.FILED, DocumentStatus.REJECTED})
_FACTS: Final = {
    "invoice_number": "number",
    "issue_date": "day",
    "due_date": "due",
    "po_number": "po_number",
    "iban": "iban",
    "gross_total": "gross",
    "net_total": "net",
}
"""What a document's record keeps of its fields, by the field."""


def correct(tx: Tx, user: User, document_id: str, said: Said) -> Correction:
    """Replace a field's value by what a person typed or pointed at; check the document again.

    Raises:
        WrongInput: the field can't be corrected, or can't have this value.
    """
    asked = exceptions.open_of(tx, f"document:{document_id}")
    wanted = frozenset(name for item in asked for name in item.fields)
    typed = canonical(said.name, said.value, asked=wanted)
    before, read = documents.get(tx, document_id), documents.reading(tx, document_id)
    reading = documents.set_field(tx, document_id, Field(said.name, typed, _evidence(user, said)))
    document = _with(documents.get(tx, document_id), said.name, typed, reading.text("currency"))
    documents.update(tx, document)
    audit.note(tx, user.name, "corrected", f"document:{document_id}", f"{said.name} is {typed}")
    done = Correction(
        id=new_id(),
        document_id=document_id,
        position=_next(tx, document_id),
        name=said.name,
        value=typed,
        before=read.fields.get(said.name),
        document=before,
        closed=_settle(tx, document_id, asked, f"{user.full_name} corrected {said.name}."),
        actor=user.name,
        at=tx.now(),
    )
    corrections.add(tx, done)
    _check_again(tx, before)
    return done


def undo(tx: Tx, user: User, document_id: str) -> Correction:
    """The last correction of a document, now taken back with what it taught.

    Raises:
        WrongInput: there is none, or the document has gone out with it.
    """
    last = next(reversed(corrections.of_document(tx, document_id)), None)
    if last is None:
        raise WrongInput("There is nothing to undo.")
    now = documents.get(tx, document_id)
    if now.status in _GONE:
        raise WrongInput(f"It can't be undone: the document is {now.status} already.")
    documents.put_back(tx, document_id, last.name, last.before)
    if fact := _FACTS.get(last.name):
        held = {fact: getattr(last.document, fact)}
        documents.update(tx, replace(documents.get(tx, document_id), **held))
    for question in last.closed:
        exceptions.reopen(tx, question)
    corrections.drop(tx, last)
    audit.note(tx, user.name, "undid", f"document:{document_id}", f"{last.name} is {last.value}")
    _untaught(tx, user, now.supplier_id, last)
    _check_again(tx, now)
    return last


def forget(tx: Tx, user: User, document_id: str) -> None:
    """Drop all that corrections have taught about the layouts of a document's supplier.

    Raises:
        WrongInput: nothing was taught about them.
    """
    supplier = suppliers.get(tx, documents.get(tx, document_id).supplier_id)
    dropped = layouts.forget(tx, supplier.id)
    if not dropped:
        raise WrongInput(f"Nothing was learned about the layouts of {supplier.name}.")
    detail = f"what was learned about {dropped} of its layouts"
    audit.note(tx, user.name, "forgot", f"supplier:{supplier.id}", detail)
    audit.note(tx, user.name, "forgot", f"document:{document_id}", detail)


def forget_field(tx: Tx, user: User, document_id: str, *, layout: str, name: str) -> None:
    """Drop what was taught about one field of a layout of a document's supplier.

    Raises:
        WrongInput: nothing was taught about it, or somebody taught the layout at the same time.
    """
    supplier_id = documents.get(tx, document_id).supplier_id
    known = [one for one in layouts.of_supplier(tx, supplier_id) if one.layout == layout]
    if not known or name not in known[0].by_name:
        raise WrongInput("That was forgotten already.")
    rest = tuple(one for one in known[0].fields if one.name != name)
    layouts.keep(tx, supplier_id, replace(known[0], version=known[0].version + 1, fields=rest))
    detail = f"where the {name.replace('_', ' ')} stands (layout {layout})"
    audit.note(tx, user.name, "forgot", f"document:{document_id}", detail)


def _untaught(tx: Tx, user: User, supplier_id: str, undone: Correction) -> None:
    """Forget what a correction taught, unless a newer one says it again."""
    layout, version, name = undone.layout, undone.layout_version, undone.name
    if layout and layouts.take_back(tx, supplier_id, layout, version, name=name):
        subject, detail = f"document:{undone.document_id}", f"what its {name} has taught"
        audit.note(tx, user.name, "forgot", subject, detail.replace("_", " "))


def _evidence(user: User, said: Said) -> Evidence:
    if said.spot is None:
        return Evidence(EvidenceSource.CLERK, 1.0, f"typed by {user.full_name}")
    why = f"pointed at by {user.full_name}"
    return Evidence(EvidenceSource.CLERK, 1.0, why, said.spot.page, said.spot.box)


def _next(tx: Tx, document_id: str) -> int:
    return 1 + max((one.position for one in corrections.of_document(tx, document_id)), default=0)


def _settle(
    tx: Tx, document_id: str, asked: tuple[ExceptionItem, ...], why: str
) -> tuple[str, ...]:
    """The questions that a correction has just answered: about unsure values, or empty fields."""
    for question in asked:
        if question.reason is ExceptionReason.FIELDS_UNSURE:
            exceptions.close(tx, question.id, why)
    releasing.recheck(tx, document_id)
    still = {one.id for one in exceptions.open_of(tx, f"document:{document_id}")}
    return tuple(one.id for one in asked if one.id not in still)


def _check_again(tx: Tx, before: FiledDocument) -> None:
    checking.decide(tx, before.id)
    expecting.settle_supplier(tx, before.supplier_id)
    statements.changed(tx, before)


def _with(document: FiledDocument, name: str, value: str, currency: str | None) -> FiledDocument:
    """The document with a corrected value, where it keeps that value itself."""
    corrected = document
    match name:
        case "invoice_number":
            corrected = replace(document, number=value)
        case "issue_date":
            corrected = replace(document, day=date.fromisoformat(value))
        case "due_date":
            corrected = replace(document, due=date.fromisoformat(value))
        case "po_number":
            corrected = replace(document, po_number=value)
        case "iban":
            corrected = replace(document, iban=value)
        case "gross_total":
            corrected = replace(document, gross=_signed(document, value, currency))
        case "net_total":
            corrected = replace(document, net=_signed(document, value, currency))
    return corrected


def _signed(document: FiledDocument, value: str, currency: str | None) -> Money | None:
    if currency is None:
        raise WrongInput("Its currency is not known; correct that first.")
    return signed(Money(Decimal(value), currency), document.kind)
