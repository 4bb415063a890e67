"""The overview on the screen: figures as words, hostile names as text, bars as high as they say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from nicegui.testing import User

from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_overview import overview
from ui.components.chart import Bar
from ui.components.parts import Words
from ui.screens.overview import due_bars, short, summary


async def test_the_overview_answers_its_questions(user: User) -> None:
    await user.open("/overview")
    await user.should_see(content="What is missing, and for how long?", kind=Words, retries=100)
    await user.should_see("77 documents this month, 13 missing, 4.6 h saved")
    await user.should_see("EUR 2,210.00 past its date and still here")
    await user.should_see("2 bills more name no due date.")
    await user.should_see("9 looked for, 4 waiting for an answer of yours.")
    await user.should_see("Nordwind Energie")
    await user.should_see(HOSTILE)
    await user.should_see("11 more with nothing missing")
    await user.should_see("Harbour Books")
    await user.should_see("None of these")


def test_every_bar_says_what_it_shows() -> None:
    late, this_week, *_ = due_bars(overview().forecasts[0])
    assert late.words == "late: EUR 2,210.00, 3 documents"
    assert (this_week.now, this_week.top) == (True, "5.2k")
    assert summary(overview()).startswith("77 documents")


def test_a_part_below_zero_takes_no_room() -> None:
    assert Bar("later", {"sent": 0.0, "here": -80.0}, "", "").size == 0


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0"),
        ("943.20", "943"),
        ("-80", "\N{MINUS SIGN}80"),
        ("1240", "1.2k"),
        ("123456", "123k"),
        ("1234567", "1.2M"),
        ("98765432109", "98,765M"),
    ],
)
def test_an_amount_fits_above_its_bar(amount: str, shown: str) -> None:
    assert short(Decimal(amount)) == shown
