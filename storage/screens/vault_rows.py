"""What uses the vault's records, by their names, and whose jobs leased them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Select, select

from model.exceptions import ExceptionItem
from model.suppliers import Portal, PortalState
from model.vaults import SecretUser
from storage import deliveries, exceptions, suppliers, tables
from storage import mail as stored_mail
from storage.tx import Tx

MOST_JOBS: Final = 500
_STATUS: Final = "status_credential"  # a destination's second record, for asking what it decided


def secret_users(tx: Tx) -> dict[str, tuple[SecretUser, ...]]:
    """What uses each record, by the record's name: portals, mailboxes, destinations."""
    asked = {item.subject: item for item in reversed(exceptions.open_(tx))}
    found: dict[str, list[SecretUser]] = defaultdict(list)
    for name, user in (*_portals(tx, asked), *_mailboxes(tx, asked), *_destinations(tx)):
        if name:
            found[name].append(user)
    return {name: tuple(users) for name, users in found.items()}


def job_names(tx: Tx, jobs: Iterable[str]) -> dict[str, str]:
    """What a person calls the jobs with these ids, as far as they are known."""
    ids = list(dict.fromkeys(jobs))[:MOST_JOBS]
    run, delivery, mailbox = tables.run, tables.delivery, tables.mailbox
    return (
        _named(
            tx, select(run.c.id, tables.portal.c.name).join(tables.portal).where(run.c.id.in_(ids))
        )
        | _named(
            tx,
            select(delivery.c.id, tables.destination.c.name)
            .join(tables.destination)
            .where(delivery.c.id.in_(ids)),
        )
        | _named(tx, select(mailbox.c.id, mailbox.c.name).where(mailbox.c.id.in_(ids)))
    )


def _named(tx: Tx, query: Select[Any]) -> dict[str, str]:
    found = tx.connection.execute(query)
    return {row[0]: row[1] for row in found}


def _portals(tx: Tx, asked: Mapping[str, ExceptionItem]) -> Iterable[tuple[str | None, SecretUser]]:
    names = {one.supplier.id: one.supplier.name for one in suppliers.profiles(tx)}
    for portal in suppliers.portals(tx):
        question = asked.get(f"portal:{portal.id}")
        yield (
            portal.credential,
            SecretUser(
                kind="portal",
                id=portal.id,
                name=portal.name,
                supplier=names.get(portal.supplier_id, ""),
                refused=portal.refused_edition,
                trouble=_portal_trouble(portal, question),
                question_id=question.id if question else "",
            ),
        )


def _portal_trouble(portal: Portal, question: ExceptionItem | None) -> str:
    if portal.state is PortalState.PAUSED and portal.paused_because:
        return portal.paused_because
    return question.sentence if question else ""


def _mailboxes(
    tx: Tx, asked: Mapping[str, ExceptionItem]
) -> Iterable[tuple[str | None, SecretUser]]:
    for box in stored_mail.mailboxes(tx):
        question = asked.get(f"mailbox:{box.id}")
        yield (
            box.credential,
            SecretUser(
                kind="mailbox",
                id=box.id,
                name=box.name,
                trouble=question.sentence if question else "",
                question_id=question.id if question else "",
            ),
        )


def _destinations(tx: Tx) -> Iterable[tuple[str | None, SecretUser]]:
    for one in deliveries.destinations(tx):
        user = SecretUser(kind="destination", id=one.id, name=one.name)
        for name in dict.fromkeys((one.credential, one.settings.get(_STATUS))):
            yield name, user
