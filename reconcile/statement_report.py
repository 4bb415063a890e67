"""A reconciled statement as a report: the proof, what matches, what differs, and who signed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from model.matches import Decision, MatchStatus, StandingState
from model.reports import Cell, Report, ReportTable
from model.views import StatementLineView, StatementView
from reconcile.sheet import grouped

_ACCEPTED: Final = "Differences that were accepted"
_GROUPS: Final[dict[MatchStatus | None, str]] = {
    MatchStatus.MISSING: "Missing on our side",
    MatchStatus.MATCHED_DIFFERENCE: "Differences",
    MatchStatus.DISPUTED: "Disputed",
    MatchStatus.AMBIGUOUS: "Open: several entries fit",
    MatchStatus.DUPLICATE: "Printed twice",
    MatchStatus.MATCHED: "Matched",
    MatchStatus.PAYMENT: "Payments",
    MatchStatus.BALANCE_FORWARD: "Carried forward",
    None: "Not looked at yet",
}
_COLUMNS: Final = ("Date", "Kind", "Number", "Amount", "Ours", "Difference", "Reason")
_STANDS: Final = {
    StandingState.OPEN: "open",
    StandingState.SIGNED_OFF: "signed off",
    StandingState.REOPENED: "reopened",
}


def of_statement(
    view: StatementView, decisions: Sequence[Decision], *, company: str, made: datetime
) -> Report:
    """The report of a statement as it stands now."""
    row = view.row
    account = f", account {row.account}" if row.account else ""
    facts = (
        ("Company", company),
        ("Supplier", f"{row.supplier}{account}"),
        ("Statement of", str(row.day) if row.day else "(no date)"),
        ("Lines", f"{row.lines}, of which {row.open} are open"),
        ("Arithmetic", view.arithmetic.detail if view.arithmetic else "not printed"),
        *_standing(view),
        ("Made", f"{made:%Y-%m-%d %H:%M} UTC"),
    )
    tables = (_proof(view), *_lines(view), *_ours(view), *_decided(decisions))
    return Report("Statement reconciliation", facts, tables)


def _standing(view: StatementView) -> Iterator[tuple[str, str]]:
    standing = view.row.standing
    at = f" on {standing.at:%Y-%m-%d %H:%M} UTC" if standing.at else ""
    by = f" by {standing.by}" if standing.by else ""
    yield "Standing", f"{_STANDS[standing.state]}{by}{at}"
    if standing.note:
        yield "Reason", standing.note
    for late in standing.arrived:
        yield "Came late", late


def _proof(view: StatementView) -> ReportTable:
    """Our balance, the items that lead to theirs, and what nobody has explained."""
    if view.theirs is None or view.ours is None or view.unexplained is None:
        why = "The statement prints no closing balance; there is nothing to prove."
        return ReportTable("Proof", ("Step", "Amount"), ((why, None),))
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Our balance", view.ours),
        *view.steps,
        ("Unexplained", view.unexplained),
    )
    return ReportTable("Proof", ("Step", "Amount"), rows, ("Their balance", view.theirs))


def _lines(view: StatementView) -> Iterator[ReportTable]:
    groups = grouped(view.lines, _group)
    for title in (_ACCEPTED, *_GROUPS.values()):
        if lines := groups.get(title):
            rows = tuple(_line(line) for line in lines)
            yield ReportTable(f"{title} ({len(lines)})", _COLUMNS, rows, _sum(lines))


def _group(line: StatementLineView) -> str:
    accepted = line.status is MatchStatus.MATCHED and line.difference is not None
    return _ACCEPTED if accepted else _GROUPS[line.status]


def _ours(view: StatementView) -> Iterator[ReportTable]:
    for title, status in (
        ("Ours, not on the statement", MatchStatus.NOT_ON_STATEMENT),
        ("Ours, later or on the way", MatchStatus.TIMING),
    ):
        lines = [line for line in view.ours_only if line.status is status]
        if lines:
            rows = tuple(_line(line) for line in lines)
            yield ReportTable(f"{title} ({len(lines)})", _COLUMNS, rows, _sum(lines))


def _line(line: StatementLineView) -> tuple[Cell, ...]:
    reason = " ".join(filter(None, (line.reason, line.expected)))
    return (
        line.day,
        line.kind.replace("_", " "),
        line.reference,
        line.amount,
        ", ".join(line.ours),
        line.difference,
        reason,
    )


def _sum(lines: Sequence[StatementLineView]) -> tuple[Cell, ...]:
    amounts = [line.amount for line in lines]
    if len({amount.currency for amount in amounts}) > 1:
        return ()
    return ("", "", "", sum(amounts[1:], start=amounts[0]), "", None, "")


def _decided(decisions: Sequence[Decision]) -> Iterator[ReportTable]:
    if decisions:
        rows = tuple(
            (f"{one.at:%Y-%m-%d %H:%M}", one.actor, one.kind.value.replace("_", " "), one.note)
            for one in decisions
        )
        yield ReportTable("What people decided", ("At (UTC)", "Who", "What", "Why"), rows)
