"""Foreign bytes, read in a limited child; and what in them could do harm."""
