from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from standardwebhooks import Webhook

from feeds.replies import is_signed
from fetchers.mail.dropped import SETTLED
from model.clock import FixedClock
from model.deliveries import (
    CameIn,
    Delivery,
    DeliveryState,
    DestinationKind,
    Reply,
    ReplyChannel,
    ResponseAction,
    ResponseStatus,
    Signed,
)
from model.errors import VaultLocked
from model.exceptions import ExceptionItem, ExceptionReason
from model.filing import DocumentStatus, MessageState
from model.mail import Authenticity, FolderPosition, MailBatch, RawMail
from model.secret import Secret
from pipeline import answers
from pipeline.deliveries import delivering, reply_desk, reply_mails, responding
from pipeline.deliveries.reply_desk import ReplyDesk
from pipeline.deliveries.reply_folders import SETTING, ReplyFolders
from pipeline.deliveries.responding import Source
from pipeline.keyholder.vault_talk import Check, Compare, Question
from pipeline.mails.mail import journal
from pipeline.works import Works
from storage import deliveries, documents, exceptions, replies
from storage import mail as stored
from tests.pipeline.conftest import CLERK, NOW, Opened, Outside, notice_mail, paper

Arrive = Callable[..., str]
KEY = base64.b64encode(b"a key of twenty-four by.").decode()
AP, RE, PD, IP = (
    ResponseStatus.ACCEPTED,
    ResponseStatus.REJECTED,
    ResponseStatus.PAID,
    ResponseStatus.IN_PROCESS,
)


@pytest.fixture
def sent(works: Works, arrive: Arrive) -> Delivery:
    """A document that the destination has taken."""
    document_id = arrive(paper("R-1"))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        (delivery,) = deliveries.of_document(tx, document_id)
    delivering.attempt(works, delivery.id)
    return now(works, delivery)


def now(works: Works, delivery: Delivery) -> Delivery:
    with works.store.read() as tx:
        return deliveries.get(tx, delivery.id)


def settings(works: Works, **more: str) -> None:
    with works.store.begin() as tx:
        (destination,) = deliveries.destinations(tx)
        chosen = MappingProxyType({**destination.settings, **more})
        deliveries.add_destination(tx, replace(destination, settings=chosen))


def take(works: Works, *came: Reply, numbers: bool = True) -> int:
    with works.store.begin() as tx:
        (destination,) = deliveries.destinations(tx)
        source = Source(destination, ReplyChannel.WEBHOOK, numbers=numbers)
        return responding.take(tx, source, came)


def said(
    name: str, status: ResponseStatus | None, delivery: Delivery | None = None, **facts: object
) -> Reply:
    key = delivery.key if delivery else ""
    return replace(Reply(name, "word", status, key), **facts)  # type: ignore[arg-type]  # names checked by the dataclass


def asked(works: Works) -> list[ExceptionItem]:
    with works.store.read() as tx:
        return list(exceptions.open_(tx))


def test_an_answer_counts_once(works: Works, sent: Delivery) -> None:
    assert take(works, said("m1", AP, sent), said("m1", AP, sent)) == 1
    assert take(works, said("m1", RE, sent)) == 0
    assert now(works, sent).response is AP


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_answers_out_of_order_end_at_the_one_decided_last(
    works: Works, sent: Delivery, order: tuple[int, ...]
) -> None:
    came = [
        said("m0", IP, sent, decided=NOW),
        said("m1", AP, sent, decided=NOW + timedelta(minutes=1)),
        said("m2", PD, sent, decided=NOW + timedelta(minutes=2)),
    ]
    for at in order:
        take(works, came[at])
    assert now(works, sent).response is PD
    with works.store.read() as tx:
        assert len(replies.of_delivery(tx, sent.id)) == 3


def test_without_a_time_a_last_word_is_replaced_by_another_one_only(
    works: Works, sent: Delivery
) -> None:
    take(works, said("1", AP, sent), said("2", IP, sent))
    assert now(works, sent).response is AP
    take(works, said("3", PD, sent), said("4", AP, sent))
    assert now(works, sent).response is PD


