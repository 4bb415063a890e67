"""Terms of destinations: which of the released documents go where."""

from __future__ import annotations

from model.deliveries import Admits, Destination, DestinationKind, Terms
from model.documents import Reading, normalise_number
from model.filing import FiledDocument

_BUYER: tuple[str, ...] = ("buyer_vat_id", "buyer_name")


def admits(
    destination: Destination, document: FiledDocument, reading: Reading, *, by_person: bool
) -> bool:
    """Whether a document that is released, by a person or by rule, goes to a destination."""
    wanted = not destination.suppliers or document.supplier_id in destination.suppliers
    return (
        destination.kind is not DestinationKind.EVENTS
        and wanted
        and document.kind in destination.kinds
        and _decided(destination.terms, document, by_person=by_person)
        and _amount_fits(destination.terms, document)
        and _buyer_fits(destination.terms, reading)
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


def _buyer_fits(terms: Terms, reading: Reading) -> bool:
    """Whether the document names one of the buyers, by letters and digits alone."""
    if not terms.buyers:
        return True
    named = {normalise_number(reading.text(name) or "") for name in _BUYER} - {""}
    return bool(named & {normalise_number(buyer) for buyer in terms.buyers})
