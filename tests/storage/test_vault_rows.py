"""What uses the vault's records, whose jobs leased them, and how the vault stands."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from model.vaults import VaultStanding
from storage import changes, deliveries, mail, runs, screens, standing, suppliers
from storage.store import Store
from tests.storage.samples import ACCOUNT, DESTINATION, MAILBOX, NOON, NORDWIND, PORTAL


def fill(store: Store) -> None:
    both = {**DESTINATION.settings, "status_credential": "erp status"}
    with store.begin() as tx:
        suppliers.add(tx, NORDWIND)
        suppliers.add_account(tx, ACCOUNT)
        suppliers.add_portal(tx, PORTAL)
        mail.add_mailbox(tx, MAILBOX)
        deliveries.add_destination(tx, replace(DESTINATION, settings=MappingProxyType(both)))


def test_each_record_is_known_by_what_uses_it(store: Store) -> None:
    fill(store)
    with store.read() as tx:
        users = screens.secret_users(tx)
    assert {name: [(one.kind, one.name) for one in held] for name, held in users.items()} == {
        "nordwind": [("portal", "Nordwind portal")],
        "mailbox": [("mailbox", "Invoices")],
        "erp": [("destination", "ERP")],
        "erp status": [("destination", "ERP")],
    }
    assert users["nordwind"][0].supplier == NORDWIND.name


def test_a_refused_edition_and_why_a_portal_is_paused_are_told(store: Store) -> None:
    fill(store)
    with store.begin() as tx:
        suppliers.refuse_edition(tx, PORTAL.id, "1 of today")
        suppliers.pause_portal(tx, PORTAL.id, "The password was refused.")
        (user,) = screens.secret_users(tx)["nordwind"]
    assert (user.refused, user.trouble) == ("1 of today", "The password was refused.")


def test_jobs_have_the_names_of_what_they_were_for(store: Store) -> None:
    fill(store)
    with store.begin() as tx:
        run = runs.request(tx, PORTAL.id, "a person asked")
        named = screens.job_names(tx, (run.id, MAILBOX.id, "responses", "person"))
    assert named == {run.id: "Nordwind portal", MAILBOX.id: "Invoices"}


def test_how_the_vault_stands_is_kept_and_told_as_a_change(store: Store) -> None:
    told = VaultStanding(("file", "recovery"), NOON, None)
    with store.begin() as tx:
        assert standing.get(tx) is None
        before = changes.last(tx)
        standing.tell(tx, told)
        standing.tell(tx, replace(told, recovery_proved=NOON))
    with store.read() as tx:
        assert standing.get(tx) == replace(told, recovery_proved=NOON)
        assert {one.topic for one in changes.after(tx, before)} == {"vault"}
