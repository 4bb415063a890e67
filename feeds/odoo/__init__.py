"""Odoo as destination: a draft vendor bill or refund with lines, taxes and its file.

Settings: url, database, company (its name there); the credential is a user's API key. Optional: api
(json2, from Odoo 19 on, is taken unless jsonrpc is named, for 16 to 18, where the credential holds
the user's name too), account (code of the expense account, else the journal's), supplier_NAME (the
partner of a supplier whose name differs there), tax_RATE (the tax's name where several have one
rate).
"""

from __future__ import annotations

from typing import Final

from feeds.odoo.books import company
from feeds.rest.way import way_into

__all__ = ["WAY"]

WAY: Final = way_into(
    company,
    settings=("url", "database", "company"),
    secret="a user's API key",  # noqa: S106 - a word
)
