"""Factur-X: the page as PDF/A-3 with the invoice inside."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import parsers
from model.documents import DocumentFormat
from model.einvoices import EInvoice
from model.errors import DocumentDamaged
from parsers.einvoice import rules
from parsers.writing.archivable import hindrances
from parsers.writing.bill import Bill
from parsers.writing.einvoice import bill_of, xml_of
from parsers.writing.hybrid import embed
from tests.feeds.bills import BILL

pytestmark = pytest.mark.slow  # pages are drawn, packed and read
DAY = "20261014"
WORDS = "Hafenkost AG: Invoice RE-2026/104 of 14.10.2026, total 1,928.64 EUR"


@pytest.fixture(scope="module")
def xml() -> bytes:
    found = bill_of(EInvoice.FACTURX, BILL)
    assert isinstance(found, Bill)
    return xml_of(EInvoice.FACTURX, found)


def page(*, font: str = "Helvetica", printing: bool = False) -> bytes:
    """A page with words; the font Vera is embedded, Helvetica is not."""
    if font == "Vera":
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True, initialFontName=font)
    if printing:
        canvas.setFillColorCMYK(0, 1, 1, 0)
    canvas.setFont(font, 11)
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    return out.getvalue()


def picture(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (400, 560)).save(out, kind)
    return out.getvalue()


def test_a_page_that_can_be_archived_keeps_its_words(xml: bytes) -> None:
    made = embed(page(font="Vera"), xml, DAY)
    reading = parsers.read(made)
    assert (reading.format, reading.accept) == (DocumentFormat.FACTURX, True)
    assert [check.ok for check in reading.checks] == [True, True, True]
    assert reading.lines == parsers.read(xml).lines


@pytest.mark.parametrize("original", [page(), page(font="Vera", printing=True)])
def test_a_page_that_can_not_is_set_anew_as_a_picture(xml: bytes, original: bytes) -> None:
    with pikepdf.open(io.BytesIO(original)) as pdf:
        assert hindrances(pdf)
    made = embed(original, xml, DAY)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert not hindrances(pdf)
    assert parsers.read(made).format is DocumentFormat.FACTURX


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("L", "JPEG")])
def test_a_picture_becomes_a_page(xml: bytes, mode: str, kind: str) -> None:
    made = embed(picture(mode, kind), xml, DAY)
    assert parsers.read(made).text("invoice_number") == "RE-2026/104"


def test_a_scan_of_several_pages_keeps_all(xml: bytes) -> None:
    out = io.BytesIO()
    sheets = [Image.new("L", (200, 280), shade) for shade in (255, 128, 0)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    with pikepdf.open(io.BytesIO(embed(out.getvalue(), xml, DAY))) as pdf:
        assert len(pdf.pages) == 3


def test_a_huge_page_is_shown_no_larger_than_it_can_be_read(xml: bytes) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(14000, 7000), invariant=True)
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    with pikepdf.open(io.BytesIO(embed(out.getvalue(), xml, DAY))) as pdf:
        (leaf,) = pdf.pages
        assert int(leaf.Resources.XObject.Im0.Width) == 4000
        assert [float(side) for side in leaf.mediabox] == [0, 0, 14000, 7000]


def test_it_declares_what_an_archive_demands(xml: bytes) -> None:
    made = embed(page(font="Vera"), xml, DAY)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (intent,) = list(pdf.Root.OutputIntents)
        (held,) = list(pdf.Root.AF)
        assert intent.S == pikepdf.Name.GTS_PDFA1
        assert held.AFRelationship == pikepdf.Name.Alternative
        assert held.EF.F.Params.Size == len(xml)
        told = bytes(pdf.Root.Metadata.read_bytes())
        assert "/Info" not in pdf.trailer
        assert "/ID" in pdf.trailer
    assert b"<pdfaid:part>3</pdfaid:part>" in told
    assert b"<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in told
    assert rules.validate(made).valid


def test_the_same_input_gives_the_same_file(xml: bytes) -> None:
    assert embed(page(), xml, DAY) == embed(page(), xml, DAY)


def test_an_older_invoice_inside_is_replaced_and_other_files_stay(xml: bytes) -> None:
    with pikepdf.open(io.BytesIO(page(font="Vera"))) as pdf:
        pdf.attachments["factur-x.xml"] = b"<old/>"
        pdf.attachments["terms.txt"] = b"terms"
        out = io.BytesIO()
        pdf.save(out)
    with pikepdf.open(io.BytesIO(embed(out.getvalue(), xml, DAY))) as pdf:
        held = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    assert held == {"factur-x.xml": xml, "terms.txt": b"terms"}


def test_scripts_do_not_come_along(xml: bytes) -> None:
    with pikepdf.open(io.BytesIO(page(font="Vera"))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = script
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())
        out = io.BytesIO()
        pdf.save(out)
    made = embed(out.getvalue(), xml, DAY)
    assert b"JavaScript" not in made
    assert b"app.alert" not in made


@pytest.mark.parametrize("original", [b"", b"%PDF-1.7\nnothing", b"GIF89a broken", b"plain text"])
def test_what_is_no_page_is_refused(xml: bytes, original: bytes) -> None:
    with pytest.raises(DocumentDamaged):
        embed(original, xml, DAY)