def test_a_rejection_opens_the_document_and_a_later_acceptance_closes_it(
    works: Works, sent: Delivery
) -> None:
    rejection = said("1", RE, sent, reason="No PO", action=ResponseAction.NEW_INVOICE)
    take(works, rejection)
    (item,) = asked(works)
    assert item.sentence == "Approval rejected it: No PO. It wants a new invoice."
    assert now(works, sent).response_action is ResponseAction.NEW_INVOICE
    with works.store.read() as tx:
        assert documents.get(tx, sent.document_id).status is DocumentStatus.EXCEPTION
    take(works, said("2", AP, sent))
    assert not asked(works)
    with works.store.read() as tx:
        assert documents.get(tx, sent.document_id).status is DocumentStatus.DELIVERED
    take(works, replace(rejection, id="3"))
    assert [one.reason for one in asked(works)] == [ExceptionReason.REJECTED]


def test_an_answer_finds_its_delivery_by_reference_and_by_number(
    works: Works, sent: Delivery
) -> None:
    take(works, said("1", IP, reference=sent.reference))
    assert now(works, sent).response is IP
    take(works, said("2", AP, number="R-1"))
    assert now(works, sent).response is AP
    assert not asked(works)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"key": "nobody's"}, "its key is of no delivery there"),
        ({"number": "R-9"}, "no deliveries there have the number R-9"),
        ({}, "it names no delivery"),
    ],
)
def test_an_answer_that_fits_no_delivery_is_a_question(
    works: Works, sent: Delivery, facts: dict[str, Any], why: str
) -> None:
    take(works, said("1", AP, **facts))
    (item,) = asked(works)
    assert item.reason is ExceptionReason.REPLY_UNCLEAR
    assert why in item.sentence
    assert now(works, sent).response is None


def test_a_number_alone_needs_a_proof_and_an_unknown_word_a_person(
    works: Works, sent: Delivery
) -> None:
    take(works, said("1", AP, number="R-1"), numbers=False)
    take(works, said("2", None, sent, said="<b>hm</b>"))
    first, second = asked(works)
    assert "nothing proves who sent it" in first.sentence
    assert "'<b>hm</b>', which is no status" in second.sentence
    assert now(works, sent).response is None


# -- by file ------------------------------------------------------------------------------------


def test_a_file_is_read_once_it_stands_still_and_then_set_aside(
    works: Works, sent: Delivery, clock: FixedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    settings(works, **{SETTING: str(folder)})
    (folder / "day.csv").write_text(f"key,status\n{sent.key},approved\n")
    (folder / "late.csv.part").write_text("key,status\n")
    (folder / "junk.txt").write_bytes(b"\xff\xff")
    looking = ReplyFolders(works)
    assert looking.look() == 0
    clock.move(timedelta(seconds=SETTLED))
    assert looking.look() == 1
    assert now(works, sent).response is AP
    assert (folder / "done" / "day.csv").exists()
    assert (folder / "refused" / "junk.txt").exists()
    assert "junk.txt was not understood" in asked(works)[0].sentence
    (folder / "copy.csv").write_text(f"key,status\n{sent.key},approved\n")
    looking.look()
    clock.move(timedelta(seconds=SETTLED))
    assert looking.look() == 0
    assert not list(folder.glob("*.csv"))


def test_a_folder_that_is_gone_is_a_question(works: Works, sent: Delivery, tmp_path: Path) -> None:
    settings(works, **{SETTING: str(tmp_path / "gone")})
    looking = ReplyFolders(works)
    looking.look()
    looking.look()
    (item,) = asked(works)
    assert "can't be read" in item.sentence
    assert now(works, sent).state is DeliveryState.DELIVERED


# -- by mail ------------------------------------------------------------------------------------


def came(
    works: Works,
    outside: Outside,
    text: str,
    verdict: Authenticity = Authenticity.PASS,
    **heads: str,
) -> tuple[bool, MessageState]:
    """Whether a mail is an answer, and how it stands then."""
    named = {"From": "bot@approval.example", "Subject": "Re: R-1", **heads}
    lines = "\r\n".join(f"{name.replace('_', '-')}: {value}" for name, value in named.items())
    raw = f"{lines}\r\n\r\n{text}\r\n".encode()
    outside.mails[raw] = replace(notice_mail("R-1"), authenticity=verdict)
    with works.store.read() as tx:
        mailbox = stored.mailbox(tx, "ap")
    batch = MailBatch((RawMail("answer", 5, NOW, raw),), FolderPosition(7, 5))
    journal(works, mailbox, batch)
    with works.store.read() as tx:
        (message_id,) = stored.unfinished(tx)
    taken = reply_mails.take(works, message_id)
    with works.store.read() as tx:
        return taken, stored.message(tx, message_id).state


def test_a_mail_that_answers_ours_is_the_receivers_word(
    works: Works, outside: Outside, sent: Delivery
) -> None:
    quoted = "Rejected: the order number is missing.\r\n\r\n> Invoice R-1, approved by nobody"
    answer = came(works, outside, quoted, In_Reply_To=f"<{sent.key}@us.example>")
    assert answer == (True, MessageState.DONE)
    assert now(works, sent).response is RE
    assert now(works, sent).response_reason == "Rejected: the order number is missing."


def test_a_key_behind_the_plus_of_our_address_will_do(
    works: Works, outside: Outside, sent: Delivery
) -> None:
    assert came(works, outside, "Approved.", To=f"ap+{sent.key}@us.example")[0]
    assert now(works, sent).response is AP


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (("Who ordered this?", Authenticity.PASS), "a person has to read"),
        (("Approved.", Authenticity.FAIL), "not proved to come from its sender"),
    ],
)
def test_what_is_unclear_is_shown_with_its_mail(
    works: Works, outside: Outside, sent: Delivery, answer: tuple[str, Authenticity], why: str
) -> None:
    text, verdict = answer
    assert came(works, outside, text, verdict, References=f"<{sent.key}@us.example>")[0]
    (item,) = asked(works)
    assert why in item.sentence
    assert item.subject.startswith("message:")
    assert now(works, sent).response is None


