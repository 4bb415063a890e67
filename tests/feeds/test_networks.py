"""cXML, PIDX and Peppol as destinations, against peers that enforce what the networks enforce."""

from __future__ import annotations

from decimal import Decimal

import pytest
from starlette.responses import JSONResponse, Response

import parsers
from feeds import deliver, preflight
from feeds.replies import replies_in
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind, Parcel, ResponseStatus
from model.documents import Line, TaxRow
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    InvoiceIncomplete,
    SettingsInvalid,
)
from model.money import Money
from model.secret import Secret
from parsers.safety import gate
from pipeline.deliveries import parcels
from tests.feeds.bills import BILL, bill, credit
from tests.feeds.networks import Network, OpenInvoice, cxml_faults, pidx_faults
from tests.feeds.parcels import CONTENT, HOSTILE, FakeLease, destination
from tests.feeds.peers import web_site

pytestmark = pytest.mark.slow  # servers
SECRET = FakeLease(Secret("shared-secret"))
D = Decimal


def coupa(url: str, **settings: str) -> Destination:
    at = {"sender": "DUNS:123456789", "receiver": "NetworkID:coupa-ap"}
    return destination(DestinationKind.CXML, url=url, **{**at, **settings})


def open_invoice(url: str, **settings: str) -> Destination:
    at = {"buyer_duns": "987654321", "duns_Quill & Vale Müller": "123456789"}
    return destination(DestinationKind.PIDX, url=url, **{**at, **settings})


@pytest.mark.parametrize("dialect", ["coupa", "ariba"])
@pytest.mark.parametrize("one", [BILL, credit(BILL)], ids=["invoice", "credit memo"])
def test_a_cxml_invoice_is_taken_once_with_its_file(
    clock: FixedClock, dialect: str, one: Parcel
) -> None:
    network = Network()
    with web_site() as site:
        site.behind = network.answer
        for _ in range(2):
            taken = deliver(coupa(site.url, dialect=dialect), one, SECRET, clock=clock)
    assert taken.reference == "4f1c0ffee0@123456789"
    ((payload_id, message),) = network.taken.items()
    assert payload_id == taken.reference
    assert network.files == [CONTENT, CONTENT]
    reading = parsers.read(message)
    assert (reading.kind, reading.accept) == (one.kind, True)
    assert reading.money("gross_total") == one.gross
    assert b"cid:original" in message


def test_without_attachment_the_message_goes_alone(clock: FixedClock) -> None:
    network = Network()
    with web_site() as site:
        site.behind = network.answer
        deliver(coupa(site.url, attach="no"), BILL, SECRET, clock=clock)
    ((_, headers, _),) = site.requests
    assert headers["content-type"] == 'text/xml; charset="UTF-8"'
    assert network.files == []


@pytest.mark.parametrize("over_http", [False, True])
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, DestinationUnreachable),
        (550, DestinationUnreachable),
        (560, DestinationUnreachable),
        (401, CredentialRefused),
        (400, DestinationRefused),
        (406, DestinationRefused),
        (409, DestinationRefused),
        (450, DestinationRefused),
    ],
)
def test_a_status_of_the_network_says_whether_waiting_helps(
    clock: FixedClock, status: int, error: type[Exception], *, over_http: bool
) -> None:
    with web_site() as site:
        site.behind = Network(status=status, over_http=over_http).answer
        with pytest.raises(error, match=str(status)) as caught:
            deliver(coupa(site.url), BILL, SECRET, clock=clock)
    assert type(caught.value) is error
    assert "shared-secret" not in repr(caught.value)


@pytest.mark.parametrize("status", [200, 201, 204, 280])
def test_any_success_of_the_network_is_taken(clock: FixedClock, status: int) -> None:
    with web_site() as site:
        site.behind = Network(status=status).answer
        taken = deliver(coupa(site.url), BILL, SECRET, clock=clock)
    assert f"answered {status}" in taken.detail


def test_a_wrong_secret_is_said_without_it(clock: FixedClock) -> None:
    with web_site() as site:
        site.behind = Network(secret="another").answer
        with pytest.raises(CredentialRefused, match="shared secret in the vault") as caught:
            deliver(coupa(site.url), BILL, SECRET, clock=clock)
    assert "shared-secret" not in repr(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"OK", b"<html/>", b"<cXML><Response/></cXML>", b"<!DOCTYPE x [<!ENTITY y 'z'>]><x/>"],
)
def test_what_is_no_answer_of_the_network_is_refused(clock: FixedClock, content: bytes) -> None:
    with web_site(Response(content)) as site, pytest.raises(DestinationRefused):
        deliver(coupa(site.url), BILL, SECRET, clock=clock)


