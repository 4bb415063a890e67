"""Layout memory in a folder: one JSON file a layout, written by `teach`, read by `parse`.

The format is described in docs/layout-memory.md. Files that come from elsewhere are foreign text:
whatever is wrong with one ends as a sentence that names it.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from model.disk import fill, flush_folder
from model.errors import FileUnreadable, FileUnwritable, WrongInput
from model.memory import FIELD_KINDS, LayoutMemory, Remembered
from model.plain import from_plain, to_plain

FORMAT: Final = 1
_MOST_BYTES: Final = 2**20
_MOST_FILES: Final = 5_000
_MOST_LANDMARKS: Final = 1_000
_MOST_ANCHORS: Final = 3
_LARGEST: Final = 100_000.0  # points; no page is as large
_NAME: Final = re.compile(r"[0-9a-f]{16}")
_DAMAGED: Final = (TypeError, ValueError, KeyError, AttributeError, RecursionError)


def load(folder: str) -> tuple[LayoutMemory, ...]:
    """All memories in a folder, in the order of their names.

    Raises:
        FileUnreadable: there is no such folder, or a file in it is no layout memory.
    """
    place = Path(folder)
    if not place.is_dir():
        raise FileUnreadable(f"{folder} is no folder of layout memory; make one: billhook teach.")
    files = sorted(place.glob("*.json"))
    if len(files) > _MOST_FILES:
        raise FileUnreadable(f"{folder} holds more than {_MOST_FILES} layouts; keep them apart.")
    return tuple(_read(file) for file in files)


def load_any(folder: str) -> tuple[LayoutMemory, ...]:
    """All memories in a folder that is perhaps still to be made. Raises FileUnreadable."""
    return load(folder) if Path(folder).exists() else ()


def save(folder: str, memory: LayoutMemory) -> Path:
    """The file that now holds this memory, whole at any time; the folder is made where needed.

    Raises:
        FileUnwritable: the folder or the file can't be written.
    """
    place = Path(folder)
    text = json.dumps({"format": FORMAT, **_as_object(memory)}, indent=1, ensure_ascii=False)
    try:
        place.mkdir(parents=True, exist_ok=True)
        _write(place / f"{memory.layout}.json", f"{text}\n".encode())
    except OSError as error:
        raise FileUnwritable(f"{folder} can't be written: {error.strerror}.") from None
    return place / f"{memory.layout}.json"


def _write(file: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    part = Path(name)
    try:
        fill(descriptor, content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    flush_folder(file.parent)


def forget(folder: str, layout: str) -> None:
    """Drop all that was taught about a layout.

    Raises:
        WrongInput: nothing was taught about a layout of this name.
        FileUnwritable: the file can't be removed.
    """
    file = Path(folder) / f"{layout}.json"
    if not _NAME.fullmatch(layout) or not file.is_file():
        raise WrongInput(f"{folder} holds no layout {layout!r}; its files are named after layouts.")
    try:
        file.unlink()
    except OSError as error:
        raise FileUnwritable(f"{file} can't be removed: {error.strerror}.") from None


def _as_object(memory: LayoutMemory) -> dict[str, Any]:
    plain = to_plain(memory)
    assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
    return plain


def _read(file: Path) -> LayoutMemory:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ValueError("larger than any layout memory")
        return _sound(file, json.loads(content, parse_constant=Decimal))
    except OSError as error:
        raise FileUnreadable(f"{file} can't be read: {error.strerror}.") from None
    except _DAMAGED:
        raise FileUnreadable(
            f"{file} is no layout memory; remove it, or write it anew with billhook teach."
        ) from None


def _sound(file: Path, data: dict[str, Any]) -> LayoutMemory:
    """The memory that a file's object is; raises one of `_DAMAGED` for any other object."""
    if data.pop("format") != FORMAT:
        raise ValueError("of another format")
    memory = from_plain(LayoutMemory, data)
    marks = all(one.page > 0 and _on_page(one.x, one.y) for one in memory.landmarks)
    fields = all(map(_is_sound, memory.fields))
    alone = len(memory.by_name) == len(memory.fields)
    named = memory.layout == file.stem and _NAME.fullmatch(memory.layout)
    few = len(memory.landmarks) <= _MOST_LANDMARKS
    if not (marks and fields and alone and named and few and memory.version > 0):
        raise ValueError("of impossible values")
    return memory


def _is_sound(one: Remembered) -> bool:
    box = one.box
    known = one.name in FIELD_KINDS and one.page > 0 and one.confirmed >= 0
    few = len(one.anchors) <= _MOST_ANCHORS
    return known and few and _on_page(box.x, box.y, box.w, box.h)


def _on_page(*points: float) -> bool:
    return all(math.isfinite(point) and abs(point) < _LARGEST for point in points)
