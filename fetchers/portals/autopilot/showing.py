"""A list made of one row that a person showed: by the same reader, from the element pointed at.

Nothing is weaker for being shown: columns are believed where the values of nearly all rows fit, the
way to a file is tried before it is believed, and nothing that pays or deletes is pressed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from playwright.sync_api import ElementHandle, Error, Frame

from fetchers.portals.autopilot.columns import columns_of
from fetchers.portals.autopilot.getters import promise
from fetchers.portals.autopilot.links import Link
from fetchers.portals.autopilot.look import Control, Looked, Rows, look_at
from fetchers.portals.autopilot.survey import Survey
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.recipe import Alternatives, Columns, DocumentList, Recipe
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.values import DateOrder, clean
from model.visits import Listing

_LONGEST_SAID: Final = 40
_PATIENCE_MS: Final = 1_000
_COLUMNS: Final = {
    "number": "number",
    "day": "date",
    "amount": "amount",
    "due": "due date",
    "kind": "kind",
    "account": "account",
    "currency": "currency",
}


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a person pointed at: an element of a frame, and what the control around it says.

    `by` are the links that led there, and `dates` how they are read, where a person said so.
    """

    frame: Frame
    element: ElementHandle
    says: str
    by: tuple[Link, ...] = ()
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of it: the recipe with the list alone, and `words` that ask whether it is so.

    `other_dates` is the other order of day and month, where both are possible. `texts` are the
    rows as they are written.
    """

    recipe: Recipe
    words: str
    texts: tuple[str, ...]
    other_dates: DateOrder | None = None

    @property
    def part(self) -> DocumentList:
        """The list."""
        return self.recipe.lists[0]


class NotUnderstood(Exception):
    """Nothing can be made of what a person pointed at; `words` say why, and what to do instead."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def understand(session: Session, recipe: Recipe, pointed: Pointed) -> Understood:
    """The list to which the shown row belongs.

    Raises:
        NotUnderstood: no list, or none that identifies documents and leads to their files.
    """
    _check_control(pointed.says)
    looked, rows = _rows_around(session, pointed)
    survey = Survey(session, recipe)
    locale = survey.locale_in(looked, rows)
    sure, chosen = locale.dates, locale.dates or pointed.dates or DateOrder.DMY
    locale = replace(locale, dates=chosen)
    columns = columns_of(rows, locale)
    if columns is None:
        raise NotUnderstood(
            f"{_counted(rows)}, but neither a number in each, nor a day with an amount and its "
            "currency. Click another row, or go to another list."
        )
    part = survey.shown(looked, rows, locale, columns=columns, by=pointed.by)
    if part is None:
        raise NotUnderstood(_without_file(rows, columns))
    told = survey.recipe.model_copy(
        update={
            "lists": (part,),
            "dates": chosen,
            "decimal": locale.decimal,
            "currency": locale.currency,
            "accounts": recipe.accounts or survey.accounts,
        }
    )
    first = _first(survey.rows_of(part, told), rows)
    words = _words(rows, part, first.listing, by=_file_of(part, first))
    return Understood(told, words, rows.texts, None if sure else _other(chosen))


def _check_control(says: str) -> None:
    """Nothing comes back, where a visit may press a control that says this."""
    if says and not allowed(says, posts=False, purpose=Purpose.DOWNLOAD):
        raise NotUnderstood(
            f"“{_short(says)}” says that it pays, orders, cancels or deletes. Billhook never "
            "presses such a thing, and did not now. Click the row itself, or what brings its file."
        )


def _rows_around(session: Session, pointed: Pointed) -> tuple[Looked, Rows]:
    looked = look_at(session.page, pointed.frame, pointed.element, session.fence)
    if looked is None:
        raise NotUnderstood(
            "That stands in a frame of another site than the portal's: nothing is read there."
        )
    if not looked.groups:
        raise NotUnderstood(
            "Billhook sees no row of a list there: a row holds two of a date, an amount and a "
            "number, and looks like the other rows. Click the row of one invoice."
        )
    rows = looked.groups[0]
    meant = next((one for one in rows.controls if one.shown), None)
    if meant is not None and promise(meant) == 0:
        raise NotUnderstood(
            f"“{_said(meant)}” brings no file by what it says, and Billhook leaves it alone. Click "
            "the row itself, or what brings its file."
        )
    return looked, rows


def _without_file(rows: Rows, columns: Columns) -> str:
    found = f"{_counted(rows)}: {_named(columns)}"
    meant = next((one for one in rows.controls if one.shown), None)
    if meant is not None:
        return f"{found}. But “{_said(meant)}” brought no file. Click what brings it in one row."
    return f"{found}. But no file was found behind them. Click what brings it in one row."


def _first(read: list[Row], rows: Rows) -> Row:
    """The first row, once all of them can be read."""
    if len(read) < max(rows.count, 1):
        lost = rows.count - len(read)
        raise NotUnderstood(f"{_counted(rows)}, but {lost} can't be read. Click another row.")
    return read[0]


def _counted(rows: Rows) -> str:
    return f"{rows.count} {'row' if rows.count == 1 else 'rows'}"


def _named(columns: Columns) -> str:
    return ", ".join(_COLUMNS[name] for name in _COLUMNS if name in columns.named())


def _words(rows: Rows, part: DocumentList, first: Listing, *, by: str) -> str:
    """The list in plain words, and the question whether it is so."""
    told = [
        f"first row {_short(first.number)}" if first.number else "first row",
        f"of {first.day.isoformat()}" if first.day else "",
        f"over {first.amount.amount} {first.amount.currency}" if first.amount else "",
    ]
    said = " ".join(filter(None, told))
    return f"{_counted(rows)}: {_named(part.columns)}; {by}; {said}. Is that right?"


def _file_of(part: DocumentList, row: Row) -> str:
    """How the files are got, in a few words."""
    way = part.document
    if way.print is not None:
        return "each row's own page, printed"
    if way.detail is not None:
        return "the file on each row's own page"
    if way.menu is not None:
        return "the file in each row's menu"
    if way.together is not None:
        return "the files of ticked rows in one archive"
    said = _words_at(row, way.link or way.click or ())
    return f"the file behind “{said}”" if said else "the file that each row leads to"


def _words_at(row: Row, used: Alternatives) -> str:
    """What a row's control says; "" where that is the row itself, or a picture."""
    if row.place is None or used[:1] == ("css=:scope",):
        return ""
    try:
        control = first_visible(row.place, used)
        return _short(control.inner_text(timeout=_PATIENCE_MS)) if control else ""
    except Error:
        return ""


def _said(control: Control) -> str:
    return _short(control.words or control.says)


def _short(text: str) -> str:
    return clean(text, longest=_LONGEST_SAID)


def _other(order: DateOrder) -> DateOrder:
    return DateOrder.MDY if order is DateOrder.DMY else DateOrder.DMY
