"""Proving a lesson: the supplier's papers on file are read again before it is kept.

A lesson that would read any other field, or any other document, worse than now is not kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from model.documents import DocumentFormat, EvidenceSource, Field, ReadState
from model.filing import FiledDocument
from model.memory import FIELD_KINDS, LayoutMemory
from model.suppliers import SupplierProfile
from pipeline.works import Reader
from storage import documents, layouts, suppliers
from storage.store import Store

_MOST: Final = 12
"""So many papers are read again, the newest first; reading one takes a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Harm:
    """A value that a lesson would make wrong. `number` is the document's."""

    name: str
    number: str
    value: str
    instead: str


def harm(
    store: Store,
    read: Reader,
    taught: FiledDocument,
    *,
    memory: LayoutMemory,
    names: Collection[str],
) -> Harm | None:
    """What `memory` would read worse than now; None where nothing is.

    Args:
        store: where the supplier's papers are.
        read: what reads them.
        taught: the document that the lesson is about.
        memory: the next version of its layout's memory.
        names: the fields that the lesson is about.
    """
    with store.read() as tx:
        known = layouts.of_supplier(tx, taught.supplier_id)
        profiles = suppliers.profiles(tx)
        papers = _papers(documents.of_supplier(tx, taught.supplier_id), taught)
        filed = {one.id: documents.reading(tx, one.id).fields for one in papers}
    then = (*(one for one in known if one.layout != memory.layout), memory)
    again = _Again(store, read, profiles, known, then, frozenset(names))
    for paper in papers:
        about = [
            one
            for one in filed[paper.id].values()
            if _counts(one, names, is_taught=paper.id == taught.id)
        ]
        if found := next(again.worse(paper, about), None):
            return found
    return None


def _papers(every: tuple[FiledDocument, ...], taught: FiledDocument) -> list[FiledDocument]:
    """The taught document and the newest others that have pages."""
    paged = (DocumentFormat.PDF, ReadState.READ)
    others = [one for one in every if (one.format, one.read_state) == paged and one.id != taught.id]
    return [taught, *reversed(others)][:_MOST]


def _counts(field: Field, names: Collection[str], *, is_taught: bool) -> bool:
    """Whether a value on file must stay: untouched, or put there by a person on another paper."""
    if field.name not in FIELD_KINDS:
        return False
    by_person = field.evidence.source is EvidenceSource.CLERK and not is_taught
    return field.name not in names or by_person


@dataclass(frozen=True, slots=True)
class _Again:
    """Papers read with what is known now, and with what would be known then."""

    store: Store
    read: Reader
    profiles: tuple[SupplierProfile, ...]
    known: tuple[LayoutMemory, ...]
    then: tuple[LayoutMemory, ...]
    names: frozenset[str]

    def worse(self, paper: FiledDocument, about: list[Field]) -> Iterator[Harm]:
        """The values that are read as on file now, and would not be then."""
        content = self.store.files.get(paper.sha256)
        after = self.read(content, self.profiles, self.then)
        other = [one for one in about if not self._stays(one, after.text(one.name))]
        if not other:
            return
        before = self.read(content, self.profiles, self.known)
        for one in other:
            if before.text(one.name) == one.value:
                instead = after.text(one.name) or "nothing"
                yield Harm(one.name, paper.number or "a paper", one.value, instead)

    def _stays(self, field: Field, after: str | None) -> bool:
        """Whether a value is read as before; of a corrected field silence misleads nobody."""
        return after == field.value or (after is None and field.name in self.names)
