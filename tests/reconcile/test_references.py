from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.references import edits, one_digit, original, reference, similarity, whole

text = st.text(alphabet="INVREO015B/-. ", max_size=14)


@pytest.mark.parametrize(
    "form",
    ["INV-2026-00104", "Invoice 2026/104", "inv 2026-104", "2026/0104", "COLLECTIVE 2026/104"],
)
def test_one_number_has_one_core_in_every_form(form: str) -> None:
    assert reference(form).core == "2026104"


@pytest.mark.parametrize("form", ["", "SEE ATTACHED", "Invoice", "PO-48213", "order 48213", "000"])
def test_what_identifies_nothing_is_not_usable(form: str) -> None:
    assert not reference(form).usable


def test_a_part_number_is_no_part_of_the_number() -> None:
    assert whole("RE-104/1") == whole("RE-104/2") == reference("RE-104")


@pytest.mark.parametrize("copy", ["RE-104A", "RE-104/B", "RE-104-1", "re-104"])
def test_a_copy_has_the_core_of_its_original(copy: str) -> None:
    assert original(copy).core == "104"


@pytest.mark.parametrize(
    ("printed", "typed", "alike"),
    [
        ("RE-104", "0104", 1.0),
        ("5I-9636", "SI-9636", 0.97),
        ("260498", "INV-20260498", 0.95),
        ("2604g8", "INV-2026048".replace("048", "0468"), 0.93),
        ("RE-1234", "RE-1243", 0.75),
    ],
)
def test_similarity_names_how_two_forms_differ(printed: str, typed: str, alike: float) -> None:
    assert similarity(reference(printed), reference(typed)) == pytest.approx(alike)


def test_a_swap_of_two_digits_is_one_edit_and_not_the_next_number() -> None:
    a, b = reference("RE-1234"), reference("RE-1243")
    assert edits(a, b) == 1
    assert not one_digit(a, b)
    assert one_digit(reference("RE-1234"), reference("RE-1235"))


@given(text, text)
def test_similarity_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    one, other = reference(a), reference(b)
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1


@given(text)
def test_the_keys_of_a_core_are_the_core(a: str) -> None:
    core = reference(a).core
    assert reference(core).core in (core, reference(core.lstrip("0")).core)
