"""E-invoices that go along with a document, or in its place, where a destination wants one."""

from __future__ import annotations

import base64
import email
import hashlib
import io
import json
from email.policy import SMTP
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import parsers
from feeds import check_settings, deliver, preflight
from feeds.enrichment import enriched
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind, Parcel
from model.documents import DocumentFormat
from model.errors import DestinationRefused, InvoiceIncomplete, SettingsInvalid
from model.secret import Secret
from parsers.einvoice import rules
from tests.feeds.bills import bill
from tests.feeds.parcels import SIGNING_KEY, FakeLease, destination
from tests.feeds.peers import post_office, web_site
from tests.parsers import xml as samples

LEASE = FakeLease(Secret(SIGNING_KEY))
FOLDER = DestinationKind.FOLDER


def wanting(form: str, path: Path, **settings: str) -> Destination:
    return destination(FOLDER, path=str(path), einvoice=form, **settings)


def on_paper() -> Parcel:
    """The bill as a PDF that can be shown."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 700, "Invoice RE-2026/104")
    canvas.save()
    content = out.getvalue()
    return bill(content=content, sha256=hashlib.sha256(content).hexdigest())


@pytest.mark.slow
def test_a_folder_gets_the_e_invoice_beside_the_file(clock: FixedClock, tmp_path: Path) -> None:
    for _ in range(2):
        deliver(wanting("ubl", tmp_path), bill(), None, clock=clock)
    (held,) = tmp_path.glob("*.xml")
    assert held.with_suffix(".pdf").exists()
    assert held.with_suffix(".json").exists()
    assert parsers.read(held.read_bytes()).text("invoice_number") == "RE-2026/104"


@pytest.mark.slow
def test_a_mail_gets_it_as_the_second_file(clock: FixedClock) -> None:
    server = {"security": "plain_loopback", "sender": "a@us.example", "recipient": "b@erp.example"}
    with post_office() as post:
        settings = {"host": "127.0.0.1", "port": str(post.port), "einvoice": "peppol", **server}
        deliver(destination(DestinationKind.EMAIL, **settings), bill(), None, clock=clock)
    content = post.mails[0].content
    assert isinstance(content, bytes)
    files = list(email.message_from_bytes(content, policy=SMTP).iter_attachments())
    assert [one.get_content_type() for one in files] == ["application/pdf", "application/xml"]
    name = files[1].get_filename()
    assert name
    assert name.endswith("_RE-2026-104_2026-10-14.xml")
    assert rules.validate(files[1].get_content()).profile == "Peppol BIS"


@pytest.mark.slow
def test_a_webhook_gets_it_among_the_data(clock: FixedClock) -> None:
    with web_site() as site:
        to = destination(DestinationKind.WEBHOOK, url=site.url, einvoice="ubl")
        deliver(to, bill(), LEASE, clock=clock)
    ((_, _, body),) = site.requests
    made = json.loads(body)["data"]["einvoice"]
    assert (made["form"], made["media_type"]) == ("ubl", "application/xml")
    assert parsers.read(base64.b64decode(made["content"])).accept


@pytest.mark.slow
def test_factur_x_takes_the_place_of_the_file(clock: FixedClock, tmp_path: Path) -> None:
    deliver(wanting("facturx", tmp_path), on_paper(), None, clock=clock)
    (held,) = tmp_path.glob("*.pdf")
    made = held.read_bytes()
    assert parsers.read(made).format is DocumentFormat.FACTURX
    facts = json.loads(held.with_suffix(".json").read_bytes())
    assert facts["sha256"] == hashlib.sha256(made).hexdigest()
    again = bill(content=made, format=DocumentFormat.FACTURX)
    assert enriched(wanting("facturx", tmp_path), again) == again  # it is one already


@pytest.mark.slow
def test_a_picture_goes_by_mail_as_factur_x(clock: FixedClock) -> None:
    out = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(out, "PNG")
    scan = bill(content=out.getvalue(), media_type="image/png")
    server = {"security": "plain_loopback", "sender": "a@us.example", "recipient": "b@erp.example"}
    with post_office() as post:
        settings = {"host": "127.0.0.1", "port": str(post.port), "einvoice": "facturx", **server}
        to = destination(DestinationKind.EMAIL, **settings)
        assert preflight(to, scan) == ()
        deliver(to, scan, None, clock=clock)
    content = post.mails[0].content
    assert isinstance(content, bytes)
    (held,) = email.message_from_bytes(content, policy=SMTP).iter_attachments()
    assert parsers.read(held.get_content()).format is DocumentFormat.FACTURX


def test_what_the_supplier_sent_as_ubl_goes_on_as_it_came(tmp_path: Path) -> None:
    came = bill(
        content=samples.ubl(),
        media_type="application/xml",
        fields={"buyer_name": ""},
        format=DocumentFormat.UBL,
    )
    assert preflight(wanting("ubl", tmp_path), came) == ()
    assert enriched(wanting("ubl", tmp_path), came) == came


@pytest.mark.slow
def test_xml_beside_xml_is_told_apart(clock: FixedClock, tmp_path: Path) -> None:
    came = bill(content=samples.cii(), media_type="application/xml")
    deliver(wanting("ubl", tmp_path), came, None, clock=clock)
    names = sorted(file.name.partition(".")[2] for file in tmp_path.iterdir())
    assert names == ["json", "ubl.xml", "xml"]


def test_what_is_missing_is_said_before_anything_is_sent(clock: FixedClock, tmp_path: Path) -> None:
    unknown = bill(fields={"buyer_name": "", "buyer_vat_id": ""})
    lacks = preflight(wanting("ubl", tmp_path), unknown)
    assert [lack.field for lack in lacks] == ["buyer_name", "buyer_country"]
    with pytest.raises(DestinationRefused, match="name of the buyer"):
        deliver(wanting("ubl", tmp_path), unknown, None, clock=clock)
    assert not list(tmp_path.iterdir())
    ours = {"buyer_name": "Hafenkost AG", "buyer_country": "AT"}
    assert preflight(wanting("ubl", tmp_path, **ours), unknown) == ()


@pytest.mark.slow
def test_what_no_rule_allows_is_refused_with_the_rule(tmp_path: Path) -> None:
    odd = bill(fields={"seller_country": "XX"})
    with pytest.raises(InvoiceIncomplete, match="BR-CL-14"):
        enriched(wanting("ubl", tmp_path), odd)


def test_settings_that_no_destination_understands_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="einvoice is one of ubl, peppol, facturx"):
        check_settings(wanting("zugferd", tmp_path))
    erp = destination(DestinationKind.TRYTON, url="https://x", database="ap", einvoice="ubl")
    with pytest.raises(SettingsInvalid, match="takes no einvoice"):
        check_settings(erp)
