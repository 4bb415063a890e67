"""Hybrids whose page and XML contradict each other on purpose: how many are noticed.

Pages of the generated invoices in twelve languages, each with a Factur-X inside; then one value is
changed, in the XML or on the page. With development data also its hybrids, changed in the XML
where the value is printed. The reference is what the XML alone gives away: that it does not add up.
"""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pikepdf
from lxml import etree

import parsers
from benchmarks import Measured
from benchmarks.invoice_papers import LAYOUTS, Sheet
from benchmarks.invoice_words import WORDS
from model.documents import DocumentKind
from parsers.einvoice import cii, hybrid
from parsers.invoices.checks import PAGE_AND_XML
from parsers.safety import gate
from parsers.writing.bill import Bill, Charge, Item, Original, Party, Payment, Priced, References
from parsers.writing.bill import Totals as Sums
from parsers.writing.cii import write

FIELDS = (
    *("invoice_number", "issue_date", "due_date", "seller_vat_id", "iban"),
    *("net_total", "tax_total", "gross_total", "currency", "buyer_name"),
)
_AMOUNTS = frozenset({"net_total", "tax_total", "gross_total"})
_BUYERS = ("Sterling Roofing Ltd", "Hotel Alpenblick KG", "Quantum Dynamics SAS", "Verduras SL")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "PLN": "zł"}
_IBAN = "DE89370400440532013000"
_CENT = Decimal("0.01")
_DAYS_OFF = (-30, -7, -1, 1, 10, 31, 365)


@dataclass(frozen=True)
class Hybrid:
    """A hybrid PDF; `field` is what was changed, on which side, and how: none on untouched ones."""

    name: str
    content: bytes
    field: str = ""
    side: str = ""


def run(data: Path | None) -> Measured:
    """Share of the contradictions that are flagged."""
    flagged, every, wrong, betrayed = Counter[str](), Counter[str](), Counter[str](), 0
    for one in (*own(range(1, LAYOUTS, 2)), *_developed(data)):
        said = _is_flagged(one.content)
        key = f"{one.field} ({one.side})" if one.field else "untouched"
        every[key] += 1
        flagged[key] += said
        wrong[one.name] += said and not one.field
        betrayed += bool(one.field) and _is_betrayed(one.content)
    shares = {key: f"{flagged[key]} of {count}" for key, count in sorted(every.items())}
    changed = every.total() - every["untouched"]
    found = flagged.total() - flagged["untouched"]
    details = {
        "fields": shares,
        "contradictions": changed,
        "false_flags": round(flagged["untouched"] / every["untouched"], 4),
        "flagged_untouched": sorted(name for name, count in wrong.items() if count),
    }
    unit = "share of contradictions flagged"
    return Measured("hybrid_contradictions", found / changed, betrayed / changed, unit, details)


def own(layouts: range, seed: int = 7) -> Iterator[Hybrid]:
    """Generated hybrids: each untouched, then each field changed in the XML, and on the page."""
    for layout in layouts:
        for language in WORDS:
            kind = f"{seed}-{layout}-{language}"
            dice = random.Random(kind)
            true = _facts(Sheet(layout, language, random.Random(kind)))
            page, xml = _page(layout, language, kind, {}), _xml(true)
            yield Hybrid(kind, _joined(page, xml))
            for name in FIELDS:
                change = {name: other(name, str(true[name]), dice)}
                yield Hybrid(kind, _joined(page, _xml({**true, **change})), name, "XML")
                turned = _page(layout, language, kind, change)
                yield Hybrid(kind, _joined(turned, xml), name, "page")


def other(name: str, value: str, dice: random.Random) -> str:
    """Another value of a field, near the true one."""
    if name in _AMOUNTS:
        return _other_amount(Decimal(value), dice)
    if name in {"issue_date", "due_date"}:
        return str(date.fromisoformat(value) + timedelta(days=dice.choice(_DAYS_OFF)))
    if name == "currency":
        return dice.choice([code for code in _SIGNS if code != value])
    if name == "buyer_name":
        return dice.choice([one for one in _BUYERS if one != value])
    if name == "invoice_number" and dice.random() < 0.5:
        longer = value + str(dice.randrange(10))
        return dice.choice((longer, value[:-1])) if value[-1].isdigit() else longer
    return _turned(value, dice)


def _other_amount(amount: Decimal, dice: random.Random) -> str:
    ways = (
        Decimal(_turned(f"{amount:.2f}", dice)),
        amount * 10,
        amount + _CENT,
        amount + 100,
        (amount / 2).quantize(_CENT),
    )
    return f"{dice.choice(ways):.2f}"


