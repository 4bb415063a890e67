"""Terms of destinations: which of the released documents go where."""

from __future__ import annotations

from model.deliveries import Admits, Destination, DestinationKind, Terms
from model.documents import Reading, normalise_number
from model.entities import Basis, Entity
from model.filing import FiledDocument
from storage import entities
from storage.tx import Tx

_BUYER: tuple[str, ...] = ("buyer_vat_id", "buyer_name")


def admits(
    destination: Destination,
    document: FiledDocument,
    reading: Reading,
    *,
    by_person: bool,
    entity: Entity | None = None,
) -> bool:
    """Whether a document that is released, by a person or by rule, goes to a destination.

    `entity` is that of our companies which it is for.
    """
    wanted = not destination.suppliers or document.supplier_id in destination.suppliers
    return (
        destination.kind is not DestinationKind.EVENTS
        and wanted
        and document.kind in destination.kinds
        and _decided(destination.terms, document, by_person=by_person)
        and _amount_fits(destination.terms, document)
        and _buyer_fits(destination.terms, _buyers(document, reading, entity))
    )


def _decided(terms: Terms, document: FiledDocument, *, by_person: bool) -> bool:
    match terms.admits:
        case Admits.PROVED:
            return document.accept
        case Admits.BY_PERSON:
            return by_person
        case Admits.RELEASED:
            return True


def _amount_fits(terms: Terms, document: FiledDocument) -> bool:
    """Whether the gross amount lies within the bounds; without an amount no bound is met."""
    if terms.least is None and terms.most is None:
        return True
    if document.gross is None:
        return False
    amount = abs(document.gross.amount)
    too_little = terms.least is not None and amount < terms.least
    too_much = terms.most is not None and amount > terms.most
    return not (too_little or too_much)


def _buyers(
    document: FiledDocument, reading: Reading, entity: Entity | None
) -> frozenset[str | None]:
    """What a buyer of the terms may be called: as the document says, and as we know the entity.

    Where a person said whose it is, what the document says does not count.
    """
    said = {reading.text(name) for name in _BUYER}
    if entity is None:
        return frozenset(said)
    known = {entity.code, entity.name, *entity.spellings, *entity.ids}
    by_word = document.entity_basis in {Basis.PERSON, Basis.ACCOUNT}
    return frozenset(known if by_word else known | said)


def _buyer_fits(terms: Terms, called: frozenset[str | None]) -> bool:
    """Whether one of the buyers is called so, by letters and digits alone."""
    if not terms.buyers:
        return True
    named = {normalise_number(name or "") for name in called} - {""}
    return bool(named & {normalise_number(buyer) for buyer in terms.buyers})


def entity_of(tx: Tx, document: FiledDocument) -> Entity | None:
    """That of our companies which a document is for; None where nobody knows."""
    return entities.get(tx, document.entity_id) if document.entity_id else None
