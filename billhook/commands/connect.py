"""`billhook connect`: suppliers, portals, mailboxes, destinations; passwords lie in the vault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import click

from billhook.commands.host_keys import with_host_key
from billhook.commands.mailbox import folder, mailbox
from billhook.commands.options import data_option, pair_of, settings_of
from billhook.commands.receiver_consent import consent
from billhook.wiring import opened_store
from feeds import check_settings
from model.deliveries import Admits, Destination, DestinationKind, Terms
from model.documents import DocumentKind
from model.errors import WrongInput
from model.ids import derived_id
from model.suppliers import Account, Portal, Supplier
from pipeline.access import four_eyes
from pipeline.deliveries import replaying, reply_desk
from pipeline.documents import checking
from pipeline.mails import proposals
from pipeline.portals import schedules
from storage import audit, deliveries, suppliers
from storage.store import Tx


def _amount(text: str) -> Decimal:
    """An amount of money. Raises ValueError, which the command line turns into wrong usage."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError from None
    if not amount.is_finite() or amount < 0:
        raise ValueError
    return amount


@click.group()
def connect() -> None:
    """Connect a mailbox, a supplier, its portal, or a destination.

    Example: billhook connect mailbox AP --host imap.example --username ap@us.example
    """


connect.add_command(consent)
connect.add_command(mailbox)
connect.add_command(folder)


@connect.command()
@data_option
@click.argument("name")
@click.option("--vat-id", help="The supplier's VAT id.")
@click.option("--iban", multiple=True, help="Confirmed bank account; repeatable.")
@click.option("--domain", multiple=True, help="Domain that it sends mail from; repeatable.")
@click.option("--currency", default="EUR", show_default=True, help="What it bills in.")
def supplier(
    *,
    data: str | None,
    name: str,
    vat_id: str | None,
    iban: tuple[str, ...],
    domain: tuple[str, ...],
    currency: str,
) -> None:
    """Make a supplier known, by what identifies it.

    Example: billhook connect supplier "Nordwind GmbH" --domain nordwind.example
    """
    known = Supplier(supplier_id(name), name, vat_id, iban, domain, currency)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        suppliers.add(tx, known)
        audit.note(tx, "command line", "connected", f"supplier:{known.id}", name)
    click.echo(f"{name} is known.")


@connect.command()
@data_option
@click.argument("name")
@click.option("--supplier", "of", required=True, help="Name of the supplier, as made known.")
@click.option("--url", required=True, help="Its sign-in or start page, with https.")
@click.option("--credential", required=True, help="Name of the sign-in in the vault.")
@click.option("--account", help="Our customer number there.")
@click.option("--origin", multiple=True, help="A further origin that it needs; repeatable.")
@click.option("--recipe", help="Name of a recipe in the data folder; else it is found out.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Visit it at once, and bring what it has since this day.",
)
def portal(
    *,
    data: str | None,
    name: str,
    of: str,
    url: str,
    credential: str,
    account: str | None,
    origin: tuple[str, ...],
    recipe: str | None,
    since: datetime | None,
) -> None:
    """Connect a supplier's portal.

    Example: billhook connect portal Nordwind --supplier "Nordwind GmbH"
    --url https://portal.nordwind.example/login --credential nordwind --account K-77120
    """
    site = urlsplit(url)
    if site.scheme != "https" or not site.hostname:
        raise WrongInput(f"{url} is no https address; portals are visited by https only.")
    account_id = derived_id("account", of, account) if account else None
    portal_id = derived_id("portal", url, account or "")
    connected = Portal(
        id=portal_id,
        supplier_id=supplier_id(of),
        name=name,
        start_url=url,
        origins=frozenset({f"https://{site.netloc}", *origin}),
        credential=credential,
        recipe=recipe,
        account_id=account_id,
    )
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        connected = replace(connected, supplier_id=_supplier(tx, of).id)
        if account_id and account:
            suppliers.add_account(
                tx, Account(account_id, connected.supplier_id, account, name, portal_id)
            )
        suppliers.add_portal(tx, connected)
        proposals.connected(tx, connected)
        if since:
            schedules.fetch_since(tx, "command line", portal_id, since.date())
        audit.note(tx, "command line", "connected", f"portal:{portal_id}", name)
    click.echo(f"{name} is connected.")


