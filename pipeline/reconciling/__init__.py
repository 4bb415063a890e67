"""Our side and the suppliers': ledger, orders, receipts, statements, and what people decide."""
