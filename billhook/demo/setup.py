"""Setting up the demo company: everything a clerk would connect, connected."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from billhook.demo.shapes import Seller, World
from billhook.settings import FILE, Settings, load
from billhook.wiring import CLOCK, opened_store
from model.deliveries import Destination, DestinationKind
from model.documents import DocumentKind
from model.people import Role
from model.schedules import Rhythm, Schedule
from model.secret import Secret
from model.suppliers import Account, Mailbox, MailSecurity, Portal, Supplier
from storage import deliveries, ledger, orders, schedules, suppliers, users
from storage import mail as stored_mail
from storage import settings as rules
from storage.store import Tx
from vault import (
    ApiKey,
    Credential,
    KeyFile,
    TotpSeed,
    Vault,
    create_vault,
    open_vault,
    seed_name,
)
from vault import Mailbox as MailboxSecret

MAIL: Final = "ap-mail"
WEBHOOK: Final = "approval-webhook"
STATUS: Final = "approval-status"
_BY_MAIL: Final = frozenset({"papierhaus"})
"""Suppliers whose documents go on by e-mail, as they should have come; the others by webhook."""

_BILLHOOK_TOML: Final = """\
# The demo company: plain http is permitted, to this machine only.
key_file = '{key}'
loopback_http = true
responses_seconds = 1.0
mail_authorities = ["mx.aldermoor.example"]
"""


def set_up(data: Path, world: World, peers: Mapping[str, Any], *, database: str = "") -> Settings:
    """Connect the demo company to its outside world; doing it again changes nothing."""
    settings = _settings(data, database)
    with _vault(settings) as vault:
        _fill(vault, world, peers)
    _copy_recipes(settings)
    with opened_store(settings) as store, store.begin() as tx:
        _know_suppliers(tx, world, peers)
        _connect(tx, settings, peers)
        ledger.load(tx, world.ledger)
        orders.load(tx, world.orders)
        rules.put(tx, "company", world.company.name)
        rules.put(tx, "auto_deliver", "yes")
        if not users.every(tx):
            # signed in by the one-time link only
            users.add(tx, "maya", "Maya Okafor", Role.ADMIN, users.NO_PASSWORD)
    return settings


def _settings(data: Path, database: str) -> Settings:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    said = _BILLHOOK_TOML.format(key=data / "demo.key")
    said += f"database = '{database}'\n" if database else ""
    (data / FILE).write_text(said, encoding="utf-8")
    return load(data)


def _vault(settings: Settings) -> Vault:
    key = Path(settings.key_file)
    if settings.vault_file.exists():
        return open_vault(settings.vault_file, KeyFile(key), clock=CLOCK)
    if not key.exists():
        KeyFile.make(key)
    return create_vault(settings.vault_file, KeyFile(key), clock=CLOCK)


def _fill(vault: Vault, world: World, peers: Mapping[str, Any]) -> None:
    known = {entry.name for entry in vault.names()}
    for facts in world.portals:
        if facts.slug not in known:
            _keep_sign_in(vault, facts.slug, peers["portals"][facts.slug])
    if MAIL not in known:
        mail = peers["imap"]
        vault.put(MAIL, MailboxSecret(username=mail["user"], password=Secret(mail["password"])))
        approval = peers["approval"]
        vault.put(WEBHOOK, ApiKey(key=Secret(approval["webhook_secret"])))
        vault.put(STATUS, ApiKey(key=Secret(approval["token"])))


def _keep_sign_in(vault: Vault, slug: str, known: Mapping[str, str]) -> None:
    vault.put(
        slug,
        Credential(
            username=known["username"],
            password=Secret(known["password"]),
            origins=frozenset({known["url"]}),
            login_url=known["url"],
            customer_number=known["customer_number"],
        ),
    )
    if seed := known.get("totp"):
        vault.put(seed_name(slug), TotpSeed(credential=slug, seed=Secret(seed)))


def _copy_recipes(settings: Settings) -> None:
    """The demo's recipes become the company's own: a person can read and change them."""
    folder = settings.data / "recipes"
    folder.mkdir(exist_ok=True)
    with resources.as_file(resources.files("billhook.demo") / "recipes") as shipped:
        for recipe in shipped.glob("*/recipe.yaml"):
            if not (folder / recipe.parent.name).exists():
                shutil.copytree(recipe.parent, folder / recipe.parent.name)


def _know_suppliers(tx: Tx, world: World, peers: Mapping[str, Any]) -> None:
    known = {profile.supplier.id for profile in suppliers.profiles(tx)}
    for seller in world.sellers:
        if seller.slug not in known:  # else a person may have confirmed bank details since
            suppliers.add(tx, _supplier(seller))
        for account in seller.accounts:
            number = account.number
            suppliers.add_account(
                tx, Account(_account(seller, number), seller.slug, number, account.label)
            )
    for facts in world.portals:
        portal = _portal(world.seller(facts.seller), facts.slug, facts.account, peers)
        suppliers.add_portal(tx, portal)
        schedules.put(tx, portal.id, Schedule(Rhythm.EXPECTED, gap=0))  # a morning has no tomorrow
    for seller in world.sellers:
        for account in seller.accounts:
            suppliers.add_account(
                tx,
                Account(
                    _account(seller, account.number),
                    seller.slug,
                    account.number,
                    account.label,
                    account.portal,
                ),
            )


def _supplier(seller: Seller) -> Supplier:
    return Supplier(
        id=seller.slug,
        name=seller.name,
        vat_id=seller.vat_id,
        ibans=(seller.iban,),
        domains=(seller.domain,),
        currency=seller.currency,
    )


def _account(seller: Seller, number: str) -> str:
    return f"{seller.slug}-{number}"


def _portal(seller: Seller, slug: str, account: str, peers: Mapping[str, Any]) -> Portal:
    known = peers["portals"][slug]
    shipped = resources.files("billhook.demo") / "recipes" / slug / "recipe.yaml"
    return Portal(
        id=slug,
        supplier_id=seller.slug,
        name=known["brand"],
        start_url=known["url"],
        origins=frozenset({known["url"]}),
        credential=slug,
        recipe=slug if shipped.is_file() else None,
        account_id=_account(seller, account),
    )


def _connect(tx: Tx, settings: Settings, peers: Mapping[str, Any]) -> None:
    mail = peers["imap"]
    stored_mail.add_mailbox(
        tx,
        Mailbox(
            id="ap",
            name="Accounts payable",
            host=mail["host"],
            port=mail["port"],
            security=MailSecurity.PLAIN_LOOPBACK,
            username=mail["user"],
            credential=MAIL,
        ),
    )
    for destination in _destinations(tx, settings, peers):
        deliveries.add_destination(tx, destination)


def _destinations(
    tx: Tx, settings: Settings, peers: Mapping[str, Any]
) -> tuple[Destination, Destination, Destination]:
    approval, smtp = peers["approval"], peers["smtp"]
    everybody = frozenset(profile.supplier.id for profile in suppliers.profiles(tx))
    webhook = {
        "url": f"{approval['url']}/webhook",
        "status_url": f"{approval['url']}/status",
        "status_credential": STATUS,
    }
    by_mail = {
        "host": smtp["host"],
        "port": str(smtp["port"]),
        "security": "plain_loopback",
        "sender": peers["imap"]["user"],
        "recipient": approval["address"],
        "status_url": f"{approval['url']}/status",
        "status_credential": STATUS,
    }
    archive = settings.data / "archive"
    archive.mkdir(exist_ok=True)
    every_kind = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})
    return (
        Destination(
            "approval",
            "Approval workflow",
            DestinationKind.WEBHOOK,
            MappingProxyType(webhook),
            credential=WEBHOOK,
            suppliers=everybody - _BY_MAIL,
        ),
        Destination(
            "approval-mail",
            "Approval workflow, by e-mail",
            DestinationKind.EMAIL,
            MappingProxyType(by_mail),
            suppliers=_BY_MAIL,
        ),
        Destination(
            "archive",
            "Archive folder",
            DestinationKind.FOLDER,
            MappingProxyType({"path": str(archive)}),
            kinds=every_kind,
        ),
    )
