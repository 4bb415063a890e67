"""Visits without a browser, to portals that were proven to need none: docs/how-it-works.md."""
