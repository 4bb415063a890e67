"""Invoices read from their pages: candidates, totals, taxes, parties, lines, checks."""
