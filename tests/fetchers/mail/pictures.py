"""Pictures of any size, full of noise, so that they weigh what a photograph weighs."""

import random
from io import BytesIO

from PIL import Image


def png(width: int, height: int) -> bytes:
    """A PNG."""
    return _saved(width, height, "PNG")


def jpeg(width: int, height: int) -> bytes:
    """A JPEG."""
    return _saved(width, height, "JPEG")


def tiff(width: int, height: int) -> bytes:
    """A TIFF."""
    return _saved(width, height, "TIFF")


def _saved(width: int, height: int, form: str) -> bytes:
    noise = random.Random(7).randbytes(width * height)
    kept = BytesIO()
    Image.frombytes("L", (width, height), noise).save(kept, form)
    return kept.getvalue()
