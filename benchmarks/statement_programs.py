"""Statements as fourteen kinds of programs of suppliers lay them out, in six languages.

The columns are those that such programs document: ERPs, ledgers for small firms, shops, portals of
telecoms, utilities and carriers. The headers are our own words for them. What is hard lies in what
stands beside the lines: applied amounts, orders and waybills with numbers of their own, balances
with a day, sums by month, totals of debit and credit, amounts inside texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.statement_papers import LANGUAGES, SELLERS, Row

_WORDS = {
    "title": "Account summary;Kontenblatt;Situation de compte;Saldo-overzicht;Situazione contabile"
    ";Situación de cuenta",
    "open_title": "Open invoices;Offene Rechnungen;Factures en attente;Open facturen"
    ";Fatture in sospeso;Facturas pendientes",
    "client": "Customer ID;Kd-Nr.;Réf. client;Relatienr.;Cliente n.;Nº cliente",
    "printed": "Printed on;Erstellt am;Édité le;Afgedrukt op;Stampato il;Emitido el",
    "money": "Currency;Währung;Devise;Valuta;Valuta;Moneda",
    "number": "Reference number;Beleg-Nr.;Numéro de pièce;Boekstuknummer;Numero documento"
    ";Número de documento",
    "bill": "Bill no.;Rechnung Nr.;Facture n°;Factuur nr.;Fattura n.;Factura n.º",
    "posted": "Posting date;Buch.-Datum;Date compta.;Boekdatum;Data contab.;Fecha contab.",
    "issued": "Issued;Ausgestellt;Émise le;Datum factuur;Emessa il;Emitida",
    "date": "Date;Datum;Date;Datum;Data;Fecha",
    "due": "Payable until;Zahlbar bis;À régler avant"
    ";Te betalen voor;Da pagare entro;Pagar antes de",
    "text": "Description;Beschreibung;Description;Omschrijving;Descrizione;Descripción",
    "event": "Event;Geschäftsfall;Opération;Gebeurtenis;Operazione;Operación",
    "original": "Original amount;Ursprungsbetrag;Montant d'origine;Oorspr. bedrag"
    ";Importo originario;Importe inicial",
    "applied": "Applied;Verrechnet;Lettré;Verrekend;Compensato;Aplicado",
    "open": "Open amount;Noch offen;Montant ouvert;Nog open;Importo aperto;Importe abierto",
    "running": "Cumul. balance;Lfd. Saldo;Solde courant"
    ";Doorl. saldo;Saldo corrente;Saldo corriente",
    "debit": "Debit amount;Sollbetrag;Montant débit;Debetbedrag;Importo dare;Importe debe",
    "credit": "Credit amount;Habenbetrag;Montant crédit;Creditbedrag;Importo avere;Importe haber",
    "charged": "Charged;Berechnet;Facturé;Berekend;Addebitato;Cargado",
    "paid": "Received;Erhalten;Reçu;Ontvangen;Ricevuto;Recibido",
    "amount": "Amount;Betrag;Montant;Bedrag;Importo;Importe",
    "order": "Your order;Ihre Bestellung;Votre commande;Uw bestelling;Vs. ordine;Su pedido",
    "waybill": "Waybill;Frachtbrief;Lettre de voiture"
    ";Vrachtbrief;Lettera di vettura;Carta de porte",
    "period": "Billing period;Zeitraum;Période;Periode;Periodo;Periodo",
    "level": "Dunning;Mahnst.;Niv.;Aanm.;Soll.;Recl.",
    "opening": "Balance from previous period;Saldo Vorperiode;Solde période précédente"
    ";Saldo vorige maand;Saldo periodo precedente;Saldo periodo anterior",
    "closing": "Balance at end of period;Saldo Periodenende;Solde en fin de période"
    ";Saldo einde periode;Saldo a fine periodo;Saldo al cierre",
    "sum": "Sum;Summe;Somme;Som;Somma;Suma",
    "invoice": "Invoice;Rechnung;Facture;Factuur;Fattura;Factura",
    "credit_note": "Credit note;Gutschrift;Avoir;Creditnota;Nota di credito;Nota de crédito",
    "payment": "Payment;Zahlung;Paiement;Betaling;Pagamento;Pago",
    "of": "of;vom;du;van;del;del",
}
_OTHER_WORDS = {
    "title": "Statement of transactions;Buchungsübersicht;Historique du compte;Mutatieoverzicht"
    ";Movimenti cliente;Movimientos del cliente",
    "open_title": "Aged receivables;Postenübersicht;Échéancier client;Ouderdomsanalyse"
    ";Scadenzario clienti;Vencimientos pendientes",
    "client": "Account code;Personenkonto;Code tiers;Debiteur;Codice conto;Código de cuenta",
    "printed": "As of;Zum;En date du;Per datum;Alla data del;A fecha de",
    "money": "Ccy;Whrg.;Dev;Val;Divisa;Div.",
    "number": "Voucher no.;Belegfeld 1;Pièce cpt.;Factuurnr;Nr. protocollo;Nº doc.",
    "bill": "Invoice ID;Rechn.-Nr.;N° fact.;Fact.nr.;Nr. fatt.;Nº fra.",
    "posted": "Trans. date;Bu.-Datum;Date écr.;Boekdat.;Data mov.;Fecha mov.",
    "issued": "Inv. date;RG-Datum;Date fact.;Fact.dat.;Data fatt.;Fecha fra.",
    "date": "Day;Tag;Jour;Dag;Giorno;Día",
    "due": "Due;Fällig zum;Échéance;Vervaldag;Scadenza;Vcto.",
    "text": "Narrative;Verwendungszweck;Intitulé;Betreft;Oggetto;Detalle",
    "event": "Transaction;Vorgang;Mouvement;Mutatie;Movimento;Movimiento",
    "original": "Doc. total;Belegsumme;Total pièce;Totaal;Totale docum.;Total doc.",
    "applied": "Allocated;Ausgeglichen;Imputé;Afgeletterd;Abbinato;Imputado",
    "open": "Outstanding;Restbetrag;Reste à payer;Restant;Residuo;Pendiente",
    "running": "Bal.;Kontosaldo;Solde cum.;Eindstand;Progressivo;Saldo acum.",
    "debit": "Dr;Soll;Débit;Debet;Dare;Debe",
    "credit": "Cr;Haben;Crédit;Credit;Avere;Haber",
    "charged": "Invoiced;Fakturiert;Facturation;Gefactureerd;Fatturato;Facturado",
    "paid": "Settled;Beglichen;Encaissé;Voldaan;Incassato;Cobrado",
    "amount": "Value;Wert;Valeur;Waarde;Valore;Valor",
    "order": "PO ref.;Best.-Nr.;Bon de cde;Bestelnr.;Rif. ordine;Nº pedido",
    "waybill": "Consignment;Sendung;Expédition;Zending;Spedizione;Envío",
    "period": "Month;Monat;Mois;Maand;Mese;Mes",
    "opening": "Opening bal.;Eröffnung;Solde d'ouverture;Beginstand;Apertura;Saldo de apertura",
    "closing": "Total account balance;Saldo gesamt;Total général dû;Stand einde;Totale a debito"
    ";Total saldo",
    "sum": "Totals;Summen;Totaux;Totalen;Totali;Totales",
    "invoice": "Tax invoice;Ausgangsrechnung;Facture de vente;Verkoopfactuur;Fattura immediata"
    ";Factura ordinaria",
    "credit_note": "Adjustment note;Rechnungskorrektur;Note de crédit;Creditfactuur"
    ";Nota di accredito;Factura de abono",
    "payment": "Receipt;Geldeingang;Encaissement;Bankontvangst;Incasso;Ingreso",
}
"""The words of `LATER`, which were written after the reader had learned the others."""
_DAYS = ("%d %b %Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d/%m/%Y")
RIGHT = frozenset(
    {"original", "applied", "open", "running", "debit", "credit", "charged", "paid", "amount"}
)


@dataclass(frozen=True)
class Program:
    """A kind of program: what its statements show, and what they do besides."""

    name: str
    form: str
    columns: str
    habits: str = ""

    def has(self, habit: str) -> bool:
        """Whether it has this habit."""
        return habit in self.habits.split()

    @property
    def lists_open(self) -> bool:
        """Whether it lists what is unpaid, with no balance before it."""
        return self.has("items")


PROGRAMS = (
    Program("erp activity", "pdf", "number date text original applied open", "dated order"),
    Program("erp entries", "pdf", "posted number text due original open running", "described"),
    Program("erp letter", "pdf", "number order date due money amount", "items behind"),
    Program("small ledger", "pdf", "date number event debit credit running", "ageing"),
    Program("adviser list", "pdf", "bill date due text debit credit running", "letters totals"),
    Program("web ledger", "csv", "bill issued due text amount open", "items unit"),
    Program("web books", "pdf", "date event number due charged paid running", "symbol"),
    Program("book keeper", "pdf", "date event amount running", "sentence symbol"),
    Program("telecom", "html", "period issued bill charged paid running", "plain"),
    Program("utility", "pdf", "date event bill amount", "closingonly"),
    Program("carrier", "xlsx", "bill issued waybill due money amount open", "items"),
    Program("wholesale", "xlsx", "date number event amount", "months"),
    Program("portal export", "csv", "posted event number debit credit running", "iso"),
    Program("portal page", "html", "issued bill order due amount open", "items foot"),
)  # fmt: skip


LATER = (
    Program("receivables list", "pdf", "number issued due original applied open", "items other"),
    Program(
        "journal", "pdf", "posted number event text debit credit running", "order totals other"
    ),
    Program("short letter", "pdf", "issued bill amount running", "plain other"),
    Program("agency", "csv", "bill event posted due original open", "items other"),
    Program("book export", "csv", "date number text amount running", "described other"),
    Program("fleet cards", "html", "period bill issued due amount open", "items other"),
    Program("hosting", "html", "date event amount running", "sentence symbol other"),
    Program("staffing", "xlsx", "posted number order text amount running", "other"),
    Program("pharmacy", "pdf", "bill order waybill issued due open", "items behind other"),
    Program("rental", "pdf", "date event number charged paid running", "dated ageing other"),
    Program("energy", "xlsx", "period issued bill charged paid running", "plain other"),
    Program("clearing house", "pdf", "number event date due money amount", "items letters other"),
)  # fmt: skip
"""Measured at first sight when they had been written; causes of what failed were mended since."""


class Sheet:
    """One statement of a program: its truth, and its cells as they are set."""

    def __init__(self, program: Program, language: str, dice: random.Random) -> None:
        """Make up a statement."""
        self.program, self.language, self.dice = program, language, dice
        at = LANGUAGES.index(language)
        words = _OTHER_WORDS if program.has("other") else _WORDS
        self.words = {name: said.split(";")[at] for name, said in words.items()}
        self.days = "%Y-%m-%dT%H:%M:%S" if program.has("iso") else _DAYS[at]
        self.currency = "GBP" if language == "en" else dice.choice(("EUR", "EUR", "PLN"))
        self.account = f"{dice.randrange(1_000_000, 9_999_999)}"
        self.seller = dice.choice(SELLERS)
        self.rows = tuple(self._rows())
        bare = program.lists_open or program.has("closingonly")
        self.opening = Decimal(0) if bare else Decimal(dice.randrange(5_000, 400_000)) / 100
        self.closing = self.opening + sum((row.amount for row in self.rows), Decimal(0))

    def _rows(self) -> Iterator[Row]:
        dice, day = self.dice, date(2026, self.dice.randrange(1, 8), self.dice.randrange(1, 28))
        form = dice.choice(("SIN{:06}", "2026-{:05}", "{:08}", "A/{:05}/26"))
        count = dice.randrange(20_000, 60_000)
        for _ in range(dice.randrange(4, 28)):
            day += timedelta(days=dice.randrange(1, 8))
            count += dice.randrange(1, 9)
            amount = Decimal(dice.randrange(900, 900_000)) / 100
            due, chance = day + timedelta(days=dice.choice((14, 30, 45))), dice.random()
            if chance < 0.1 and not self.program.has("plain"):
                yield Row("credit_note", form.format(count), day, due, -amount)
            elif chance < 0.3 and not self.program.lists_open:
                yield Row("payment", f"PAY{count}", day, None, -amount)
            else:
                yield Row("invoice", form.format(count), day, due, amount)

    def day(self, day: date | None) -> str:
        """A day as the program writes it."""
        return day.strftime(self.days) if day else ""

    def money(self, amount: Decimal) -> str:
        """An amount as the program writes it."""
        text = f"{abs(amount):,.2f}"
        if self.program.has("iso"):
            text = text.replace(",", "")
        elif self.language != "en":
            text = text.translate({44: "." if self.language != "fr" else " ", 46: ","})
        if self.program.has("symbol"):
            text = {"GBP": f"£{text}", "EUR": f"{text} €", "PLN": f"{text} PLN"}[self.currency]
        if self.program.has("letters"):
            marks = {"de": "SH", "it": "DA", "es": "DH"}.get(self.language, "DC")
            return f"{text} {marks[amount < 0]}"
        behind = self.program.has("behind")
        return text if amount >= 0 else f"{text}-" if behind else f"-{text}"

    def side(self, amount: Decimal) -> str:
        """An amount in a column of its own side: without a sign, empty where it is none."""
        return self.money(amount).rstrip(" SHDCA") if amount > 0 else ""

    @property
    def columns(self) -> list[str]:
        """The columns from left to right."""
        return self.program.columns.split()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands above the table."""
        printed = self.day(self.rows[-1].day + timedelta(days=2))
        money = (self.words["money"], self.currency)
        return [(self.words["client"], self.account), (self.words["printed"], printed), money]

    @property
    def title(self) -> str:
        """The title."""
        return self.words["open_title" if self.program.lists_open else "title"]

    def head(self) -> list[str]:
        """The headers."""
        unit = f" ({self.currency})" if self.program.has("unit") else ""
        return [self.words[name] + (unit if name in RIGHT else "") for name in self.columns]

    def body(self) -> Iterator[list[str]]:
        """All rows of the table: what opens it, its lines, its sums."""
        shows = not (self.program.lists_open or self.program.has("closingonly"))
        if shows:
            before = self.rows[0].day - timedelta(days=1)
            yield self._balance("opening", self.opening, before)
        balance = self.opening
        for at, row in enumerate(self.rows):
            if self.program.has("months") and (
                not at or self.rows[at - 1].day.month != row.day.month
            ):
                yield [f"{row.day:%m/%Y}", *[""] * (len(self.columns) - 1)]
            balance += row.amount
            cells = self._cells(row, balance, at)
            yield [cells[name] for name in self.columns]
        if self.program.has("totals"):
            known = {"debit": self._total(1), "credit": self._total(-1), "text": self.words["sum"]}
            yield [known.get(name, "") for name in self.columns]
        yield self._balance("closing", self.closing, self.rows[-1].day + timedelta(days=2))

    def _total(self, sign: int) -> str:
        """The sum of one side."""
        amounts = (row.amount * sign for row in self.rows if row.amount * sign > 0)
        return self.side(sum(amounts, Decimal(0)))

    def _balance(self, label: str, amount: Decimal, day: date) -> list[str]:
        """A row that opens or closes the table."""
        columns = self.columns
        texts = [name for name in columns if name in {"text", "event"}] or columns
        cells = {texts[0]: self.words[label], columns[-1]: self.money(amount)}
        if self.program.has("dated"):
            cells["date"] = self.day(day)
        return [cells.get(name, "") for name in columns]

    def _cells(self, row: Row, balance: Decimal, at: int) -> dict[str, str]:
        """What each column prints of a line."""
        kind, order = self.words[row.kind], f"{4500000 + 17 * at + row.day.day}"
        said = {"order": f"{kind} {order}", "described": f"{kind} {row.reference}"}
        text = next((said[one] for one in said if self.program.has(one)), kind)
        due = f" {self.words['due']} {self.day(row.due)}." if row.due else ""
        amount = self.words["original"]
        sentence = f"{kind} #{row.reference}.{due} {amount} {self.money(abs(row.amount))}."
        first = row.day.replace(day=1)
        return {
            "number": row.reference, "bill": row.reference, "order": order, "level": "0",
            "waybill": f"{row.day:%y%m}-{7_000_000 + 31 * at}", "money": self.currency,
            "posted": self.day(row.day), "issued": self.day(row.day), "date": self.day(row.day),
            "due": self.day(row.due), "text": text,
            "event": sentence if self.program.has("sentence") else kind,
            "original": self.money(row.amount), "applied": self.money(Decimal(0)),
            "open": self.money(row.amount), "amount": self.money(row.amount),
            "debit": self.side(row.amount), "charged": self.side(row.amount),
            "credit": self.side(-row.amount), "paid": self.side(-row.amount),
            "running": self.money(balance), "period": f"{first:%d.%m.}-{row.day:%d.%m.%Y}",
        }  # fmt: skip
