import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.markup import class_by_markup
from fetchers.mail.page import page_of
from fetchers.mail.triage import triage
from model.mail import MailClass
from tests.fetchers.mail.letters import OURS, PASSED, SUPPLIERS, letter

TODAY = date(2026, 11, 21)
INVOICE = {"@context": "http://schema.org", "@type": "Invoice", "confirmationNumber": "7"}
PAGE = "<html><script type='application/ld+json'>{markup}</script><body>{text}</body></html>"
WORDLESS = "Neues von uns. <a href='https://example.org/x'>Hier</a>"


def understood(text: str, *, proven: bool, markup: object = INVOICE) -> MailClass:
    headers = (("Authentication-Results", PASSED),) if proven else ()
    page = PAGE.format(markup=json.dumps(markup), text=text)
    raw = letter("Nachricht", page=page, headers=headers)
    return triage(raw, SUPPLIERS, trusted=OURS, today=TODAY).notices[0].mail_class


def test_markup_decides_for_a_proven_sender() -> None:
    assert understood(WORDLESS, proven=True) is MailClass.INVOICE_AVAILABLE


def test_markup_of_an_unproven_sender_counts_nothing() -> None:
    assert understood(WORDLESS, proven=False) is understood(WORDLESS, proven=False, markup={})


def test_markup_never_turns_a_sign_in_mail_into_an_invoice() -> None:
    text = "Ihr Bestätigungscode lautet 123456. Geben Sie ihn nicht weiter."
    assert understood(text, proven=True) is MailClass.OTP_MAGIC


@pytest.mark.parametrize(
    ("node", "mail_class"),
    [
        (INVOICE, MailClass.INVOICE_AVAILABLE),
        ({**INVOICE, "paymentStatus": "http://schema.org/PaymentComplete"}, "payment_receipt"),
        ({"@type": "Order", "orderStatus": "OrderProcessing"}, "order_confirmation"),
        ({"@type": "Order", "orderStatus": "http://schema.org/OrderCancelled"}, "other"),
        ({"@type": "ParcelDelivery", "partOfOrder": {"@type": "Order"}}, "shipping"),
        ([{"@type": ["http://schema.org/Invoice"]}], "invoice_available"),
        (
            {"@type": "EmailMessage", "potentialAction": {"@type": "ConfirmAction"}},
            "password_account",
        ),
    ],
)  # fmt: skip
def test_each_type_says_its_class(node: object, mail_class: str) -> None:
    said = class_by_markup([json.dumps(node)])
    assert said is not None
    assert said[0] == mail_class


@pytest.mark.parametrize("script", ["", "{", "[" * 50_000, '{"@type": "Person"}', "null"])
def test_broken_or_foreign_markup_says_nothing(script: str) -> None:
    assert class_by_markup([script]) is None


def test_types_that_differ_say_nothing() -> None:
    assert class_by_markup([json.dumps([INVOICE, {"@type": "ParcelDelivery"}])]) is None


def test_scripts_without_an_end_cost_nothing() -> None:
    assert page_of('<script type="application/ld+json">' * 20_000).markup == ()


@given(st.text(max_size=300))
def test_any_script_is_survived(script: str) -> None:
    class_by_markup([script])
