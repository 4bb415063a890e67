"""How long things are kept, and what must not go whatever the rule says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from model.documents import DocumentKind


class KeptKind(StrEnum):
    """What else than documents has an age."""

    MAIL = (
        "mail"  # what it says and its bytes; that it came is kept, so that it does not come again
    )
    VISIT = "visit"


KINDS: Final = (*(kind.value for kind in DocumentKind), *(kind.value for kind in KeptKind))
"""All kinds that a rule can name."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing of its subject goes while it lasts.

    The subject is "all", "supplier:ID", "document:ID" or "mail:ID".
    """

    id: str
    subject: str
    reason: str
    actor: str
    placed: datetime
    lifted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What goes of a kind by its rule: the ids, oldest first, and what stays although it is old.

    `held` stay because of a hold, `open` because work on them is not done.
    """

    kind: str
    days: int
    before: datetime
    ids: tuple[str, ...]
    held: int = 0
    open: int = 0
