from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest

from model.documents import StatementLineKind
from model.errors import FileUnreadable
from reconcile.tables import ledger_entries, line_kind, statement_items
from tests.reconcile.books import eur

LINES = """stmt_id,statement_id,supplier_id,statement_date,kind,ref,doc_date,amount,currency
1,a,S1,2026-10-31,BF,Balance,2026-10-01,900,EUR
2,a,S1,2026-10-31,Invoice,INV-104,2026-10-02,11900,EUR
3,a,S1,2026-10-31,CRN,C-1,,500,EUR
4,a,S1,2026-10-31,PMT,BACS,2026-10-04,600,EUR
5,b,S1,2026-10-31,CRN,C-2,2026-10-05,-500,EUR
6,b,S1,2026-10-31,PMT,Refund,2026-10-06,600,EUR
"""
LEDGER = """ledger_id,supplier_id,kind,ref,doc_date,post_date,amount,currency,voucher
7,S1,invoice,INV-104,2026-10-02,2026-10-05,11900,EUR,7
"""


def table(text: str) -> tuple[list[str], Iterator[list[str]]]:
    rows = csv.reader(io.StringIO(text))
    return next(rows), rows


def test_amounts_are_cents_and_dates_may_be_missing() -> None:
    items = {item.id: item for item in statement_items(*table(LINES))}
    assert items["2"].amount == eur("119.00")
    assert items["2"].day == date(2026, 10, 2)
    assert items["3"].day is None


def test_where_no_sign_is_printed_the_kind_gives_it() -> None:
    amounts = {item.id: str(item.amount) for item in statement_items(*table(LINES))}
    assert amounts["3"] == "EUR -5.00"
    assert amounts["4"] == "EUR -6.00"
    assert amounts["1"] == "EUR 9.00"


def test_where_signs_are_printed_they_count() -> None:
    amounts = {item.id: str(item.amount) for item in statement_items(*table(LINES))}
    assert amounts["5"] == "EUR -5.00"
    assert amounts["6"] == "EUR 6.00"


def test_a_ledger_row_is_an_entry() -> None:
    (entry,) = ledger_entries(*table(LEDGER))
    assert (entry.id, entry.voucher, entry.amount) == ("7", "7", eur("119.00"))
    assert entry.post_date == date(2026, 10, 5)


def test_words_that_are_not_known_are_other() -> None:
    assert line_kind(" credit note ") is StatementLineKind.CREDIT_NOTE
    assert line_kind("Spende") is StatementLineKind.OTHER


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LEDGER.replace("11900", "119.00"), "Line 2 of the ledger table can't be read"),
        (LEDGER.replace("voucher", "beleg"), "The ledger table has no column 'voucher'"),
        (LEDGER.replace("invoice,", "gift,"), "'gift' is not a valid EntryKind"),
        (LEDGER.replace("EUR", "Euro"), "'Euro' is not a currency code"),
    ],
)
def test_a_row_that_can_not_be_read_is_named(text: str, complaint: str) -> None:
    with pytest.raises(FileUnreadable, match=complaint):
        ledger_entries(*table(text))


def test_a_statement_row_that_can_not_be_read_is_named() -> None:
    with pytest.raises(FileUnreadable, match="Line 4 of the statement table"):
        statement_items(*table(LINES.replace("500,EUR", "?,EUR", 1)))
