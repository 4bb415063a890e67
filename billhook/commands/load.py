"""`billhook load`: our ledger and our orders from CSV, and mails from files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import click

from billhook.commands.connect import supplier_id
from billhook.commands.options import (
    data_option,
    files_below,
    read_bytes,
    read_table,
    settings_of,
)
from billhook.wiring import opened_store
from fetchers.mail.mailfile import mails_in
from model.errors import DocumentRefused, FileUnreadable, WrongInput
from model.ids import derived_id
from model.money import Money
from model.orders import EntryKind, LedgerEntry, Order
from pipeline import arriving, statements
from storage import orders as stored_orders

_T = TypeVar("_T")
_Row = dict[str, str]


@click.group()
def load() -> None:
    """Load what our side says. Example: billhook load ledger ledger.csv."""


@load.command()
@data_option
@click.argument("file")
def ledger(*, data: str | None, file: str) -> None:
    """Load ledger entries; one that is there already is replaced.

    Columns: id, supplier, kind (invoice, credit, payment), reference, doc_date, post_date, amount,
    currency. Dates are ISO, amounts have a dot; + is what we owe. Example:
    billhook load ledger ledger.csv
    """
    entries = _parse(file, _entry)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        statements.load(tx, entries)
    click.echo(f"{len(entries)} ledger entries are loaded.")


@load.command()
@data_option
@click.argument("file")
def orders(*, data: str | None, file: str) -> None:
    """Load purchase orders; one that is there already is replaced.

    Columns: supplier, number, day, net, billed, currency. Example: billhook load orders orders.csv
    """
    found = _parse(file, _order)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        stored_orders.load(tx, found)
    click.echo(f"{len(found)} orders are loaded.")


@load.command()
@data_option
@click.argument("paths", nargs=-1, required=True)
def mail(*, data: str | None, paths: tuple[str, ...]) -> None:
    """Load mails from .eml, .msg and mbox files, and folders of them; one that is known is skipped.

    They are read by the next, or the running, billhook up. Example: billhook load mail old-mails/
    """
    refused, new, known = 0, 0, 0
    with opened_store(settings_of(data)) as store:
        for shown, path in files_below(paths):
            try:
                found = mails_in(path, read_bytes(path), store.clock.now())
            except (WrongInput, DocumentRefused) as refusal:
                click.echo(f"{shown}: {refusal.message}", err=True)
                refused += 1
                continue
            came = arriving.take_mails(store, found)
            new, known = new + came, known + len(found) - came
    click.echo(f"{new} mails are loaded, {known} were known.")
    if refused:
        raise FileUnreadable(f"{refused} files hold no mail that can be read; the rest is loaded.")


def _parse(file: str, make: Callable[[_Row], _T]) -> list[_T]:
    return [_made(file, number, row, make) for number, row in enumerate(read_table(file), start=2)]


def _made(file: str, number: int, row: _Row, make: Callable[[_Row], _T]) -> _T:
    try:
        return make(row)
    except KeyError as error:
        raise FileUnreadable(f"{file} has no column {error}; add it to the first line.") from None
    except (ValueError, InvalidOperation, TypeError) as error:
        raise FileUnreadable(f"{file}, line {number}: {error}.") from None


def _entry(row: _Row) -> LedgerEntry:
    return LedgerEntry(
        id=row["id"],
        supplier_id=supplier_id(row["supplier"]),
        kind=EntryKind(row["kind"]),
        reference=row["reference"],
        doc_date=date.fromisoformat(row["doc_date"]),
        post_date=date.fromisoformat(row["post_date"]),
        amount=Money(Decimal(row["amount"]), row["currency"]),
        voucher=row.get("voucher") or row["id"],
    )


def _order(row: _Row) -> Order:
    supplier = supplier_id(row["supplier"])
    return Order(
        id=derived_id("order", supplier, row["number"]),
        supplier_id=supplier,
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        net=Money(Decimal(row["net"]), row["currency"]),
        billed=Money(Decimal(row.get("billed") or "0"), row["currency"]),
    )
