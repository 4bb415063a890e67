"""Column types: what a value looks like in the database, the same on SQLite and PostgreSQL.

There are two kinds of cells, text and whole numbers, since SQLite's STRICT tables and PostgreSQL
agree on them to the byte: dates and instants as ISO 8601 (they sort as they are), exact decimals,
enumerations and JSON as text, money as minor units beside its currency.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage import codec

WHOLE: Final = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of up to 63 bits."""

# PostgreSQL stores no NUL, and neither database stores half of a surrogate pair.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for each character that no database keeps."""
    return _UNSTORABLE.sub("�", text)


class _Cell(TypeDecorator[Any]):
    """What all types have in common: None is NULL, everything else is written."""

    __abstract__ = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """The value for the database."""
        return None if value is None else self.written(value)

    def written(self, value: Any) -> Any:
        """How a value is written."""
        raise NotImplementedError


class _Meaning(_Cell):
    """A type whose cells mean something else than they are; NULL is `absent`."""

    __abstract__ = True
    absent: Any = None
    """What NULL means."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - SQLAlchemy's signature
        """How the values of a column are read: by one call each, as there are many."""
        read, absent = self.read, self.absent
        return lambda value: absent if value is None else read(value)

    def read(self, cell: Any) -> Any:
        """What a cell means."""
        raise NotImplementedError


class Words(_Cell):
    """Text, compared byte by byte on both databases."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT; on PostgreSQL with the collation that SQLite always has."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))

    def written(self, value: Any) -> str | None:
        """The text, without what no database keeps."""
        return storable(value)


class Reference(_Meaning, Words):
    """The id of another row; the empty text is "none yet", so that the foreign key holds."""

    cache_ok = True
    absent = ""

    def written(self, value: str) -> str | None:
        """The id, or NULL."""
        return storable(value) or None

    def read(self, cell: str) -> str:
        """The id."""
        return cell


class Instant(_Meaning, Words):
    """An aware instant, as UTC with microseconds."""

    cache_ok = True

    def written(self, value: datetime) -> str:
        """ISO 8601 of fixed width."""
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone can't be stored")
        written = value.astimezone(UTC).isoformat(timespec="microseconds")
        return written.replace("+00:00", "Z")

    def read(self, cell: str) -> datetime:
        """The instant, in UTC."""
        return datetime.fromisoformat(cell)


class Day(_Meaning, Words):
    """A date."""

    cache_ok = True

    def written(self, value: date) -> str:
        """ISO 8601."""
        return value.isoformat()

    def read(self, cell: str) -> date:
        """The date."""
        return date.fromisoformat(cell)


class Exact(_Meaning, Words):
    """A decimal number, digit by digit."""

    cache_ok = True

    def written(self, value: Decimal) -> str:
        """Its digits."""
        return str(value)

    def read(self, cell: str) -> Decimal:
        """The number."""
        return Decimal(cell)


class Choice(_Meaning, Words):
    """One of an enumeration's values."""

    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def written(self, value: StrEnum) -> str:
        """The choice's word."""
        return self.choices(value).value

    def read(self, cell: str) -> StrEnum:
        """The choice."""
        return self.choices(cell)


class Packed(_Meaning, Words):
    """A value of `model/` as JSON; `hint` is its type."""

    cache_ok = True

    def __init__(self, hint: Any) -> None:
        super().__init__()
        self.hint = hint

    def written(self, value: Any) -> str:
        """Its JSON."""
        return codec.pack(value)

    def read(self, cell: str) -> Any:
        """The value."""
        return codec.unpack(self.hint, cell)


class Flag(_Meaning):
    """Yes or no, as 1 or 0."""

    impl = WHOLE
    cache_ok = True

    def written(self, value: bool) -> int:  # noqa: FBT001 - the only argument there is
        """1 or 0."""
        return int(value)

    def read(self, cell: int) -> bool:
        """Whether it is not 0."""
        return bool(cell)


def money(name: str, *, optional: bool = False) -> tuple[Column[Any], Column[Any]]:
    """The two columns of an amount: minor units and currency."""
    return (
        Column(f"{name}_minor", WHOLE, nullable=optional),
        Column(f"{name}_currency", Words(), nullable=optional),
    )
