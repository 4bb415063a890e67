"""What is found in files: through the child, with what it must not find."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import DocumentRefused
from parsers.safety import dangers
from parsers.safety.names import danger_of_name, deceives
from parsers.safety.sandbox import dangers as dangers_of


def packed(*files: tuple[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"MZ\x90", "a.pdf", "is a program"),
        (packed(("a/../../b.pdf", b"x")), "a.zip", "leaves its folder"),
        (packed(("a.scr", b"x")), "a.zip", "can run a program"),
        (packed(("a.txt", bytes(40_000_000))), "a.zip", "far more than its size"),
        (gzip.compress(b"MZ\x90" * 9, mtime=0), "a.gz", "is a program"),
        (b"\x1f\x8b\x08garbage", "a.gz", "damaged or forged"),
        (b"<svg onload = 'x()'>", "a.xml", "runs or loads something else"),
        (b"<a href='jav\tascript:x()'>", "a.html", "runs or loads something else"),
        (b"<img src=x onerror=alert(1)>", "a.html", "runs or loads something else"),
        (b"<html>data:text/html;base64,xx</html>", "a.html", "runs or loads something else"),
        (b"<html>hi</html>", "a.pdf", "is not the PDF"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "can't be looked into"),
    ],
)
def test_what_could_run_or_flood_is_found(content: bytes, name: str, why: str) -> None:
    assert any(why in found for found in dangers_of(content, name))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (packed(("a.pdf", b"%PDF-1.7\n"), ("b/c.xml", b"<x/>")), "a.zip"),
        (packed(("inner.zip", packed(("a.pdf", b"%PDF-1.7\n")))), "a.zip"),
        (gzip.compress(b"<x/>", mtime=0), "a.xml.gz"),
        (b"%PDF-1.7\nnot really", "a.pdf"),
        (b"<html><p>one = two</p><img src='data:image/png;base64,AA=='></html>", "a.html"),
        (b"<?xml version='1.0'?><Invoice><Note>condition = on</Note></Invoice>", "a.xml"),
        (b"plain text, 1 < 2", "a.txt"),
        (b"", "a.txt"),
    ],
)
def test_ordinary_files_are_not_dangerous(content: bytes, name: str) -> None:
    assert dangers_of(content, name) == ()


@pytest.mark.parametrize(
    ("name", "dangerous"),
    [
        ("Rechnung.pdf", False),
        ("Rechnung.2026.pdf", False),
        ("fattura.xml.p7m", False),
        ("a.tar.gz", False),
        ("Rechnung.PDF.EXE", True),
        ("Rechnung.pdf .html", True),
        ("Rechnung.docm", True),
        ("x.lnk", True),
    ],
)
def test_a_name_tells_a_program(name: str, dangerous: bool) -> None:
    assert bool(danger_of_name(name)) is dangerous


@pytest.mark.parametrize(
    ("name", "deceiving"),
    [
        ("Rechnung.pdf", False),
        ("a..b.pdf", False),
        ("C:\\Users\\x\\Rechnung.pdf", False),
        ("../x.pdf", True),
        ("a\\..\\x.pdf", True),
        ("/etc/x", True),
        ("a\u202efdp.exe", True),
        ("a.pdf\x00.exe", True),
    ],
)
def test_a_name_that_leaves_its_folder_or_hides_its_ending_deceives(
    name: str, deceiving: bool
) -> None:
    assert deceives(name) is deceiving


STARTS = st.sampled_from(
    [b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<html>", b"\x1f\x8b", b""]
)


@given(STARTS, st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_are_looked_through_or_refused(start: bytes, rest: bytes, name: str) -> None:
    try:
        found = dangers.find(start + rest, name)
    except DocumentRefused:
        return
    assert all(isinstance(why, str) and why for why in found)
