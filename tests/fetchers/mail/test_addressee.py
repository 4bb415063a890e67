from dataclasses import replace
from datetime import date

import pytest

from fetchers.mail.addressee import address, shape
from fetchers.mail.triage import triage
from model.mail import Addressee, Habit
from model.suppliers import PortalState, Supplier, SupplierProfile
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


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Deine Handyrechnung ist da.", "a-mobile"),
        ("La factura de tu móvil ya está disponible.", "a-mobile"),
        ("Votre facture fibre est disponible.", "a-wire"),
        ("Uw factuur voor vaste telefonie staat klaar.", "a-land"),
    ],
)
def test_other_words_for_the_service_choose_too(text: str, account: str) -> None:
    assert addressee(text).account_id == account


def test_words_of_two_services_choose_nothing() -> None:
    assert addressee("Handy und Festnetz aus einer Hand!").account_id is None


def test_a_link_that_our_own_protection_wrapped_is_read() -> None:
    wrapped = (
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fland.blauwal.example%2Fr"
    )
    assert addressee(f"Rechnung ansehen <{wrapped}>").portal_id == "p-land"


def test_a_portal_that_nobody_confirmed_is_never_chosen() -> None:
    portal = replace(POWER.portals[0], state=PortalState.PROPOSED)
    unsure = replace(POWER, portals=(portal,))
    found = addressee(
        "https://portal.nordlicht-strom.example/r",
        sender="x@nordlicht-strom.example",
        suppliers=(unsure,),
    )
    assert (found.supplier_id, found.portal_id) == ("power", None)


def test_a_supplier_at_free_mail_is_its_one_address() -> None:
    tiler = SupplierProfile(Supplier("tiler", "Krause", domains=("krause@gmx.de",)))
    assert addressee("Rechnung", sender="krause@gmx.de", suppliers=(tiler,)).supplier_id == "tiler"
    assert addressee("Rechnung", sender="other@gmx.de", suppliers=(tiler,)).supplier_id is None


@pytest.mark.parametrize(
    ("habits", "account"),
    [
        ((("a-wire", 2, False),), "a-wire"),
        ((("a-wire", 1, False),), None),
        ((("a-wire", 1, True),), "a-wire"),
        ((("a-wire", 9, False), ("a-land", 1, False)), None),
        ((("a-wire", 9, False), ("a-land", 1, True)), "a-land"),
        ((("a-gone", 9, True),), None),
    ],
)
def test_what_the_senders_mails_concerned_before_decides_where_it_is_clear(
    habits: tuple[tuple[str, int, bool], ...], account: str | None
) -> None:
    known = tuple(
        Habit(key, "rechnung@post.blauwal.example", "x", "telecom", key, times, confirmed)
        for key, times, confirmed in habits
    )
    mail = triage(
        letter("Ihre Rechnung", "Guten Tag", sender=TELECOM_SENDER), SUPPLIERS, today=TODAY
    )
    found = address(mail.notices[0], mail, SUPPLIERS, known)
    assert found.account_id == account
    assert found.assumed == (account is not None)


def test_subjects_of_one_kind_have_one_shape() -> None:
    assert shape("Ihre Rechnung 2026-11 vom 03.11.2026") == shape(
        "Ihre Rechnung 2026-12 vom 1.12.2026"
    )
    assert shape("Ihre Rechnung 1") != shape("Ihre Mahnung 1")
