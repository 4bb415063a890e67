"""What holds a vault's tables: a file, or a database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from sqlalchemy import Connection


class Container(ABC):
    """Where a vault lies. Every transaction of it is one snapshot."""

    place: str
    """What it's called in a message."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is a vault."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads."""

    @abstractmethod
    def changing(self) -> AbstractContextManager[Connection]:
        """A transaction that nobody else writes in; it's undone where the block raises."""

    @abstractmethod
    def making(self) -> AbstractContextManager[Connection]:
        """A transaction in an empty place, where a vault is made.

        Raises:
            VaultError: there is one already, or none can be made.
        """

    @abstractmethod
    def named_errors(self) -> AbstractContextManager[None]:
        """Every error of the block as one of `model.errors`."""
