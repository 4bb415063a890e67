"""Pages as servers send them: whatever comes is read, or refused as no page."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.browserless.markup import Unlike, lines_of, markup_of, words_of


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_are_refused(content: bytes) -> None:
    with suppress(Unlike):
        page = markup_of("https://a.example/", 200, content, "text/html")
        words_of(page.root)
        lines_of(page.root)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    told = text.replace("&", "&amp;").replace("<", "&lt;")
    page = markup_of(
        "https://a.example/", 200, f"<p>{told}</p>".encode(), "text/html;charset=utf-8"
    )
    assert words_of(page.root) == " ".join(text.split())


@pytest.mark.parametrize("kind", ["application/pdf", "application/json", "", "text/plain"])
def test_what_is_no_page_is_refused(kind: str) -> None:
    with pytest.raises(Unlike):
        markup_of("https://a.example/", 200, b"<p>x</p>", kind)


def test_addresses_are_told_from_the_pages_base() -> None:
    told = b"<head><base href=/portal/></head><p>x</p>"
    page = markup_of("https://a.example/x/y", 200, told, "text/html; charset=utf-8")
    assert page.address(" list?p=2 ") == "https://a.example/portal/list?p=2"


@pytest.mark.parametrize(
    ("head", "leads"),
    [("<meta http-equiv=Refresh content='0;/x'>", True), ("<meta name=r>", False)],
)
def test_a_page_that_leads_on_by_itself_says_so(head: str, *, leads: bool) -> None:
    page = markup_of("https://a.example/", 200, f"{head}<p>x".encode(), "text/html")
    assert page.leads_on is leads
