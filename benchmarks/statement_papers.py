"""Supplier statements with exact truth: 44 layouts in six languages, as PDF, XLSX, CSV and HTML.

There is no public set of supplier statements. A layout is a choice of columns, of the way credits
are written, of where facts stand and of what closes the page; the odd ones are kept back from
development.
"""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LANGUAGES = ("en", "de", "fr", "nl", "it", "es")
_WORDS = {
    "en": "Statement of Account;Statement;Customer Statement|Statement Date;Date|Account No"
    ";Customer Number;Account|Currency|Date;Invoice Date;Posting Date|Reference;Document No."
    ";Invoice #|Type;Doc Type;Transaction Type|Description;Details;Particulars|Due Date;Due"
    ";Date Due|Debit;Charges;Debits|Credit;Credits;Payments / Credits|Amount;Original Amount"
    ";Invoice Amount|Outstanding;Open Amount;Amount Due|Balance;Running Balance;Account Balance"
    "|Opening balance;Balance brought forward;Previous Balance|Closing balance;Balance due"
    ";Total outstanding|Invoice;Invoice;Sales Invoice|Credit note;Credit Memo;Credit"
    "|Payment;Payment received;Bank transfer|Carried forward|Not yet due|Days|PO Number|Paid",
    "de": "Kontoauszug;Offene-Posten-Liste;Kontoauszug|Datum;Stichtag;Datum|Kundennummer"
    ";Debitor;Kunden-Nr.|Währung|Datum;Belegdatum;Buchungsdatum|Belegnummer;Beleg-Nr."
    ";Rechnungsnummer|Art;Belegart;Vorgang|Buchungstext;Text;Beschreibung|Fällig;Fälligkeit"
    ";Fällig am|Soll;Belastung;Soll|Haben;Gutschrift;Haben|Betrag;Rechnungsbetrag;Bruttobetrag"
    "|Offen;Offener Betrag;Restbetrag|Saldo;Kontostand;Saldo kumuliert|Saldovortrag"
    ";Anfangssaldo;Vortrag|Endsaldo;Gesamtsaldo;Offener Saldo|Rechnung;Rechnung;Faktura"
    "|Gutschrift;Gutschrift;Storno|Zahlung;Zahlungseingang;Überweisung|Übertrag|Nicht fällig"
    "|Tage|Bestellung|Gezahlt",
    "fr": "Relevé de compte;Relevé;Extrait de compte|Date du relevé;Date;Au|N° de client"
    ";Code client;N° client|Devise|Date;Date facture;Date de facture|N° de pièce;Référence"
    ";N° facture|Nature;Type de pièce;Type|Libellé;Désignation;Détail|Échéance"
    ";Date d'échéance;Échéance|Débit;Facturé;Débit|Crédit;Règlement;Crédit|Montant"
    ";Montant TTC;Montant initial|Reste dû;Solde dû;Restant dû|Solde;Solde cumulé"
    ";Solde progressif|Solde initial;Report;Solde antérieur|Solde final;Total dû;Nouveau solde"
    "|Facture|Avoir;Avoir;Note de crédit|Règlement;Virement;Paiement|À reporter|Non échu|Jours"
    "|Commande|Payé",
    "nl": "Rekeningoverzicht;Openstaande posten;Rekeningoverzicht|Datum;Datum overzicht;Datum"
    "|Klantnummer;Debiteurnummer;Klantnr.|Valuta|Datum;Factuurdatum;Boekdatum|Factuurnummer"
    ";Documentnummer;Factuurnr.|Soort;Type;Soort|Omschrijving|Vervaldatum;Vervalt op"
    ";Vervaldatum|Debet|Credit|Bedrag;Factuurbedrag;Bedrag|Openstaand;Open bedrag;Nog te betalen"
    "|Saldo;Lopend saldo;Saldo|Beginsaldo;Vorig saldo;Openingssaldo|Eindsaldo;Totaal openstaand"
    ";Openstaand saldo|Factuur|Creditnota;Creditfactuur;Credit|Betaling;Ontvangst;Overschrijving"
    "|Transport|Nog niet vervallen|Dagen|Bestelling|Betaald",
    "it": "Estratto conto;Scheda contabile;Estratto conto|Data|Codice cliente;Cliente n."
    ";Numero cliente|Valuta|Data;Data documento;Data fattura|N. documento;Riferimento"
    ";Numero fattura|Tipo;Tipo documento;Causale|Descrizione|Scadenza;Data scadenza;Scadenza"
    "|Dare;Addebiti;Dare|Avere;Accrediti;Avere|Importo;Importo fattura;Importo totale|Residuo"
    ";Saldo aperto;Da pagare|Saldo;Saldo progressivo;Saldo|Saldo iniziale;Saldo precedente"
    ";Riporto|Saldo finale;Totale dovuto;Saldo a debito|Fattura|Nota di credito;Nota credito"
    ";Accredito|Pagamento;Bonifico;Incasso|A riportare|Non scaduto|Giorni|Ordine|Pagato",
    "es": "Estado de cuenta;Extracto de cuenta;Estado de cuenta|Fecha|N° de cliente"
    ";Código de cliente;Cliente|Moneda|Fecha;Fecha factura;Fecha documento|N° documento;Factura"
    ";Número de factura|Tipo;Tipo de documento;Tipo|Concepto;Descripción;Detalle|Vencimiento"
    ";Fecha de vencimiento;Vence|Debe;Cargos;Debe|Haber;Abonos;Haber|Importe;Importe total"
    ";Importe original|Pendiente;Saldo pendiente;Importe pendiente|Saldo;Saldo acumulado;Saldo"
    "|Saldo inicial;Saldo anterior;Saldo anterior|Saldo final;Total pendiente;Saldo total"
    "|Factura|Abono;Nota de crédito;Abono|Pago;Transferencia;Cobro|Suma y sigue|No vencido"
    "|Días|Pedido|Pagado",
}
"""Words of a statement by `_NAMES`; where there are several, a layout takes one."""
_NAMES = (
    *(
        "title",
        "day",
        "account",
        "currency",
        "date",
        "reference",
        "type",
        "text",
        "due",
        "debit",
        "credit",
    ),
    *(
        "amount",
        "open",
        "balance",
        "opening",
        "closing",
        "invoice",
        "credit_note",
        "payment",
        "carried",
        "current",
        "days",
        "order",
        "paid",
    ),
)
_DATES = {"en": "%d/%m/%Y", "de": "%d.%m.%Y", "fr": "%d/%m/%Y", "nl": "%d-%m-%Y"}
COLUMNS = (
    "date reference text debit credit balance",
    "date reference type amount balance",
    "date type reference due amount open",
    "reference date due amount open",
    "date text reference amount",
    "date due reference type amount balance",
    "date reference text due debit credit",
    "type reference date amount open",
    "date reference order due amount paid open",
    "date reference type due days amount balance",
    "reference date due days open",
)
_CREDITS = ("minus", "brackets", "CR", "behind")
_FORMATS = ("pdf", "pdf", "xlsx", "pdf", "csv", "pdf", "html", "pdf")
LAYOUTS = 44
SELLERS = ("Northgate Paper Ltd", "Keller Stahl GmbH", "Papeterie du Port SARL")
MONEY = frozenset({"debit", "credit", "amount", "open", "balance", "paid", "days"})


