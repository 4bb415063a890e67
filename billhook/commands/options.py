"""What every command shares: the data folder, where lines of JSON go, and how files are read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

import click

from billhook.settings import Settings, data_folder, load
from model.errors import FileUnreadable

_F = TypeVar("_F", bound=Callable[..., Any])


PORT: Final = click.IntRange(0, 65535)


def data_option(command: _F) -> _F:
    """The option --data DIR; the command gets it as `data`, a text or None."""
    return click.option(
        "--data",
        metavar="DIR",
        help="Data folder; else BILLHOOK_DATA, else the user's own.",
    )(command)


def key_option(command: _F) -> _F:
    """The option --key-file F; the command gets it as `key_file`, a text or None."""
    return click.option(
        "--key-file",
        metavar="F",
        help="File that opens the vault; else the system's credential, else its key store.",
    )(command)


def jsonl_option(command: _F) -> _F:
    """The option --jsonl FILE; - is standard output."""
    return click.option(
        "--jsonl",
        metavar="FILE",
        default="-",
        show_default=True,
        help="Where the answers go, one JSON object a line; - is standard output.",
    )(command)


def settings_of(data: str | None) -> Settings:
    """The settings of the data folder that was named."""
    return load(data_folder(data))


def write_lines(target: str, rows: Iterable[object]) -> int:
    """Write one JSON object a line, as they come; how many."""
    count = 0
    with _writer(target) as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def show_json(value: object) -> None:
    """Print one JSON value."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def read_bytes(name: str) -> bytes:
    """The content of a file; - is standard input.

    Raises:
        FileUnreadable: it is not there, or can't be read.
    """
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{name} can't be read: {error.strerror}.") from None


def files_below(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What each file is called in an answer, and where it lies.

    A file that was named is called as it was named; one in a folder that was named by its place
    in that folder.
    """
    return tuple(pair for path in paths for pair in _expand(path))


def _expand(path: str) -> list[tuple[str, str]]:
    folder = Path(path)
    if path == "-" or not folder.is_dir():
        return [(path, path)]
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [(file.relative_to(folder).as_posix(), str(file)) for file in files]


def _writer(target: str) -> AbstractContextManager[TextIO]:
    if target == "-":
        return nullcontext(sys.stdout)
    try:
        return Path(target).open("w", encoding="utf-8")
    except OSError as error:
        raise FileUnreadable(f"{target} can't be written: {error.strerror}.") from None
