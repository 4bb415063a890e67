"""All kinds of destinations, each by the way in which it takes documents."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from feeds import (
    business_central,
    erpnext,
    folder,
    imap,
    mail,
    odoo,
    quickbooks,
    sftp,
    subscription,
    tryton,
    webhook,
    xero,
)
from feeds.contract import Way
from feeds.enrichment import form_of
from feeds.grants import Issuer
from feeds.networks import cxml, peppol, pidx
from model.deliveries import Destination, DestinationKind
from model.errors import SettingsInvalid

WAYS: Final[Mapping[DestinationKind, Way]] = MappingProxyType(
    {
        DestinationKind.EMAIL: mail.WAY,
        DestinationKind.IMAP: imap.WAY,
        DestinationKind.FOLDER: folder.WAY,
        DestinationKind.SFTP: sftp.WAY,
        DestinationKind.WEBHOOK: webhook.WAY,
        DestinationKind.TRYTON: tryton.WAY,
        DestinationKind.ERPNEXT: erpnext.WAY,
        DestinationKind.ODOO: odoo.WAY,
        DestinationKind.XERO: xero.WAY,
        DestinationKind.QUICKBOOKS: quickbooks.WAY,
        DestinationKind.BUSINESS_CENTRAL: business_central.WAY,
        DestinationKind.CXML: cxml.WAY,
        DestinationKind.PIDX: pidx.WAY,
        DestinationKind.PEPPOL: peppol.WAY,
        DestinationKind.EVENTS: subscription.WAY,
    }
)
_ENCLOSING: Final = "mail, a folder or a webhook"


def way(destination: Destination) -> Way:
    """How a destination takes documents."""
    return WAYS[destination.kind]


def tells(destination: Destination) -> bool:
    """Whether a destination can be asked what it decided."""
    return way(destination).responses is not None or "status_url" in destination.settings


def tells_payment(destination: Destination) -> bool:
    """Whether what a destination accepted is worth asking for until it is paid."""
    return way(destination).tells_payment


def known_by_key(destination: Destination) -> bool:
    """Whether a destination takes the same parcel twice for one, by its key alone."""
    return way(destination).by_key


def signs_each(destination: Destination) -> bool:
    """Whether a refused credential is about one message, and not about all that waits there."""
    return way(destination).signs_each


def status_credential(destination: Destination) -> str | None:
    """The credential with which answers are read: one for that, else what its own way takes."""
    own = destination.credential if way(destination).responses is not None else None
    return destination.settings.get("status_credential") or own


def issuer_of(destination: Destination) -> Issuer | None:
    """Who gives its access tokens; None where its credential is no consent."""
    return way(destination).issuer


def address_of(destination: Destination) -> str:
    """The address of its interface: its own setting, else that of its kind."""
    issuer = issuer_of(destination)
    return destination.settings.get("url") or (issuer.api if issuer else "")


def check_settings(destination: Destination) -> None:
    """Nothing comes back where a destination has all that its kind needs.

    Raises:
        SettingsInvalid: it names what is missing.
    """
    taken = way(destination)
    if missing := [name for name in taken.settings if not destination.settings.get(name)]:
        raise SettingsInvalid(f"{destination.name} lacks {', '.join(missing)}; set it with --set.")
    if (minutes := destination.settings.get("books")) is not None:
        _check_books(destination, minutes)
    if destination.kind is DestinationKind.EVENTS:
        subscription.check(destination)
    if form_of(destination) and not taken.encloses:
        raise SettingsInvalid(f"{destination.name} takes no einvoice; a {_ENCLOSING} does.")
    if taken.secret and destination.credential is None:
        raise SettingsInvalid(
            f"{destination.name} needs {taken.secret}; store it in the vault and name it with"
            " --credential."
        )


def _check_books(destination: Destination, minutes: str) -> None:
    if way(destination).books is None:
        readable = ", ".join(kind.system for kind, one in WAYS.items() if one.books)
        raise SettingsInvalid(f"{destination.name} has no books that are read; {readable} has.")
    if not (minutes.isdecimal() and int(minutes)):
        raise SettingsInvalid(
            f"{destination.name}: books is the number of minutes between two looks, not {minutes}."
        )
