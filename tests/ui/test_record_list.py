"""The list of records in Chromium, fed by the test."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.ui.conftest import Watched

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def record(n: int) -> dict[str, object]:
    words = {"icon": "mail", "tag": "", "extra": "", "state": "ready", "word": "Ready", "note": ""}
    rest = {"due": "", "due_wide": "", "tone": "", "currency": "EUR", "done": False}
    ids = {"id": f"d{n % 30}", "title": f"Supplier {n}", "number": f"N-{n}", "amount": f"{n}.00"}
    return ids | words | rest | {"credit": False, "label": f"Supplier {n}"}


def serve_many(page: Page, total: int, *, refuse: list[int]) -> None:
    """Answer the list's questions from here; the first of them with nothing, as `refuse` counts."""

    def answer(route: Route) -> None:
        if refuse[0] > 0:
            refuse[0] -= 1
            route.abort()
            return
        asked = parse_qs(urlsplit(route.request.url).query)
        first, last = int(asked["start"][0]), min(int(asked["end"][0]), total)
        rows = [record(n) for n in range(first, last)]
        route.fulfill(
            body=json.dumps({"total": total, "start": first, "rows": rows}),
            content_type="application/json",
        )

    page.route("**/api/inbox?*", answer)


def test_a_jump_to_the_end_of_100_000_shows_the_last_record(signed_in: Watched) -> None:
    page = signed_in.page
    serve_many(page, 100_000, refuse=[0])
    signed_in.open("/")
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 0")
    page.locator(".rl-scroll").focus()
    page.keyboard.press("End")
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 99999")
    # 99999 % 30 = 9: the document of the last row, announced although its block came late
    expect(page.locator(".fp h2")).to_have_text("Würth Industrie")
    assert page.locator(".rl-row").count() < 80


def test_a_row_chosen_while_another_list_is_on_its_way_is_the_one_shown(
    signed_in: Watched,
) -> None:
    page = signed_in.open("/?view=delivered")
    expect(page.locator(".fp h2")).to_be_visible()

    def slowly(route: Route) -> None:
        page.locator(".rl-row", has_text="Kilo Coffee").click()  # the old list is still there
        route.continue_()

    page.route("**/api/inbox?*", slowly, times=1)
    page.locator(".tab", has_text="All").click()
    expect(page.locator(".rl-row.on")).to_contain_text("Kilo Coffee")
    expect(page.locator(".fp h2")).to_have_text("Kilo Coffee")


def serve_one_far_down(page: Page, place: list[int]) -> list[str]:
    """900 rows, of which `d7` stands at a place; what was asked for the list is noted."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        said = parse_qs(urlsplit(route.request.url).query)
        first = int(said["start"][0])
        if said.get("around") == ["d7"] and place[0] >= 0:
            first = place[0] // 100 * 100
        rows = [record(n) | {"id": f"x{n}"} for n in range(first, first + 100)]
        if 0 <= place[0] - first < 100:
            rows[place[0] - first]["id"] = "d7"
        body = json.dumps({"total": 900, "start": first, "rows": rows})
        route.fulfill(body=body, content_type="application/json")

    page.route("**/api/inbox?*", answer)
    return asked


def test_a_link_finds_its_record_however_far_down_it_stands(signed_in: Watched) -> None:
    page = signed_in.page
    place = [742]
    asked = serve_one_far_down(page, place)
    signed_in.open("/?view=all&doc=d7")
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 742")
    expect(page.locator(".rl-row.on")).to_be_in_viewport()
    assert all("around=d7" in one for one in asked)  # at once, not after a block that lacks it
    place[0] = 842  # a hundred came in above it
    page.evaluate("(id) => getElement(id).reload(true)", _list_id(page))
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 842")
    place[0] = -1  # it left the list: whoever stood there stays there
    page.evaluate("(id) => getElement(id).reload(true)", _list_id(page))
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 842")
    expect(page.get_by_text("not in this list")).to_have_count(0)


def test_a_link_to_a_record_that_is_not_in_the_list_says_so(signed_in: Watched) -> None:
    page = signed_in.page
    serve_one_far_down(page, [-1])
    signed_in.open("/?view=all&doc=d7")
    expect(page.get_by_text("not in this list")).to_be_visible()
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 0")


def test_a_list_that_was_not_answered_asks_again(signed_in: Watched) -> None:
    page = signed_in.page
    serve_many(page, 50, refuse=[2])
    signed_in.open("/")
    expect(page.get_by_text("Not connected.")).to_be_visible()
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 0", timeout=10_000)
    expect(page.get_by_text("Not connected.")).to_have_count(0)


def test_the_row_under_the_cursor_is_always_there_for_a_screen_reader(signed_in: Watched) -> None:
    page = signed_in.page
    serve_many(page, 5000, refuse=[0])
    signed_in.open("/")
    expect(page.locator(".rl-row.on")).to_be_visible()
    page.locator(".rl-scroll").evaluate("e => { e.scrollTop = 100000; }")
    page.wait_for_timeout(500)
    named = page.locator(".rl-scroll").get_attribute("aria-activedescendant")
    assert page.locator(f"#{named}").count() == 1


def test_an_empty_list_says_so(signed_in: Watched) -> None:
    page = signed_in.page
    serve_many(page, 0, refuse=[0])
    signed_in.open("/")
    expect(page.get_by_text("Nothing to do.")).to_be_visible()


def test_a_record_that_changed_is_drawn_without_asking_for_the_list_again(
    signed_in: Watched,
) -> None:
    page = signed_in.page
    serve_many(page, 30, refuse=[0])
    signed_in.open("/?view=all")
    expect(page.locator(".rl-row.on")).to_contain_text("Supplier 0")
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/api/inbox" in sent.url else None)
    changed = record(3) | {"title": "Changed Ltd"}
    page.evaluate(
        """([row, away]) => {
          const list = getElement(+document.querySelector(".rl").id.slice(1));
          list.patch([row], [row.id, away], [row.id]);
        }""",
        [changed, "not-of-this-list"],
    )
    expect(page.locator(".rl-row", has_text="Changed Ltd")).to_be_visible()
    assert page.evaluate("(id) => getElement(id).due", _list_id(page)) in (None, False)
    assert asked == []
    page.evaluate("(id) => getElement(id).patch([], ['d3'], [])", _list_id(page))  # it left
    expect(page.locator(".rl-row", has_text="Changed Ltd")).to_have_count(0)
    assert len(asked) == 1


def _list_id(page: Page) -> int:
    return int(page.evaluate("+document.querySelector('.rl').id.slice(1)"))
