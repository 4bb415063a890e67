from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

import parsers
from model.documents import EvidenceSource, Reading, ReadState
from parsers.invoices import checks, payment_codes
from parsers.invoices.payment_codes import EPC, SWISS, decode
from tests.parsers import paper

TRUTH: dict[str, Any] = {
    "invoice_number": "RE-2026-0417",
    "day": date(2026, 3, 14),
    "due": date(2026, 4, 13),
    "net_total": Decimal("1445.50"),
    "tax_total": Decimal("274.65"),
    "gross_total": Decimal("1720.15"),
}
IBAN = "DE89370400440532013000"
QR_IBAN = "CH4431999123000889012"
REFERENCE = "210000000003139471430009017"


def epc(amount: str = "EUR1720.15", iban: str = IBAN, reference: str = "") -> str:
    lines = ["BCD", "002", "1", "SCT", "COBADEFFXXX", "Papierwerk Nord GmbH", iban, amount]
    return "\n".join([*lines, "", reference, "" if reference else "RE-2026-0417"])


def swiss(amount: str = "199.95", reference: str = REFERENCE, information: str = "") -> str:
    creditor = ["S", "Robert Schneider AG", "Rue du Lac", "1268", "2501", "Biel", "CH"]
    debtor = ["S", "Pia Rutschmann", "Marktgasse", "28", "9400", "Rorschach", "CH"]
    head = ["SPC", "0200", "1", QR_IBAN, *creditor, *[""] * 7, amount, "CHF", *debtor]
    return "\r\n".join(
        [*head, "QRR" if reference else "NON", reference, "Thanks", "EPD", information]
    )


def squares(payload: str) -> memoryview[int]:
    """The modules of a code, one byte each."""
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode)
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    return memoryview(image)


def as_shapes(page: paper.Page, payload: str) -> None:
    """The code as one small square a module."""
    rows: Any = squares(payload).tolist()  # of two dimensions
    for y, row in enumerate(rows):
        for x, shade in enumerate(row):
            if shade == 0:
                page.canvas.rect(60 + 1.4 * x, 200 - 1.4 * y, 1.4, 1.4, stroke=0, fill=1)


def as_shape(page: paper.Page, payload: str) -> None:
    """The code as one shape with many corners."""
    path = page.canvas.beginPath()
    rows: Any = squares(payload).tolist()  # of two dimensions
    for y, row in enumerate(rows):
        for x, shade in enumerate(row):
            if shade == 0:
                path.rect(60 + 1.4 * x, 200 - 1.4 * y, 1.4, 1.4)
    page.canvas.drawPath(path, stroke=0, fill=1)


def as_picture(page: paper.Page, payload: str) -> None:
    """The code as a picture that is placed on the page."""
    pixels = squares(payload)
    height, width = pixels.shape or (0, 0)
    image = Image.frombytes("L", (width, height), bytes(pixels)).resize((width * 4, height * 4), 0)
    page.canvas.drawImage(ImageReader(image), 60, 120, 90, 90)


Drawing = Callable[[paper.Page, str], None]


