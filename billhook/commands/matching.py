"""`billhook reconcile` and `billhook duplicates`: matching on tables, without a data folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

import click

from billhook.commands.options import data_option, jsonl_option, read_bytes, write_lines
from model.errors import FileUnreadable
from model.matches import Match, Suspect
from reconcile import statements
from reconcile.duplicates import suspects
from reconcile.tables import ledger_entries, statement_items


@click.command()
@data_option
@click.argument("statement_table")
@click.argument("ledger_table")
@jsonl_option
def reconcile(*, data: str | None, statement_table: str, ledger_table: str, jsonl: str) -> None:
    """Match the lines of supplier statements with our ledger.

    Both are CSV files; amounts are whole cents. Example:
    billhook reconcile statements.csv ledger.csv --jsonl matches.jsonl
    """
    del data  # every command takes the option; this one keeps nothing
    items = statement_items(_rows(statement_table))
    entries = ledger_entries(_rows(ledger_table))
    write_lines(jsonl, (_match(match) for match in statements.reconcile(items, entries)))


@click.command()
@data_option
@click.argument("ledger_table")
@jsonl_option
def duplicates(*, data: str | None, ledger_table: str, jsonl: str) -> None:
    """Find invoices that may be booked twice.

    Example: billhook duplicates ledger.csv --jsonl suspects.jsonl
    """
    del data  # every command takes the option; this one keeps nothing
    entries = ledger_entries(_rows(ledger_table))
    write_lines(jsonl, (_suspect(suspect) for suspect in suspects(entries)))


def _rows(name: str) -> Iterator[dict[str, str]]:
    try:
        text = read_bytes(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(f"{name} is not UTF-8 text; save it as CSV in UTF-8.") from None
    return iter(csv.DictReader(StringIO(text)))


def _match(match: Match) -> dict[str, object]:
    return {
        "stmt_id": match.item_id,
        "ledger_ids": list(match.entry_ids),
        "status": match.status.value,
        "difference": str(match.difference),
        "reason": match.reason,
        "rule": match.rule,
    }


def _suspect(suspect: Suspect) -> dict[str, object]:
    return {
        "a": suspect.a,
        "b": suspect.b,
        "score": round(suspect.score, 4),
        "reason": suspect.reason,
    }
