"""Supplier statements as tables: rows of cells to statement lines, with the sum as proof.

Opening + lines = closing is the check of a reading. Where a running balance is printed, it also
decides the sign of a line whose sign the page leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from model.documents import (
    Box,
    Check,
    StatementLine,
    StatementLineKind,
    StatementReading,
)
from model.errors import DocumentDamaged
from model.money import Money
from parsers import amounts, dates
from parsers.amounts import canonical
from parsers.checks import STATEMENT_ADDS_UP
from parsers.layout import fold

_COLUMNS: Final = {
    "date": """
        date | document date | invoice date | posting date | transaction date | trans date
        | doc date | datum | belegdatum | buchungsdatum | rechnungsdatum | date facture
        | date de facture | date d'opération | factuurdatum | boekdatum | fecha | fecha factura
        | fecha de factura | data | data documento | data fattura | data doc | fecha documento
        | bill date | entry date | booking date | transaktionsdatum | date pièce | date document
        | fecha operación | data operazione | data registrazione | fecha emisión | dato | dag
    """,
    "due": """
        due date | due | date due | fällig | fälligkeit | fällig am | fälligkeitsdatum
        | échéance | date d'échéance | vervaldatum | vencimiento | fecha de vencimiento
        | scadenza | data scadenza | vervalt op | vervalt | vence | vto | pay by | payable by
        | netto fällig | zahlbar bis | échéance le | maturity | due on
    """,
    "reference": """
        reference | ref | invoice | invoice no | invoice number | document | document no
        | document number | doc no | number | no | transaction | invoice # | invoice ref
        | referenz | beleg | belegnummer | beleg nr | belegnr | rechnung | rechnungsnummer
        | rechnungs nr | rechnung nr | nummer | nr | référence | réf | facture | n facture
        | n de facture | pièce | n pièce | n de pièce | numéro | document n | factuur
        | factuurnummer | factuurnr | referentie | documentnummer | referencia | factura
        | n factura | n de factura | número | documento | n documento | riferimento | fattura
        | n fattura | numero | numero documento | invoice id | doc ref | your reference
        | factuurnr | n° facture | número de factura | numéro de facture | bill no | our reference
        | numero fattura | document ref | rechnungs nr | stuknummer | volgnummer | doc number
    """,
    "type": """
        type | document type | doc type | transaction type | art | belegart | vorgang | typ
        | type de pièce | nature | soort | tipo | tipo documento | tipo de documento
        | typ des belegs
    """,
    "text": """
        description | details | text | memo | particulars | narrative | beschreibung
        | buchungstext | bezeichnung | libellé | désignation | détail | omschrijving
        | descripción | concepto | detalle | descrizione | causale | comment | remarks
        | bemerkung
    """,
    "order": """po|po number|purchase order|order|order no|your order|bestellnummer|bestellung
        |commande|n commande|bestelnummer|pedido|ordine""",
    "debit": """
        debit | debits | charges | charge | invoiced | soll | belastung | lastschrift | débit
        | debet | cargo | cargos | debe | dare | addebito | addebiti | invoices | belastungen
    """,
    "credit": """
        credit | credits | payments | payment | paid | haben | gutschrift | crédit | règlement
        | paiement | payments | abgänge | zahlungen | credits payments | creditering | abono
        | abonos | haber | avere | accredito
        | accrediti | gutschriften | payments credits
    """,
    "amount": """
        amount | total | original amount | gross | gross amount | value | invoice amount
        | betrag | bruttobetrag | rechnungsbetrag | summe | umsatz | montant | montant ttc
        | bedrag | importe | importo | monto | amount gross | factuurbedrag | importo fattura
        | importo totale | importe total | importe original | montant initial | montant facture
        | originalbetrag | invoice value | document amount | invoice total | rechnungssumme
    """,
    "open": """
        open | open amount | outstanding | outstanding amount | remaining | unpaid | offen
        | offener betrag | offener posten | restant dû | reste à payer | reste dû | openstaand
        | openstaand bedrag | open bedrag | pendiente | importe pendiente | residuo | aperto
        | amount due | balance due | restbetrag | solde dû | reste dû | nog te betalen | da pagare
        | saldo aperto | saldo pendiente | open balance | amount outstanding | due amount
        | montant dû | restant à payer | te betalen | importo residuo | amount open
    """,
    "balance": """
        balance | running balance | saldo | kontostand | solde | solde cumulé | solde progressif
        | saldo kumuliert | lopend saldo | saldo acumulado | saldo progressivo | account balance
        | kumuliert
    """,
    "currency": "currency|ccy|cur|währung|whg|devise|valuta|munt|moneda|divisa",
}
_KINDS: Final = {
    StatementLineKind.BALANCE_FORWARD: """
        balance forward | brought forward | balance brought forward | opening balance
        | previous balance | balance b f | b f | starting balance | saldovortrag | vortrag
        | anfangssaldo | anfangsbestand | eröffnungssaldo | alter saldo | übertrag
        | solde initial | report | à nouveau | report à nouveau | solde précédent
        | solde antérieur | ancien solde | report de solde | beginsaldo | vorig saldo
        | openingssaldo | saldo inicial | saldo anterior | saldo iniziale | saldo precedente
        | riporto | carried forward
    """,
    StatementLineKind.PAYMENT: """
        payment | payment received | paid | receipt | bank transfer | wire | direct debit
        | cheque | check | pmt | remittance | zahlung | zahlungseingang | überweisung
        | lastschrift | bankeinzug | eingang | paiement | règlement | virement | prélèvement
        | chèque | encaissement | betaling | ontvangst | overschrijving | incasso | pago | cobro
        | transferencia | ingreso | pagamento | bonifico | incasso fattura
    """,
    StatementLineKind.CREDIT_NOTE: """
        credit note | credit memo | credit | cn | adjustment | gutschrift | storno
        | rechnungskorrektur | avoir | note de crédit | creditnota | creditfactuur | abono
        | nota de crédito | factura rectificativa | nota di credito | nota credito | accredito
    """,
    StatementLineKind.INVOICE: """invoice|inv|bill|rechnung|re|rg|facture|fac|factuur|factura
        |fattura|charge|ra""",
}
_CLOSING: Final = """
    closing balance | balance due | total due | amount due | total outstanding | total balance
    | ending balance | current balance | statement balance | total amount due | total open
    | balance | total | endsaldo | schlusssaldo | saldo | gesamtsaldo | offener saldo | summe
    | gesamt | gesamtbetrag | zu zahlen | neuer saldo | gesamt offen | summe offen
    | saldo zu ihren lasten | solde | solde final | solde dû | total dû | solde à payer
    | nouveau solde | total à payer | eindsaldo | totaal | te betalen | openstaand saldo
    | totaal openstaand | saldo final | total pendiente | saldo pendiente | saldo finale
    | saldo total | restsaldo | totaal te betalen | total balance due | totale | totale dovuto
    | saldo a debito | saldo totale | outstanding balance
    | total general | total général
