"""Our companies to draw, changed in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from model.entities import Entity, EntityView
from model.errors import NotAllowed
from model.people import User


class House(Protocol):
    """What the sample needs of the desk around it."""

    def note(self, user: User, what: str) -> None: ...
    def tell(self, topic: str, subject: str) -> None: ...


class SampleEntities:
    """`model.entity_desk.EntityDesk` over samples."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._held: dict[str, EntityView] = {}

    def entities(self) -> tuple[EntityView, ...]:
        return tuple(self._held.values())

    def seen(self) -> tuple[Entity, ...]:
        return tuple(one.entity for one in self._held.values())

    def looked_through(self) -> tuple[int, int] | None:
        return (1200, 5000) if self._held else None

    def put(
        self,
        user: User,
        entity_id: str,
        name: str,
        code: str,
        parts: Mapping[str, Sequence[str]],
    ) -> str:
        self._house.note(user, f"company {name}")
        if not user.role.sets_rules:
            raise NotAllowed("Only an admin may change a rule.")
        lists: dict[str, Any] = {part: tuple(words) for part, words in parts.items()}
        made = Entity(entity_id or f"c{len(self._held)}", name, code or name[:8].upper(), **lists)
        self._held[made.id] = EntityView(made, 3)
        self._house.tell("settings", made.id)
        return made.code

    def remove(self, user: User, entity_id: str) -> None:
        self._house.note(user, f"company {entity_id} removed")
        del self._held[entity_id]
        self._house.tell("settings", entity_id)
