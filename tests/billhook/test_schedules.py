from __future__ import annotations

from datetime import date

import pytest

from tests.billhook.conftest import Billhook

pytestmark = pytest.mark.slow


@pytest.fixture
def connected(billhook: Billhook) -> Billhook:
    """The command line of an installation with one portal."""
    billhook("connect", "supplier", "Nordwind")
    billhook(
        *("connect", "portal", "Nordwind", "--supplier", "Nordwind", "--credential", "nw"),
        *("--url", "https://p.nw.example/login", "--since", "2026-01-01"),
    )
    return billhook


def test_a_schedule_is_shown_and_changed(connected: Billhook) -> None:
    (row,) = connected("portals", "schedule", "--json").json()
    assert (row["portal"], row["on"], row["since"]) == ("Nordwind", "daily", "2026-01-01")
    said = connected(
        *("portals", "schedule", "nordwind", "--on", "mon-fri", "--at", "6:30", "--json"),
        *("--quiet", "20:00-06:00", "--attended", "8:00-12:00", "--attended-on", "mon,tue"),
        *("--gap", "30", "--spread", "0", "--since", "2025-01-01"),
    )
    (row,) = said.json()
    assert row | {"id": "", "next": ""} == {
        "portal": "Nordwind",
        "id": "",
        "rhythm": "weekdays",
        "on": "mon,tue,wed,thu,fri",
        "month_day": 1,
        "at": "06:30",
        "spread_minutes": 0,
        "quiet": "20:00-06:00",
        "attended": "08:00-12:00",
        "attended_on": "mon,tue",
        "gap_seconds": 30,
        "since": "2025-01-01",
        "next": "",
    }
    (row,) = connected(
        "portals", "schedule", row["id"], "--quiet", "none", "--monthly", "3", "--json"
    ).json()
    assert (row["quiet"], row["rhythm"], row["month_day"]) == (None, "monthly", 3)
    said = connected("portals", "schedule", "Nordwind", "--when-expected")
    assert said.out == "Nordwind: Visited when a document is expected, or when you ask for it.\n"


def test_documents_since_a_day_are_asked_for(connected: Billhook) -> None:
    said = connected("portals", "fetch", "Nordwind", "--since", "2025-06-01")
    assert said.status == 0
    assert "is visited as soon as" in said.out
    assert connected("portals", "schedule", "--json").json()[0]["since"] == "2025-06-01"


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (("schedule", "Sunrise"), 1, "no portal named 'Sunrise'"),
        (("schedule", "Nordwind", "--on", "someday"), 1, "is no day"),
        (("schedule", "Nordwind", "--at", "noon"), 1, "no time of day"),
        (("schedule", "Nordwind", "--gap", "-1"), 1, "between 0 and 86400"),
        (("schedule", "--at", "06:00"), 2, "Name the portal"),
        (("fetch", "Nordwind", "--since", f"{date.max:%Y-%m-%d}"), 1, "is to come"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    connected: Billhook, arguments: tuple[str, ...], status: int, why: str
) -> None:
    said = connected("portals", *arguments)
    assert said.status == status
    assert why in said.err


def test_portals_of_one_name_are_told_apart_by_their_ids(connected: Billhook) -> None:
    connected(
        *("connect", "portal", "Nordwind", "--supplier", "Nordwind", "--credential", "nw"),
        *("--url", "https://other.nw.example/login"),
    )
    said = connected("portals", "schedule", "Nordwind")
    assert said.status == 1
    assert "name one by its id" in said.err
