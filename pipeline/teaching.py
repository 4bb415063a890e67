"""Teaching: what a person corrects or confirms is learned for the next document of the layout.

The pages are read outside of any transaction, in the limited child; only the lesson is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from model.documents import DocumentFormat, EvidenceSource
from model.errors import DocumentRefused, StaleVersion
from model.exceptions import Action, ExceptionReason
from model.memory import FIELD_KINDS, Lesson, Taught
from model.people import User
from parsers.sandbox import learn_safely
from storage import audit, documents, exceptions, layouts
from storage.store import Store, Tx

_TRIES: Final = 3
_FROM_PAGES: Final = frozenset({EvidenceSource.TEXT, EvidenceSource.TABLE, EvidenceSource.MEMORY})


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person said about a document's values."""

    corrected: Mapping[str, str]
    accepted: Mapping[str, str]


def corrected(store: Store, user: User, document_id: str, name: str) -> None:
    """Learn where the value stands that a person has just typed into a field.

    Raises:
        RecordMissing: there is no such document.
    """
    with store.read() as tx:
        value = documents.reading(tx, document_id).text(name)
    if value is not None and name in FIELD_KINDS:
        _teach(store, user, document_id, _Said({name: value}, {}))


def asked_of(tx: Tx, exception_id: str, key: str) -> str | None:
    """The document whose values an answer says are right, None for any other answer."""
    item = exceptions.get(tx, exception_id)
    kind, _, subject = item.subject.partition(":")
    right = any(one.key == key and one.action is Action.ACCEPT for one in item.answers)
    unsure = item.reason is ExceptionReason.FIELDS_UNSURE
    return subject if unsure and right and kind == "document" else None


def confirmed(store: Store, user: User, document_id: str) -> None:
    """Learn from values that a person has compared with the pages and let stand."""
    with store.read() as tx:
        read = documents.reading(tx, document_id).fields
    accepted = {
        name: one.value
        for name, one in read.items()
        if name in FIELD_KINDS and one.evidence.source in _FROM_PAGES
    }
    _teach(store, user, document_id, _Said({}, accepted))


def _teach(store: Store, user: User, document_id: str, said: _Said) -> None:
    """Learn, and again where somebody else has taught the same layout in the meantime."""
    for _ in range(_TRIES):
        with store.read() as tx:
            document = documents.get(tx, document_id)
            known = layouts.of_supplier(tx, document.supplier_id)
        if document.format is not DocumentFormat.PDF:
            return  # what an XML states needs no place, and other formats have no pages
        on = store.clock.today()
        lesson = Lesson(user.full_name, on, said.corrected, said.accepted, known)
        taught = _learned(store, document.sha256, lesson)
        with store.begin() as tx:
            if taught.memory is None or layouts.keep(tx, document.supplier_id, taught.memory):
                _note(tx, user, document_id, taught)
                return
    raise StaleVersion


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