@pytest.mark.parametrize(
    "settings", [{"sender": "123"}, {"receiver": "DUNS:"}, {"dialect": "jaggaer"}]
)
def test_settings_of_cxml_are_checked(clock: FixedClock, settings: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid):
        deliver(coupa("https://x.example", **settings), BILL, SECRET, clock=clock)


def test_an_order_and_a_buyer_are_asked_for_before_cxml_is_sent() -> None:
    lacks = preflight(coupa("https://x"), bill(po_number=None, fields={"buyer_name": ""}))
    assert [lack.field for lack in lacks] == ["po_number", "buyer_name"]
    abroad = bill(fields={"buyer_vat_id": "", "seller_vat_id": ""}, supplier_vat_id=None)
    assert preflight(coupa("https://x"), abroad) == ()


def test_lines_of_several_rates_carry_their_taxes(clock: FixedClock) -> None:
    rows = (TaxRow(D("10.01"), D("1.90"), D(19)), TaxRow(D("3.33"), D("0.23"), D(7)))
    lines = (
        Line("a", D(3), None, D("1.11"), D("3.33"), D(19)),
        Line("b", D(2), None, D("3.40"), D("6.68"), D(19)),  # a discount of 0.12
        Line("c", total=D("3.33"), tax_rate=D(7)),
    )
    sums = {"gross": Money(D("15.47"), "EUR"), "net": Money(D("13.34"), "EUR")}
    one = bill(lines=lines, tax_rows=rows, fields={"gross_total": "15.47"}, **sums)
    network = Network()
    with web_site() as site:
        site.behind = network.answer
        deliver(coupa(site.url), one, SECRET, clock=clock)
    (message,) = network.taken.values()
    back = parcels.of_reading(parsers.read(message), message)
    assert [line.tax_rate for line in back.lines] == [D(19), D(19), D(7)]
    assert [line.total for line in back.lines] == [line.total for line in lines]


def test_networks_need_no_rate_of_a_tax(clock: FixedClock) -> None:
    sums = {"gross": Money(D("1720.71"), "USD"), "net": Money(D("1620.71"), "USD")}
    abroad = bill(tax_rows=(), fields={"gross_total": "1720.71", "buyer_vat_id": ""}, **sums)
    network, house = Network(), OpenInvoice()
    with web_site() as site:
        site.behind = network.answer
        deliver(coupa(site.url), abroad, SECRET, clock=clock)
        site.behind = house.answer
        deliver(open_invoice(site.url), abroad, SECRET, clock=clock)
    for message in (*network.taken.values(), *house.taken):
        assert parsers.read(message).text("tax_total") == "100.00"
        assert b"percentageRate" not in message


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_stays_text_in_networks(clock: FixedClock, text: str) -> None:
    odd = bill(supplier=text or "x", fields={"seller_name": text, "buyer_name": f"B {text}"})
    network, house = Network(), OpenInvoice()
    with web_site() as site:
        site.behind = network.answer
        deliver(coupa(site.url), odd, SECRET, clock=clock)
        site.behind = house.answer
        deliver(open_invoice(site.url), odd, SECRET, clock=clock)
    assert len(network.taken) == len(house.taken) == 1


@pytest.mark.parametrize("version", ["1.0", "1.61"])
@pytest.mark.parametrize("one", [BILL, credit(BILL)], ids=["invoice", "credit memo"])
def test_a_pidx_invoice_is_taken_with_its_file(
    clock: FixedClock, version: str, one: Parcel
) -> None:
    house = OpenInvoice()
    with web_site() as site:
        site.behind = house.answer
        taken = deliver(open_invoice(site.url, version=version), one, SECRET, clock=clock)
    assert taken.detail == "127.0.0.1 answered 200."
    ((_, headers, _),) = site.requests
    assert headers["authorization"].startswith("Basic ")
    (message,) = house.taken
    assert house.files == [CONTENT]
    assert f'version="{version}"'.encode() in message
    assert b">123456789<" in message
    reading = parsers.read(message)
    assert (reading.kind, reading.accept) == (one.kind, True)
    assert reading.money("gross_total") == one.gross


def test_openinvoice_s_errors_are_said(clock: FixedClock) -> None:
    said = "<DOResponse><Errors><Error>Unknown supplier</Error></Errors></DOResponse>"
    for status in (200, 400):
        with (
            web_site(Response(said, status)) as site,
            pytest.raises(DestinationRefused, match="Unknown supplier"),
        ):
            deliver(open_invoice(site.url), BILL, SECRET, clock=clock)
    with pytest.raises(SettingsInvalid):
        deliver(open_invoice("https://x.example", version="9"), BILL, SECRET, clock=clock)


