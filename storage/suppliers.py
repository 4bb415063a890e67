"""Suppliers with their accounts and portals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import select

from model.errors import RecordMissing
from model.suppliers import Account, Portal, PortalState, Supplier, SupplierProfile
from storage import rows, tables
from storage.changes import announce
from storage.columns import storable
from storage.tx import Tx


def add(tx: Tx, supplier: Supplier) -> None:
    """Add a supplier, or replace the one with its id."""
    search = storable(supplier.name).casefold()
    rows.put(tx, tables.supplier, rows.values(supplier) | {"search": search})
    announce(tx, "inbox", supplier.id)


def kept(tx: Tx, supplier: Supplier) -> Supplier:
    """The supplier of this id as it is known, or this new one."""
    try:
        return get(tx, supplier.id)
    except RecordMissing:
        add(tx, supplier)
        return supplier


def add_account(tx: Tx, account: Account) -> None:
    """Add an account, or replace the one with its id."""
    rows.put(tx, tables.account, rows.values(account))
    announce(tx, "portals", account.portal_id or "")


def add_portal(tx: Tx, portal: Portal) -> None:
    """Add a portal, or replace the settings of the one with its id.

    Its supplier and account come first. What visits have left of it stays: whether it is paused,
    which password it refused, and the recipe they learned, unless another is named.
    """
    settings = rows.values(portal)
    if not rows.put_new(tx, tables.portal, settings | {"connected": portal.connected or tx.now()}):
        left = {"id", "state", "paused_because", "refused_edition", "resources", "connected"} | (
            set() if portal.recipe else {"recipe"}
        )
        kept = {name: value for name, value in settings.items() if name not in left}
        _change_portal(tx, portal.id, **kept)
    announce(tx, "portals", portal.id)


def profiles(tx: Tx) -> tuple[SupplierProfile, ...]:
    """All suppliers, in the order of their ids, with what recognises them in a mail or document."""
    accounts: dict[str, list[Account]] = defaultdict(list)
    for account in _accounts(tx):
        accounts[account.supplier_id].append(account)
    sites: dict[str, list[Portal]] = defaultdict(list)
    for site in portals(tx):
        sites[site.supplier_id].append(site)
    return tuple(
        SupplierProfile(
            supplier=supplier,
            accounts=tuple(accounts.get(supplier.id, ())),
            portals=tuple(sites.get(supplier.id, ())),
        )
        for supplier in every(tx)
    )


def paid_to(tx: Tx, iban: str) -> tuple[Supplier, ...]:
    """The suppliers of whom this bank account was confirmed."""
    return tuple(one for one in every(tx) if iban in one.ibans)


def every(tx: Tx) -> tuple[Supplier, ...]:
    """All suppliers, in the order of their ids."""
    query = select(tables.supplier).order_by(tables.supplier.c.id)
    return rows.records(tx, query, Supplier)


def _accounts(tx: Tx) -> tuple[Account, ...]:
    query = select(tables.account).order_by(tables.account.c.id)
    return rows.records(tx, query, Account)


def accounts(tx: Tx, supplier_id: str) -> tuple[Account, ...]:
    """Our accounts at a supplier, in the order of their ids."""
    query = select(tables.account).where(tables.account.c.supplier_id == supplier_id)
    return rows.records(tx, query.order_by(tables.account.c.id), Account)


def account(tx: Tx, account_id: str) -> Account | None:
    """One account of ours at a supplier; None where there is none of this id."""
    row = rows.find(tx, select(tables.account).where(tables.account.c.id == account_id))
    return rows.record(Account, row) if row else None


def get(tx: Tx, supplier_id: str) -> Supplier:
    """One supplier. Raises RecordMissing."""
    return rows.get(tx, tables.supplier, Supplier, supplier_id)


def portal(tx: Tx, portal_id: str) -> Portal:
    """One portal. Raises RecordMissing."""
    return rows.get(tx, tables.portal, Portal, portal_id)


def portals(tx: Tx) -> tuple[Portal, ...]:
    """All portals, in the order of their ids."""
    return rows.records(tx, select(tables.portal).order_by(tables.portal.c.id), Portal)


def pause_portal(tx: Tx, portal_id: str, because: str) -> None:
    """Stop visits until a person has acted. Raises RecordMissing."""
    _change_portal(tx, portal_id, state=PortalState.PAUSED, paused_because=because)


def set_aside_portal(tx: Tx, portal_id: str, because: str) -> None:
    """Stop visits to what is no portal for documents. Raises RecordMissing."""
    _change_portal(tx, portal_id, state=PortalState.SET_ASIDE, paused_because=because)


def resume_portal(tx: Tx, portal_id: str) -> None:
    """Allow visits again. Raises RecordMissing."""
    _change_portal(tx, portal_id, state=PortalState.OPEN, paused_because="")


def refuse_edition(tx: Tx, portal_id: str, edition: str | None) -> None:
    """Remember which edition of its credential the portal refused. Raises RecordMissing."""
    _change_portal(tx, portal_id, refused_edition=edition)


def confirm(tx: Tx, supplier_id: str) -> None:
    """Count a proposed supplier as ours: a person said so. Raises RecordMissing."""
    add(tx, replace(get(tx, supplier_id), proposed=False))


def withdraw_portal(tx: Tx, portal_id: str) -> bool:
    """Whether a portal that nobody confirmed is gone; any other stays."""
    column = tables.portal.c
    unconfirmed = (column.id == portal_id, column.state == PortalState.PROPOSED)
    gone = tx.connection.execute(tables.portal.delete().where(*unconfirmed)).rowcount
    announce(tx, "portals", portal_id)
    return bool(gone)


def allow_resource(tx: Tx, portal_id: str, host: str) -> None:
    """Let the portal's pages load from a host, where nothing is typed. Raises RecordMissing."""
    _change_portal(tx, portal_id, resources=portal(tx, portal_id).resources | {host})


def add_origin(tx: Tx, portal_id: str, origin: str) -> None:
    """Let visits of the portal go to one origin more. Raises RecordMissing."""
    _change_portal(tx, portal_id, origins=portal(tx, portal_id).origins | {origin})


def set_recipe(tx: Tx, portal_id: str, name: str) -> None:
    """Name the recipe that the next visit follows. Raises RecordMissing."""
    _change_portal(tx, portal_id, recipe=name)


def _change_portal(tx: Tx, portal_id: str, **columns: object) -> None:
    if not rows.change(tx, tables.portal, tables.portal.c.id == portal_id, **columns):
        raise RecordMissing(f"There is no portal with the id {portal_id!r}.")
    announce(tx, "portals", portal_id)


def confirm_iban(tx: Tx, supplier_id: str, iban: str) -> None:
    """Count a bank account as the supplier's own, since a person said so. Raises RecordMissing."""
    supplier = get(tx, supplier_id)
    compact = "".join(iban.split()).upper()
    if compact not in supplier.ibans:
        add(tx, replace(supplier, ibans=(*supplier.ibans, compact)))
