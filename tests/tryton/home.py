"""Tryton on this machine: an environment and the company's books, made once and kept in the cache.

Tryton is an ERP under the GPL-3.0 that nobody of this project wrote; here it is the destination. It
has an environment of its own (never Billhook's), runs as a process of its own, and is spoken to by
JSON-RPC alone: nothing of it is imported, changed, or kept in this repository.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.applications import installed, run
from tests.tryton import books
from tests.tryton.stand import DATABASE, PASSWORD, config, serve

LOCK = Path(__file__).with_name("tryton.lock")


def books_folder() -> tuple[Path, Path]:
    """The Python that has Tryton, and the folder of the books: made where they are missing."""
    return installed("tryton", LOCK, Path(books.__file__), Path(__file__), make=_open_books)


def _open_books(python: Path, data: Path) -> None:
    """Nothing comes back: the folder is that of a database with the demo company's books."""
    _found(python, data)
    with serve(python, data) as stand:
        books.open_books(stand)


def _found(python: Path, data: Path) -> None:
    """Nothing comes back: a database with the modules for supplier invoices and orders stands."""
    (data / f"{DATABASE}.sqlite").touch()
    secret = data / "password"
    secret.write_text(PASSWORD)
    told = {**os.environ, "TRYTONPASSFILE": str(secret)}
    admin = (python.with_name("trytond-admin"), "-c", config(data, "127.0.0.1:0"), "-d", DATABASE)
    run(*admin, "--all", "--email", "admin@example.com", env=told)
    run(*admin, "-u", "account_invoice", "purchase", "--activate-dependencies", env=told)
    secret.unlink()
