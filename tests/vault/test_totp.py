from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from model.errors import WrongInput
from model.secret import Secret
from vault.totp import code_at

# RFC 6238, appendix B
KEYS = {
    "SHA1": b"12345678901234567890",
    "SHA256": b"12345678901234567890123456789012",
    "SHA512": b"1234567890123456789012345678901234567890123456789012345678901234",
}
VECTORS = [
    (59, "SHA1", "94287082"),
    (59, "SHA256", "46119246"),
    (59, "SHA512", "90693936"),
    (1111111109, "SHA1", "07081804"),
    (1111111109, "SHA256", "68084774"),
    (1111111109, "SHA512", "25091201"),
    (1111111111, "SHA1", "14050471"),
    (1111111111, "SHA256", "67062674"),
    (1111111111, "SHA512", "99943326"),
    (1234567890, "SHA1", "89005924"),
    (1234567890, "SHA256", "91819424"),
    (1234567890, "SHA512", "93441116"),
    (2000000000, "SHA1", "69279037"),
    (2000000000, "SHA256", "90698825"),
    (2000000000, "SHA512", "38618901"),
    (20000000000, "SHA1", "65353130"),
    (20000000000, "SHA256", "77737706"),
    (20000000000, "SHA512", "47863826"),
]


@pytest.mark.parametrize(("seconds", "algorithm", "expected"), VECTORS)
def test_the_codes_of_rfc_6238(seconds: int, algorithm: str, expected: str) -> None:
    secret = base64.b32encode(KEYS[algorithm]).decode()
    seed = Secret(f"otpauth://totp/Acme:ap?secret={secret}&digits=8&algorithm={algorithm}")
    assert code_at(seed, datetime.fromtimestamp(seconds, UTC)).code.reveal() == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
        "GEZDGNBV-GY3TQOJQ-GEZDGNBV-GY3TQOJQ====",
        " otpauth://totp/x?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&issuer=Acme ",
    ],
)
def test_a_seed_is_read_as_people_copy_it(spelling: str) -> None:
    code = code_at(Secret(spelling), datetime.fromtimestamp(59, UTC))
    assert code.code.reveal() == "287082"


def test_a_code_says_how_long_it_is_good_for() -> None:
    seed = Secret("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=60")
    assert code_at(seed, datetime.fromtimestamp(61, UTC)).seconds_left == 59
    assert code_at(seed, datetime.fromtimestamp(119, UTC)).seconds_left == 1
    assert code_at(seed, datetime.fromtimestamp(120, UTC)).seconds_left == 60


@pytest.mark.parametrize(
    "seed",
    [
        "",
        "not base32!",
        "otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1",
        "https://totp/x?secret=GEZDGNBVGY3TQOJQ",
        "otpauth://totp/x?issuer=CANARY",
        "otpauth://totp/x?secret=",
        "otpauth://totp/x?secret=CANARY0189",
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5",
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=CANARY",
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=9",
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=1",
    ],
)
def test_a_seed_that_cannot_be_read_is_refused_without_showing_it(seed: str) -> None:
    with pytest.raises(WrongInput) as refused:
        code_at(Secret(seed), datetime.fromtimestamp(59, UTC))
    assert "CANARY" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
