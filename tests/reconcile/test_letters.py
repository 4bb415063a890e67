"""Letters about a statement: only what is certain is asked for, in six languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from model.matches import MatchStatus
from model.money import Money
from model.views import StatementLineView, StatementRow, StatementView
from reconcile.letters import LANGUAGES, request
from tests.reconcile.books import eur

ZERO = eur("0.00")
DAY = date(2026, 10, 31)


def line(
    reference: str, amount: str, status: MatchStatus, difference: Money | None = None
) -> StatementLineView:
    return StatementLineView(
        id=reference,
        position=1,
        day=date(2026, 10, 14),
        kind="invoice",
        reference=reference,
        amount=Money(Decimal(amount), "EUR"),
        status=status,
        difference=difference,
        reason="",
        ours=(),
        our_amount=None,
        document_id=None,
    )


def view(*lines: StatementLineView) -> StatementView:
    row = StatementRow("s", "d", "Nordwind", "", DAY, len(lines), 0, len(lines), None)
    return StatementView(row, lines, (), ZERO, ZERO, ZERO, None)


MISSING = line("RE-1", "119.00", MatchStatus.MISSING)
CREDIT = line("GS-2", "-20.00", MatchStatus.MISSING)
DIFFERS = line("RE-3", "100.00", MatchStatus.MATCHED_DIFFERENCE, eur("18.00"))


def test_a_letter_names_what_is_missing_and_both_sides_of_what_differs() -> None:
    letter = request(view(MISSING, CREDIT, DIFFERS), company="Harbour Goods", language="en")
    assert letter is not None
    assert letter.subject == "Your statement of 2026-10-31: missing documents and differences"
    assert "- RE-1, 2026-10-14, EUR 119.00\n" in letter.body
    assert "credit notes:\n- GS-2, 2026-10-14, EUR -20.00" in letter.body
    assert "your statement says EUR 100.00, our books say EUR 82.00" in letter.body
    assert letter.body.endswith("Harbour Goods\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_of_it(language: str) -> None:
    letter = request(view(MISSING, CREDIT, DIFFERS), company="Harbour Goods", language=language)
    assert letter is not None
    assert letter.language == language
    assert "{" not in letter.body + letter.subject
    for said in ("2026-10-31", "RE-1", "GS-2", "EUR 100.00", "EUR 82.00", "Harbour Goods"):
        assert said in letter.body


def test_another_language_is_written_to_in_english() -> None:
    letter = request(view(MISSING), company="H", language="pt")
    assert letter is not None
    assert letter.language == "en"


def test_what_is_not_certain_is_not_asked_for() -> None:
    open_ = line("RE-9", "5.00", MatchStatus.AMBIGUOUS)
    fine = line("RE-8", "5.00", MatchStatus.MATCHED)
    assert request(view(open_, fine), company="H", language="en") is None


def test_text_of_the_statement_stays_on_its_line_and_is_no_format() -> None:
    odd = line("RE-1\n- RE-2, {company}", "1.00", MatchStatus.MISSING)
    letter = request(view(odd), company="H", language="en")
    assert letter is not None
    assert "- RE-1 - RE-2, {company}, 2026-10-14" in letter.body