def test_a_bounce_is_shown_and_an_absence_is_not(
    works: Works, outside: Outside, sent: Delivery
) -> None:
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    report = "--b\r\n\r\ngone\r\n--b\r\nContent-Type: text/plain\r\n\r\nAction: failed\r\n--b--"
    came(works, outside, report, Content_Type=kind, References=f"<{sent.key}@us.example>")
    assert "was sent back" in asked(works)[0].sentence


def test_an_absence_changes_nothing(works: Works, outside: Outside, sent: Delivery) -> None:
    heads: Any = {"Auto_Submitted": "auto-replied", "In_Reply_To": f"<{sent.key}@us.example>"}
    assert came(works, outside, "Approved leave until Monday.", **heads)[0]
    assert not asked(works)
    assert now(works, sent).response is None


@pytest.mark.parametrize(
    ("verdict", "response"), [(Authenticity.PASS, AP), (Authenticity.UNKNOWN, None)]
)
def test_a_number_counts_from_a_proved_sender_alone(
    works: Works,
    outside: Outside,
    sent: Delivery,
    verdict: Authenticity,
    response: ResponseStatus | None,
) -> None:
    settings(works, answers_from="approval.example")
    assert came(works, outside, "", verdict, Subject="Approved: invoice R-1")[0]
    assert now(works, sent).response is response
    assert len(asked(works)) == (response is None)


def test_other_mails_of_a_receiver_are_ordinary_mails(
    works: Works, outside: Outside, sent: Delivery
) -> None:
    settings(works, answers_from="approval.example")
    answer = came(works, outside, "Your bill for October is attached.")
    assert answer == (False, MessageState.JOURNALLED)
    assert now(works, sent).response is None


# -- by webhook ---------------------------------------------------------------------------------


@dataclass
class OneDoor:
    """A worker's door whose vault holds the key, unless it is locked."""

    locked: bool = False
    asked: list[str] = field(default_factory=list)

    def ask(self, question: Question) -> bool:
        """Whether the signature is right."""
        if self.locked:
            raise VaultLocked
        if isinstance(question, Compare):
            return question.given == Secret(KEY)
        assert isinstance(question, Check)
        self.asked.append(question.name)
        lease = Opened(question.name, password=Secret(KEY))
        return is_signed(lease, base64.b64decode(question.content), question.signatures)


def hook(delivery: Delivery, name: str = "m1", key: str = KEY, **said: str) -> Signed:
    body = json.dumps({"key": delivery.key, "status": "approved", **said})
    return Signed(name, str(int(NOW.timestamp())), Webhook(key).sign(name, NOW, body), body)


@pytest.fixture
def address(works: Works, sent: Delivery) -> str:
    assert sent.state is DeliveryState.DELIVERED
    settings(works, answers_credential="approval-answers")
    with works.store.begin() as tx:
        (destination,) = deliveries.destinations(tx)
        return reply_desk.new_address(tx, "Maya", destination)


def test_a_signed_answer_is_taken_once(
    works: Works, sent: Delivery, clock: FixedClock, address: str
) -> None:
    door = OneDoor()
    desk = ReplyDesk(works.store, clock, door)  # type: ignore[arg-type]  # only asked
    assert desk.take(address, hook(sent)) is CameIn.TAKEN
    assert desk.take(address, hook(sent)) is CameIn.KNOWN
    assert door.asked == ["approval-answers"] * 2
    assert now(works, sent).response is AP
    with works.store.read() as tx:
        (destination,) = deliveries.destinations(tx)
    assert address not in str(destination)


