"""What each kind of destination makes of one parcel, compared with the file kept beside it.

After a change that is meant, `BILLHOOK_UPDATE_GOLDEN=1 pytest tests/feeds/test_golden.py` writes
the files anew; their difference is then read in review.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from starlette.responses import JSONResponse

from feeds import deliver
from feeds.registry import WAYS
from model.clock import FixedClock
from model.deliveries import DestinationKind
from model.documents import Line, TaxRow
from model.news import News, NewsKind
from model.secret import Secret
from tests.feeds.erp import Books
from tests.feeds.mailboxes import post_box
from tests.feeds.networks import Network, OpenInvoice
from tests.feeds.parcels import CONTENT, SIGNING_KEY, FakeLease, destination, parcel
from tests.feeds.peers import post_office, web_site
from tests.feeds.rest.stands import SYSTEMS, standing
from tests.sshd import USER, running

_TOLD = frozenset({"if-match", "idempotency-key", "x-odoo-database", "xero-tenant-id"})
GOLDEN = Path(__file__).with_name("golden")
NETWORKS = (DestinationKind.CXML, DestinationKind.PIDX, DestinationKind.PEPPOL)
SLOW = {*SYSTEMS, *NETWORKS, DestinationKind.SFTP}
PARCEL = parcel(
    supplier_vat_id="DE284175635",
    lines=(
        Line("Power, October", Decimal(5200), "kWh", Decimal("0.29"), Decimal("1508.00")),
        Line("Meter", Decimal(1), None, Decimal("112.71"), Decimal("112.71")),
    ),
    tax_rows=(TaxRow(Decimal("1620.71"), Decimal("307.93"), Decimal(19)),),
)


def _mail(clock: FixedClock, _folder: Path) -> str:
    server = {
        "security": "plain_loopback",
        "sender": "ap@us.example",
        "recipient": "in@erp.example",
    }
    with post_office() as post:
        to = destination(DestinationKind.EMAIL, host="127.0.0.1", port=str(post.port), **server)
        deliver(to, PARCEL, None, clock=clock)
    content = post.mails[0].content
    assert isinstance(content, bytes)
    return _plain(content)


def _mailbox(clock: FixedClock, _folder: Path) -> str:
    lease = FakeLease(username="bills@erp.example", password=Secret("right"))
    with post_box() as box:
        server = {"host": "127.0.0.1", "port": str(box.port), "security": "plain_loopback"}
        to = destination(DestinationKind.IMAP, sender="ap@us.example", **server)
        deliver(to, PARCEL, lease, clock=clock)
    return _plain(box.folders["INBOX"][0])


def _plain(content: bytes) -> str:
    """A mail with a boundary that is always the same."""
    boundary = content.split(b'boundary="', 1)[1].split(b'"', 1)[0]
    return content.replace(boundary, b"BOUNDARY").decode().replace("\r\n", "\n")


def _folder(clock: FixedClock, folder: Path) -> str:
    deliver(destination(DestinationKind.FOLDER, path=str(folder)), PARCEL, None, clock=clock)
    return _stored(folder)


def _server(clock: FixedClock, _folder: Path) -> str:
    with running() as server:
        where = {"host": "127.0.0.1", "port": str(server.port), "host_key": str(server.host_key)}
        to = destination(DestinationKind.SFTP, **where)
        deliver(to, PARCEL, FakeLease(server.key, username=USER), clock=clock)
        return _stored(server.files)


def _stored(folder: Path) -> str:
    stored = sorted(folder.iterdir(), key=lambda file: file.suffix)
    facts = json.loads(next(file for file in stored if file.suffix == ".json").read_bytes())
    return _json({"files": [file.name for file in stored], "facts": facts})


def _webhook(clock: FixedClock, _folder: Path) -> str:
    with web_site() as site:
        to = destination(DestinationKind.WEBHOOK, url=site.url)
        deliver(to, PARCEL, FakeLease(Secret(SIGNING_KEY)), clock=clock)
    ((_, headers, body),) = site.requests
    sent = {name: value for name, value in headers.items() if name.startswith(("webhook", "cont"))}
    return _json({"headers": sent, "body": json.loads(body)})


def _events(clock: FixedClock, _folder: Path) -> str:
    told = News("n-1", 7, NewsKind.DOCUMENT_CHANGED, clock.now(), "doc-1", {"status": "ready"})
    with web_site() as site:
        to = destination(DestinationKind.EVENTS, url=site.url)
        deliver(to, replace(PARCEL, news=told), FakeLease(Secret(SIGNING_KEY)), clock=clock)
    ((_, headers, body),) = site.requests
    sent = {name: value for name, value in headers.items() if name.startswith(("webhook", "cont"))}
    return _json({"headers": sent, "body": json.loads(body)})


def _tryton(clock: FixedClock, _folder: Path) -> str:
    books = Books()
    with web_site() as site:
        site.behind = books.answer
        to = destination(DestinationKind.TRYTON, url=site.url, database="ap")
        deliver(to, PARCEL, FakeLease(Secret("password")), clock=clock)
    return _json([{"method": method, "params": params} for method, params in books.calls])


def _rest(kind: DestinationKind) -> Callable[[FixedClock, Path], str]:
    """All that is asked of an accounting system for one bill."""

    def made(clock: FixedClock, _folder: Path) -> str:
        with web_site() as site, standing(site, SYSTEMS[kind]) as stand:
            deliver(stand.to, PARCEL, stand.lease, clock=clock)
            return "\n".join(_request(url, headers, body) for url, headers, body in site.requests)

    return made


def _request(url: str, headers: dict[str, str], body: bytes) -> str:
    """A request as text, without what differs each time."""
    kind, _, boundary = headers.get("content-type", "").partition("; boundary=")
    content = body.replace(CONTENT, b"(the file)").decode().replace("\r\n", "\n")
    plain = content.replace(boundary, "BOUNDARY") if boundary else content
    if kind == "application/json":
        plain = _json(json.loads(plain))
    said = "".join(f"{name}: {headers[name]}\n" for name in sorted(headers) if name in _TOLD)
    return (
        f"{unquote(urlsplit(url)._replace(scheme='', netloc='').geturl())}\n{said}{kind}\n{plain}"
    )


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _network(kind: DestinationKind, clock: FixedClock, **settings: str) -> str:
    """The message that a network gets, and what is said of it over HTTP."""
    house = Network() if kind is DestinationKind.CXML else OpenInvoice()
    with web_site(JSONResponse({"id": "msg-1"})) as site:
        site.behind = None if kind is DestinationKind.PEPPOL else house.answer
        to = destination(kind, url=site.url, buyer_name="Hafenkost AG", **settings)
        deliver(to, PARCEL, FakeLease(Secret("shared-secret")), clock=clock)
    ((_, headers, body),) = site.requests
    sent = {name: value for name, value in headers.items() if name.startswith(("x-p", "cont"))}
    text = body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "")
    return f"{_json(sent)}{text}\n"


def _cxml(clock: FixedClock, _folder: Path) -> str:
    parties = {"sender": "DUNS:123456789", "receiver": "NetworkID:AN0100"}
    return _network(DestinationKind.CXML, clock, **parties)


def _pidx(clock: FixedClock, _folder: Path) -> str:
    return _network(DestinationKind.PIDX, clock, buyer_duns="987654321")


def _peppol(clock: FixedClock, _folder: Path) -> str:
    return _network(DestinationKind.PEPPOL, clock, buyer_vat_id="ATU12345678")


MAKES: dict[DestinationKind, Callable[[FixedClock, Path], str]] = {
    DestinationKind.EMAIL: _mail,
    DestinationKind.IMAP: _mailbox,
    DestinationKind.FOLDER: _folder,
    DestinationKind.SFTP: _server,
    DestinationKind.WEBHOOK: _webhook,
    DestinationKind.TRYTON: _tryton,
    **{kind: _rest(kind) for kind in SYSTEMS},
    DestinationKind.CXML: _cxml,
    DestinationKind.PIDX: _pidx,
    DestinationKind.PEPPOL: _peppol,
    DestinationKind.EVENTS: _events,
}


def test_every_kind_of_destination_is_registered_and_has_a_golden_file() -> None:
    assert set(WAYS) == set(MAKES) == set(DestinationKind)
    assert {file.stem for file in GOLDEN.iterdir()} == {kind.value for kind in DestinationKind}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[pytest.mark.slow] if kind in SLOW else [])
        for kind in DestinationKind
    ],
)
def test_a_parcel_goes_out_as_it_is_written_down(
    clock: FixedClock, tmp_path: Path, kind: DestinationKind
) -> None:
    made, golden = MAKES[kind](clock, tmp_path), GOLDEN / f"{kind.value}.txt"
    if os.environ.get("BILLHOOK_UPDATE_GOLDEN"):
        golden.write_text(made)
    assert made == golden.read_text()
