"""Layout memory: what a clerk corrects once is found on the next document of the same layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parsers
from model.documents import Box, EvidenceSource, Reading
from model.memory import FIELD_KINDS, Landmark, LayoutMemory, Lesson, Remembered, Taught
from parsers.hints import Hints
from parsers.memory.lesson import learn
from parsers.safety import sandbox, wire
from tests.parsers.paper import Page

ON = date(2026, 11, 20)
FIRST: dict[str, Any] = {
    "handle": "AX/471",
    "reference": "8801",
    "day": "03/04/2026",
    "lines": [("Copy paper", "2", "50.00", "100.00")],
    "sums": ("100.00", "19.00", "119.00", "69.00"),
}
SECOND: dict[str, Any] = {
    "handle": "AX/479",
    "reference": "8834",
    "day": "05/06/2026",
    "lines": [("Desk lamp", "4", "50.00", "200.00")] + [("Bracket", "1", "10.00", "10.00")] * 9,
    "sums": ("290.00", "55.10", "345.10", "300.10"),
}


def invoice(
    facts: dict[str, Any], *, handle: str = "Kennung", top: float = 0, due: str = ""
) -> bytes:
    """An invoice whose own number stands beside a word that no vocabulary holds."""
    page = Page.new()
    page.write(50, 60 + top, "Northgate Paper Ltd", 14, bold=True)
    page.write(50, 76 + top, "12 Mill Lane")
    page.write(400, 60 + top, "INVOICE", 18, bold=True)
    page.write(330, 110 + top, "Reference:")
    page.write(450, 110 + top, facts["reference"])
    page.write(330, 124 + top, "Invoice date:")
    page.write(450, 124 + top, facts["day"])
    page.write(330, 138 + top, f"{handle}:")
    page.write(450, 138 + top, facts["handle"])
    if due:
        page.write(330, 152 + top, "Ziel:")
        page.write(450, 152 + top, due)
    for x, head in ((50, "Description"), (330, "Qty"), (430, "Unit Price"), (545, "Amount")):
        page.write(x, 220 + top, head, bold=True, right=x > 50)
    y = 220 + top
    for row in facts["lines"]:
        y += 16
        for x, cell in zip((50, 330, 430, 545), row, strict=True):
            page.write(x, y, cell, right=x > 50)
    for label, value in zip(
        ("Subtotal", "VAT 19 %", "Total", "Zum Ausgleich"), facts["sums"], strict=True
    ):
        y += 18
        page.write(340, y, label)
        page.write(545, y, f"£{value}", right=True)
    return page.done()


def taught(content: bytes, corrected: dict[str, str], **more: Any) -> Taught:
    return learn(content, Lesson("Maya Okafor", ON, corrected, **more))


def read(content: bytes, *memories: LayoutMemory | None) -> Reading:
    return parsers.read(content, Hints(memories=tuple(one for one in memories if one)))


def others(reading: Reading, *touched: str) -> dict[str, str]:
    return {name: one.value for name, one in reading.fields.items() if name not in touched}


def test_a_number_that_was_corrected_once_is_found_on_the_next_document() -> None:
    assert read(invoice(FIRST)).text("invoice_number") != "AX/471"
    lesson = taught(invoice(FIRST), {"invoice_number": "AX/471"})
    assert (lesson.learned, lesson.nowhere) == (("invoice_number",), ())
    before, after = read(invoice(SECOND)), read(invoice(SECOND), lesson.memory)
    assert before.text("invoice_number") != "AX/479"
    found = after.fields["invoice_number"]
    assert found.value == "AX/479"
    assert found.evidence.source is EvidenceSource.MEMORY
    assert "as corrected by Maya Okafor on 2026-11-20" in found.evidence.why
    assert "kennung" in found.evidence.why
    assert found.evidence.box is not None
    assert others(after, "invoice_number") == others(before, "invoice_number")


def test_a_total_is_found_though_the_lines_above_have_moved_it_down() -> None:
    lesson = taught(invoice(FIRST), {"gross_total": "69.00"})
    before, after = read(invoice(SECOND)), read(invoice(SECOND), lesson.memory)
    assert (before.text("gross_total"), after.text("gross_total")) == ("345.10", "300.10")
    assert others(after, "gross_total") == others(before, "gross_total")


def test_what_the_sum_contradicts_is_shown_to_a_person() -> None:
    lesson = taught(invoice(FIRST), {"gross_total": "69.00"})
    after = read(invoice(SECOND), lesson.memory)
    assert not after.accept
    assert "gross_total" in after.unproved
    assert after.checks[0].ok is False


def test_a_sum_that_holds_stands_where_none_was_overruled() -> None:
    without_sum = FIRST | {"sums": ("100.00", "18.00", "119.00", "69.00")}
    lesson = taught(invoice(without_sum), {"gross_total": "69.00"})
    assert read(invoice(SECOND), lesson.memory) == read(invoice(SECOND))


def test_the_order_of_day_and_month_is_learned_from_a_corrected_date() -> None:
    assert read(invoice(FIRST)).text("issue_date") == "2026-04-03"
    lesson = taught(invoice(FIRST), {"issue_date": "2026-03-04"})
    assert read(invoice(SECOND), lesson.memory).text("issue_date") == "2026-05-06"


def test_a_date_in_the_learned_order_is_confirmed_in_that_order() -> None:
    first = taught(invoice(FIRST), {"issue_date": "2026-03-04"}).memory
    assert first is not None
    day = {"issue_date": "2026-05-06"}
    again = taught(invoice(SECOND), {}, accepted=day, known=(first,)).memory
    assert again is not None
    assert again.by_name["issue_date"].confirmed == 1


def test_a_date_that_the_document_proves_is_not_turned_round() -> None:
    lesson = taught(invoice(FIRST), {"issue_date": "2026-03-04"})
    proved = invoice(SECOND | {"day": "25/06/2026"})
    assert read(proved, lesson.memory).text("issue_date") == "2026-06-25"


def test_of_two_equal_values_the_one_that_is_no_other_fields_is_learned() -> None:
    first = invoice(FIRST, due=FIRST["day"])
    lesson = taught(first, {"due_date": "2026-04-03"})
    after = read(invoice(SECOND, due="05/07/2026"), lesson.memory)
    assert (after.text("issue_date"), after.text("due_date")) == ("2026-06-05", "2026-07-05")


def test_memory_is_silent_where_its_anchor_is_missing() -> None:
    lesson = taught(invoice(FIRST), {"invoice_number": "AX/471"})
    other = invoice(SECOND, handle="Vorgang")
    assert read(other, lesson.memory) == read(other)


def test_memory_is_silent_where_nothing_of_the_kind_stands_near_its_place() -> None:
    lesson = taught(invoice(FIRST), {"invoice_number": "AX/471"})
    other = invoice(SECOND, top=300)
    assert read(other, lesson.memory) == read(other)


def test_another_layout_is_left_alone() -> None:
    page = Page.new()
    for row, text in enumerate(("INVOICE", "Bill to: Harbour Foods Ltd", "Kennung: AX/1", "Due")):
        page.write(50, 60 + 20 * row, text)
    other = page.done()
    lesson = taught(invoice(FIRST), {"invoice_number": "AX/471"})
    assert read(other, lesson.memory) == read(other)


def test_a_value_that_stands_nowhere_teaches_nothing_and_that_is_said() -> None:
    lesson = taught(invoice(FIRST), {"invoice_number": "ZZ-1", "iban": "DE89370400440532013000"})
    assert lesson.memory is None
    assert (lesson.learned, lesson.nowhere) == ((), ("invoice_number", "iban"))


def test_a_place_that_held_another_value_is_dropped() -> None:
    first = taught(invoice(FIRST), {"invoice_number": "8801", "issue_date": "2026-04-03"}).memory
    assert first is not None
    wrong = taught(invoice(SECOND), {"invoice_number": "ZZ-1"}, known=(first,))
    assert (wrong.nowhere, wrong.dropped) == (("invoice_number",), ("invoice_number",))
    assert wrong.memory is not None
    assert [one.name for one in wrong.memory.fields] == ["issue_date"]


def test_an_accepted_value_counts_only_when_it_was_confirmed_twice() -> None:
    number = {"invoice_number": "AX/471"}
    once = taught(invoice(FIRST), {}, accepted=number).memory
    assert once is not None
    assert read(invoice(SECOND), once) == read(invoice(SECOND))
    twice = taught(invoice(SECOND), {}, accepted={"invoice_number": "AX/479"}, known=(once,)).memory
    assert twice is not None
    assert (twice.layout, twice.version) == (once.layout, 2)
    third = SECOND | {"handle": "AX/480"}
    assert read(invoice(third), twice).text("invoice_number") == "AX/480"


def test_a_corrected_field_goes_on_unseen_only_after_two_confirmations() -> None:
    memory = taught(invoice(FIRST), {"invoice_number": "AX/471"}).memory
    for count in range(2):
        assert memory is not None
        assert not read(invoice(SECOND), memory).accept, count
        lesson = taught(invoice(SECOND), {}, accepted={"invoice_number": "AX/479"}, known=(memory,))
        memory = lesson.memory
    sure = read(invoice(SECOND), memory)
    assert sure.accept
    assert "found right 2 times since" in sure.fields["invoice_number"].evidence.why


def test_a_second_correction_replaces_the_first_and_its_confirmations() -> None:
    first = taught(invoice(FIRST), {"invoice_number": "8801"}).memory
    assert first is not None
    again = taught(invoice(SECOND), {"invoice_number": "AX/479"}, known=(first,)).memory
    assert again is not None
    assert again.version == 2
    assert again.by_name["invoice_number"].anchors == ("kennung",)
    assert read(invoice(SECOND), again).text("invoice_number") == "AX/479"


def test_a_lesson_that_says_nothing_new_gives_no_version() -> None:
    assert taught(invoice(FIRST), {}).memory is None


def test_the_child_process_learns_and_remembers_the_same() -> None:
    lesson = Lesson("Maya Okafor", ON, {"invoice_number": "AX/471"})
    result = sandbox.learn_safely(invoice(FIRST), lesson)
    assert result == learn(invoice(FIRST), lesson)
    assert result.memory is not None
    hints = Hints(memories=(result.memory,))
    assert sandbox.read_safely(invoice(SECOND), hints) == parsers.read(invoice(SECOND), hints)


@pytest.mark.parametrize("name", sorted(FIELD_KINDS))
def test_every_field_can_be_searched_for(name: str) -> None:
    memory = taught(invoice(FIRST), {"invoice_number": "AX/471"}).memory
    assert memory is not None
    asked = replace(memory.fields[0], name=name)
    assert read(invoice(SECOND), replace(memory, fields=(asked,))).fields


texts = st.text(max_size=12)
points = st.floats(0, 2000, allow_nan=False)
boxes = st.builds(Box, points, points, points, points)
remembered = st.builds(
    Remembered,
    name=st.sampled_from(sorted(FIELD_KINDS)),
    page=st.integers(1, 9),
    box=boxes,
    anchors=st.lists(texts, max_size=3).map(tuple),
    by=texts,
    on=st.dates(),
    touched=st.booleans(),
    confirmed=st.integers(0, 9),
    month_first=st.none() | st.booleans(),
    overrules=st.booleans(),
)
landmarks = st.builds(Landmark, texts, st.integers(1, 9), points, points)
memories = st.builds(
    LayoutMemory,
    texts,
    st.integers(1, 99),
    st.lists(landmarks, max_size=4).map(tuple),
    st.lists(remembered, max_size=3).map(tuple),
)


@given(memories)
def test_a_memory_crosses_to_the_child_as_it_is(memory: LayoutMemory) -> None:
    assert wire.decode(LayoutMemory, wire.encode(memory)) == memory