"""
_ACCOUNT: Final = """
    account | account no | account number | account ref | customer no | customer number
    | customer id | customer code | customer | your account | kundennummer | kunden nr | debitor
    | debitorennummer | debitoren nr | kundenkonto | konto | n client | code client
    | n de client | numéro de client | compte client | compte | klantnummer | klantnr
    | debiteurnummer | n de cliente | n cliente | número de cliente | código de cliente | cuenta
    | codice cliente | numero cliente | cod cliente | conto | cliente | cliente n | kunde | klant
    | client | client id | debiteur | debiteurnr | klant nr | núm cliente | kunden id
"""
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_SPLIT: Final = re.compile(r"\s*\|\s*")


def _index(phrases: dict[str, str]) -> dict[str, str]:
    return {fold(word): kind for kind, words in phrases.items() for word in _SPLIT.split(words)}


_COLUMN_OF: Final = _index(_COLUMNS)
_KIND_OF: Final = sorted(
    ((fold(word), kind) for kind, words in _KINDS.items() for word in _SPLIT.split(words)),
    key=lambda pair: -len(pair[0]),
)
_ACCOUNT_WORDS: Final = frozenset(fold(word) for word in _SPLIT.split(_ACCOUNT))
_CLOSING_WORDS: Final = frozenset(fold(word) for word in _SPLIT.split(_CLOSING))
_PREFIXES: Final = (
    (re.compile(r"(?:CN|GS|AV|CR|CM|NC|RK)[-/ ]?\d", re.IGNORECASE), StatementLineKind.CREDIT_NOTE),
    (re.compile(r"(?:PAY|PMT|ZA|RCPT|VIR|BT)[-/ ]?\d", re.IGNORECASE), StatementLineKind.PAYMENT),
    (
        re.compile(r"(?:INV|RE|RG|FA|FAC|FV|F|SI|FT)[-/ ]?\d", re.IGNORECASE),
        StatementLineKind.INVOICE,
    ),
)
_LESS: Final = frozenset({StatementLineKind.PAYMENT, StatementLineKind.CREDIT_NOTE})
MONEY_COLUMNS: Final = frozenset({"debit", "credit", "amount", "open", "balance"})
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: the cell of each known column, and where the row stands."""

    cells: dict[str, str]
    page: int | None = None
    box: Box | None = None

    @property
    def text(self) -> str:
        """All its cells."""
        return " ".join(cell for cell in self.cells.values() if cell)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement's table and what stands around it."""

    rows: tuple[TableRow, ...]
    around: str = ""
    currency: str | None = None
    statement_date: date | None = None
    account: str | None = None
    extra: dict[str, Decimal] = field(default_factory=dict)


