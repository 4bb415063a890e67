"""Bytes to documents with evidence. No network, no database."""
