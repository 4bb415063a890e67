"""Comparing: what the page of a hybrid says beside what the XML inside it states."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from model.documents import EvidenceSource, Field, Reading, normalise_number
from model.memory import FIELD_KINDS, ValueKind
from model.views import SidesView
from parsers.hints import Hints
from parsers.safety import sandbox
from storage import documents, suppliers
from storage.store import Store

_ALONE: Final = frozenset({"seller_name", "buyer_name"})
"""A page sets names out in many ways; that they are written otherwise is no contradiction."""


def sides(store: Store, document_id: str) -> tuple[SidesView, ...]:
    """Every field that the XML states or the page says, what differs first; none without XML.

    Raises:
        RecordMissing: there is no such document.
        FileMissing: its file is gone.
    """
    with store.read() as tx:
        document = documents.get(tx, document_id)
        profiles = suppliers.profiles(tx)
    content = store.files.get(document.sha256)
    stated = sandbox.read_safely(content, Hints(profiles=profiles))
    if not any(one.evidence.source is EvidenceSource.XML for one in stated.fields.values()):
        return ()
    printed = sandbox.read_safely(content, Hints(profiles=profiles, ignore_attachments=True))
    names = dict.fromkeys((*stated.fields, *printed.fields))
    both = [_side(name, stated, printed) for name in names if name in FIELD_KINDS]
    return tuple(sorted(both, key=_weight))


def xml(store: Store, document_id: str) -> str:
    """The XML inside a hybrid, as text. Raises RecordMissing, FileMissing, DocumentRefused."""
    with store.read() as tx:
        document = documents.get(tx, document_id)
    return sandbox.xml_inside(store.files.get(document.sha256))


def _side(name: str, stated: Reading, printed: Reading) -> SidesView:
    """One field from both sides; equal values are written equally."""
    xml, page = _from_xml(stated.fields.get(name)), printed.fields.get(name)
    said, told = page.value if page else "", xml.value if xml else ""
    if said and told and _same(name, said, told):
        said = told
    place = page.evidence if page else None
    return SidesView(
        name,
        printed=said,
        stated=told,
        page=place.page if place else None,
        box=place.box if place else None,
    )


def _from_xml(field: Field | None) -> Field | None:
    return field if field and field.evidence.source is EvidenceSource.XML else None


def _same(name: str, one: str, other: str) -> bool:
    kind = FIELD_KINDS[name]
    if kind is ValueKind.MONEY:
        return abs(Decimal(one)) == abs(Decimal(other))
    if kind is ValueKind.ID:
        return normalise_number(one) == normalise_number(other)
    return one.casefold() == other.casefold()


def _weight(both: SidesView) -> int:
    """What contradicts comes first, then what only one side says, then what agrees."""
    if both.agree:
        return 2
    return 0 if both.printed and both.stated and both.name not in _ALONE else 1
