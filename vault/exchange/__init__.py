"""Other password managers' files, in and out."""
