"""Keyrings that pass for another class: `keyring` knows its back-ends by their names."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend


class Store(KeyringBackend):
    """A keyring that keeps what it is given; each test says which class it passes for."""

    priority = 0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def holding(service: str, account: str, secret: str) -> Store:
    """A safe keyring that holds one secret."""
    store = passing_for("keyring.backends.SecretService.Keyring")
    store.set_password(service, account, secret)
    return store


def passing_for(name: str, **methods: object) -> Store:
    module, _, cls = name.rpartition(".")
    fake = type(cls, (Store,), {"__module__": module, "__qualname__": cls, **methods})
    return fake()


def chain_of(*backends: KeyringBackend) -> KeyringBackend:
    chain = type("Chain", (ChainerBackend,), {"backends": backends})
    chain.__module__, chain.__qualname__ = ChainerBackend.__module__, ChainerBackend.__qualname__
    return chain()
