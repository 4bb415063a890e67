"""Files of our own books: ledger entries, orders and receipts."""
