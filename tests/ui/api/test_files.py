"""Files come to be downloaded, whole or in ranges, and nothing of them ever runs."""

from __future__ import annotations

import httpx
import pytest

from storage.store import Store
from tests.storage import samples
from tests.ui.api.conftest import PAPER, caller_of

FILE = "/documents/doc-1/file"


async def test_a_file_is_to_be_downloaded_and_never_to_be_shown(reader: httpx.AsyncClient) -> None:
    answer = await reader.get(FILE)
    assert answer.content == PAPER
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "status", "content", "range_"),
    [
        ("bytes=0-3", 206, PAPER[:4], "bytes 0-3/15"),
        ("bytes=9-", 206, PAPER[9:], "bytes 9-14/15"),
        ("bytes=-4", 206, PAPER[-4:], "bytes 11-14/15"),
        ("bytes=-99", 206, PAPER, "bytes 0-14/15"),
        ("bytes=9-999999999999", 206, PAPER[9:], "bytes 9-14/15"),
        ("bytes=15-", 416, b"", "bytes */15"),
        ("bytes=-0", 416, b"", "bytes */15"),
        ("bytes=4-2", 416, b"", "bytes */15"),
        ("bytes=0-1,3-4", 200, PAPER, None),
        ("bytes=-", 200, PAPER, None),
        ("bytes=99999999999999999999-", 200, PAPER, None),
        ("rows=0-3", 200, PAPER, None),
    ],
)
async def test_one_range_is_served_and_what_is_none_is_left_out_of_account(
    reader: httpx.AsyncClient, asked: str, status: int, content: bytes, range_: str | None
) -> None:
    answer = await reader.get(FILE, headers={"range": asked})
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers.get("content-range") == range_


async def test_a_range_of_another_version_gets_the_whole_file(reader: httpx.AsyncClient) -> None:
    tag = (await reader.get(FILE)).headers["etag"]
    same = await reader.get(FILE, headers={"range": "bytes=0-3", "if-range": tag})
    other = await reader.get(FILE, headers={"range": "bytes=0-3", "if-range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert (await reader.get(FILE, headers={"if-none-match": tag})).status_code == 304


@pytest.mark.parametrize("said", ["text/html", "image/svg+xml", "application/xml", "text/plain"])
async def test_markup_is_only_bytes(store: Store, said: str) -> None:
    sha256 = store.files.put(b"<html><script>alert(1)</script>")
    with store.begin() as tx:
        samples.file_invoice(tx, "doc-2", number="X", sha256=sha256, media_type=said)
    async with caller_of(store) as client:
        answer = await client.get("/documents/doc-2/file")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_a_file_that_is_gone_is_missing(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx, "doc-2", number="X")
    async with caller_of(store) as client:
        answer = await client.get("/documents/doc-2/file")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:billhook:problem:file-missing")
