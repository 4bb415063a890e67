"""Tryton as destination: a supplier invoice with lines, taxes and its file, by JSON-RPC.

Settings: url (of the server), database; the credential is a user of the company that is billed.
Optional: account (code of the expense account, else the one of Tryton's configuration), party_NAME
(the party of a supplier whose name differs there) and tax_RATE (the name of the tax where several
have one rate: tax_19=Input VAT 19%), books (minutes between two looks at its ledger, orders and
receipts; without it they are not read).
"""

from typing import Final

from feeds.contract import Books, Way
from feeds.tryton.bill import enter
from feeds.tryton.ledger import every_id
from feeds.tryton.news import news
from feeds.tryton.standing import decisions

WAY: Final = Way(
    deliver=enter,
    settings=("url", "database"),
    secret="a user of Tryton with its password",  # noqa: S106 - a word
    responses=decisions,
    tells_payment=True,
    books=Books(news, every_id),
)

__all__ = ["WAY"]
