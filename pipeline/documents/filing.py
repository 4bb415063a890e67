"""Filing: bytes become a document on file, once, whatever way and however often they arrive.

One transaction writes the document, what was found wrong with it, the expectations it fulfils and
the deliveries it causes. Before it, the bytes are safe in the file store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from model.documents import DocumentFormat, DocumentKind, Reading, normalise_number
from model.errors import RecordMissing
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.ids import derived_id, new_id
from model.mail import TriagedMail
from model.money import Money
from model.suppliers import Supplier, SupplierProfile
from model.visits import Listing
from parsers.safety.gate import recognise
from parsers.safety.sandbox import parts_safely
from pipeline import tracing
from pipeline.documents import belonging, checking, expecting
from pipeline.mails import proposals
from pipeline.reconciling import statements
from pipeline.works import BILLHOOK, Reader
from reconcile.listings import Habit
from storage import audit, documents, layouts, listed, suppliers
from storage.store import Store, Tx

UNKNOWN_SUPPLIER: Final = "Unknown supplier"
"""What papers belong to that name nobody and that a person handed over, so that no sender does."""
_SETTLED: Final = frozenset(
    {DocumentStatus.DELIVERED, DocumentStatus.FILED, DocumentStatus.REJECTED}
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came in, with what is known of it from outside.

    `mail` is the one that it came with: its sender stands for a supplier that nothing else names.
    `listing` is the row that it came from, of the list at the portal `portal_id`.
    """

    content: bytes
    media_type: str
    source: DocumentSource
    supplier_id: str | None = None
    account_id: str | None = None
    listing: Listing | None = None
    portal_id: str | None = None
    mail: TriagedMail | None = None


def file(store: Store, read: Reader, arrival: Arrival) -> str:
    """The id of the document that this file is; filing it again changes nothing.

    Of a file that holds several, which are all filed, it is the first.
    """
    return file_all(store, read, arrival)[0]


def file_all(store: Store, read: Reader, arrival: Arrival) -> tuple[str, ...]:
    """The ids of the documents that a file holds; filing it again changes nothing.

    Each of several is a document of its own, from the same source, with its own bytes: what is
    handed on later holds this one and no other.
    """
    parts = parts_safely(arrival.content)
    if len(parts) == 1:
        return (_file(store, read, replace(arrival, content=parts[0])),)
    source = replace(arrival.source, whole=store.files.put(arrival.content))
    # the list spoke of the file, not of one of these
    several = replace(arrival, source=source, listing=None)
    return tuple(_file(store, read, _part(several, *at)) for at in enumerate(parts, 1))


def _part(arrival: Arrival, number: int, content: bytes) -> Arrival:
    """One part of a file as an arrival, its source named with it."""
    source = arrival.source
    label = f"{source.label}, part {number} of the file"
    media_type = _MEDIA_TYPES.get(recognise(content), arrival.media_type)
    return replace(
        arrival, content=content, media_type=media_type, source=replace(source, label=label)
    )


_MEDIA_TYPES: Final = {DocumentFormat.CSV: "text/csv"}
"""Parts of a sheet are CSV; all others are of the kind of their file."""


def _file(store: Store, read: Reader, arrival: Arrival) -> str:
    sha256, source = store.files.put(arrival.content), arrival.source
    mark = tracing.of_arrival(source, sha256)
    with tracing.span("document", mark, parent=lambda: tracing.came_from(source)) as span:
        document_id = _filed(store, read, arrival, sha256)
        span.note(document=document_id, channel=source.channel.value)
        return document_id


def _filed(store: Store, read: Reader, arrival: Arrival, sha256: str) -> str:
    with store.read() as tx:
        profiles = suppliers.profiles(tx)
    reading = _read(store, read, arrival, profiles)
    mails = _recipients(store, arrival)
    with store.begin() as tx:
        supplier = _supplier(tx, arrival, reading, profiles, sha256=sha256)
        account_id = arrival.account_id or _account(reading, supplier, profiles)
        arrival = replace(arrival, account_id=account_id)
        document = _document(tx, arrival, reading, supplier, sha256)
        document = belonging.placed(tx, document, reading, mails)
        on_file = _same(tx, document)
        if on_file:
            document_id = _again(tx, on_file, document, reading, arrival)
        else:
            document_id = _first(tx, document, reading, arrival)
        if arrival.mail is not None:
            proposals.ask_for(tx, supplier, arrival.mail)
        return document_id


