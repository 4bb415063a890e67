"""Accounting systems with an interface over HTTP: one way to enter a bill, one table a system."""