def _turned(value: str, dice: random.Random) -> str:
    """A value with another digit in one place."""
    at = dice.choice([index for index, ch in enumerate(value) if ch.isdigit()][-6:])
    return f"{value[:at]}{(int(value[at]) + dice.randrange(1, 10)) % 10}{value[at + 1 :]}"


def _facts(sheet: Sheet) -> dict[str, Any]:
    return {**sheet.truth, "iban": _IBAN}


def _page(layout: int, language: str, kind: str, change: Mapping[str, str]) -> bytes:
    """The page of a generated invoice with a bank account at its foot."""
    sheet = Sheet(layout, language, random.Random(kind))
    for name, value in change.items():
        sheet.truth[name] = Decimal(value) if name in _AMOUNTS else value
    land = sheet.land
    if "currency" in change:
        sheet.land = replace(land, currency=change["currency"], sign=_SIGNS[change["currency"]])
    if "seller_vat_id" in change:
        sheet.land = replace(land, vat_id=change["seller_vat_id"])
    if "tax_total" in change:
        (rate, share, _), *rest = sheet.taxes
        others = sum((one for *_, one in rest), Decimal(0))
        sheet.taxes = [(rate, share, sheet.truth["tax_total"] - others), *rest]
    sheet.write(50, 812, f"IBAN {change.get('iban', _IBAN)}", size=7)
    return sheet.paper().content


def _xml(facts: Mapping[str, Any]) -> bytes:
    net, tax, gross = (Decimal(facts[f"{name}_total"]) for name in ("net", "tax", "gross"))
    rate = (tax / net * 100).quantize(_CENT)
    charge = Charge("S", rate, net, tax)
    bill = Bill(
        kind=DocumentKind.INVOICE,
        number=facts["invoice_number"],
        day=date.fromisoformat(facts["issue_date"]),
        currency=facts["currency"],
        seller=Party(facts["seller_name"], facts["seller_vat_id"][:2], facts["seller_vat_id"]),
        buyer=Party(facts["buyer_name"]),
        items=(Item("1", "Goods", Priced(Decimal(1), net), "C62", net, charge),),
        adjustments=(),
        taxes=(charge,),
        totals=Sums(net, *(Decimal(0),) * 2, net, tax, gross, *(Decimal(0),) * 2, gross),
        payment=Payment(due=date.fromisoformat(facts["due_date"]), iban=facts["iban"]),
        references=References(),
        original=Original("application/pdf", b""),
    )
    return write(bill)


def _joined(page: bytes, xml: bytes, name: str = "factur-x.xml") -> bytes:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as document:
        document.attachments[name] = xml
        document.save(packed)
    return packed.getvalue()


def _developed(data: Path | None) -> Iterator[Hybrid]:
    """The hybrids of the development data, and each with its printed values changed in the XML."""
    folder = data / "invoices" / "hybrid-dev" if data else None
    if folder is None or not folder.exists():
        return
    dice = random.Random(5)
    for row in (folder / "truth.jsonl").read_text().splitlines():
        truth = json.loads(row)
        content = (folder / truth["file"]).read_bytes()
        yield Hybrid(truth["file"], content)
        for name in (one for one in FIELDS if truth["visible"].get(one)):
            changed = _changed(content, name, dice)
            if changed is not None:
                yield Hybrid(truth["file"], changed, name, "XML")


def _changed(content: bytes, name: str, dice: random.Random) -> bytes | None:
    """A hybrid with another value in its XML; None where it states none, or a zero."""
    root = gate.xml(hybrid.attached_xml(content))
    syntax = cii.ZUGFERD_1 if etree.QName(root).localname == "CrossIndustryDocument" else cii.CII
    spaces = dict(syntax.spaces)
    nodes: list[Any] = [
        node
        for path in syntax.fields[name]
        for node in cast("list[Any]", root.xpath(path, namespaces=spaces))
    ]
    node = next((one for one in nodes if (one.text or "").strip()), None)
    if node is None or not any(ch != "0" and ch.isalnum() for ch in node.text):
        return None
    before = node.text.strip()
    node.text = _changed_text(name, before, dice)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    with pikepdf.open(io.BytesIO(content)) as document:
        for attached in list(document.attachments):
            del document.attachments[attached]
        packed = io.BytesIO()
        document.save(packed)
    return _joined(packed.getvalue(), xml)


def _changed_text(name: str, text: str, dice: random.Random) -> str:
    if name in {"issue_date", "due_date"}:
        day = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
        return other(name, day, dice).replace("-", "")
    return other(name, text, dice)


def _is_flagged(content: bytes) -> bool:
    reading = parsers.read(content)
    return any(one.name == PAGE_AND_XML and one.ok is False for one in reading.checks)


def _is_betrayed(content: bytes) -> bool:
    """Whether the XML alone, without its page, is nothing to go on."""
    stated = hybrid.inside(content)
    return stated is None or not stated.accept
