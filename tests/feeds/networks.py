"""Peers that enforce what networks enforce: document type or schema, sums, secret, payload id."""

from __future__ import annotations

import email
import io
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from lxml import etree
from starlette.requests import Request
from starlette.responses import Response

from parsers.safety import gate

_SCHEMAS = Path(__file__).with_name("schemas")
_STATUS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd">
<cXML payloadID="1@network" timestamp="2026-11-21T09:30:00+00:00">
<Response><Status code="{code}" text="{text}">{words}</Status></Response></cXML>"""


@cache
def _dtd() -> etree.DTD:
    return etree.DTD(io.StringIO((_SCHEMAS / "cxml-1.2.dtd").read_text()))


@cache
def _xsd(space: str) -> etree.XMLSchema:
    text = (_SCHEMAS / "pidx.xsd").read_text().replace("SPACE", space)
    return etree.XMLSchema(etree.XML(text.encode()))


def cxml_faults(message: bytes) -> list[str]:
    """What a receiver has against a cXML invoice: its document type, and sums that don't add up."""
    root, dtd = gate.xml(message), _dtd()
    if not dtd.validate(root):
        return [str(one.message) for one in dtd.error_log]  # type: ignore[attr-defined]  # lxml-stubs: it is iterable
    return list(_cxml_sums(root))


def _cxml_sums(root: etree._Element) -> list[str]:
    def sum_of(path: str) -> Decimal:
        return sum((Decimal(str(one.text)) for one in root.findall(path)), Decimal(0))

    end = ".//InvoiceDetailSummary/"
    lines = sum_of(".//InvoiceDetailItem/SubtotalAmount/Money")
    faults = []
    for item in root.iter("InvoiceDetailItem"):
        total = Decimal(item.findtext("SubtotalAmount/Money") or "")
        price = Decimal(item.findtext("UnitPrice/Money") or "")
        if abs(Decimal(item.get("quantity") or "") * price - total) > Decimal("0.005001"):
            faults.append(f"line {item.get('invoiceLineNumber')} is not {total}")
    if sum_of(f"{end}SubtotalAmount/Money") != lines:
        faults.append("the lines are not the subtotal")
    added = sum_of(f"{end}SpecialHandlingAmount/Money") - sum_of(
        f"{end}InvoiceDetailDiscount/Money"
    )
    if lines + added + sum_of(f"{end}Tax/Money") != sum_of(f"{end}NetAmount/Money"):
        faults.append("the net amount is not what the rest makes")
    if root.find(".//InvoiceDetailLineIndicator[@isTaxInLine]") is not None and sum_of(
        ".//InvoiceDetailItem/Tax/Money"
    ) != sum_of(f"{end}Tax/Money"):
        faults.append("the taxes of the lines are not the tax")
    return faults


def pidx_faults(message: bytes) -> list[str]:
    """What OpenInvoice has against an invoice: its schema, and a total that is not its lines'."""
    root = gate.xml(message)
    space = etree.QName(root).namespace or ""
    schema = _xsd(space)
    if not schema.validate(root):
        return [str(one.message) for one in schema.error_log]  # type: ignore[attr-defined]  # lxml-stubs: it is iterable
    name = f"{{{space}}}".join

    def amount(node: etree._Element, *path: str) -> Decimal:
        return Decimal(node.findtext("/".join(name(("", part)) for part in path)) or "0")

    lines = list(root.iter(name(("", "InvoiceLineItem"))))
    taxes = sum((amount(one, "Tax", "TaxAmount", "MonetaryAmount") for one in lines), Decimal(0))
    net = sum(
        (
            round(
                amount(one, "InvoiceQuantity", "Quantity")
                * amount(one, "Pricing", "UnitPrice", "MonetaryAmount"),
                6,
            )
            for one in lines
        ),
        Decimal(0),
    )
    total = amount(root, "InvoiceSummary", "InvoiceTotal", "MonetaryAmount")
    near = abs(net + taxes - total) < Decimal("0.006") * (len(lines) + 1)
    return [] if near else [f"{net} and {taxes} are not {total}"]


