"""Invoices that are data: UBL, CII, and the XML inside hybrid PDFs."""
