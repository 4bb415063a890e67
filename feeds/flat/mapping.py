"""The mapping of a flat table: TOML with the rows, their columns, and how values are written.

`docs/flat-tables.md` describes it, with an example for SAP.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from model.errors import SettingsInvalid

_LARGEST: Final = 1_000_000
_LINE_ENDS: Final = {"lf": "\n", "crlf": "\r\n"}


class Of(StrEnum):
    """What a row is made for."""

    DOCUMENT = "document"
    LINE = "line"
    TAX = "tax"


class _Part(BaseModel):
    """A table of the mapping: unknown names are errors, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """One column: a field of the document, line or tax, or the same text in every row.

    `words` puts other words in place of a value, `otherwise` in place of any that it has not;
    `length` is the most characters, `width` fills with blanks; `required` says that a row without
    a value is none.
    """

    name: str
    field: str = ""
    constant: str | None = None
    words: Mapping[str, str] = Field(default_factory=dict)
    otherwise: str | None = None
    length: int | None = Field(default=None, gt=0, le=10_000)
    width: int | None = Field(default=None, gt=0, le=10_000)
    decimals: int | None = Field(default=None, ge=0, le=6)
    date: str = ""
    absolute: bool = False
    required: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Column:
        if bool(self.field) == (self.constant is not None):
            raise ValueError("a column has either a field or a constant")
        return self


class Row(_Part):
    """One kind of row, in the order of the file: once a document, or for each line or tax."""

    of: Of
    columns: tuple[Column, ...] = Field(min_length=1)


class TableMapping(_Part):
    """The whole: how values are written, and the rows."""

    delimiter: str = Field(default=";", min_length=1, max_length=1)
    decimal: str = Field(default=".", pattern=r"^[.,]$")
    date: str = "%Y-%m-%d"
    encoding: str = "utf-8"
    line_end: str = Field(default="crlf", pattern=r"^(lf|crlf)$")
    names: bool = True
    formulas: bool = False
    row: tuple[Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_writable(self) -> TableMapping:
        try:
            codecs.lookup(self.encoding)
        except LookupError:
            raise ValueError(f"the encoding {self.encoding} is unknown") from None
        if self.names and len({tuple(c.name for c in one.columns) for one in self.row}) > 1:
            raise ValueError("rows with other columns can't stand under one line of names")
        return self

    @property
    def end(self) -> str:
        """What ends a line."""
        return _LINE_ENDS[self.line_end]


def mapping_of(path: str) -> TableMapping:
    """The mapping in a file, read again when it has changed.

    Raises:
        SettingsInvalid: it can't be read, or is none; the message names the place.
    """
    try:
        file = Path(path)
        return _read(path, file.stat().st_mtime_ns)
    except OSError as error:
        raise SettingsInvalid(f"The mapping {path} can't be read: {error.strerror}.") from error


@cache
def _read(path: str, _changed: int) -> TableMapping:
    content = Path(path).read_bytes()[:_LARGEST]
    try:
        return TableMapping.model_validate(tomllib.loads(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"The mapping {path} is no TOML: {error}.") from error
    except ValidationError as wrong:
        raise SettingsInvalid(f"The mapping {path}: {_explained(wrong)}.") from wrong


def _explained(wrong: ValidationError) -> str:
    """The first thing that is wrong, with its place: `row.2.columns.3.length: …`."""
    first = wrong.errors()[0]
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {said}" if place else said
