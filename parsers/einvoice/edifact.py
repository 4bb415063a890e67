"""EDIFACT INVOIC (D.96A and later, EANCOM) to the business terms of EN 16931."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from model.documents import DocumentFormat, Line, Reading, TaxRow
from model.errors import FormatUnknown
from parsers.einvoice.segments import Segment, edifact, loops
from parsers.einvoice.terms import Stated, concluded, day_of, decimal, several, summed
from parsers.wording.amounts import canonical

_GROSS: Final = ("388", "77", "39", "86", "128", "9")
_NET: Final = ("389", "125", "79")
_TAX: Final = ("176", "124")
_SELLER: Final = ("SU", "SE", "II")
_BUYER: Final = ("IV", "BY")
_CENTURY: Final = "20"


def read(text: str) -> Reading:
    """What an INVOIC message states; of several in an interchange, the first.

    Raises:
        FormatUnknown: the interchange holds no INVOIC.
    """
    every = list(loops(edifact(text), "UNH", frozenset({"UNZ"})))
    invoices = [one for one in every if one[0].get(2) == "INVOIC"]
    if not invoices:
        raise FormatUnknown("The EDIFACT file holds no invoice (INVOIC).")
    message = invoices[0]
    bounds = [at for at, one in enumerate(message) if one.tag in {"LIN", "UNS"}]
    head = message[: bounds[0]] if bounds else message
    summary = message[next((at for at, one in enumerate(message) if one.tag == "UNS"), 0) :]
    lines = tuple(_line(one) for one in loops(message, "LIN", frozenset({"UNS"})))
    rows = tuple(_rows(summary))
    values = {**_totals(summary, rows), **_header(head)}
    doubt = several(len(invoices))
    return concluded(Stated(values, lines, rows, doubt=doubt), DocumentFormat.EDIFACT)


def _header(head: Sequence[Segment]) -> dict[str, str]:
    return {
        "invoice_number": _first(head, "BGM", 2),
        "type_code": _first(head, "BGM", 1),
        "issue_date": _day(head, "137"),
        "due_date": _day(head, "13"),
        "delivery_date": _day(head, "35"),
        "currency": _qualified(head, "CUX", "2"),
        "po_number": _qualified(head, "RFF", "ON"),
        "contract": _qualified(head, "RFF", "CT"),
        "preceding_invoice": _qualified(head, "RFF", "IV"),
        **_party(head, _SELLER, "seller"),
        **_party(head, _BUYER, "buyer"),
        "iban": _first(head, "FII", 2),
    }


def _first(segments: Sequence[Segment], tag: str, element: int) -> str:
    return next((one.get(element) for one in segments if one.tag == tag), "")


def _qualified(segments: Sequence[Segment], tag: str, qualifier: str) -> str:
    """The second component of the first segment whose first component is this qualifier."""
    found = (one for one in segments if one.tag == tag and one.get(1) == qualifier)
    return next((one.get(1, 1) for one in found), "")


def _day(segments: Sequence[Segment], qualifier: str) -> str:
    """A date of DTM: CCYYMMDD, or YYMMDD where format 101 says so."""
    for one in segments:
        if one.tag == "DTM" and one.get(1) == qualifier:
            short = one.get(1, 2) == "101"
            return day_of((_CENTURY if short else "") + one.get(1, 1))
    return ""


def _party(head: Sequence[Segment], roles: Sequence[str], name: str) -> dict[str, str]:
    """Name and VAT id of the first of these roles that is named."""
    every = list(loops(head, "NAD", frozenset({"CUX", "TOD", "PAT", "ALC", "TDT", "LIN"})))
    ranked = [one for role in roles for one in every if one[0].get(1) == role]
    found: dict[str, str] = {}
    for loop in ranked:
        nad = loop[0]
        texts = nad.elements[3] if nad.get(4) else nad.elements[2] if nad.get(3) else ()
        found.setdefault(f"{name}_name", " ".join(part.strip() for part in texts if part.strip()))
        found.setdefault(f"{name}_vat_id", _qualified(loop, "RFF", "VA"))
    return {key: text for key, text in found.items() if text}


def _totals(summary: Sequence[Segment], rows: tuple[TaxRow, ...]) -> dict[str, str]:
    stated = {
        "gross_total": _amount(summary, _GROSS),
        "net_total": _amount(summary, _NET),
        "tax_total": _amount(summary, _TAX),
        "line_total": _amount(summary, ("79",)),
        "prepaid": _amount(summary, ("113",)),
        "payable": _amount(summary, ("9",)),
    }
    own = {name: text for name, text in stated.items() if text}
    breakdown = summed(rows) if len(rows) > 1 or not own.get("net_total") else {}
    taxed = {} if _amount(summary, ("176",)) else {"tax_total": breakdown.get("tax_total", "")}
    net = {} if _amount(summary, ("389",)) else {"net_total": breakdown.get("net_total", "")}
    return own | {name: text for name, text in (net | taxed).items() if text}


def _amount(segments: Sequence[Segment], codes: Sequence[str]) -> str:
    """The amount of MOA under the first of these codes that is there."""
    for code in codes:
        value = decimal(_qualified(segments, "MOA", code))
        if value is not None:
            return canonical(value)
    return ""


def _rows(summary: Sequence[Segment]) -> list[TaxRow]:
    rows = []
    for loop in loops(summary, "TAX", frozenset({"ALC", "UNT"})):
        base, amount = (decimal(_qualified(loop, "MOA", code)) for code in ("125", "124"))
        if base is not None and amount is not None:
            category = loop[0].get(6) or None
            rows.append(TaxRow(base, amount, decimal(loop[0].get(5, 3)), category))
    return rows


def _line(loop: Sequence[Segment]) -> Line:
    quantity = next(
        (one for one in loop if one.tag == "QTY" and one.get(1) in {"47", "46", "61"}), None
    )
    price = next((one for one in loop if one.tag == "PRI"), None)
    tax = next((one for one in loop if one.tag == "TAX"), None)
    texts = (one for one in loop if one.tag == "IMD")
    parts = next(([one.get(3, 3), one.get(3, 4)] for one in texts), [])
    count = decimal(quantity.get(1, 1)) if quantity else None
    each = decimal(price.get(1, 1)) if price else None
    total = decimal(_qualified(loop, "MOA", "203"))
    if total is None and count is not None and each is not None:
        total = (count * each).quantize(Decimal("0.01"))
    return Line(
        description=" ".join(part for part in parts if part),
        quantity=count,
        unit=(quantity.get(1, 2) or None) if quantity else None,
        unit_price=each,
        total=total,
        tax_rate=decimal(tax.get(5, 3)) if tax else None,
        line_id=loop[0].get(1) or None,
        order_number=_qualified(loop, "RFF", "ON") or None,
    )
