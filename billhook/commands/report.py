"""`billhook report`: statements, letters, ageing and accruals as files for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from billhook.commands.options import data_option, named, settings_of, show_json
from billhook.wiring import opened_store
from feeds import letter_mail, report_csv, report_pdf, report_xlsx
from model.money import Money
from model.plain import to_plain
from model.reports import Cell, Report
from pipeline.reconciling import reports
from reconcile.letters import LANGUAGES

_F = TypeVar("_F", bound=Callable[..., Any])
_day = click.DateTime(["%Y-%m-%d"])


def _file_options(command: _F) -> _F:
    for name, what in (("xlsx", "a workbook"), ("pdf", "a PDF")):
        option = click.option(f"--{name}", metavar="FILE", help=f"Write {what} to this file.")
        command = option(command)
    return click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")(command)


def _period_options(command: _F) -> _F:
    csv = click.option("--csv", "csv", metavar="FILE", help="Write a CSV table to this file.")
    on = click.option(
        "--on", type=_day, metavar="DAY", help="The day that counts, as 2026-10-31; else today."
    )
    return on(csv(_file_options(command)))


@click.group()
def report() -> None:
    """Write what was found for others. Example: billhook report ageing --xlsx ageing.xlsx."""


@report.command()
@data_option
@_file_options
@click.argument("which")
def statement(
    *, data: str | None, which: str, as_json: bool, pdf: str | None, xlsx: str | None
) -> None:
    """Write the reconciliation of a statement: proof, matches, differences, sign-off.

    WHICH is a supplier, for its newest statement, or a statement's id. Example:
    billhook report statement Nordwind --pdf nordwind.pdf --xlsx nordwind.xlsx
    """
    with opened_store(settings_of(data)) as store, store.read() as tx:
        made = reports.of_statement(tx, reports.newest(tx, which).id)
    _write(made, as_json=as_json, pdf=pdf, xlsx=xlsx)


@report.command()
@data_option
@click.argument("which")
@click.option("--eml", required=True, metavar="FILE", help="Where the draft goes.")
@click.option("--to", multiple=True, metavar="ADDRESS", help="Whom it is for; may be repeated.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Else the language of the supplier's papers."
)
def letter(
    *, data: str | None, which: str, eml: str, to: tuple[str, ...], language: str | None
) -> None:
    """Draft the mail that asks a supplier for missing copies and corrections; nothing is sent.

    WHICH is a supplier, for its newest statement, or a statement's id. Example:
    billhook report letter Nordwind --eml nordwind.eml --to accounts@nordwind.example
    """
    if wrong := [one for one in to if len(one.splitlines()) != 1 or "@" not in one]:
        raise click.UsageError(f"{wrong[0]!r} is no address of a mailbox.")
    with opened_store(settings_of(data)) as store, store.read() as tx:
        draft = reports.letter(tx, reports.newest(tx, which).id, language=language)
        made = tx.now()
    if draft is None:
        click.echo("Nothing is missing and nothing differs; there is nothing to ask.")
        return
    _save(eml, letter_mail.eml(draft, to=to, made=made))
    click.echo(f"{eml}: {draft.subject}")


@report.command()
@data_option
@_period_options
def ageing(*, data: str | None, on: datetime | None, **files: Any) -> None:
    """Write what we owe each supplier by the age of its documents.

    Example: billhook report ageing --on 2026-10-31 --csv ageing.csv
    """
    with opened_store(settings_of(data)) as store, store.read() as tx:
        made = reports.ageing_report(tx, on.date() if on else tx.now().date())
    _write(made, **files)


@report.command()
@data_option
@_period_options
def accruals(*, data: str | None, on: datetime | None, **files: Any) -> None:
    """Write what arrived until a day and was not billed by then, valued at its orders' prices.

    Example: billhook report accruals --on 2026-10-31 --xlsx accruals.xlsx
    """
    with opened_store(settings_of(data)) as store, store.read() as tx:
        made = reports.accrual_report(tx, on.date() if on else tx.now().date())
    _write(made, **files)


@report.command("open-bills")
@data_option
@click.option("--csv", "csv", metavar="FILE", help="Write a CSV table to this file.")
@_file_options
def open_bills(*, data: str | None, **files: Any) -> None:
    """Write the bills on file that nobody has said are paid, by our company and days overdue.

    Example: billhook report open-bills --csv open.csv
    """
    with opened_store(settings_of(data)) as store, store.read() as tx:
        made = reports.open_bills_report(tx)
    _write(made, **files)


def _write(
    made: Report,
    *,
    as_json: bool,
    pdf: str | None,
    xlsx: str | None,
    csv: str | None = None,
) -> None:
    """Write a report to the files that were named; without any, and without --json, say so."""
    if not (as_json or pdf or xlsx or csv):
        raise click.UsageError("Name a file with --pdf, --xlsx or --csv, or ask for --json.")
    if pdf:
        _save(pdf, report_pdf.pdf(made))
    if xlsx:
        _save(xlsx, report_xlsx.xlsx(made))
    if csv:
        _save(csv, report_csv.as_csv(made.tables[0]).encode())
    if as_json:
        show_json(_as_json(made))


def _save(target: str, content: bytes) -> None:
    with named(target):
        Path(target).write_bytes(content)


def _as_json(made: Report) -> dict[str, object]:
    return {
        "title": made.title,
        "facts": dict(made.facts),
        "tables": [
            {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [[_value(cell) for cell in row] for row in table.rows],
                "total": [_value(cell) for cell in table.total],
            }
            for table in made.tables
        ],
    }


def _value(cell: Cell) -> object:
    if isinstance(cell, Money):
        return {"amount": str(cell.amount), "currency": cell.currency}
    return to_plain(cell)
