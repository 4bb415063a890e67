"""`StatementDesk`: what the Statements screen asks and does about one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from model.people import User
from model.reports import Report, StatementFile
from model.views import StatementBoard


class StatementDesk(Protocol):
    """The lines of a statement beside our side, and what a person says of them.

    Calls block: keep them off the loop. Every action is kept as a decision of the person, written
    to the audit trail, and can be undone. They raise RecordMissing, and WrongInput with a sentence
    where the statement is signed off or the answer does not fit.
    """

    def board(self, statement_id: str) -> StatementBoard:
        """A statement with what may be answered to its open lines. Raises RecordMissing."""
        ...

    def written(self, statement_id: str, file: StatementFile) -> bytes:
        """The report of a statement, or the draft of a letter to the supplier.

        Raises RecordMissing, and WrongInput where there is nothing to ask the supplier.
        """
        ...

    def ageing(self) -> Report:
        """What we owe each supplier today, by the age of its documents in our ledger.

        Raises NotAllowed to who is limited to some companies: our books name none.
        """
        ...

    def accruals(self) -> Report:
        """What has arrived and is not billed today, at the orders' prices. Raises as `ageing`."""
        ...

    def link(
        self, user: User, statement_id: str, item_ids: Sequence[str], entry_ids: Sequence[str]
    ) -> None:
        """Say that these lines are these entries of ours."""
        ...

    def unlink(self, user: User, statement_id: str, item_ids: Sequence[str]) -> None:
        """Say that these lines are not the entries that they have."""
        ...

    def accept(self, user: User, statement_id: str, item_ids: Sequence[str], note: str) -> None:
        """Take the lines as they are; without a note, for the reason that Billhook proposes."""
        ...

    def expect(self, user: User, statement_id: str, item_ids: Sequence[str]) -> None:
        """Expect the documents of these lines, and fetch them."""
        ...

    def sign_off(self, user: User, statement_id: str, note: str) -> None:
        """Close the statement; what is unexplained needs a note."""
        ...

    def reopen(self, user: User, statement_id: str, note: str) -> None:
        """Take the sign-off back, for the reason in the note."""
        ...

    def undo(self, user: User, statement_id: str) -> str:
        """What was taken back: the last decision about the statement."""
        ...
