"""Scans: what an optical reader saw becomes words on a page, set straight, for a person."""

import io
import math
import sys
from types import SimpleNamespace

import pytest
from PIL import Image

from model.documents import DocumentFormat, EvidenceSource, Reading, ReadState
from model.errors import DocumentDamaged, DocumentTooLarge
from parsers.hints import NO_HINTS
from parsers.paper import scans
from parsers.safety import sandbox
from tests.parsers import paper

SCALE = 72 / scans.DOTS
TEXTS = (
    (100, 150, "INVOICE"),
    (100, 250, "Invoice"),
    (260, 250, "No:"),
    (400, 250, "INV-2041"),
    (100, 310, "Date:"),
    (400, 310, "25.03.2026"),
    (100, 900, "Subtotal"),
    (1300, 900, "100.00"),
    (100, 960, "Tax"),
    (1300, 960, "20.00"),
    (100, 1020, "Total"),
    (1300, 1020, "120.00"),
    (100, 1100, "$ is the currency of this invoice"),
)


def seen(askew: float = 0.0) -> tuple[scans.Seen, ...]:
    """Texts as they were recognised on a page that lies askew, in radians."""

    def turned(x: float, y: float) -> tuple[float, float]:
        return (
            x * math.cos(askew) - y * math.sin(askew),
            x * math.sin(askew) + y * math.cos(askew),
        )

    return tuple(
        scans.Seen(
            text,
            tuple(
                turned(*corner)
                for corner in (
                    (x, y),
                    (x + 16 * len(text), y),
                    (x + 16 * len(text), y + 28),
                    (x, y + 28),
                )
            ),
        )
        for x, y, text in TEXTS
    )


def read(askew: float = 0.0) -> Reading:
    page = scans.page_of(1, seen=seen(askew), size=(1654, 2339), scale=SCALE)
    return scans.recognised([page], NO_HINTS, form=DocumentFormat.PDF)


@pytest.mark.parametrize("degrees", [0.0, 0.8, -3.0])
def test_a_scan_is_read_like_a_page_however_it_lies(degrees: float) -> None:
    reading = read(math.radians(degrees))
    values = ("invoice_number", "issue_date", "net_total", "gross_total")
    assert [reading.text(name) for name in values] == ["INV-2041", "2026-03-25", "100.00", "120.00"]


def test_nothing_that_was_recognised_goes_on_unseen() -> None:
    reading = read()
    assert reading.checks[0].ok
    assert not reading.accept
    assert "invoice_number" in reading.unproved
    assert reading.fields["invoice_number"].evidence.source is EvidenceSource.OCR


def test_texts_that_disagree_leave_a_page_as_it_lies() -> None:
    upright = scans.Seen("upright", ((0, 0), (10, 300), (0, 300), (0, 10)))
    assert scans.skew([upright]) == 0.0
    assert scans.skew([]) == 0.0


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(buffer, kind)
    return buffer.getvalue()


class Engine:
    """Stands in for the optical reader: every picture says the same."""

    def __init__(self, **_: object) -> None:
        pass

    def __call__(self, _: object, **__: object) -> SimpleNamespace:
        box = ((10, 10), (210, 10), (210, 30), (10, 30))
        return SimpleNamespace(
            txts=("Invoice INV-77", "Total 5.00"),
            boxes=(box, tuple((x, y + 40) for x, y in box)),
            word_results=((("Invoice", 0.9, box), ("INV-77", 0.9, box)), ((),)),
        )


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", SimpleNamespace(RapidOCR=Engine))
    monkeypatch.setitem(sys.modules, "numpy", SimpleNamespace(asarray=lambda image: image))
    scans._engine.cache_clear()


def test_pictures_and_pdfs_of_pictures_are_recognised(engine: None) -> None:
    blank = paper.Page.new()
    blank.canvas.showPage()
    for content, form in ((picture(), DocumentFormat.IMAGE), (blank.done(), DocumentFormat.PDF)):
        reading = scans.read(content, NO_HINTS)
        assert (reading.state, reading.format) == (ReadState.READ, form)
        assert reading.pages >= 1


def test_words_without_a_place_of_their_own_share_that_of_their_line(engine: None) -> None:
    (image, _), *_ = scans._of_picture(picture())
    total, amount = list(scans._recognise(image))[-2:]
    assert (total.text, amount.text) == ("Total", "5.00")
    assert total.corners[1][0] < amount.corners[0][0]


def test_a_damaged_picture_and_one_too_large_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentDamaged):
        scans.read(picture()[:60], NO_HINTS)
    monkeypatch.setattr(scans, "_MOST_PIXELS", 1000)
    with pytest.raises(DocumentTooLarge):
        scans.read(picture(), NO_HINTS)


def test_without_the_extra_a_scan_says_what_would_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_recognises", lambda: False)
    reading = sandbox.read_safely(picture())
    assert reading.state is ReadState.NO_TEXT
    assert "billhook[ocr]" in reading.detail


def test_a_scan_that_can_not_be_recognised_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_recognises", lambda: True)
    reading = sandbox.read_safely(picture()[:60])
    assert reading.state is ReadState.NO_TEXT
    assert reading.detail.endswith("Enter the values by hand.")


def test_words_of_one_type_are_equally_high_whatever_letters_they_hold() -> None:
    heights = {"arc": 28.0, "page": 31.0, "Title": 60.0}
    seen = [
        scans.Seen(text, ((0, at), (80, at), (80, at + height), (0, at + height)))
        for at, (text, height) in zip((0, 100, 200), heights.items(), strict=True)
    ]
    words = scans.page_of(1, seen=seen, size=(1000, 1000), scale=0.36).words
    small, other, title = (word.height for word in words)
    assert abs(small - other) < 0.01
    assert title > 1.5 * small
