"""A payment code as a witness: what it adds to a reading, and where it contradicts the page.

A code states the payee's account, the amount, the currency and the reference exactly, so a page
that says otherwise was read wrongly or was tampered with; both need a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import Final

from model.documents import Check, Evidence, EvidenceSource, Field, Reading
from parsers.invoices.checks import PAGE_AND_CODE
from parsers.paper.page_codes import PlacedCode
from parsers.wording.amounts import canonical

_CENT: Final = Decimal("0.01")
_OWED: Final = ("payable", "gross_total")
_SURE: Final = 0.99

Contradiction = tuple[str, str]
"""The field that is in doubt, and why."""


def heard(reading: Reading, codes: Sequence[PlacedCode], printed: str) -> Reading:
    """The reading with what its payment codes say; `printed` is all text of the pages.

    Of several codes the one counts that asks for what the document totals; codes of instalments
    count together.
    """
    if not codes:
        return reading
    chosen = _chosen(reading, codes)
    against = tuple(_contradictions(reading, chosen, codes, printed))
    doubted = (name for name, _ in against)
    return replace(
        reading,
        fields=MappingProxyType(
            {**_added(reading, chosen), **_chosen_account(reading, chosen, bare(printed))}
        ),
        checks=(*reading.checks, _check(reading, chosen, against)),
        accept=reading.accept and not against,
        unproved=tuple(dict.fromkeys(chain(reading.unproved, doubted))),
    )


def _chosen(reading: Reading, codes: Sequence[PlacedCode]) -> PlacedCode:
    fitting = (one for one in codes if _is_owed(reading, one.code.amount))
    return next(fitting, codes[0])


def _is_owed(reading: Reading, amount: Decimal | None) -> bool:
    owed = (Decimal(text) for name in _OWED if (text := reading.text(name)))
    return amount is not None and any(abs(one - amount) < _CENT for one in owed)


def _check(reading: Reading, chosen: PlacedCode, against: Sequence[Contradiction]) -> Check:
    reasons = [why for _, why in against]
    agreed = f"the {chosen.code.standard} says what the page says"
    if not reasons and not any(map(reading.text, (*_OWED, "iban", "invoice_number"))):
        return Check(PAGE_AND_CODE, None, "the page has nothing to compare with its code")
    return Check(PAGE_AND_CODE, not reasons, "; ".join(reasons) or agreed)


def _contradictions(
    reading: Reading, chosen: PlacedCode, codes: Sequence[PlacedCode], printed: str
) -> Iterator[Contradiction]:
    code = chosen.code
    yield from (("iban", fault) for fault in code.faults)
    yield from _amount_against(reading, codes, chosen)
    currency, iban = reading.text("currency"), reading.text("iban")
    if currency and currency != code.currency:
        yield "currency", f"the code asks for {code.currency}, the page for {currency}"
    if iban and bare(iban) != code.iban and code.iban not in bare(printed):
        yield "iban", f"the code pays to {code.iban}, the page names {iban}"
    number, issued = reading.text("invoice_number"), reading.text("issue_date")
    if number and code.number and bare(number) != bare(code.number):
        yield "invoice_number", f"the code is for number {code.number}, the page says {number}"
    if issued and code.issued and issued != code.issued.isoformat():
        yield "issue_date", f"the code is for an invoice of {code.issued}, the page says {issued}"


def _amount_against(
    reading: Reading, codes: Sequence[PlacedCode], chosen: PlacedCode
) -> Iterator[Contradiction]:
    asked, total = chosen.code.amount, reading.text("payable") or reading.text("gross_total")
    every = sum((one.code.amount or Decimal(0) for one in codes), Decimal(0))
    if asked is None or total is None or _is_owed(reading, asked) or _is_owed(reading, every):
        return
    yield "gross_total", f"the code asks for {canonical(asked)}, the page totals {total}"


def bare(text: str) -> str:
    """Only letters and digits, upper case."""
    return "".join(ch for ch in text.upper() if ch.isalnum())


def _added(reading: Reading, chosen: PlacedCode) -> dict[str, Field]:
    """The reading's fields, with those of the code that it does not have."""
    code = chosen.code
    owed = "" if code.amount is None else canonical(code.amount)
    said = {
        "iban": code.iban, "bic": code.bic, "currency": code.currency, "amount": owed,
        "payable": owed, "creditor_name": code.creditor, "seller_name": code.creditor,
        "debtor_name": code.debtor,
        "reference_type": code.reference_type, "reference": code.reference,
        "payment_reference": code.reference, "message": code.message,
        "bill_information": code.bill_information,
    }  # fmt: skip
    added = {name: _field(name, value, chosen) for name, value in said.items() if value}
    return {**added, **reading.fields}


def _chosen_account(reading: Reading, chosen: PlacedCode, printed: str) -> dict[str, Field]:
    """Of several accounts on a page, the one that the code pays to; the XML's own choice stays."""
    stated, code = reading.fields.get("iban"), chosen.code
    if stated is None or bare(stated.value) == code.iban or code.iban not in printed:
        return {}
    if stated.evidence.source is EvidenceSource.XML:
        return {}
    return {"iban": _field("iban", code.iban, chosen)}


def _field(name: str, value: str, chosen: PlacedCode) -> Field:
    why = f"stated in the {chosen.code.standard}"
    return Field(name, value, Evidence(EvidenceSource.CODE, _SURE, why, chosen.page, chosen.box))
