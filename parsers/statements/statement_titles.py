"""Titles within a statement: below “Payments received” stand payments, whatever their lines say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from model.documents import StatementLineKind
from parsers.paper.layout import fold
from parsers.statements.statements import MONEY_COLUMNS, TableRow
from parsers.wording import amounts

_MOST_WORDS: Final = 4
_WORDS: Final = {
    StatementLineKind.CREDIT_NOTE: """
        credit notes | credit memos | credits | gutschriften | avoirs | notes de crédit
        | creditnota's | creditfacturen | abonos | notas de crédito | note di credito
        | faktury korygujące | korekty | kreditfakturor | kreditnotaer | kreditnotor
        | kreditnotaer | hyvityslaskut | dobropisy
    """,
    StatementLineKind.PAYMENT: """
        payments | receipts | zahlungen | zahlungseingänge | paiements | règlements
        | encaissements | betalingen | ontvangsten | pagos | cobros | pagamenti | incassi
        | pagamentos | recebimentos | wpłaty | płatności | platby | úhrady | inbetalningar
        | betalningar | indbetalinger | betalinger | innbetalinger | suoritukset | maksut
    """,
    StatementLineKind.INVOICE: """
        invoices | rechnungen | ausgangsrechnungen | factures | facturen | facturas | fatture
        | faturas | faktury | fakturor | fakturaer | laskut
    """,
}
_FORMS: Final = {
    kind: re.compile(rf"\b(?:{'|'.join(fold(one) for one in words.split('|'))})\b")
    for kind, words in _WORDS.items()
}


def kind_under(text: str) -> StatementLineKind | None:
    """The kind of the lines below this text; None where it is no title of theirs."""
    folded = fold(text)
    if len(folded.split()) > _MOST_WORDS or any(map(str.isdigit, folded)):
        return None
    return next((kind for kind, form in _FORMS.items() if form.search(folded)), None)


def under_titles(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows, each with the kind that the title above it names, up to the sum that ends them."""
    for kind, group in groupby(_titled(rows), key=lambda row: row.under):
        section = list(group)
        unsigned = kind is not None and not any(map(_has_sign, section))
        yield from (replace(row, unsigned=unsigned) for row in section)


def _titled(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    kind: StatementLineKind | None = None
    for row in rows:
        if row.dated:
            yield replace(row, under=kind)
            continue
        summed = any(amounts.vote(cell) for cell in row.cells.values())
        kind = None if summed else kind_under(row.text) or kind
        yield row


def _has_sign(row: TableRow) -> bool:
    values = (amounts.number(row.cells.get(name, "")) for name in MONEY_COLUMNS)
    return any(value is not None and value < 0 for value in values)
