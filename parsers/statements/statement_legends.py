"""Codes that a statement explains below its table: 01 Rechnung, 02 Gutschrift, 03 Lastschrift."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from model.documents import StatementLineKind
from parsers.paper.layout import fold
from parsers.statements import statement_words
from parsers.statements.statements import MONEY_COLUMNS, TableRow

_TOKEN: Final = re.compile(r"[^\s,;:=().]+")
_CODE: Final = re.compile(r"\w{1,4}")
_MOST_CODES: Final = 12
_MOST_WORDS: Final = 3
_FEWEST: Final = 2
_LONGEST: Final = 400
"""Letters of a line; longer ones are terms of trade."""
_KNOWN: Final = {
    StatementLineKind.INVOICE: "invoice",
    StatementLineKind.CREDIT_NOTE: "credit note",
    StatementLineKind.PAYMENT: "payment",
}
_ASIDE: Final = MONEY_COLUMNS | {"date", "due", "reference", "currency", "mark"}


def explained(rows: Sequence[TableRow], around: Iterable[str]) -> tuple[TableRow, ...]:
    """The rows, each code of their kinds with the word for it that the lines around them give."""
    dated = [row for row in rows if row.dated]
    names = dict.fromkeys(name for row in dated for name in row.cells if name not in _ASIDE)
    columns = {name: {row.cells.get(name, "").strip() for row in dated} for name in names}
    codes = {name: cells for name, cells in columns.items() if _are_codes(cells)}
    if not codes:
        return tuple(rows)
    told = _legend(around, frozenset().union(*codes.values()))
    for name, cells in codes.items():
        if len({told[code] for code in cells if code in told}) >= _FEWEST and cells <= told.keys():
            return tuple(_with_word(row, name, told) for row in rows)
    return tuple(rows)


def _are_codes(cells: set[str]) -> bool:
    return _FEWEST <= len(cells) <= _MOST_CODES and all(map(_CODE.fullmatch, cells))


def _with_word(row: TableRow, name: str, told: dict[str, StatementLineKind]) -> TableRow:
    code = row.cells.get(name, "").strip()
    kind = told.get(code) if row.dated else None
    if kind is None:
        return row
    cells = {other: cell for other, cell in row.cells.items() if other != name}
    said = " ".join(filter(None, (code, _KNOWN[kind], cells.get("type", ""))))
    return replace(row, cells=cells | {"type": said})


def _legend(lines: Iterable[str], codes: frozenset[str]) -> dict[str, StatementLineKind]:
    """What lines that explain several codes say of each; nothing of one that is told twice."""
    told: dict[str, StatementLineKind] = {}
    for line in lines:
        if len(line) > _LONGEST:
            continue
        found = list(_said(line, codes))
        if len({code for code, _ in found}) < _FEWEST:
            continue
        for code, kind in found:
            if told.setdefault(code, kind) is not kind:
                return {}
    return told


def _said(line: str, codes: frozenset[str]) -> Iterator[tuple[str, StatementLineKind]]:
    """The codes of a line that words for a kind follow."""
    words = _TOKEN.findall(line)
    for at, word in enumerate(words):
        kind = _kind(words[at + 1 : at + 1 + _MOST_WORDS]) if word in codes else None
        if kind in _KNOWN:
            yield word, kind


def _kind(words: Sequence[str]) -> StatementLineKind | None:
    """The kind that these words begin with."""
    text = f"{fold(' '.join(words))} "
    named = (kind for phrase, kind in statement_words.KIND_OF if text.startswith(f"{phrase} "))
    return next(named, None) or (statement_words.kind_of_code(words[0]) if words else None)
