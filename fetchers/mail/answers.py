"""FETCH answers (RFC 9051, 7.5.2), read by ourselves.

imapclient decodes and copies every value, at a third of imaplib's speed, and one odd answer fails
the whole batch. Here an answer is words, lists and literals, as the server sent them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from imapclient.exceptions import IMAPClientError, ProtocolError

Value = Any  # bytes, None for NIL, or a list of such
Answer = Mapping[str, Value]

_TOKEN: Final = re.compile(
    rb'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    rb'|(?P<word>[^\s()"\[]+(?:\[[^\]]*\](?:<\d+>)?)?))'
)
_PAIR: Final = re.compile(rb'([A-Za-z][\w.]*+) (?:(\w++)|"([^"\\\r\n]++)") ?')
_FLAT: Final = re.compile(
    rb'\d++ \((?P<pairs>(?:[A-Za-z][\w.]*+ (?:\w++|"[^"\\\r\n]++") ?)*)'
    rb"(?:(?P<closed>\))|(?P<last>BODY\[[\w.]*\](?:<\d+>)?) \{\d+\})"
)
_CLOSED: Final = [b")"]
_ESCAPED: Final = re.compile(rb"\\(.)")
_LITERAL: Final = re.compile(rb"\s*\{\d+\+?\}$")
_DEEPEST: Final = 60


def fetch(client: Any, uids: Sequence[int], items: str) -> dict[int, Answer]:
    """What the server says of these mails, by UID; a mail that is gone has no answer.

    Raises IMAPClientError where the server refuses, ProtocolError for what is no answer; both
    leave the connection usable.
    """
    if not uids:
        return {}
    kind, lines = client._imap.uid("FETCH", uid_set(uids), f"({items})")  # noqa: SLF001 - see above
    if kind != "OK":
        raise IMAPClientError(f"FETCH: {lines[-1]!r}")
    wanted = set(uids)
    found: dict[int, Answer] = {}
    for group in _groups(lines):
        answer = _answer(group)
        uid = number(answer.get("UID"))
        if uid in wanted:  # else the server tells, unasked, of a flag that somebody changed
            found[uid] = {**found[uid], **answer} if uid in found else answer
    return found


def uid_set(uids: Iterable[int]) -> str:
    """UIDs as a sequence set, runs shortened: "1:3,7"."""
    runs = []
    for _, grouped in groupby(enumerate(sorted(uids)), lambda pair: pair[1] - pair[0]):
        run = [uid for _, uid in grouped]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}:{run[-1]}")
    return ",".join(runs)


def number(value: Value) -> int:
    """A number of an answer; 0 for what is none."""
    return int(value) if isinstance(value, bytes) and value.isdigit() else 0


def _groups(lines: Iterable[Any]) -> Iterator[list[bytes | tuple[bytes, bytes]]]:
    """The pieces that imaplib cuts, those of one answer together: pairs up to a plain end."""
    group: list[bytes | tuple[bytes, bytes]] = []
    for piece in lines:
        if piece is None:
            continue
        group.append(piece)
        if isinstance(piece, bytes):
            yield group
            group = []
    if group:
        raise ProtocolError("The server broke off in the middle of an answer")


def _answer(group: list[bytes | tuple[bytes, bytes]]) -> dict[str, Value]:
    flat = _flat(group)
    if flat is not None:
        return flat
    values = _values(_tokens(group))
    facts = values[1] if len(values) > 1 and isinstance(values[1], list) else []
    return {_name(key): value for key, value in zip(facts[::2], facts[1::2], strict=False)}


def _flat(group: list[bytes | tuple[bytes, bytes]]) -> dict[str, Value] | None:
    """The values of an answer without lists and with one literal at most, which most are."""
    first = group[0]
    text = first if isinstance(first, bytes) else first[0]
    match = _FLAT.fullmatch(text)
    if match is None or group[1:] not in ([], _CLOSED) or bool(match["closed"]) == bool(group[1:]):
        return None
    found: dict[str, Value] = {
        _name(key): quoted or (None if word.upper() == b"NIL" else word)
        for key, word, quoted in _PAIR.findall(match["pairs"])
    }
    if isinstance(first, tuple):
        found[_name(match["last"] or b"")] = bytes(first[1])
    return found


def _name(key: Value) -> str:
    if not isinstance(key, bytes):
        raise ProtocolError("The server's answer has a value without a name")
    return _upper(key)


@lru_cache(maxsize=64)
def _upper(key: bytes) -> str:
    return key.decode("ascii", "replace").upper()


def _tokens(group: list[bytes | tuple[bytes, bytes]]) -> Iterator[tuple[str, bytes]]:
    for piece in group:
        if isinstance(piece, bytes):
            yield from _words(piece)
        else:
            text, literal = piece
            yield from _words(_LITERAL.sub(b"", text))
            yield "literal", bytes(literal)


def _words(text: bytes) -> Iterator[tuple[str, bytes]]:
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        kind = match.lastgroup or ""
        yield kind, match[kind]
    if text[end:].strip():
        raise ProtocolError(f"The server's answer can't be read at {text[end : end + 20]!r}")


def _values(tokens: Iterable[tuple[str, bytes]]) -> list[Value]:
    """Tokens as nested lists."""
    levels: list[list[Value]] = [[]]
    for kind, text in tokens:
        if kind == "open":
            levels.append([])
        elif kind == "close":
            closed = levels.pop()
            if not levels:
                raise ProtocolError("The server's answer closes more than it opens")
            levels[-1].append(closed)
        else:
            levels[-1].append(_value(kind, text))
        if len(levels) > _DEEPEST:
            raise ProtocolError(f"The server's answer nests deeper than {_DEEPEST}")
    if len(levels) != 1:
        raise ProtocolError("The server's answer ends too early")
    return levels[0]


def _value(kind: str, text: bytes) -> Value:
    if kind == "word":
        return None if text.upper() == b"NIL" else text
    return _ESCAPED.sub(rb"\1", text) if b"\\" in text and kind == "quoted" else text
