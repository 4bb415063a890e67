"""What databases and disks report, as errors that say what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from model.errors import (
    BillhookError,
    StorageBusy,
    StorageError,
    StorageFailing,
    StorageFull,
    StorageUnreachable,
)

_FULL_ERRNO: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FAILING_ERRNO: Final = frozenset({errno.EIO, errno.EROFS})
_FULL_CODES: Final = frozenset({sqlite3.SQLITE_FULL})
_FAILING_CODES: Final = frozenset({sqlite3.SQLITE_IOERR})
_BUSY_CODES: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PRIMARY_CODE: Final = 0xFF  # SQLite's extended codes keep the primary one in the low byte
_FULL_STATE: Final = "53100"  # disk_full
_FAILING_STATE: Final = "58030"  # io_error
_BUSY_STATES: Final = frozenset({"55P03", "40P01", "40001"})  # lock, deadlock, serialization


@contextmanager
def named() -> Iterator[None]:
    """Raise what the database and the disk report as the errors of `model.errors`.

    PostgreSQL quotes whole rows in its messages, so only their first line is passed on.

    Raises:
        StorageFull: no room on the disk.
        StorageFailing: the disk refuses.
        StorageBusy: another writer held the database for longer than the time-out.
        StorageUnreachable: the database server does not answer.
        StorageError: the database refused a statement.
    """
    try:
        yield
    except DBAPIError as error:
        raise _of_database(error) from None
    except OSError as error:
        if error.errno in _FULL_ERRNO:
            raise StorageFull from error
        if error.errno in _FAILING_ERRNO:
            raise StorageFailing from error
        raise


def _of_database(error: DBAPIError) -> BillhookError:
    code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY_CODE
    state = getattr(error.orig, "sqlstate", None)
    if code in _FULL_CODES or state == _FULL_STATE:
        return StorageFull()
    if code in _FAILING_CODES or state == _FAILING_STATE:
        return StorageFailing()
    if code in _BUSY_CODES or state in _BUSY_STATES:
        return StorageBusy()
    if error.connection_invalidated or (state is None and not code):
        return StorageUnreachable(f"The database can't be reached: {_first_line(error)}.")
    return StorageError(f"The database refused this: {_first_line(error)}.")


def _first_line(error: DBAPIError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    return primary or str(error.orig).partition("\n")[0]
