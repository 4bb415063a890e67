from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError
from starlette.responses import Response, StreamingResponse

from feeds import deliver
from model.clock import FixedClock, SystemClock
from model.deliveries import Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.secret import Secret
from tests.feeds.authority import Authority
from tests.feeds.parcels import (
    CONTENT,
    HOSTILE,
    NOW,
    PARCEL,
    SIGNING_KEY,
    FakeLease,
    destination,
    parcel,
)
from tests.feeds.peers import web_site
from tests.loopback import free_port

LEASE = FakeLease(Secret(SIGNING_KEY))


def hook(url: str, **settings: str) -> Destination:
    return destination(DestinationKind.WEBHOOK, url=f"{url}/webhook", **settings)


def test_the_receiver_verifies_it_with_the_standard_library_of_webhooks() -> None:
    with web_site() as site:
        taken = deliver(hook(site.url), PARCEL, LEASE, clock=SystemClock())
    ((_, headers, body),) = site.requests
    event = Webhook(SIGNING_KEY).verify(body, headers)
    assert headers["webhook-id"] == taken.reference == PARCEL.key
    assert taken.detail == "127.0.0.1 answered 204."
    assert (event["specversion"], event["id"], event["subject"]) == ("1.0", PARCEL.key, "doc-1")
    assert (event["source"], event["type"]) == ("urn:billhook", "billhook.document.released")
    assert base64.b64decode(event["data"]["content"]) == CONTENT
    assert event["data"]["gross"] == "1928.64"
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"another key").decode()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SIGNING_KEY).verify(body.replace(b"1928.64", b"9928.64"), headers)


def test_sent_again_it_has_the_same_id_and_body(clock: FixedClock) -> None:
    with web_site() as site:
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)
        clock.move(timedelta(minutes=5))
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)
    (_, first, body), (_, again, body_again) = site.requests
    assert body == body_again
    assert first["webhook-id"] == again["webhook-id"]
    assert int(again["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 300


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_stays_data(clock: FixedClock, text: str) -> None:
    hostile = parcel(supplier=text, number=text.strip() or "1", po_number=text)
    with web_site() as site:
        deliver(hook(site.url), hostile, LEASE, clock=clock)
    ((url, headers, body),) = site.requests
    assert url.endswith("/webhook")
    assert "bcc" not in headers
    assert json.loads(body)["data"]["supplier"] == text


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_what_passes_by_itself_is_tried_again(clock: FixedClock, status: int) -> None:
    with (
        web_site(Response("busy\r\n", status)) as site,
        pytest.raises(DestinationUnreachable, match=f"answered {status}: busy"),
    ):
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422])
def test_what_was_refused_needs_a_person(clock: FixedClock, status: int) -> None:
    with (
        web_site(Response(status_code=status)) as site,
        pytest.raises(DestinationRefused, match=f"answered {status}"),
    ):
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)


def test_a_receiver_that_is_gone_needs_a_new_address(clock: FixedClock) -> None:
    with (
        web_site(Response(status_code=410)) as site,
        pytest.raises(DestinationRefused, match="gone for good"),
    ):
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)


def test_a_redirect_is_not_followed(clock: FixedClock) -> None:
    with web_site() as other:
        moved = Response(status_code=307, headers={"location": other.url})
        with web_site(moved) as site, pytest.raises(DestinationRefused, match="redirects"):
            deliver(hook(site.url), PARCEL, LEASE, clock=clock)
    assert other.requests == []


HTTP_DATE = (NOW + timedelta(minutes=3)).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (HTTP_DATE, timedelta(minutes=3)),
        ("Mon, 01 Jan 2001 00:00:00 GMT", timedelta(0)),
        ("99999999", timedelta(days=1)),
        ("9" * 400, None),
        ("soon", None),
        ("", None),
    ],
)
def test_the_receivers_wish_to_wait_is_handed_on(
    clock: FixedClock, value: str, wait: timedelta | None
) -> None:
    with (
        web_site(Response(status_code=503, headers={"retry-after": value})) as site,
        pytest.raises(DestinationUnreachable) as caught,
    ):
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)
    assert caught.value.retry_after == wait


def test_a_receiver_that_does_not_answer_is_tried_again(clock: FixedClock) -> None:
    with pytest.raises(DestinationUnreachable, match="does not answer"):
        deliver(hook(f"http://127.0.0.1:{free_port()}"), PARCEL, LEASE, clock=clock)


def test_an_answer_without_end_is_cut_off(clock: FixedClock) -> None:
    with (
        web_site(StreamingResponse(iter([b"x" * 100_000] * 100))) as site,
        pytest.raises(DestinationUnreachable, match="without end"),
    ):
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)


def test_a_trusted_certificate_is_needed(clock: FixedClock, ca: Authority) -> None:
    with web_site(certificate=str(ca.certificate), key=str(ca.key)) as site:
        with pytest.raises(DestinationRefused, match="can't be trusted"):
            deliver(hook(site.url), PARCEL, LEASE, clock=clock)
        assert site.requests == []
        deliver(hook(site.url, ca_file=str(ca.ca_file)), PARCEL, LEASE, clock=clock)
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://hooks.example", "hooks.example needs https"),
        ("ftp://127.0.0.1", "needs https"),
        ("nowhere", "needs https"),
        ("https://127.0.0.1:port", "is no address"),
    ],
)
def test_an_address_that_is_not_safe_is_named(clock: FixedClock, url: str, complaint: str) -> None:
    with pytest.raises(SettingsInvalid, match=complaint):
        deliver(hook(url), PARCEL, LEASE, clock=clock)


def test_a_destination_without_address_or_key_is_named(clock: FixedClock) -> None:
    bare = destination(DestinationKind.WEBHOOK)
    with pytest.raises(SettingsInvalid, match="set its url"):
        deliver(bare, PARCEL, LEASE, clock=clock)
    with pytest.raises(SettingsInvalid, match="has no signing key"):
        deliver(bare, PARCEL, None, clock=clock)


@pytest.mark.parametrize("key", ["whsec_not base64 canary", "", "whsec_", "whsec_Ä"])
def test_a_signing_key_that_is_none_is_never_shown(clock: FixedClock, key: str) -> None:
    with pytest.raises(DestinationRefused, match="holds no signing key") as caught:
        deliver(hook("https://hooks.example"), PARCEL, FakeLease(Secret(key)), clock=clock)
    assert "canary" not in repr(caught.value)


def test_the_time_of_sending_is_utc(clock: FixedClock) -> None:
    with web_site() as site:
        deliver(hook(site.url), PARCEL, LEASE, clock=clock)
    stamp = int(site.requests[0][1]["webhook-timestamp"])
    assert datetime.fromtimestamp(stamp, UTC) == NOW
