"""`billhook load`: our ledger and our orders from files or other books, and mails from files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from billhook.commands.options import (
    data_option,
    files_below,
    key_option,
    read_bytes,
    settings_of,
)
from billhook.commands.unlocking import opened
from billhook.wiring import opened_store, works
from feeds import looks_every
from fetchers.mail.mailfile import mails_in
from model.books import BooksFile, BooksTable, Shape
from model.deliveries import Destination
from model.errors import DocumentRefused, FileUnreadable, WrongInput
from parsers.books import named_columns, order_messages
from parsers.books.books_files import table as parsed_table
from pipeline.mails import arriving
from pipeline.reconciling import books_files, order_books, other_books
from pipeline.reconciling.ledger_books import Taken
from pipeline.reconciling.other_books import Looked
from storage import deliveries
from storage.store import Tx

_column_option = click.option(
    "--column",
    metavar="OURS=THEIRS",
    multiple=True,
    help="What the file calls a column of ours; remembered for the next file.",
)


@click.group()
def load() -> None:
    """Load what our side says. Example: billhook load ledger ledger.csv."""


@load.command()
@data_option
@_column_option
@click.option("--whole", is_flag=True, help="What this export lacks is no longer in the books.")
@click.argument("file")
def ledger(*, data: str | None, column: tuple[str, ...], whole: bool, file: str) -> None:
    """Load ledger entries; one that is there already is replaced.

    A table as CSV or XLSX. Columns: id, supplier, kind (invoice, credit, payment), reference,
    doc_date, post_date, amount, currency; other names with --column, which is remembered. + is what
    we owe. With --whole, entries posted since its first day that it does not have are taken out;
    of more than a few, a person is asked first. Example: billhook load ledger ledger.csv
    """
    content = read_bytes(file)
    with opened_store(settings_of(data)) as store, store.begin() as tx, _naming(file):
        taken = books_files.take(tx, _table(tx, content, BooksTable.LEDGER, column, whole=whole))
    click.echo(f"{taken.entries} ledger entries are loaded{_gone(taken)}.")


def _table(
    tx: Tx, content: bytes, table: BooksTable, column: Iterable[str], *, whole: bool = False
) -> BooksFile:
    """What a table holds; files with its headers are read so in a watched folder from now on."""
    headers = named_columns.headers(content)
    names = order_books.column_names(tx, table.value, _pairs(column))
    own = {ours: theirs for ours, theirs in names.items() if theirs in headers}
    shape = Shape(headers, table, own, whole)
    found = parsed_table(content, shape, headers)
    books_files.teach(tx, shape)
    return found


def _gone(taken: Taken) -> str:
    """What else became of the ledger, in words."""
    if taken.asked:
        return f"; {taken.asked} are no longer there, and a question in Exceptions asks about them"
    return f"; {taken.gone} are no longer there and were taken out" if taken.gone else ""


@load.command()
@data_option
@_column_option
@click.argument("file")
def orders(*, data: str | None, column: tuple[str, ...], file: str) -> None:
    """Load purchase orders; one that is there already is replaced.

    A table as CSV or XLSX, with a row for each order or for each of its lines, or a UBL Order.
    Columns: supplier, number, day, currency, and of net, billed, closed, line, description,
    quantity, unit, unit_price, code, category what there is; under other names with --column,
    which is remembered. Example: billhook load orders orders.xlsx --column number=PONo
    """
    content = read_bytes(file)
    with opened_store(settings_of(data)) as store, store.begin() as tx, _naming(file):
        if order_messages.is_message(content):
            found = BooksFile(BooksTable.ORDERS, orders=(order_messages.order(content),))
        else:
            found = _table(tx, content, BooksTable.ORDERS, column)
        taken = books_files.take(tx, found)
    click.echo(f"{taken.entries} orders are loaded.")


@load.command()
@data_option
@_column_option
@click.argument("file")
def receipts(*, data: str | None, column: tuple[str, ...], file: str) -> None:
    """Load what arrived for orders; a receipt that is there already is replaced.

    A table as CSV or XLSX, or a UBL DespatchAdvice or ReceiptAdvice. Columns: id, number (of the
    order), line, quantity (negative where goods went back), day, and state: what is not done or
    received counts nothing. Other names with --column. Example:
    billhook load receipts receipts.csv --column id="GRN"
    """
    content = read_bytes(file)
    with opened_store(settings_of(data)) as store, store.begin() as tx, _naming(file):
        if order_messages.is_message(content):
            found = BooksFile(BooksTable.RECEIPTS, receipts=order_messages.receipts(content))
        else:
            found = _table(tx, content, BooksTable.RECEIPTS, column)
        taken = books_files.take(tx, found)
    click.echo(f"{taken.entries} receipts are loaded.")


@load.command()
@data_option
@key_option
@click.option("--whole", is_flag=True, help="Compare all entries, for what was deleted there.")
@click.argument("names", nargs=-1)
def books(*, data: str | None, key_file: str | None, whole: bool, names: tuple[str, ...]) -> None:
    """Load what is new in the books of destinations: ledger, orders and receipts.

    NAMES are destinations whose own books can be read (Tryton); without one, all that were
    connected with --set books=MINUTES, which billhook up looks at by itself. Example:
    billhook load books ERP
    """
    settings = settings_of(data)
    with opened_store(settings) as store:
        with store.read() as tx:
            chosen = _with_books(deliveries.destinations(tx), names)
        with opened(data, key_file) as vault:
            own = works(settings, store, vault)
            for destination in chosen:
                looked = other_books.look(own, destination, whole=whole)
                click.echo(f"{destination.name}: {_looked(looked)}")


def _with_books(known: Iterable[Destination], names: tuple[str, ...]) -> list[Destination]:
    """The destinations of these names; of no names, those whose books are looked at anyway."""
    by_name = {one.name: one for one in known}
    if unknown := [name for name in names if name not in by_name]:
        raise WrongInput(f"There is no destination {unknown[0]}; connect it first.")
    if chosen := [by_name[name] for name in names]:
        return chosen
    if chosen := [one for one in by_name.values() if looks_every(one)]:
        return chosen
    raise WrongInput("No destination's books are read; connect one with --set books=15.")


def _looked(looked: Looked) -> str:
    """What a look brought, in words."""
    counts = f"{looked.entries} ledger entries, {looked.orders} orders, {looked.receipts} receipts"
    gone = _gone(Taken(looked.entries, looked.gone, looked.asked))
    if not looked.strangers:
        return f"{counts} are loaded{gone}."
    strangers = ", ".join(looked.strangers)
    return (
        f"{counts} are loaded{gone}. Left out, since nobody connected them here: {strangers};"
        " connect them by VAT number or this name."
    )


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


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Reading whose refusal names the file."""
    try:
        yield
    except (DocumentRefused, WrongInput) as refusal:
        raise FileUnreadable(f"{file}: {refusal.message}") from None


def _pairs(columns: Iterable[str]) -> dict[str, str]:
    """Our names of columns and those of the file."""
    pairs = [column.partition("=") for column in columns]
    if wrong := [ours for ours, sign, theirs in pairs if not (sign and theirs)]:
        raise click.UsageError(f"--column is our name=the file's name, not {wrong[0]!r}.")
    return {ours: theirs for ours, _, theirs in pairs}
