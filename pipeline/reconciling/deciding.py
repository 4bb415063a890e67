"""What people decide about statements: links, accepted differences, the sign-off; and undo.

Each decision is kept beside the lines and checked in one transaction, with an event on the audit
trail. What is stored of a statement follows from its lines, our side and the decisions in force:
undo takes the last decision away and reconciles anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from model.documents import StatementLineKind
from model.errors import WrongInput
from model.ids import new_id
from model.matches import (
    Decision,
    DecisionKind,
    Match,
    Standing,
    StandingState,
    Statement,
    StatementItem,
)
from model.people import User
from pipeline.asking import question_id
from pipeline.reconciling import books, statements
from reconcile import by_person
from storage import audit, exceptions
from storage import statements as stored
from storage.store import Tx

_STANDS: Final = {
    DecisionKind.SIGN_OFF: StandingState.SIGNED_OFF,
    DecisionKind.REOPEN: StandingState.REOPENED,
}
_NO_DOCUMENTS: Final = frozenset({StatementLineKind.PAYMENT, StatementLineKind.BALANCE_FORWARD})
_VERBS: Final = {
    DecisionKind.LINK: "linked",
    DecisionKind.UNLINK: "unlinked",
    DecisionKind.ACCEPT_DIFFERENCE: "accepted a difference",
    DecisionKind.SIGN_OFF: "signed off",
    DecisionKind.REOPEN: "reopened",
}


def link(
    tx: Tx,
    user: User,
    statement_id: str,
    *,
    item_ids: Sequence[str],
    entry_ids: Sequence[str],
    note: str = "",
) -> None:
    """Say that these lines are these entries of ours; rules never change that.

    Raises:
        RecordMissing: there is no such statement, line or entry.
        WrongInput: the statement is signed off, a line or an entry is linked already, or the
            currencies differ.
    """
    lines = _open_lines(tx, statement_id, item_ids)
    entries = books.named(tx, entry_ids)
    if not (lines and entries):
        raise WrongInput("Choose at least one line and one entry to link.")
    amounts = [line.amount for line in lines] + [entry.amount for entry in entries]
    if len({amount.currency for amount in amounts}) > 1:
        raise WrongInput("Lines and entries of different currencies can't be linked.")
    _refuse_taken(tx, statement_id, lines, {entry.id for entry in entries})
    _decide(tx, user, statement_id, _Said(DecisionKind.LINK, note, item_ids, entry_ids))


def unlink(tx: Tx, user: User, statement_id: str, item_id: str, *, note: str = "") -> None:
    """Say that a line is not the entries it has; it stays open until a person links it.

    Lines that have the same entries are a group: all of them are parted from the entries.

    Raises:
        RecordMissing: there is no such statement or line.
        WrongInput: the statement is signed off, or the line has no entries.
    """
    match = _answer(tx, statement_id, item_id)
    if not match.entry_ids:
        raise WrongInput("Nothing of ours is linked with this line.")
    lines = _group(tx, statement_id, match)
    _decide(tx, user, statement_id, _Said(DecisionKind.UNLINK, note, lines))


def accept_difference(tx: Tx, user: User, statement_id: str, item_id: str, *, note: str) -> None:
    """Say that a line's difference is right as it is, and why; it stays in the proof.

    Should the difference change later, because one of our entries does, the line is open again.

    Raises:
        RecordMissing: there is no such statement or line.
        WrongInput: the statement is signed off, the line has no difference, or no reason is given.
    """
    match = _answer(tx, statement_id, item_id)
    lines = _group(tx, statement_id, match)
    apart = sum((one.difference for one in _answers(tx, statement_id, lines)), Decimal(0))
    if not apart:
        raise WrongInput("This line has no difference to accept.")
    if not note.strip():
        raise WrongInput("Say why the difference is right.")
    said = _Said(DecisionKind.ACCEPT_DIFFERENCE, note, lines, match.entry_ids, apart)
    _decide(tx, user, statement_id, said)


def accept(tx: Tx, user: User, statement_id: str, item_id: str, *, note: str) -> None:
    """Take a line as it is: its difference, or without one the entries that it has.

    Raises:
        RecordMissing: there is no such statement or line.
        WrongInput: as `accept_difference` and `link` do.
    """
    match = _answer(tx, statement_id, item_id)
    lines = _group(tx, statement_id, match)
    apart = sum((one.difference for one in _answers(tx, statement_id, lines)), Decimal(0))
    if match.entry_ids and not apart:
        link(tx, user, statement_id, item_ids=lines, entry_ids=match.entry_ids, note=note)
    else:
        accept_difference(tx, user, statement_id, item_id, note=note)


def expect(tx: Tx, user: User, statement_id: str, item_id: str) -> None:
    """Expect the document of a line and ask its portal again, whatever came of it before.

    Raises:
        RecordMissing: there is no such statement or line.
        WrongInput: the statement is signed off, or the line is no document.
    """
    statement = _unsigned(tx, statement_id)
    _answer(tx, statement_id, item_id)
    (item,) = (one for one in stored.items(tx, statement_id) if one.id == item_id)
    if item.kind in _NO_DOCUMENTS:
        raise WrongInput("Only an invoice or a credit note can be fetched.")
    statements.expect(tx, item, statement)
    audit.note(tx, user.name, "asked for", f"statement:{statement_id}", item.reference)


def sign_off(tx: Tx, user: User, statement_id: str, *, note: str = "") -> None:
    """Close a statement: no line is open, and what is unexplained has a reason.

    Raises:
        RecordMissing: there is no such statement.
        WrongInput: it is signed off already, a line is open, or the rest has no reason.
    """
    statement = _unsigned(tx, statement_id)
    if any(i.statement_id == statement_id for i in stored.open_items(tx, statement.supplier_id)):
        raise WrongInput("A line of the statement is still open; answer it before you sign off.")
    proof = stored.proof(tx, statement_id)
    if proof and proof.unexplained.amount and not note.strip():
        raise WrongInput(f"{proof.unexplained} are unexplained; say why you sign all the same.")
    _decide(tx, user, statement_id, _Said(DecisionKind.SIGN_OFF, note))
    for question in exceptions.open_of(tx, f"document:{statement.document_id}"):
        if question.id == question_id("reopened", statement_id, question.opened.isoformat()):
            exceptions.close(tx, question.id, f"{user.full_name} signed the statement off again.")


def reopen(tx: Tx, user: User, statement_id: str, *, note: str) -> None:
    """Take a sign-off back, so that the lines can be decided about again.

    Raises:
        RecordMissing: there is no such statement.
        WrongInput: it is not signed off, or no reason is given.
    """
    if stored.standing(tx, statement_id).state is not StandingState.SIGNED_OFF:
        raise WrongInput("The statement is not signed off.")
    if not note.strip():
        raise WrongInput("Say why the statement is opened again.")
    _decide(tx, user, statement_id, _Said(DecisionKind.REOPEN, note))


def undo(tx: Tx, user: User, statement_id: str) -> DecisionKind:
    """What the last decision was; the statement is as if it had never been made.

    What has arrived since then stays seen: a statement that it reopened stays reopened.

    Raises:
        RecordMissing: there is no such statement.
        WrongInput: there is nothing to undo.
    """
    statement = stored.get(tx, statement_id)
    decisions = stored.decisions(tx, statement_id)
    if not decisions:
        raise WrongInput("There is nothing to undo.")
    last = decisions[-1]
    stored.drop_decision(tx, last.id)
    if stored.standing(tx, statement_id) == _stands(last):
        stored.stand(tx, statement_id, last.before)
    audit.note(
        tx, user.name, "undid", f"statement:{statement_id}", f"{last.actor} {_VERBS[last.kind]}"
    )
    statements.reconcile(tx, statement)
    return last.kind


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person says of lines and entries, or of a whole statement."""

    kind: DecisionKind
    note: str
    lines: Sequence[str] = ()
    ours: Sequence[str] = ()
    difference: Decimal | None = None


