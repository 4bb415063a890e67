from __future__ import annotations

import base64
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from model import redaction
from model.secret import Secret

ROOT = Path(__file__).parents[2]
CANARY = 'c4nary/"pä ss+word'
SPELLINGS = {
    "plain": CANARY,
    "in JSON": 'c4nary/\\"p\\u00e4 ss+word',
    "in a URL": quote(CANARY, safe=""),
    "as base64": base64.b64encode(CANARY.encode()).decode(),
    "as base64 for URLs": base64.urlsafe_b64encode(CANARY.encode()).decode().rstrip("="),
}


@pytest.fixture
def known() -> Iterator[Secret]:
    secret = Secret(CANARY)
    redaction.know([secret])
    yield secret
    redaction.forget([secret])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_open_secret_is_not_shown_in_any_spelling(known: Secret, spelling: str) -> None:
    said = redaction.redacted(f"fill({SPELLINGS[spelling]}) timed out")
    assert said == "fill(***) timed out"


def test_a_secret_is_forgotten_as_often_as_it_was_made_known(known: Secret) -> None:
    redaction.know([known])
    redaction.forget([known])
    assert CANARY not in redaction.redacted(CANARY)
    redaction.forget([known])
    assert redaction.redacted(CANARY) == CANARY
    assert not redaction._open
    redaction.know([known])


@pytest.mark.parametrize("short", ["", "abc"])
def test_what_is_too_short_to_be_told_from_words_is_left(short: str) -> None:
    redaction.know([Secret(short)])
    assert redaction.redacted("abc of abcess") == "abc of abcess"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("{'authorization': 'Basic YWI6Y2Q='}", "{'authorization': '***"),
        ("Set-Cookie: sid=1; path=/", "Set-Cookie: ***"),
        ("bearer eyJhbGciOi", "bearer ***"),
        ("otpauth://totp/A?secret=GEZ&issuer=A now", "otpauth://*** now"),
        ("GET /x?access_token=abc&page=2", "GET /x?access_token=***&page=2"),
        ("postgresql://ap:s3cret@db/x", "postgresql://ap:***@db/x"),
        ("to GB33BUKB20201555555555.", "to GB33***55."),
        ("to DE89 3704 0044 0532 0130 00.", "to DE89***00."),
        ("Portal nordwind lists 12 of 12", "Portal nordwind lists 12 of 12"),
    ],
)
def test_what_looks_like_a_secret_is_not_shown(said: str, shown: str) -> None:
    assert redaction.redacted(said) == shown


CHILD = """
import logging, sys, threading
from model import redaction
from model.secret import Secret
redaction.install()
import dbos, uvicorn.config
secret = "c4nary-" + "2d81"
redaction.know([Secret(secret)])
logging.config.dictConfig(uvicorn.config.LOGGING_CONFIG)
logging.basicConfig(level=logging.DEBUG)
for name in ("dbos", "uvicorn.error", "uvicorn", "playwright", "asyncio", "imapclient", "x.y"):
    logging.getLogger(name).error("%s failed for %s\\nINFO forged", name, secret)
try:
    raise ValueError("fill " + secret)
except ValueError:
    logging.getLogger("dbos").exception("failed")
logging.getLogger("x").error("%d", secret)
class Fallen:
    def __del__(self): raise ValueError(secret)
Fallen()
def fall(): raise ValueError(secret)
thread = threading.Thread(target=fall); thread.start(); thread.join()
fall()
"""


def test_no_logger_and_no_fall_of_a_process_shows_an_open_secret() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "c4nary" not in said
    assert "\nINFO forged" not in said
    assert said.count("ValueError: ***") == 3
    assert said.count("fill ***") == 1
    for name in ("dbos", "uvicorn.error", "playwright", "asyncio", "imapclient", "x.y"):
        assert f"{name} failed for ***" in said


def test_a_record_whose_parts_do_not_fit_is_logged_all_the_same(known: Secret) -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, f"%d {CANARY}", ("no",), None)
    assert redaction._clean(record).getMessage() == "%d ***"