def peppol_faults(message: bytes) -> list[str]:
    """What Peppol BIS Billing 3.0 has against an invoice beyond EN 16931, by its rules' ids."""
    root = gate.xml(message)

    def text(path: str) -> str:
        return root.findtext(path) or ""

    parties = ("{*}AccountingSupplierParty", "{*}AccountingCustomerParty")
    faults = [
        *(["R001"] if not text("{*}ProfileID") else []),
        *(["R003"] if not (text("{*}BuyerReference") or text("{*}OrderReference/{*}ID")) else []),
        *(["R004"] if not text("{*}CustomizationID").endswith("billing:3.0") else []),
        *("R008" for one in root.iter("{*}*") if not len(one) and not (one.text or "").strip()),
        *("R010" for party in parties if not text(f"{party}/{{*}}Party/{{*}}EndpointID")),
    ]
    every = [*root.iter("{*}InvoiceLine"), *root.iter("{*}CreditNoteLine")]
    return [*faults, *(fault for one in every for fault in _r120(one))]


def _r120(line: etree._Element) -> list[str]:
    """Line net amount = quantity times price for its base, with what is added and taken off."""

    def sums(path: str) -> Decimal:
        return sum((Decimal(str(one.text)) for one in line.findall(path)), Decimal(0))

    quantity = sums("{*}InvoicedQuantity") + sums("{*}CreditedQuantity")
    base = sums("{*}Price/{*}BaseQuantity") or Decimal(1)
    total = quantity * sums("{*}Price/{*}PriceAmount") / base
    for change in line.findall("{*}AllowanceCharge"):
        amount = Decimal(change.findtext("{*}Amount") or "0")
        total += amount if change.findtext("{*}ChargeIndicator") == "true" else -amount
    near = abs(total - sums("{*}LineExtensionAmount")) <= Decimal("0.02")
    return [] if near else [f"R120: {total}"]


@dataclass
class Network:
    """A receiver of cXML: every message is checked, and counts once by its payload id."""

    secret: str = "shared-secret"
    status: int = 0  # what it answers instead of checking; 0 checks
    over_http: bool = False
    taken: dict[str, bytes] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """The status of a message."""
        body = await request.body()
        message, files = _parts(request.headers["content-type"], body)
        code, words = self._judge(message)
        if code == 200:
            self.taken[gate.xml(message).get("payloadID") or ""] = message
            self.files += files
        text = _STATUS.format(code=code, text=words[:20] or "OK", words=words)
        http = self.status if self.over_http and self.status else 200
        return Response(text, http, media_type="text/xml")

    def _judge(self, message: bytes) -> tuple[int, str]:
        if self.status:
            return self.status, "as told"
        if gate.xml(message).findtext("Header/Sender/Credential/SharedSecret") != self.secret:
            return 401, "Unauthorized"
        faults = cxml_faults(message)
        return (406, faults[0]) if faults else (200, "")


def _parts(media_type: str, body: bytes) -> tuple[bytes, list[bytes]]:
    """The message and the files beside it."""
    if not media_type.startswith("multipart/"):
        return body, []
    whole = email.message_from_bytes(b"Content-Type: " + media_type.encode() + b"\r\n\r\n" + body)
    parts = [part.get_payload(decode=True) for part in whole.get_payload()]
    first, *others = [part for part in parts if isinstance(part, bytes)]
    return first, others


@dataclass
class OpenInvoice:
    """A receiver of PIDX: checks schema and sums, and answers as OpenInvoice does."""

    taken: list[bytes] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """The acknowledgement of an invoice."""
        body = await request.body()
        message, files = _parts(request.headers["content-type"], body)
        if faults := pidx_faults(message):
            errors = "".join(f"<Error>{fault}</Error>" for fault in faults)
            said = f"<DOResponse><Errors>{errors}</Errors></DOResponse>"
            return Response(said, 400, media_type="application/xml")
        self.taken.append(message)
        self.files += files
        return Response("<DOResponse/>", media_type="application/xml")
