"""`billhook erase-contact`: a person at a supplier, erased wherever name and address stand."""

from __future__ import annotations

from typing import Final

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store
from storage import erasure

_ACTOR: Final = "command line"


@click.command("erase-contact")
@data_option
@click.argument("address")
@click.option("--name", "names", multiple=True, help="A name of this person alone; repeatable.")
@click.option("--yes", is_flag=True, help="Don't ask.")
def erase_contact(*, data: str | None, address: str, names: tuple[str, ...], yes: bool) -> None:
    """Erase a person: the bytes of mails that name them, and name and address in every table.

    What is found is shown first. Documents stay as they came; the audit trail keeps a digest.

    Example: billhook erase-contact maria@nordwind.example --name "Maria Lopez"
    """
    contact = erasure.Contact(address, names)
    with opened_store(settings_of(data)) as store:
        with store.read() as tx:
            found = erasure.traces(store, tx, contact)
        for table, number in found.rows.items():
            click.echo(f"{table.replace('_', ' ')}: {number}")
        click.echo(f"mails whose bytes go: {len(found.mails)}")
        if not yes:
            click.confirm("Erase this for good?", abort=True)
        done = erasure.erase(store, contact, actor=_ACTOR)
    said = f"{len(done.mails)} mails and {sum(done.rows.values())} rows"
    click.echo(f"Erased in {said}. On the trail: contact:{contact.digest}")
