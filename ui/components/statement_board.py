"""A reconciled statement: their lines, the answers, our side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from nicegui.element import Element

from model.matches import MatchStatus
from model.views import StatementLineView, StatementView
from ui.wording import MATCH_WORDS, figure, short_day

SETTLED = frozenset({MatchStatus.MATCHED, MatchStatus.PAYMENT, MatchStatus.BALANCE_FORWARD})
_SIGNS = {
    MatchStatus.MATCHED: "=",
    MatchStatus.PAYMENT: "=",
    MatchStatus.BALANCE_FORWARD: "=",
    MatchStatus.MATCHED_DIFFERENCE: "≠",
    MatchStatus.MISSING: "◁",
    MatchStatus.DUPLICATE: "2",
    MatchStatus.DISPUTED: "!",
    MatchStatus.AMBIGUOUS: "?",
    MatchStatus.NOT_ON_STATEMENT: "▷",
    MatchStatus.TIMING: "▷",
}
_LOOKS = {
    MatchStatus.MATCHED_DIFFERENCE: "red",
    MatchStatus.MISSING: "red",
    MatchStatus.DUPLICATE: "amber",
    MatchStatus.DISPUTED: "violet",
    MatchStatus.AMBIGUOUS: "amber",
    MatchStatus.NOT_ON_STATEMENT: "blue",
    MatchStatus.TIMING: "grey",
}


class StatementBoard(Element, component="statement_board.js"):
    """The lines of a statement. Event: `open` {id} of the document that answers a line."""

    def __init__(self) -> None:
        super().__init__()
        self._props.update(label="", parts=[])

    def show(self, statement: StatementView, *, only_open: bool) -> None:
        """Show a statement; what needs a person stands on top."""
        open_lines = [line for line in statement.lines if line.status not in SETTLED]
        settled = [line for line in statement.lines if line.status in SETTLED]
        parts = [
            _part("Open", open_lines),
            _part("Only on our side", sorted(statement.ours_only, key=_by_day)),
            _part("Settled", () if only_open else settled),
        ]
        self._props.update(
            label=f"Statement of {statement.row.supplier}",
            parts=[part for part in parts if part["lines"]],
        )
        self.update()


def _by_day(line: StatementLineView) -> date:
    return line.day or date.max


def _part(title: str, lines: Iterable[StatementLineView]) -> dict[str, Any]:
    return {"title": title, "lines": [_line(line) for line in lines]}


def _line(line: StatementLineView) -> dict[str, Any]:
    ours_alone = line.status in (MatchStatus.NOT_ON_STATEMENT, MatchStatus.TIMING)
    kind = "" if line.kind == "invoice" else line.kind.replace("_", " ")
    return {
        "id": line.id,
        "day": short_day(line.day) if line.day else "",
        "reference": "" if ours_alone else line.reference,
        "kind": "" if ours_alone else kind,
        "our_kind": kind if ours_alone else "",
        "theirs": "" if ours_alone else figure(line.amount.amount),
        **_answer(line.status),
        "difference": figure(line.difference.amount) if line.difference else "",
        "ours": figure(line.our_amount.amount) if line.our_amount else "",
        "names": ", ".join(line.ours),
        "document": line.document_id or "",
        "reason": "" if line.status is MatchStatus.MATCHED else line.reason,
    }


def _answer(status: MatchStatus | None) -> dict[str, str]:
    if status is None:
        return {"look": "amber", "sign": "?", "word": "Not reconciled"}
    return {
        "look": _LOOKS.get(status, "ok"),
        "sign": _SIGNS[status],
        "word": MATCH_WORDS[status],
    }
