"""`billhook read-again`: documents on file, read by today's reader and what was taught since."""

from __future__ import annotations

import json

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store, reader
from model.errors import BillhookError, WrongInput
from pipeline.documents import rereading
from storage import documents, suppliers
from storage.store import Store

_ACTOR = "command line"


@click.command()
@data_option
@click.argument("ids", nargs=-1)
@click.option("--supplier", metavar="NAME", help="All documents of this supplier.")
@click.option("--doubtful", is_flag=True, help="All with values that somebody is asked to compare.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def read_again(
    *, data: str | None, ids: tuple[str, ...], supplier: str | None, doubtful: bool, as_json: bool
) -> None:
    """Read documents on file again, after the reader or what was taught has changed.

    What a person typed or confirmed stays. Of a document that went out, new values are a question:
    nothing is sent again by itself.

    Example: billhook read-again --supplier Nordwind
    """
    if not (ids or supplier or doubtful):
        raise click.UsageError("Say what to read again: ids of documents, --supplier, --doubtful.")
    with opened_store(settings_of(data)) as store:
        wanted = (*ids, *_chosen(store, supplier, doubtful=doubtful))
        read = [_read(store, one) for one in dict.fromkeys(wanted)]
    if as_json:
        click.echo(json.dumps(read))
        return
    for one in read:
        click.echo(f"{one['document']}  {one['supplier']}  {one['number'] or '-'}  {one['said']}")


def _chosen(store: Store, supplier: str | None, *, doubtful: bool) -> tuple[str, ...]:
    with store.read() as tx:
        asked = rereading.doubtful(tx) if doubtful else ()
        if supplier is None:
            return asked
        named = [one for one in suppliers.every(tx) if one.name.casefold() == supplier.casefold()]
        if not named:
            raise WrongInput(f"There is no supplier of the name {supplier!r}.")
        filed = (one.id for own in named for one in documents.of_supplier(tx, own.id))
        return (*asked, *filed)


def _read(store: Store, document_id: str) -> dict[str, object]:
    """What came of one document; why, where it is not read again."""
    with store.read() as tx:
        document = documents.get(tx, document_id)
        supplier = suppliers.get(tx, document.supplier_id).name
    facts = {"document": document_id, "supplier": supplier, "number": document.number}
    try:
        again = rereading.read_again(store, reader(store), document_id, actor=_ACTOR)
    except BillhookError as refusal:
        return {**facts, "outcome": "refused", "changes": [], "kept": [], "said": refusal.message}
    return {
        **facts,
        "outcome": again.outcome.value,
        "changes": [_change(one) for one in again.changes],
        "kept": [_change(one) for one in again.kept],
        "said": rereading.sentence(again),
    }


def _change(change: rereading.Change) -> dict[str, str]:
    return {"field": change.field, "before": change.before, "after": change.after}
