"""Archives whose bytes are anything at all."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.safety import archives


def packed(method: int) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        archive.writestr("INV-1.pdf", b"%PDF-1.7 " + bytes(range(256)))
        archive.writestr("b/INV-2.xml", b"<x/>" * 100)
    return kept.getvalue()


WHOLE = {method: packed(method) for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)}


@pytest.mark.parametrize("method", WHOLE)
def test_the_usual_ways_of_packing_are_opened(method: int) -> None:
    names = [name for name, _ in archives.open_(WHOLE[method], "a.zip").files]
    assert names == ["INV-1.pdf", "b/INV-2.xml"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_takes_memory_as_it_likes_is_refused(method: int) -> None:
    opened = archives.open_(packed(method), "a.zip")
    assert opened.dangers == ("is packed in an unusual way",)
    assert opened.files == ()


@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.integers(min_value=0), st.binary(max_size=6)), min_size=1, max_size=4),
)
def test_whatever_the_bytes_an_archive_is_opened_or_says_why_not(
    method: int, patches: list[tuple[int, bytes]]
) -> None:
    content = bytearray(WHOLE[method])
    for place, patch in patches:
        at = place % len(content)
        content[at : at + len(patch)] = patch
    opened = archives.open_(bytes(content), "a.zip")
    assert opened.files or opened.dangers or not opened.nests
