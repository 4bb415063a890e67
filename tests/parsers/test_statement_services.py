"""The family of services is true in itself; whether it is read is the bench's matter."""

import html
from dataclasses import replace

import pytest

import parsers
from benchmarks.statement_reading import is_balanced
from benchmarks.statement_service_papers import SENDERS, drawn, lines, papers
from benchmarks.statement_services import Case

_CASES = [Case(sender, language) for sender in SENDERS for language in sender.said]


def printed(case: Case) -> list[str]:
    """Each text of a page, or each cell of what is no page."""
    if case.sender.form == "pdf":
        return drawn(case).texts
    cells = [text for line in lines(case) for text in (line.label, *line.cells.values())]
    return [*cells, *case.heads.values(), *(value for _, value in case.facts())]


def test_what_is_owed_is_what_was_carried_and_each_line() -> None:
    for case in _CASES:
        assert case.opening + sum(row.amount for row in case.rows) == case.closing
        numbers = [row.reference for row in case.rows if row.reference]
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("form", sorted({case.sender.form for case in _CASES}))
def test_each_statement_says_its_lines_its_balances_and_its_currency(form: str) -> None:
    for case in (one for one in _CASES if one.sender.form == form):
        text = html.unescape("\n".join(printed(case)))
        said = [case.money(case.closing), case.account]
        said += [case.money(case.opening)] * (not case.sender.has("open"))
        for row in case.rows:
            said += [row.reference, case.day(row.day), case.money(abs(row.amount), bare=True)]
        assert [one for one in said if one not in text] == [], (case.sender.name, case.language)
        assert case.currency in text or case.symbol in text, (case.sender.name, case.language)


def test_a_wrong_balance_or_currency_counts_as_wrong_though_every_line_is_right() -> None:
    paper = next(papers([next(one for one in SENDERS if one.name == "parcel carrier")]))
    reading = parsers.read(paper.content)
    assert is_balanced(reading, paper)
    wrong = [
        replace(paper, closing=paper.closing + 1),
        replace(paper, opening=paper.opening + 1),
        replace(paper, currency="SEK"),
    ]
    assert not any(is_balanced(reading, one) for one in wrong)
