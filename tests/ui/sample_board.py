"""The statement's board over the sample statements, and the reports beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from model.errors import WrongInput
from model.money import Money
from model.people import User
from model.reports import Cell, Report, ReportTable, StatementFile
from model.views import StatementBoard
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_statements import statement_board

if TYPE_CHECKING:
    from tests.ui.sample_desk import SampleDesk


class SampleBoard:
    """All of StatementDesk over the sample statements; what is done is written down."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk

    def board(self, statement_id: str) -> StatementBoard:
        return statement_board(self._desk.statement(statement_id))

    def ageing(self) -> Report:
        owed = [Money(Decimal(amount), "EUR") for amount in ("120.00", "0", "0", "64.10", "-20.00")]
        row: tuple[Cell, ...] = (HOSTILE, *owed, sum(owed[1:], owed[0]))
        return Report("Ageing", (), (ReportTable("Ageing", ("",) * 7, (row,)),))

    def accruals(self) -> Report:
        return Report("Accruals", (), (ReportTable("Received", ("",) * 7, ()),))

    def written(self, statement_id: str, file: StatementFile) -> bytes:
        if self._desk.statement(statement_id).row.open == 0 and file is StatementFile.LETTER:
            raise WrongInput("Nothing is missing and nothing differs; there is nothing to ask.")
        return f"{file.value} of {statement_id}".encode()

    def link(
        self, user: User, statement_id: str, item_ids: Sequence[str], entry_ids: Sequence[str]
    ) -> None:
        self._desk.note(user, f"link {statement_id} {' '.join((*item_ids, *entry_ids))}")

    def unlink(self, user: User, statement_id: str, item_ids: Sequence[str]) -> None:
        self._desk.note(user, f"unlink {statement_id} {' '.join(item_ids)}")

    def accept(self, user: User, statement_id: str, item_ids: Sequence[str], note: str) -> None:
        self._desk.note(user, f"accept {statement_id} {' '.join(item_ids)}: {note}")

    def expect(self, user: User, statement_id: str, item_ids: Sequence[str]) -> None:
        self._desk.note(user, f"expect {statement_id} {' '.join(item_ids)}")

    def sign_off(self, user: User, statement_id: str, note: str) -> None:
        self._desk.note(user, f"sign {statement_id}: {note}")
        raise WrongInput("Something came late; look at it before you sign off.")

    def reopen(self, user: User, statement_id: str, note: str) -> None:
        self._desk.note(user, f"reopen {statement_id}: {note}")

    def undo(self, user: User, statement_id: str) -> str:
        self._desk.note(user, f"undo {statement_id}")
        return "The link is undone."
