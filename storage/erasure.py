"""A person at a supplier, erased: name and address, wherever they stand but in the audit trail.

The trail is chained and can't be changed; what is erased is noted there by its digest alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, or_, select, tuple_

from model.errors import WrongInput
from storage import audit, deeds, holds, retention, rows, tables
from storage.backup import bare
from storage.columns import Packed, Words
from storage.files import FileStore
from storage.store import Store
from storage.tx import Tx

_OURS: Final = frozenset(
    {
        tables.event,
        tables.app_user,
        tables.session,
        tables.one_time_token,
        tables.sign_in_failure,
        tables.heartbeat,
        tables.claim,
        tables.setting,
        tables.mailbox,
        tables.destination,
        tables.api_token,
        tables.change,
        tables.hold,
    }
)
"""Tables of our own people and settings, and the trail."""
_ADDRESS: Final = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,253}")
_SHORTEST: Final = 4
_BREAKS: Final = re.compile(rb"=?\r?\n")
_UNSURE: Final = 2  # characters of base64 at an end that depend on what stands beside


@dataclass(frozen=True, slots=True)
class Contact:
    """A person by mail address, and by the names that stand for that person alone."""

    address: str
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises WrongInput for what would hit others too."""
        if not _ADDRESS.fullmatch(self.address):
            raise WrongInput(f"{self.address!r} is no mail address.")
        if any(len(name.strip()) < _SHORTEST for name in self.names):
            raise WrongInput(f"A name has {_SHORTEST} characters at least; give it in full.")

    @property
    def digest(self) -> str:
        """What stands for the person on the audit trail."""
        return hashlib.sha256(self.address.casefold().encode()).hexdigest()

    @property
    def token(self) -> str:
        """What stands in the person's place everywhere else."""
        return f"[erased {self.digest[:12]}]"

    @property
    def words(self) -> tuple[str, ...]:
        """Address and names, also as JSON writes them."""
        said = (self.address, *self.names)
        return tuple(dict.fromkeys((*said, *(json.dumps(one)[1:-1] for one in said))))

    def erased(self, text: str) -> str:
        """The text with the token in the place of the person."""
        return self.pattern.sub(self.token, text)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Address or name, whole, in capitals or not."""
        several = "|".join(re.escape(word) for word in self.words)
        return re.compile(rf"(?<![\w.+-])(?:{several})(?![\w-]|\.\w)", re.IGNORECASE)

    def is_in(self, raw: bytes) -> bool:
        """Whether a mail's bytes name the person: plainly, or in base64."""
        joined = _BREAKS.sub(b"", raw)
        plain = joined.lower()
        said = [word.encode() for word in (self.address, *self.names)]
        if any(word.lower() in plain for word in said):
            return True
        return any(core in joined for word in said for core in _in_base64(word))


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a person stands: how many rows of which table, which mails, and which of these stay."""

    rows: Mapping[str, int]
    mails: tuple[str, ...]
    kept: tuple[str, ...] = ()


def traces(store: Store, tx: Tx, contact: Contact) -> Traces:
    """Where a person stands now. Every mail is looked through, so this takes its time."""
    found = {
        table.name: number for table in _tables() if (number := len(_rows(tx, table, contact)))
    }
    mails = tuple(_mails(store.files, tx, contact))
    return Traces(found, mails, retention.staying(tx, "mail", mails))


def erase(store: Store, contact: Contact, *, actor: str) -> Traces:
    """Erase a person, all or nothing; where the person stood.

    Raises:
        WrongInput: a hold is on one of the mails or on everything, or one is still worked on.
    """
    with store.begin() as tx:
        found = traces(store, tx, contact)
        if found.kept or holds.ALL in holds.held(tx):
            raise WrongInput(
                f"{len(found.kept)} mails are held or still worked on, so nothing is erased;"
                " lift the hold or finish them first: billhook hold list."
            )
        _forget_habits(tx, contact)
        deeds.forget_all(tx)
        retention.drop_bytes(store.files, tx, found.mails)
        for table in _tables():
            for row in _rows(tx, table, contact):
                _rewrite(tx, table, row, contact)
        subject, said = f"contact:{contact.digest}", sum(found.rows.values())
        detail = f"{len(found.mails)} mails, {said} rows"
        audit.note(tx, actor, "erased a contact", subject, detail)
    retention.delete_files(store)
    return found


def _tables() -> Iterator[Table]:
    """The tables as they hold cells, not what these mean."""
    for table in tables.metadata.sorted_tables:
        if table not in _OURS:
            yield bare(table)


def _texts(table: Table) -> tuple[str, ...]:
    """The columns that hold words, and name no other row."""
    meant = tables.metadata.tables[table.name]
    return tuple(
        column.name
        for column in meant.columns
        if type(column.type) in (Words, Packed)
        and not column.primary_key
        and not column.foreign_keys
    )


def _rows(tx: Tx, table: Table, contact: Contact) -> list[Any]:
    """The rows that name a person."""
    names = _texts(table)
    conditions: list[ColumnElement[bool]] = [
        table.c[name].icontains(word, autoescape=True) for name in names for word in contact.words
    ]
    if not conditions:
        return []
    found = tx.connection.execute(select(table).where(or_(*conditions))).mappings()
    pattern = contact.pattern
    return [row for row in found if any(pattern.search(row[name] or "") for name in names)]


def _rewrite(tx: Tx, table: Table, row: Any, contact: Contact) -> None:
    keys = list(table.primary_key)
    new = {name: contact.erased(row[name]) for name in _texts(table) if row[name]}
    this = tuple_(*keys) == tuple_(*(row[key.name] for key in keys))
    tx.connection.execute(table.update().where(this).values(new))


def _mails(files: FileStore, tx: Tx, contact: Contact) -> Iterator[str]:
    """The mails whose bytes name a person."""
    mail = tables.message.c
    for one, sha256 in tx.connection.execute(select(mail.id, mail.sha256).order_by(mail.id)).all():
        if files.known(sha256) and contact.is_in(files.get(sha256)):
            yield one


def _forget_habits(tx: Tx, contact: Contact) -> None:
    """Forget what was learned of the person's mails, and that the address stands for a supplier."""
    for table in (tables.lesson, tables.habit):
        mine = table.c.sender.icontains(contact.address, autoescape=True)
        tx.connection.execute(table.delete().where(mine))
    supplier = tables.supplier.c
    for one, domains in tx.connection.execute(select(supplier.id, supplier.domains)).all():
        left = tuple(it for it in domains if it.casefold() != contact.address.casefold())
        if left != domains:
            rows.change(tx, tables.supplier, supplier.id == one, domains=left)


def _in_base64(word: bytes) -> Iterator[bytes]:
    """What a text has of a word in base64, wherever it begins."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + word).rstrip(b"=")
        yield encoded[_UNSURE * before : -_UNSURE]
