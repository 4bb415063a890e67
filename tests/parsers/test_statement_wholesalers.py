"""The family of wholesalers is true in itself; whether it is read is the bench's matter."""

import html
from io import BytesIO

from openpyxl import load_workbook

from benchmarks.statement_wholesaler_papers import SENDERS, filled, workbook
from benchmarks.statement_wholesalers import Case

_CASES = [Case(sender, language) for sender in SENDERS for language in sender.words]


def test_what_is_owed_is_what_was_carried_and_each_line() -> None:
    for case in _CASES:
        assert case.opening + sum(row.amount for row in case.rows) == case.closing
        assert sum(case.ageing()) == case.closing


def test_each_page_says_its_lines_its_balances_and_its_currency() -> None:
    signs = {"GBP": "£", "USD": "$", "EUR": "€", "SEK": "kr"}
    for case in (one for one in _CASES if one.sender.form != "xlsx"):
        text = html.unescape(filled(case, escaped=case.sender.form in {"pdf", "html"}))
        said = [case.money(case.closing), case.account]
        said += [case.money(case.opening)] * (not case.open)
        for row in case.rows:
            said += [row.reference, case.day(row.day), case.money(abs(row.amount))]
        assert [one for one in said if one not in text] == [], (case.sender.name, case.language)
        assert case.currency in text or signs[case.currency] in text, case.sender.name


def test_each_workbook_says_its_lines_and_its_balance() -> None:
    for case in (one for one in _CASES if one.sender.form == "xlsx"):
        sheet = load_workbook(BytesIO(workbook(case))).active
        cells = {cell for row in sheet.values for cell in row}
        assert float(case.closing) in cells
        assert {row.reference for row in case.rows} - {""} <= cells
        assert {float(abs(row.amount)) for row in case.rows} <= {
            abs(cell) for cell in cells if isinstance(cell, int | float)
        }
