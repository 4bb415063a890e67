"""HTML set out in rows and columns, and pages made to deceive or to harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.documents import DocumentKind
from model.errors import DocumentDamaged, FormatUnknown
from parsers.hints import NO_HINTS
from parsers.paper import markup
from parsers.reader import read

RECEIPT = """\
<table><tr><td><table>
<tr><td><h1>Receipt from Cloudpost Inc.</h1><p>Receipt #2041-8856</p></td></tr>
<tr><td><table><tr><td>AMOUNT PAID<br>$59.00</td><td>DATE PAID<br>October 14, 2026</td>
<td>PAID BY<br>Visa 4242</td></tr></table></td></tr>
<tr><td><table><tr><td><p>Team plan, October</p></td><td><p>$49.00</p></td></tr>
<tr><td><p>Extra seat</p></td><td><p>$10.00</p></td></tr>
<tr><td><b>Amount charged</b></td><td><b>$59.00</b></td></tr></table></td></tr>
</table></td></tr></table>"""


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def test_cells_of_a_row_begin_on_one_line_whatever_they_hold() -> None:
    shown = markup.shown(page("<table><tr><td>Paid<br>$5.00</td><td>On<br>1 May</td></tr></table>"))
    assert [line.split() for line in shown.splitlines()] == [["Paid", "On"], ["$5.00", "1", "May"]]


def test_a_cell_over_two_columns_leaves_the_next_in_its_own() -> None:
    rows = "<tr><td>a</td><td>b</td><td>c</td></tr><tr><td colspan=2>wi</td><td>d</td></tr>"
    above, below = markup.shown(page(f"<table>{rows}</table>")).splitlines()
    assert above.index("c") == below.index("d")


def test_a_receipt_of_cards_and_rows_without_headers_proves_its_total() -> None:
    reading = read(page(RECEIPT), NO_HINTS)
    assert reading.kind is DocumentKind.RECEIPT
    said = {name: reading.text(name) for name in ("invoice_number", "issue_date", "gross_total")}
    assert said == {
        "invoice_number": "2041-8856",
        "issue_date": "2026-10-14",
        "gross_total": "59.00",
    }
    assert [line.description for line in reading.lines] == ["Team plan, October", "Extra seat"]
    assert reading.text("seller_name") == "Cloudpost Inc."
    assert reading.unproved == ()


def test_rows_that_do_not_come_to_the_total_are_no_items() -> None:
    reading = read(page(RECEIPT.replace("$10.00", "$11.00")), NO_HINTS)
    assert reading.lines == ()
    assert "gross_total" in reading.unproved


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>SECRET</div>",
        "<div style='max-height:0;overflow:hidden'>SECRET</div>",
        "<span style='mso-hide:all'>SECRET</span>",
        "<span style='opacity: 0'>SECRET</span>",
        "<p hidden>SECRET</p>",
        "<script>document.write('SECRET')</script>",
        "<style>.x{content:'SECRET'}</style>",
        "<!-- SECRET -->",
        "<svg><text>SECRET</text></svg>",
        "<iframe src='https://evil.example/'>SECRET</iframe>",
        "<img src='https://evil.example/SECRET.png' alt='SECRET'>",
        "<table><tr style='display:none'><td>SECRET</td></tr></table>",
    ],
)
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    assert markup.shown(page(f"<p>Invoice 4711</p>{hidden}")).split() == ["Invoice", "4711"]


def test_half_transparent_text_is_seen() -> None:
    assert "there" in markup.shown(page("<p style='opacity:0.8'>there</p>"))


def test_markup_in_the_text_stays_text() -> None:
    shown = markup.shown(page("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"))
    assert shown == "<script>alert(1)</script>"


def test_elements_nested_without_end_exhaust_nobody() -> None:
    deep = "<table><tr><td>" * 5_000 + "x"
    assert markup.shown(page(deep)).strip() in {"", "x"}


def test_what_is_neither_page_nor_text_is_not_shown_as_text() -> None:
    with pytest.raises(FormatUnknown):
        markup.shown(b"%PDF-1.7")
    with pytest.raises(DocumentDamaged):
        markup.shown(b"")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<table>", "</table>", "<tr>", "</tr>", "<td>", "<td colspan=99>", "</td>"),
                *("<p>", "</p>", "<br>", "<div>", "</div>", "12,00", "Total", "<th rowspan=3>"),
            ]
        ),
        max_size=40,
    )
)
def test_every_word_of_any_tag_soup_is_shown_once_or_left_out(parts: list[str]) -> None:
    shown = markup.shown(page("".join(parts))).split()
    told = [part for part in parts if not part.startswith("<")]
    assert "".join(shown).count("Total") <= told.count("Total")
