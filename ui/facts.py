"""How the facts of documents read: labels and values, questions, expectations, the story."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from model.documents import TOTALS
from model.exceptions import ExceptionReason
from model.money import exponent
from model.suppliers import PortalState
from model.teaching import LearnedView
from model.views import DocumentView, ExpectationView, FieldView, PortalView, StoryLine
from ui.languages import locale, phrase, say
from ui.stored_words import field_word, verb_word
from ui.wording import REASON_WORDS, count, day, kind_name, money

FIELDS: Final = {
    "seller_name": phrase("Supplier"),
    "invoice_number": phrase("Invoice no."),
    "issue_date": phrase("Issue date"),
    "due_date": phrase("Due date"),
    "po_number": phrase("PO"),
    "buyer_name": phrase("Buyer"),
    "customer_number": phrase("Customer no."),
    "seller_vat_id": phrase("VAT id"),
    "currency": phrase("Currency"),
    "net_total": phrase("Net"),
    "tax_total": phrase("VAT"),
    "gross_total": phrase("Total"),
    "payable": phrase("To pay"),
    "iban": phrase("IBAN"),
    "bic": phrase("BIC"),
}
"""Labels of the fields that a clerk looks at first, in this order; others follow by name."""

_PLACES: Final = {name: at for at, name in enumerate(FIELDS)}
_AMOUNTS: Final = frozenset(
    {
        *("net_total", "tax_total", "gross_total", "payable", "line_total", "allowance_total"),
        *("charge_total", "prepaid", "rounding"),
    }
)
_BESIDE: Final = phrase("{field} is beside “{words}”: taught from {source} by {person} on {day}.")
_HERE: Final = phrase("{field} is here: taught from {source} by {person} on {day}.")
_IBAN_GROUP: Final = 4
_OURSELVES: Final = "Billhook"


def ordered(document: DocumentView) -> list[FieldView]:
    """A document's fields as a clerk looks at them."""
    last = len(_PLACES)
    return sorted(document.fields, key=lambda one: (_PLACES.get(one.name, last), one.name))


def label(name: str) -> str:
    """The label of a field; an unusual one reads as its name."""
    return say(FIELDS[name]) if name in FIELDS else field_word(name)


def shown(name: str, value: str, currency: str | None) -> str:
    """A field's canonical text as people write it; what is not canonical stays as it is."""
    try:
        return _shown(name, value, currency)
    except (ValueError, InvalidOperation):
        return value


def _shown(name: str, value: str, currency: str | None) -> str:
    if name.endswith("_date"):
        return day(date.fromisoformat(value))
    if name == "iban":
        return " ".join(value[at : at + _IBAN_GROUP] for at in range(0, len(value), _IBAN_GROUP))
    if name in _AMOUNTS and (amount := Decimal(value)).is_finite():
        return _amount(amount, currency or "")
    return value


def equation(document: DocumentView, name: str) -> str:
    """The sum that proves a total, or by how much it fails: "Net 100.00 + VAT 19.00 = 119.00".

    Empty for other fields, and where one of the three is missing or is no number.
    """
    values = {one.name: one.value for one in document.fields if one.name in TOTALS and one.value}
    if name not in TOTALS or len(values) < len(TOTALS):
        return ""
    try:
        net, tax, gross = (Decimal(values[total]) for total in TOTALS)
    except InvalidOperation:
        return ""
    written = [_amount(one, document.currency or "", named=False) for one in (net, tax, gross)]
    off = net + tax - gross
    parts = dict(zip(("net", "vat", "total"), written, strict=True))
    if not off:
        return say("Net {net} + VAT {vat} = {total}", **parts)
    apart = _amount(off, document.currency or "", named=False)
    return say("Net {net} + VAT {vat} is not {total}: {apart} apart", **parts, apart=apart)


def taught_words(learned: LearnedView, *, here: bool) -> str:
    """What a correction taught, from which document, by whom and when; `here`: from this one."""
    told = _BESIDE if learned.anchors else _HERE
    words = say(
        told,
        field=label(learned.name),
        words=" ".join(reversed(learned.anchors)),
        source=say("this document") if here else learned.number or say("a document"),
        person=learned.by,
        day=day(learned.on),
    )
    if not learned.confirmed:
        return words
    times = count(learned.confirmed, "time")
    return say("{taught} Found right {times} since.", taught=words, times=times)


def _amount(amount: Decimal, currency: str, *, named: bool = True) -> str:
    digits = exponent(currency)
    if named and currency:
        return locale().amount(amount, currency, digits)
    return locale().figure(amount, digits)


def question_title(reason: ExceptionReason, title: str) -> str:
    """The few words of a question in a list: its own, else those of its reason."""
    return title or say(REASON_WORDS[reason])


def expected(one: ExpectationView) -> str:
    """What is expected: Invoice 4711 over EUR 120.00 of 14 Oct 2026."""
    over = say("over {amount}", amount=money(one.amount)) if one.amount else ""
    of = say("of {day}", day=day(one.day)) if one.day else ""
    return _sentence(kind_name(one.kind), one.number, over, of)


def told(line: StoryLine) -> str:
    """A line of the story: Filed: Nordwind portal; or, of a person, Corrected by Maya: due date."""
    by = say("by {person}", person=line.actor) if line.actor and line.actor != _OURSELVES else ""
    what = _sentence(verb_word(line.verb), by)
    return f"{what}: {line.detail}" if line.detail else what


def _sentence(*parts: str) -> str:
    return " ".join(part for part in parts if part)


_STATES: Final = {
    PortalState.PROPOSED: phrase("Confirm this portal before the first visit."),
    PortalState.PAUSED: phrase("Paused; resume it to go on."),
}


def need(portal: PortalView) -> str:
    """Why a portal needs a person, in one sentence; empty where it needs nobody."""
    return portal.because or say(_STATES.get(portal.state, ""))
