"""Rows of a list on a page: what each says, by the headers of its columns or by its parts."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error, Locator

from fetchers.portals.endings import broken
from fetchers.portals.recipe import Column, DocumentList
from fetchers.portals.row_values import Cells, Texts, under_header
from fetchers.portals.selecting import first_present
from fetchers.portals.values import taken

_CELL_TIMEOUT_MS: Final = 3_000

# Cells of a row with the headers above them, spanning columns counted; for tables and for grids.
READ_ROW: Final = """
row => {
  const text = el => (el.innerText || el.textContent || '').trim();
  const spread = cells => cells.flatMap(cell => Array(cell.colSpan || 1).fill(text(cell)));
  const up = (el, wanted) => {  // as closest, through the borders of shadow trees
    const found = el.closest(wanted), root = el.getRootNode();
    return found || (root.host ? up(root.host, wanted) : null);
  };
  const table = up(row, 'table, [role=table], [role=grid]');
  if (!table) return {headers: [], cells: []};
  let head = [...table.querySelectorAll('thead tr:last-child > *')];
  if (!head.length) head = [...table.querySelectorAll('[role=columnheader]')];
  if (!head.length) {
    const first = [...table.querySelectorAll('tr')].find(one => one.querySelector('th'));
    head = first ? [...first.children] : [];
  }
  const own = row.matches('tr') ? [...row.children]
    : [...row.querySelectorAll('[role=cell], [role=gridcell], [role=rowheader]')];
  return {headers: spread(head), cells: spread(own)};
}
"""


def texts_of(place: Locator, part: DocumentList, cells: Cells | None = None) -> Texts:
    """What a row of the page says in each column; `cells` are its own, where they were read.

    Raises:
        VisitEnded: RECIPE_BROKEN where the row went away meanwhile.
    """
    try:
        own: Cells = cells or place.evaluate(READ_ROW, timeout=_CELL_TIMEOUT_MS)
        told = {
            name: _cell_text(place, own, column) for name, column in part.columns.named().items()
        }
    except Error:
        raise broken(f"{part.name}.rows", "a row went away while it was read") from None
    return Texts(told, place=place)


def _cell_text(place: Locator, cells: Cells, column: Column) -> str:
    if column.header is not None:
        return taken(under_header(cells, column.header), column.pattern)
    found = first_present(place, column.at or ())
    if found is None:
        return ""
    text = (
        found.get_attribute(column.attribute, timeout=_CELL_TIMEOUT_MS) or ""
        if column.attribute
        else found.text_content(timeout=_CELL_TIMEOUT_MS) or ""
    )
    return taken(text, column.pattern)
