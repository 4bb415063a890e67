"""Which pictures in mails are pages, and which are logos."""

import random

import pytest

from fetchers.mail.pictures import is_page, may_carry_page
from tests.fetchers.mail.pictures import jpeg, png, tiff

SCANS = [(1240, 1754), (595, 842), (827, 2400), (2339, 1654), (850, 1100)]
LOGOS = [(1, 1), (240, 80), (600, 200), (1600, 400), (1200, 628), (512, 512), (700, 700)]


@pytest.mark.parametrize(("width", "height"), SCANS)
def test_a_scan_is_a_page(width: int, height: int) -> None:
    assert is_page(png(width, height))
    assert is_page(jpeg(width, height))
    assert is_page(tiff(width, height))


@pytest.mark.parametrize(("width", "height"), LOGOS)
def test_a_logo_banner_or_tracking_pixel_is_none(width: int, height: int) -> None:
    assert not is_page(png(width, height))
    assert not is_page(jpeg(width, height))


def test_a_photograph_of_a_telephone_is_a_page() -> None:
    assert is_page(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")


@pytest.mark.parametrize("start", [b"", b"GIF89a", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"])
def test_a_broken_picture_is_none(start: bytes) -> None:
    assert not is_page(start + random.Random(3).randbytes(5_000))


def test_a_cut_picture_is_judged_by_what_is_there() -> None:
    whole = jpeg(1240, 1754)
    assert not is_page(whole[:60])
    assert is_page(whole[:400])


def test_a_small_picture_is_fetched_only_in_a_form_that_scanners_make() -> None:
    assert may_carry_page("jpeg", 200_000)
    assert may_carry_page("tiff", 20_000)
    assert not may_carry_page("jpeg", 20_000)
