"""What connecting stands on, and what its kinds share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from model.clock import Clock
from model.connections import Trial
from model.errors import SecretChanged
from pipeline.keyholder.consents import Consents
from storage.store import Store
from vault import ApiKey, Credential, Mailbox, OAuthToken, Vault

MOST_SECRET: Final = 4096  # characters
_MOST_TRIES: Final = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """What connecting needs: `ca_file` holds the certificates to trust for mail servers.

    `loopback` says that this machine's own sites may be visited; `consents` are those that people
    are giving at the moment.
    """

    store: Store
    vault: Vault
    clock: Clock
    ca_file: Path | None = None
    loopback: bool = False
    consents: Consents = field(default_factory=Consents)


class Fault(Exception):
    """What a person typed does not do; `trial` says which field and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.trial = Trial(ok=False, sentence=sentence, field=field)


def keep_new(
    vault: Vault, name: str, record: Credential | Mailbox | ApiKey | OAuthToken, *, actor: str
) -> str:
    """The name under which the vault keeps a new record: this one, or the first free one."""
    for number in range(1, _MOST_TRIES):
        free = name if number == 1 else f"{name} {number}"
        try:
            vault.put(free, record, replacing=0, actor=actor)
        except SecretChanged:
            continue
        return free
    raise Fault("name", f"The vault keeps {_MOST_TRIES} records called {name}; choose another.")
