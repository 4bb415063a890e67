"""Suppliers, accounts and portals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from model.errors import RecordMissing
from model.suppliers import PortalState, SupplierProfile
from storage import changes, suppliers
from storage.store import Store, Tx
from tests.storage import samples


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def test_a_supplier_comes_back_with_all_that_recognises_it(store: Store) -> None:
    other = replace(samples.NORDWIND, id="fisher", name="Fisher Lab", ibans=(), currency="GBP")
    with store.begin() as tx:
        suppliers.add(tx, other)
        assert suppliers.profiles(tx) == (
            SupplierProfile(other),
            SupplierProfile(samples.NORDWIND, (samples.ACCOUNT,), (samples.PORTAL,)),
        )
        assert suppliers.get(tx, "fisher") == other
        assert suppliers.portal(tx, "portal-1") == samples.PORTAL


def test_adding_again_replaces(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, replace(samples.NORDWIND, name="Nordwind AG"))
        suppliers.add_account(tx, replace(samples.ACCOUNT, label="Gas"))
        suppliers.pause_portal(tx, samples.PORTAL.id, "It refused the password.")
        suppliers.refuse_edition(tx, samples.PORTAL.id, "1")
        suppliers.set_recipe(tx, samples.PORTAL.id, "learned")
        suppliers.add_portal(tx, replace(samples.PORTAL, name="My Nordwind", recipe=None))
        (profile,) = suppliers.profiles(tx)
    assert profile.supplier.name == "Nordwind AG"
    assert profile.accounts[0].label == "Gas"
    (portal,) = profile.portals
    assert (portal.name, portal.recipe, portal.refused_edition) == ("My Nordwind", "learned", "1")
    assert portal.state is PortalState.PAUSED


def test_a_portal_is_paused_with_the_reason_and_resumed(store: Store) -> None:
    with store.begin() as tx:
        suppliers.pause_portal(tx, "portal-1", "The password was refused.")
        paused = suppliers.portal(tx, "portal-1")
        suppliers.set_recipe(tx, "portal-1", "nordwind")
        suppliers.resume_portal(tx, "portal-1")
        resumed = suppliers.portal(tx, "portal-1")
    assert (paused.state, paused.paused_because) == (
        PortalState.PAUSED,
        "The password was refused.",
    )
    assert resumed == replace(samples.PORTAL, recipe="nordwind")


def test_a_confirmed_bank_account_is_the_suppliers_own(store: Store) -> None:
    with store.begin() as tx:
        suppliers.confirm_iban(tx, "nordwind", "de02 1203 0000 0000 2020 51")
        suppliers.confirm_iban(tx, "nordwind", "DE02120300000000202051")
        assert suppliers.get(tx, "nordwind").ibans == (
            "DE89370400440532013000",
            "DE02120300000000202051",
        )


@pytest.mark.parametrize(
    "ask",
    [
        lambda tx: suppliers.get(tx, "nobody"),
        lambda tx: suppliers.portal(tx, "nobody"),
        lambda tx: suppliers.pause_portal(tx, "nobody", "why"),
        lambda tx: suppliers.resume_portal(tx, "nobody"),
        lambda tx: suppliers.set_recipe(tx, "nobody", "recipe"),
        lambda tx: suppliers.confirm_iban(tx, "nobody", "DE02"),
    ],
)
def test_what_is_not_there_is_named(store: Store, ask: Callable[[Tx], object]) -> None:
    with pytest.raises(RecordMissing, match="'nobody'"), store.begin() as tx:
        ask(tx)


def test_changes_of_portals_are_announced(store: Store) -> None:
    with store.begin() as tx:
        suppliers.pause_portal(tx, "portal-1", "because")
        newest = changes.after(tx, changes.last(tx) - 1)
    assert [(change.topic, change.subject) for change in newest] == [("portals", "portal-1")]
