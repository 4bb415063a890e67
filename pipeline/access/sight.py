"""What a person who is limited to some of our companies may name to a desk.

What they read is theirs by `storage.sight`. What they do is done by the same rules for everybody,
over all that is on file; so before it begins, all that an action names is proved to be what this
person sees. Each argument of each action has its line here, which a test proves.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from model.errors import NotAllowed, RecordMissing
from model.people import User
from model.worklist import Chosen
from storage import seeing
from storage.store import Store

DOCUMENT: Final = "document"
SUBJECT: Final = "subject"
PROVED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "document_id": DOCUMENT,
        "document_ids": DOCUMENT,
        "chosen": DOCUMENT,
        "exception_id": "exception",
        "exception_ids": "exception",
        "delivery_id": "delivery",
        "delivery_ids": "delivery",
        "statement_id": "statement",
        "item_ids": "statement_item",
        "subject": SUBJECT,
        "subjects": SUBJECT,
    }
)
"""Arguments that name what belongs to documents, by the table that has them."""
FREE: Final = frozenset(
    {
        *("key", "version", "name", "value", "said", "text", "to", "note", "layout", "content"),
        *("entry_ids", "query", "shared", "view_id", "session_id", "token", "old", "new"),
        *("language", "portal_id", "schedule", "challenge_id", "typed", "username", "origins"),
        *("file", "body", "passphrase", "seed", "image", "destination_id", "paused", "run_id"),
        *("draft", "version_id", "origin", "pace", "hour"),
        *("takeover_ids", "at_once", "shows", "password", "code"),
    }
)
"""Arguments that name nothing of a document: words, portals, one's own, our books."""
WATCHED: Final[Mapping[str, str]] = MappingProxyType(
    {"LivePagesDesk.open": "portal_id", "LivePagesDesk.line": "run_id"}
)
"""Actions that show a portal's own pages, and so all that its account has."""
OF_THE_WHOLE: Final = frozenset({"OutboxScreenDesk.replay", "OutboxScreenDesk.retry_all"})
"""Actions over all documents at once, which only those may do who see all."""


def prove_named(desk: Any, user: User, action: Callable[..., Any], given: Any) -> None:
    """Nothing, where all that an action is given is what this person sees.

    `given` are the arguments after the desk and the person, as `args, kwargs`.

    Raises:
        NotAllowed: the action is about all companies.
        RecordMissing: it names what there is not, for this person.
    """
    if not user.entities:
        return
    if action.__qualname__ in OF_THE_WHOLE:
        raise NotAllowed("This is about all companies; you see the documents of some of them.")
    store: Store = desk._store  # noqa: SLF001 - every guarded desk has the store that it asks
    args, kwargs = given
    named = inspect.signature(action).bind(None, user, *args, **kwargs).arguments
    for name, value in named.items():
        if name == WATCHED.get(action.__qualname__):
            prove_seen(store, f"watched {name}", (value,))
        elif kind := PROVED.get(name):
            prove_seen(store, kind, _ids(value))


def prove_seen(store: Store, kind: str, ids: Collection[str]) -> None:
    """Nothing, where whoever asks sees all of these on a store for people. Raises RecordMissing."""
    with store.read() as tx:
        unseen = sorted(frozenset(ids) - seeing.seen(tx, kind, ids))
    if unseen:
        raise RecordMissing(f"There is no {kind.split(maxsplit=1)[0]} with the id {unseen[0]!r}.")


def _ids(value: object) -> tuple[str, ...]:
    if isinstance(value, Chosen):
        return (*value.ids,)
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, Iterable) else ()
