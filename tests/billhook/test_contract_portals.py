"""The contract of `portals`, with a real browser at a portal on this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook
from tests.billhook.shapes import assert_fits
from tests.portals import recipes
from tests.portals.plugged import plugin
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER, Site

ACCOUNT = "account: {at: [css=#customer], pattern: 'no\\. (\\S+)'}\n"
CREDENTIAL = json.dumps({"username": USER, "password": PASSWORD, "customer_number": "4711-X"})


@pytest.fixture
def portal() -> Iterator[str]:
    """The origin of a portal with seven documents on three pages."""
    with serve(Site().app()) as origin:
        yield origin


@pytest.fixture
def recipe(portal: str, tmp_path: Path) -> Path:
    """The portal's recipe, where `portals record` and `portals check` look for it."""
    folder = tmp_path / "data" / "recipes" / "farm"
    folder.mkdir(parents=True)
    (folder / "recipe.yaml").write_text(recipes.table(portal, head=ACCOUNT))
    return folder / "recipe.yaml"


@pytest.mark.parametrize("by_recipe", [True, False], ids=["by recipe", "by the autopilot"])
@pytest.mark.e2e
@pytest.mark.slow
def test_a_visit_brings_every_document_and_states_it(
    billhook: Billhook, portal: str, recipe: Path, tmp_path: Path, *, by_recipe: bool
) -> None:
    out = tmp_path / "out"
    said = billhook(
        *("portals", "visit", f"{portal}/", "--credential", "-", "--out", str(out), "--json"),
        *("--loopback-http", *(("--recipe", str(recipe)) if by_recipe else ())),
        stdin=CREDENTIAL,
    )
    assert (said.status, said.err) == (0, "")
    told = said.json()
    assert_fits("portals visit", told)
    assert (told["outcome"], told["listed"], told["counter"]) == ("OK", len(DOCS), len(DOCS))
    assert told["pages"] == 3
    assert {one["number"] for one in told["documents"]} == {doc.number for doc in DOCS}
    for one in told["documents"]:
        file = Path(one["file"])
        assert file.parent == out
        assert hashlib.sha256(file.read_bytes()).hexdigest() == one["sha256"]
    amounts = {one["number"]: (one["kind"], one["amount"]) for one in told["documents"]}
    assert amounts["INV-1001"] == ("invoice", "1928.64")
    assert amounts["CRN-2001"] == ("credit_note", "-40.10")
    assert by_recipe or Path(told["recipe"]).read_text().startswith("billhook_recipe: 1")
    assert PASSWORD not in said.out


@pytest.mark.e2e
@pytest.mark.slow
def test_a_visit_brings_only_what_is_asked_of_the_account_that_is_asked(
    billhook: Billhook, portal: str, recipe: Path, tmp_path: Path
) -> None:
    (tmp_path / "c.json").write_text(CREDENTIAL)
    visit = (
        *("portals", "visit", f"{portal}/", "--credential", str(tmp_path / "c.json"), "--json"),
        *("--loopback-http", "--recipe", str(recipe), "--out", str(tmp_path / "out")),
    )
    lately = billhook(*visit, "--since", "2026-06-15").json()
    assert_fits("portals visit", lately)
    assert {one["number"] for one in lately["documents"]} == {"INV-1005", "INV-1006"}
    other = billhook(*visit, "--account", "9999-Z")
    assert_fits("portals visit", other.json())
    assert (other.status, other.json()["outcome"]) == (1, "ACCOUNT_MISMATCH")


@pytest.mark.e2e
@pytest.mark.slow
def test_a_visit_that_failed_states_how_and_ends_with_1(
    billhook: Billhook, portal: str, recipe: Path, tmp_path: Path
) -> None:
    wrong = json.dumps({"username": USER, "password": "an0ther-word"})
    visit = ("portals", "visit", f"{portal}/", "--credential", "-", "--out", str(tmp_path / "out"))
    said = billhook(
        *(*visit, "--json", "--loopback-http", "--recipe", str(recipe)),
        stdin=wrong,
    )
    assert said.status == 1
    assert_fits("portals visit", said.json())
    assert said.json()["outcome"] == "LOGIN_FAILED"
    (sentence,) = said.err.splitlines()
    assert sentence.startswith("billhook: LOGIN_FAILED: ")
    assert "an0ther-word" not in said.err + said.out
    unsafe = billhook(*visit, "--json", stdin=wrong)
    assert_fits("portals visit", unsafe.json())
    assert (unsafe.status, unsafe.json()["outcome"]) == (1, "ORIGIN_MISMATCH")


@pytest.mark.e2e
@pytest.mark.slow
def test_a_recorded_recipe_is_checked_offline(
    billhook: Billhook, portal: str, recipe: Path
) -> None:
    recorded = billhook(
        *("portals", "record", "farm", f"{portal}/", "--credential", "-", "--loopback-http"),
        stdin=CREDENTIAL,
    )
    assert (recorded.status, recorded.err) == (0, "")
    said = billhook("portals", "check", "farm", "--json")
    assert said.status == 0
    assert_fits("portals check", said.json())
    (checked,) = said.json()
    promised = {"name": "farm", "ok": True, "outcome": "OK", "documents": len(DOCS)}
    assert promised.items() <= checked.items()
    assert checked["tier"] == "none"
    assert "lists.0.rows has one selector" in checked["lacking"]
    recipe.write_text("billhook_recipe: 1\n")
    broken = billhook("portals", "check", "--json")
    assert broken.status == 1
    assert_fits("portals check", broken.json())
    assert len(broken.err.splitlines()) == 1


def test_an_import_states_what_became_of_the_plugin(billhook: Billhook, tmp_path: Path) -> None:
    key = {"apiKey": {"type": "password", "default": "hunter2-from-a-plugin"}}
    step = {"action": "downloadPdf", "url": "/1.pdf", "document": {"id": "1", "date": "2026-11-02"}}
    made = plugin("https://portal.example", step, configSchema=key)
    (tmp_path / "p.json").write_text(json.dumps(made))
    said = billhook("portals", "import", str(tmp_path / "p.json"), "--name", "Nordwind")
    assert said.status == 0
    assert_fits("portals import", said.json())
    assert said.json()["name"] == "Nordwind"
    assert Path(said.json()["recipe"]).is_file()
    assert "hunter2" not in said.out
