"""Secrets, sealed, and leases of them.

A record is sealed whole, together with the origins where it may be used; a value that doesn't open
is an error, never empty. `docs/security/vault-format.md` is the format, `SECURITY.md` says what is
not promised.
"""

from vault.anchor import Witness, nobody
from vault.audit import Event
from vault.box import Entry, Proof, Vault
from vault.exchange.found import Exported, ImportLine
from vault.find import find_key
from vault.keys import Keys, KeySlot
from vault.lease import Lease
from vault.opening import create_vault, locked_vault, open_vault, slot_kinds
from vault.passport import make_passport
from vault.places import shown_place
from vault.private import write_new as write_private
from vault.records import (
    ApiKey,
    BrowserSession,
    Credential,
    Mailbox,
    OAuthToken,
    Record,
    Reference,
    TotpSeed,
    person_seed,
    seed_name,
    session_name,
)
from vault.seal import Cost
from vault.slots.keyfile import KeyFile
from vault.slots.os_keyring import OsKeyring
from vault.slots.passphrase import Passphrase
from vault.slots.recovery import Recovery
from vault.slots.source import KeySource
from vault.slots.two_secret import TwoSecret
from vault.stores import STORES
from vault.upkeep import masked

__all__ = [
    "STORES",
    "ApiKey",
    "BrowserSession",
    "Cost",
    "Credential",
    "Entry",
    "Event",
    "Exported",
    "ImportLine",
    "KeyFile",
    "KeySlot",
    "KeySource",
    "Keys",
    "Lease",
    "Mailbox",
    "OAuthToken",
    "OsKeyring",
    "Passphrase",
    "Proof",
    "Record",
    "Recovery",
    "Reference",
    "TotpSeed",
    "TwoSecret",
    "Vault",
    "Witness",
    "create_vault",
    "find_key",
    "locked_vault",
    "make_passport",
    "masked",
    "nobody",
    "open_vault",
    "person_seed",
    "seed_name",
    "session_name",
    "shown_place",
    "slot_kinds",
    "write_private",
]
