"""FatturaPA, cXML, PIDX, EDIFACT and X12: one small invoice says the same in each of them."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

import parsers
from model.documents import DocumentFormat, DocumentKind
from model.errors import DocumentRefused, DocumentUnsafe, FormatUnknown
from parsers.einvoice import segments, signed
from tests.parsers import edi

EVERY = {
    DocumentFormat.FATTURAPA: edi.fatturapa(),
    DocumentFormat.CXML: edi.cxml(),
    DocumentFormat.PIDX: edi.pidx(),
    DocumentFormat.EDIFACT: edi.edifact(),
    DocumentFormat.X12: edi.x12(),
}
STATED = {
    "invoice_number": "FT-881",
    "issue_date": "2026-03-25",
    "currency": "EUR",
    "po_number": "PO-7",
    "net_total": "100.00",
    "tax_total": "19.00",
    "gross_total": "119.00",
}


@pytest.mark.parametrize("form", EVERY)
def test_an_invoice_says_the_same_in_every_syntax(form: DocumentFormat) -> None:
    reading = parsers.read(EVERY[form])
    assert (reading.kind, reading.format) == (DocumentKind.INVOICE, form)
    assert {name: reading.text(name) for name in STATED} == STATED
    (line,) = reading.lines
    assert (line.quantity, line.line_id) == (2, "1")
    assert line.description in {"Carta", "Paper", "Papier"}
    assert line.quantity is not None
    assert line.unit_price is not None
    assert line.total == line.quantity * line.unit_price
    assert reading.checks[0].ok
    assert reading.accept


@pytest.mark.parametrize("form", set(EVERY) - {DocumentFormat.PIDX})
def test_the_day_to_pay_by_is_stated_or_counted(form: DocumentFormat) -> None:
    assert parsers.read(EVERY[form]).text("due_date") == "2026-04-24"


@pytest.mark.parametrize(
    "content",
    [edi.fatturapa("TD04"), edi.cxml("lineLevelCreditMemo"), edi.edifact("381"), edi.x12("CR")],
)
def test_a_credit_note_is_told_by_its_type(content: bytes) -> None:
    assert parsers.read(content).kind is DocumentKind.CREDIT_NOTE


@pytest.mark.parametrize(
    ("form", "seller", "buyer"),
    [
        (DocumentFormat.FATTURAPA, "Cartiera del Nord S.r.l.", "Ada Neri"),
        (DocumentFormat.CXML, "Northgate Paper Ltd", "Harbour Foods Ltd"),
        (DocumentFormat.PIDX, "Northgate Paper Ltd", "Harbour Foods Ltd"),
        (DocumentFormat.EDIFACT, "Müller + Söhne's Papier", "Hafenkost AG"),
        (DocumentFormat.X12, "Northgate Paper Ltd", "Harbour Foods Ltd"),
    ],
)
def test_who_bills_and_who_is_billed(form: DocumentFormat, seller: str, buyer: str) -> None:
    reading = parsers.read(EVERY[form])
    assert (reading.text("seller_name"), reading.text("buyer_name")) == (seller, buyer)


def test_both_dialects_of_cxml_are_one() -> None:
    one, other = parsers.read(edi.cxml()), parsers.read(edi.cxml(ariba=True))
    assert {n: f.value for n, f in one.fields.items()} == {
        n: f.value for n, f in other.fields.items()
    }


@pytest.mark.parametrize("version", ["http://www.api.org/pidXML/v1.0", "http://www.pidx.org/x"])
def test_every_version_of_pidx_is_read(version: str) -> None:
    assert parsers.read(edi.pidx(version)).text("invoice_number") == "FT-881"


@pytest.mark.parametrize("end", ["~", "~\r\n", "\n", "\x1c"])
def test_x12_is_read_whatever_ends_its_segments(end: str) -> None:
    assert parsers.read(edi.x12(end=end)).text("gross_total") == "119.00"


def test_x12_is_read_though_its_header_has_lost_its_width() -> None:
    broken = edi.x12().replace(b"SENDER         ", b"SENDER")
    assert parsers.read(broken).text("gross_total") == "119.00"


def test_x12_without_a_currency_waits_for_a_person() -> None:
    reading = parsers.read(edi.x12().replace(b"CUR*SE*EUR~\n", b""))
    assert reading.unproved == ("currency",)
    assert not reading.accept


def test_several_invoices_in_one_file_are_told_and_never_accepted() -> None:
    reading = parsers.read(edi.fatturapa(bodies=2))
    assert not reading.accept
    assert "holds 2 invoices" in reading.checks[-1].detail


def test_totals_that_contradict_the_lines_are_not_accepted() -> None:
    reading = parsers.read(edi.x12().replace(b"TDS*11900", b"TDS*11800"))
    assert reading.checks[0].ok is False
    assert not reading.accept


def test_a_document_type_of_cxml_that_declares_something_is_refused() -> None:
    inner = edi.cxml().replace(b'.dtd">', b'.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    with pytest.raises(DocumentUnsafe):
        parsers.read(inner)


def test_an_order_in_edifact_is_no_invoice() -> None:
    with pytest.raises(FormatUnknown):
        parsers.read(edi.edifact().replace(b"INVOIC", b"ORDERS"))


def envelope(content: bytes) -> bytes:
    """A signed file as Italian senders make them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cartiera")])
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, since, until)
    certificate = made.sign(key, hashes.SHA256())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_a_signed_invoice_is_read_as_the_one_inside() -> None:
    wrapped = envelope(edi.fatturapa())
    plain = parsers.read(edi.fatturapa())
    assert parsers.read(wrapped) == plain
    assert parsers.read(base64.encodebytes(wrapped)) == plain


def test_a_signed_file_in_parts_of_no_stated_length_is_drawn_together() -> None:
    parts = b"".join(bytes([4, 3]) + part for part in (b"<a>", b"bcd", b"</a"))
    octets = b"\x24\x80" + parts + b"\x04\x01>" + b"\x00\x00"
    data = bytes.fromhex("0609 2a864886f70d010701") + b"\xa0\x80" + octets + b"\x00\x00"
    signed_data = b"\x30\x80\x02\x01\x01\x31\x00\x30\x80" + data + b"\x00\x00\x00\x00"
    whole = b"\x30\x80" + bytes.fromhex("06092a864886f70d010702")
    whole += b"\xa0\x80" + signed_data + b"\x00\x00\x00\x00"
    assert signed.unwrapped(whole) == b"<a>bcd</a>"


def test_a_signed_file_that_is_cut_off_is_damaged() -> None:
    wrapped = envelope(edi.fatturapa())
    for size in range(40, len(wrapped), 97):
        with pytest.raises(DocumentRefused):
            parsers.read(wrapped[:size])


@given(st.binary(max_size=200))
def test_no_bytes_break_the_envelope(tail: bytes) -> None:
    start = b"\x30\x80" + bytes.fromhex("06092a864886f70d010702")
    try:
        signed.unwrapped(start + tail)
    except DocumentRefused:
        return


@given(st.text(max_size=300))
def test_no_text_breaks_the_segment_readers(text: str) -> None:
    for reader, start in ((segments.edifact, "UNA:+.? '"), (segments.x12, "ISA*")):
        try:
            assert reader(start + text)
        except DocumentRefused:
            continue
