"""`billhook export`: a document as the e-invoice that its supplier did not send."""

from __future__ import annotations

from pathlib import Path

import click

from billhook.commands.options import data_option, named, pair_of, read_bytes, settings_of
from billhook.settings import Settings
from billhook.wiring import opened_store
from feeds.enrichment import FORMS, written
from model.deliveries import Parcel
from model.documents import ReadState
from model.einvoices import EInvoice
from model.errors import FileUnreadable
from parsers.gate import MAX_BYTES
from parsers.sandbox import read_safely
from pipeline import parcels


@click.command()
@data_option
@click.argument("document")
@click.option(
    "--format",
    "form",
    type=click.Choice([one.value for one in FORMS]),
    required=True,
    help="ubl and peppol write XML, facturx a PDF with the XML inside.",
)
@click.option("--out", required=True, metavar="FILE", help="Where it goes.")
@click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A value that the document lacks."
)
def export(*, data: str | None, document: str, form: str, out: str, pairs: tuple[str, ...]) -> None:
    """Write a document as an e-invoice that the official rules find valid.

    DOCUMENT is a file, or the id of a document on file. What is missing is said with the name of
    its field; nothing is made up.

    Example: billhook export invoice.pdf --format ubl --out invoice.xml --set buyer_country=DE
    """
    known = dict(pair_of(pair) for pair in pairs)
    content = written(EInvoice(form), _parcel(settings_of(data), document), known)
    with named(out):
        Path(out).write_bytes(content)
    click.echo(f"{out} is valid.")


def _parcel(settings: Settings, document: str) -> Parcel:
    """The parcel of a file, or of a document on file under this id."""
    if not Path(document).exists():
        with opened_store(settings) as store, store.read() as tx:
            facts = parcels.of_document(tx, document, document)
            return parcels.filled(store.files, facts)
    content = read_bytes(document, MAX_BYTES + 1)
    reading = read_safely(content)
    if reading.state is not ReadState.READ:
        raise FileUnreadable(reading.detail)
    return parcels.of_reading(reading, content)
