"""Finding elements by a recipe's selectors without a browser."""

from __future__ import annotations

import pytest

from fetchers.portals.browserless.finding import every, every_shown, first_shown, first_there
from fetchers.portals.browserless.markup import Element, lines_of, markup_of

PAGE = """<!doctype html><title>T</title><body>
<form><label>E-Mail <input name=u></label><label for=p>Pass word</label><input id=p name=p>
<input type=submit value="Sign in"><input name=q aria-label="Search all"></form>
<nav hidden><a href=/ghost>Log out</a></nav><div style="display: none">Invoices (9)</div>
<a href=/a><b>Log</b> out</a> <a>Log out</a> <span role=button>More</span>
<p>Invoices <i>now</i> (12)</p><p class=n>Page 2</p><noscript>Invoices (1)</noscript>
<details><summary>Sum</summary><p>folded</p></details><a href=/i><img alt=Help src=x></a></body>"""


@pytest.fixture
def root() -> Element:
    told = PAGE.encode()
    return markup_of("https://a.example/", 200, told, "text/html; charset=utf-8").root


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("label=e-mail", ["u"]),
        ("label=pass", ["p"]),
        ("label=Search", ["q"]),
        ('role=button[name="Sign in"]', ["input"]),
        ("role=button", ["input", "span"]),
        ('role=link[name="Log out"]', ["/ghost", "/a"]),
        ("role=link[name=/^log ?out$/i]", ["/ghost", "/a"]),
        ('role=link[name="Help"]', ["/i"]),
        (r"text=/^\s*Invoices now \(\d+\)\s*$/", ["p"]),
        ('text="Page 2"', ["p"]),
        ("text=page 2", ["p"]),
        ('text="Log out"', ["/ghost", "a"]),
        ("xpath=//a[@href]", ["/ghost", "/a", "/i"]),
        ("css=a[href='/a']", ["/a"]),
        ("role=slider", []),
        ("text=/(/", []),
        ("xpath=//a[", []),
    ],
)
def test_a_selector_finds_what_it_names(root: Element, selector: str, wanted: list[str]) -> None:
    found = every(root, selector)
    assert [one.get("name") or one.get("href") or one.tag for one in found] == wanted


def test_what_the_html_itself_hides_does_not_show(root: Element) -> None:
    ways = ("css=nav a", "role=link")
    assert [one.get("href") for one in every_shown(root, ways)] == ["/a", "/i"]
    assert first_shown(root, ("css=nav a",)) is None
    there = first_there(root, ("css=nav a",))
    assert there is not None
    assert first_shown(root, ("text=folded",)) is None
    assert first_shown(root, ("css=summary",)) is not None


def test_elements_are_left_out_that_are_or_hold_another(root: Element) -> None:
    assert [one.get("href") for one in every_shown(root, ("css=a[href]",), but=("css=b",))] == [
        "/i"
    ]


def test_a_page_is_told_a_block_a_line_without_what_is_hidden(root: Element) -> None:
    told = lines_of(root).splitlines()
    assert "Invoices now (12)" in told
    assert not any("9" in line or "folded" in line for line in told)
