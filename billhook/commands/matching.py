"""`billhook reconcile` and `billhook duplicates`: matching on tables, without a data folder."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import click

from billhook.commands.options import (
    data_option,
    jsonl_option,
    prove_inputs,
    read_cells,
    write_lines,
)
from model.errors import FileUnreadable
from model.matches import Match, Suspect
from reconcile import statements
from reconcile.duplicates import suspects
from reconcile.relevance import Relevance
from reconcile.tables import ledger_entries, statement_items

_T = TypeVar("_T")
_Understand = Callable[[list[str], Iterator[list[str]]], tuple[_T, ...]]
"""Makes values of the columns and rows of a table."""


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
    prove_inputs((statement_table, ledger_table), jsonl)
    with _uncollected():
        items = _read(statement_table, statement_items)
        entries = _read(ledger_table, partial(ledger_entries, relevance=Relevance(items)))
        write_lines(jsonl, (_match(match) for match in statements.answered(items, entries)))


@click.command()
@data_option
@click.argument("ledger_table")
@jsonl_option
def duplicates(*, data: str | None, ledger_table: str, jsonl: str) -> None:
    """Find invoices that may be booked twice.

    Example: billhook duplicates ledger.csv --jsonl suspects.jsonl
    """
    del data  # every command takes the option; this one keeps nothing
    prove_inputs((ledger_table,), jsonl)
    with _uncollected():
        entries = _read(ledger_table, ledger_entries)
        write_lines(jsonl, (_suspect(suspect) for suspect in suspects(entries)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Work on a million values that hold no cycles; looking for some takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(name: str, understand: _Understand[_T]) -> tuple[_T, ...]:
    try:
        return understand(*read_cells(name))
    except FileUnreadable as error:
        known = error.message.startswith(name)
        raise FileUnreadable(error.message if known else f"{name}: {error.message}") from None


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