def printed(*payloads: str, draw: Drawing = as_shapes, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """The reading of a German invoice that carries these codes."""
    done = paper.Page.done

    def with_codes(page: paper.Page) -> bytes:
        for at, payload in enumerate(payloads):
            page.canvas.saveState()
            page.canvas.translate(170 * at, 0)
            draw(page, payload)
            page.canvas.restoreState()
        return done(page)

    monkeypatch.setattr(paper.Page, "done", with_codes)
    return parsers.read(paper.invoice("de", "beside", TRUTH))


def verdict(reading: Reading) -> tuple[bool | None, str]:
    found = [one for one in reading.checks if one.name == checks.PAGE_AND_CODE]
    assert len(found) == 1
    return found[0].ok, found[0].detail


@pytest.mark.parametrize("draw", [as_shapes, as_shape, as_picture])
def test_a_code_is_found_however_it_is_drawn_and_confirms_the_page(
    draw: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = printed(epc(), draw=draw, monkeypatch=monkeypatch)
    assert verdict(reading)[0] is True
    assert reading.accept
    account = reading.fields["iban"]
    assert account.value == IBAN
    assert account.evidence.source is EvidenceSource.CODE
    assert account.evidence.page == 1
    box = account.evidence.box
    assert box is not None
    assert 55 < box.x < 65
    assert A4[1] - 215 < box.y < A4[1] - 195


def test_a_code_over_another_amount_contradicts_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = printed(epc("EUR1702.15"), monkeypatch=monkeypatch)
    ok, why = verdict(reading)
    assert ok is False
    assert "1702.15" in why
    assert "1720.15" in why
    assert not reading.accept
    assert "gross_total" in reading.doubtful()


def test_a_code_that_pays_to_an_account_that_the_page_does_not_name_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = "IBAN FR1420041010050500013M02606"
    words = replace(paper.LANGUAGES["de"], buyer=account)
    monkeypatch.setitem(paper.LANGUAGES, "de", words)
    reading = printed(epc(), monkeypatch=monkeypatch)
    assert verdict(reading)[0] is False
    assert reading.text("iban") == account.removeprefix("IBAN ")
    assert "iban" in reading.doubtful()


def test_codes_of_instalments_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = printed(epc("EUR720.15"), epc("EUR1000.00"), monkeypatch=monkeypatch)
    assert verdict(reading)[0] is True


def test_a_document_without_a_code_is_asked_for_none() -> None:
    reading = parsers.read(paper.invoice("de", "beside", TRUTH))
    assert all(one.name != checks.PAGE_AND_CODE for one in reading.checks)


def test_a_picture_says_what_its_code_says_and_still_needs_a_person() -> None:
    pixels = squares(swiss())
    height, width = pixels.shape or (0, 0)
    image = Image.new("L", (width + 20, height + 20), 255)
    image.paste(Image.frombytes("L", (width, height), bytes(pixels)), (10, 10))
    file = io.BytesIO()
    image.resize((image.width * 4, image.height * 4), 0).save(file, "PNG")
    reading = parsers.read(file.getvalue())
    assert reading.state is ReadState.NO_TEXT
    assert (reading.text("payable"), reading.text("reference")) == ("199.95", REFERENCE)
    assert verdict(reading)[0] is None
    assert not reading.accept


def test_a_swiss_code_is_decoded_with_the_invoice_that_it_names() -> None:
    code = decode(swiss(information=r"//S1/10/RE\/417/11/260314/30/106017086/40/0:30"))
    assert code is not None
    assert (code.standard, code.iban, code.amount) == (SWISS, QR_IBAN, Decimal("199.95"))
    assert (code.creditor, code.debtor) == ("Robert Schneider AG", "Pia Rutschmann")
    assert (code.reference_type, code.reference, code.message) == ("QRR", REFERENCE, "Thanks")
    assert (code.number, code.issued) == ("RE/417", date(2026, 3, 14))
    assert code.faults == ()


def test_an_epc_code_is_decoded() -> None:
    code = decode(epc(reference="RF18539007547034"))
    assert code is not None
    assert (code.standard, code.currency, code.amount) == (EPC, "EUR", Decimal("1720.15"))
    assert (code.reference_type, code.bic) == ("SCOR", "COBADEFFXXX")
    assert code.faults == ()


def test_a_code_may_leave_the_amount_open() -> None:
    for payload in (epc(amount=""), swiss(amount="")):
        code = decode(payload)
        assert code is not None
        assert code.amount is None


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (swiss(reference=REFERENCE[:-1] + "8"), "reference"),
        (epc(reference="RF19539007547034"), "reference"),
        (epc(iban="DE88370400440532013000"), "IBAN"),
    ],
)
def test_wrong_check_digits_are_a_fault(payload: str, fault: str) -> None:
    code = decode(payload)
    assert code is not None
    assert fault in code.faults[0]


@pytest.mark.parametrize(
    "payload",
    [
        "", "https://pay.example/417", "BCD", "SPC\n0200\n1", epc(amount="USD5"), epc(iban="x"),
        epc(amount="EURnan"), swiss(amount="1e5"), swiss().replace("EPD", "END"),
        swiss().replace("0200", "0100"), epc().replace("SCT", "SDD"), epc() + "\n" * 50,
        swiss() + "x" * 2000,
    ],
)  # fmt: skip
def test_what_follows_no_standard_is_no_payment_code(payload: str) -> None:
    assert decode(payload) is None


@given(st.text(max_size=300), st.sampled_from(["SPC\n0200\n1\n", "BCD\n002\n1\nSCT\n", ""]))
def test_no_text_breaks_the_decoder(text: str, start: str) -> None:
    code = payment_codes.decode(start + text)
    assert code is None or code.iban