@pytest.mark.slow
def test_an_access_point_gets_ubl_with_its_addresses(clock: FixedClock) -> None:
    with web_site(JSONResponse({"id": "msg-77"}, 202)) as site:
        to = destination(DestinationKind.PEPPOL, url=site.url, receiver="0088:7300010000001")
        taken = deliver(to, BILL, FakeLease(Secret("token")), clock=clock)
    assert taken.reference == "msg-77"
    ((_, headers, body),) = site.requests
    assert headers["authorization"] == "Bearer token"
    assert headers["idempotency-key"] == BILL.key
    assert headers["x-peppol-sender"] == "iso6523-actorid-upis::9930:DE284175635"
    assert headers["x-peppol-receiver"] == "iso6523-actorid-upis::0088:7300010000001"
    assert headers["x-peppol-document-type"].endswith("billing:3.0::2.1")
    assert parsers.read(body).accept


def test_an_access_point_needs_addresses(clock: FixedClock) -> None:
    to = destination(DestinationKind.PEPPOL, url="https://x.example")
    unknown = bill(fields={"buyer_vat_id": "", "buyer_country": "AT"})
    assert [lack.field for lack in preflight(to, unknown)] == ["buyer_endpoint"]
    with pytest.raises((InvoiceIncomplete, DestinationRefused)):
        deliver(to, unknown, SECRET, clock=clock)


def test_the_peers_refuse_what_is_wrong(clock: FixedClock) -> None:
    assert cxml_faults(b"<cXML/>")
    assert pidx_faults(b'<Invoice xmlns="http://www.api.org/pidXML/v1.0"/>')
    network = Network()
    with web_site() as site:
        site.behind = network.answer
        deliver(coupa(site.url), BILL, SECRET, clock=clock)
    (message,) = network.taken.values()
    wrong = message.replace(b">1508.00<", b">1508.01<")
    assert cxml_faults(wrong) == ["line 1 is not 1508.01", "the lines are not the subtotal",
                                  "the net amount is not what the rest makes"]  # fmt: skip
    assert gate.xml(message).get("version") == "1.2.050"


INVOICE_RESPONSE = """<pidx:InvoiceResponse xmlns:pidx="http://www.api.org/pidXML/v1.0">
<pidx:InvoiceResponseProperties><pidx:InvoiceInformation>
<pidx:InvoiceNumber>RE-4711</pidx:InvoiceNumber></pidx:InvoiceInformation>{whole}
</pidx:InvoiceResponseProperties><pidx:InvoiceResponseDetails>{lines}
</pidx:InvoiceResponseDetails></pidx:InvoiceResponse>"""
LINE = """<pidx:InvoiceResponseLineItem><pidx:LineStatusCode>{}</pidx:LineStatusCode>
</pidx:InvoiceResponseLineItem>"""


@pytest.mark.parametrize(
    ("whole", "lines", "status"),
    [
        ("<pidx:StatusCode>Accept</pidx:StatusCode>", (), ResponseStatus.ACCEPTED),
        ("<pidx:StatusCode>Paid</pidx:StatusCode>", ("Reject",), ResponseStatus.PAID),
        ("", ("Accept", "Reject", "Pending"), ResponseStatus.REJECTED),
        ("", ("Accept", "Pending"), ResponseStatus.IN_PROCESS),
        ("", ("Accept", "Dispute"), ResponseStatus.UNDER_QUERY),
        ("", ("Perhaps",), None),
        ("", (), None),
    ],
)
def test_a_pidx_response_decides_by_the_whole_or_its_lines(
    whole: str, lines: tuple[str, ...], status: ResponseStatus | None
) -> None:
    text = INVOICE_RESPONSE.format(whole=whole, lines="".join(map(LINE.format, lines)))
    (reply,) = replies_in(text.encode(), "mark")
    assert (reply.number, reply.status) == ("RE-4711", status)


@pytest.mark.parametrize(
    ("code", "status"),
    [("AP", ResponseStatus.ACKNOWLEDGED), ("RE", ResponseStatus.REJECTED), ("XX", None)],
)
def test_a_message_level_response_says_only_whether_it_was_readable(
    code: str, status: ResponseStatus | None
) -> None:
    text = f"""<ApplicationResponse><CustomizationID>urn:fdc:peppol.eu:poacc:trns:mlr:3
    </CustomizationID><DocumentResponse><Response><ResponseCode>{code}</ResponseCode></Response>
    <DocumentReference><ID>msg-77</ID></DocumentReference></DocumentResponse>
    </ApplicationResponse>"""
    (reply,) = replies_in(text.encode(), "mark")
    assert (reply.reference, reply.number, reply.status) == ("msg-77", "", status)
    assert reply.reason == ""
