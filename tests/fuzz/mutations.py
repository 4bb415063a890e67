"""Changed files: bytes flipped, cut, doubled and exchanged; inside archives, inside their members.

Seeded, so that a number names the file again.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

MOST = 200_000
_ODD = (
    b"", b"\x00", b"\xff\xfe", b"-", b"9" * 40, b"1e999", b"NaN", b"-0", b"&#0;", b"]]>", b"<",
    b"'", b"?", b"+", b"*~", b"\r\n", b"%PDF-", b"0000-00-00", b"99999999", b"20260231", b"<a><b>",
    b'="', b"\xed\xa0\x80", b"\xf0\x9f\x92\xa9", b"A" * 300, b"\xd9\xa3", b"\xc2\xb2",
)  # fmt: skip
_TOKEN = re.compile(rb"[A-Za-z0-9.,:\-]{2,40}")

Change = Callable[[bytes, random.Random], bytes]


def changed(seed: bytes, number: int) -> bytes:
    """The file of this number that was made from a seed: one to eight changes."""
    dice = random.Random(number)
    if seed.startswith(b"PK\x03\x04") and dice.random() < 0.8:
        return _packed(seed, dice)
    if seed.startswith(b"%PDF-") and dice.random() < 0.5:
        return _streamed(seed, dice)
    return _mangled(seed, dice)


def _mangled(content: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 8)):
        content = dice.choice(_CHANGES)(content, dice)[:MOST]
    return content


def _flip(content: bytes, dice: random.Random) -> bytes:
    if not content:
        return content
    at = dice.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]


def _cut(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[end:]


def _double(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    end = min(len(content), start + dice.randrange(1, 2000))
    return content[:end] + content[start:end] * dice.choice((1, 1, 2, 30)) + content[end:]


def _insert(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice(_ODD) + content[at:]


def _exchange(content: bytes, dice: random.Random) -> bytes:
    """A word or number of the file replaced by something odd, or by another word of it."""
    tokens = list(_TOKEN.finditer(content))
    if not tokens:
        return content
    one, other = dice.choice(tokens), dice.choice(tokens)
    new = dice.choice((*_ODD, other[0], other[0], other[0]))
    return content[: one.start()] + new + content[one.end() :]


_CHANGES: tuple[Change, ...] = (_flip, _cut, _double, _insert, _exchange, _exchange)


def _packed(seed: bytes, dice: random.Random) -> bytes:
    """An archive whose members are changed while the archive itself holds."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(file, "w") as new:
        chosen = dice.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _mangled(content, dice) if name == chosen else content)
    return file.getvalue()


_STREAM = re.compile(rb"/Length (\d+)(.*?)stream\r?\n", re.DOTALL)


def _streamed(seed: bytes, dice: random.Random) -> bytes:
    """A PDF, one of whose streams is unpacked, changed and put back plainly."""
    found = dice.choice(list(_STREAM.finditer(seed)) or [None])
    if found is None:
        return _mangled(seed, dice)
    raw = seed[found.end() : found.end() + int(found[1])]
    try:
        plain = zlib.decompress(raw)
    except zlib.error:
        return _mangled(seed, dice)
    packed = zlib.compress(_mangled(plain, dice))
    head = seed[: found.start()] + b"/Length %d" % len(packed) + found[2] + b"stream\n"
    return head + packed + seed[found.end() + len(raw) :]
