"""Teaching: what a person corrects or confirms is learned for the next document of the layout.

The pages are read outside of any transaction, in the limited child; only the lesson is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from model.documents import DocumentFormat, EvidenceSource
from model.errors import DocumentRefused, StaleVersion
from model.exceptions import Action, ExceptionReason
from model.filing import FiledDocument
from model.memory import FIELD_KINDS, LayoutMemory, Lesson, Remembered, Spot, Taught
from model.people import User
from model.teaching import Correction, Said
from parsers.safety.sandbox import learn_safely
from pipeline.documents import proving
from pipeline.documents.proving import Harm
from pipeline.works import Reader
from storage import audit, corrections, documents, exceptions, layouts
from storage.store import Store, Tx

_TRIES: Final = 3
_FROM_PAGES: Final = frozenset({EvidenceSource.TEXT, EvidenceSource.TABLE, EvidenceSource.MEMORY})


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person said about a document's values."""

    corrected: Mapping[str, str]
    accepted: Mapping[str, str]
    pointed: Mapping[str, Spot] = field(default_factory=lambda: MappingProxyType({}))

    def lesson(
        self, user: User, store: Store, document_id: str, known: tuple[LayoutMemory, ...]
    ) -> Lesson:
        """It as a lesson of today's."""
        return Lesson(
            user.full_name,
            store.clock.today(),
            self.corrected,
            self.accepted,
            known,
            self.pointed,
            document_id,
        )


def corrected(store: Store, read: Reader, user: User, correction: Correction, said: Said) -> str:
    """What a correction has taught, as a sentence for the person who made it.

    Raises:
        StaleVersion: somebody else taught the same layout again and again.
    """
    if said.name not in FIELD_KINDS:
        return "Kept. It is no field that documents are read for."
    pointed = {said.name: said.spot} if said.spot else {}
    lesson = _Said({said.name: correction.value}, {}, pointed)
    taught = _teach(store, read, user, correction.document_id, lesson)
    if taught is None:
        return "Kept. Nothing is learned: only the pages of a PDF teach a layout."
    if isinstance(taught, Harm):
        return f"Kept for this document. Not learned: {_worse(taught)}."
    if memory := taught.memory:
        with store.begin() as tx:
            corrections.taught(tx, correction.id, memory.layout, memory.version)
    return _told(taught, said.name)


def asked_of(tx: Tx, exception_id: str, key: str) -> str | None:
    """The document whose values an answer says are right, None for any other answer."""
    item = exceptions.get(tx, exception_id)
    kind, _, subject = item.subject.partition(":")
    right = any(one.key == key and one.action is Action.ACCEPT for one in item.answers)
    unsure = item.reason is ExceptionReason.FIELDS_UNSURE
    return subject if unsure and right and kind == "document" else None


def confirmed(store: Store, read: Reader, user: User, document_id: str) -> None:
    """Learn from values that a person has compared with the pages and let stand."""
    with store.read() as tx:
        found = documents.reading(tx, document_id).fields
    accepted = {
        name: one.value
        for name, one in found.items()
        if name in FIELD_KINDS and one.evidence.source in _FROM_PAGES
    }
    _teach(store, read, user, document_id, _Said({}, accepted))


def _teach(
    store: Store, read: Reader, user: User, document_id: str, said: _Said
) -> Taught | Harm | None:
    """What was learned, or what would have been read worse by it; None where there are no pages.

    It is tried again where somebody else has taught the same layout in the meantime.
    """
    for _ in range(_TRIES):
        with store.read() as tx:
            document = documents.get(tx, document_id)
            known = layouts.of_supplier(tx, document.supplier_id)
        if document.format is not DocumentFormat.PDF:
            return None  # what an XML states needs no place, and other formats have no pages
        taught = _learned(store, document.sha256, said.lesson(user, store, document_id, known))
        if found := _harm(store, read, document, taught, known):
            with store.begin() as tx:
                audit.note(tx, user.name, "taught", f"document:{document_id}", _worse(found))
            return found
        with store.begin() as tx:
            if taught.memory is None or layouts.keep(tx, document.supplier_id, taught.memory):
                _note(tx, user, document_id, taught)
                return taught
    raise StaleVersion


def _harm(
    store: Store,
    read: Reader,
    document: FiledDocument,
    taught: Taught,
    known: tuple[LayoutMemory, ...],
) -> Harm | None:
    """What the lesson would read worse, where it changes what is read at all."""
    memory = taught.memory
    before = next((one for one in known if memory and one.layout == memory.layout), None)
    if memory is None or _in_use(memory) == _in_use(before):
        return None
    names = (*taught.learned, *taught.dropped)
    return proving.harm(store, read, document, memory=memory, names=names)


def _in_use(memory: LayoutMemory | None) -> frozenset[Remembered]:
    """The places by which documents are read, whoever taught them."""
    fields = memory.fields if memory else ()
    return frozenset(
        replace(one, by="", on=date.min, confirmed=0, document="") for one in fields if one.counts
    )


def _learned(store: Store, sha256: str, lesson: Lesson) -> Taught:
    try:
        return learn_safely(store.files.get(sha256), lesson)
    except DocumentRefused:
        return Taught(None, nowhere=tuple(lesson.corrected))  # pages that nobody can read


def _note(tx: Tx, user: User, document_id: str, taught: Taught) -> None:
    subject = f"document:{document_id}"
    for name in taught.nowhere:
        detail = f"nothing, the {_spoken(name)} stands nowhere on the pages"
        audit.note(tx, user.name, "taught", subject, detail)
    if taught.memory:
        version = f"(layout {taught.memory.layout}, version {taught.memory.version})"
        audit.note(tx, user.name, "taught", subject, f"{_what(taught)} {version}")


def _told(taught: Taught, name: str) -> str:
    spoken = _spoken(name)
    if name in taught.nowhere:
        return f"Kept. Nothing is learned: this {spoken} stands nowhere on the pages."
    found = taught.memory.by_name.get(name) if taught.memory else None
    if found is None:
        return "Kept. It stands where it was expected."
    beside = f", beside “{' '.join(reversed(found.anchors))}”" if found.anchors else ""
    return f"Learned where the {spoken} stands{beside}. The next document is read by it."


def _worse(harm: Harm) -> str:
    return (
        f"the {_spoken(harm.name)} of {harm.number} would be read as {harm.instead} "
        f"instead of {harm.value}"
    )


def _what(taught: Taught) -> str:
    if taught.learned:
        return f"where the {_listed(taught.learned)} stands"
    if taught.dropped:
        return f"that the {_listed(taught.dropped)} no longer stands where it did"
    return "that its values stand where they did"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_spoken, names))


def _spoken(name: str) -> str:
    return name.replace("_", " ")
