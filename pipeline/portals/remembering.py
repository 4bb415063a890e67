"""What is kept of a portal's sign-in between two visits: a record of the vault, nothing else."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from model.errors import SecretMissing, Unavailable, VaultError
from model.secret import Secret
from model.suppliers import Portal
from pipeline.works import BILLHOOK, Works
from vault import BrowserSession, session_name

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VaultMemory:
    """The sign-in of one portal, sealed; fulfils `model.ports.SignInMemory`."""

    works: Works
    portal: Portal
    run_id: str

    @property
    def name(self) -> str:
        """What the record is called."""
        return session_name(self.portal.credential or "", self.portal.id)

    def recall(self) -> Secret | None:
        """What the last visit kept; None where there is nothing, or for other origins."""
        try:
            with self.works.vault.lease(self.name, purpose="visit", job=self.run_id) as lease:
                same = lease.origins == self._record(Secret("")).origins
                return Secret(lease.password.reveal()) if same else None
        except SecretMissing:
            return None

    def keep(self, state: Secret) -> None:
        """Seal this in the place of what was kept; without a vault nothing is kept."""
        try:
            self.works.vault.put(self.name, self._record(state), actor=BILLHOOK)
        except (VaultError, Unavailable) as trouble:
            _log.warning("The session of %s is not kept: %s", self.portal.name, trouble.message)

    def _record(self, state: Secret) -> BrowserSession:
        return BrowserSession(state=state, origins=self.portal.origins)
