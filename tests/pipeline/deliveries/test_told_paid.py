from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from model.deliveries import Delivery, Reply, ReplyChannel, ResponseStatus
from model.documents import DocumentKind, StatementLine, StatementLineKind
from model.matches import MatchStatus
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.views import StatementView
from pipeline import answers
from pipeline.deliveries import delivering, responding
from pipeline.deliveries.responding import Source
from pipeline.reconciling import statements as statements_pipeline
from pipeline.works import Works
from storage import deliveries, documents, screens
from tests.pipeline.conftest import CLERK, NOW, paper, statement_reading

pytestmark = pytest.mark.slow

Arrive = Callable[..., str]
INVOICED, PAID_ON = NOW.date() - timedelta(days=20), NOW.date() - timedelta(days=2)


@pytest.fixture
def sent(works: Works, arrive: Arrive) -> Delivery:
    """A document that the destination took, and a statement that shows it with its payment."""
    document_id = arrive(paper("R-1", issue_date=INVOICED.isoformat()))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        (delivery,) = deliveries.of_document(tx, document_id)
    delivering.attempt(works, delivery.id)
    kinds = (StatementLineKind.INVOICE, StatementLineKind.PAYMENT)
    lines = [
        StatementLine(1, kinds[0], "R-1", INVOICED, Money(Decimal("119.00"), "EUR")),
        StatementLine(2, kinds[1], "PAY 77", PAID_ON, Money(Decimal("-119.00"), "EUR")),
    ]
    said = statement_reading(*lines, closing="0.00")
    arrive(paper("ST-10", "0.00", kind=DocumentKind.STATEMENT, statement=said))
    return delivery


def says(works: Works, delivery: Delivery, status: ResponseStatus, name: str) -> None:
    reply = Reply(name, status.value, status, key=delivery.key, decided=NOW)
    with works.store.begin() as tx:
        to = deliveries.destination(tx, delivery.destination_id)
        responding.take(tx, Source(to, ReplyChannel.WEBHOOK), [reply])


def shown(works: Works) -> StatementView:
    with works.store.read() as tx:
        (row,) = screens.statements(tx)
        return screens.statement(tx, row.id)


def payment(works: Works) -> tuple[MatchStatus | None, tuple[str, ...], str]:
    line = shown(works).lines[1]
    return line.status, tuple(entry.id.partition(":")[0] for entry in line.entries), line.reason


def test_what_a_receiver_says_is_paid_settles_the_payment_until_the_books_have_it(
    works: Works, sent: Delivery
) -> None:
    assert not payment(works)[1]
    says(works, sent, ResponseStatus.PAID, "1")
    status, entries, reason = payment(works)
    assert (status, entries) == (MatchStatus.PAYMENT, ("paid",))
    assert "Approval said that it is paid; the books have no payment yet." in reason
    assert shown(works).unexplained == Money(Decimal(0), "EUR")
    booked = LedgerEntry(
        *("p1", "nw", EntryKind.PAYMENT, "PAY 77", PAID_ON, PAID_ON),
        amount=Money(Decimal("-119.00"), "EUR"),
        voucher="p1",
    )
    with works.store.begin() as tx:
        statements_pipeline.load(tx, [booked])
    status, entries, reason = payment(works)
    assert (status, entries) == (MatchStatus.PAYMENT, ("p1",))
    assert "said that it is paid" not in reason


def test_a_payment_that_is_taken_back_settles_nothing(works: Works, sent: Delivery) -> None:
    says(works, sent, ResponseStatus.PAID, "1")
    assert payment(works)[1] == ("paid",)
    says(works, sent, ResponseStatus.REJECTED, "2")
    assert not payment(works)[1]
    assert "said that it is paid" not in payment(works)[2]
