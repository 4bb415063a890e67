"""Supplier statements as tables, with the sum as proof."""
