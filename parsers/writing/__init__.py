"""Invoices written as data: what was read, as UBL, Factur-X, cXML and PIDX.

The inverse of `parsers.einvoice`: what is written here reads back as the same document.
"""
