"""Documents: filed once, read, checked, corrected, taught; what is expected, what is suspected."""
