"""E-invoices, and their plainest relative, that Billhook makes of what it read."""

from __future__ import annotations

from enum import StrEnum


class EInvoice(StrEnum):
    """What an e-invoice is written as."""

    UBL = "ubl"  # UBL 2.1 by EN 16931
    PEPPOL = "peppol"  # UBL 2.1 by Peppol BIS Billing 3.0
    FACTURX = "facturx"  # the original as PDF/A-3 with a CII by EN 16931 inside
    CXML = "cxml"  # InvoiceDetailRequest
    PIDX = "pidx"  # pidXML Invoice
    CSV = "csv"  # rows by a mapping of the company's own
