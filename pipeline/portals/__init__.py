"""Visits to portals: when, by which recipe, with whom at hand, and how each ends."""
