"""Words, dates and amounts of documents in twelve languages."""
