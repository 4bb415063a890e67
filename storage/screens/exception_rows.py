"""The list of open exceptions, each with the supplier and document that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, null, select

from model.exceptions import ExceptionItem, ExceptionReason
from model.views import ExceptionView
from storage import exceptions as stored
from storage import statements, tables, talk
from storage.tx import Tx

_BATCH: Final = 500  # ids in one query

_document = tables.document.c
_delivery = tables.delivery.c
_expectation = tables.expectation.c
_portal = tables.portal.c
_supplier = tables.supplier.c


class _About(NamedTuple):
    """Supplier's name, document and its number of a subject, as far as they are known."""

    supplier: str
    document_id: str | None
    number: str


# For each kind of subject: its id, its supplier, its document, its document's number.
_SUBJECTS: Final[dict[str, Select[Any]]] = {
    "document": select(_document.id, _document.supplier_id, _document.id, _document.number),
    "delivery": select(
        _delivery.id, _document.supplier_id, _document.id, _document.number
    ).select_from(tables.delivery.join(tables.document)),
    "write_back": select(
        tables.write_back.c.key, _document.supplier_id, _document.id, _document.number
    ).select_from(tables.write_back.join(tables.document)),
    "expectation": select(
        _expectation.id,
        _expectation.supplier_id,
        _expectation.document_id,
        _expectation.number,
    ),
    "portal": select(_portal.id, _portal.supplier_id, null(), null()),
    "supplier": select(_supplier.id, _supplier.id, null(), null()),
}


def exceptions(tx: Tx) -> tuple[ExceptionView, ...]:
    """All open exceptions, oldest first."""
    items = stored.open_(tx)
    known = _about(tx, (item.subject for item in items))
    subjects = {item.subject for item in items}
    further = _of_further(tx, known.values(), items)
    held, said = talk.assigned(tx, subjects), talk.comments_on(tx, subjects)
    return tuple(
        replace(
            _view(item, known.get(item.subject, _About("", None, "")), further),
            assigned=held[item.subject].full_name if item.subject in held else "",
            comments=said.get(item.subject, ()),
        )
        for item in items
    )


def known_subjects(tx: Tx, subjects: Iterable[str]) -> frozenset[str]:
    """Those of the subjects ("document:ID") that there are, or that were ever asked about."""
    wanted = frozenset(subjects)
    asked = select(tables.exception.c.subject).where(tables.exception.c.subject.in_(wanted))
    return frozenset(_about(tx, wanted)) | frozenset(tx.connection.scalars(asked))


def _of_further(
    tx: Tx, known: Iterable[_About], items: Iterable[ExceptionItem]
) -> Mapping[str, str]:
    """The statement that a question is about, where it is not the first of its document."""
    documents = {about.document_id for about in known if about.document_id}
    lines = statements.further_items(tx, documents)
    asked = {stored.id_of("statement", line.id): line.statement_id for line in lines}
    for item in items:
        for held in {line.statement_id for line in lines}:
            if item.id == stored.id_of("reopened", held, item.opened.isoformat()):
                asked[item.id] = held
    return asked


def _view(item: ExceptionItem, about: _About, further: Mapping[str, str]) -> ExceptionView:
    kind, _, subject_id = item.subject.partition(":")
    return ExceptionView(
        id=item.id,
        reason=item.reason,
        title=item.title,
        sentence=item.sentence,
        supplier=about.supplier,
        subject=item.subject,
        document_id=about.document_id,
        opened=item.opened,
        number=about.number,
        answers=item.answers,
        mail_id=subject_id if kind == "message" else "",
        statement_id=further.get(item.id) or _statement(item, about),
        fields=item.fields if about.document_id else (),
    )


def _statement(item: ExceptionItem, about: _About) -> str:
    if item.reason is ExceptionReason.STATEMENT_DIFFERENCE and about.document_id:
        return statements.id_of(about.document_id)
    return ""


def _about(tx: Tx, subjects: Iterable[str]) -> dict[str, _About]:
    """What each subject is about, in a few queries."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        kind, _, subject_id = subject.partition(":")
        wanted[kind].append(subject_id)
    names = dict(tx.connection.execute(select(_supplier.id, _supplier.name)).all())
    found: dict[str, _About] = {}
    for kind in wanted.keys() & _SUBJECTS.keys():
        for subject_id, supplier_id, document_id, number in _of_kind(
            tx, _SUBJECTS[kind], wanted[kind]
        ):
            supplier = names.get(supplier_id, "")
            found[f"{kind}:{subject_id}"] = _About(supplier, document_id, number or "")
    return found


def _of_kind(tx: Tx, query: Select[Any], ids: list[str]) -> Iterable[Any]:
    key = query.selected_columns[0]
    for start in range(0, len(ids), _BATCH):
        yield from tx.connection.execute(query.where(key.in_(ids[start : start + _BATCH])))
