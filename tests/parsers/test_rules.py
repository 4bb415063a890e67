"""The official rules for e-invoices, each broken once in both syntaxes, and what they count for."""

from collections.abc import Callable

import pytest
from lxml import etree

from parsers.einvoice import rules
from tests.parsers import rulebook

EXTENSION = (
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
    "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"
)
XRECHNUNG = EXTENSION.partition("#conformant")[0]
NAMED = {"ubl": "CustomizationID", "cii": "GuidelineSpecifiedDocumentContextParameter/ID"}
HEALTH = {
    "ubl": "AccountingSupplierParty//PartyIdentification/ID/@schemeID=XR03",
    "cii": "SellerTradeParty/GlobalID/@schemeID=XR03",
}
INVOICE: dict[str, Callable[[], etree._Element]] = {"ubl": rulebook.ubl, "cii": rulebook.cii}


@pytest.mark.parametrize("syntax", INVOICE)
def test_codes_of_an_extension_count_as_information_for_its_documents_alone(syntax: str) -> None:
    def verdict(profile: str, *more: str) -> rules.Validation:
        changes = (HEALTH[syntax], *more, f"{NAMED[syntax]}={profile}")
        return rules.validate(rulebook.change(INVOICE[syntax](), " ; ".join(changes)))

    extended = verdict(EXTENSION)
    assert (extended.valid, extended.errors) == (True, ())
    assert extended.information == ("BR-CL-10",)
    for other in (XRECHNUNG, "urn:cen.eu:en16931:2017", f"{EXTENSION}.1"):
        assert verdict(other).errors == ("BR-CL-10",)


@pytest.mark.parametrize("syntax", INVOICE)
def test_a_unit_that_is_not_listed_yet_is_a_warning_in_an_xrechnung(syntax: str) -> None:
    broken = rulebook.edits()["BR-CL-23"][list(INVOICE).index(syntax)]
    changes = f"{broken} ; {NAMED[syntax]}={XRECHNUNG}"
    verdict = rules.validate(rulebook.change(INVOICE[syntax](), changes))
    assert verdict.valid
    assert verdict.warnings[1:] == ("BR-CL-23",)


def test_terms_of_payment_stated_twice_are_cens_warning_and_kosits_error() -> None:
    twice = (
        "SpecifiedTradePaymentTerms><ram:SpecifiedTradePaymentTerms>"
        "<ram:Description>net</ram:Description></ram:SpecifiedTradePaymentTerms>"
    )
    verdict = rules.validate(rulebook.change(rulebook.cii(), twice))
    assert (verdict.errors, verdict.warnings) == ((), ("CII-SR-452",))
    strict = rulebook.change(rulebook.cii(), f"{twice} ; {NAMED['cii']}={XRECHNUNG}")
    assert rules.validate(strict).errors == ("CII-SR-452",)
