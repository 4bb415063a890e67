"""The journal of mails: each mail once, none lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from model.errors import RecordMissing
from model.filing import MessageState
from model.mail import (
    Addressee,
    Alert,
    Attachment,
    Authenticity,
    FolderPosition,
    MailClass,
    Notice,
    RawMail,
    RunnerUp,
    TriagedMail,
)
from storage import codec, mail
from storage.store import Store, Tx
from tests.storage import samples

RAW = RawMail("<1@nordwind.example>", 7, samples.NOON, b"raw")
SHA = "c" * 64
TRIAGE = TriagedMail(
    identity="<1@nordwind.example>",
    message_id="<1@nordwind.example>",
    subject="Your invoice \ud83d is ready\x00",
    sender="billing@nordwind.example",
    sender_name="Nordwind",
    sent=samples.NOON,
    notices=(
        Notice(MailClass.INVOICE_AVAILABLE, 0.98, ("subject",), "4711", samples.euros("120.00")),
    ),
    authenticity=Authenticity.PASS,
    alerts=(Alert.REPLY_TO_DIFFERS,),
    alert_reasons=("Answers go elsewhere.",),
    attachments=(Attachment("invoice.pdf", "application/pdf", b"%PDF-1.7"),),
    excerpt="Please sign in.",
    language="en",
)
ADDRESSEES = (Addressee("nordwind", "nordwind-1", "portal-1", "the sender's domain"),)


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def test_a_mail_is_journalled_once_however_many_copies_come(store: Store) -> None:
    with store.begin() as tx:
        mail.add_mailbox(tx, replace(samples.MAILBOX, id="mailbox-2"))
        first = mail.journal(tx, "mailbox-1", RAW, SHA)
        assert first is not None
        assert mail.journal(tx, "mailbox-1", RAW, SHA) is None
        assert mail.journal(tx, "mailbox-2", replace(RAW, uid=1), SHA) is None
        assert mail.unfinished(tx) == (first,)
        stored = mail.message(tx, first)
    assert (stored.identity, stored.sha256, stored.state) == (
        RAW.identity,
        SHA,
        MessageState.JOURNALLED,
    )


def test_triage_is_kept_without_the_attachments_bytes(store: Store) -> None:
    with store.begin() as tx:
        message_id = mail.journal(tx, "mailbox-1", RAW, SHA) or ""
        mail.triaged(tx, message_id, TRIAGE, ADDRESSEES)
        stored = mail.message(tx, message_id)
    light = (replace(TRIAGE.attachments[0], content=b""),)
    assert stored.triage == replace(TRIAGE, attachments=light)
    assert stored.addressees == ADDRESSEES


def test_a_mail_kept_before_runners_up_were_known_is_read() -> None:
    old = json.loads(codec.pack(TRIAGE))
    for notice in old["notices"]:
        del notice["runner_up"]
    assert codec.unpack(TriagedMail, json.dumps(old)) == TRIAGE


def test_a_runner_up_is_kept(store: Store) -> None:
    doubted = replace(TRIAGE.notices[0], runner_up=RunnerUp(MailClass.CREDIT_NOTE, 0.12))
    with store.begin() as tx:
        message_id = mail.journal(tx, "mailbox-1", RAW, SHA) or ""
        mail.triaged(tx, message_id, replace(TRIAGE, notices=(doubted,)), ADDRESSEES)
        kept = mail.message(tx, message_id).triage
    assert kept is not None
    assert kept.notices == (doubted,)


def test_a_finished_mail_is_not_unfinished(store: Store) -> None:
    with store.begin() as tx:
        later = replace(RAW, identity="2", received=samples.NOON - timedelta(hours=1))
        ids = [mail.journal(tx, "mailbox-1", raw, SHA) or "" for raw in (RAW, later)]
        assert mail.unfinished(tx) == (ids[1], ids[0])
        mail.finish(tx, ids[0], MessageState.QUARANTINED)
        assert mail.unfinished(tx) == (ids[1],)
        assert mail.message(tx, ids[0]).state is MessageState.QUARANTINED


def test_a_mailbox_with_many_mails_keeps_no_other_waiting(store: Store) -> None:
    with store.begin() as tx:
        mail.add_mailbox(tx, replace(samples.MAILBOX, id="mailbox-2"))
        for at in range(5):
            late = samples.NOON + timedelta(minutes=at)
            mail.journal(tx, "mailbox-1", RawMail(f"<a{at}>", at + 1, late, b""), SHA)
        late = samples.NOON + timedelta(hours=1)
        only = mail.journal(tx, "mailbox-2", RawMail("<b>", 1, late, b""), SHA)
        first = mail.unfinished(tx)[:2]
        assert mail.next_unfinished(tx, 3) == (first[0], only, first[1])


def test_the_position_outlives_new_settings(store: Store) -> None:
    with store.begin() as tx:
        assert mail.position(tx, "mailbox-1") == FolderPosition()
        mail.set_position(tx, "mailbox-1", FolderPosition(99, 2**32 - 1))
        mail.checked(tx, "mailbox-1", samples.NOON, "")
        renamed = replace(samples.MAILBOX, name="AP", port=143)
        mail.add_mailbox(tx, renamed)
        assert mail.mailboxes(tx) == (renamed,)
        assert mail.position(tx, "mailbox-1") == FolderPosition(99, 2**32 - 1)


@pytest.mark.parametrize(
    "ask",
    [
        lambda tx: mail.position(tx, "nobody"),
        lambda tx: mail.set_position(tx, "nobody", FolderPosition()),
        lambda tx: mail.checked(tx, "nobody", samples.NOON, ""),
        lambda tx: mail.message(tx, "nobody"),
        lambda tx: mail.finish(tx, "nobody", MessageState.DONE),
        lambda tx: mail.triaged(tx, "nobody", TRIAGE, ()),
    ],
)
def test_what_is_not_there_is_named(store: Store, ask: Callable[[Tx], object]) -> None:
    with pytest.raises(RecordMissing, match="'nobody'"), store.begin() as tx:
        ask(tx)