@connect.command()
@data_option
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in DestinationKind]),
    required=True,
    help="How documents go there.",
)
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A setting; repeatable.")
@click.option("--credential", help="Name of its password or key in the vault.")
@click.option(
    "--document",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in DocumentKind]),
    default=["invoice", "credit_note"],
    help="Which documents go there; repeatable. Else invoices and credit notes.",
)
@click.option("--supplier", "of", multiple=True, help="Only of this supplier; repeatable.")
@click.option("--buyer", multiple=True, help="Only for this entity, by VAT id or name; repeatable.")
@click.option("--least", type=_amount, help="Only from this gross amount on.")
@click.option("--most", type=_amount, help="Only up to this gross amount.")
@click.option(
    "--admits",
    type=click.Choice([one.value for one in Admits]),
    default=Admits.RELEASED.value,
    show_default=True,
    help="proved: only what needed no person; by_person: only what a person released.",
)
@click.option("--in-order", is_flag=True, help="One supplier's documents in their order.")
def destination(*, data: str | None, name: str, kind: str, **said: Any) -> None:
    """Connect what documents are delivered to.

    E-mail takes host, port, security, sender, recipient; IMAP the first three and a sign-in; a
    folder takes path; SFTP takes host, folder, and a private key or password; a webhook takes url
    and a signing key; Tryton takes url, database and a user; ERPNext takes url, company and an API
    key; Odoo takes a database besides; Xero, QuickBooks and Business Central take a consent (see
    docs/destinations); cXML, PIDX and Peppol stand in docs/e-invoices.md. Any takes status_url and
    requires. Events take url, a signing key and types (docs/api.md).

    Example: billhook connect destination Approval --kind email --set host=smtp.example
    --set port=587 --set security=starttls --set sender=ap@us.example
    --set recipient=bills@approval.example --credential smtp
    """
    receiver = Destination(
        id=derived_id("destination", name),
        name=name,
        kind=DestinationKind(kind),
        settings=MappingProxyType(dict(pair_of(pair) for pair in said["pairs"])),
        credential=said["credential"],
        kinds=frozenset(DocumentKind(chosen) for chosen in said["kinds"]),
        terms=Terms(
            frozenset(said["buyer"]),
            said["least"],
            said["most"],
            Admits(said["admits"]),
            said["in_order"],
        ),
    )
    receiver = with_host_key(receiver)
    check_settings(receiver)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        of = frozenset(_supplier(tx, one).id for one in said["of"])
        receiver = reply_desk.with_address(tx, replace(receiver, suppliers=of))
        deliveries.add_destination(tx, receiver)
        replaying.let_in(tx, "command line", receiver.id)
        checking.recheck_held(tx)
        audit.note(tx, "command line", "connected", f"destination:{receiver.id}", name)
        held = four_eyes.hold_destination(tx, "command line", receiver)
    when = "once a second person has confirmed it in Exceptions" if held else "from now on"
    click.echo(f"{name} takes {_taken(receiver, said['kinds'])} {when}.")


def _taken(receiver: Destination, kinds: Sequence[str]) -> str:
    """What a destination takes, in words."""
    if receiver.kind is not DestinationKind.EVENTS:
        return ", ".join(kinds)
    return receiver.settings.get("types", "all events").replace(",", ", ")


def supplier_id(name: str) -> str:
    """The id of a supplier that is made known by its name."""
    return derived_id("supplier", name.casefold())


def _supplier(tx: Tx, named: str) -> Supplier:
    """The supplier made known by this name, or proposed by a mail under this name or domain."""
    wanted = named.casefold()
    proposed = [
        one.supplier
        for one in suppliers.profiles(tx)
        if one.supplier.proposed and wanted in (one.supplier.name.casefold(), *one.supplier.domains)
    ]
    return proposed[0] if len(proposed) == 1 else suppliers.get(tx, supplier_id(named))
