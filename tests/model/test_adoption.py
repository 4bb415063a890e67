"""Adoption's values: stages are in order, and what was saved adds up and reads as a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from model.adoption import (
    Adoption,
    AdoptionReport,
    AdoptionStage,
    Effort,
    PortalAdoption,
    Savings,
    SupplierAdoption,
)

EFFORT = Effort(Decimal(3), Decimal("0.5"))


def test_stages_go_from_known_to_hands_free() -> None:
    assert [stage.rank for stage in AdoptionStage] == [0, 1, 2, 3, 4]
    assert [stage.words for stage in AdoptionStage] == [
        "known",
        "registered",
        "connected",
        "automatic",
        "hands-free",
    ]


@pytest.mark.parametrize(
    ("minutes", "time"),
    [("0", "0 min"), ("59.4", "59 min"), ("60", "1.0 h"), ("90", "1.5 h"), ("72000", "1,200 h")],
)
def test_minutes_read_as_a_time(minutes: str, time: str) -> None:
    assert Savings(minutes=Decimal(minutes)).time == time


def test_savings_are_counts_times_an_effort_and_add_up() -> None:
    one, other = Savings.of(2, 5, EFFORT), Savings.of(1, 0, EFFORT)
    assert one == Savings(2, 5, Decimal("8.5"))
    assert Savings.sum((one, other)) == Savings(3, 5, Decimal("11.5"))
    assert Savings.sum(()) == Savings()


def test_a_report_counts_its_suppliers_and_finds_their_portals() -> None:
    fine = Adoption(AdoptionStage.HANDS_FREE, savings=Savings.of(20, 40, EFFORT))
    portals = (PortalAdoption("p", "Nordwind", fine),)
    supplier = SupplierAdoption("nw", "Nordwind", fine, portals)
    report = AdoptionReport(date(2026, 11, 1), EFFORT, (supplier,))
    assert report.portals == {"p": fine}
    assert report.stages[AdoptionStage.HANDS_FREE] == 1
    assert report.stages[AdoptionStage.KNOWN] == 0
    assert report.summary == "1 of 1 supplier hands-free, 1.3 h saved this month"