@dataclass(frozen=True)
class Row:
    """A line of a statement, as it is true."""

    kind: str
    reference: str
    day: date
    due: date | None
    amount: Decimal


@dataclass(frozen=True)
class Paper:
    """A statement: its bytes and its truth."""

    layout: int
    language: str
    form: str
    content: bytes
    account: str
    currency: str
    opening: Decimal
    rows: tuple[Row, ...]
    closing: Decimal


@dataclass(frozen=True)
class Design:
    """What a layout is made of."""

    columns: tuple[str, ...]
    credits: str
    form: str
    size: float
    facts_left: bool
    labels_above: bool
    dated_long: bool
    symbol: bool
    paged: int
    ageing: bool
    closing_in_table: bool

    @classmethod
    def of(cls, layout: int) -> Design:
        """The design of a layout, the same every time."""
        dice = random.Random(layout)
        return cls(
            columns=tuple(COLUMNS[layout % len(COLUMNS)].split()),
            credits=_CREDITS[layout // len(COLUMNS) % len(_CREDITS)],
            form=_FORMATS[dice.randrange(len(_FORMATS))],
            size=dice.choice((8.0, 9.0, 10.0)),
            facts_left=dice.random() < 0.4,
            labels_above=dice.random() < 0.2,
            dated_long=dice.random() < 0.15,
            symbol=dice.random() < 0.3,
            paged=dice.choice((0, 0, 12)),
            ageing=dice.random() < 0.4,
            closing_in_table=dice.random() < 0.5,
        )

    @property
    def is_open_item(self) -> bool:
        """Whether it lists what is unpaid, without payments and without an opening."""
        return "open" in self.columns

    @property
    def shows_opening(self) -> bool:
        """Whether the period begins with a balance."""
        return not self.is_open_item


def papers(layouts: Iterable[int] = range(LAYOUTS), seed: int = 11) -> Iterator[Paper]:
    """A statement of each of these layouts in each language."""
    for layout in layouts:
        for language in LANGUAGES:
            yield _paper(layout, language, random.Random(f"{seed}-{layout}-{language}"))


def _paper(layout: int, language: str, dice: random.Random) -> Paper:
    design = Design.of(layout)
    words = words_of(language, layout)
    currency = dice.choice(("GBP", "USD")) if language == "en" else "EUR"
    rows = tuple(true_rows(design, dice))
    opening = Decimal(dice.randrange(-5000, 90000)) / 100 if design.shows_opening else Decimal(0)
    closing = opening + sum((row.amount for row in rows), Decimal(0))
    account = f"{dice.choice('CKD')}-{dice.randrange(10000, 99999)}"
    voice = Voice(language, currency, design, words)
    facts = [
        (words["account"], account),
        (words["day"], voice.day(rows[-1].day + timedelta(days=3))),
        (words["currency"], currency),
    ]
    body = list(table(voice, rows, opening))
    total = (words["closing"], voice.money(closing))
    sheet = _Sheet(dice.choice(SELLERS), words, facts, voice.header(), body, total, design)
    content = _RENDER[design.form](sheet)
    return Paper(layout, language, design.form, content, account, currency, opening, rows, closing)


def words_of(language: str, layout: int) -> dict[str, str]:
    """The words that a layout takes of its language, by what they name."""
    choices = [one.split(";") for one in _WORDS[language].split("|")]
    return dict(zip(_NAMES, (one[layout % len(one)] for one in choices), strict=True))


def true_rows(design: Design, dice: random.Random) -> Iterator[Row]:
    """The lines of a statement, in the order of their days."""
    day = date(2026, dice.randrange(1, 10), dice.randrange(1, 10))
    prefix = dice.choice(("INV-", "RE-2026-", "F26/", "", "FA"))
    for number in range(dice.randrange(4, 26)):
        day += timedelta(days=dice.randrange(0, 4))
        chance = dice.random()
        amount = Decimal(dice.randrange(500, 900_000)) / 100
        due = day + timedelta(days=dice.choice((14, 30)))
        if chance < 0.15:
            yield Row("credit_note", f"CN-{dice.randrange(100, 999)}{number}", day, due, -amount)
        elif chance < 0.3 and not design.is_open_item:
            yield Row("payment", f"PMT-{dice.randrange(1000, 9999)}", day, None, -amount)
        else:
            yield Row("invoice", f"{prefix}{dice.randrange(1000, 9999)}{number}", day, due, amount)


@dataclass(frozen=True)
class Voice:
    """How a statement writes days and amounts."""

    language: str
    currency: str
    design: Design
    words: dict[str, str]

    def day(self, day: date) -> str:
        """A day as the language writes it."""
        if self.design.dated_long and self.language == "en":
            return f"{day.day} {day:%b} {day.year}"
        if self.language == "en" and self.currency == "USD":
            return f"{day:%m/%d/%Y}"
        return day.strftime(_DATES.get(self.language, "%d/%m/%Y"))

    def money(self, amount: Decimal, *, plain: bool = False) -> str:
        """An amount with its sign, as the layout writes it."""
        text = f"{abs(amount):,.2f}"
        if self.language != "en":
            text = text.translate(str.maketrans(",.", ".,"))
        if self.design.symbol and not plain:
            text = f"{ {'GBP': '£', 'USD': '$', 'EUR': '€'}[self.currency] }{text}".replace(" ", "")
        if amount >= 0:
            return text
        style = self.design.credits
        if style == "brackets":
            return f"({text})"
        return {"minus": f"-{text}", "CR": f"{text} CR", "behind": f"{text}-"}[style]

    def header(self) -> list[str]:
        """The headers of the columns."""
        return [self.words[name] for name in self.design.columns]


@dataclass(frozen=True)
class _Sheet:
    """A statement as text, ready to be set."""

    seller: str
    words: dict[str, str]
    facts: list[tuple[str, str]]
    header: list[str]
    table: list[list[str]]
    total: tuple[str, str]
    design: Design


def table(voice: Voice, rows: Sequence[Row], opening: Decimal) -> Iterator[list[str]]:
    """The rows as they are printed, below the opening where the layout shows one."""
    columns, balance = voice.design.columns, opening
    if voice.design.shows_opening:
        cells = {"text": voice.words["opening"], "type": voice.words["opening"]}
        if not {"text", "type"} & set(columns):
            cells = {"reference": voice.words["opening"]}
        place = next(name for name in ("balance", "amount", "debit") if name in columns)
        yield [({**cells, place: voice.money(opening)}).get(name, "") for name in columns]
    for row in rows:
        balance += row.amount
        yield [cell(name, row, balance, voice) for name in columns]


def cell(name: str, row: Row, balance: Decimal, voice: Voice) -> str:
    """What a column prints of a row."""
    values = {
        "date": voice.day(row.day),
        "due": voice.day(row.due) if row.due else "",
        "reference": row.reference,
        "type": voice.words[row.kind],
        "text": f"{voice.words[row.kind]} {row.reference}" if name == "text" else "",
        "debit": voice.money(row.amount) if row.amount > 0 else "",
        "credit": voice.money(-row.amount) if row.amount < 0 else "",
        "amount": voice.money(row.amount),
        "open": voice.money(row.amount),
        "paid": voice.money(Decimal(0)),
        "days": str((date(2026, 11, 1) - row.day).days),
        "order": f"PO{row.day:%m%d}",
        "balance": voice.money(balance),
    }
    return values[name]


def _pdf(sheet: _Sheet) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    edges, height = _edges(sheet), A4[1]
    size = min(sheet.design.size, (edges[0][1] + 8 - edges[0][0]) / (_widths(sheet)[0] * 0.52))

    def write(x: float, y: float, text: str, *, right: bool = False, bold: bool = False) -> None:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        (canvas.drawRightString if right else canvas.drawString)(x, height - y, text)

    def row(y: float, cells: Sequence[str], *, bold: bool = False) -> None:
        for (left, edge), name, cell in zip(edges, sheet.design.columns, cells, strict=True):
            numeric = name in MONEY
            write(edge if numeric else left, y, cell, right=numeric, bold=bold)

    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(50, height - 50, sheet.seller)
    canvas.drawString(330, height - 80, sheet.words["title"])
    _facts(sheet, write)
    y = 185.0
    row(y, sheet.header, bold=True)
    for at, cells in enumerate(sheet.table):
        if sheet.design.paged and at and at % sheet.design.paged == 0:
            y = _next_page(canvas, sheet, (write, row), y)
        y += size + 6
        row(y, cells)
    y += size + 14
    right = edges[-1][1]
    write(right - 90, y, sheet.total[0], right=True, bold=True)
    write(right, y, sheet.total[1], right=True, bold=True)
    if sheet.design.ageing:
        for at, head in enumerate((sheet.words["current"], "0-30", "31-60", "> 60")):
            write(150 + 110 * at, y + 40, head, right=True)
            write(150 + 110 * at, y + 40 + size + 4, sheet.total[1] if not at else "0", right=True)
    canvas.save()
    return buffer.getvalue()


def _next_page(
    canvas: Canvas, sheet: _Sheet, draw: tuple[Callable[..., None], Callable[..., None]], y: float
) -> float:
    """A new page, with the balance carried forward where there is one; its first row's height."""
    write, row = draw
    if "balance" in sheet.design.columns:
        carried = next((c[-1] for c in sheet.table[sheet.design.paged - 1 :: 10_000]), "")
        write(50, y + 22, f"{sheet.words['carried']}")
        write(_edges(sheet)[-1][1], y + 22, carried, right=True)
    canvas.showPage()
    row(60, sheet.header, bold=True)
    return 60.0


def _facts(sheet: _Sheet, write: Callable[..., None]) -> None:
    x = 50 if sheet.design.facts_left else 360
    for at, (label, value) in enumerate(sheet.facts):
        if sheet.design.labels_above:
            write(50 + 150 * at, 120, label, bold=True)
            write(50 + 150 * at, 120 + sheet.design.size + 4, value)
        else:
            write(x, 110 + 14 * at, f"{label}:")
            write(x + 100, 110 + 14 * at, value)


def _edges(sheet: _Sheet) -> list[tuple[float, float]]:
    """Left and right edge of each column, with room for its header and for what it holds."""
    widths = _widths(sheet)
    unit, x = 500 / sum(widths), 48.0
    starts = [x]
    for width in widths:
        x += width * unit
        starts.append(x)
    return [(left, right - 8) for left, right in pairwise(starts)]


def _widths(sheet: _Sheet) -> list[int]:
    """The letters that each column has room for."""
    fewest = {"text": 22, "reference": 17, "type": 13}
    heads = zip(sheet.design.columns, sheet.header, strict=True)
    return [max(fewest.get(name, 11), len(head) + 4) for name, head in heads]


def _grid(sheet: _Sheet) -> list[list[str]]:
    width = len(sheet.header)
    total = [sheet.total[0], *[""] * (width - 2), sheet.total[1]]
    rows = [[sheet.seller], [sheet.words["title"]], *map(list, sheet.facts), [], sheet.header]
    return [*rows, *sheet.table, total]


def _csv(sheet: _Sheet) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(_grid(sheet))
    return buffer.getvalue().encode()


def _xlsx(sheet: _Sheet) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own clock
    assert book.active is not None
    for cells in _grid(sheet):
        book.active.append(cells)
    book.save(buffer)
    return buffer.getvalue()


def _html(sheet: _Sheet) -> bytes:
    def rows(grid: Iterable[Sequence[str]], cell: str = "td") -> str:
        return "".join(
            "<tr>" + "".join(f"<{cell}>{html.escape(one)}</{cell}>" for one in cells) + "</tr>"
            for cells in grid
        )

    width = len(sheet.header)
    total = [sheet.total[0], *[""] * (width - 2), sheet.total[1]]
    return (
        f"<!DOCTYPE html><html><body><h2>{sheet.seller}</h2><h1>{sheet.words['title']}</h1>"
        f"<table>{rows(sheet.facts)}</table><table>{rows([sheet.header], 'th')}"
        f"{rows([*sheet.table, total])}</table></body></html>"
    ).encode()


_RENDER = {"pdf": _pdf, "csv": _csv, "xlsx": _xlsx, "html": _html}
