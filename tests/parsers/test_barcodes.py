from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
import zxingcpp
from PIL import Image

from model.errors import DocumentDamaged, DocumentTooLarge
from parsers.paper import barcodes
from parsers.paper.barcodes import qr_texts

pytestmark = pytest.mark.slow

SEED = "otpauth://totp/Acme:ap?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme"


def picture(*texts: str) -> Image.Image:
    """The texts as QR codes, one beside the other."""
    codes = []
    for text in texts:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
        pixels = memoryview(cast("Any", code.to_image(scale=4)))
        height, width = pixels.shape or (0, 0)
        codes.append(Image.frombytes("L", (width, height), bytes(pixels)))
    whole = Image.new("L", (sum(c.width for c in codes), max(c.height for c in codes)), 255)
    for place, picture in enumerate(codes):
        whole.paste(picture, (sum(c.width for c in codes[:place]), 0))
    return whole


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
def test_a_qr_code_is_read_from_a_picture_of_any_usual_form(tmp_path: Path, form: str) -> None:
    picture(SEED).save(tmp_path / "seed", form)
    assert qr_texts(tmp_path / "seed") == (SEED,)


def test_every_code_of_a_turned_photograph_is_read(tmp_path: Path) -> None:
    picture(SEED, "https://elsewhere.example").rotate(12, expand=True, fillcolor=255).save(
        tmp_path / "seed.png"
    )
    assert set(qr_texts(tmp_path / "seed.png")) == {SEED, "https://elsewhere.example"}


def test_a_picture_without_a_code_has_no_text(tmp_path: Path) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "blank.png")
    assert qr_texts(tmp_path / "blank.png") == ()


@pytest.mark.parametrize("body", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + bytes(50), b"%PDF-1.7"])
def test_what_is_no_image_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "seed.png").write_bytes(body)
    with pytest.raises(DocumentDamaged):
        qr_texts(tmp_path / "seed.png")


def test_an_image_that_grows_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    Image.new("1", (8000, 8000)).save(tmp_path / "bomb.png")
    with pytest.raises(DocumentTooLarge):
        qr_texts(tmp_path / "bomb.png")


def test_a_file_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(barcodes, "_MOST_BYTES", 100)
    (tmp_path / "seed.png").write_bytes(bytes(101))
    with pytest.raises(DocumentTooLarge):
        qr_texts(tmp_path / "seed.png")
