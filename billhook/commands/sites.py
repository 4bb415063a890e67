"""Whose site an imported entry belongs to: suppliers by the domain that one owner registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from billhook.settings import Settings
from billhook.wiring import opened_store
from fetchers.mail.hosts import registrable
from model.suppliers import SupplierProfile
from storage import suppliers
from vault import ImportLine


@dataclass(frozen=True, slots=True)
class Sites:
    """The suppliers' names by their registrable domains."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, settings: Settings) -> Sites:
        """The sites of the suppliers that an installation knows."""
        with opened_store(settings) as store, store.read() as tx:
            profiles = suppliers.profiles(tx)
        pairs = ((domain, p.supplier.name) for p in profiles for domain in _domains(p))
        return cls(dict(pairs))

    def supplier(self, line: ImportLine) -> str | None:
        """The supplier whose site the entry is for; None where there is none, or several."""
        found = {self.names.get(registrable(_host(origin))) for origin in line.origins}
        known = found - {None}
        return known.pop() if len(known) == 1 else None

    def knows(self, line: ImportLine) -> bool:
        """Whether the entry is for a supplier's site."""
        return self.supplier(line) is not None


def _domains(profile: SupplierProfile) -> Iterable[str]:
    for domain in profile.supplier.domains:
        yield registrable(domain.lower())
    for portal in profile.portals:
        for origin in portal.origins:
            yield registrable(_host(origin))


def _host(origin: str) -> str:
    return urlsplit(origin).hostname or ""
