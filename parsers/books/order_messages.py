"""UBL 2.1 orders, despatch advices and receipt advices (ISO/IEC 19845), as Peppol uses them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from model.errors import FileUnreadable
from model.money import Money
from model.orders import OrderLine, OrderPaper, ReceiptPaper
from parsers.safety import gate

_SPACES: Final = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_ROOT: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_SELLER: Final = "cac:SellerSupplierParty/cac:Party/"
_NAMES: Final = (
    "cac:PartyTaxScheme/cbc:CompanyID",
    "cac:PartyLegalEntity/cbc:RegistrationName",
    "cac:PartyName/cbc:Name",
)
_QUANTITY: Final = {
    "DespatchAdvice-2": ("cac:DespatchLine", "cbc:DeliveredQuantity"),
    "ReceiptAdvice-2": ("cac:ReceiptLine", "cbc:ReceivedQuantity"),
}

_Element = etree._Element  # noqa: SLF001 - lxml gives its element class no public name


def is_message(content: bytes) -> bool:
    """Whether a file is XML, and no table."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def is_order(content: bytes) -> bool:
    """Whether a message is an order. Raises DocumentRefused where it is damaged or unsafe."""
    return _kind(gate.xml(content)) == "Order-2"


def order(content: bytes) -> OrderPaper:
    """The order of a UBL Order.

    Raises:
        DocumentRefused: the XML is damaged or unsafe.
        FileUnreadable: it is another message, or lacks what an order must say.
    """
    root = _root(content, ("Order-2",))
    currency = _text(root, "cbc:DocumentCurrencyCode") or _currency(root)
    lines = tuple(
        _order_line(item, place)
        for place, item in enumerate(_all(root, "cac:OrderLine/cac:LineItem"), start=1)
    )
    total = _text(root, "cac:AnticipatedMonetaryTotal/cbc:TaxExclusiveAmount") or _text(
        root, "cac:AnticipatedMonetaryTotal/cbc:LineExtensionAmount"
    )
    by_lines = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    return OrderPaper(
        seller=_seller(root),
        number=_needed(root, "cbc:ID"),
        day=_day(_needed(root, "cbc:IssueDate")),
        net=Money(_decimal(total) if total else by_lines, currency),
        lines=lines,
    )


def receipts(content: bytes) -> tuple[ReceiptPaper, ...]:
    """What a UBL DespatchAdvice or ReceiptAdvice says to have arrived, line by line.

    A despatch advice counts on the day of its delivery, else on that of its issue.

    Raises:
        DocumentRefused: the XML is damaged or unsafe.
        FileUnreadable: it is another message, or a line names neither order nor position.
    """
    root = _root(content, tuple(_QUANTITY))
    path, quantity = _QUANTITY[_kind(root)]
    arrived = _text(root, "cac:Shipment/cac:Delivery/cbc:ActualDeliveryDate")
    day = _day(arrived or _needed(root, "cbc:IssueDate"))
    number = _needed(root, "cbc:ID")
    return tuple(
        _receipt(root, line, number, quantity=_needed(line, quantity), day=day)
        for line in _all(root, path)
    )


def _receipt(
    root: _Element, line: _Element, number: str, *, quantity: str, day: date
) -> ReceiptPaper:
    order_number = _text(line, "cac:OrderLineReference/cac:OrderReference/cbc:ID") or _text(
        root, "cac:OrderReference/cbc:ID"
    )
    position = _needed(line, "cac:OrderLineReference/cbc:LineID")
    if not order_number or not position.isdecimal():
        raise FileUnreadable(
            f"Line {_needed(line, 'cbc:ID')} of {number} does not say which line of which order "
            "it delivers; ask the supplier for both."
        )
    return ReceiptPaper(
        id=f"{number}/{_needed(line, 'cbc:ID')}",
        order_number=order_number,
        position=int(position),
        quantity=_decimal(quantity),
        day=day,
    )


def _order_line(item: _Element, place: int) -> OrderLine:
    base = _text(item, "cac:Price/cbc:BaseQuantity")
    price = _text(item, "cac:Price/cbc:PriceAmount")
    position = _text(item, "cbc:ID")
    found = item.find("cbc:Quantity", _SPACES)
    return OrderLine(
        position=int(position) if position.isdecimal() else place,
        description=_text(item, "cac:Item/cbc:Name") or _text(item, "cac:Item/cbc:Description"),
        quantity=_decimal(_needed(item, "cbc:Quantity")),
        unit_price=_decimal(price or "0") / (_decimal(base) if base else 1),
        unit=str(found.get("unitCode", "")) if found is not None else "",
        code=_text(item, "cac:Item/cac:SellersItemIdentification/cbc:ID"),
        category=_text(item, "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"),
    )


def _root(content: bytes, kinds: tuple[str, ...]) -> _Element:
    root = gate.xml(content)
    if _kind(root) not in kinds:
        wanted = " or ".join(kind.removesuffix("-2") for kind in kinds)
        raise FileUnreadable(f"The XML is no UBL {wanted}; it is {etree.QName(root).localname!r}.")
    return root


def _kind(root: _Element) -> str:
    return str(etree.QName(root).namespace or "").removeprefix(_ROOT)


def _seller(root: _Element) -> str:
    found = next((text for name in _NAMES if (text := _text(root, _SELLER + name))), "")
    if not found:
        raise FileUnreadable("The order names no seller; it says for whom it is placed.")
    return found


def _currency(root: _Element) -> str:
    amount = root.find(".//cbc:LineExtensionAmount", _SPACES)
    found = amount.get("currencyID") if amount is not None else None
    if not found:
        raise FileUnreadable("The order names no currency.")
    return str(found)


def _all(root: _Element, path: str) -> list[_Element]:
    return root.findall(path, _SPACES)


def _text(root: _Element, path: str) -> str:
    found = root.find(path, _SPACES)
    return (found.text or "").strip() if found is not None else ""


def _needed(root: _Element, path: str) -> str:
    found = _text(root, path)
    if not found:
        raise FileUnreadable(f"The message has no {path}; it is not complete.")
    return found


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise FileUnreadable(f"{text!r} is no number.") from None
    if not found.is_finite():
        raise FileUnreadable(f"{text!r} is no number.")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise FileUnreadable(f"{text!r} is no date.") from None
