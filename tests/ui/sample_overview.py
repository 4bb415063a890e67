"""An overview to draw: two currencies, twelve months, something late and something missing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from model.adoption import Savings
from model.filing import Channel
from model.money import Money
from model.overview import DueWeek, Flow, Forecast, Month, Overview, Waiting
from tests.ui.sample_documents import HOSTILE, NOW

TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def overview() -> Overview:
    """One of a company with a few suppliers."""
    return Overview(
        today=TODAY,
        forecasts=(_forecast("EUR", 1), _forecast("USD", 7)),
        undated=2,
        months=tuple(_month(number) for number in range(12)),
        waiting=(
            Waiting(0, 1, machine=6, person=0),
            Waiting(2, 7, machine=3, person=2),
            Waiting(8, 14, machine=0, person=1),
            Waiting(15, 30, machine=0, person=0),
            Waiting(31, None, machine=0, person=1),
        ),
        suppliers=(
            Flow(
                "nordwind",
                "Nordwind Energie",
                (2, 3, 2, 4, 3, 2, 3, 3, 2, 4, 3, 5),
                missing=3,
                next_due=TODAY - timedelta(days=3),
                due=(_money(1928, "EUR"), _money(340, "USD")),
            ),
            Flow("h", HOSTILE, (0,) * 12, missing=0, next_due=None, due=()),
        ),
        more=11,
        companies=(
            Flow("hbg", "Harbour Books", (3,) * 12, missing=2, next_due=TODAY, due=()),
            Flow("", "None of these", (0,) * 11 + (4,), missing=0, next_due=None, due=()),
        ),
    )


def _forecast(currency: str, factor: int) -> Forecast:
    weeks = tuple(
        DueWeek(
            MONDAY + timedelta(weeks=number),
            here=_money(1400 * (number % 3) / factor, currency),
            sent=_money(5200 / (number + factor), currency),
            documents=number + 1,
        )
        for number in range(8)
    )
    late = DueWeek(MONDAY, _money(2210 / factor, currency), _money(0, currency), 3)
    later = DueWeek(MONDAY + timedelta(weeks=8), _money(-80, currency), _money(0, currency), 1)
    return Forecast(late, weeks, later)


def _month(number: int) -> Month:
    begins = date(2025 + (number + 10) // 12, (number + 10) % 12 + 1, 1)
    came = {Channel.MAIL: 20 + number, Channel.PORTAL: 4 * number, Channel.UPLOAD: number % 3}
    return Month(begins, came, Savings(3 * number, 4 * number, Decimal(25 * number)))


def _money(amount: float, currency: str) -> Money:
    return Money(Decimal(str(round(amount, 2))), currency)
