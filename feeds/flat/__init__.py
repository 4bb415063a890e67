"""A bill as rows of a flat table, by a mapping of the company's own: SAP and other imports."""

from feeds.flat.mapping import TableMapping, mapping_of
from feeds.flat.table import missing, table

__all__ = ["TableMapping", "mapping_of", "missing", "table"]
