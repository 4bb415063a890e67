"""Our own companies, what persons bound to them, and whose documents are whose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, func, or_, select

from model.entities import Binding, Entity
from model.errors import RecordMissing
from model.filing import FiledDocument
from model.ids import derived_id
from storage import rows, settings, tables
from storage.changes import announce
from storage.codec import pack
from storage.sight import limit_of
from storage.tx import Tx

_entity = tables.entity.c
_binding = tables.entity_binding.c
_document = tables.document.c
_WALK: Final = "entities_walk"


def every(tx: Tx) -> tuple[Entity, ...]:
    """All entities that were not removed, by name."""
    query = select(tables.entity).where(_entity.removed.is_(None))
    return rows.records(tx, query.order_by(_entity.name, _entity.id), Entity)


def seen(tx: Tx) -> tuple[Entity, ...]:
    """The entities whose documents whoever asks can see, by name."""
    limit = limit_of(tx.connection)
    return tuple(one for one in every(tx) if limit is None or one.id in limit)


def all_names(tx: Tx) -> Mapping[str, tuple[str, str]]:
    """Code and name of each entity by its id, removed ones too."""
    query = select(_entity.id, _entity.code, _entity.name)
    return {row[0]: (row[1], row[2]) for row in tx.connection.execute(query)}


def get(tx: Tx, entity_id: str) -> Entity:
    """One entity, removed or not. Raises RecordMissing."""
    return rows.get(tx, tables.entity, Entity, entity_id)


def coded(tx: Tx, code: str) -> Entity | None:
    """The entity of this code, removed or not."""
    query = select(tables.entity).where(_entity.code == code)
    return next(iter(rows.records(tx, query, Entity)), None)


def by_code(tx: Tx, code: str) -> Entity:
    """The entity of this code, in capitals or not. Raises RecordMissing."""
    for one in every(tx):
        if one.code.casefold() == code.casefold():
            return one
    raise RecordMissing(f"There is no entity with the code {code!r}.")


def put(tx: Tx, entity: Entity) -> None:
    """Write an entity down, new or changed; all documents are looked at anew."""
    rows.put(tx, tables.entity, rows.values(entity) | {"removed": None})
    _changed(tx, entity.id)


def remove(tx: Tx, entity_id: str) -> None:
    """Take an entity away from what comes; what is its own stays so."""
    rows.change(tx, tables.entity, _entity.id == entity_id, removed=tx.now())
    _changed(tx, entity_id)


def look_again(tx: Tx) -> None:
    """Have all documents looked at anew, from the oldest."""
    settings.put(tx, _WALK, "again||")


def _changed(tx: Tx, entity_id: str) -> None:
    announce(tx, "settings", f"entity:{entity_id}")


def bind(tx: Tx, binding: Binding, actor: str) -> None:
    """Keep what a person said of a supplier's account."""
    columns = rows.values(binding) | {"actor": actor, "at": tx.now()}
    rows.put(tx, tables.entity_binding, columns)


def bound(tx: Tx, supplier_id: str, account_id: str | None) -> str:
    """The id of the entity that a supplier's account was bound to; empty for none."""
    same = (_binding.supplier_id == supplier_id, _binding.account_id == (account_id or ""))
    return tx.connection.scalars(select(_binding.entity_id).where(*same)).first() or ""


def assign(tx: Tx, document: FiledDocument) -> None:
    """Write down whose a document is, whatever version of it there is."""
    written = {name: getattr(document, name) for name in _BELONGING}
    rows.change(tx, tables.document, _document.id == document.id, **written)
    announce(tx, "inbox", document.id)


_BELONGING: Final = ("entity_id", "entity_basis", "entity_said")


def nobodys(tx: Tx, supplier_id: str, account_id: str | None) -> tuple[FiledDocument, ...]:
    """The documents of a supplier's account that are of no known entity, oldest first."""
    same = (
        _document.supplier_id == supplier_id,
        _document.account_id.is_(None)
        if account_id is None
        else _document.account_id == account_id,
        _document.entity_id.is_(None),
    )
    return _documents(tx, select(tables.document).where(*same))


def counted(tx: Tx) -> Mapping[str, int]:
    """How many documents each entity has."""
    query = select(_document.entity_id, func.count()).where(_document.entity_id.is_not(None))
    found = tx.connection.execute(query.group_by(_document.entity_id))
    return {row[0]: row[1] for row in found}


def to_look_at(tx: Tx, most: int) -> tuple[FiledDocument, ...]:
    """The next documents to be looked at anew since entities changed, oldest first."""
    edition, received, last = _walk(tx)
    query = select(tables.document)
    if edition == _edition(tx) and last:
        query = query.where(_after(datetime.fromisoformat(received), last))
    return _documents(tx, query.limit(most))


def looks(tx: Tx) -> bool:
    """Whether documents are to be looked at anew: they were not since entities were so."""
    edition, received, _ = _walk(tx)
    return edition != _edition(tx) or bool(received)


def looked_through(tx: Tx) -> tuple[int, int] | None:
    """How many of how many documents were looked at anew; None where no look is under way."""
    if not looks(tx):
        return None
    every = tx.connection.scalar(select(func.count()).select_from(tables.document)) or 0
    edition, received, last = _walk(tx)
    if edition != _edition(tx) or not last:
        return 0, every
    ahead = select(func.count()).where(_after(datetime.fromisoformat(received), last))
    return every - (tx.connection.scalar(ahead) or 0), every


def _walk(tx: Tx) -> tuple[str, str, str]:
    """By which entities documents were looked at last, and how far; no place: all of them."""
    edition, received, last = settings.get(tx, _WALK, "||").split("|")
    return edition, received, last


def _edition(tx: Tx) -> str:
    """What stands for all entities as they are, whatever made them so; empty for none."""
    ours = every(tx)
    return derived_id("entities", *(pack(one) for one in ours)) if ours else ""


def _after(received: datetime, document_id: str) -> rows.Condition:
    same = and_(_document.received == received, _document.id > document_id)
    return or_(_document.received > received, same)


def looked_at(tx: Tx, last: FiledDocument | None) -> None:
    """Keep how far the look at all documents has come; None: to its end."""
    place = "|" if last is None else f"{last.received.isoformat()}|{last.id}"
    settings.put(tx, _WALK, f"{_edition(tx)}|{place}")


def _documents(tx: Tx, query: Select[Any]) -> tuple[FiledDocument, ...]:
    ordered = query.order_by(_document.received, _document.id)
    return rows.records(tx, ordered, FiledDocument)
