"""What in a PDF could run: scripts, programs, forms that send, files packed into it.

The objects themselves are walked, also those in compressed object streams, where a search of the
bytes finds nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from parsers.safety.names import danger_of_name, deceives

_KEYS: Final = {
    "/JS": "runs a script",
    "/JavaScript": "runs a script",
    "/RichMedia": "holds media that run",
}
_ACTIONS: Final = {
    "/JavaScript": "runs a script",
    "/Launch": "starts a program",
    "/SubmitForm": "sends what is typed in it",
    "/ImportData": "loads data from elsewhere",
    "/RichMediaExecute": "holds media that run",
}
_DEEPEST: Final = 50
_PROGRAMS: Final = (b"MZ", b"\x7fELF")


def find(content: bytes) -> list[str]:
    """Why a PDF is dangerous; nothing where it is damaged or locked, which its reader will say."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            found = [why for one in document.objects for why in _of_object(one, 0)]
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return []
    return list(dict.fromkeys(found))


def _of_object(found: Any, depth: int) -> Iterator[str]:
    """The dangers of an object and of what lies directly in it; `find` visits all references."""
    if depth > _DEEPEST or not isinstance(found, pikepdf.Object):
        return
    if isinstance(found, pikepdf.Array):
        for one in found.as_list():
            yield from _within(one, depth)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        yield from _of_dictionary(found)
        for one in found.values():
            yield from _within(one, depth)


def _within(one: Any, depth: int) -> Iterator[str]:
    if isinstance(one, pikepdf.Object) and not one.is_indirect:
        yield from _of_object(one, depth + 1)


def _of_dictionary(found: Any) -> Iterator[str]:
    for key, why in _KEYS.items():
        if key in found:
            yield why
    action = found.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in _ACTIONS:
        yield _ACTIONS[str(action)]
    if "/EF" in found:
        yield from _of_packed_file(found)
    if found.get("/Type") == "/EmbeddedFile" and _raw(found).startswith(_PROGRAMS):
        yield "has a program packed in it"


def _of_packed_file(found: Any) -> Iterator[str]:
    for key in ("/UF", "/F"):
        name = str(found.get(key, ""))
        if danger := danger_of_name(name):
            yield f"has a file packed in it that {danger}"
        elif deceives(name):
            yield "has a file packed in it whose name leaves its folder or hides its kind"


def _raw(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes()[:8])
    except pikepdf.PdfError:
        return b""
