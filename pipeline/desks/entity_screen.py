"""Our companies in the settings, on a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.deeds import DeedKind
from model.entities import Entity, EntityView
from model.people import Right, User
from pipeline import companies
from pipeline.access.rights import guarded, needs
from pipeline.undoing import undoable
from storage import entities, users
from storage.store import Store


@guarded
class EntityScreenDesk:
    """`model.entity_desk.EntityDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def entities(self) -> tuple[EntityView, ...]:
        """Our companies that whoever asks sees the documents of, by name, with their figures."""
        with self._store.read() as tx:
            counted, people = entities.counted(tx), users.every(tx)
            return tuple(
                EntityView(
                    one,
                    counted.get(one.id, 0),
                    tuple(person.full_name for person in people if one.id in person.entities),
                )
                for one in entities.seen(tx)
            )

    def seen(self) -> tuple[Entity, ...]:
        """Those of our companies whose documents whoever asks can see, by name."""
        with self._store.read() as tx:
            return entities.seen(tx)

    def looked_through(self) -> tuple[int, int] | None:
        """How many of how many documents were looked at anew; None: no look is under way."""
        with self._store.read() as tx:
            return entities.looked_through(tx)

    @needs(Right.SET_RULES)
    @undoable(DeedKind.COMPANY)
    def put(
        self,
        user: User,
        entity_id: str,
        name: str,
        code: str,
        parts: Mapping[str, Sequence[str]],
    ) -> str:
        """The code of a company, changed, or added where no id is given."""
        with self._store.begin() as tx:
            if not entity_id:
                return companies.add(tx, user.name, name, code=code, parts=parts).code
            return companies.change(
                tx, user.name, entity_id, name=name, code=code, parts=parts
            ).code

    @needs(Right.SET_RULES)
    @undoable(DeedKind.COMPANY)
    def remove(self, user: User, entity_id: str) -> None:
        """Let a company get no more documents; its own stay so."""
        with self._store.begin() as tx:
            companies.remove(tx, user.name, entity_id)
