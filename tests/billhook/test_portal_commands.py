"""The commands about portals: what is connected, imported and checked, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

from model.clock import SystemClock
from model.suppliers import Supplier
from storage import suppliers
from storage.store import Store
from tests.billhook.conftest import Billhook


def test_a_recording_becomes_a_recipe_without_its_secrets_and_never_a_path(
    billhook: Billhook, tmp_path: Path
) -> None:
    recording = {
        "title": "../../evil",
        "steps": [
            {"type": "navigate", "url": "https://portal.example/login"},
            {"type": "change", "selectors": [["#user"]], "value": "ap@us.example"},
            {
                "type": "change",
                "selectors": [["#password"], ["aria/Password"]],
                "value": "hunter2-secret",
            },
            {"type": "click", "selectors": [["#sign-in"], ["aria/Sign in"]]},
        ],
    }
    (tmp_path / "r.json").write_text(json.dumps(recording))
    said = billhook("portals", "import", str(tmp_path / "r.json"))
    assert said.status == 0
    made = said.json()
    assert {"recipe", "name", "origins", "warnings", "secrets_removed"} <= set(made)
    assert made["origins"] == ["https://portal.example"]
    assert made["secrets_removed"] >= 1
    recipe = Path(made["recipe"])
    assert recipe.parents[1] == tmp_path / "data" / "recipes"
    assert "hunter2-secret" not in recipe.read_text()


def test_what_is_no_plugin_or_recording_is_refused(billhook: Billhook, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("{}")
    said = billhook("portals", "import", str(tmp_path / "r.json"))
    assert said.status == 1
    assert "Chrome DevTools" in said.err


def test_without_recorded_recipes_there_is_nothing_to_check(billhook: Billhook) -> None:
    assert billhook("portals", "check", "--json").json() == []
    assert billhook("portals", "check", "nowhere").status == 1


def test_a_portal_is_connected_for_a_supplier_that_a_mail_brought_up(
    billhook: Billhook, tmp_path: Path
) -> None:
    billhook("connect", "supplier", "Somebody")  # makes the database
    database = f"sqlite:///{tmp_path / 'data' / 'app.sqlite'}"
    store = Store.open(database, tmp_path / "data", clock=SystemClock())
    with store.begin() as tx:
        seen = Supplier("seen", "Sunrise Power", domains=("sunrise.test",), proposed=True)
        suppliers.add(tx, seen)
    said = billhook(
        *("connect", "portal", "Sunrise", "--supplier", "sunrise.test"),
        *("--url", "https://portal.sunrise.test/", "--credential", "sunrise"),
    )
    assert said.status == 0, said.err
    with store.read() as tx:
        (portal,) = suppliers.portals(tx)
        assert (portal.supplier_id, portal.confirmed) == ("seen", True)
        assert not suppliers.get(tx, "seen").proposed
    store.close()


def test_a_recipe_that_was_never_recorded_is_left_out_of_a_check_of_all(
    billhook: Billhook, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "recipes" / "portal-x"
    folder.mkdir(parents=True)
    (folder / "recipe.yaml").write_text("billhook_recipe: 1\n")
    said = billhook("portals", "check", "--json")
    assert (said.status, said.json()) == (0, [])
    assert billhook("portals", "check", "portal-x").status == 1


def test_a_portal_without_https_is_refused(billhook: Billhook) -> None:
    billhook("connect", "supplier", "Nordwind")
    said = billhook(
        *("connect", "portal", "NW", "--supplier", "Nordwind", "--url", "http://nw.example"),
        *("--credential", "nw"),
    )
    assert said.status == 1
    assert "https" in said.err