def _decide(tx: Tx, user: User, statement_id: str, said: _Said) -> None:
    made = stored.decisions(tx, statement_id)
    decision = Decision(
        id=new_id(),
        statement_id=statement_id,
        position=made[-1].position + 1 if made else 1,
        kind=said.kind,
        item_ids=tuple(said.lines),
        entry_ids=tuple(said.ours),
        difference=said.difference,
        actor=user.full_name,
        at=tx.now(),
        note=said.note.strip(),
        before=stored.standing(tx, statement_id),
    )
    stored.decide(tx, decision)
    if by := _stands(decision):
        stored.stand(tx, statement_id, by)
    else:
        statements.reconcile(tx, stored.get(tx, statement_id))
    audit.note(tx, user.name, _VERBS[said.kind], f"statement:{statement_id}", _detail(tx, decision))


def _stands(decision: Decision) -> Standing | None:
    """How a statement stands by a decision; None where that is not about the whole of it."""
    state = _STANDS.get(decision.kind)
    if state is None:
        return None
    return Standing(state, decision.actor, decision.at, decision.note)


def _detail(tx: Tx, decision: Decision) -> str:
    """What the audit trail says of it: the lines' sentences, or the note."""
    said = dict.fromkeys(
        match.reason for match in _answers(tx, decision.statement_id, decision.item_ids)
    )
    return " ".join(said) or decision.note


def _unsigned(tx: Tx, statement_id: str) -> Statement:
    statement = stored.get(tx, statement_id)
    standing = stored.standing(tx, statement_id)
    if standing.state is StandingState.SIGNED_OFF:
        raise WrongInput(f"{standing.by} has signed the statement off; reopen it first.")
    return statement


def _open_lines(tx: Tx, statement_id: str, item_ids: Sequence[str]) -> tuple[StatementItem, ...]:
    _unsigned(tx, statement_id)
    for item_id in item_ids:
        _answer(tx, statement_id, item_id)
    return tuple(item for item in stored.items(tx, statement_id) if item.id in set(item_ids))


def _answer(tx: Tx, statement_id: str, item_id: str) -> Match:
    """What is said of a line of a statement that is not signed off."""
    _unsigned(tx, statement_id)
    return stored.answer(tx, statement_id, item_id)


def _answers(tx: Tx, statement_id: str, item_ids: Sequence[str]) -> tuple[Match, ...]:
    return tuple(one for one in stored.answers(tx, statement_id) if one.item_id in set(item_ids))


def _group(tx: Tx, statement_id: str, match: Match) -> tuple[str, ...]:
    """The lines that have the same entries as this one, itself among them."""
    if not match.entry_ids:
        return (match.item_id,)
    answers = stored.answers(tx, statement_id)
    return tuple(one.item_id for one in answers if one.entry_ids == match.entry_ids)


def _refuse_taken(
    tx: Tx, statement_id: str, lines: Sequence[StatementItem], entry_ids: set[str]
) -> None:
    wanted = {line.id for line in lines}
    made = books.as_booked(tx, stored.decisions(tx, statement_id))
    for one in by_person.in_force(made):
        linked = one.kind is not DecisionKind.UNLINK
        if linked and (wanted & set(one.item_ids) or entry_ids & set(one.entry_ids)):
            raise WrongInput(f"{one.actor} has linked one of them already; unlink that first.")
