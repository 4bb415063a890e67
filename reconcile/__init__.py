"""Pure matching: statements, ledger, duplicates, orders. No input, no output."""
