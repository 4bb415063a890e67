"""The vault in a PostgreSQL database: the same three tables, the same bytes.

For several machines that share one vault. The server sees ciphertext only, and the anchor, which
must lie elsewhere, tells an older copy of its tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, NullPool, create_engine, event, inspect, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from model.database_lines import (
    GRANTED_SECONDS,
    KEEP_ALIVE,
    SERVER_S_END,
    SILENT_SECONDS,
    WAIT_SECONDS,
)
from model.errors import (
    BillhookError,
    StorageFull,
    StorageUnreachable,
    VaultBusy,
    VaultDamaged,
    VaultError,
)
from vault.boundary import named
from vault.container import Container
from vault.tables import HEADER

_SITUATIONS: Final[dict[str, type[BillhookError]]] = {
    "55P03": VaultBusy,  # lock_not_available
    "40001": VaultBusy,  # serialization_failure
    "40P01": VaultBusy,  # deadlock_detected
    "53100": StorageFull,
}
_CONNECTION: Final = ("08", "57P", "53300")  # the classes of a server that is away


class VaultServer(Container):
    """The database at `url`; its password, if there is one, is shown in no message."""

    def __init__(self, url: str) -> None:
        self.place = make_url(url).render_as_string(hide_password=True)
        self._engine = create_engine(
            url,
            poolclass=NullPool,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",  # one snapshot a transaction
            connect_args=dict(KEEP_ALIVE),
        )
        event.listen(self._engine, "connect", _prepare)

    def exists(self) -> bool:
        """Whether the vault's tables are there."""
        with self.named_errors(), self._engine.connect() as connection:
            return inspect(connection).has_table(HEADER)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot of the tables."""
        with self.named_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction that nobody else writes in; it is undone where the block raises."""
        with self.named_errors(), self._engine.begin() as connection:
            # a machine that was cut off does not keep the others waiting
            _may_be_silent(connection, GRANTED_SECONDS)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            # before the first SELECT: the snapshot must not be older than the lock
            connection.exec_driver_sql(f"LOCK TABLE {HEADER} IN EXCLUSIVE MODE")
            _may_be_silent(connection, SILENT_SECONDS)
            yield connection

    @contextmanager
    def making(self) -> Iterator[Connection]:
        """A transaction that makes the tables."""
        with self.named_errors(), self._engine.begin() as connection:
            if inspect(connection).has_table(HEADER):
                raise VaultError(f"There is a vault at {self.place} already; it was left as it is.")
            yield connection

    def named_errors(self) -> AbstractContextManager[None]:
        """Every error of the block as one of `model.errors`."""
        return named(self._name)

    def _name(self, error: Exception) -> BillhookError:
        cause = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(cause, "sqlstate", None)
        if state in _SITUATIONS:
            return _SITUATIONS[state]()
        if isinstance(error, OperationalError) and (state or _CONNECTION[0]).startswith(
            _CONNECTION
        ):
            return StorageUnreachable(f"The vault's database {self.place} does not answer.")
        return VaultDamaged(
            f"The vault at {self.place} is damaged ({type(cause).__name__}); restore it from a"
            " backup."
        )


def _prepare(connection: Any, _record: Any) -> None:
    for setting in SERVER_S_END:
        connection.execute(setting)
    connection.commit()  # else it is undone with the first transaction that is


def _may_be_silent(connection: Connection, seconds: int) -> None:
    connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{seconds}s'")
