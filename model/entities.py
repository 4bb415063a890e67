"""Our own companies: the legal entities that receive invoices in one Billhook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from model.documents import normalise_number

UNKNOWN: Final = "unknown"
"""What is typed for "of no known entity"; no entity may have it as its code."""


class Basis(StrEnum):
    """By what it is known which entity a document is for."""

    ID = "id"  # a VAT id or registration number on the document
    ENDPOINT = "endpoint"  # the buyer's electronic address (BT-49)
    NAME = "name"
    NAME_AND_PLACE = "name_and_place"
    ACCOUNT = "account"  # a person bound the supplier's account to the entity
    MAIL = "mail"  # the mail came to an address that is the entity's own
    ONLY = "only"  # there is no other
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Entity:
    """One of our companies.

    `code` is its short name in the feed and in commands. `ids` are VAT ids and registration
    numbers, `endpoints` electronic addresses, with or without their scheme ("0088:4012345000009"),
    `places` words of its postal address that no other entity of its name has, `mails` addresses at
    which only its mail arrives.
    """

    id: str
    name: str
    code: str
    spellings: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clues:
    """What says whose document one is: as the document has it, and by which way it came.

    `bound` is the entity that a person bound the supplier's account to. `own_ids` are those of the
    seller, which a page may seem to give to the buyer.
    """

    name: str = ""
    ids: tuple[str, ...] = ()
    endpoint: str = ""
    place: str = ""
    mails: tuple[str, ...] = ()
    bound: str = ""
    own_ids: tuple[str, ...] = ()


class Doubt(StrEnum):
    """Why no entity is certain."""

    SILENT = "silent"  # nothing says whose it is
    RIVALS = "rivals"  # two signs name two of our companies
    STRANGER = "stranger"  # it is addressed to a company that is none of ours


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose document one is, by what, as it was said; without an entity, why not."""

    entity: Entity | None = None
    basis: Basis | None = None
    said: str = ""
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """What a person said: the documents of this account of a supplier are an entity's.

    `account_id` is empty for documents that name no account.
    """

    supplier_id: str
    account_id: str
    entity_id: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity with what hangs on it."""

    entity: Entity
    documents: int = 0
    people: tuple[str, ...] = ()  # the names of those who see nothing else


PARTS: Final = ("spellings", "ids", "endpoints", "places", "mails")
"""The lists of an entity that a person fills."""


def same_name(name: str) -> str:
    """What two spellings of one name have in common: letters and digits alone."""
    return normalise_number(name)
