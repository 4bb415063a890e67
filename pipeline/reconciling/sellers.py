"""Suppliers of ours by what other systems call them: their VAT number, their name or our own id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from model.errors import WrongInput
from model.suppliers import Supplier
from storage import suppliers
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Sellers:
    """All suppliers that are known."""

    by_name: dict[str, Supplier]

    @classmethod
    def of(cls, tx: Tx) -> Sellers:
        """Those of the store; of two under one name one that a person confirmed counts."""
        found: dict[str, Supplier] = {}
        for one in sorted(suppliers.every(tx), key=lambda one: one.proposed):
            for name in (one.id, one.name, one.vat_id or ""):
                if key := _key(name):
                    found.setdefault(key, one)
        return cls(found)

    def find(self, names: Iterable[str]) -> Supplier | None:
        """The supplier of the first of these names that is known; None where none is."""
        known = (self.by_name.get(_key(name)) for name in names)
        return next((one for one in known if one), None)

    def needed(self, name: str) -> Supplier:
        """The supplier of this name. Raises WrongInput where there is none."""
        found = self.by_name.get(_key(name))
        if found is None:
            raise WrongInput(f"There is no supplier {name}; connect it first.")
        return found


def _key(name: str) -> str:
    """The name without capitals and spaces: a VAT number is written with and without them."""
    return "".join(name.split()).casefold()
