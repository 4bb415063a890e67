"""The family of makers is true in itself; whether it is read is the bench's matter."""

import html
from io import BytesIO

from openpyxl import load_workbook

from benchmarks.statement_maker_houses import SENDERS
from benchmarks.statement_maker_papers import written
from benchmarks.statement_makers import Case
from benchmarks.statement_wholesaler_papers import filled

_CASES = [Case(sender, language) for sender in SENDERS for language in sender.words]


def test_what_is_owed_is_what_was_carried_and_each_line() -> None:
    for case in _CASES:
        assert case.opening + sum(row.amount for row in case.rows) == case.closing
        assert sum(case.ageing()) == case.closing


def test_each_page_says_its_lines_its_balances_and_its_currency() -> None:
    signs = {"GBP": "£", "USD": "$", "EUR": "€"}
    for case in (one for one in _CASES if one.sender.form != "grid"):
        text = html.unescape(filled(case, escaped=case.sender.form in {"pdf", "html"}))
        said = [case.money(case.closing), case.account]
        said += [case.money(case.opening)] * (not case.open)
        for row in case.rows:
            said += [row.reference, case.day(row.day), case.money(abs(row.amount))]
        assert [one for one in said if one not in text] == [], (case.sender.name, case.language)
        assert case.currency in text or signs[case.currency] in text, case.sender.name


def test_each_workbook_says_its_lines_and_its_balance() -> None:
    for case in (one for one in _CASES if one.sender.form == "grid"):
        sheet = load_workbook(BytesIO(written(case))).worksheets[0]
        cells = {cell for row in sheet.values for cell in row}
        assert float(case.closing) in cells
        assert {row.reference for row in case.rows} - {""} <= cells
        assert {float(abs(row.amount)) for row in case.rows} <= {
            abs(cell) for cell in cells if isinstance(cell, int | float)
        }


def test_no_word_is_left_without_what_a_page_asks_for() -> None:
    """A heading that a language lacks would be an empty cell that no house prints."""
    for case in _CASES:
        assert "<th></th>" not in filled(case, escaped=True), (case.sender.name, case.language)
        assert "<th class=n></th>" not in filled(case, escaped=True), case.sender.name
