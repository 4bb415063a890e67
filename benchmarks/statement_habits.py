"""Statements as other people's programs print them: fourteen habits in six languages.

The habits are those of ledgers, shops and banks: abbreviated headers, headers over two lines, codes
for kinds, marks for debit and credit, numbers inside a text, second lines, sums carried over, typed
cells. A family takes other words, other forms of numbers and other ways to write amounts. Its
author is the reader's, who had not looked at them before; he has since.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.statement_papers import SELLERS, Row

_NAMES = [
    "title",
    "day",
    "account",
    "currency",
    "number",
    "type",
    "date",
    "due",
    "text",
    "debit",
    "credit",
    "amount",
    "open",
    "balance",
    "mark",
    "late",
    "opening",
    "closing",
    "carried",
    "invoice",
    "credit_note",
    "payment",
    "current",
]
_WORDS = {
    "en": "Customer Open Items;Account Statement;Statement|As at;Statement date;Date|Customer"
    ";Account No.;Your account|Curr.;Currency;Ccy|Doc. No.;Transaction;Invoice No.|Ty.;Type;Class"
    "|Doc. Date;Trans Date;Date|Net due dt;Due Date;Due|Text;Details;Activity|Debit;Charges;Dr"
    "|Credit;Payments;Cr|Amt in doc. curr.;Original Amount;Amount|Remaining Amt;Open Amount"
    ";Amount Due|Balance;Running Total;Cumulative|D/C;Dr/Cr;+/-|Days late;Days overdue;Age"
    "|Balance b/fwd;Opening Balance;Brought forward|Amount Due;Total Due;Balance outstanding"
    "|Carried forward;c/fwd;Carried over|Sales Invoice;Invoice;Inv|Credit Memo;Credit Note;Credit"
    "|Payment on account;Payment;Receipt|Current;Not due;Current",
    "de": "OPOS-Liste Debitor;Kontoauszug;Offene Posten|Stichtag;Datum;per|Debitor;Kunden-Nr."
    ";Ihr Konto|Währg;Währung;Whg|Belegnr;Beleg-Nr.;Rechnungsnr.|Art;BA;Belegart|Belegdat."
    ";Buchungsdatum;Datum|Nettofäll.;Fälligkeit;fällig|Text;Buchungstext;Bemerkung|Soll"
    ";Betrag Soll;S|Haben;Betrag Haben;H|Betr. in BW;Ursprungsbetrag;Betrag|Restbetr."
    ";Offener Betrag;offen|Saldo;lfd. Saldo;Kontostand|S/H;Soll/Haben;+/-|Tage;Verzugstage"
    ";Tage überf.|Saldovortrag;EB-Wert;Anfangsbestand|Saldo;Gesamtsaldo;zu zahlen|Übertrag"
    ";Zwischensumme;Übertrag|Rechnung;Ausgangsrechnung;RE|Gutschrift;Rechnungskorrektur;GS"
    "|Zahlung;Zahlungseingang;Zlg|nicht fällig;offen, nicht fällig;laufend",
    "fr": "Postes non soldés;Relevé de compte client;Relevé|Arrêté au;Date;Au|Client;Compte tiers"
    ";Code client|Dev.;Devise;Monnaie|N° pièce;N° facture;Pièce|Ty.;Type;Jal|Date pièce;Date"
    ";Date fact.|Échéance;Date d'éch.;Éch.|Libellé;Libellé écriture;Objet|Débit;Débit EUR;Doit"
    "|Crédit;Crédit EUR;Avoir|Mt devise;Montant TTC;Montant|Reste dû;Solde pièce;À payer"
    "|Solde;Solde progressif;Cumul|D/C;Sens;+/-|Retard (j);Jours de retard;Retard"
    "|Report à nouveau;Solde antérieur;Report|Total dû;Solde à régler;Net à payer|À reporter"
    ";Report;À reporter|Facture;Facture client;Fac|Avoir;Avoir client;Av|Règlement;Virement reçu"
    ";Rgt|Non échu;Non échu;À échoir",
    "nl": "Openstaande posten debiteur;Rekeningoverzicht;Overzicht|Per;Datum;Peildatum|Debiteur"
    ";Klantnr.;Uw nummer|Val.;Valuta;Munt|Boekstuk;Factuurnr.;Ons kenmerk|Srt;Soort;Type"
    "|Fact.datum;Datum;Boekdatum|Verv.datum;Vervaldatum;Vervalt|Omschrijving;Omschr."
    ";Toelichting|Debet;Bedrag debet;D|Credit;Bedrag credit;C|Bedrag;Factuurbedrag;Totaal incl."
    "|Openstaand;Restant;Nog open|Saldo;Lopend saldo;Stand|D/C;Debet/Credit;+/-"
    "|Dagen;Dagen te laat;Ouderdom|Beginsaldo;Openingssaldo;Saldo vorige periode|Te voldoen"
    ";Totaal openstaand;Saldo|Transporteren;Transport;Transport|Verkoopfactuur;Factuur;Fact."
    "|Creditnota;Creditfactuur;CN|Ontvangst;Betaling;Bet.|Niet vervallen;Nog niet vervallen;Lopend",
    "it": "Partite aperte cliente;Estratto conto;Estratto|Al;Data;Alla data|Cliente;Cod. cliente"
    ";Vs. codice|Div.;Divisa;Valuta|N. doc.;Num. fattura;Documento|Tp;Tipo;Causale|Data doc."
    ";Data reg.;Data|Scad.;Scadenza;Data scad.|Descrizione;Descr. operazione;Note|Dare"
    ";Importo dare;D|Avere;Importo avere;A|Importo;Imp. originale;Totale doc.|Residuo"
    ";Imp. residuo;Da saldare|Saldo;Saldo progr.;Progressivo|D/A;Segno;+/-|GG ritardo;Giorni rit."
    ";Giorni|Saldo precedente;Saldo iniziale;Riporto|Totale da pagare;Saldo a Vs. debito"
    ";Totale scoperto|A riportare;Riporto;Segue|Fattura;Fattura di vendita;FT|Nota credito"
    ";Nota di accredito;NC|Incasso;Bonifico;Pagamento|A scadere;Non scaduto;A scadere",
    "es": "Partidas abiertas;Extracto de cuenta;Extracto|A fecha;Fecha;Al|Cliente;Cód. cliente"
    ";Su cuenta|Mon.;Divisa;Moneda|Nº doc.;Nº factura;Documento|Cl.;Tipo;Clase|Fe. doc."
    ";Fecha;F. factura|Vto.;Vencimiento;F. vto.|Concepto;Descripción;Texto|Debe;Cargo;D"
    "|Haber;Abono;H|Imp. en MD;Importe original;Importe|Imp. pdte.;Pendiente;Por pagar|Saldo"
    ";Saldo acum.;Acumulado|D/H;Signo;+/-|Días mora;Días;Retraso|Saldo anterior;Saldo inicial"
    ";Suma anterior|Total a pagar;Saldo deudor;Total pendiente|Suma y sigue;Suma y sigue;Sigue"
    "|Factura;Factura de venta;Fra|Abono;Factura rectificativa;Ab|Cobro;Transferencia recibida"
    ";Pago|No vencido;Pendiente de vencer;Corriente",
}
_FORMS = {
    "en": ("%d/%m/%Y", "%d %b %Y", "%m/%d/%y"),
    "de": ("%d.%m.%Y", "%d.%m.%y", "%d.%m.%Y"),
    "fr": ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"),
    "nl": ("%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y"),
    "it": ("%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y"),
    "es": ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"),
}
_NUMBERS = (
    ("90{:06}", "2026/{:05}", "VK-26-{:05}"),
    ("{:06}", "SI-{:06}", "F26{:05}"),
    ("INV{:05}", "26.{:05}", "R{:07}"),
)
_CODES = {
    "invoice": ("RV", "INV", "1"),
    "credit_note": ("DG", "CM", "2"),
    "payment": ("DZ", "PMT", "3"),
}
MONEY = frozenset({"debit", "credit", "amount", "open", "balance", "late"})


@dataclass(frozen=True)
class Habit:
    """How a program prints statements."""

    name: str
    form: str
    columns: str
    signs: str = "minus"
    tricks: frozenset[str] = frozenset()

    @property
    def is_open_item(self) -> bool:
        """Whether it lists what is unpaid."""
        return "open" in self.columns.split() or "openitem" in self.tricks


def _habit(name: str, form: str, columns: str, signs: str = "minus", tricks: str = "") -> Habit:
    return Habit(name, form, columns, signs, frozenset(tricks.split()))


HABITS = (
    _habit("mainframe", "pdf", "number type date due currency amount", "behind",
           "codes mono stars openitem"),
    _habit("desk ledger", "pdf", "date number text debit credit balance", "minus", "ageing above"),
    _habit("tax adviser", "pdf", "number date due text debit credit balance", "letter", "zebra"),
    _habit("payables export", "csv", "account number type date due currency amount open", "minus",
           "codes iso dot openitem"),
    _habit("suite", "pdf", "number type date due amount open late", "brackets",
           "codes tall ageing landscape"),
    _habit("small business", "pdf", "date activity amount balance", "minus", "symbol"),
    _habit("cloud books", "pdf", "date text number due debit credit balance", "minus",
           "symbol tail"),
    _habit("shop", "html", "date text number amount", "minus", "symbol nested closingonly"),
    _habit("bank", "csv", "account date due number text currency amount", "minus",
           "quoted preamble"),
    _habit("workbook", "xlsx", "date number type due amount mark balance", "mark", "typed"),
    _habit("workbook list", "xlsx", "number date due late amount open", "minus",
           "typed openitem sumrow"),
    _habit("journal", "pdf", "date entry number text debit credit balance", "minus",
           "carried paged"),
    _habit("two lines", "pdf", "date number type amount balance", "brackets", "second"),
    _habit("mail", "html", "number date due amount open", "behind", "openitem cssed total"),
)  # fmt: skip


class Made:
    """A statement while it is made up and set."""

    def __init__(self, habit: Habit, language: str, family: int, dice: random.Random) -> None:
        self.habit, self.language, self.family, self.dice = habit, language, family, dice
        choices = [one.split(";") for one in _WORDS[language].split("|")]
        self.words = {
            name: many[(family + dice.randrange(2)) % len(many)]
            for name, many in zip(_NAMES, choices, strict=True)
        }
        self.currency = (
            dice.choice(("GBP", "USD")) if language == "en" else dice.choice(("EUR", "EUR", "CHF"))
        )
        self.account = (
            str(dice.randrange(100_000, 999_999))
            if dice.random() < 0.5
            else f"D{dice.randrange(10_000, 70_000)}"
        )
        self.days = _FORMS[language][family % 3]
        if self.currency == "USD":
            self.days = "%m/%d/%Y"
        if language == "en" and self.currency == "GBP" and "%m/%d" in self.days:
            self.days = "%d.%m.%Y"
        self.rows = tuple(self._rows())
        shows = not habit.is_open_item and "closingonly" not in habit.tricks
        self.opening = Decimal(dice.randrange(-5_000, 90_000)) / 100 if shows else Decimal(0)
        self.closing = self.opening + sum((row.amount for row in self.rows), Decimal(0))
        self.seller = dice.choice(SELLERS)

    def _rows(self) -> Iterator[Row]:
        dice, day = self.dice, date(2026, self.dice.randrange(1, 10), self.dice.randrange(1, 28))
        forms, number = _NUMBERS[self.family % 3], self.dice.randrange(100, 9_000)
        form = dice.choice(forms)
        for _ in range(dice.randrange(3, 32)):
            day += timedelta(days=dice.randrange(0, 6))
            number += dice.randrange(1, 40)
            amount = Decimal(dice.randrange(300, 2_500_000)) / 100
            due, chance = day + timedelta(days=dice.choice((10, 14, 30, 60))), dice.random()
            if chance < 0.12:
                yield Row("credit_note", form.format(number), day, due, -amount)
            elif chance < 0.3 and not self.habit.is_open_item:
                yield Row("payment", f"{dice.choice(('ZE', 'BK', ''))}{number}", day, None, -amount)
            else:
                yield Row("invoice", form.format(number), day, due, amount)

    def has(self, trick: str) -> bool:
        """Whether the program has this habit."""
        return trick in self.habit.tricks

    def day(self, day: date | None) -> str:
        """A day as the program writes it."""
        return (
            "" if day is None else day.isoformat() if self.has("iso") else day.strftime(self.days)
        )

    def money(self, amount: Decimal) -> str:
        """An amount as the program writes it."""
        text = f"{abs(amount):.2f}" if self.has("dot") else f"{abs(amount):,.2f}"
        if self.language != "en" and not self.has("dot"):
            grouping = "'" if self.currency == "CHF" and self.language != "nl" else "."
            grouping = "\u00a0" if self.language == "fr" and self.currency == "EUR" else grouping
            text = text.translate({44: grouping, 46: "." if grouping == "'" else ","})
        if self.has("symbol"):
            sign = {"GBP": "£", "USD": "$", "EUR": "€", "CHF": "CHF "}[self.currency]
            text = (
                f"{sign}{text}"
                if self.language in {"en", "nl"} or sign == "CHF "
                else f"{text} {sign}"
            )
        signs = self.habit.signs
        if signs == "letter":
            marks = {"de": "SH", "it": "DA", "es": "DH"}.get(self.language, "DC")
            return f"{text} {marks[amount < 0]}"
        if amount >= 0 or signs == "mark":
            return text
        return {"minus": f"-{text}", "brackets": f"({text})", "behind": f"{text}-"}[signs]

    def plain(self, amount: Decimal) -> str:
        """An amount in a column of its own side."""
        kept = self.habit
        self.habit = Habit(kept.name, kept.form, kept.columns, "minus", kept.tricks)
        text = self.money(amount)
        self.habit = kept
        return text

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in their order."""
        return tuple(self.habit.columns.split())

    def head(self) -> list[str]:
        """The headers."""
        own: dict[str, str] = {
            "activity": self.words["text"],
            "entry": {
                "en": "Entry",
                "de": "Bu.-Nr.",
                "fr": "Écr.",
                "nl": "Nr.",
                "it": "Reg.",
                "es": "Asiento",
            }[self.language],
        }
        return [own.get(name) or self.words[name] for name in self.columns]

    def cells(self, row: Row, balance: Decimal, at: int) -> dict[str, str]:
        """What each column prints of a row."""
        kind = self.words[row.kind]
        word = (
            _CODES[row.kind][self.family % 3 if self.family % 3 < 2 else 0]
            if self.has("codes")
            else kind
        )
        due = f" {self.words['due']} {self.day(row.due)}" if row.due else ""
        return {
            "account": self.account,
            "number": row.reference,
            "type": word,
            "date": self.day(row.day),
            "due": self.day(row.due),
            "text": kind,
            "activity": f"{kind} #{row.reference}.{due}",
            "entry": str(at + 11),
            "currency": self.currency,
            "debit": self.plain(row.amount) if row.amount > 0 else "",
            "credit": self.plain(-row.amount) if row.amount < 0 else "",
            "amount": self.money(row.amount),
            "open": self.money(row.amount),
            "balance": self.money(balance),
            "late": str(max(0, (date(2026, 11, 1) - (row.due or row.day)).days)),
            "mark": {"de": "SH", "it": "DA", "es": "DH"}.get(self.language, "DC")[row.amount < 0],
        }

    def table(self) -> Iterator[tuple[str, list[str]]]:
        """The rows as `opening`, `row` or `second`."""
        if not self.habit.is_open_item and "closingonly" not in self.habit.tricks:
            place = next(one for one in ("balance", "amount") if one in self.columns)
            label = next(
                one for one in ("text", "activity", "type", "number") if one in self.columns
            )
            known: dict[str, str] = {label: self.words["opening"], place: self.money(self.opening)}
            if self.has("tail"):
                known["date"] = self.day(self.rows[0].day - timedelta(days=1))
            yield "opening", [known.get(name, "") for name in self.columns]
        balance = self.opening
        for at, row in enumerate(self.rows):
            balance += row.amount
            cells = self.cells(row, balance, at)
            yield "row", [cells[name] for name in self.columns]
            if self.has("second"):
                yield "second", [f"PO {row.day:%y%m}-{at + 31}"]

    def facts(self) -> list[tuple[str, str]]:
        """What stands above the table."""
        last = self.rows[-1].day + timedelta(days=5)
        return [
            (self.words["account"], self.account),
            (self.words["day"], self.day(last)),
            (self.words["currency"], self.currency),
        ]

    def typed(self, name: str, row: Row, balance: Decimal) -> Any:
        """A cell with the type that a workbook gives it."""
        if name in {"date", "due"}:
            day = row.day if name == "date" else row.due
            return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 - a day
        if name in {"amount", "open"}:
            return float(abs(row.amount) if self.habit.signs == "mark" else row.amount)
        if name == "late":
            return max(0, (date(2026, 11, 1) - (row.due or row.day)).days)
        return float(balance) if name == "balance" else None
