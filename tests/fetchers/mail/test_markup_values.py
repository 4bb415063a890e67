"""Values that only a mail's markup states."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.markup_values import MarkupValues, values_by_markup
from fetchers.mail.triage import triage
from model.mail import Notice
from model.money import Money
from tests.fetchers.mail.letters import OURS, PASSED, SUPPLIERS, letter

TODAY = date(2026, 11, 21)
INVOICE = {
    "@context": "http://schema.org",
    "@type": "Invoice",
    "identifier": "INV-4711",
    "accountId": "88-123",
    "paymentDueDate": "2026-12-05T00:00:00+01:00",
    "totalPaymentDue": {"@type": "PriceSpecification", "price": "70.00", "priceCurrency": "EUR"},
}
PAGE = "<html><script type='application/ld+json'>{markup}</script><body>{text}</body></html>"


def notice_of(text: str, *, proven: bool = True) -> Notice:
    headers = (("Authentication-Results", PASSED),) if proven else ()
    page = PAGE.format(markup=json.dumps(INVOICE), text=text)
    raw = letter("Ihre Rechnung", page=page, headers=headers)
    return triage(raw, SUPPLIERS, trusted=OURS, today=TODAY).notices[0]


def test_markup_of_a_proven_sender_fills_what_the_words_leave_open() -> None:
    notice = notice_of("Ihre Rechnung steht bereit.")
    assert notice.number == "INV-4711"
    assert notice.amount == Money(Decimal("70.00"), "EUR")
    assert notice.due_date == date(2026, 12, 5)
    assert notice.customer_number == "88-123"


def test_what_a_person_reads_outranks_the_markup() -> None:
    notice = notice_of("Rechnungsnummer: INV-1<br>Rechnungsbetrag: 5,00 EUR")
    assert notice.number == "INV-1"
    assert notice.amount == Money(Decimal("5.00"), "EUR")


def test_markup_of_an_unproven_sender_fills_nothing() -> None:
    notice = notice_of("Ihre Rechnung steht bereit.", proven=False)
    assert (notice.number, notice.amount, notice.due_date) == (None, None, None)


@pytest.mark.parametrize(
    ("due", "money"),
    [
        ("$70.00", Money(Decimal("70.00"), "USD")),
        ({"price": "€70.00"}, Money(Decimal("70.00"), "EUR")),
        ({"value": 70, "currency": "GBP"}, Money(Decimal(70), "GBP")),
        ({"price": "70.00"}, None),
        ("70.00", None),
        (None, None),
        (["$70.00"], Money(Decimal("70.00"), "USD")),
    ],
)
def test_a_price_needs_its_currency(due: object, money: Money | None) -> None:
    script = json.dumps({"@type": "Invoice", "totalPaymentDue": due})
    assert values_by_markup([script]).amount == money


def test_markup_of_several_invoices_states_none() -> None:
    assert values_by_markup([json.dumps([INVOICE, INVOICE])]) == MarkupValues()
    wrapped = {"identifier": {"@type": "PropertyValue", "value": 4711}, "@type": ["Invoice"]}
    assert values_by_markup([json.dumps(wrapped)]).number == "4711"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(INVOICE)), inner),
    max_leaves=20,
)


@given(JSON, st.text())
def test_any_markup_is_read_or_left(tree: object, text: str) -> None:
    read = values_by_markup([json.dumps({"@type": "Invoice", "x": tree}), text, json.dumps(tree)])
    assert isinstance(read, MarkupValues)
