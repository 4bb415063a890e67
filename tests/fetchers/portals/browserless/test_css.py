"""CSS selectors on a server's own HTML: they find what a browser finds, or say that they can't."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.browserless.css import Unreadable, matching
from fetchers.portals.browserless.markup import Element, markup_of

PAGE = b"""<!doctype html><body><nav><a href=/home>Home</a> <a class="list x" href=/invoices>Bills
</a><a href="/log-out?x=1" REL=Next data-testid="o:p">Log out</a></nav>
<main><h1>Bills</h1><p class=count>Bills (3)</p>
<table class=docs><thead><tr><th>Date<th>No</tr></thead><tbody>
<tr class=doc id=r1><td>1</td><td><a href=/f/1>PDF</a></td></tr>
<tr class=doc id=r2><td>2</td><td><button>Get</button></td></tr>
<tr class="doc sum" id=r3><td>3</td><td></td></tr></tbody></table></main></body>"""


@pytest.fixture
def root() -> Element:
    return markup_of("https://a.example/", 200, PAGE, "text/html; charset=utf-8").root


def found(root: Element, selector: str) -> list[str]:
    return [one.get("id") or one.get("href") or one.tag for one in matching(selector, root)]


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("tr.doc", ["r1", "r2", "r3"]),
        ("table.docs tr:has(td)", ["r1", "r2", "r3"]),
        ("tbody > tr:has(td):has(a[href],button)", ["r1", "r2"]),
        ('table:has-text("date") tr:has(> td > a)', ["r1"]),
        ("tr:not(.sum):not(:has(a, button))", ["tr"]),
        ("tr.doc:not(:has(a, button, [onclick]))", ["r3"]),
        ("nav > a:nth-of-type(2)", ["/invoices"]),
        ("tbody tr:nth-child(odd)", ["r1", "r3"]),
        ("tbody tr:nth-child(2n+2)", ["r2"]),
        ("tbody tr:nth-child(-n + 2)", ["r1", "r2"]),
        ('a[href="/invoices"]', ["/invoices"]),
        ("a[href^='/in']", ["/invoices"]),
        ("a[href$=home]", ["/home"]),
        ('a[href*="LOG-OUT" i]', ["/log-out?x=1"]),
        ("a[rel=next]", ["/log-out?x=1"]),
        ('a[data-testid="o:p"]', ["/log-out?x=1"]),
        ("a.list.x", ["/invoices"]),
        (r"[id=r\31 ]", ["r1"]),
        ("#r2, #r1", ["r1", "r2"]),
        ("main h1 + p", ["p"]),
        ("h1 ~ table", ["table"]),
        ("*:is(h1, p.count)", ["h1", "p"]),
        ("tr:first-child td:last-child a", ["/f/1"]),
        ("th:nth-child(1):not([scope])", ["th"]),
    ],
)
def test_a_selector_finds_what_it_names_in_the_order_of_the_page(
    root: Element, selector: str, wanted: list[str]
) -> None:
    assert found(root, selector) == wanted


def test_within_a_row_only_its_own_parts_are_found(root: Element) -> None:
    row = matching("#r1", root)[0]
    assert [one.tag for one in matching("a", row)] == ["a"]
    assert matching("tr", row) == []
    assert matching(":scope:has(a)", row) == [row]
    assert matching(":scope:not(:has(a))", row) == []


@pytest.mark.parametrize(
    "selector",
    ["a:visible", "a::before", "a:nth-child(2 of .x)", "a >> b", "a[", "", ",a", "a:hover", "a,"],
)
def test_what_only_a_browser_tells_is_not_guessed(root: Element, selector: str) -> None:
    with pytest.raises(Unreadable):
        matching(selector, root)


@given(st.text(alphabet="abtr.#:[]()>+~*=\"'\\ ,-nthchildsoef1", max_size=40))
def test_any_text_is_a_selector_or_is_refused(selector: str) -> None:
    page = markup_of("https://a.example/", 200, PAGE, "text/html; charset=utf-8")
    with suppress(Unreadable):
        matching(selector, page.root)
