"""Business terms of EN 16931 out of an XML tree, by a table of paths per syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final, cast

from lxml import etree

from model.documents import (
    TOTALS,
    Check,
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Line,
    Reading,
    ReadState,
    TaxRow,
)
from parsers import checks
from parsers.amounts import canonical

AMOUNTS: Final = frozenset(
    {
        *("line_total", "allowance_total", "charge_total", "net_total", "tax_total", "gross_total"),
        *("prepaid", "rounding", "payable"),
    }
)
_DAYS: Final = frozenset(["issue_date", "due_date", "delivery_date"])
_CREDIT_NOTES: Final = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
)
"""UNTDID 1001 codes that UBL writes as CreditNote."""
_CORRECTED: Final = "384"
_NEEDED: Final = ("invoice_number", "issue_date", "currency")


@dataclass(frozen=True, slots=True)
class Syntax:
    """Where one syntax keeps the business terms: XPaths, the first that finds something counts."""

    form: DocumentFormat
    spaces: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]
    line: str
    line_parts: Mapping[str, tuple[str, ...]]
    tax: str
    tax_parts: Mapping[str, tuple[str, ...]]


def reading(root: etree._Element, syntax: Syntax) -> Reading:
    """The document as a Reading; every value has the XML as its source."""
    values = {
        name: _canonical(name, _first(root, paths, syntax)) for name, paths in syntax.fields.items()
    }
    present = {name: value for name, value in values.items() if value}
    fields = {name: Field(name, value, _evidence(name, syntax)) for name, value in present.items()}
    lines = tuple(_lines(root, syntax))
    added, summed = _total(present), _sum(present, lines)
    unproved = _unproved(present, proved=added.ok is True and summed.ok is not False)
    return Reading(
        kind=kind_of(present),
        format=syntax.form,
        state=ReadState.READ,
        fields=MappingProxyType(fields),
        lines=lines,
        tax_rows=tuple(_taxes(root, syntax)),
        checks=(added, summed),
        accept=not unproved,
        unproved=unproved,
    )


def kind_of(fields: Mapping[str, str]) -> DocumentKind:
    """The kind by the type code; a correction counts by its sign."""
    code, gross = fields.get("type_code", ""), fields.get("gross_total", "")
    if code in _CREDIT_NOTES or (code == _CORRECTED and gross.startswith("-")):
        return DocumentKind.CREDIT_NOTE
    return DocumentKind.INVOICE


def _evidence(name: str, syntax: Syntax) -> Evidence:
    path = syntax.fields[name][0].replace("*/", "").rstrip("/")
    return Evidence(EvidenceSource.XML, 1.0, f"stated in the XML: {path}")


def _nodes(node: etree._Element, path: str, syntax: Syntax) -> list[Any]:
    """What a path finds: elements or attribute values, in document order."""
    return cast("list[Any]", node.xpath(path, namespaces=dict(syntax.spaces)))


def _first(node: etree._Element, paths: Iterable[str], syntax: Syntax) -> str:
    for path in paths:
        for found in _nodes(node, path, syntax):
            text = str(found if isinstance(found, str) else found.text or "").strip()
            if text:
                return " ".join(text.split())
    return ""


def _canonical(name: str, text: str) -> str:
    if not text:
        return ""
    if name in AMOUNTS:
        value = _decimal(text)
        return "" if value is None else canonical(value)
    return _day(text) if name in _DAYS else text


def _day(text: str) -> str:
    """A date of UBL (ISO) or CII (format 102: YYYYMMDD)."""
    digits = re.sub(r"\D", "", text[:10])
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _lines(root: etree._Element, syntax: Syntax) -> Iterable[Line]:
    for node in _nodes(root, syntax.line, syntax):
        part = {name: _first(node, paths, syntax) for name, paths in syntax.line_parts.items()}
        yield Line(
            description=part["description"],
            quantity=_decimal(part["quantity"]),
            unit=part["unit"] or None,
            unit_price=_decimal(part["unit_price"]),
            total=_decimal(part["total"]),
            tax_rate=_decimal(part["tax_rate"]),
            line_id=part["line_id"] or None,
            order_number=part["order_number"] or None,
        )


def _taxes(root: etree._Element, syntax: Syntax) -> Iterable[TaxRow]:
    for node in _nodes(root, syntax.tax, syntax):
        part = {name: _first(node, paths, syntax) for name, paths in syntax.tax_parts.items()}
        base, amount = _decimal(part["base"]), _decimal(part["amount"])
        if base is not None and amount is not None:
            yield TaxRow(base, amount, _decimal(part["rate"]), part["category"] or None)


def _total(fields: Mapping[str, str]) -> Check:
    net, tax, gross = (_decimal(fields.get(f"{n}_total", "")) for n in ("net", "tax", "gross"))
    return checks.net_tax_gross(net, tax, gross)


def _sum(fields: Mapping[str, str], lines: tuple[Line, ...]) -> Check:
    goals = (_decimal(fields.get("line_total", "")), _decimal(fields.get("net_total", "")))
    return checks.lines_add_up(lines, [goal for goal in goals if goal is not None])


def _unproved(fields: Mapping[str, str], *, proved: bool) -> tuple[str, ...]:
    """What the XML leaves out, and the totals where they don't add up."""
    missing = (name for name in _NEEDED if not fields.get(name))
    return (*missing, *(() if proved else TOTALS))
