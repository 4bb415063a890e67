"""An authenticator's seed from a picture of its QR code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook
from tests.parsers.test_barcodes import SEED, picture


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ((SEED,), ""),
        (("https://portal.example", SEED), ""),
        (("https://portal.example",), "holds 0 QR codes"),
        ((SEED, SEED.replace("Acme", "Globex")), "holds 2 QR codes"),
        (("otpauth://totp/A?secret=1",), "can't be read"),
    ],
)
def test_a_seed_is_taken_from_the_only_code_that_is_one(
    billhook: Billhook, tmp_path: Path, texts: tuple[str, ...], why: str
) -> None:
    key = ("--key-file", str(tmp_path / "k.key"))
    billhook("vault", "init", "--no-recovery-kit", *key)
    picture(*texts).save(tmp_path / "seed.png")
    add = ("vault", "add", "acme", "--username", "ap", "--password-stdin", *key)
    said = billhook(*add, "--totp-qr", str(tmp_path / "seed.png"), stdin="password\n")
    assert (said.status, why in said.err) == (1 if why else 0, True)
    assert "GEZDGNBV" not in said.out + said.err
    kept = [row["name"] for row in billhook("vault", "list", "--json", *key).json()]
    assert kept == ([] if why else ["acme", "acme/totp"])


def test_an_image_that_is_not_there_is_named(billhook: Billhook, tmp_path: Path) -> None:
    add = ("vault", "add", "acme", "--password-stdin", "--totp-qr", str(tmp_path / "none.png"))
    said = billhook(*add, stdin="password\n")
    assert (said.status, "none.png can't be read" in said.err) == (1, True)
    twice = billhook(*add, "--totp-stdin", stdin="password\n")
    assert (twice.status, "once" in twice.err) == (2, True)
