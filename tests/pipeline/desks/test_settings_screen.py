"""What the Settings screen may see and do."""

from __future__ import annotations

import pytest

from model.errors import SettingsInvalid, WrongInput
from model.languages import Language
from model.people import Role, User
from pipeline.desks.settings_screen import SettingsScreenDesk
from pipeline.rules import RULES, Rules
from storage import audit, suppliers, users
from storage.store import Store
from tests.storage.samples import file_invoice, found_company

ADA = User("u1", "ada", "Ada", Role.ADMIN)
MAYA = User("u2", "maya", "Maya", Role.APPROVER)


def test_an_admin_changes_a_rule_on_record_and_hears_what_it_was(store: Store) -> None:
    desk = SettingsScreenDesk(store)
    assert desk.set_rule(ADA, "po_required", "yes") == RULES["po_required"].default
    assert desk.set_rule(ADA, "po_required", "no") == "yes"
    with store.read() as tx:
        assert not Rules.of(tx).po_required
    newest = desk.trail("po_required")
    assert [(one.actor, one.subject, one.detail) for one in newest] == [
        ("ada", "rule:po_required", "no"),
        ("ada", "rule:po_required", "yes"),
    ]


def test_what_does_not_do_is_refused_and_nothing_is_written(store: Store) -> None:
    desk = SettingsScreenDesk(store)
    before = desk.rules()
    for user, name, value, refusal in (
        (MAYA, "po_required", "yes", WrongInput),
        (ADA, "po_required", "perhaps", SettingsInvalid),
        (ADA, "no_such_rule", "1", SettingsInvalid),
    ):
        with pytest.raises(refusal):
            desk.set_rule(user, name, value)
    assert (desk.rules(), desk.trail("rule:")) == (before, ())


def test_a_person_says_which_language_they_read_on_record(store: Store) -> None:
    desk = SettingsScreenDesk(store)
    with store.begin() as tx:
        clerk = users.add(tx, "ivo", "Ivo", Role.CLERK, users.NO_PASSWORD)
    for language in (Language.FRENCH, None):
        desk.speak(clerk, language)
        with store.read() as tx:
            assert users.get(tx, clerk.id).language is language
    assert [one.detail for one in desk.trail("user:ivo")] == ["browser", "fr"]


def test_every_rule_is_shown_with_its_choices(store: Store) -> None:
    shown = {one.name: one for one in SettingsScreenDesk(store).rules()}
    assert shown.keys() == RULES.keys()
    assert shown["auto_deliver"].choices == ("yes", "no")
    assert shown["company"].choices == ()


def test_the_trail_is_searched_as_text_and_paged(store: Store) -> None:
    desk = SettingsScreenDesk(store)
    with store.begin() as tx:
        for number in range(130):
            audit.note(tx, "ada", "approved", f"document:{number}", "100%_Sure")
    newest = desk.trail("SURE 100%")
    assert len(newest) == 100
    assert desk.trail("sure", before=newest[-1].seq)[-1].subject == "document:0"
    assert desk.trail("1000_sure") == ()


def test_the_trail_is_searched_by_what_documents_portals_and_suppliers_are_called(
    store: Store,
) -> None:
    with store.begin() as tx:
        found_company(tx)
        file_invoice(tx, "d1", number="KIT_7")
        file_invoice(tx, "d2", number="KITS7")
        supplier, portal = suppliers.every(tx)[0], suppliers.portals(tx)[0]
        subjects = ("document:d1", "document:d2", f"portal:{portal.id}", f"supplier:{supplier.id}")
        for subject in subjects:
            audit.note(tx, "ada", "touched", subject)
    desk = SettingsScreenDesk(store)

    def about(words: str) -> list[str]:
        return [one.subject for one in desk.trail(f"touched {words}")]

    assert about("kit_7") == ["document:d1"]
    assert f"portal:{portal.id}" in about(portal.name.upper())
    assert {*subjects[:2], subjects[3]} <= set(about(supplier.name.lower()))
    assert about(f"{supplier.name} kit_7") == ["document:d1"]
    assert about("nobody") == []


def test_what_events_are_about_is_called_by_its_name(store: Store) -> None:
    with store.begin() as tx:
        found_company(tx)
        file_invoice(tx, "d1", number="KIT-7")
        supplier, portal = suppliers.every(tx)[0], suppliers.portals(tx)[0]
    names = {
        f"supplier:{supplier.id}": supplier.name,
        f"portal:{portal.id}": portal.name,
        "document:d1": f"{supplier.name} KIT-7",
    }
    assert SettingsScreenDesk(store).called((*names, "document:gone", "rule:company")) == names


def test_the_trail_is_proved_event_by_event(store: Store) -> None:
    desk = SettingsScreenDesk(store)
    before = desk.prove_trail()
    desk.set_rule(ADA, "po_required", "yes")
    assert desk.prove_trail() == before + 1