def _read(
    store: Store, read: Reader, arrival: Arrival, profiles: tuple[SupplierProfile, ...]
) -> Reading:
    """What the file says, read with what was taught about its supplier's layouts."""
    if arrival.supplier_id:
        with store.read() as tx:
            memories = layouts.of_supplier(tx, arrival.supplier_id)
        return read(arrival.content, profiles, memories)
    reading = read(arrival.content, profiles)
    with store.read() as tx:
        sender = proposals.sending(tx, arrival.mail.sender) if arrival.mail else None
        found = _by_reading(reading, _registered(profiles)) or sender
        found = found or _by_reading(reading, profiles) or _named(reading)
        memories = layouts.of_supplier(tx, found.id)
    return read(arrival.content, profiles, memories) if memories else reading


def _recipients(store: Store, arrival: Arrival) -> tuple[str, ...]:
    """The addresses that the mail of an arrival came to, where one of them may be an entity's."""
    by_mail = arrival.source.channel is Channel.MAIL
    return belonging.recipients(store, message_id=arrival.source.reference) if by_mail else ()


def _first(tx: Tx, document: FiledDocument, reading: Reading, arrival: Arrival) -> str:
    documents.add(tx, document, reading, arrival.source)
    belonging.note_found(tx, document)
    audit.note(tx, BILLHOOK, "filed", f"document:{document.id}", arrival.source.label)
    if document.kind is DocumentKind.STATEMENT and reading.statement is not None:
        statements.file(tx, document, *reading.statements)
    _note_row(tx, document, reading, arrival)
    expecting.settle_supplier(tx, document.supplier_id)  # what disagrees must not be delivered
    checking.check(tx, document, reading)
    statements.reconcile_supplier(tx, document.supplier_id, document)
    return document.id


def _again(
    tx: Tx,
    on_file: FiledDocument,
    document: FiledDocument,
    reading: Reading,
    arrival: Arrival,
) -> str:
    """The same document by another way, or the same number with other bytes: a new version."""
    source = arrival.source
    if on_file.sha256 == document.sha256 or document.gross == on_file.gross:
        documents.add_source(tx, on_file.id, source)
    else:
        documents.add_version(
            tx, on_file.id, document.sha256, document.media_type, reading=reading, source=source
        )
        checking.reissued(tx, documents.get(tx, on_file.id), on_file, document)
    if _note_row(tx, on_file, reading, arrival) and on_file.status not in _SETTLED:
        checking.decide(tx, on_file.id)
    checking.belongs_as(tx, on_file.id, document)
    checking.ask_if_wanted(tx, on_file)
    expecting.settle_supplier(tx, on_file.supplier_id)
    statements.changed(tx, on_file)
    return on_file.id


def _note_row(tx: Tx, document: FiledDocument, reading: Reading, arrival: Arrival) -> bool:
    """Remember what the list calls a document; whether a person is asked, as the two differ."""
    row, portal_id = arrival.listing, arrival.portal_id
    if row is None:
        return False
    habit = Habit(*listed.counted(tx, portal_id, row)) if portal_id else Habit()
    doubt = checking.compare(tx, document, reading, row, habit)
    if portal_id:
        listed.note(tx, portal_id, row, document.id, doubt=doubt)
    return doubt is not None


def _same(tx: Tx, document: FiledDocument) -> FiledDocument | None:
    """The document on file that this is; a mail that names no account may be any account's."""
    if found := documents.find(tx, document.identity):
        return found
    number = normalise_number(document.number or "")
    for other in documents.of_supplier(tx, document.supplier_id):
        one_unknown = not (other.account_id and document.account_id)
        same_number = number and normalise_number(other.number or "") == number
        same_bytes = other.sha256 == document.sha256
        if same_bytes or (one_unknown and same_number and other.kind is document.kind):
            return other
    return None


def _document(
    tx: Tx, arrival: Arrival, reading: Reading, supplier: Supplier, sha256: str
) -> FiledDocument:
    listing = arrival.listing
    kind = _kind(reading, listing)
    return FiledDocument(
        id=new_id(),
        supplier_id=supplier.id,
        account_id=arrival.account_id,
        kind=kind,
        number=reading.text("invoice_number") or (listing.number if listing else None),
        day=_day(reading, listing),
        due=reading.day("due_date") or (listing.due if listing else None),
        gross=signed(_gross(reading, listing), kind),
        net=signed(reading.money("net_total"), kind),
        po_number=reading.text("po_number"),
        iban=reading.text("iban"),
        format=reading.format,
        read_state=reading.state,
        sha256=sha256,
        media_type=arrival.media_type,
        status=DocumentStatus.REVIEW,
        note="",
        received=tx.now(),
        accept=reading.accept,
    )


