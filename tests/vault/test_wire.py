from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import VaultDamaged
from vault.wire import canonical, pack, pad, read_canonical, unpad

Part = bytes | str | int
parts = st.lists(st.binary() | st.text() | st.integers(), max_size=4)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(parts, parts)
def test_only_the_same_parts_pack_to_the_same_bytes(one: list[Part], other: list[Part]) -> None:
    same = [(type(p), p) for p in one] == [(type(p), p) for p in other]
    assert (pack(*one) == pack(*other)) == same


def test_a_blob_and_a_text_of_the_same_letters_pack_differently() -> None:
    assert pack(b"rec07") != pack("rec07")
    assert pack("ab", "c") != pack("a", "bc")
    assert pack("1") != pack(1)


@pytest.mark.parametrize("damaged", [None, 1.0])
def test_what_only_a_damaged_cell_can_hold_is_refused(damaged: Any) -> None:
    with pytest.raises(VaultDamaged):
        pack(damaged)


@given(values)
def test_canonical_json_reads_back(value: object) -> None:
    assert read_canonical(canonical(value)) == value


@pytest.mark.parametrize(
    "text", ['{"b":1,"a":2}', '{"a":1,"a":1}', '{"a": 1}', '"\u00e4"', "[1.0e0]"]
)
def test_json_that_is_not_canonical_is_refused(text: str) -> None:
    json.loads(text)
    with pytest.raises(VaultDamaged):
        read_canonical(text.encode())


@given(values)
def test_padding_hides_the_length_and_comes_off_again(value: object) -> None:
    body = canonical(value)
    padded = pad(body)
    assert len(padded) % 256 == 0
    assert len(padded) - len(body) < 256
    assert unpad(padded) == body
