"""The texts of QR codes in an image."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

from model.errors import DocumentDamaged, DocumentTooLarge
from parsers.safety.sandbox import run_limited

_FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
_MOST_PIXELS: Final = 40_000_000
_MOST_BYTES: Final = 20 << 20


def qr_svg(text: str) -> str:
    """A QR code of a text of our own, as SVG."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return str(zxingcpp.write_barcode_to_svg(drawn, scale=4))


def qr_texts(path: Path) -> tuple[str, ...]:
    """What the QR codes of an image say, read in a limited child process.

    Raises:
        DocumentRefused: it's no image that Billhook opens, or too large.
        OSError: the file can't be read.
    """
    with path.open("rb") as file:
        return qr_texts_of(file.read(_MOST_BYTES + 1))


def qr_texts_of(content: bytes) -> tuple[str, ...]:
    """What the QR codes of an image say, read in a limited child process.

    Raises:
        DocumentRefused: it's no image that Billhook opens, or too large.
    """
    if len(content) > _MOST_BYTES:
        raise DocumentTooLarge
    return tuple(run_limited(read, content))


def read(content: bytes) -> list[str]:
    """What the QR codes say; runs in the child."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                raise DocumentTooLarge
            grey = image.convert("L").tobytes()
    except (UnidentifiedImageError, OSError, ValueError):
        raise DocumentDamaged("This is no image that Billhook opens.") from None
    pixels = memoryview(grey).cast("B", (height, width))
    found = zxingcpp.read_barcodes(pixels)
    return [code.text for code in found if code.format == zxingcpp.BarcodeFormat.QRCode]
