from __future__ import annotations

from datetime import date, timedelta

import pytest

from model.documents import StatementLineKind
from model.orders import EntryKind, LedgerEntry
from reconcile.relevance import Relevance
from tests.reconcile.books import DAY, entry, item

LONG_AGO = date(2024, 3, 19)
RELEVANCE = Relevance(
    [
        item(1, "INV-2026-00104/1", "119.00"),
        item(2, "BACS", "-500.00", kind=StatementLineKind.PAYMENT, day=DAY + timedelta(days=9)),
        item(3, "Balance", "9.00", kind=StatementLineKind.BALANCE_FORWARD, day=LONG_AGO),
    ]
)


@pytest.mark.parametrize(
    ("one", "matters"),
    [
        (entry(7, "x", "119.00", day=LONG_AGO), True),  # its amount
        (entry(7, "2026-00104", "3.00", day=LONG_AGO), True),  # its number without the part
        (entry(7, "INV-2O26-OO1O4", "3.00", day=LONG_AGO), True),  # as a scanner reads it
        (entry(7, "x", "3.00", day=DAY + timedelta(days=60)), True),  # its day
        (entry(7, "x", "3.00", day=DAY - timedelta(days=60)), False),
        (entry(7, "x", "9.00", day=LONG_AGO), False),  # nothing answers a balance
        (entry(7, "x", "3.00", day=DAY - timedelta(days=25), kind=EntryKind.PAYMENT), False),
        (entry(7, "x", "3.00", day=DAY - timedelta(days=15), kind=EntryKind.PAYMENT), True),
        (
            entry(7, "INV-2026-00104", "119.00", supplier="S2", day=LONG_AGO),
            True,
        ),  # elsewhere
        (entry(7, "INV-2026-00105", "119.00", supplier="S2"), False),
        (entry(7, "INV-2026-00104", "119.01", supplier="S2"), False),
    ],
)
def test_an_entry_matters_by_its_amount_its_number_or_its_day(
    one: LedgerEntry, *, matters: bool
) -> None:
    assert RELEVANCE.matters_entry(one) is matters