def column(text: str) -> str | None:
    """The column that a header cell names; currencies and brackets in it are looked over."""
    bare = re.sub(r"[(\[].*?[)\]]|[€$£]|\b(?:EUR|USD|GBP|CHF)\b", "", text)
    return _COLUMN_OF.get(fold(bare))


def is_closing(text: str) -> bool:
    """Whether a text labels the closing balance."""
    return fold(re.sub(r"\b(?:EUR|USD|GBP|CHF)\b", "", text)) in _CLOSING_WORDS


def is_opening(text: str) -> bool:
    """Whether a text labels the opening balance."""
    return (fold(text), StatementLineKind.BALANCE_FORWARD) in _KIND_OF


def is_account(text: str) -> bool:
    """Whether a text labels our customer number."""
    return fold(text) in _ACCOUNT_WORDS


def build(sheet: Sheet) -> tuple[StatementReading, tuple[Check, ...]]:
    """The statement that the rows make, and the check of its sum."""
    if not sheet.currency:
        raise DocumentDamaged(
            "The statement names no currency; ask the supplier for one that does."
        )
    voice = _Voice.of(sheet)
    statement = _best(sheet, voice, sheet.currency)
    return statement, (adds_up(statement),)


def _best(sheet: Sheet, voice: _Voice, currency: str) -> StatementReading:
    """The reading whose sum holds: by the amounts, or by what is left open of them."""
    first = _closed(_with_rows(sheet, voice, currency), sheet, voice)
    if adds_up(first).ok or not any(row.cells.get("open") for row in sheet.rows):
        return first
    owed = tuple(
        replace(
            row, cells=row.cells | {"amount": row.cells.get("open", ""), "debit": "", "credit": ""}
        )
        for row in sheet.rows
    )
    second = _closed(_with_rows(replace(sheet, rows=owed), voice, currency), sheet, voice)
    return second if adds_up(second).ok else first


def _closed(statement: StatementReading, sheet: Sheet, voice: _Voice) -> StatementReading:
    """The statement, closed by an amount at its foot that no label names but the sum proves."""
    if statement.closing is not None and adds_up(statement).ok:
        return statement
    for amount in _foot(sheet.rows, voice):
        closed = replace(statement, closing=amount)
        if amount and statement.lines and adds_up(closed).ok:
            return closed
    return statement


def _foot(rows: Sequence[TableRow], voice: _Voice) -> Iterable[Decimal]:
    """The amounts of the rows below the last day."""
    dated = [at for at, row in enumerate(rows) if dates.find(row.cells.get("date", ""))]
    for row in rows[dated[-1] + 1 :] if dated else ():
        amount = _last_amount(row, voice)
        if amount is not None:
            yield amount


def _with_rows(sheet: Sheet, voice: _Voice, currency: str) -> StatementReading:
    opening, closing = sheet.extra.get("opening"), sheet.extra.get("closing")
    lines: list[StatementLine] = []
    for row in sheet.rows:
        if _is_sum(row):
            closing = _last_amount(row, voice) if closing is None else closing
            continue
        line = _line(row, len(lines) + 1, voice, currency)
        if line is None or (line.kind is StatementLineKind.BALANCE_FORWARD and lines):
            continue  # carried over from the page before
        lines.append(line)
    opening = _opening(lines, opening)
    signed = _by_balance(lines, opening)
    closing = closing if closing is not None else _last_balance(signed)
    return StatementReading(
        tuple(signed), currency, sheet.statement_date, sheet.account, opening, closing
    )


def adds_up(statement: StatementReading) -> Check:
    """Whether opening and lines sum to closing; also the running balances, where printed."""
    moved = sum(
        (
            one.amount.amount
            for one in statement.lines
            if one.kind is not StatementLineKind.BALANCE_FORWARD
        ),
        Decimal(0),
    )
    if statement.closing is None:
        return Check(STATEMENT_ADDS_UP, None, "no closing balance was found")
    total = (statement.opening or Decimal(0)) + moved
    ok = abs(total - statement.closing) < _CENT
    start = canonical(statement.opening or Decimal(0))
    return Check(
        STATEMENT_ADDS_UP,
        ok,
        f"{start} + {canonical(moved)} {'=' if ok else '≠'} {canonical(statement.closing)}",
    )


