"""What in a file could run, flood the machine or hide from being looked at.

Runs inside the sandbox's child. An answer is a reason to quarantine the file, never a proof that
another file is safe: whatever is opened is opened there again.
"""

from __future__ import annotations

import html
import re
from typing import Final

from parsers.safety import active_pdf, archives, gate
from parsers.safety.names import danger_of_name

DEEPEST: Final = 2
"""An archive may lie in a mail, and one more archive in it."""

_NEVER: Final = (
    ((b"MZ", b"\x7fELF", b"L\x00\x00\x00\x01\x14\x02\x00"), "is a program, whatever its name says"),
    (
        (b"Rar!", b"7z\xbc\xaf", b"MSCF", b"BZh", b"\xfd7zXZ"),
        "is an archive of a kind that can't be looked into",
    ),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OLE_PARTS: Final = (
    ("_VBA_PROJECT", "holds macros"),
    ("EncryptedPackage", "can only be opened with a password"),
    ("Ole10Native", "has a program packed in it"),
)
_RTF_OBJECTS: Final = re.compile(rb"\\obj(?:data|update|autlink|emb)", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|svg|script|iframe|meta|form|object|embed|table|div|p|a|img"
    r"|(?:\w+:)?(?:script|foreignobject))\b",
    re.IGNORECASE,
)
_RUNS: Final = re.compile(
    r"<(?:\w+:)?(?:script|iframe|object|embed|applet|foreignobject)\b|\batob\s*\(|new\s+Blob\b"
    r"|createObjectURL|msSaveOrOpenBlob|http-equiv\s*=\s*[\"']?\s*refresh"
    r"|(?:java|vb)script\s*:|data:(?!image/(?:png|jpe?g|gif|webp|bmp|x-icon))[\w+./-]{0,60}[^,\"'>]{0,60};base64"
    r"|<[^<>]{0,4000}?[\s\"'/]on[a-z]{3,20}\s*=|<input[^<>]{0,400}type\s*=\s*[\"']?password",
    re.IGNORECASE,
)
_PADDING: Final = re.compile(r"(?<=[a-z])[\t\n\r\x00]+(?=[a-z])", re.IGNORECASE)


def find(content: bytes, name: str) -> list[str]:
    """Why a file is dangerous, each as "holds macros"; empty where nothing was found."""
    return list(dict.fromkeys(inside(content, name, depth=0)))


def inside(content: bytes, name: str, *, depth: int) -> list[str]:
    """The dangers of a file that lies `depth` archives deep."""
    if depth and (danger := danger_of_name(name)):
        return [f"holds {name[:80]!r}, which {danger}"]
    for starts, why in _NEVER:
        if content.startswith(starts):
            return [why]
    if b"%PDF-" in content[:1024]:
        return active_pdf.find(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")):
        return _disguised(name) + _unpacked(content, name, depth)
    if content.startswith(_OLE):
        return _disguised(name) + _of_ole(content)
    return _of_text(content, name)


def _unpacked(content: bytes, name: str, depth: int) -> list[str]:
    """The dangers of an archive and of all that lies in it."""
    opened = archives.open_(content, name)
    found = list(opened.dangers)
    if opened.nests and depth >= DEEPEST:
        return [*found, "holds archives within archives"]
    for member, inner in opened.files:
        found += inside(inner, member, depth=depth + opened.nests)
    return found


def _disguised(name: str) -> list[str]:
    return ["is not the PDF that its name says"] if name.lower().endswith(".pdf") else []


def _of_ole(content: bytes) -> list[str]:
    """The dangers of an old Office document, by the names of its streams."""
    return [why for part, why in _OLE_PARTS if part.encode("utf-16-le") in content]


def _of_text(content: bytes, name: str) -> list[str]:
    if content.startswith(b"{\\rtf"):
        return ["has a program packed in it"] if _RTF_OBJECTS.search(content) else []
    text = gate.text(content).replace("\x00", "")
    page = bool(_PAGE.search(text))
    found = _disguised(name) if page else []
    if "<!ENTITY" in text:
        found.append("declares entities")
    if page and _RUNS.search(_PADDING.sub("", html.unescape(text))):
        found.append("is a page that builds, runs or loads something else")
    return found
