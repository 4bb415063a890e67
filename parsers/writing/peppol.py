"""What Peppol BIS Billing 3.0 demands beyond EN 16931."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from model.deliveries import Lack
from parsers.writing.bill import Bill, Party

_OF_VAT_IDS: Final = {
    "AD": "9922", "AL": "9923", "AT": "9914", "BA": "9924", "BE": "9925", "BG": "9926",
    "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "EL": "9933",
    "ES": "9920", "FI": "0213", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910",
    "IE": "9935", "IT": "0211", "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939",
    "MC": "9940", "ME": "9941", "MK": "9942", "MT": "9943", "NL": "9944", "PL": "9945",
    "PT": "9946", "RO": "9947", "RS": "9948", "SI": "9949", "SK": "9950", "SM": "9951",
    "TR": "9952", "VA": "9953",
}  # fmt: skip
"""Schemes of electronic addresses that are VAT ids (code list EAS), by their prefix."""


def addressed(bill: Bill) -> Bill | tuple[Lack, ...]:
    """The bill with both electronic addresses (PEPPOL-EN16931-R010, R020); else what it lacks.

    Where none is known, the VAT id is one, in the countries that have a scheme of them.
    """
    made = replace(bill, seller=_addressed(bill.seller), buyer=_addressed(bill.buyer))
    return tuple(_missing(made)) or made


def _addressed(party: Party) -> Party:
    if party.endpoint and party.endpoint_scheme:
        return party
    scheme = _OF_VAT_IDS.get(party.vat_id[:2], "")
    return replace(party, endpoint=party.vat_id if scheme else "", endpoint_scheme=scheme)


def _missing(bill: Bill) -> Iterator[Lack]:
    for side, party in (("seller", bill.seller), ("buyer", bill.buyer)):
        if not party.endpoint:
            yield Lack(f"The Peppol address of the {side} is not known.", f"{side}_endpoint")
    if not bill.references.buyer and not bill.references.order:  # PEPPOL-EN16931-R003
        yield Lack("Peppol needs a buyer reference or an order number.", "buyer_reference")
