"""Live pages: a visit that persons attend, from its request to its audit trail."""