@dataclass(frozen=True, slots=True)
class _Voice:
    """How this statement writes numbers, dates and signs."""

    decimal: str | None
    month_first: bool
    signed: bool

    @classmethod
    def of(cls, sheet: Sheet) -> _Voice:
        cells = [row.cells.get(name, "") for row in sheet.rows for name in MONEY_COLUMNS]
        found = [one for row in sheet.rows for one in dates.find(row.cells.get("date", ""))]
        decimal = amounts.vote("\n".join(cells))
        values = [
            amounts.number(row.cells.get("amount", "") or row.cells.get("open", ""), decimal)
            for row in sheet.rows
        ]
        return cls(
            decimal,
            dates.month_first(found, american=sheet.currency == "USD"),
            any(value is not None and value < 0 for value in values),
        )

    def number(self, text: str) -> Decimal | None:
        return amounts.number(text, self.decimal)


def _is_sum(row: TableRow) -> bool:
    words = " ".join(
        row.cells.get(name, "") for name in ("date", "reference", "type", "text", "order")
    ).strip()
    return is_closing(words) or (
        not dates.find(row.cells.get("date", "")) and is_closing(words.split("  ")[0])
    )


def _last_amount(row: TableRow, voice: _Voice) -> Decimal | None:
    for name in ("balance", "open", "amount", "debit", "credit"):
        value = voice.number(row.cells.get(name, ""))
        if value is not None:
            return value
    return None


def _line(row: TableRow, position: int, voice: _Voice, currency: str) -> StatementLine | None:
    kind = kind_of(row)
    amount = _amount(row, kind, voice)
    day = dates.read(row.cells.get("date", ""), month_first=voice.month_first)
    balance = voice.number(row.cells.get("balance", ""))
    forward = kind is StatementLineKind.BALANCE_FORWARD
    if amount is None and forward:
        amount = balance
    if amount is None or (day is None and not forward):
        return None
    stated = row.cells.get("currency", "").strip().upper()
    return StatementLine(
        position=position,
        kind=kind,
        reference=row.cells.get("reference", "").strip(),
        day=day,
        amount=Money(amount, stated if _CURRENCY.fullmatch(stated) else currency),
        due=dates.read(row.cells.get("due", ""), month_first=voice.month_first),
        balance=balance,
        text=" ".join(row.cells.get(name, "") for name in ("type", "text")).strip(),
        page=row.page,
        box=row.box,
    )


def kind_of(row: TableRow) -> StatementLineKind:
    """What a row is: by its words, else by the form of its reference, else by its column."""
    told = " ".join(row.cells.get(name, "") for name in ("type", "text"))
    words = f" {fold(told if row.cells.get('date') else row.text)} "
    for phrase, kind in _KIND_OF:
        if f" {phrase} " in words:
            return kind
    reference = row.cells.get("reference", "").strip()
    for phrase, kind in _KIND_OF:
        if fold(reference) == phrase:
            return kind
    for form, kind in _PREFIXES:
        if form.match(reference):
            return kind
    return (
        StatementLineKind.INVOICE
        if any(ch.isdigit() for ch in reference)
        else StatementLineKind.OTHER
    )


def _amount(row: TableRow, kind: StatementLineKind, voice: _Voice) -> Decimal | None:
    """What we owe by a row: debit less credit, or the amount with its sign."""
    debit, credit = (voice.number(row.cells.get(name, "")) for name in ("debit", "credit"))
    if debit or credit:
        return (debit or Decimal(0)) - abs(credit or Decimal(0))
    value = voice.number(row.cells.get("amount", ""))
    value = voice.number(row.cells.get("open", "")) if value is None else value
    if value is None:
        return debit if debit is not None else credit
    unsigned = kind in _LESS and not voice.signed
    return -abs(value) if unsigned else value


def _opening(lines: Sequence[StatementLine], stated: Decimal | None) -> Decimal | None:
    forward = next((one for one in lines if one.kind is StatementLineKind.BALANCE_FORWARD), None)
    if stated is not None or forward is None:
        return stated
    return forward.balance if forward.balance is not None else forward.amount.amount


def _by_balance(lines: Iterable[StatementLine], opening: Decimal | None) -> list[StatementLine]:
    """The lines, each turned round where only that makes the printed running balance hold."""
    signed: list[StatementLine] = []
    before = opening if opening is not None else Decimal(0)
    for line in lines:
        amount, balance = line.amount.amount, line.balance
        forward = line.kind is StatementLineKind.BALANCE_FORWARD
        wrong = balance is not None and abs(before + amount - balance) >= _CENT
        if wrong and not forward and balance is not None and abs(before - amount - balance) < _CENT:
            line = replace(line, amount=-line.amount)  # noqa: PLW2901 - the same line, its sign proved
        signed.append(line)
        before = (
            balance
            if balance is not None
            else before + (Decimal(0) if forward else line.amount.amount)
        )
    return signed


def _last_balance(lines: Sequence[StatementLine]) -> Decimal | None:
    return lines[-1].balance if lines else None
