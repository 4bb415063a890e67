"""This machine among those of the installation: its name, its doors, its neighbours."""

from __future__ import annotations

import logging
import os
import platform
import re
import secrets
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

from billhook.settings import Settings
from model.errors import SettingsInvalid
from model.far_doors import Passport, far_doors, far_line, split
from storage import heartbeats
from storage.store import Store

_IDENTITY: Final = "machine.id"
_UNFIT: Final = re.compile(r"[^0-9A-Za-z.-]+")


def executor(settings: Settings, number: int) -> str:
    """What a worker is called: by its number alone, on a machine that has nobody beside it."""
    if not settings.is_shared:
        return f"worker-{number}"
    name = settings.machine or platform.node()
    return f"worker-{number}@{_UNFIT.sub('-', name) or 'unnamed'}"


def identity(settings: Settings) -> str:
    """What tells this data folder's machine from another that took its name."""
    path = settings.data / _IDENTITY
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(secrets.token_hex(8), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii").strip()


def doors(settings: Settings) -> AbstractContextManager[None]:
    """The doors of this machine's workers, open to the others while the block lasts.

    Raises:
        SettingsInvalid: the address can't be listened at, or there is no passport.
    """
    if not settings.machine_address:
        return nullcontext()
    try:
        split(settings.machine_address)
        return far_doors(Passport(settings.passport_file), settings.machine_address, settings.data)
    except ValueError:
        raise SettingsInvalid("`machine_address` must be this machine's HOST:PORT.") from None


def end() -> None:
    """Nothing comes back, ever: what is left was handed over, so nothing may go on here."""
    logging.shutdown()
    os._exit(0)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other machines with workers; empty where this one is alone."""

    settings: Settings
    store: Store

    def lines(self, door: str | None = None) -> Iterator[socket.socket]:
        """A line to a door of each that is reached: the one named, or those of all its workers."""
        for address, name in self._doors(door):
            try:
                yield far_line(Passport(self.settings.passport_file), address, name)
            except (OSError, ValueError) as error:
                level = logging.INFO if door else logging.WARNING  # one of them has that door
                logging.getLogger(__name__).log(
                    level,
                    "%s of the machine at %s is not reached: %s",
                    name,
                    address,
                    type(error).__name__,
                )

    def _doors(self, door: str | None) -> list[tuple[str, str]]:
        if not self.settings.is_shared:
            return []
        mine = identity(self.settings)
        with self.store.read() as tx:
            living = heartbeats.living(tx, heartbeats.LIVELY)
        others = [one for one in living if one.address and one.machine != mine]
        named = [(one.address, door or f"{one.executor.partition('@')[0]}.door") for one in others]
        return list(dict.fromkeys(named))
