"""What every command shares: the data folder, what it reads, and where its answers go."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

import click

from billhook.settings import Settings, data_folder, load
from model.errors import FileUnreadable, FileUnwritable, WrongInput

_F = TypeVar("_F", bound=Callable[..., Any])
INPUT: Final = "-"
"""What stands for standard input or output."""


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
    """Write one JSON object a line, as they come; how many.

    Raises:
        FileUnwritable: the target can't be made, or has no room left.
    """
    count = 0
    with _stream(target) as stream:
        for row in rows:
            with named(target):
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def pair_of(text: str) -> tuple[str, str]:
    """Name and value of KEY=VALUE. Raises WrongInput where it is none."""
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise WrongInput(f"{text!r} is not KEY=VALUE.")
    return key, value


def show_json(value: object) -> None:
    """Print one JSON value."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def prove_inputs(names: Sequence[str], target: str = INPUT) -> None:
    """Nothing, where the files can be read and the answers don't overwrite one of them.

    Raises:
        UsageError: standard input is named twice, or the target is one of the files.
    """
    if names.count(INPUT) > 1:
        raise click.UsageError("- is standard input, which is read once; name it once.")
    if target == INPUT or not Path(target).is_file():
        return
    for name in names:
        if Path(name).is_file() and Path(name).samefile(target):
            raise click.UsageError(f"{target} is read; write the answers to another file.")


def read_bytes(name: str, most: int = -1) -> bytes:
    """The content of a file, or its first `most` bytes; - is standard input.

    Raises:
        FileUnreadable: it is not there, or can't be read; or nothing comes on standard input.
    """
    if name == INPUT:
        return _standard_input(most)
    try:
        with Path(name).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise FileUnreadable(f"{name} can't be read: {error.strerror}.") from None


def read_text(name: str) -> str:
    """The content of a text file in UTF-8; - is standard input.

    Raises:
        FileUnreadable: it is not there, or is no such text.
    """
    try:
        return read_bytes(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(f"{name} is not UTF-8 text; save it in UTF-8.") from None


def read_cells(name: str) -> tuple[list[str], Iterator[list[str]]]:
    """The columns of a CSV file, and its rows with a cell for each, read as they are asked for.

    Raises:
        FileUnreadable: it is no CSV file, has no first line, or (on the way) a line has too many
            cells.
    """
    lines = _lines(name)
    columns = next(lines, [])
    if not columns:
        raise FileUnreadable(f"{name} is empty; its first line names the columns.")
    return columns, lines


def _lines(name: str) -> Iterator[list[str]]:
    """The first line of a CSV file, then each line that is not empty, filled up to its width."""
    reader = csv.reader(TextIOWrapper(BytesIO(read_bytes(name)), "utf-8-sig", newline=""))
    try:
        columns = next(reader, [])
        yield columns
        width = len(columns)
        for cells in reader:
            if len(cells) == width:
                yield cells
            elif len(cells) > width:
                where = f"{name}, line {reader.line_num}"
                raise FileUnreadable(f"{where}: more cells than columns.")
            elif cells:
                yield cells + [""] * (width - len(cells))
    except csv.Error as error:
        raise FileUnreadable(f"{name}, line {reader.line_num}, is no CSV: {error}.") from None
    except UnicodeDecodeError:
        raise FileUnreadable(f"{name} is not UTF-8 text; save it in UTF-8.") from None


def files_below(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What each file is called in an answer, and where it lies.

    A file that was named is called as it was named; one in a folder that was named by its place
    in that folder.

    Raises:
        FileUnreadable: a path leads nowhere, or to an empty folder.
    """
    return tuple(pair for path in paths for pair in _expand(path))


@contextmanager
def named(target: str) -> Iterator[None]:
    """Writing whose failure names the target; a reader of ours that has left is no failure.

    Raises:
        FileUnwritable: the system refused.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        place = "Standard output" if target == INPUT else target
        raise FileUnwritable(f"{place} can't be written: {error.strerror}.") from None


def _standard_input(most: int) -> bytes:
    content = sys.stdin.buffer.read(most)
    if not content:
        raise FileUnreadable("Standard input (-) is empty; pipe a file into it, or name one.")
    return content


def _expand(path: str) -> list[tuple[str, str]]:
    folder = Path(path)
    if path == INPUT:
        return [(path, path)]
    if not folder.exists():
        raise FileUnreadable(f"{path} can't be read: there is no such file or folder.")
    if not folder.is_dir():
        return [(path, path)]
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if not files:
        raise FileUnreadable(f"{path} holds no file; name a folder that holds some.")
    return [(file.relative_to(folder).as_posix(), str(file)) for file in files]


@contextmanager
def _stream(target: str) -> Iterator[TextIO]:
    if target == INPUT:
        yield sys.stdout
        with named(target):
            sys.stdout.flush()
        return
    with named(target):
        stream = Path(target).open("w", encoding="utf-8")  # noqa: SIM115 - closed, named, below
    try:
        yield stream
    finally:
        with named(target):
            stream.close()
