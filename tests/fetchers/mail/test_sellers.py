"""Whose document a billing service's mail announces."""

import pytest

from fetchers.mail.sellers import firm_name, seller_of, service_of
from model.mail import Authenticity, TriagedMail


def mail(name: str, sender: str, subject: str, text: str = "") -> TriagedMail:
    unknown = Authenticity.UNKNOWN
    return TriagedMail("i", "m", subject, sender, name, None, (), unknown, excerpt=text)


@pytest.mark.parametrize(
    ("name", "sender", "subject", "seller"),
    [
        ("Acme Ltd", "quickbooks@notification.intuit.com", "Invoice 12 is due", "Acme Ltd"),
        ("QuickBooks", "quickbooks@notification.intuit.com", "Bill 9 from Acme Ltd", "Acme Ltd"),
        ("Acme Ltd via QuickBooks", "q@notification.intuit.com", "Invoice 12", "Acme Ltd"),
        ("Acme Ltd (via Letterbox)", "q@letterbox.example", "Invoice 12", "Acme Ltd"),
        ("Stripe", "inv@stripe.com", "Your invoice from Beta Widgets #2023-1", "Beta Widgets"),
        ("Beta Widgets", "invoice+acct_1@stripe.com", "Your receipt", "Beta Widgets"),
        ("Xero", "m@post.xero.com", "Invoice INV-12 from Smith & Sons for Us Inc", "Smith & Sons"),
        ("PayPal", "service@paypal.com", "Invoice from Corner Shop (0042)", "Corner Shop"),
        ("sevdesk", "no@sevdesk.de", "Rechnung RE-1 von Muster & Söhne KG", "Muster & Söhne KG"),
        (
            "PayLo",
            "no-reply@paylo.example",
            "Invoice INV-7 from Acme Pty Ltd is ready",
            "Acme Pty Ltd",
        ),
        ("PayLo on behalf of Acme Ltd", "a@paylo.example", "Invoice 7", "Acme Ltd"),
    ],
)
def test_a_service_sends_for_the_seller_that_it_names(
    name: str, sender: str, subject: str, seller: str
) -> None:
    assert seller_of(mail(name, sender, subject)) == seller


def test_the_text_says_who_has_sent_an_invoice() -> None:
    told = "Hello,\nAcme Pty Ltd has sent you an invoice for $120.00.\n"
    assert seller_of(mail("PayLo", "a@paylo.example", "New invoice", told)) == "Acme Pty Ltd"


@pytest.mark.parametrize(
    ("name", "sender", "subject"),
    [
        ("Sunrise Power", "billing@mail.sunrise.test", "Invoice S-1 is ready"),
        ("Nordwind", "billing@nordwind.example", "Your invoice from Nordwind Netz AG"),
        ("Nordwind Energie", "billing@nwe.example", "Invoice from Nordwind Energie GmbH for May"),
        ("PayLo Billing", "no-reply@paylo.example", "Your invoice from PayLo Ltd is ready"),
        ("Vodafone", "rechnung@vodafone.example", "Your invoice from March is ready"),
        ("Orange", "x@orange.example", "Your bill from last month"),
        ("Ann from Acme", "ann@acme.example", "Invoice 7"),
        ("Joe", "joe@gmail.com", "Invoice 7 from Acme Ltd"),
        ("", "x@xero.com", "Bill from us"),
        ("", "", ""),
    ],
)
def test_who_sends_for_itself_is_no_service(name: str, sender: str, subject: str) -> None:
    assert seller_of(mail(name, sender, subject)) == ""


def test_a_name_that_is_an_address_is_no_name() -> None:
    assert "@" not in seller_of(mail("ann@acme.example", "q@stripe.com", "Invoice"))


def test_one_firm_has_one_name_whatever_its_legal_form() -> None:
    assert firm_name("Acme Ltd.") == firm_name("ACME Limited") == "acme"
    assert firm_name("GmbH") == "gmbh"
    assert service_of(mail("A", "q@notification.intuit.com", "")) == "intuit.com"
