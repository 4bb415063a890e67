"""Vaults for tests, and hands to spoil them with."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from model.clock import FixedClock
from model.secret import Secret
from vault import (
    ApiKey,
    Cost,
    Credential,
    KeyFile,
    Mailbox,
    Proof,
    TotpSeed,
    Vault,
    create_vault,
    open_vault,
    seed_name,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHEAP = Cost(m=64, t=1, p=1)
CANARY = "CANARY-7f3a9c"
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B


def credential(password: str = CANARY, *, username: str = "ap@buyer.example") -> Credential:
    return Credential(
        username=username,
        password=Secret(password),
        origins=frozenset({"https://portal.acme.example"}),
        login_url="https://portal.acme.example/login",
        customer_number="K-4711",
        notes=Secret("ask Ms Hill"),
    )


@dataclass(frozen=True)
class Place:
    """A vault's path and key."""

    path: Path
    key: KeyFile
    clock: FixedClock

    @property
    def anchor(self) -> Path:
        return self.path.with_name(f"{self.path.name}.anchor")

    def open(self) -> Vault:
        return open_vault(self.path, self.key, clock=self.clock)

    def check(self) -> Proof:
        with self.open() as vault:
            return vault.check()

    def copy(self, folder: Path) -> Place:
        """The vault and its anchor, copied into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.path, folder)
        shutil.copy(self.anchor, folder)
        return Place(folder / self.path.name, self.key, self.clock)

    @contextmanager
    def spoiling(self) -> Iterator[sqlite3.Connection]:
        """The file in the hands of somebody who has no key."""
        with closing(sqlite3.connect(self.path)) as connection:
            yield connection
            connection.commit()


def empty(folder: Path) -> Place:
    clock = FixedClock(NOON)
    key = KeyFile.make(folder / "vault.key")
    create_vault(folder / "vault.db", key, clock=clock).lock()
    return Place(folder / "vault.db", key, clock)


def filled(folder: Path) -> Place:
    """A vault with one record of most kinds and one lease on record."""
    place = empty(folder)
    with place.open() as vault:
        vault.put("acme", credential())
        vault.put(seed_name("acme"), TotpSeed(credential="acme", seed=Secret(SEED)))
        vault.put("globex", credential("another", username="buyer"))
        vault.put("inbox", Mailbox(username="ap", password=Secret("mail-pw")))
        vault.put("erp", ApiKey(key=Secret("token")))
        with vault.lease("acme", purpose="login acme", job="run-1"):
            pass
    return place
