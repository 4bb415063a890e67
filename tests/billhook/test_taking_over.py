"""The commands from an export to the morning's report, and their JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook
from tests.billhook.shapes import assert_fits

SHEET = """name,url,username,password
Nordwind,https://login.nordwind.co.uk/x?s=1,ap@us.example,s3cret-one
Nordwind again,https://nordwind.co.uk,AP@us.example,s3cret-two
Pictures,https://www.instagram.com,ap@us.example,s3cret-three
Note,,ap,s3cret-four
"""


@pytest.fixture
def imported(billhook: Billhook, tmp_path: Path) -> Billhook:
    key = ("--key-file", str(tmp_path / "k.key"))
    assert billhook("vault", "init", "--no-recovery-kit", *key).status == 0
    said = billhook("vault", "import", "-", "--json", *key, stdin=SHEET)
    assert [row["portal"] for row in said.json()] == [
        "proposed",
        "duplicate",
        "consumer",
        "no_origin",
    ]
    return billhook


def test_a_dry_run_proposes_nothing(billhook: Billhook, tmp_path: Path) -> None:
    key = ("--key-file", str(tmp_path / "k.key"))
    billhook("vault", "init", "--no-recovery-kit", *key)
    billhook("vault", "import", "-", "--dry-run", *key, stdin=SHEET)
    assert billhook("portals", "proposals", "--json").json() == []


def test_every_entry_is_proposed_or_says_why_it_is_probably_none(imported: Billhook) -> None:
    said = imported("portals", "proposals", "--json")
    assert_fits("portals proposals", said.json())
    assert "ap@us.example" not in said.out
    assert {one["name"]: (one["standing"], one["can_be_chosen"]) for one in said.json()} == {
        "Nordwind": ("proposed", True),
        "Pictures": ("doubted", True),
        "Nordwind again": ("doubted", False),
        "Note": ("doubted", False),
    }


def test_what_is_taken_over_waits_and_stands_in_the_report(
    imported: Billhook,
) -> None:
    said = imported("portals", "take-over", "--all")
    assert "login.nordwind.co.uk" in said.out
    report = imported("portals", "report", "--json").json()
    assert_fits("portals report", report)
    assert (report["counts"]["waiting"], report["counts"]["doubted"]) == (1, 3)
    assert [one["name"] for one in report["sign_ins"]] == ["Nordwind"]
    assert "1 waiting" in imported("portals", "report").out


def test_one_by_name_and_only_what_can_be_visited(imported: Billhook) -> None:
    assert imported("portals", "take-over", "Pictures").status == 0
    refused = imported("portals", "take-over", "Note")
    assert (refused.status, "nothing to visit" in refused.err) == (1, True)
    assert imported("portals", "take-over", "Nobody").status == 1
    assert imported("portals", "take-over").status == 2
