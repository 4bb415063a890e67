"""An e-invoice that has no page, set out on one of ours; all of it is text, nothing is markup."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from model.views import DocumentView, FieldView
from ui.components.parts import box, text
from ui.facts import label, ordered, shown
from ui.languages import phrase, say
from ui.wording import figure, kind_name

_TOTALS: Final = (
    *("line_total", "allowance_total", "charge_total", "net_total", "tax_total", "gross_total"),
    *("prepaid", "rounding", "payable"),
)
_LINES: Final = (
    phrase("Description"),
    phrase("Quantity"),
    phrase("Unit"),
    phrase("Price"),
    phrase("VAT"),
    phrase("Amount"),
)
_TAXES: Final = (phrase("Rate"), phrase("On"), phrase("VAT"))


def invoice(document: DocumentView) -> None:
    """The parties, the facts, the lines, the taxes and the totals of a structured invoice."""
    fields = [one for one in ordered(document) if one.value]
    with box("sheet", "article", aria_label=say("Invoice")):
        text(f"{kind_name(document.kind)} {document.number}".strip(), tag="h2")
        with box("sheet-facts"):
            _facts(say("Seller"), _of(fields, "seller_"), document)
            _facts(say("Buyer"), _of(fields, "buyer_"), document)
            _facts(say("Details"), _rest(fields), document)
        _lines(document)
        _taxes(document)
        _facts(say("Totals"), [one for one in fields if one.name in _TOTALS], document)


def _of(fields: Iterable[FieldView], start: str) -> list[FieldView]:
    return [one for one in fields if one.name.startswith(start)]


def _rest(fields: Iterable[FieldView]) -> list[FieldView]:
    parties = ("seller_", "buyer_")
    return [one for one in fields if not one.name.startswith(parties) and one.name not in _TOTALS]


def _facts(title: str, fields: list[FieldView], document: DocumentView) -> None:
    if not fields:
        return
    with box("sheet-part", "section", aria_label=title):
        text(title, tag="h3")
        with box("", "dl"):
            for one in fields:
                text(label(one.name), tag="dt")
                text(shown(one.name, one.value, document.currency), tag="dd")


def _lines(document: DocumentView) -> None:
    rows = [
        (
            line.description,
            _number(line.quantity),
            line.unit or "",
            _number(line.unit_price),
            _number(line.tax_rate),
            _number(line.total),
        )
        for line in document.lines
    ]
    table(say("Lines"), _LINES, rows)


def _taxes(document: DocumentView) -> None:
    rows = [
        (_number(row.rate) or row.category or "", _number(row.base), _number(row.amount))
        for row in document.tax_rows
    ]
    table(say("Taxes"), _TAXES, rows)


def table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table of words with its title; nothing where there are no rows."""
    rows = list(rows)
    if not rows:
        return
    with box("sheet-table", "table"):
        text(title, tag="caption")
        with box("", "thead"), box("", "tr"):
            for head in heads:
                text(say(head), tag="th", scope="col")
        with box("", "tbody"):
            for row in rows:
                with box("", "tr"):
                    for cell in row:
                        text(cell, tag="td")


def _number(value: Decimal | None) -> str:
    return figure(value) if value is not None else ""
