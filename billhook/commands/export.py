"""`billhook export`: a document as the e-invoice, or the rows, that a receiver would get."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from billhook.commands.options import (
    INPUT,
    data_option,
    named,
    pair_of,
    read_bytes,
    settings_of,
)
from billhook.settings import Settings
from billhook.wiring import opened_store
from feeds.enrichment import written
from feeds.flat import mapping_of, table
from feeds.networks import cxml, pidx
from model.clock import SystemClock
from model.deliveries import Destination, DestinationKind, Parcel
from model.documents import ReadState
from model.einvoices import EInvoice
from model.errors import FileUnreadable
from parsers.safety.gate import MAX_BYTES
from parsers.safety.sandbox import read_safely
from pipeline.deliveries import parcels

_PROVED = frozenset({EInvoice.UBL, EInvoice.PEPPOL, EInvoice.FACTURX})


@click.command()
@data_option
@click.argument("document")
@click.option(
    "--format",
    "form",
    type=click.Choice([one.value for one in EInvoice]),
    required=True,
    help="facturx is a PDF with the invoice inside, csv is rows by --mapping, all others XML.",
)
@click.option("--out", default=INPUT, metavar="FILE", help="Where it goes; else shown.")
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="KEY=VALUE",
    help="A value that the document lacks, or a setting of the network.",
)
@click.option("--mapping", metavar="FILE", help="The columns of csv (docs/flat-tables.md).")
def export(
    *,
    data: str | None,
    document: str,
    form: str,
    out: str,
    pairs: tuple[str, ...],
    mapping: str | None,
) -> None:
    """Write a document as a valid e-invoice, or as the rows of a mapping.

    DOCUMENT is a file, or the id of a document on file. What is missing is said with the name of
    its field; nothing is made up. Without --out it is shown: the way to try a mapping.

    Example: billhook export invoice.pdf --format ubl --out invoice.xml --set buyer_country=DE
    """
    if (form == EInvoice.CSV) != (mapping is not None):
        raise click.UsageError("--format csv needs a --mapping, and no other takes one.")
    parcel = _parcel(settings_of(data), document)
    if mapping is not None:
        content = table(parcel, mapping_of(mapping))
    else:
        content = _made(EInvoice(form), parcel, dict(pair_of(pair) for pair in pairs))
    if out == INPUT:
        sys.stdout.buffer.write(content)
        return
    with named(out):
        Path(out).write_bytes(content)
    click.echo(f"{out} is {'valid' if form in _PROVED else 'written'}.")


def _made(form: EInvoice, parcel: Parcel, known: Mapping[str, str]) -> bytes:
    if form in _PROVED:
        return written(form, parcel, known)
    kind = DestinationKind(form.value)
    network = Destination("export", "The export", kind, MappingProxyType(dict(known)))
    if form is EInvoice.CXML:
        return cxml.message_of(network, parcel, clock=SystemClock())
    return pidx.message_of(network, parcel)


def _parcel(settings: Settings, document: str) -> Parcel:
    """The parcel of a file, or of a document on file under this id."""
    if not Path(document).exists():
        with opened_store(settings) as store, store.read() as tx:
            return parcels.filled(store.files, parcels.of_document(tx, document, document))
    content = read_bytes(document, MAX_BYTES + 1)
    reading = read_safely(content)
    if reading.state is not ReadState.READ:
        raise FileUnreadable(reading.detail)
    return parcels.of_reading(reading, content)
