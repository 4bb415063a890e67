"""Whose a document is: decided when it is filed, and anew when our companies change.

Certain by an id, an electronic address or an exact name, by the mail address it came to, or by what
a person said of the supplier's account; else a person is asked, where there are several to choose
from. A company that has set up no entities sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import Final

from model.documents import PAYABLE_KINDS, Reading
from model.entities import Basis, Binding, Clues, Doubt, Entity, Verdict
from model.errors import FileMissing, RecordMissing, WrongInput
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason, Finding
from model.filing import Channel, DocumentStatus, FiledDocument, StoredMessage
from pipeline.works import BILLHOOK
from reconcile.entities import judge
from storage import audit, documents, entities, exceptions, suppliers
from storage import mail as stored_mail
from storage.store import Store, Tx

BY_ENTITY: Final = frozenset({ExceptionReason.ENTITY_UNKNOWN, ExceptionReason.WRONG_ENTITY})
"""What is asked because nobody knows whose a document is; it settles when entities change."""
SETTLED: Final = frozenset({DocumentStatus.DELIVERED, DocumentStatus.REJECTED})
_IDS: Final = ("buyer_vat_id", "buyer_registration", "buyer_tax_no")
_PLACE: Final = ("buyer_street", "buyer_postcode", "buyer_city", "buyer_country")
_RECEIVED_BY: Final = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_MOST_ANSWERS: Final = 8  # one key each, and one to reject


def recipients(store: Store, document_id: str = "", *, message_id: str = "") -> tuple[str, ...]:
    """The addresses that the mails with a document came to; none where no entity has its own."""
    with store.read() as tx:
        if not any(one.mails for one in entities.every(tx)):
            return ()
        sent = {message_id} if message_id else _mails_with(tx, document_id)
        files = [one.sha256 for one in _messages(tx, sorted(sent))]
    found = (address for sha256 in files for address in _addressed(store, sha256))
    return tuple(dict.fromkeys(found))


def _messages(tx: Tx, ids: Iterable[str]) -> Iterator[StoredMessage]:
    for message_id in ids:
        with suppress(RecordMissing):  # deleted by its age
            yield stored_mail.message(tx, message_id)


def _mails_with(tx: Tx, document_id: str) -> set[str]:
    sources = documents.sources(tx, document_id)
    return {one.reference for one in sources if one.channel is Channel.MAIL}


def _addressed(store: Store, sha256: str) -> Iterator[str]:
    try:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(store.files.get(sha256))
    except FileMissing:
        return
    said = [str(value) for name in _RECEIVED_BY for value in head.get_all(name, [])]
    yield from (address.casefold() for _, address in getaddresses(said) if "@" in address)


def placed(
    tx: Tx, document: FiledDocument, reading: Reading, mails: tuple[str, ...] = ()
) -> FiledDocument:
    """The document with the entity that it is for, unless a person has said so already."""
    ours = entities.every(tx)
    if document.entity_basis is Basis.PERSON or not (ours or document.entity_id):
        return document
    verdict = _judged(tx, ours, document, reading, mails)
    if not verdict.entity and document.entity_id not in {None, *(one.id for one in ours)}:
        return document  # that company is ours no more; what it got stays its own
    return replace(
        document,
        entity_id=verdict.entity.id if verdict.entity else None,
        entity_basis=verdict.basis,
        entity_said=verdict.said,
    )


def _judged(
    tx: Tx,
    ours: tuple[Entity, ...],
    document: FiledDocument,
    reading: Reading,
    mails: tuple[str, ...],
) -> Verdict:
    return judge(ours, clues(tx, document, reading, mails)) if ours else Verdict()


def clues(tx: Tx, document: FiledDocument, reading: Reading, mails: tuple[str, ...] = ()) -> Clues:
    """What a document, its account and its mails say of the one that it is for."""
    supplier = suppliers.get(tx, document.supplier_id)
    sellers = (supplier.vat_id, reading.text("seller_vat_id"), reading.text("seller_registration"))
    return Clues(
        name=reading.text("buyer_name") or "",
        ids=tuple(filter(None, map(reading.text, _IDS))),
        endpoint=_endpoint(reading),
        place=" ".join(filter(None, map(reading.text, _PLACE))),
        mails=mails,
        bound=entities.bound(tx, document.supplier_id, document.account_id),
        own_ids=tuple(filter(None, sellers)),
    )


def _endpoint(reading: Reading) -> str:
    """The electronic address as it is written with its scheme, if it has one."""
    address, scheme = reading.text("buyer_endpoint"), reading.text("buyer_endpoint_scheme")
    return f"{scheme}:{address}" if address and scheme else address or ""


def findings(tx: Tx, document: FiledDocument, reading: Reading) -> Iterator[Finding]:
    """The question whose a bill is, where nothing says so with certainty."""
    if document.entity_id or document.kind not in PAYABLE_KINDS:
        return
    ours = entities.every(tx)
    if not ours or document.entity_basis is Basis.PERSON:
        return
    verdict = _judged(tx, ours, document, reading, ())
    if verdict.doubt is Doubt.STRANGER:
        yield _stranger(ours, verdict)
    elif len(ours) > 1:
        yield _which(ours, verdict)


def _stranger(ours: tuple[Entity, ...], verdict: Verdict) -> Finding:
    sentence = f"It is addressed to {verdict.said}, which is none of our companies."
    answers = (Answer("1", "Reject", Action.REJECT), *_choices(ours, first=2))
    return Finding(ExceptionReason.WRONG_ENTITY, "Not for us?", sentence, answers)


def _which(ours: tuple[Entity, ...], verdict: Verdict) -> Finding:
    if verdict.doubt is Doubt.RIVALS:
        sentence = f"{verdict.said}: these do not agree on one of our {len(ours)} companies."
    elif verdict.said:
        sentence = f"It is addressed to {verdict.said}; none of our {len(ours)} companies is so."
    else:
        sentence = f"Nothing says which of our {len(ours)} companies it is for."
    choices = _choices(ours, first=1)
    answers = (*choices, Answer(str(len(choices) + 1), "Reject", Action.REJECT))
    return Finding(ExceptionReason.ENTITY_UNKNOWN, "For which company?", sentence, answers)


def _choices(ours: tuple[Entity, ...], *, first: int) -> tuple[Answer, ...]:
    """One answer an entity, as many as there are keys; the others are chosen in the document."""
    some = ours[:_MOST_ANSWERS]
    return tuple(
        Answer(str(key), one.name, Action.TAKE_ENTITY) for key, one in enumerate(some, first)
    )


def chosen(tx: Tx, item: ExceptionItem) -> Entity:
    """The entity that an answer names. Raises RecordMissing where it is ours no more."""
    name = next(choice.label for choice in item.answers if choice.key == item.answer)
    for one in entities.every(tx):
        if one.name == name:
            return one
    raise RecordMissing(f"{name} is none of our companies any more.")


def take(tx: Tx, actor: str, document_id: str, entity: Entity) -> tuple[FiledDocument, ...]:
    """The documents that are the entity's from now on, by a person's word.

    It is this one, and what else of its supplier's account nothing said anything of.

    Raises:
        RecordMissing: there is no such document.
    """
    document = documents.get(tx, document_id)
    entities.bind(tx, Binding(document.supplier_id, document.account_id or "", entity.id), actor)
    settled = [_given(tx, document, entity, Basis.PERSON)]
    audit.note(tx, actor, "said it is for", f"document:{document_id}", entity.name)
    for other in entities.nobodys(tx, document.supplier_id, document.account_id)[:_AT_ONCE]:
        verdict = judge(entities.every(tx), clues(tx, other, documents.reading(tx, other.id)))
        if verdict.entity == entity:
            settled.append(_given(tx, other, entity, Basis.ACCOUNT))
    return tuple(settled)


_AT_ONCE: Final = 500


def _given(tx: Tx, document: FiledDocument, entity: Entity, basis: Basis) -> FiledDocument:
    given = replace(document, entity_id=entity.id, entity_basis=basis, entity_said="")
    entities.assign(tx, given)
    for item in exceptions.open_of(tx, f"document:{document.id}"):
        if item.reason in BY_ENTITY:
            exceptions.close(tx, item.id, f"It is for {entity.name}.")
    return given


def of(document: FiledDocument) -> tuple[str | None, Basis | None, str]:
    """Whose a document is, and by what."""
    return document.entity_id, document.entity_basis, document.entity_said


def as_is(document: FiledDocument, other: FiledDocument) -> FiledDocument:
    """A document as that of the entity that another one is of."""
    entity_id, basis, said = of(other)
    return replace(document, entity_id=entity_id, entity_basis=basis, entity_said=said)


def note_found(tx: Tx, document: FiledDocument) -> None:
    """Put on record whose a document was found to be, and by what."""
    if document.entity_id and document.entity_basis:
        name = entities.get(tx, document.entity_id).name
        said = f"{name}, by {document.entity_basis} {document.entity_said}".rstrip()
        audit.note(tx, BILLHOOK, "found whose it is", f"document:{document.id}", said)


def prove_choice(tx: Tx, entity_id: str) -> Entity:
    """One of our companies. Raises WrongInput where it is none any more."""
    for one in entities.every(tx):
        if one.id == entity_id:
            return one
    raise WrongInput("This is none of our companies any more.")
