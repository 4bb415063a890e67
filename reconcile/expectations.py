"""Expectations against the documents on file: fulfilled, contradicted, or still open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from model.documents import DocumentKind, normalise_number
from model.expectations import Answered, Expectation, ExpectationSource
from model.filing import FiledDocument

_NEAR: Final = timedelta(days=7)
_BEFORE_NOTICE: Final = timedelta(days=14)
_AFTER_RETURN: Final = timedelta(days=60)
_BEFORE_STATEMENT: Final = timedelta(days=31)  # there is one a month
"""How long before its notice a document may be dated, where the notice has no date."""
_NO_NAMES: Final[Mapping[str, Collection[str]]] = MappingProxyType({})
_NOTHING: Final = "No document on file answers this yet."


def answer(
    expectation: Expectation,
    documents: Iterable[FiledDocument],
    names: Mapping[str, Collection[str]] = _NO_NAMES,
) -> Answered:
    """What the documents on file say about an expectation.

    `names` are, by document, normalised numbers that it goes by besides its own.

    Where a number is known, only a document with that number answers: two equal amounts on one day
    are two documents. Without a number the only document of that amount, or of that day, answers;
    several leave the expectation open. No document answers two expectations of different numbers.
    """
    mine = [document for document in documents if _concerns(expectation, document)]
    mine.sort(key=lambda document: (document.received, document.id))
    if expectation.number:
        return _by_number(expectation, mine, names)
    return _by_figures(expectation, mine)


def _concerns(expectation: Expectation, document: FiledDocument) -> bool:
    accounts = {expectation.account_id, document.account_id} - {None}
    same_supplier = document.supplier_id == expectation.supplier_id
    return same_supplier and document.kind == expectation.kind and len(accounts) <= 1


def _by_number(
    expectation: Expectation,
    documents: Sequence[FiledDocument],
    names: Mapping[str, Collection[str]],
) -> Answered:
    wanted = normalise_number(expectation.number or "")
    named = [d for d in documents if wanted in names.get(d.id, ())]
    same = [d for d in documents if normalise_number(d.number or "") == wanted] or named
    agreeing = [document for document in same if _agrees(expectation, document)]
    if agreeing:
        return _fulfilled(agreeing[0])
    if same:
        said = f"{expectation.amount} was announced for {expectation.number}"
        return Answered(f"{said}; the document on file says {same[0].gross}.", same[0].id)
    return Answered(_NOTHING)


def _by_figures(expectation: Expectation, documents: Sequence[FiledDocument]) -> Answered:
    fitting = [d for d in documents if _in_time(expectation, d) and _agrees(expectation, d)]
    if len(fitting) == 1:
        return _fulfilled(fitting[0])
    if fitting:
        several = ", ".join(document.number or "one without a number" for document in fitting)
        return Answered(f"{len(fitting)} documents on file could answer this: {several}.")
    return Answered(_NOTHING)


def _agrees(expectation: Expectation, document: FiledDocument) -> bool:
    """Whether the announced amount, if there is one, is the document's."""
    return expectation.amount is None or document.gross == expectation.amount


def _in_time(expectation: Expectation, document: FiledDocument) -> bool:
    dated = document.day or document.received.date()
    if expectation.day:
        return abs(dated - expectation.day) <= _NEAR
    announced = expectation.opened.date()
    if expectation.source is ExpectationSource.RECEIPT:
        return announced - _NEAR <= dated <= announced + _AFTER_RETURN
    before = _BEFORE_STATEMENT if expectation.kind is DocumentKind.STATEMENT else _BEFORE_NOTICE
    return announced - before <= dated <= announced + _NEAR


def _fulfilled(document: FiledDocument) -> Answered:
    over = f" over {document.gross}" if document.gross else ""
    return Answered(
        f"{document.number or 'A document'}{over} is on file.", document.id, agrees=True
    )
