"""Documents made to harm: each must end as a named state, within the limits, and harm nothing."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from model.documents import DocumentFormat, ReadState
from model.errors import DocumentRefused, DocumentUnsafe
from parsers.safety import gate, sandbox
from parsers.safety.fence import Limits
from tests.parsers import paper, xml

pytestmark = pytest.mark.slow

QUICK = Limits(cpu_seconds=3, wall_seconds=12.0)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GIBIBYTE = 2**30


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, with a cross-reference table."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(out)


def with_content(content: bytes, filters: bytes) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(content), filters, content),
    )


def deflated_zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = b" " * 2**20
    parts = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*parts, packer.flush()])


def flate_bomb() -> bytes:
    return with_content(zlib.compress(deflated_zeros(GIBIBYTE), 9), b"[/FlateDecode/FlateDecode]")


def operator_flood() -> bytes:
    return with_content(
        zlib.compress(b"BT /F 9 Tf " + b"(a)Tj " * 3_000_000 + b"ET", 9), b"/FlateDecode"
    )


def cyclic_pages() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def nested_arrays() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000 + b"]" * 200_000 + b">>")


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(flate_bomb, marks=pytest.mark.slow),
        pytest.param(operator_flood, marks=pytest.mark.slow),
        cyclic_pages,
        nested_arrays,
    ],
)
def test_a_pdf_made_to_exhaust_the_machine_ends_as_a_named_state(
    attack: Callable[[], bytes],
) -> None:
    content = attack()
    assert len(content) < 2**20
    reading = sandbox.read_safely(content, limits=QUICK)
    assert reading.state is not ReadState.READ
    assert reading.detail.endswith(".")
    assert reading.format is DocumentFormat.PDF


def test_the_reader_is_ready_again_after_an_attack() -> None:
    sandbox.read_safely(cyclic_pages(), limits=QUICK)
    assert sandbox.read_safely(paper.statement()).state is ReadState.READ


def test_a_protected_pdf_asks_for_its_password() -> None:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper.statement())) as document:
        document.save(packed, encryption=pikepdf.Encryption(owner="o", user="u"))
    reading = sandbox.read_safely(packed.getvalue())
    assert reading.state is ReadState.NEEDS_PASSWORD
    assert "password" in reading.detail


@pytest.mark.parametrize("kept", [9, 60, 400])
def test_a_truncated_pdf_is_damaged(kept: int) -> None:
    assert sandbox.read_safely(paper.statement()[:kept]).state is ReadState.DAMAGED


def test_a_virus_as_an_attachment_is_neither_read_nor_run() -> None:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper.statement())) as document:
        document.attachments["invoice.exe"] = EICAR
        document.attachments["factur-x.xml"] = EICAR
        document.save(packed)
    reading = sandbox.read_safely(packed.getvalue())
    assert (reading.state, reading.format) == (ReadState.READ, DocumentFormat.PDF)
    assert "EICAR" not in str(reading)


LAUGHS = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9)
)
DOCTYPES = {
    "external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    "external subset": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "parameter entity": b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><a/>',
    "billion laughs": LAUGHS + b"]><l>&j;</l>",
    "harmless": b"<!DOCTYPE a><a/>",
    "another encoding": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
}


@pytest.mark.parametrize("attack", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_any_document_type_in_xml_is_refused(attack: bytes) -> None:
    with pytest.raises(DocumentUnsafe, match="document type"):
        gate.xml(attack)
    body = (
        attack
        if attack.startswith(b"<?xml") or attack[:2] == b"\xff\xfe"
        else b"<?xml version='1.0'?>" + attack
    )
    assert sandbox.read_safely(body).state is ReadState.UNSAFE


def test_an_invoice_with_a_document_type_is_refused_though_it_is_good_otherwise() -> None:
    declared = xml.ubl().replace(b"?>", b'?><!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/x">', 1)
    assert sandbox.read_safely(declared).state is ReadState.UNSAFE


def test_xml_nested_300000_deep_is_refused() -> None:
    deep = b"<?xml version='1.0'?>" + b"<a>" * 300_000 + b"</a>" * 300_000
    assert sandbox.read_safely(deep).state in {ReadState.DAMAGED, ReadState.UNSAFE}


def archive(name: str, body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("xl/workbook.xml", "<workbook/>")
        writer.writestr(name, body)
    return packed.getvalue()


def test_a_workbook_that_unpacks_to_a_flood_is_refused() -> None:
    bomb = archive("xl/worksheets/sheet1.xml", b"0" * 300 * 2**20)
    assert len(bomb) < 2**20
    assert sandbox.read_safely(bomb).state in {ReadState.TOO_LARGE, ReadState.UNSAFE}


def test_an_archive_that_leaves_its_folder_is_refused() -> None:
    assert sandbox.read_safely(archive("../../up.xml", b"x")).state is ReadState.UNSAFE


def test_a_workbook_with_a_document_type_is_refused() -> None:
    hidden = archive("xl/sharedStrings.xml", b"<?xml version='1.0'?>" + DOCTYPES["external entity"])
    assert sandbox.read_safely(hidden).state is ReadState.UNSAFE


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", ReadState.DAMAGED),
        (b"\x00\x01\x02" * 500, ReadState.UNKNOWN_FORMAT),
        (b"MZ\x90\x00" + b"\x00" * 100, ReadState.UNKNOWN_FORMAT),
        (b"PK\x03\x04 no archive", ReadState.DAMAGED),
        (b"%PDF-1.7 and nothing else", ReadState.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, ReadState.NO_TEXT),
        (b"<?xml version='1.0'?><other/>", ReadState.UNKNOWN_FORMAT),
        (b"%PDF-" + b"\x00" * gate.MAX_BYTES, ReadState.TOO_LARGE),
    ],
)
def test_whatever_is_no_document_ends_as_a_state_that_says_what_to_do(
    content: bytes, state: ReadState
) -> None:
    reading = sandbox.read_safely(content)
    assert reading.state is state
    assert reading.detail


def test_markup_of_a_page_is_data_and_nothing_remote_is_named_in_the_reading() -> None:
    page = b"<html><body><img src='http://127.0.0.1:9/pixel'><h1>Invoice 4711</h1>"
    page += b"<p onclick=x>Total 12.00 EUR</p>"
    reading = sandbox.read_safely(
        page + b"<iframe src='http://127.0.0.1:9'>hidden</iframe></body></html>"
    )
    assert reading.state is ReadState.READ
    assert "127.0.0.1" not in str(reading)


@pytest.mark.parametrize(
    "way",
    [
        "(__import__('socket').socket(), 'open')[1]",
        "(__import__('socket').create_connection(('127.0.0.1', 9)), 'open')[1]",
        "__import__('subprocess').call(['true'])",
        "__import__('os').system('true') == 0 or 1 / 0",
    ],
)
def test_a_child_has_no_way_out(way: str) -> None:
    assert sandbox.run_limited("builtins:eval", "1 + 1") == 2
    with pytest.raises(DocumentRefused):
        sandbox.run_limited("builtins:eval", way)


def test_a_child_can_not_write_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(DocumentRefused):
        sandbox.run_limited("shutil:copyfile", "/etc/hostname", str(target))
    assert not target.exists() or target.stat().st_size == 0