def _day(reading: Reading, listing: Listing | None) -> date | None:
    """The date on the document; of a statement the day it was made."""
    of_statement = reading.statement.statement_date if reading.statement else None
    return reading.day("issue_date") or of_statement or (listing.day if listing else None)


def _gross(reading: Reading, listing: Listing | None) -> Money | None:
    """What is to be paid; of statements the closing balance, where they are in one currency."""
    said = reading.statements
    stated = [Money(one.closing, one.currency) for one in said if one.closing is not None]
    if stated and len(stated) == len(said) and len({one.currency for one in stated}) == 1:
        return sum(stated[1:], stated[0])
    return reading.money("gross_total") or (listing.amount if listing else None)


def _kind(reading: Reading, listing: Listing | None) -> DocumentKind:
    """The title decides; where it says nothing, the list it stood in."""
    if reading.kind is DocumentKind.OTHER and listing is not None:
        return listing.kind
    return reading.kind


def signed(amount: Money | None, kind: DocumentKind) -> Money | None:
    """A credit note is negative, however it was printed."""
    if amount is not None and kind is DocumentKind.CREDIT_NOTE:
        return -abs(amount)
    return amount


def _supplier(
    tx: Tx,
    arrival: Arrival,
    reading: Reading,
    profiles: tuple[SupplierProfile, ...],
    *,
    sha256: str,
) -> Supplier:
    """Whose paper it is: of whom we know to have sent it, whom it names, or who sent it.

    A registered supplier that the paper names, or whose file it was before, goes before an unknown
    sender. What comes without one may be a proposed supplier's in the same two ways.
    """
    if arrival.supplier_id:
        return suppliers.get(tx, arrival.supplier_id)
    had = [suppliers.get(tx, one.supplier_id) for one in documents.by_sha256(tx, sha256)]
    registered = [supplier for supplier in had if not supplier.proposed]
    if found := _by_reading(reading, _registered(profiles)) or next(iter(registered), None):
        return found
    seller = reading.text("seller_name") or ""
    if arrival.mail and (sender := proposals.supplier_of(tx, arrival.mail, seller)):
        return sender
    if found := next(iter(had), None) or _by_reading(reading, profiles):
        return found
    if arrival.mail:  # a colleague sent it on
        return proposals.of_forwarded(tx, arrival.mail, seller)
    return _handed_over(tx, reading)


def _registered(profiles: tuple[SupplierProfile, ...]) -> tuple[SupplierProfile, ...]:
    return tuple(profile for profile in profiles if not profile.supplier.proposed)


def _handed_over(tx: Tx, reading: Reading) -> Supplier:
    """The supplier of a paper that a person handed over: whoever uploads has looked."""
    named = _named(reading)
    try:
        return suppliers.get(tx, named.id)
    except RecordMissing:
        suppliers.add(tx, named)
        return named


def _named(reading: Reading) -> Supplier:
    """The supplier that a document names and that nobody has registered."""
    name = reading.text("seller_name") or UNKNOWN_SUPPLIER
    return Supplier(id=derived_id("supplier", name.casefold()), name=name)


def _account(
    reading: Reading, supplier: Supplier, profiles: tuple[SupplierProfile, ...]
) -> str | None:
    """The account whose customer number the document prints."""
    stated = {one.account for one in reading.statements if one.account}
    of_statement = stated.pop() if len(stated) == 1 else ""
    printed = normalise_number(reading.text("customer_number") or of_statement)
    own = (p.accounts for p in profiles if p.supplier.id == supplier.id)
    accounts = [account for accounts in own for account in accounts]
    fitting = [a.id for a in accounts if printed and normalise_number(a.number) == printed]
    return fitting[0] if len(fitting) == 1 else None


def _by_reading(reading: Reading, profiles: tuple[SupplierProfile, ...]) -> Supplier | None:
    vat_id = normalise_number(reading.text("seller_vat_id") or "")
    iban = normalise_number(reading.text("iban") or "")
    name = (reading.text("seller_name") or "").casefold()
    for profile in profiles:
        supplier = profile.supplier
        known = {normalise_number(known_iban) for known_iban in supplier.ibans}
        if (vat_id and vat_id == normalise_number(supplier.vat_id or "")) or iban in known:
            return supplier
    by_name = [p.supplier for p in profiles if p.supplier.name.casefold() == name]
    return by_name[0] if len(by_name) == 1 else None
