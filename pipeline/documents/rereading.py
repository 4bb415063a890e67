"""Reading again: a document on file, by the reader and what was taught as they are today.

What a person typed or confirmed stays, whatever is read now. Of a document that went out, a value
that is read differently is a question and not a change: what was handed over is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from model.deliveries import DeliveryState
from model.documents import DocumentKind, EvidenceSource, Field, Line, Reading, ReadState
from model.errors import AlreadyOnFile, StaleVersion, WrongInput
from model.exceptions import (
    ASKS_ABOUT,
    Action,
    ExceptionItem,
    ExceptionReason,
    Finding,
)
from model.filing import DocumentStatus, FiledDocument
from pipeline.documents import checking, expecting
from pipeline.documents.filing import signed
from pipeline.reconciling import statements
from pipeline.works import Reader
from storage import audit, deliveries, documents, exceptions, layouts, suppliers
from storage.store import Store, Tx

_OUT: Final = frozenset(
    {
        DeliveryState.QUEUED,
        DeliveryState.RETRYING,
        DeliveryState.DELIVERED,
        DeliveryState.DEAD_LETTER,
    }
)
"""A receiver has it, or may have it."""
_DOUBTS: Final = frozenset({ExceptionReason.FIELDS_UNSURE, ExceptionReason.UNREADABLE})
_LINES: Final = "lines"


class Outcome(StrEnum):
    """What came of reading a document again."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ASKED = "asked"  # it went out before; a person says which values count
    UNREADABLE = "unreadable"  # now it can't be read; what was read before stays
    ON_FILE = "on_file"  # as it is read now it is another document's twin; nothing was changed


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is read differently; "" where there is none."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        name = self.field.replace("_", " ")
        return f"{name} {self.after or 'not found'}, was {self.before or 'not found'}"


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What came of reading one document again. `kept` is read differently, but a person's word."""

    document_id: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new reading, and the SHA-256 of the file that was read."""

    sha256: str
    reading: Reading


def sentence(again: ReadAgain) -> str:
    """What came of it, for a person."""
    told = "; ".join(map(str, again.changes))
    kept = "".join(f" Kept, as a person said: {one.field.replace('_', ' ')}." for one in again.kept)
    match again.outcome:
        case Outcome.UNCHANGED:
            return f"It reads the same as before.{kept}"
        case Outcome.CHANGED:
            return f"Read again: {told}.{kept}"
        case Outcome.ASKED:
            return f"Read again: {told}. It went out already: which values count is asked."
        case _:
            return f"Nothing was changed. {again.detail}"


def doubtful(tx: Tx) -> tuple[str, ...]:
    """The documents with values that a person is asked to compare, or that could not be read."""
    asked = (item for item in exceptions.open_(tx) if item.reason in _DOUBTS)
    subjects = (item.subject.partition(":") for item in asked)
    return tuple(dict.fromkeys(name for kind, _, name in subjects if kind == "document"))


def read_again(store: Store, read: Reader, document_id: str, *, actor: str) -> ReadAgain:
    """Read a document again and keep what is new, in the name of whoever asked for it.

    Raises:
        RecordMissing: there is no such document.
        WrongInput: it is a statement, whose lines are matched, or a person has rejected it.
        StaleVersion: another version of it came meanwhile.
    """
    fresh = look(store, read, document_id)
    with store.begin() as tx:
        return _take(tx, document_id, _of_newest(tx, document_id, fresh), actor=actor)


def look(store: Store, read: Reader, document_id: str) -> Fresh:
    """What a document says as it is read today. Raises as `read_again` does."""
    with store.read() as tx:
        document = documents.get(tx, document_id)
        _may_be_read(document)
        profiles = suppliers.profiles(tx)
        memories = layouts.of_supplier(tx, document.supplier_id)
    content = store.files.get(document.sha256)
    return Fresh(document.sha256, read(content, profiles, memories))


def _of_newest(tx: Tx, document_id: str, fresh: Fresh) -> Reading:
    """The new reading, unless another version of the document came meanwhile."""
    if documents.get(tx, document_id).sha256 != fresh.sha256:
        raise StaleVersion
    return fresh.reading


def _may_be_read(document: FiledDocument) -> None:
    if document.kind is DocumentKind.STATEMENT:
        raise WrongInput("The lines of a statement are matched already; it is not read again.")
    if document.status is DocumentStatus.REJECTED:
        raise WrongInput("The document was rejected; it is not read again.")


def take_proposed(tx: Tx, document_id: str, *, actor: str) -> None:
    """Let the new values of a document count that went out with others; nothing is sent again.

    What a person typed in the meantime stays; of a version that came since, nothing was proposed.

    Raises:
        AlreadyOnFile: with them it is the same as another document.
    """
    reading = documents.proposed(tx, document_id)
    if reading is None:
        return
    document, before = documents.get(tx, document_id), documents.reading(tx, document_id)
    after = _merged(before, reading, _confirmed(tx, document_id, before))
    _keep(tx, document, before, after, actor=actor)
    expecting.settle_supplier(tx, document.supplier_id)
    statements.changed(tx, document)


def _take(tx: Tx, document_id: str, reading: Reading, *, actor: str) -> ReadAgain:
    document, before = documents.get(tx, document_id), documents.reading(tx, document_id)
    if reading.state is not ReadState.READ:
        audit.note(tx, actor, "read again", f"document:{document_id}", reading.detail)
        return ReadAgain(document_id, Outcome.UNREADABLE, detail=reading.detail)
    confirmed = _confirmed(tx, document_id, before)
    after = _merged(before, reading, confirmed)
    changes = tuple(_changes(before, after))
    kept = tuple(one for one in _changes(before, reading) if one.field in confirmed and one.after)
    if not changes:
        audit.note(tx, actor, "read again", f"document:{document_id}", "nothing changed")
        return ReadAgain(document_id, Outcome.UNCHANGED, kept=kept)
    if _is_out(tx, document_id):
        documents.propose_reading(tx, document_id, reading)
        _ask(tx, document, changes)
        return ReadAgain(document_id, Outcome.ASKED, changes, kept)
    try:
        _keep(tx, document, before, after, actor=actor)
    except AlreadyOnFile:
        sentence = f"Read again it is {after.text('invoice_number')}, which is on file already."
        checking.ask_about(
            tx, document, Finding(ExceptionReason.DUPLICATE_POSSIBLE, "Read as another", sentence)
        )
        checking.decide(tx, document_id)
        return ReadAgain(document_id, Outcome.ON_FILE, changes, kept, sentence)
    checking.recheck(tx, documents.get(tx, document_id), after)
    expecting.settle_supplier(tx, document.supplier_id)
    statements.changed(tx, document)
    return ReadAgain(document_id, Outcome.CHANGED, changes, kept)


def _keep(tx: Tx, document: FiledDocument, before: Reading, after: Reading, *, actor: str) -> None:
    documents.update(tx, _restated(document, after))
    documents.set_reading(tx, document.id, after)
    told = "; ".join(map(str, _changes(before, after)))
    audit.note(tx, actor, "read again", f"document:{document.id}", told)


def _confirmed(tx: Tx, document_id: str, reading: Reading) -> frozenset[str]:
    """The fields whose values a person typed, or has said to be right."""
    names = {
        one.name for one in reading.fields.values() if one.evidence.source is EvidenceSource.CLERK
    }
    for item in exceptions.of_subject(tx, f"document:{document_id}"):
        if item.answered is None or not _accepts(item, item.answer):
            continue
        whole = item.reason is ExceptionReason.FIELDS_UNSURE
        names |= reading.fields.keys() if whole else set(ASKS_ABOUT.get(item.reason, ()))
    return frozenset(names)


def _accepts(item: ExceptionItem, key: str) -> bool:
    return any(one.key == key and one.action is Action.ACCEPT for one in item.answers)


def _merged(before: Reading, reading: Reading, confirmed: frozenset[str]) -> Reading:
    """The new reading; with what a person confirmed, and values that are not found any more."""
    stays = {
        name: one
        for name, one in before.fields.items()
        if name in confirmed or name not in reading.fields
    }
    fields: dict[str, Field] = {**reading.fields, **stays}
    lost = stays.keys() - confirmed
    return replace(
        reading,
        kind=before.kind if reading.kind is DocumentKind.OTHER else reading.kind,
        fields=MappingProxyType(fields),
        accept=reading.accept and not lost,
        unproved=tuple(dict.fromkeys((*reading.unproved, *sorted(lost)))),
    )


def _changes(before: Reading, after: Reading) -> Iterator[Change]:
    names = sorted(before.fields.keys() | after.fields.keys())
    for name in names:
        was, now = before.text(name) or "", after.text(name) or ""
        if was != now:
            yield Change(name, was, now)
    if [_told(one) for one in before.lines] != [_told(one) for one in after.lines]:
        yield Change(_LINES, _counted(before.lines), _counted(after.lines))


def _told(line: Line) -> tuple[object, ...]:
    return line.description, line.quantity, line.unit_price, line.total


def _counted(lines: tuple[Line, ...]) -> str:
    total = sum(one.total for one in lines if one.total is not None)
    return f"{len(lines)} over {total}" if lines else ""


def _restated(document: FiledDocument, reading: Reading) -> FiledDocument:
    """The document's own facts as they are read; what is not found stays."""
    return replace(
        document,
        number=reading.text("invoice_number") or document.number,
        day=reading.day("issue_date") or document.day,
        due=reading.day("due_date") or document.due,
        gross=signed(reading.money("gross_total"), document.kind) or document.gross,
        net=signed(reading.money("net_total"), document.kind) or document.net,
        po_number=reading.text("po_number") or document.po_number,
        iban=reading.text("iban") or document.iban,
        read_state=reading.state,
        accept=reading.accept,
    )


def _is_out(tx: Tx, document_id: str) -> bool:
    return any(one.state in _OUT for one in deliveries.of_document(tx, document_id))


def _ask(tx: Tx, document: FiledDocument, changes: tuple[Change, ...]) -> None:
    told = "; ".join(map(str, changes))
    sentence = f"Read again: {told}. It went out with the values before, and is not sent again."
    checking.ask_about(
        tx, document, Finding(ExceptionReason.READ_DIFFERENTLY, "Read differently", sentence)
    )
