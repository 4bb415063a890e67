"""What is written of a statement for people outside: the report, and a letter to the supplier."""

from __future__ import annotations

from feeds import letter_mail, report_pdf, report_xlsx
from model.errors import WrongInput
from model.reports import StatementFile
from pipeline.reconciling import reports
from storage.store import Tx


def written(tx: Tx, statement_id: str, file: StatementFile) -> bytes:
    """The file.

    Raises:
        RecordMissing: there is no such statement.
        WrongInput: nothing is missing and nothing differs.
    """
    match file:
        case StatementFile.LETTER:
            return _letter(tx, statement_id)
        case StatementFile.PDF:
            return report_pdf.pdf(reports.of_statement(tx, statement_id))
        case StatementFile.XLSX:
            return report_xlsx.xlsx(reports.of_statement(tx, statement_id))


def _letter(tx: Tx, statement_id: str) -> bytes:
    draft = reports.letter(tx, statement_id)
    if draft is None:
        raise WrongInput("Nothing is missing and nothing differs; there is nothing to ask.")
    return letter_mail.eml(draft, to=(), made=tx.now())
