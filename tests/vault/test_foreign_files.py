"""Files to import are foreign bytes: each is read, or refused with a sentence, and no more.

The contract: `files.read` returns entries or raises an error of `model.errors`; the error never
quotes what stands in the file.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import BillhookError
from model.secret import Secret
from vault.exchange import files
from vault.exchange.kdbx import SIGNATURE

CANARY = "CANARY-4711"
names = st.sampled_from(
    [
        *("items", "login", "name", "uris", "uri", "password", "username", "fields", "totp"),
        *("encrypted", "passwordProtected", "salt", "kdfType", "kdfIterations", "data"),
        *("accounts", "vaults", "overview", "details", "loginFields", "sections", "value"),
    ]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(CANARY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=12,
)


def zipped(value: object) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("export.data", json.dumps(value))
    return body.getvalue()


bodies = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=400).map(lambda tail: SIGNATURE + tail),
    st.binary(max_size=400).map(lambda tail: SIGNATURE + b"\x01\x00\x04\x00" + tail),
    st.binary(max_size=400).map(lambda tail: b"PK\x03\x04" + tail),
    st.text(max_size=200).map(lambda text: f"url,password\n{text}".encode("utf-8", "replace")),
    st.dictionaries(names, json_values, max_size=6).map(lambda value: json.dumps(value).encode()),
    json_values.map(zipped),
)


def refusal(body: bytes) -> BillhookError | None:
    """Why the file was refused; None where it was read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(body)
        try:
            files.read(path, Secret("password"))
        except BillhookError as error:
            return error
    return None


@settings(max_examples=300, deadline=None)
@given(body=bodies)
def test_any_file_is_read_or_refused_with_a_sentence(body: bytes) -> None:
    error = refusal(body)
    if error is not None:
        assert CANARY not in error.message
        assert error.__suppress_context__ or error.__context__ is None
