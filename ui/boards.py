"""A reconciled statement on its way to statement_board.js: rows of their lines beside ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import TypedDict

from model.matches import MatchStatus, StandingState
from model.money import Money, exponent
from model.views import EntryView, Proposal, StatementBoard, StatementLineView
from ui.languages import phrase, say
from ui.stored_words import line_word
from ui.wording import figure, match_word, short_day

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
_PARTS = {
    "left": phrase("What is left"),
    "ours": phrase("Only on our side"),
    "settled": phrase("Settled"),
}
_UNTOLD = frozenset({"invoice", "balance_forward"})
_NEVER_FETCHED = frozenset({"payment", "balance_forward"})


class Side(TypedDict):
    """A line of theirs or an entry of ours; `units` is its amount in the smallest coin."""

    id: str
    day: str
    name: str
    kind: str
    note: str
    amount: str
    units: int
    document: str
    placed: bool


class Link(TypedDict):
    """Entries that a line may be, and what the button says of them."""

    ids: list[str]
    label: str


class BoardRow(TypedDict):
    """One row: a line beside an entry, each of them or only one; or the title of a part.

    `at` counts from 0 through the `of` rows of a group; what is said of a group stands in its
    first row. `items` and `ours` are the ids of the whole group. `reason` is the whole sentence;
    `short` is what the row has room for, without what the row says anyway.
    """

    id: str
    part: str
    title: str
    count: int
    at: int
    of: int
    line: Side | None
    entry: Side | None
    items: list[str]
    ours: list[str]
    open: bool
    look: str
    sign: str
    word: str
    difference: str
    reason: str
    short: str
    accept: str
    links: list[Link]
    fetch: bool
    label: str


class Board(TypedDict):
    """All that the board needs; `rest` says that signing off needs a reason."""

    rows: list[BoardRow]
    digits: int
    signed: bool
    rest: bool
    undo: bool


def board(held: StatementBoard) -> Board:
    """A statement as the board draws it: what is left, only on our side, settled."""
    view = held.statement
    groups = _groups(view.lines)
    left = [group for group in groups if not all(line.settled for line in group)]
    settled = [group for group in groups if all(line.settled for line in group)]
    only = sorted(view.ours_only, key=lambda line: line.day or date.max)
    parts = (
        ("left", [_group(group, "left", held.proposals) for group in left]),
        ("ours", [_ours_alone(line) for line in only]),
        ("settled", [_group(group, "settled", held.proposals) for group in settled]),
    )
    row = view.row
    currency = (view.theirs or view.lines[0].amount).currency if view.lines else "EUR"
    return Board(
        rows=[row for part, groups in parts if groups for row in _part(part, groups)],
        digits=exponent(currency),
        signed=row.standing.state is StandingState.SIGNED_OFF,
        rest=bool(row.unexplained and row.unexplained.amount),
        undo=bool(view.last_decision),
    )


def _groups(lines: Iterable[StatementLineView]) -> list[list[StatementLineView]]:
    """The lines that have the same entries together, in the order of the paper."""
    groups: dict[tuple[str, ...], list[StatementLineView]] = {}
    for line in lines:
        ids = tuple(entry.id for entry in line.entries)
        groups.setdefault(ids or (line.id,), []).append(line)
    return list(groups.values())


def _part(part: str, groups: Sequence[list[BoardRow]]) -> Iterator[BoardRow]:
    title = _row(f"part-{part}", part)
    title["title"], title["count"] = say(_PARTS[part]), len(groups)
    yield title
    for group in groups:
        yield from group


def _group(
    lines: Sequence[StatementLineView], part: str, proposals: Mapping[str, Proposal]
) -> list[BoardRow]:
    entries = lines[0].entries
    pairs = list(zip_longest(lines, entries))
    rows = []
    for at, (line, entry) in enumerate(pairs):
        row = _row(line.id if line else f"{lines[0].id}-{at}", part)
        row["line"] = _theirs(line) if line else None
        row["entry"] = _ours(entry) if entry else None
        row["at"], row["of"] = at, len(pairs)
        row["items"] = [one.id for one in lines]
        row["ours"] = [one.id for one in entries]
        row["open"] = part == "left"
        row["look"] = "red" if _unbooked(lines[0]) else _look(lines[0].status)
        rows.append(row)
    _say(rows[0], lines, proposals.get(lines[0].id, Proposal()))
    return rows


def _say(row: BoardRow, lines: Sequence[StatementLineView], proposal: Proposal) -> None:
    """Write into a group's first row what is said of the group."""
    first = lines[0]
    row["sign"] = _SIGNS[first.status] if first.status else "?"
    row["word"] = _word(first)
    if _unbooked(first):
        row["sign"] = _SIGNS[MatchStatus.MISSING]
    apart = next((line.difference for line in lines if line.difference), None)
    row["difference"] = figure(apart.amount) if apart else ""
    row["reason"] = " ".join(filter(None, (first.reason, first.expected)))
    if not _speaks_for_itself(first):
        row["short"] = proposal.reason or first.expected or _short(first)
    row["accept"] = proposal.reason
    row["links"] = [
        Link(ids=[one.id for one in group], label=_named(group)) for group in proposal.links
    ]
    row["fetch"] = first.kind not in _NEVER_FETCHED
    row["label"] = f"{first.reference or first.text}, {_money(first.amount)}, {row['word']}"


