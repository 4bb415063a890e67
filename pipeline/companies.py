"""Our own companies: added, changed and removed by a person, and what follows for documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from model.documents import normalise_number
from model.entities import PARTS, UNKNOWN, Binding, Entity, same_name
from model.errors import WrongInput
from model.ids import new_id
from pipeline.documents import belonging, checking
from storage import audit, documents, entities, suppliers
from storage.store import Store, Tx

Parts = Mapping[str, Sequence[str]]
AT_ONCE: Final = 200
"""So many documents are looked at in one transaction after an entity changed."""
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,15}")
_LONGEST: Final = 200
_MOST: Final = 50
_MADE: Final = 8  # letters of a code that nobody chose


def add(tx: Tx, actor: str, name: str, *, code: str = "", parts: Parts | None = None) -> Entity:
    """A new entity. Raises WrongInput."""
    made = _told(Entity(new_id(), _name(name), ""), parts or {})
    entity = replace(made, code=_code(tx, made, code.strip() or _made_of(tx, made.name)))
    _prove_alone(tx, entity)
    entities.put(tx, entity)
    audit.note(tx, actor, "added the entity", f"entity:{entity.code}", _said(entity))
    return entity


def change(
    tx: Tx, actor: str, entity_id: str, *, name: str = "", code: str = "", parts: Parts
) -> Entity:
    """The entity with another name, code or lists; what is not given stays.

    Raises RecordMissing, WrongInput.
    """
    before = entities.get(tx, entity_id)
    entity = _told(replace(before, name=_name(name) if name else before.name), parts)
    entity = replace(entity, code=_code(tx, entity, code.strip() or before.code))
    if entity == before:
        return entity
    _prove_alone(tx, entity)
    entities.put(tx, entity)
    detail = f"{_said(before)} → {_said(entity)}"
    audit.note(tx, actor, "changed the entity", f"entity:{entity.code}", detail)
    return entity


def remove(tx: Tx, actor: str, entity_id: str) -> None:
    """Take an entity away from what comes; its documents and who sees them stay as they are.

    Raises RecordMissing.
    """
    entity = entities.get(tx, entity_id)
    entities.remove(tx, entity_id)
    audit.note(tx, actor, "removed the entity", f"entity:{entity.code}", _said(entity))


def bind(tx: Tx, actor: str, portal: str, entity_id: str) -> str:
    """The name of a portal, by its id or name, whose account belongs to an entity from now on.

    Raises RecordMissing, WrongInput.
    """
    found = [one for one in suppliers.portals(tx) if portal in (one.id, one.name)]
    if len(found) != 1:
        raise WrongInput(f"There are {len(found)} portals {portal!r}; give the id of one.")
    entity = belonging.prove_choice(tx, entity_id)
    binding = Binding(found[0].supplier_id, found[0].account_id or "", entity.id)
    entities.bind(tx, binding, actor)
    audit.note(tx, actor, "bound to an entity", f"portal:{found[0].id}", entity.name)
    entities.look_again(tx)
    return found[0].name


def look_again(store: Store) -> bool:
    """Whether more is left: some documents were looked at anew, since entities changed."""
    with store.read() as tx:
        if not entities.looks(tx):
            return False
        some = entities.to_look_at(tx, AT_ONCE)
    came_to = {one.id: belonging.recipients(store, one.id) for one in some}
    with store.begin() as tx:
        for seen in documents.by_ids(tx, came_to):
            checking.recheck_entity(tx, seen, came_to[seen.id])
        entities.looked_at(tx, some[-1] if len(some) == AT_ONCE else None)
    return len(some) == AT_ONCE


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= _LONGEST or not name.isprintable():
        raise WrongInput(f"Give the company's name, at most {_LONGEST} characters.")
    return name


def _code(tx: Tx, entity: Entity, code: str) -> str:
    if not _CODE.fullmatch(code) or code.casefold() == UNKNOWN:
        raise WrongInput("A code is made of A-Z, a-z, 0-9 and . _ -, at most 16 of them, as GMBH1.")
    taken = entities.coded(tx, code)
    others = {one.code.casefold() for one in entities.every(tx) if one.id != entity.id}
    if code.casefold() in others or (taken and taken.id != entity.id):
        raise WrongInput(f"Another entity has the code {code}, or had it before it was removed.")
    return code


def _made_of(tx: Tx, name: str) -> str:
    """A code of the name's first letters, with a number where it is taken."""
    plain = "".join(one for one in normalise_number(name) if one.isascii())[:_MADE] or "ENTITY"
    tries = (plain, *(f"{plain}{number}" for number in range(2, 100)))
    return next((one for one in tries if entities.coded(tx, one) is None), plain)


def _told(entity: Entity, parts: Parts) -> Entity:
    """The entity with these lists; empty lines and what stands twice are left out."""
    lists: dict[str, Any] = {name: _words(parts[name]) for name in PARTS if name in parts}
    for mail in lists.get("mails", ()):
        if mail.count("@") != 1:
            raise WrongInput(f"{mail} is no mail address.")
    return replace(entity, **lists)


def _words(typed: Sequence[str]) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in typed if word.strip()))
    if len(words) > _MOST or any(len(word) > _LONGEST for word in words):
        raise WrongInput(f"At most {_MOST} of these, each of at most {_LONGEST} characters.")
    return words


def _prove_alone(tx: Tx, entity: Entity) -> None:
    """Nothing, where no other has the very name; ids may be shared by a tax group.

    Raises:
        WrongInput: another one has it, and nothing of an address tells the two apart.
    """
    for other in entities.every(tx):
        same = same_name(other.name) == same_name(entity.name)
        if other.id != entity.id and same and not (other.places and entity.places):
            raise WrongInput(
                f"There is an entity with the name {other.name}; give words of both addresses."
            )


def _said(entity: Entity) -> str:
    lists = (
        f"{name} {', '.join(getattr(entity, name))}" for name in PARTS if getattr(entity, name)
    )
    return "; ".join((f"{entity.name} ({entity.code})", *lists))
