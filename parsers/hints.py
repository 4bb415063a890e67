"""What the caller knows before a document is read, and what the official rules answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from model.documents import DocumentKind
from model.memory import LayoutMemory
from model.suppliers import SupplierProfile
from parsers.templates.template_forms import Template


@dataclass(frozen=True, slots=True)
class ListedFacts:
    """What a portal's list or a mail said about the document.

    Never a source of values: only compared with what the document itself says.
    """

    number: str | None = None
    day: date | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """Facts that help to read a document: who may have sent it, who we are, what is expected.

    `memories` are what corrections have taught about the layouts that it may have, `templates`
    those of invoice2data that may be for it.
    """

    profiles: tuple[SupplierProfile, ...] = ()
    kind: DocumentKind | None = None
    buyer_names: tuple[str, ...] = ()
    listed: ListedFacts = ListedFacts()
    ignore_attachments: bool = False
    memories: tuple[LayoutMemory, ...] = ()
    templates: tuple[Template, ...] = ()

    @property
    def currency(self) -> str | None:
        """What whoever may have sent it bills in; None where that is not one currency."""
        known = {profile.supplier.currency for profile in self.profiles}
        return known.pop() if len(known) == 1 else None


NO_HINTS: Final = Hints()


@dataclass(frozen=True, slots=True)
class Validation:
    """The verdict on an e-invoice. `errors` and the others are rule ids such as BR-CO-15.

    `information` are rules that the profile's own validator lets pass and names all the same.
    `valid` is False where no rules for its syntax are installed: then `warnings` says so.
    """

    syntax: str
    profile: str
    valid: bool
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
