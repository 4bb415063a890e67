"""Invoices with every group that a rule of EN 16931 speaks of, and changes that break rules.

One line, one allowance and one charge of one VAT category: 100.00 - 10.00 + 5.00 = 95.00 net.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Template

from lxml import etree

from parsers.safety import gate

FOLDER = Path(__file__).parent / "rules"
_VAT_ID = "IT12345670017"
_EDIT = re.compile(r"(?P<gone>-)?(?P<path>[^=<>]+)(?:(?P<how>[=<>])(?P<what>.*))?", re.DOTALL)


@dataclass(frozen=True)
class Category:
    """A VAT category: what its rules are called, its code (UNCL 5305), rate and kinds."""

    name: str
    code: str
    rate: str
    kinds: str
    reason: str = ""


_UNTAXED = "every identified untaxed free"
CATEGORIES = {
    one.name: one
    for one in (
        Category("S", "S", "20", "every identified taxed reasonless"),
        Category("Z", "Z", "0", f"{_UNTAXED} reasonless"),
        Category("E", "E", "0", f"{_UNTAXED} reasoned", "Exempt"),
        Category("AE", "AE", "0", f"{_UNTAXED} reasoned", "Reverse charge"),
        Category("IC", "K", "0", f"{_UNTAXED} reasoned inside", "Intra-community supply"),
        Category("G", "G", "0", f"{_UNTAXED} reasoned", "Export"),
        Category("O", "O", "", "every free reasoned outside", "Not subject to VAT"),
        Category("AF", "L", "7", "every identified taxed reasonless"),
        Category("AG", "M", "4", "every identified taxed reasonless"),
        Category("B", "B", "20", "split"),
    )
}


@dataclass(frozen=True)
class Case:
    """A rule, the change that breaks it by syntax, and the rules that may be broken with it."""

    rule: str
    category: Category
    changes: Mapping[str, str]
    beside: frozenset[str]


def ubl(category: Category = CATEGORIES["S"]) -> etree._Element:
    """A valid UBL invoice of this category."""
    rate = f"<cbc:Percent>{category.rate}</cbc:Percent>" * bool(category.rate)
    reason = f"<cbc:TaxExemptionReason>{category.reason}</cbc:TaxExemptionReason>"
    reason *= bool(category.reason)
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    known = (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{_VAT_ID}</cbc:CompanyID>{scheme}</cac:PartyTaxScheme>"
    )
    agent = (
        "<cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Agent</cbc:Name></cac:PartyName>"
        "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>IT</cbc:IdentificationCode>"
        f"</cac:Country></cac:PostalAddress>{known}</cac:TaxRepresentativeParty>"
    )
    holes = {
        "category": f"<cbc:ID>{category.code}</cbc:ID>{rate}{scheme}",
        "reasoned": f"<cbc:ID>{category.code}</cbc:ID>{rate}{reason}{scheme}",
    }
    return _filled("ubl.xml", category, known, agent, holes)


def cii(category: Category = CATEGORIES["S"]) -> etree._Element:
    """A valid CII invoice of this category."""
    rate = f"<ram:RateApplicablePercent>{category.rate}</ram:RateApplicablePercent>"
    rate *= bool(category.rate)
    reason = f"<ram:ExemptionReason>{category.reason}</ram:ExemptionReason>" * bool(category.reason)
    known = (
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{_VAT_ID}</ram:ID>'
        "</ram:SpecifiedTaxRegistration>"
    )
    agent = (
        "<ram:SellerTaxRepresentativeTradeParty><ram:Name>Agent</ram:Name><ram:PostalTradeAddress>"
        f"<ram:CountryID>IT</ram:CountryID></ram:PostalTradeAddress>{known}"
        "</ram:SellerTaxRepresentativeTradeParty>"
    )
    holes = {
        "category": f"<ram:CategoryCode>{category.code}</ram:CategoryCode>{rate}",
        "code": category.code,
        "rate": rate,
        "reason": reason,
    }
    return _filled("cii.xml", category, known, agent, holes)


def _filled(
    name: str, category: Category, known: str, agent: str, holes: dict[str, str]
) -> etree._Element:
    tax = Decimal(95) * Decimal(category.rate or 0) / 100
    ours = known if category.name != "O" else ""
    filled = Template((FOLDER / name).read_text("utf-8")).substitute(
        seller=ours,
        buyer=ours,
        agent=agent if ours else "",
        tax=f"{tax:.2f}",
        gross=f"{95 + tax:.2f}",
        due=f"{95 + tax - 14:.2f}",
        **holes,
    )
    return gate.xml(filled.encode())


@cache
def cases() -> Mapping[str, Case]:
    """The changes of `edits.toml` by the rule that each breaks."""
    tables = tomllib.loads((FOLDER / "edits.toml").read_text("utf-8"))
    standard = CATEGORIES["S"]
    found = [_case(rule, standard, stated) for rule, stated in tables["rules"].items()]
    found += [
        _case(f"BR-{category.name}-{number}", category, stated)
        for category in CATEGORIES.values()
        for kind in category.kinds.split()
        for number, stated in tables[kind].items()
    ]
    return {case.rule: case for case in found}


def _case(rule: str, category: Category, stated: Sequence[str]) -> Case:
    ubl, cii, *beside = stated
    named = " ".join(beside).replace("*", category.name).split()
    changes = {syntax: one for syntax, one in (("ubl", ubl), ("cii", cii)) if one}
    return Case(rule, category, changes, frozenset(named))


def change(root: etree._Element, change: str) -> bytes:
    """The invoice with a change of `edits.toml`."""
    for one in change.split(" ; "):
        _change(root, one)
    return etree.tostring(root)


def _change(root: etree._Element, change: str) -> None:
    stated = _EDIT.fullmatch(change)
    assert stated is not None
    path, _, attribute = stated["path"].partition("/@")
    steps = re.sub(r"(?<![\w*])([A-Z]\w*)", r"*[local-name()='\1']", path)
    places = root.xpath(f"//{steps}")
    assert isinstance(places, list)
    assert places, path
    for place in places:
        assert isinstance(place, etree._Element)
        if stated["gone"] and attribute:
            del place.attrib[attribute]
        elif stated["gone"]:
            above = place.getparent()
            assert above is not None
            above.remove(place)
        elif stated["how"] == "=":
            if attribute:
                place.set(attribute, stated["what"])
            else:
                place.text = stated["what"]
        else:
            _add(place, stated["what"], inside=stated["how"] == "<")


def _add(place: etree._Element, text: str, *, inside: bool) -> None:
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in place.nsmap.items() if name)
    (added,) = gate.xml(f"<a {spaces}>{text}</a>".encode())
    if inside:
        place.append(added)
    else:
        place.addnext(added)
