from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from feeds.replies import is_signed, is_timely, letter_reply, replies_in
from feeds.replies.words import action_of, status_of
from model.deliveries import ResponseAction, ResponseStatus
from model.errors import DestinationRefused, WrongInput
from model.secret import Secret
from tests.pipeline.conftest import Opened

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
KEY = base64.b64encode(b"a key of twenty-four by.").decode()

APPLICATION_RESPONSE = b"""<?xml version="1.0"?>
<ApplicationResponse xmlns="urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>imr-1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>
  <cbc:IssueTime>09:30:00</cbc:IssueTime>
  <cac:DocumentResponse>
    <cac:Response><cbc:ResponseCode>RE</cbc:ResponseCode>
      <cac:Status><cbc:StatusReasonCode listID="OPStatusReason">REF</cbc:StatusReasonCode>
        <cbc:StatusReason>No order number</cbc:StatusReason></cac:Status>
      <cac:Status><cbc:StatusReasonCode listID="OPStatusAction">NIN</cbc:StatusReasonCode>
      </cac:Status>
    </cac:Response>
    <cac:DocumentReference><cbc:ID>RE-4711</cbc:ID></cac:DocumentReference>
  </cac:DocumentResponse>
</ApplicationResponse>"""
CXML = b"""<?xml version="1.0"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/InvoiceDetail.dtd">
<cXML payloadID="9@coupa" timestamp="2026-11-02T10:00:00+00:00"><Request><StatusUpdateRequest>
<DocumentReference payloadID="key-1@us.example"/><Status code="200" text="OK"/>
<InvoiceStatus type="paid"/></StatusUpdateRequest></Request></cXML>"""


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("AP", ResponseStatus.ACCEPTED),
        ("On Hold", ResponseStatus.UNDER_QUERY),
        ("pending-approval", ResponseStatus.IN_PROCESS),
        ("212", ResponseStatus.PAID),
        ("VOIDED", ResponseStatus.REJECTED),
        ("conditionally accepted", ResponseStatus.CONDITIONALLY_ACCEPTED),
        ("", None),
        ("perhaps", None),
    ],
)
def test_a_receiver_s_word_is_a_code_or_unknown(word: str, status: ResponseStatus | None) -> None:
    assert status_of(word) is status


@pytest.mark.parametrize("status", ResponseStatus)
def test_each_code_is_its_own_word(status: ResponseStatus) -> None:
    assert status_of(status.value) is status
    assert status_of(status.name) is status


def test_an_unknown_action_is_some_other() -> None:
    assert action_of("NIN") is ResponseAction.NEW_INVOICE
    assert action_of("call us") is ResponseAction.OTHER
    assert action_of(" ") is None


def test_a_json_answer_is_read_by_the_names_that_receivers_use() -> None:
    said = {
        "delivery_key": "k",
        "State": "declined",
        "comment": "no\nPO",
        "action": "PIN",
        "timestamp": "2026-11-02T09:00:00+01:00",
    }
    (reply,) = replies_in(json.dumps(said).encode(), "m")
    assert (reply.key, reply.status, reply.reason) == ("k", ResponseStatus.REJECTED, "no PO")
    assert reply.action is ResponseAction.PROVIDE_INFORMATION
    assert reply.decided == NOW


def test_a_cloud_event_and_a_list_hold_answers() -> None:
    event = {
        "specversion": "1.0",
        "time": "2026-11-02T08:00:00Z",
        "data": {"key": "k", "status": 1},
    }
    (reply,) = replies_in(json.dumps(event).encode(), "m")
    assert (reply.key, reply.said, reply.status, reply.decided) == ("k", "1", None, NOW)
    several = {"answers": [{"key": "a", "status": "PD"}, {"number": "R-1", "status": "AP"}]}
    first, second = replies_in(json.dumps(several).encode(), "m")
    assert (first.key, second.number) == ("a", "R-1")
    assert first.id != second.id


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_cells(between: str) -> None:
    lines = [("Invoice Number", "Status", "Reason"), ("R-1", "approved", ""), ("R-2", "AB", "x")]
    content = "\n".join(between.join(line) for line in lines).encode("utf-8-sig")
    first, second = replies_in(content, "m")
    assert (first.number, first.status) == ("R-1", ResponseStatus.ACCEPTED)
    assert (second.number, second.status, second.reason) == (
        "R-2",
        ResponseStatus.ACKNOWLEDGED,
        "x",
    )


