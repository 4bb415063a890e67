"""Whose document one is: certain by an id or by an exact name without a rival, else not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from rapidfuzz import fuzz

from model.documents import normalise_number
from model.entities import Basis, Clues, Doubt, Entity, Verdict, same_name

_ALIKE: Final = 70
"""From here on a name may be one of ours, written or read another way."""


def judge(entities: Collection[Entity], clues: Clues) -> Verdict:
    """The entity that a document is for, with what says so; none where it is not certain."""
    by_id, said = _by_id(entities, clues)
    by_name = [one for one in entities if _name(clues) in _names(one)] if clues.name else []
    if by_id:
        return _agreed(by_id, by_name, clues, said)
    if by_name:
        return _named(by_name, clues)
    return _from_outside(entities, clues)


def _by_id(entities: Collection[Entity], clues: Clues) -> tuple[list[Entity], tuple[Basis, str]]:
    """Who has an id of the document: its VAT ids and registrations first, then its address."""
    for one in _foreign(clues):
        if having := [entity for entity in entities if _plain(one) in _all(entity.ids)]:
            return having, (Basis.ID, one)
    address = _plain(clues.endpoint)
    if address and (having := [one for one in entities if _answers(one, address)]):
        return having, (Basis.ENDPOINT, clues.endpoint)
    return [], (Basis.ID, "")


def _answers(entity: Entity, address: str) -> bool:
    """Whether an electronic address is the entity's, with the scheme on one side or on both."""
    own = _all(entity.endpoints) | _all(one.partition(":")[2] for one in entity.endpoints)
    return address in own


def _agreed(
    by_id: list[Entity], by_name: list[Entity], clues: Clues, said: tuple[Basis, str]
) -> Verdict:
    """Several of a tax group may share one id; the name tells them apart."""
    both = [one for one in by_id if one in by_name]
    if by_name and not both:
        return Verdict(said=f"{said[1]}, {clues.name}", doubt=Doubt.RIVALS)
    if len(by_id) == 1:
        return Verdict(by_id[0], *said)
    if len(both) == 1:
        return Verdict(both[0], Basis.NAME, clues.name)
    return _placed(both or by_id, clues, said[1])


def _named(by_name: list[Entity], clues: Clues) -> Verdict:
    """An id that is none of ours contradicts a name of ours, where we know ids of that company."""
    foreign = _foreign(clues)
    if foreign and all(one.ids for one in by_name):
        return Verdict(said=f"{clues.name}, {foreign[0]}", doubt=Doubt.RIVALS)
    if len(by_name) == 1:
        return Verdict(by_name[0], Basis.NAME, clues.name)
    return _placed(by_name, clues, clues.name)


def _placed(rivals: list[Entity], clues: Clues, said: str) -> Verdict:
    """Of companies with one name or id, the one whose address the document prints."""
    words = clues.place.casefold()
    here = [one for one in rivals if any(place.casefold() in words for place in one.places)]
    if len(here) == 1:
        return Verdict(here[0], Basis.NAME_AND_PLACE, f"{said}, {clues.place}")
    return Verdict(said=said, doubt=Doubt.RIVALS)


def _from_outside(entities: Collection[Entity], clues: Clues) -> Verdict:
    """The document itself names none of ours: what a person said, and where it arrived."""
    if bound := [one for one in entities if one.id == clues.bound]:
        return Verdict(bound[0], Basis.ACCOUNT)
    foreign, alike = _foreign(clues), _may_be_ours(entities, clues)
    if foreign and not alike:
        return Verdict(said=clues.name or foreign[0], doubt=Doubt.STRANGER)
    if not foreign and (verdict := _mailed(entities, clues)).entity:
        return verdict
    if len(entities) == 1:
        return Verdict(next(iter(entities)), Basis.ONLY)
    if foreign:
        return Verdict(said=f"{clues.name}, {foreign[0]}", doubt=Doubt.RIVALS)
    return Verdict(said=clues.name, doubt=Doubt.SILENT)


def _mailed(entities: Collection[Entity], clues: Clues) -> Verdict:
    """Whose own address the mail came to, unless it came to those of several."""
    came = {mail.casefold() for mail in clues.mails}
    having = [one for one in entities if came & {mail.casefold() for mail in one.mails}]
    if len(having) != 1:
        return Verdict(doubt=Doubt.SILENT)
    said = next(mail for mail in having[0].mails if mail.casefold() in came)
    return Verdict(having[0], Basis.MAIL, said)


def _may_be_ours(entities: Collection[Entity], clues: Clues) -> bool:
    """Whether the name is like one of ours; a document without a name may be anybody's."""
    sought = clues.name.casefold()
    names = (name.casefold() for one in entities for name in (one.name, *one.spellings))
    return bool(sought) and any(fuzz.token_set_ratio(sought, name) >= _ALIKE for name in names)


def _foreign(clues: Clues) -> tuple[str, ...]:
    """The ids that the document gives to its buyer, without the seller's own."""
    sellers = _all(clues.own_ids)
    return tuple(one for one in clues.ids if _plain(one) and _plain(one) not in sellers)


def _names(entity: Entity) -> set[str]:
    return {same_name(name) for name in (entity.name, *entity.spellings)}


def _name(clues: Clues) -> str:
    return same_name(clues.name)


def _all(words: Iterable[str]) -> set[str]:
    return {_plain(word) for word in words} - {""}


def _plain(word: str) -> str:
    return normalise_number(word)
