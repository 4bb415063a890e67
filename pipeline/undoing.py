"""Undo: what a person did last is taken back, as one transaction on the audit trail.

A deed is recorded with every row that it changed, wherever that is: a question that it settled, an
expectation that it opened, a statement's line that it matched, what it taught. It is taken back as
long as nothing of it has gone on since. News that were told of it are not unsaid but followed by
news of the change back. What goes out at once, a visit or another try, is never recorded: the
dashboard says so before it is done (`model.exceptions.can_take_back`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar, cast

from model.deeds import DeedKind
from model.errors import WrongInput
from model.ids import new_id
from model.news import NewsKind
from model.people import User
from storage import audit, deeds, news
from storage.journal import Recording, RowChange, recording
from storage.store import Store, Tx

_Action = TypeVar("_Action", bound=Callable[..., Any])


@contextmanager
def deed(user: User, kind: DeedKind) -> Iterator[None]:
    """Record what the transactions inside change, as one deed of a person."""
    with recording(Recording(new_id(), user.id, kind)):
        yield


def undoable(kind: DeedKind) -> Callable[[_Action], _Action]:
    """A decorator for an action of a desk that can be taken back."""

    def made(action: _Action) -> _Action:
        @wraps(action)
        def done(desk: object, user: User, *args: Any, **kwargs: Any) -> Any:
            with deed(user, kind):
                return action(desk, user, *args, **kwargs)

        return cast(_Action, done)

    return made


def undo(store: Store, user: User) -> DeedKind:
    """What was taken back: what this person did last.

    Raises:
        WrongInput: there is nothing, or it has gone on since and is left as it is.
    """
    with store.begin() as tx:
        last = deeds.last(tx, user.id)
        if last is None:
            raise WrongInput("There is nothing to undo.")
        return _take_back(tx, user, last)


def took_back(tx: Tx, user: User, decision_id: str) -> bool:
    """Whether a decision about a statement was this person's last deed, and is taken back whole."""
    last = deeds.last(tx, user.id)
    if last is None or not deeds.wrote(tx, last, "statement_decision", decision_id):
        return False
    try:
        _take_back(tx, user, last)
    except WrongInput:
        return False  # something of it has gone on: the decision alone is undone
    return True


def _take_back(tx: Tx, user: User, last: deeds.Deed) -> DeedKind:
    changed = deeds.take_back(tx, last)
    for one in changed:
        _tell(tx, one)
    for document_id in _released(changed):
        news.tell(tx, NewsKind.DOCUMENT_WITHDRAWN, document_id)
    for subject in _subjects(changed):
        audit.note(tx, user.name, "took back", subject, last.told)
    return DeedKind(last.told)


def _tell(tx: Tx, one: RowChange) -> None:
    """News of a record that is again as it was, for those who heard that it had changed."""
    was, now = one.after or {}, one.before or {}
    if one.table == "document" and was.get("status") != now.get("status"):
        news.tell(tx, NewsKind.DOCUMENT_CHANGED, now["id"], status=now["status"])
    elif one.table == "exception" and bool(was.get("answered")) != bool(now.get("answered", True)):
        _tell_of_question(tx, was or now, opened=bool(now) and not now["answered"])
    elif one.table == "expectation" and was.get("state") != now.get("state"):
        _tell_of_expectation(tx, was or now, now.get("state", "absent"))


def _tell_of_question(tx: Tx, row: dict[str, Any], *, opened: bool) -> None:
    kind = NewsKind.EXCEPTION_OPENED if opened else NewsKind.EXCEPTION_ANSWERED
    facts = {"reason": row["reason"]} if opened else {}
    news.tell(tx, kind, row["id"], about=row["subject"], **facts)


def _tell_of_expectation(tx: Tx, row: dict[str, Any], state: str) -> None:
    if state == "open":
        told = NewsKind.EXPECTATION_OPENED
        news.tell(tx, told, row["id"], supplier_id=row["supplier_id"] or "")
    else:
        news.tell(tx, NewsKind.EXPECTATION_CLOSED, row["id"], state=state)


def _released(changed: tuple[RowChange, ...]) -> list[str]:
    """The documents whose release to a destination is taken back."""
    new = [one.after for one in changed if one.table == "delivery" and one.after]
    old = {one.before["id"]: one.before for one in changed if one.before and "id" in one.before}
    off = {"held", "cancelled"}
    return sorted(
        {row["document_id"] for row in new if old.get(row["id"], {"state": "held"})["state"] in off}
    )


def _subjects(changed: tuple[RowChange, ...]) -> list[str]:
    """What the audit trail says it is about: documents and statements, else what was assigned."""
    found = set()
    for one in changed:
        row = one.before or one.after or {}
        if one.table in ("document", "delivery"):
            found.add(f"document:{row.get('document_id', row.get('id'))}")
        elif "subject" in row:
            found.add(row["subject"])
        elif "statement_id" in row:
            found.add(f"statement:{row['statement_id']}")
        elif one.table == "recipe_version":
            found.add(f"portal:{row['portal_id']}")
        elif one.table == "portal":
            found.add(f"portal:{row['id']}")
        elif one.table == "correction":
            found.add(f"document:{row['document_id']}")
    return sorted(found)
