"""Keys pressed at once after each other, in Chromium: none is lost, none does it to another row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import Servers, Site, Watched

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SLOW = 0.4


@pytest.fixture
def site(servers: Servers, tmp_path: Path) -> Iterator[Site]:
    """The dashboard over a sample desk of each test's own: each takes documents away."""
    with servers.one(tmp_path / "pipe") as made:
        yield made


@pytest.fixture(autouse=True)
def slow(site: Site) -> Iterator[None]:
    """Every answer is on its way for a while."""
    site.tell(f"slow {SLOW}")
    yield
    site.tell("slow 0")


def at_list(watched: Watched, address: str) -> Page:
    """The inbox at an address, with the keys in its list and the first document shown."""
    page = watched.open(address)
    expect(page.locator(".rl-row.on")).to_be_visible()
    expect(page.locator(".fp h2")).to_be_visible()
    page.locator(".rl-scroll").focus()
    return page


def press(page: Page, keys: str) -> None:
    """Press keys, with nothing between them."""
    for key in keys.split():
        page.keyboard.press(key)


def number(page: Page, view: str) -> int:
    """How many documents a tab says it has."""
    return int(page.locator(f'[data-press="view-{view}"] span').inner_text() or 0)


def test_an_answer_and_the_delivery_after_it_are_two_keys_without_a_pause(
    signed_in: Watched,
) -> None:
    page = at_list(signed_in, "/?view=todo&doc=d3")
    expect(page.locator(".fp h2")).to_have_text("Fisher Lab Instruments")
    press(page, "a d")
    expect(page.get_by_text("Fisher Lab Instruments INV-0093341 is on its way.")).to_be_visible()
    assert signed_in.complaints == []


def test_a_row_and_the_answer_to_it_are_two_keys_without_a_pause(signed_in: Watched) -> None:
    page = at_list(signed_in, "/?view=todo&doc=d0")
    expect(page.locator(".fp h2")).to_have_text("Nordwind Energie GmbH")
    press(page, "j a j a")
    for supplier in ("Orange Business", "Papyrus Verpackung AG"):
        row = page.locator(".rl-row", has_text=supplier).first
        expect(row.locator(".st-ready")).to_be_visible()
    first = page.locator(".rl-row", has_text="Nordwind Energie GmbH")
    expect(first.locator(".st-exception")).to_be_visible()
    assert signed_in.complaints == []


def test_three_ready_documents_go_out_by_three_keys_without_a_pause(signed_in: Watched) -> None:
    page = at_list(signed_in, "/?view=ready")
    ready, gone = number(page, "ready"), number(page, "delivered")
    press(page, "d d d")
    expect(page.locator('[data-press="view-ready"] span')).to_have_text(str(ready - 3))
    expect(page.locator('[data-press="view-delivered"] span')).to_have_text(str(gone + 3))
    assert signed_in.complaints == []


def test_a_key_for_a_question_that_was_just_answered_does_nothing_to_the_next(
    signed_in: Watched,
) -> None:
    page = signed_in.open("/exceptions")
    rows = page.locator(".xrow")
    expect(rows.first).to_be_visible()
    many = rows.count()
    press(page, "j 1 1")
    expect(page.get_by_text("That question has been answered.")).to_be_visible()
    expect(rows).to_have_count(many - 1)
    assert signed_in.complaints == []


def test_a_key_whose_row_has_gone_says_so(signed_in: Watched) -> None:
    page = at_list(signed_in, "/?view=todo")
    page.evaluate(  # the pane beside the list stays another row's until the row has gone
        """() => {
          document.querySelector(".fp").dataset.subject = "another";
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
          getElement(+document.querySelector(".rl").id.slice(1)).move(5);
        }"""
    )
    expect(page.get_by_text("A: what you saw has changed. Press it again.")).to_be_visible()
