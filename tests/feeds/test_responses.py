from __future__ import annotations

import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.responses import JSONResponse, Response

from feeds import responses
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind, ResponseStatus
from model.deliveries import Response as Decision
from model.errors import DestinationRefused, DestinationUnreachable
from model.secret import Secret
from tests.feeds.parcels import FakeLease, destination
from tests.feeds.peers import web_site

LEASE = FakeLease(Secret("status-token"))


def asked(*keys: str) -> dict[str, str]:
    return dict.fromkeys(keys, "")


def asking(url: str) -> Destination:
    return destination(DestinationKind.WEBHOOK, status_url=f"{url}/status?company=7")


def test_decisions_are_read_with_the_token(clock: FixedClock) -> None:
    decided = {"k1": {"status": "AP"}, "k2": {"status": "RE", "reason": "PO\nmissing"}}
    with web_site(JSONResponse(decided)) as site:
        found = responses(asking(site.url), asked("k1", "k2", "k3"), LEASE, clock=clock)
    assert found == (
        Decision("k1", ResponseStatus.ACCEPTED, ""),
        Decision("k2", ResponseStatus.REJECTED, "PO missing"),
    )
    ((url, headers, _),) = site.requests
    assert parse_qs(urlsplit(url).query) == {"company": ["7"], "ids": ["k1,k2,k3"]}
    assert headers["authorization"] == "Bearer status-token"


def test_many_keys_are_asked_in_parts(clock: FixedClock) -> None:
    keys = tuple(f"k{number}" for number in range(120))
    with web_site(JSONResponse({key: {"status": "IP"} for key in keys})) as site:
        found = responses(asking(site.url), asked(*keys), None, clock=clock)
    assert [answer.key for answer in found] == list(keys)
    assert len(site.requests) == 3
    assert "authorization" not in site.requests[0][1]


def test_no_keys_ask_nothing(clock: FixedClock) -> None:
    assert responses(asking("https://nowhere.example"), {}, LEASE, clock=clock) == ()


def test_an_unknown_code_is_noted_and_never_guessed(
    clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    odd = JSONResponse({"k1": {"status": "approved"}, "k2": {"reason": "x"}, "k3": "AP"})
    with web_site(odd) as site, caplog.at_level(logging.WARNING, "feeds.responses"):
        assert responses(asking(site.url), asked("k1", "k2", "k3"), LEASE, clock=clock) == ()
    assert "unknown code 'approved'" in caplog.text


def test_decisions_nobody_asked_for_are_left_out(clock: FixedClock) -> None:
    with web_site(JSONResponse({"other": {"status": "AP"}})) as site:
        assert responses(asking(site.url), asked("k1"), LEASE, clock=clock) == ()


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"AP"', b"\xff", b"[" * 100_000])
def test_what_is_no_status_is_said(clock: FixedClock, content: bytes) -> None:
    answer = Response(content)
    with (
        web_site(answer) as site,
        pytest.raises(DestinationRefused, match="answered with no status"),
    ):
        responses(asking(site.url), asked("k1"), LEASE, clock=clock)


def test_the_reason_is_one_line_of_bounded_length(clock: FixedClock) -> None:
    reason = json.loads('"\\u202eyes\\u0000 ' + "x" * 900 + '"')
    with web_site(JSONResponse({"k1": {"status": "RE", "reason": reason}})) as site:
        (found,) = responses(asking(site.url), asked("k1"), LEASE, clock=clock)
    assert found.reason.startswith("yes x")
    assert len(found.reason) == 200


@pytest.mark.parametrize(
    ("status", "error"), [(503, DestinationUnreachable), (401, DestinationRefused)]
)
def test_a_receiver_that_does_not_tell_is_an_error(
    clock: FixedClock, status: int, error: type[Exception]
) -> None:
    with web_site(Response(status_code=status)) as site, pytest.raises(error) as caught:
        responses(asking(site.url), asked("k1"), LEASE, clock=clock)
    assert "status-token" not in repr(caught.value)
