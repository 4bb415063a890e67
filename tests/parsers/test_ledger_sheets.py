"""Ledgers as other systems export them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from model.errors import FileUnreadable
from model.money import Money
from model.orders import EntryKind
from parsers.books import ledger_sheets

GERMAN = (
    "Beleg;Lieferant;Belegart;Rechnungsnummer;Belegdatum;Buchungsdatum;Betrag;Währung\n"
    "4711;Nordwind;Rechnung;RE-1;01.09.2026;03.09.2026;1.119,00;eur\n"
    "4712;Nordwind;Zahlung;;05.09.2026;;-1.119,00;EUR\n"
    ";;;;;;;\n"
)


def test_a_ledger_of_another_system_is_read_by_the_names_of_its_columns() -> None:
    bill, paid = ledger_sheets.entries(GERMAN.encode(), {"id": "Beleg"})
    assert (bill.id, bill.seller, bill.kind, bill.reference) == (
        "4711",
        "Nordwind",
        EntryKind.INVOICE,
        "RE-1",
    )
    assert (bill.doc_date, bill.post_date) == (date(2026, 9, 1), date(2026, 9, 3))
    assert bill.amount == Money(Decimal("1119.00"), "EUR")
    assert (paid.kind, paid.amount.amount) == (EntryKind.PAYMENT, Decimal("-1119.00"))
    assert paid.post_date == paid.doc_date == date(2026, 9, 5)


def test_a_column_that_is_not_found_is_named_with_its_remedy() -> None:
    with pytest.raises(FileUnreadable, match="no column for 'id'; name it with --column id=NAME"):
        ledger_sheets.entries(GERMAN.encode(), {})


def test_a_kind_that_says_nothing_is_named_with_its_line() -> None:
    table = GERMAN.replace("Zahlung", "Umbuchung")
    with pytest.raises(FileUnreadable, match="Line 3: 'Umbuchung' is no kind"):
        ledger_sheets.entries(table.encode(), {"id": "Beleg"})
