"""The held-out family of statements is true in itself; whether it is read is the bench's matter."""

import html

import pytest

from benchmarks.statement_trader_lists import SENDERS
from benchmarks.statement_trader_papers import case_of, page, paper_of
from benchmarks.statement_trader_portals import PORTALS
from benchmarks.statement_traders import Case

_CASES = [case_of(sender, language) for sender in SENDERS + PORTALS for language in sender.said]
_PLAIN = {"EUR": "€", "GBP": "£", "USD": "$", "PLN": "zł", "CZK": "Kč"}


def printed(case: Case) -> str:
    if case.sender.form == "pdf":
        return html.unescape(page(case))
    content = paper_of(0, case, lambda _: b"").content
    return html.unescape(content.decode("utf-8-sig"))


def test_what_is_owed_is_what_was_carried_and_each_line() -> None:
    for case in _CASES:
        assert case.opening + sum(row.amount for row in case.rows) == case.closing
        numbers = [row.reference for row in case.rows if row.reference]
        assert len(set(numbers)) == len(numbers)
        assert case.opening == 0 or not case.sender.has("open")


@pytest.mark.parametrize("form", ["pdf", "csv", "html"])
def test_each_paper_prints_its_lines_its_balance_and_its_currency(form: str) -> None:
    for case in (one for one in _CASES if one.sender.form == form):
        text = printed(case)
        said = [case.money(case.closing), case.account]
        said += [case.money(case.opening)] * (not case.sender.has("open"))
        for row in case.rows:
            amount = case.money(abs(row.amount), bare=True)[:-2]  # some print a mark behind it
            said += [row.reference, case.day(row.day), amount]
        assert [one for one in said if one not in text] == [], (case.sender.name, case.language)
        named = case.currency in text or _PLAIN.get(case.currency, "?") in text
        assert named, (case.sender.name, case.language)
