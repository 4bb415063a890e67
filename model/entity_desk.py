"""`EntityDesk`: our own companies, as the Settings screen has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from model.entities import Entity, EntityView
from model.people import User


class EntityDesk(Protocol):
    """What the Settings screen asks and does about our companies. Calls block."""

    def entities(self) -> tuple[EntityView, ...]:
        """Our companies that whoever asks sees the documents of, by name, with their figures."""
        ...

    def seen(self) -> tuple[Entity, ...]:
        """Those of our companies whose documents whoever asks can see, by name."""
        ...

    def looked_through(self) -> tuple[int, int] | None:
        """How many of how many documents were looked at anew since our companies changed.

        None where no look is under way.
        """
        ...

    def put(
        self,
        user: User,
        entity_id: str,
        name: str,
        code: str,
        parts: Mapping[str, Sequence[str]],
    ) -> str:
        """The code of a company, changed, or added where no id is given.

        Raises NotAllowed, WrongInput, RecordMissing.
        """
        ...

    def remove(self, user: User, entity_id: str) -> None:
        """Let a company get no more documents. Raises NotAllowed, RecordMissing."""
        ...
