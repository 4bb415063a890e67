"""Mails from files: .eml, folders of them, mbox, a corpus of text lines, standard input."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from model.errors import FileUnreadable, WrongInput

_MBOX_START: Final = re.compile(rb"^From .*\d{4}\r?\n", re.MULTILINE)
_SUFFIXES: Final = frozenset({".eml", ".mbox", ".mbx"})
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PlainMail:
    """Subject and text of a mail whose bytes are not at hand."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class SourceMail:
    """A mail and what it is called: `key` is "id" or "file", `name` its value."""

    key: str
    name: str
    content: bytes | PlainMail


def mails(path: str | Path, *, standard_input: BinaryIO | None = None) -> Iterator[SourceMail]:
    """The mails of a file or folder, in order; "-" reads standard input.

    Raises FileUnreadable where there is none, WrongInput for a line that is no mail.
    """
    if str(path) == "-":
        content = (standard_input or sys.stdin.buffer).read()
        if not content:
            raise FileUnreadable("Standard input (-) is empty; pipe a mail into it, or name one.")
        yield from of_bytes(content, "-")
        return
    path = Path(path)
    if path.is_dir():
        for child in _below(path):
            yield from of_bytes(_bytes(child), str(child))
        return
    yield from of_bytes(_bytes(path), str(path))


def _below(folder: Path) -> list[Path]:
    found = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in _SUFFIXES
    )
    if not found:
        kinds = ", ".join(sorted(_SUFFIXES))
        raise FileUnreadable(f"{folder} holds no mail; files of these kinds are read: {kinds}.")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from error


def of_bytes(content: bytes, name: str) -> Iterator[SourceMail]:
    """The mails in a file's content: one, an mbox, or lines of a corpus. Raises WrongInput."""
    if content.lstrip()[:1] == b"{":
        yield from _lines(content, name)
    elif content.startswith(b"From ") and _MBOX_START.match(content):
        yield from _mbox(content, name)
    else:
        yield SourceMail("file", name, content)


def _lines(content: bytes, name: str) -> Iterator[SourceMail]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            mail = PlainMail(str(row["subject"]), str(row["body"]))
            yield SourceMail("id", str(row["id"]), mail)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise WrongInput(
                f"Line {number} of {name} is no mail; it needs id, subject and body."
            ) from None


def _mbox(content: bytes, name: str) -> Iterator[SourceMail]:
    """The mails of an mbox (RFC 4155), named by their place in it."""
    for place, (start, end) in enumerate(mbox_spans(content), 1):
        yield SourceMail("file", f"{name}#{place}", unquoted(content[start:end]))


def mbox_spans(content: bytes) -> list[tuple[int, int]]:
    """Where each mail of an mbox begins and ends, without the line that parts it from the last."""
    found = [match.span() for match in _MBOX_START.finditer(content) if _begins(content, match)]
    if not found:
        return []
    ends = [start for start, _ in found[1:]] + [len(content)]
    return [(start, end) for (_, start), end in zip(found, ends, strict=True)]


def unquoted(mail: bytes) -> bytes:
    """A mail of an mbox as it was before it was put there: its lines beginning with From again."""
    return _QUOTED_FROM.sub(rb"\1", mail)


def _begins(content: bytes, match: re.Match[bytes]) -> bool:
    before = content[max(0, match.start() - 4) : match.start()]
    return not before or before.endswith((b"\n\n", b"\r\n\r\n"))
