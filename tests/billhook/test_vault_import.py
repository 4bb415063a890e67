"""Importing from another password manager: whose entry it is, and what is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook

SHEET = """name,url,username,password
Nordwind,https://login.nordwind.co.uk/x,ap,s3cret-one
Bank,https://bank.example,ap,s3cret-two
Both,https://nordwind.co.uk,ap,s3cret-three
"""


@pytest.fixture
def key(billhook: Billhook, tmp_path: Path) -> tuple[str, str]:
    key = ("--key-file", str(tmp_path / "k.key"))
    assert billhook("vault", "init", "--no-recovery-kit", *key).status == 0
    supplier = ("connect", "supplier", "Nordwind Ltd")
    assert billhook(*supplier, "--domain", "nordwind.co.uk").status == 0
    return key


def imported(billhook: Billhook, key: tuple[str, str], *more: str) -> dict[str, tuple[str, str]]:
    said = billhook("vault", "import", "-", "--json", *more, *key, stdin=SHEET)
    assert said.status == 0, said.err
    assert "s3cret" not in said.out + said.err
    return {row["name"]: (row["action"], row["supplier"]) for row in said.json()}


def test_each_entry_is_shown_with_the_supplier_whose_site_it_is_for(
    billhook: Billhook, key: tuple[str, str]
) -> None:
    found = imported(billhook, key, "--dry-run")
    assert found == {
        "Nordwind": ("new", "Nordwind Ltd"),
        "Bank": ("new", None),
        "Both": ("new", "Nordwind Ltd"),
    }
    assert billhook("vault", "list", "--json", *key).json() == []


def test_only_what_belongs_to_a_supplier_is_taken_where_that_is_wanted(
    billhook: Billhook, key: tuple[str, str]
) -> None:
    found = imported(billhook, key, "--matched-only")
    assert {name: action for name, (action, _) in found.items()} == {
        "Nordwind": "new",
        "Bank": "passed",
        "Both": "new",
    }
    kept = [row["name"] for row in billhook("vault", "list", "--json", *key).json()]
    assert kept == ["Both", "Nordwind"]
