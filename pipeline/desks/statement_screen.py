"""What the Statements screen asks and does about one statement, on the store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from model.deeds import DeedKind
from model.documents import normalise_number
from model.errors import NotAllowed
from model.matches import DecisionKind, Match, StandingState, Statement, StatementItem
from model.money import Money
from model.people import User
from model.reports import Report, StatementFile
from model.views import Proposal, StatementBoard
from pipeline import undoing
from pipeline.access.rights import guarded
from pipeline.reconciling import books, deciding, reports, statement_files
from pipeline.rules import Rules
from pipeline.undoing import undoable
from reconcile import proposals
from storage import documents, ledger, screens
from storage import statements as stored
from storage.sight import limit_of
from storage.store import Store, Tx

MOST_PROPOSED: Final = 200
"""Open lines that are proposed something; a statement with more was matched with a wrong ledger."""
_UNDONE: Final = {
    DecisionKind.LINK: "The link is undone.",
    DecisionKind.UNLINK: "The line has its entries again.",
    DecisionKind.ACCEPT_DIFFERENCE: "The difference is open again.",
    DecisionKind.SIGN_OFF: "The statement is no longer signed off.",
    DecisionKind.REOPEN: "The statement is signed off again.",
}


@guarded
class StatementScreenDesk:
    """`model.statement_desk.StatementDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def board(self, statement_id: str) -> StatementBoard:
        """A statement with what may be answered to its open lines. Raises RecordMissing."""
        with self._store.read() as tx:
            view = screens.statement(tx, statement_id)
            return StatementBoard(view, _proposals(tx, stored.get(tx, statement_id)))

    def written(self, statement_id: str, file: StatementFile) -> bytes:
        """The report of a statement, or the draft of a letter. Raises as `statement_files`."""
        with self._store.read() as tx:
            return statement_files.written(tx, statement_id, file)

    def ageing(self) -> Report:
        """What we owe each supplier today, by age. Raises NotAllowed."""
        with self._store.read() as tx:
            _prove_sees_all(tx)
            return reports.ageing_report(tx, Rules.of(tx).today(tx))

    def accruals(self) -> Report:
        """What has arrived and is not billed today. Raises NotAllowed."""
        with self._store.read() as tx:
            _prove_sees_all(tx)
            return reports.accrual_report(tx, Rules.of(tx).today(tx))

    @undoable(DeedKind.STATEMENT)
    def link(
        self, user: User, statement_id: str, item_ids: Sequence[str], entry_ids: Sequence[str]
    ) -> None:
        """Say that these lines are these entries of ours."""
        with self._store.begin() as tx:
            deciding.link(tx, user, statement_id, item_ids=item_ids, entry_ids=entry_ids)

    @undoable(DeedKind.STATEMENT)
    def unlink(self, user: User, statement_id: str, item_ids: Sequence[str]) -> None:
        """Say that these lines are not the entries that they have."""
        with self._store.begin() as tx:
            for item_id in item_ids:
                if stored.answer(tx, statement_id, item_id).entry_ids or len(item_ids) == 1:
                    deciding.unlink(tx, user, statement_id, item_id)

    @undoable(DeedKind.STATEMENT)
    def accept(self, user: User, statement_id: str, item_ids: Sequence[str], note: str) -> None:
        """Take the lines as they are; without a note, for the reason that Billhook proposes."""
        with self._store.begin() as tx:
            statement = stored.get(tx, statement_id)
            reasons = _proposals(tx, statement) if not note.strip() else {}
            for item_id in item_ids:
                why = note.strip() or reasons.get(item_id, Proposal()).reason
                if _waits(stored.answer(tx, statement_id, item_id)):
                    deciding.accept(tx, user, statement_id, item_id, note=why)

    @undoable(DeedKind.STATEMENT)
    def expect(self, user: User, statement_id: str, item_ids: Sequence[str]) -> None:
        """Expect the documents of these lines, and fetch them."""
        with self._store.begin() as tx:
            for item_id in item_ids:
                deciding.expect(tx, user, statement_id, item_id)

    @undoable(DeedKind.STATEMENT)
    def sign_off(self, user: User, statement_id: str, note: str) -> None:
        """Close the statement; what is unexplained needs a note."""
        with self._store.begin() as tx:
            deciding.sign_off(tx, user, statement_id, note=note)

    @undoable(DeedKind.STATEMENT)
    def reopen(self, user: User, statement_id: str, note: str) -> None:
        """Take the sign-off back, for the reason in the note."""
        with self._store.begin() as tx:
            deciding.reopen(tx, user, statement_id, note=note)

    def undo(self, user: User, statement_id: str) -> str:
        """What was taken back: the last decision about the statement."""
        with self._store.begin() as tx:
            made = stored.decisions(tx, statement_id)
            if made and undoing.took_back(tx, user, made[-1].id):
                return _UNDONE[made[-1].kind]
            return _UNDONE[deciding.undo(tx, user, statement_id)]


def _prove_sees_all(tx: Tx) -> None:
    if limit_of(tx.connection) is not None:
        raise NotAllowed("This is about all companies; you see the documents of some of them.")


def _waits(match: Match) -> bool:
    return stored.waits(match.status, match.rule)


def _proposals(tx: Tx, statement: Statement) -> Mapping[str, Proposal]:
    """What may be answered to the open lines of a statement, by their ids; none once signed."""
    if stored.standing(tx, statement.id).state is StandingState.SIGNED_OFF:
        return {}
    answers = stored.answers(tx, statement.id)
    waiting = {match.item_id: match for match in answers if _waits(match)}
    items = [item for item in stored.items(tx, statement.id) if item.id in waiting]
    taken = {entry_id for match in answers for entry_id in match.entry_ids}
    return dict(_proposed(tx, statement, items[:MOST_PROPOSED], waiting, taken))


def _proposed(
    tx: Tx,
    statement: Statement,
    items: Sequence[StatementItem],
    matches: Mapping[str, Match],
    taken: Collection[str],
) -> Iterator[tuple[str, Proposal]]:
    ours = books.candidates(tx, statement, items)
    free = [entry for entry in ours if entry.id not in taken]
    held = {one for item in items for one in matches[item.id].entry_ids}
    known = {entry.id: entry for entry in (*ours, *ledger.by_ids(tx, held))}
    totals = _totals(tx, statement.supplier_id, items)
    for item in items:
        match = matches[item.id]
        entries = [known[one] for one in match.entry_ids if one in known]
        total = totals.get(normalise_number(item.reference))
        likely = proposals.links(item, match, free)
        yield (
            item.id,
            Proposal(
                proposals.reason(item, match, entries, total),
                tuple(screens.entry_views(tx, statement.supplier_id, group) for group in likely),
            ),
        )


def _totals(tx: Tx, supplier_id: str, items: Sequence[StatementItem]) -> Mapping[str, Money]:
    """The totals of the documents on file that have the lines' numbers, by normalised number."""
    filed = documents.numbered(tx, supplier_id, [item.reference for item in items])
    return {normalise_number(one.number or ""): one.gross for one in filed if one.gross}
