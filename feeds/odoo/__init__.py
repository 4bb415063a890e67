"""Odoo as destination: a draft vendor bill or refund with lines, taxes and its file.

Settings: url, database, company (its name there); the credential is a user's API key. Optional: api
(json2, from Odoo 19 on, is taken unless jsonrpc is named, for 16 to 18, where the credential holds
the user's name too), account (code of the expense account, else the journal's), supplier_NAME (the
partner of a supplier whose name differs there), tax_RATE (the tax's name where several have one
rate).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from feeds.contract import Way
from feeds.odoo.books import company
from feeds.rest.bill import decisions, enter
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel, Response
from model.ports import Lease

__all__ = ["WAY"]


def deliver(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The bill's id. Raises as `feeds.rest.bill.enter`, SettingsInvalid."""
    return enter(company(destination, lease, clock), parcel)


def responses(
    destination: Destination, asked: Mapping[str, str], lease: Lease | None, *, clock: Clock
) -> tuple[Response, ...]:
    """Where these bills stand. Raises as `deliver` does."""
    return decisions(company(destination, lease, clock), asked) if asked else ()


WAY: Final = Way(
    deliver=deliver,
    settings=("url", "database", "company"),
    secret="a user's API key",  # noqa: S106 - a word
    responses=responses,
    tells_payment=True,
)
