"""A list's old description and a newly found one, made one: what still holds stays as it was.

What a person wrote is worth keeping: periods, archives, words for kinds. So each step of the old
description is looked for on the page where the new one was found, and only what is not there, or
was what failed, is taken from the new.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from playwright.sync_api import Locator

from fetchers.portals.autopilot import words
from fetchers.portals.endings import broken
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Column, Columns, DocumentList, Getter, Pages
from fetchers.portals.rows import texts_of
from fetchers.portals.selecting import Scope, every_visible, first_present, first_visible
from model.documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Place:
    """The page on which a list was found again; `same` says that the old way leads there too.

    `distrusted` are the steps of the old description that failed.
    """

    scope: Scope
    same: bool
    distrusted: AbstractSet[str]

    def trusts(self, step: str) -> bool:
        """Whether a step of the old description may stay, if it is found."""
        return not any(one == step or one.startswith(f"{step}.") for one in self.distrusted)


def merged(old: DocumentList, new: DocumentList, place: Place) -> DocumentList:
    """The list as it is to be walked from now on.

    Raises:
        VisitEnded: RECIPE_BROKEN where a column that must not be blank is not found again.
    """
    rows = every_visible(place.scope, new.rows or ())
    if not rows:
        raise broken(f"{old.name}.rows")
    names = {**words.KIND_NAMES, **(new.kinds or {}), **(old.kinds or {})}
    new = _with_kinds(old, new, rows, names)
    columns = _columns(old, new, rows[0], place)
    kept = {
        "name": old.name,
        "kind": old.kind,
        "open": old.open if place.same and place.trusts("open") else new.open,
        "rows": _rows(old, new, rows, place),
        "columns": columns,
        "kinds": _kinds(old, columns, names),
        "skip": old.skip,
        "counter": old.counter if _shows(place, "counter", old.counter) else new.counter,
        "empty": old.empty,
        "periods": old.periods if _chooses(place, old) else None,
        "span": old.span if _asks_days(place, old) else None,
        "pages": _pages(old, new, place),
        "document": _getter(old, new, rows[0], place),
        "accept": old.accept,
    }
    return new.model_copy(update=kept)


def _kinds(
    old: DocumentList, columns: Columns, names: Mapping[str, DocumentKind]
) -> Mapping[str, DocumentKind] | None:
    if columns.kind is None:
        return None
    return old.kinds if columns.kind == old.columns.kind else names


def _with_kinds(
    old: DocumentList, new: DocumentList, rows: list[Locator], names: Mapping[str, DocumentKind]
) -> DocumentList:
    """The new list with a column of kinds where the old had one and each row says its kind.

    Cards say it beside the number: "Invoice 4711".
    """
    number = new.columns.number
    if old.kinds is None or new.columns.kind is not None or number is None or number.at is None:
        return new
    told = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    kind = Column(at=number.at, pattern=rf"(?i:\b({told})\b)")
    with_kind = new.model_copy(
        update={"columns": new.columns.model_copy(update={"kind": kind}), "kinds": names}
    )
    return with_kind if all(_said(row, with_kind)["kind"] for row in rows) else new


def _rows(
    old: DocumentList, new: DocumentList, rows: list[Locator], place: Place
) -> tuple[str, ...] | None:
    """The old selectors of the rows where they find the same rows."""
    if old.rows and place.trusts("rows"):
        seen = every_visible(place.scope, old.rows)
        if _texts(seen) == _texts(rows):
            return old.rows
    return new.rows


def _texts(rows: list[Locator]) -> list[str]:
    return [steadily(row.page, row.inner_text, otherwise="") for row in rows]


def _columns(old: DocumentList, new: DocumentList, row: Locator, place: Place) -> Columns:
    before, found = old.columns.named(), new.columns.named()
    said = _said(row, new.model_copy(update={"columns": old.columns})) if old.rows else {}
    anew = _said(row, new)
    columns: dict[str, Column] = {}
    for name, column in before.items():
        holds = place.trusts(f"columns.{name}") and bool(said.get(name))
        agrees = name not in found or said.get(name) == anew.get(name)
        if holds and agrees:
            columns[name] = column
        elif name in found:
            columns[name] = found[name]
        elif not column.optional:
            raise broken(f"{old.name}.columns.{name}", "no column is found that says it")
    return Columns(**columns)


def _said(row: Locator, part: DocumentList) -> dict[str, str]:
    return dict(texts_of(row, part).told)


def _shows(place: Place, step: str, shown: object) -> bool:
    at: tuple[str, ...] = getattr(shown, "at", ())
    return bool(at) and place.trusts(step) and first_visible(place.scope, at) is not None


def _chooses(place: Place, old: DocumentList) -> bool:
    periods = old.periods
    control = (periods.choose or periods.each) if periods else None
    return bool(control) and first_visible(place.scope, control or ()) is not None


def _asks_days(place: Place, old: DocumentList) -> bool:
    return old.span is not None and first_visible(place.scope, old.span.first) is not None


def _pages(old: DocumentList, new: DocumentList, place: Place) -> Pages | None:
    """How the list is turned: as before where its control is there, or none is found."""
    before = old.pages
    if before is None or not place.trusts("pages"):
        return new.pages
    control = before.control or before.numbers or before.scroll or ()
    if first_visible(place.scope, control) is not None or new.pages is None:
        return before
    return new.pages


def _getter(old: DocumentList, new: DocumentList, row: Locator, place: Place) -> Getter:
    """How a row's file is got: as before where the row's first control is there."""
    before = old.document
    if before.only_listed:
        return before
    control = before.detail or before.menu or before.link or before.click
    if not place.trusts("document") or old.json_twin is not None:
        return new.document
    if before.together is not None:
        control = before.together.tick or before.together.all
    if control and first_present(row, control) is not None:
        return before
    return before if before.url is not None else new.document
