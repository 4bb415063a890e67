"""Codes out of the journal: the new ones of this portal, each once."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from types import MappingProxyType

from model.codes import CodeAsked, CodeKind
from model.mail import Alert, Authenticity, FolderPosition, MailBatch, RawMail, TriagedMail
from model.outcomes import Outcome, OutcomeCode
from model.secret import Secret
from model.suppliers import Portal
from model.visits import VisitResult
from pipeline.mails import mail
from pipeline.mails.codes import JournalledCodes
from pipeline.works import Works
from storage import audit, suppliers
from storage import mail as stored
from tests.pipeline.conftest import Outside
from tests.pipeline.portals.test_visits import expect, run_all


def said(secret: Secret | None) -> str | None:
    return secret.reveal() if secret else None


def portal(works: Works) -> Portal:
    with works.store.read() as tx:
        return suppliers.portal(tx, "nw-portal")


def asked(works: Works) -> CodeAsked:
    return CodeAsked(CodeKind.CODE, frozenset({"https://login.other.example"}), works.clock.now())


def arrives(
    works: Works, outside: Outside, code: str, *, minute: int = 0, alerts: tuple[Alert, ...] = ()
) -> None:
    """A mail with a code is journalled."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Nordwind <no-reply@mail.nw.example>", "Your code"
    message.set_content(f"Your code is {code}.")
    raw = message.as_bytes()
    outside.mails[raw] = TriagedMail(
        identity=code,
        message_id=code,
        subject="Your code",
        sender="no-reply@mail.nw.example",
        sender_name="Nordwind",
        sent=None,
        notices=(),
        authenticity=Authenticity.FAIL if alerts else Authenticity.UNKNOWN,
        alerts=alerts,
    )
    received = works.clock.now() + timedelta(minutes=minute)
    with works.store.read() as tx:
        (box,) = stored.mailboxes(tx)
        reached = stored.position(tx, box.id)
    batch = MailBatch(
        (RawMail(f"id-{code}", reached.last_uid + 1, received, raw),),
        FolderPosition(1, reached.last_uid + 1),
    )
    mail.journal(works, box, batch)


def test_only_what_came_since_the_visit_began_is_a_code(works: Works, outside: Outside) -> None:
    arrives(works, outside, "111111")
    codes = JournalledCodes.of(works, portal(works))
    assert codes(asked(works)) is None
    arrives(works, outside, "222222", minute=-5)  # a server whose clock is behind
    assert said(codes(asked(works))) == "222222"


def test_the_newest_is_taken_and_none_twice(works: Works, outside: Outside) -> None:
    codes = JournalledCodes.of(works, portal(works))
    beside = JournalledCodes.of(works, portal(works))
    arrives(works, outside, "222222", minute=2)
    arrives(works, outside, "111111", minute=1)
    assert said(codes(asked(works))) == "222222"
    assert said(beside(asked(works))) == "111111"
    assert codes(asked(works)) is None
    with works.store.read() as tx:
        used = [event for event in audit.page(tx) if event.verb == "code used"]
    assert len(used) == 2
    assert "222222" not in repr(used)


def test_a_forged_mail_brings_no_code(works: Works, outside: Outside) -> None:
    codes = JournalledCodes.of(works, portal(works))
    arrives(works, outside, "222222", alerts=(Alert.AUTHENTICATION_FAILED,))
    assert codes(asked(works)) is None


def test_a_visit_can_ask_for_its_code(works: Works, outside: Outside) -> None:
    expect(works, "RE-1")
    outside.asks.append(asked(works))
    empty = Outcome(OutcomeCode.OK_EMPTY, MappingProxyType({"proof": "the counter"}))
    outside.visits.append(VisitResult(empty, complete=True))
    run_all(works)
    assert outside.brought == [None]
