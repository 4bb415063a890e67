"""Messages between the sandbox and its children: JSON with bytes beside it, never pickles.

A message is a head (its length and how many byte strings follow), the JSON, and the byte strings.
In the JSON a byte string is `{"$bytes": n}`, the n-th of those that follow.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, Final

from model.errors import DocumentTooLarge

_HEAD: Final = struct.Struct(">IH")
_BLOB: Final = struct.Struct(">I")
_MOST_BLOBS: Final = 2000
_CHUNK: Final = 2**20


def send(link: socket.socket, message: Any) -> None:
    """Write one message; raises OSError where the other side is gone."""
    blobs: list[bytes] = []
    body = json.dumps(_take_out(message, blobs), ensure_ascii=False).encode("utf-8", "replace")
    link.sendall(_HEAD.pack(len(body), len(blobs)) + body)
    for blob in blobs:
        link.sendall(_BLOB.pack(len(blob)))
        link.sendall(blob)


def receive(link: socket.socket, *, most_json: int = 2**27, most_bytes: int = 2**27) -> Any:
    """The next message, or None where the other side has closed.

    Raises:
        DocumentTooLarge: the message is larger than what the caller takes.
        ValueError: the message is malformed.
    """
    head = _exactly(link, _HEAD.size)
    if head is None:
        return None
    length, count = _HEAD.unpack(head)
    if length > most_json or count > _MOST_BLOBS:
        raise DocumentTooLarge("Reading the file gave more than Billhook takes from one document.")
    body = _exactly(link, length)
    blobs = _blobs(link, count, most_bytes)
    return None if body is None or blobs is None else _put_back(json.loads(body), blobs)


def _blobs(link: socket.socket, count: int, most: int) -> list[bytes] | None:
    blobs: list[bytes] = []
    for _ in range(count):
        head = _exactly(link, _BLOB.size)
        if head is None:
            return None
        most -= (size := _BLOB.unpack(head)[0])
        if most < 0:
            raise DocumentTooLarge("Reading the file gave more than Billhook takes from it.")
        blob = _exactly(link, size)
        if blob is None:
            return None
        blobs.append(blob)
    return blobs


def _exactly(link: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = link.recv(min(size - len(parts), _CHUNK))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _take_out(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, bytes):
        blobs.append(value)
        return {"$bytes": len(blobs) - 1}
    if isinstance(value, dict):
        return {str(key): _take_out(item, blobs) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_take_out(item, blobs) for item in value]
    return value


def _put_back(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$bytes"}:
            return blobs[value["$bytes"]]
        return {key: _put_back(item, blobs) for key, item in value.items()}
    if isinstance(value, list):
        return [_put_back(item, blobs) for item in value]
    return value