def _speaks_for_itself(line: StatementLineView) -> bool:
    """Whether status and amounts say all: only what a person said of a settled line says more."""
    by_person = "accepted" in line.reason or "linked" in line.reason
    return line.settled and not by_person


def _short(line: StatementLineView) -> str:
    """The reason without the number, amount and day with which the row begins."""
    named = f"{line.reference} over {line.amount}"
    rest = line.reason
    for known in (f"{line.reference}: ", f"{named}: ", f"{named}, dated {line.day}, ", f"{named} "):
        rest = rest.removeprefix(known)
    return rest[:1].upper() + rest[1:]


def _unbooked(line: StatementLineView) -> bool:
    return line.status is MatchStatus.PAYMENT and not line.settled


def _word(line: StatementLineView) -> str:
    if line.status is None:
        return say("Not reconciled")
    if _unbooked(line):
        return say("Not booked")
    if line.status is MatchStatus.MATCHED and line.difference:
        return say("Accepted")
    return match_word(line.status)


def _look(status: MatchStatus | None) -> str:
    return _LOOKS.get(status, "ok") if status else "amber"


def _ours_alone(line: StatementLineView) -> list[BoardRow]:
    row = _row(line.id, "ours")
    row["entry"] = _ours(line.entries[0]) if line.entries else None
    row["ours"] = [line.id]
    status = line.status or MatchStatus.NOT_ON_STATEMENT
    row["look"], row["sign"], row["word"] = _look(status), _SIGNS[status], match_word(status)
    row["reason"], row["short"] = line.reason, _short(line)
    row["label"] = f"{line.reference}, {_money(line.amount)}, {row['word']}"
    return [row]


def _theirs(line: StatementLineView) -> Side:
    kind = "" if line.kind in _UNTOLD else line_word(line.kind)
    return Side(
        id=line.id,
        day=short_day(line.day) if line.day else "",
        name=line.reference or line.text,
        kind=kind,
        note=line.text if line.reference else "",
        amount=figure(line.amount.amount),
        units=line.amount.minor(),
        document="",
        placed=line.box is not None,
    )


def _ours(entry: EntryView) -> Side:
    kind = "" if entry.kind == "invoice" else line_word(entry.kind)
    where = "" if entry.booked else say("not booked yet")
    return Side(
        id=entry.id,
        day=short_day(entry.day) if entry.day else "",
        name=entry.reference or say("no number"),
        kind=kind,
        note=say("on {owner}", owner=entry.owner) if entry.owner else where,
        amount=figure(entry.amount.amount),
        units=entry.amount.minor(),
        document=entry.document_id or "",
        placed=False,
    )


def _named(group: Sequence[EntryView]) -> str:
    names = " + ".join(entry.reference or say("no number") for entry in group)
    first = group[0]
    total = sum((entry.amount for entry in group[1:]), start=first.amount)
    amount = figure(total.amount)
    if not first.day or len(group) > 1:
        return f"{names}, {amount}"
    return say("{name} of {day}, {amount}", name=names, day=short_day(first.day), amount=amount)


def _money(amount: Money) -> str:
    return f"{figure(amount.amount)} {amount.currency}"


def _row(row_id: str, part: str) -> BoardRow:
    return BoardRow(
        id=row_id,
        part=part,
        title="",
        count=0,
        at=0,
        of=1,
        line=None,
        entry=None,
        items=[],
        ours=[],
        open=False,
        look="ok",
        sign="",
        word="",
        difference="",
        reason="",
        short="",
        accept="",
        links=[],
        fetch=False,
        label="",
    )
