from dataclasses import replace
from datetime import date

import pytest

from fetchers.mail.addressee import address
from fetchers.mail.triage import triage
from model.mail import Addressee
from model.suppliers import SupplierProfile
from tests.fetchers.mail.letters import POWER, SUPPLIERS, TELECOM, letter

TODAY = date(2026, 11, 21)
TELECOM_SENDER = "Blauwal <rechnung@post.blauwal.example>"


def addressee(
    text: str,
    subject: str = "Ihre Rechnung steht bereit",
    sender: str = TELECOM_SENDER,
    suppliers: tuple[SupplierProfile, ...] = SUPPLIERS,
) -> Addressee:
    mail = triage(letter(subject, text, sender=sender), suppliers, today=TODAY)
    return address(mail.notices[0], mail, suppliers)


def test_the_customer_number_chooses_among_the_accounts_of_one_brand() -> None:
    found = addressee("Kundennummer: 444-555-666\nhttps://land.blauwal.example/rechnung")
    assert (found.supplier_id, found.account_id, found.portal_id) == (
        "telecom",
        "a-mobile",
        "p-mobile",
    )


def test_a_customer_number_without_label_is_known_too() -> None:
    assert addressee("Vertrag 777 888 999 wurde berechnet.").account_id == "a-wire"


def test_without_a_number_the_links_host_chooses() -> None:
    found = addressee("Rechnung ansehen <https://land.blauwal.example/rechnung>")
    assert (found.account_id, found.portal_id) == ("a-land", "p-land")


def test_without_number_and_host_the_words_of_the_label_choose() -> None:
    found = addressee("Ihre Glasfaser-Rechnung liegt im Portal.")
    assert (found.account_id, found.portal_id) == ("a-wire", "p-wire")
    assert "Glasfaser" in found.why


def test_where_nothing_chooses_no_account_is_guessed() -> None:
    found = addressee("Guten Tag")
    assert (found.supplier_id, found.account_id, found.portal_id) == ("telecom", None, None)
    assert "not said" in found.why


def test_a_customer_number_that_is_not_ours_is_not_taken_for_another() -> None:
    found = addressee("Kundennummer: 123-123-123\nhttps://land.blauwal.example/r")
    assert found.account_id is None
    assert "123-123-123" in found.why


@pytest.mark.parametrize("name", ["Nordlicht Strom AG", "rechnung@nordlicht-strom.example"])
def test_the_name_that_a_sender_gives_itself_proves_nothing(name: str) -> None:
    found = addressee("Guten Tag", sender=f'"{name}" <x@elsewhere.example>')
    assert (found.supplier_id, found.account_id, found.portal_id) == (None, None, None)


def test_a_supplier_with_one_account_and_portal_needs_no_more() -> None:
    found = addressee("Guten Tag", sender="x@nordlicht-strom.example")
    assert (found.account_id, found.portal_id) == ("a-power", "p-power")


def test_our_customer_number_finds_the_supplier_of_a_billing_service() -> None:
    found = addressee("Kundennummer: 900417", sender="bill@service.example")
    assert (found.supplier_id, found.portal_id) == ("power", "p-power")


def test_a_domain_of_two_suppliers_is_decided_by_the_customer_number_or_not_at_all() -> None:
    twin = replace(POWER, supplier=replace(POWER.supplier, id="twin"), accounts=())
    both = (POWER, twin)
    sender = "x@nordlicht-strom.example"
    assert addressee("Kundennummer: 900417", sender=sender, suppliers=both).supplier_id == "power"
    assert addressee("Guten Tag", sender=sender, suppliers=both).supplier_id is None


def test_the_telecom_brand_is_one_supplier() -> None:
    assert len(TELECOM.accounts) == 3
