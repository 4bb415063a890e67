"""The codes and links that portals mail, out of the mailboxes that are watched anyway."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from fetchers.mail.awaited import Letter, brought
from fetchers.mail.message import read
from model.codes import CodeAsked
from model.errors import DocumentRefused
from model.filing import StoredMessage
from model.secret import Secret
from model.suppliers import Portal, SupplierProfile
from pipeline.works import BILLHOOK, Works
from storage import audit, suppliers
from storage import mail as stored

_LOOKED_AT: Final = 100  # of the newest mails: more do not come while one sign-in waits


@dataclass(frozen=True, slots=True)
class JournalledCodes:
    """Codes for one visit; fulfils `model.ports.Codes`.

    `known` are the mails that were in the journal before the visit began: whatever the clocks of
    the servers say, none of them answers its sign-in. `looked_at` are those that came since, each
    read once, though it is asked for twice a second.
    """

    works: Works
    portal: Portal
    known: frozenset[str]
    looked_at: dict[str, Letter | None] = field(default_factory=dict)

    @classmethod
    def of(cls, works: Works, portal: Portal) -> JournalledCodes:
        """The codes that come to the watched mailboxes from now on."""
        with works.store.read() as tx:
            known = {message.id for message in stored.newest(tx, _LOOKED_AT)}
        return cls(works, portal, frozenset(known))

    def __call__(self, asked: CodeAsked) -> Secret | None:
        """The newest code or link for this sign-in, once; None while none has come."""
        with self.works.store.read() as tx:
            new = [one for one in stored.newest(tx, _LOOKED_AT) if one.id not in self.known]
            profiles = suppliers.profiles(tx)
        for one in new:
            if one.id not in self.looked_at:
                self.looked_at[one.id] = self._letter(one, profiles)
        letters = {letter: one for one in new if (letter := self.looked_at[one.id])}
        own = (each.supplier for each in profiles if each.supplier.id == self.portal.supplier_id)
        domains = frozenset(domain for supplier in own for domain in supplier.domains)
        while (found := brought(letters, asked, domains=domains)) is not None:
            letter, text = found
            message = letters.pop(letter)
            self.looked_at[message.id] = None  # ours or another's: it is used
            if self._use(message):
                return text
        return None

    def _letter(
        self, message: StoredMessage, profiles: tuple[SupplierProfile, ...]
    ) -> Letter | None:
        """The mail; None where it is not what it says it is, or nothing that can be read."""
        raw = self.works.store.files.get(message.sha256)
        if self.works.triage(raw, profiles).blocked:
            return None
        try:
            return Letter(message.received.timestamp(), read(raw))
        except DocumentRefused:
            return None  # a person is shown it; no code is in there

    def _use(self, message: StoredMessage) -> bool:
        with self.works.store.begin() as tx:
            mine = stored.use_code(tx, message.id, self.portal.id, self.works.clock.now())
            if mine:
                audit.note(
                    tx, BILLHOOK, "code used", f"message:{message.id}", f"for {self.portal.name}"
                )
        return mine