def test_an_invoice_response_is_read_with_reason_and_action() -> None:
    (reply,) = replies_in(APPLICATION_RESPONSE, "m")
    assert (reply.number, reply.status) == ("RE-4711", ResponseStatus.REJECTED)
    assert (reply.reason, reply.action) == ("No order number", ResponseAction.NEW_INVOICE)
    assert reply.decided == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def test_a_cxml_status_names_our_message() -> None:
    (reply,) = replies_in(CXML, "m")
    assert (reply.key, reply.status) == ("key-1", ResponseStatus.PAID)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"[1]",
        b"\xff\xfe\x00",
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        b"[" * 100_000,
        b"x" * 5_000_001,
    ],
)
def test_what_is_no_answer_is_said_so(content: bytes) -> None:
    with pytest.raises(WrongInput):
        replies_in(content, "m")


@settings(max_examples=50)
@given(content=st.binary(max_size=200))
def test_foreign_bytes_are_answers_or_wrong_input(content: bytes) -> None:
    try:
        found = replies_in(content, "m")
    except WrongInput:
        return
    assert len({reply.id for reply in found}) == len(found) > 0


@pytest.mark.parametrize(
    ("subject", "text", "status", "reason"),
    [
        ("Approved: Invoice R-1", "", ResponseStatus.ACCEPTED, ""),
        ("Re: [rejected] R-1", "Comment: no PO", ResponseStatus.REJECTED, "no PO"),
        ("AW: Rechnung R-1", "Abgelehnt, Bestellnummer fehlt.", ResponseStatus.REJECTED,
         "Abgelehnt, Bestellnummer fehlt."),
        ("Re: R-1", "La facture a été réglée.", ResponseStatus.PAID, ""),
        ("Re: R-1", "This is not approved.", None, ""),
        ("Re: R-1", "Noch nicht freigegeben.", None, ""),
        ("Re: R-1", "It will be paid once approved.", None, ""),
        ("Re: R-1", "Approved. The other one was rejected.", None, ""),
        ("Re: R-1", "Thank you!", None, ""),
        ("Unpaid invoice R-1", "Please look.", None, ""),
    ],
)  # fmt: skip
def test_a_mail_answers_only_where_it_says_one_thing(
    subject: str, text: str, status: ResponseStatus | None, reason: str
) -> None:
    found = letter_reply(subject, text)
    assert (found.status, found.reason) == (status, reason)


def test_a_signature_of_the_standard_s_own_library_is_right() -> None:
    lease = Opened("hook", password=Secret(f"whsec_{KEY}"))
    signature = Webhook(KEY).sign("m1", NOW, "{}")
    content = f"m1.{int(NOW.timestamp())}.{{}}".encode()
    assert is_signed(lease, content, f"v1,bm9uZQ== v2,x {signature}")
    assert not is_signed(lease, content + b" ", signature)
    assert not is_signed(lease, content, "v1, v1,%% v1a,x")
    with pytest.raises(DestinationRefused, match="signing key"):
        is_signed(Opened("hook", password=Secret("hunter2")), content, signature)


@pytest.mark.parametrize(
    ("apart", "timely"), [(0, True), (299, True), (-299, True), (301, False), (-301, False)]
)
def test_a_message_from_another_time_is_not_taken(apart: int, timely: bool) -> None:
    stamp = str(int((NOW + timedelta(seconds=apart)).timestamp()))
    assert is_timely(stamp, NOW) is timely


@pytest.mark.parametrize("stamp", ["", "-1", "1e9", "٣", "9" * 40])
def test_a_stamp_that_is_no_time_is_not_taken(stamp: str) -> None:
    assert not is_timely(stamp, NOW)
