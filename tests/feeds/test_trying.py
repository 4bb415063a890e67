"""Trying a destination: nothing is delivered, and what is in the way names its field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.responses import Response

from feeds import FORMS, WAYS, attempt
from model.clock import FixedClock
from model.connections import SecretNeed, Trial
from model.deliveries import Destination, DestinationKind
from model.secret import Secret
from tests.feeds.erp import Books
from tests.feeds.mailboxes import post_box
from tests.feeds.parcels import SIGNING_KEY, FakeLease, destination
from tests.feeds.peers import PASSWORD, post_office, web_site
from tests.feeds.test_mail import by_mail
from tests.feeds.test_webhook import hook
from tests.loopback import free_port

USER = FakeLease(username="bills@erp.example", password=Secret("right"))
KEY = FakeLease(Secret(SIGNING_KEY))


def fault(came: Trial) -> tuple[bool, str]:
    return came.ok, came.field


def test_every_kind_has_a_form_that_asks_for_all_that_it_needs() -> None:
    forms = {form.kind: form for form in FORMS}
    assert forms.keys() == WAYS.keys() == set(DestinationKind)
    for kind, way in WAYS.items():
        asked = {field.name for field in forms[kind].fields if field.required} | {"host_key"}
        if forms[kind].secret is not SecretNeed.CONSENT:
            assert set(way.settings) <= asked, kind
        if way.secret:
            assert forms[kind].secret not in {SecretNeed.NONE, SecretNeed.MAYBE}, kind


@pytest.mark.slow
def test_a_mail_server_is_asked_and_gets_no_mail(clock: FixedClock) -> None:
    with post_office() as post:
        came = attempt(by_mail(post.port), None, clock=clock)
        assert (came.ok, "Nothing was sent" in came.sentence) == (True, True)
        away = attempt(by_mail(free_port()), None, clock=clock)
        unsafe = attempt(by_mail(post.port, sender="nobody"), None, clock=clock)
    with post_office(rcpt="550 no such user") as strict:
        nobody = attempt(by_mail(strict.port), None, clock=clock)
    assert fault(away) == (False, "host")
    assert unsafe.ok is False
    assert fault(nobody) == (False, "recipient")
    assert post.mails == strict.mails == []


@pytest.mark.slow
def test_a_wrong_password_is_told_at_its_field_and_never_repeated(clock: FixedClock) -> None:
    guess = FakeLease(username="ap", password=Secret("CANARY-guess"))
    with post_office() as post:
        came = attempt(by_mail(post.port), guess, clock=clock)
    assert "CANARY" not in came.sentence
    assert fault(came) == (False, "security")  # it offers no sign-in
    with post_box() as box:
        box.refuses["LOGIN"] = "[AUTHENTICATIONFAILED] no"
        settings = {"host": "127.0.0.1", "port": str(box.port), "security": "plain_loopback"}
        refused = attempt(destination(DestinationKind.IMAP, **settings), USER, clock=clock)
        del box.refuses["LOGIN"]
        box.refuses["EXAMINE"] = "no such folder"
        closed = attempt(destination(DestinationKind.IMAP, **settings), USER, clock=clock)
        del box.refuses["EXAMINE"]
        opened = attempt(destination(DestinationKind.IMAP, **settings), USER, clock=clock)
    assert [fault(one) for one in (refused, closed)] == [(False, "password"), (False, "folder")]
    assert opened.ok
    assert box.folders == {"INBOX": []}
    assert PASSWORD not in refused.sentence


def test_a_folder_is_written_to_and_left_as_it_was(clock: FixedClock, tmp_path: Path) -> None:
    def at(path: Path) -> Destination:
        return destination(DestinationKind.FOLDER, path=str(path))

    assert attempt(at(tmp_path), None, clock=clock).ok
    assert list(tmp_path.iterdir()) == []
    assert fault(attempt(at(tmp_path / "gone"), None, clock=clock)) == (False, "path")


@pytest.mark.slow
def test_a_webhook_gets_a_signed_test_without_a_document(clock: FixedClock) -> None:
    with web_site() as site:
        came = attempt(hook(site.url), KEY, clock=clock)
        site.answer = Response(status_code=401)
        refused = attempt(hook(site.url), KEY, clock=clock)
    event = json.loads(site.requests[0][2])
    assert (came.ok, event["type"], event["data"]["test"]) == (True, "billhook.test", True)
    assert "billhook.test" in came.sentence
    assert fault(refused) == (False, "password")
    gone = attempt(hook(f"http://127.0.0.1:{free_port()}"), KEY, clock=clock)
    assert fault(gone) == (False, "url")


@pytest.mark.slow
def test_books_are_asked_and_nothing_is_entered(clock: FixedClock) -> None:
    books = Books()
    with web_site() as site:
        site.behind = books.answer
        at = destination(DestinationKind.TRYTON, url=site.url, database="ap")
        came = attempt(at, USER, clock=clock)
        books.said = {"common.db.login": Response(status_code=401)}
        refused = attempt(at, USER, clock=clock)
    assert (came.ok, came.sentence) == (
        True,
        "Tryton knows this sign-in. Nothing was entered there.",
    )
    assert books.invoices == []
    assert not any(method.endswith((".create", ".write")) for method, _ in books.calls)
    assert refused.ok is False


@pytest.mark.slow
def test_a_network_is_only_reached_and_the_person_is_told_so(clock: FixedClock) -> None:
    with web_site() as site:
        at = destination(DestinationKind.PEPPOL, url=site.url)
        came = attempt(at, KEY, clock=clock)
    assert (came.ok, "knows no test" in came.sentence, site.requests) == (True, True, [])
    gone = destination(DestinationKind.PEPPOL, url=f"http://127.0.0.1:{free_port()}")
    assert fault(attempt(gone, KEY, clock=clock)) == (False, "url")
