"""The family of offices is true in itself; whether it is read is the bench's matter."""

import html
from io import BytesIO

from openpyxl import load_workbook

from benchmarks.statement_maker_papers import written
from benchmarks.statement_office_houses import SENDERS
from benchmarks.statement_offices import Case
from benchmarks.statement_wholesaler_papers import filled

_CASES = [Case(sender, language) for sender in SENDERS for language in sender.words]
_SIGNS = {"GBP": "£", "USD": "$", "EUR": "€", "HUF": "Ft", "CZK": "Kč", "NOK": "kr"}


def test_what_an_office_is_owed_is_what_was_carried_and_each_line() -> None:
    for case in _CASES:
        assert case.opening + sum(row.amount for row in case.rows) == case.closing
        assert sum(case.ageing()) == case.closing


def test_each_page_of_an_office_says_its_lines_and_balances() -> None:
    for case in (one for one in _CASES if one.sender.form != "grid"):
        text = html.unescape(filled(case, escaped=case.sender.form in {"pdf", "html"}))
        plain = case.plain(text) if case.sender.form == "listing" else text
        said = [case.money(case.closing), case.account]
        said += [case.money(case.opening)] * (not case.open)
        for row in case.rows:
            said += [row.reference, case.money(abs(row.amount))]
            assert case.day(row.day) in text or case.day(row.day).upper() in plain
        assert [one for one in said if one not in text] == [], (case.sender.name, case.language)
        assert case.currency in text or _SIGNS[case.currency] in text, case.sender.name


def test_each_workbook_of_an_office_says_its_lines_and_its_balance() -> None:
    for case in (one for one in _CASES if one.sender.form == "grid"):
        cells = {str(cell) for row in load_workbook(BytesIO(written(case))).worksheets[0].values
                 for cell in row}  # fmt: skip
        assert {row.reference for row in case.rows} - {""} <= cells
        assert {str(float(case.closing)), case.money(case.closing)} & cells


def test_no_word_of_an_office_is_left_out() -> None:
    """A heading that a language lacks would be an empty cell that no house prints."""
    for case in _CASES:
        said = filled(case, escaped=True).replace("<th class=n><th class=d>", "")
        assert "></th>" not in said, (case.sender.name, case.language)