def test_what_is_forged_late_or_nowhere_changes_nothing(
    works: Works, sent: Delivery, clock: FixedClock, address: str
) -> None:
    door = OneDoor()
    desk = ReplyDesk(works.store, clock, door)  # type: ignore[arg-type]  # only asked
    other = base64.b64encode(b"another key of 24 bytes.").decode()
    assert desk.take("an-address-of-nobody-here", hook(sent)) is CameIn.NOWHERE
    assert desk.take(address, hook(sent, key=other)) is CameIn.FORGED
    assert desk.take(address, replace(hook(sent), body="{}")) is CameIn.FORGED
    assert [one.reason for one in asked(works)] == [ExceptionReason.REPLY_UNCLEAR]
    door.locked = True
    assert desk.take(address, hook(sent)) is CameIn.LATER
    door.locked = False
    clock.move(timedelta(minutes=6))
    assert desk.take(address, hook(sent)) is CameIn.UNTIMELY
    clock.move(timedelta(minutes=-12))
    assert desk.take(address, hook(sent)) is CameIn.UNTIMELY
    assert now(works, sent).response is None


def test_a_signed_message_that_holds_no_answer_is_said_so(
    works: Works, clock: FixedClock, address: str
) -> None:
    desk = ReplyDesk(works.store, clock, OneDoor())  # type: ignore[arg-type]  # only asked
    signed = Signed("m", str(int(NOW.timestamp())), Webhook(KEY).sign("m", NOW, "[]"), "[]")
    assert desk.take(address, signed) is CameIn.UNREADABLE


def status_update(delivery: Delivery, secret: str, payload_id: str = "9@coupa") -> bytes:
    sender = f"<Credential><Identity>coupa</Identity><SharedSecret>{secret}</SharedSecret>"
    return f"""<?xml version="1.0"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd">
<cXML payloadID="{payload_id}" timestamp="{NOW.isoformat()}">
<Header><Sender>{sender}</Credential></Sender></Header><Request><StatusUpdateRequest>
<DocumentReference payloadID="{delivery.key}@us.example"/><Status code="200" text="OK"/>
<InvoiceStatus type="paid"/></StatusUpdateRequest></Request></cXML>""".encode()


def test_a_network_posts_a_status_with_the_shared_secret(
    works: Works, sent: Delivery, clock: FixedClock, address: str
) -> None:
    door = OneDoor()
    desk = ReplyDesk(works.store, clock, door)  # type: ignore[arg-type]  # only asked
    right = status_update(sent, KEY)
    assert desk.take_cxml(address, right) is CameIn.NOWHERE  # it is no network
    with works.store.begin() as tx:
        (destination,) = deliveries.destinations(tx)
        deliveries.add_destination(tx, replace(destination, kind=DestinationKind.CXML))
    assert desk.take_cxml("an-address-of-nobody-here", right) is CameIn.NOWHERE
    for unread in (b"<cXML/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><cXML>&b;</cXML>", b"\xff", b"<a>"):
        assert desk.take_cxml(address, unread) is CameIn.UNREADABLE
    assert desk.take_cxml(address, status_update(sent, "guessed")) is CameIn.FORGED
    assert [one.reason for one in asked(works)] == [ExceptionReason.REPLY_UNCLEAR]
    door.locked = True
    assert desk.take_cxml(address, right) is CameIn.LATER
    door.locked = False
    assert now(works, sent).response is None
    assert desk.take_cxml(address, right) is CameIn.TAKEN
    assert desk.take_cxml(address, right) is CameIn.KNOWN
    assert now(works, sent).response is PD


def test_a_new_address_ends_the_old_one(
    works: Works, sent: Delivery, clock: FixedClock, address: str
) -> None:
    with works.store.begin() as tx:
        (destination,) = deliveries.destinations(tx)
        anew = replace(destination, settings=MappingProxyType({"url": "https://x.example"}))
        assert reply_desk.with_address(tx, anew).settings[reply_desk.DIGEST]
        newer = reply_desk.new_address(tx, "Maya", destination)
    desk = ReplyDesk(works.store, clock, OneDoor())  # type: ignore[arg-type]  # only asked
    assert desk.take(address, hook(sent)) is CameIn.NOWHERE
    assert desk.take(newer, hook(sent)) is CameIn.TAKEN
