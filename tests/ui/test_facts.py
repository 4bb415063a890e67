"""How the facts of documents read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.documents import DocumentKind, EvidenceSource
from model.exceptions import ExceptionReason
from model.expectations import ExpectationState
from model.money import Money
from model.suppliers import PortalState
from model.views import DocumentView, ExpectationView, FieldView, StoryLine
from tests.ui.sample_desk import SampleDesk
from tests.ui.sample_documents import NOW, items
from ui import facts
from ui.languages import formats


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("issue_date", "2026-10-14", "14 Oct 2026"),
        ("gross_total", "1928.64", "EUR 1,928.64"),
        ("gross_total", "-17.8", f"EUR {formats.MINUS}17.80"),
        ("iban", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
        ("invoice_number", "RE-2026-104877", "RE-2026-104877"),
        ("due_date", "in 30 days", "in 30 days"),
        ("net_total", "1.928,64", "1.928,64"),
        ("net_total", "NaN", "NaN"),
    ],
)
def test_a_value_is_written_for_people_and_what_is_not_canonical_stays(
    name: str, value: str, shown: str
) -> None:
    assert facts.shown(name, value, "EUR") == shown


def test_an_amount_without_a_currency_is_a_figure() -> None:
    assert facts.shown("net_total", "-1928.6", None) == f"{formats.MINUS}1,928.60"


@pytest.mark.parametrize(
    ("name", "label"), [("invoice_number", "Invoice no."), ("odd_name", "Odd name")]
)
def test_a_field_has_a_label(name: str, label: str) -> None:
    assert facts.label(name) == label


def test_what_a_clerk_looks_at_first_stands_first(desk: SampleDesk) -> None:
    document = desk.document("d0")
    odd = FieldView("a_note", "x", sure=True, source=EvidenceSource.TEXT, why="")
    mixed = replace(document, fields=(odd, *reversed(document.fields)))
    names = [one.name for one in facts.ordered(mixed)]
    assert names[:3] == ["seller_name", "invoice_number", "issue_date"]
    assert names[-1] == "a_note"


def test_a_question_has_its_own_words_or_those_of_its_reason() -> None:
    assert facts.question_title(ExceptionReason.PO_OVER, "Over PO-1") == "Over PO-1"
    assert facts.question_title(ExceptionReason.PO_OVER, "") == "Over the order"


def test_an_expectation_says_as_much_as_is_known() -> None:
    whole = ExpectationView(
        *("e1", "Nordwind", DocumentKind.CREDIT_NOTE, "4711", Money(Decimal(-12), "EUR")),
        *(date(2026, 11, 3), ExpectationState.OPEN, "", NOW, None),
    )
    said = f"Credit note 4711 over EUR {formats.MINUS}12.00 of 3 Nov 2026"
    assert facts.expected(whole) == said
    assert facts.expected(replace(whole, number="", amount=None, day=None)) == "Credit note"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (StoryLine(NOW, "Billhook", "filed", "Nordwind portal"), "Filed: Nordwind portal"),
        (StoryLine(NOW, "Maya", "sent again", ""), "Sent again by Maya"),
        (StoryLine(NOW, "Maya", "looked_at", "twice"), "Looked at by Maya: twice"),
    ],
)
def test_the_story_names_people_and_not_the_program(line: StoryLine, told: str) -> None:
    assert facts.told(line) == told


def test_a_portal_says_why_it_needs_a_person(desk: SampleDesk) -> None:
    portal = replace(desk.portals()[0], because="", state=PortalState.OPEN)
    assert facts.need(portal) == ""
    assert facts.need(replace(portal, because="Wrong password.")) == "Wrong password."
    assert "resume" in facts.need(replace(portal, state=PortalState.PAUSED))
    assert "Confirm" in facts.need(replace(portal, state=PortalState.PROPOSED))


def totals(net: str, tax: str, gross: str) -> DocumentView:
    """A document that says these three."""
    view = next(iter(items().values())).view
    said = dict(zip(("net_total", "tax_total", "gross_total"), (net, tax, gross), strict=True))
    fields = tuple(
        replace(one, value=said.get(one.name, one.value)) for one in view.fields if one.value
    )
    return replace(view, fields=fields)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("100.00", "19.00", "119.00"), "Net 100.00 + VAT 19.00 = 119.00"),
        (
            ("100.00", "19.00", "120.20"),
            "Net 100.00 + VAT 19.00 is not 120.20: \N{MINUS SIGN}1.20 apart",
        ),
        (("100.00", "", "119.00"), ""),
        (("100.00", "a lot", "119.00"), ""),
    ],
)
def test_a_total_comes_with_its_sum(said: tuple[str, str, str], words: str) -> None:
    assert facts.equation(totals(*said), "gross_total") == words
    assert facts.equation(totals(*said), "iban") == ""
