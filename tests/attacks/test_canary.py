"""The search that everything else relies on finds what is there."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.canary import Search, packings, spellings

SECRET = 'C4nary"+/=&ü 7f3a9c2d81'


@pytest.mark.parametrize("packing", packings(b""))
@pytest.mark.parametrize("spelling", spellings(SECRET))
def test_a_secret_is_found_in_every_spelling_and_packing(spelling: str, packing: str) -> None:
    packed = packings(spellings(SECRET)[spelling])[packing]
    assert Search([SECRET]).found(packed)


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("after", range(7))
def test_a_secret_is_found_within_any_base64(before: int, after: int) -> None:
    whole = b"\xff" * before + SECRET.encode() + b"\xfe" * after
    for coded in (base64.b64encode(whole), base64.urlsafe_b64encode(whole)):
        assert Search([SECRET]).found(coded)


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    for name, packed in packings(b"C4nary without its end").items():
        (tmp_path / name).write_bytes(packed)
    assert Search([SECRET]).in_files(tmp_path) == {}


def test_a_file_s_name_and_place_count_too(tmp_path: Path) -> None:
    search = Search(["needle-in-the-hay"])
    (tmp_path / "left out").mkdir()
    (tmp_path / "left out" / "needle-in-the-hay").touch()
    (tmp_path / "needle-in-the-hay").touch()
    shown = search.in_files(tmp_path, but=[tmp_path / "left out"])
    assert list(shown) == [str(tmp_path / "needle-in-the-hay")]
