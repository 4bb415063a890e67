"""Business terms of EN 16931 out of an XML tree, by a table of paths per syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
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
from parsers.invoices import checks
from parsers.wording.amounts import canonical

AMOUNTS: Final = frozenset(
    {
        *("line_total", "allowance_total", "charge_total", "net_total", "tax_total", "gross_total"),
        *("prepaid", "rounding", "payable"),
    }
)
_DAYS: Final = frozenset(
    {"issue_date", "due_date", "delivery_date", "service_start", "service_end"}
)
_CREDIT_NOTES: Final = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
)
"""UNTDID 1001 codes that UBL writes as CreditNote."""
_CORRECTED: Final = "384"
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_LAST_YEAR: Final = 9900
"""Later days are none, and terms of payment could not be added to them."""
_CENT: Final = Decimal("0.01")
_FEW_DAYS: Final = re.compile(r"[0-9]{1,4}")
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


@dataclass(frozen=True, slots=True)
class Stated:
    """What a structured document states: canonical values, lines and tax rows; and where.

    `doubt` is a reason why a person must look though everything adds up.
    """

    values: Mapping[str, str]
    lines: tuple[Line, ...]
    tax_rows: tuple[TaxRow, ...]
    why: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    doubt: Check | None = None


def reading(root: etree._Element, syntax: Syntax) -> Reading:
    """The document as a Reading; every value has the XML as its source."""
    return concluded(stated(root, syntax), syntax.form)


def stated(root: etree._Element, syntax: Syntax) -> Stated:
    """What the XML states in the places of a syntax."""
    values = {
        name: canonical_of(name, _first(root, paths, syntax))
        for name, paths in syntax.fields.items()
    }
    why = {name: f"stated in the XML: {_path(paths[0])}" for name, paths in syntax.fields.items()}
    return Stated(values, tuple(_lines(root, syntax)), tuple(_taxes(root, syntax)), why)


def concluded(document: Stated, form: DocumentFormat) -> Reading:
    """The Reading of what is stated: its kind, whether it adds up, whether it goes on unseen."""
    present = {name: value for name, value in document.values.items() if value}
    if not is_currency(present.get("currency", "")):
        present.pop("currency", None)
    fields = {
        name: Field(name, value, Evidence(EvidenceSource.XML, 1.0, document.why.get(name, _PLAIN)))
        for name, value in present.items()
    }
    added, summed = _total(present), _sum(present, document.lines)
    unproved = _unproved(present, proved=added.ok is True and summed.ok is not False)
    doubts = (document.doubt,) if document.doubt else ()
    return Reading(
        kind=kind_of(present),
        format=form,
        state=ReadState.READ,
        fields=MappingProxyType(fields),
        lines=document.lines,
        tax_rows=document.tax_rows,
        checks=(added, summed, *doubts),
        accept=not unproved and not doubts,
        unproved=unproved,
    )


_PLAIN: Final = "stated in the file"


def several(count: int) -> Check | None:
    """A doubt where a file holds more invoices than the first, which is read."""
    if count == 1:
        return None
    return Check(
        "One invoice a file", ok=False, detail=f"the file holds {count} invoices; the first is read"
    )


def summed(rows: Iterable[TaxRow]) -> dict[str, str]:
    """Net and tax as the sums of a tax breakdown, for syntaxes that state no totals of them."""
    every = tuple(rows)
    if not every:
        return {}
    return {
        "net_total": canonical(sum((row.base for row in every), Decimal(0))),
        "tax_total": canonical(sum((row.amount for row in every), Decimal(0))),
    }


def kind_of(fields: Mapping[str, str]) -> DocumentKind:
    """The kind by the type code; a correction counts by its sign."""
    code, gross = fields.get("type_code", ""), fields.get("gross_total", "")
    if code in _CREDIT_NOTES or (code == _CORRECTED and gross.startswith("-")):
        return DocumentKind.CREDIT_NOTE
    return DocumentKind.INVOICE


def _path(path: str) -> str:
    return path.replace("*/", "").rstrip("/")


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


def canonical_of(name: str, text: str) -> str:
    """The canonical text of a field: amounts with a dot, dates ISO 8601."""
    if not text:
        return ""
    if name in AMOUNTS:
        value = decimal(text)
        return "" if value is None else canonical(value)
    return day_of(text) if name in _DAYS else text


def is_currency(code: str) -> bool:
    """Whether a text has the form of a currency's code (ISO 4217)."""
    return bool(_CURRENCY.fullmatch(code))


def days_after(issued: str, days: str) -> str:
    """The day so many days after another, ISO 8601; empty where either is none."""
    if not (issued and _FEW_DAYS.fullmatch(days)):
        return ""
    return (date.fromisoformat(issued) + timedelta(days=int(days))).isoformat()


def day_of(text: str) -> str:
    """A date as ISO 8601: it begins with YYYY-MM-DD or YYYYMMDD; empty where it is none."""
    digits = re.sub(r"\D", "", text[:10])
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return ""
    return day.isoformat() if day.year < _LAST_YEAR else ""


def decimal(text: str) -> Decimal | None:
    """A finite number, or None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def times(quantity: Decimal | None, price: Decimal | None) -> Decimal | None:
    """Quantity times price in cents; None where either is missing or absurdly large."""
    if quantity is None or price is None:
        return None
    try:
        return (quantity * price).quantize(_CENT)
    except ArithmeticError:
        return None


def _lines(root: etree._Element, syntax: Syntax) -> Iterable[Line]:
    for node in _nodes(root, syntax.line, syntax):
        part = {name: _first(node, paths, syntax) for name, paths in syntax.line_parts.items()}
        yield Line(
            description=part["description"],
            quantity=decimal(part["quantity"]),
            unit=part["unit"] or None,
            unit_price=decimal(part["unit_price"]),
            total=decimal(part["total"]),
            tax_rate=decimal(part["tax_rate"]),
            line_id=part["line_id"] or None,
            order_number=part["order_number"] or None,
        )


def _taxes(root: etree._Element, syntax: Syntax) -> Iterable[TaxRow]:
    for node in _nodes(root, syntax.tax, syntax):
        part = {name: _first(node, paths, syntax) for name, paths in syntax.tax_parts.items()}
        base, amount = decimal(part["base"]), decimal(part["amount"])
        if base is not None and amount is not None:
            yield TaxRow(base, amount, decimal(part["rate"]), part["category"] or None)


def _total(fields: Mapping[str, str]) -> Check:
    net, tax, gross = (decimal(fields.get(f"{n}_total", "")) for n in ("net", "tax", "gross"))
    return checks.net_tax_gross(net, tax, gross)


def _sum(fields: Mapping[str, str], lines: tuple[Line, ...]) -> Check:
    goals = (decimal(fields.get("line_total", "")), decimal(fields.get("net_total", "")))
    return checks.lines_add_up(lines, [goal for goal in goals if goal is not None])


def _unproved(fields: Mapping[str, str], *, proved: bool) -> tuple[str, ...]:
    """What the XML leaves out, and the totals where they don't add up."""
    missing = (name for name in _NEEDED if not fields.get(name))
    return (*missing, *(() if proved else TOTALS))
