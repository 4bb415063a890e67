"""Secrets, sealed, and leases of them.

A record is sealed whole, together with the origins where it may be used; a value that doesn't open
is an error, never empty. `docs/security/vault-format.md` is the format, `SECURITY.md` says what is
not promised.
"""

from vault.audit import Event
from vault.box import Entry, Proof, Vault, create_vault, open_vault, slot_kinds
from vault.exchange.found import Exported, ImportLine
from vault.find import find_key
from vault.lease import Lease
from vault.records import (
    ApiKey,
    BrowserSession,
    Credential,
    Mailbox,
    OAuthToken,
    Record,
    TotpSeed,
    seed_name,
)
from vault.seal import Cost
from vault.slots.keyfile import KeyFile
from vault.slots.os_keyring import OsKeyring
from vault.slots.passphrase import Passphrase
from vault.slots.source import KeySource

__all__ = [
    "ApiKey",
    "BrowserSession",
    "Cost",
    "Credential",
    "Entry",
    "Event",
    "Exported",
    "ImportLine",
    "KeyFile",
    "KeySource",
    "Lease",
    "Mailbox",
    "OAuthToken",
    "OsKeyring",
    "Passphrase",
    "Proof",
    "Record",
    "TotpSeed",
    "Vault",
    "create_vault",
    "find_key",
    "open_vault",
    "seed_name",
    "slot_kinds",
]
