"""Mails to our people: what each may know, once, to a real server, whatever happens between."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from model.challenges import Challenge, ChallengeKind
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.errors import CredentialRefused, WrongInput
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.languages import Language
from model.notices import NoticePace, NoticeState, PlainMail
from model.people import Role, User
from pipeline import pending
from pipeline.access import four_eyes
from pipeline.desks.people_screen import PeopleScreenDesk
from pipeline.mails import writing_back
from pipeline.notices import sending, writing
from pipeline.rules import change
from pipeline.works import Works
from storage import audit, challenges, deliveries, exceptions, notices, runs, talk, users
from storage.store import Store
from tests.feeds.peers import Post, post_office
from tests.pipeline.conftest import NOW, OpenVault, Outside, paper
from ui.notice_mail import composed

Arrive = Callable[..., str]
ADDRESS = "https://billhook.us.example"
HOSTILE = "Evil\r\nBcc: x@y.example <b>https://evil.example/a</b>\u202e www.evil.example"


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as office:
        yield office


@pytest.fixture
def works(works: Works, post: Post) -> Works:
    """The works of a company whose e-mail destination is a real server."""
    connect(works.store, post.port)
    return replace(works, compose=partial(composed, address=ADDRESS))


def connect(store: Store, port: int, **facts: object) -> None:
    settings = {"host": "127.0.0.1", "port": str(port), "security": "plain_loopback"}
    settings |= {"sender": "ap@us.example", "recipient": "bills@approval.example"}
    mail = Destination("mail", "Mail", DestinationKind.EMAIL, MappingProxyType(settings))
    with store.begin() as tx:
        deliveries.add_destination(tx, replace(mail, **facts))  # type: ignore[arg-type]


def person(
    store: Store,
    name: str,
    role: Role = Role.CLERK,
    pace: NoticePace = NoticePace.DAILY,
    language: Language = Language.ENGLISH,
) -> User:
    """Somebody who wishes for mails at seven; it is eight, so the first comes tomorrow."""
    with store.begin() as tx:
        user = users.invite(tx, name, name.title(), role, f"{name}@us.example")
        writing.choose(tx, user, pace, 7, language)
        return user


def turn(works: Works) -> None:
    """One round of a worker: write what is due, and send it."""
    writing.write(works)
    with works.store.read() as tx:
        due = sending.due(tx, vault_locked=False)
    for one in due:
        sending.attempt(works, one.id)


def tomorrow(clock: FixedClock) -> None:
    clock.move(timedelta(days=1))


def parsed(post: Post) -> list[EmailMessage]:
    found = [message_from_bytes(one.original_content or b"", policy=default) for one in post.mails]
    assert all(isinstance(one, EmailMessage) for one in found)
    return found


def words(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    assert [part.get_content_type() for part in message.walk()] == ["text/plain"]
    return str(body.get_content()).replace("\r\n", "\n")


def ask(works: Works, number: int, reason: ExceptionReason = ExceptionReason.PO_OVER) -> None:
    item = ExceptionItem(
        f"x{number}",
        reason,
        "Why?",
        f"portal:p{number}",
        works.clock.now(),
        (Answer("1", "Accept", Action.ACCEPT),),
    )
    with works.store.begin() as tx:
        exceptions.raise_(tx, item)


def hand(works: Works, document_id: str, user: User) -> None:
    with works.store.begin() as tx:
        talk.assign(tx, "sam", f"document:{document_id}", user)


def say(works: Works, text: str, document_id: str) -> None:
    with works.store.begin() as tx:
        sam = User("u-sam", "sam", "Sam Ode", Role.APPROVER)
        talk.comment(tx, sam, f"document:{document_id}", text)


def test_one_mail_a_day_says_what_waits_with_links_and_none_where_nothing_does(
    works: Works, post: Post, clock: FixedClock, arrive: Arrive
) -> None:
    maya = person(works.store, "maya")
    clock.move(timedelta(seconds=1))
    hand(works, arrive(paper("R-1")), maya)
    say(works, "Look, @maya, and @nobody.", arrive(paper("R-2", "77.00")))
    ask(works, 1)
    ask(works, 2)
    turn(works)
    assert post.mails == []  # her hour had passed when she chose it
    tomorrow(clock)
    for _ in range(3):
        turn(works)
    (mail,) = parsed(post)
    assert (post.mails[0].mail_from, post.mails[0].rcpt_tos) == (
        "ap@us.example",
        ["maya@us.example"],
    )
    assert mail["Subject"] == "4 things wait for you"
    assert mail["Auto-Submitted"] == "auto-generated"
    said = words(mail)
    assert "Sam Ode named you: Invoice · R-2 · Nordwind" in said
    assert "One thing is in your hands:\n- Invoice · R-1 · Nordwind" in said
    assert "2 questions are open:\n- Over the order: 2" in said
    assert f"{ADDRESS}/exceptions" in said
    assert "Look" not in said  # what was said stays here
    with works.store.begin() as tx:
        for number in (1, 2):
            exceptions.close(tx, f"x{number}", "It is over.")
        for subject in talk.held_by(tx, maya.id):
            talk.assign(tx, "sam", subject, None)
    tomorrow(clock)
    turn(works)
    assert len(post.mails) == 1  # the mention was told, and nothing else waits


def test_a_person_is_told_only_what_their_role_may_do_something_about(
    works: Works, post: Post, clock: FixedClock
) -> None:
    for role in Role:
        person(works.store, role.value, role)
    ask(works, 1)
    ask(works, 2, ExceptionReason.HOST_BLOCKED)
    with works.store.begin() as tx:
        four_eyes.hold_destination(tx, "admin", deliveries.destination(tx, "approval"))
    tomorrow(clock)
    turn(works)
    said = {mail["To"].partition("@")[0]: words(mail) for mail in parsed(post)}
    assert set(said) == {"clerk", "approver", "admin"}  # an auditor can do nothing about any
    assert [name for name, body in said.items() if "as the second person" in body] == ["approver"]
    assert [name for name, body in said.items() if "another host" in body] == ["admin"]
    assert all("Over the order: 1" in body for body in said.values())


def test_a_mention_and_a_code_are_told_at_once_to_who_wishes_and_once(
    works: Works, post: Post, clock: FixedClock, arrive: Arrive
) -> None:
    maya = person(works.store, "maya", pace=NoticePace.AT_ONCE, language=Language.GERMAN)
    person(works.store, "ivo", pace=NoticePace.DAILY)
    clock.move(timedelta(minutes=2))
    say(works, "@maya @ivo please", arrive(paper("R-2")))
    turn(works)
    (mail,) = parsed(post)
    assert (mail["To"], mail["Subject"]) == (
        "maya@us.example",
        "Sam Ode hat Sie in einem Kommentar genannt",
    )
    assert mail["Content-Language"] == "de"
    with works.store.begin() as tx:
        runs.request(tx, "nw-portal", "a person asked")
        run = runs.unfinished(tx)[0].id
        asked = Challenge(ChallengeKind.CODE, "by phone", clock.now() + timedelta(minutes=5))
        challenges.open_(tx, asked, run_id=run, portal_id="nw-portal")
    turn(works)
    assert len(post.mails) == 1  # who began the visit may be there
    clock.move(timedelta(minutes=1))
    turn(works)
    turn(works)
    assert [one["Subject"] for one in parsed(post)][1:] == ["Nordwind fragt nach einem Code"]
    tomorrow(clock)
    turn(works)
    told = [one for one in parsed(post)[2:] if one["To"] == f"{maya.name}@us.example"]
    assert told == []  # nothing that she was told before is told again


def test_foreign_text_is_a_few_words_and_no_address(
    works: Works, post: Post, clock: FixedClock, arrive: Arrive
) -> None:
    maya = person(works.store, "maya")
    with works.store.begin() as tx:
        change(tx, "ada", "company", HOSTILE)
    hand(works, arrive(paper(HOSTILE)), maya)
    tomorrow(clock)
    turn(works)
    (mail,) = parsed(post)
    assert mail["Bcc"] is None
    assert mail.defects == []
    body = words(mail)
    assert not {"\u202e", "\r"} & set(body.replace("\r\n", "\n"))
    links = [line for line in body.splitlines() if "://" in line or "www." in line]
    assert all(ADDRESS in line for line in links)
    assert "Bcc:" not in body


def test_a_server_that_is_down_gets_the_same_mail_later_and_one_that_refuses_us_is_left_alone(
    works: Works, post: Post, clock: FixedClock
) -> None:
    person(works.store, "maya")
    ask(works, 1)
    tomorrow(clock)
    post.data = "451 4.3.0 Later"
    turn(works)
    turn(works)
    assert len(post.mails) == 1  # not before its time
    post.data = "250 2.0.0 Ok"
    clock.move(timedelta(minutes=2))
    turn(works)
    turn(works)
    keys = [mail["Message-ID"] for mail in parsed(post)]
    assert (len(keys), len(set(keys))) == (2, 1)
    with works.store.read() as tx:
        notice = notices.get(tx, keys[0].strip("<>").partition("@")[0])
    assert (notice.state, notice.subject, notice.body) == (NoticeState.SENT, "", "")


def test_a_refused_sign_in_is_one_attempt_and_a_question(
    works: Works, post: Post, clock: FixedClock
) -> None:
    tries = []

    def refuse(*_given: Any, **_named: Any) -> Any:
        tries.append(1)
        raise CredentialRefused("The server refused the sign-in.")

    person(works.store, "maya")
    ask(works, 1)
    tomorrow(clock)
    shut = replace(works, post=refuse)
    for _ in range(3):
        turn(shut)
        clock.move(timedelta(hours=1))
    assert len(tries) == 1
    with works.store.read() as tx:
        assert deliveries.destination(tx, "mail").paused
        (item,) = exceptions.open_of(tx, "way:mail")
        assert "refused the sign-in" in item.sentence
    with works.store.begin() as tx:
        deliveries.pause(tx, "mail", paused=False)
    turn(works)
    assert len(post.mails) == 1


@pytest.mark.parametrize("what", ["role", "address", "leaves", "off"])
def test_a_mail_that_waits_is_not_sent_to_somebody_who_is_another_by_now(
    works: Works, post: Post, clock: FixedClock, what: str
) -> None:
    maya = person(works.store, "maya", Role.ADMIN)
    ask(works, 1, ExceptionReason.HOST_BLOCKED)
    ask(works, 2)
    tomorrow(clock)
    writing.write(works)
    with works.store.begin() as tx:
        if what == "role":
            users.set_role(tx, maya.id, Role.CLERK)
        elif what == "address":
            users.set_mail(tx, maya.id, "maya@new.example")
        elif what == "leaves":
            users.set_active(tx, maya.id, active=False)
        else:
            writing.choose(tx, maya, NoticePace.OFF, 7, Language.ENGLISH)
    for _ in range(3):
        turn(works)
    found = [(mail["To"], "another host" in words(mail)) for mail in parsed(post)]
    new = {"role": [("maya@us.example", False)], "address": [("maya@new.example", True)]}
    assert found == new.get(what, [])


def test_without_a_server_that_may_send_nothing_is_written(
    works: Works, post: Post, clock: FixedClock
) -> None:
    maya = person(works.store, "maya")
    ask(works, 1)
    tomorrow(clock)
    with works.store.begin() as tx:
        change(tx, "ada", sending.RULE, "none")
        assert not writing.choice(tx, maya).sent
    assert writing.write(works) == 0
    with works.store.begin() as tx:
        change(tx, "ada", sending.RULE, "Mail")
        deliveries.pause(tx, "mail", paused=True)
    assert writing.write(works) == 0
    with works.store.begin() as tx:
        deliveries.pause(tx, "mail", paused=False)
    turn(works)
    assert len(post.mails) == 1


def test_what_waits_is_a_job_and_needs_an_open_vault_where_the_server_asks_for_a_password(
    works: Works, post: Post, clock: FixedClock
) -> None:
    person(works.store, "maya")
    ask(works, 1)
    tomorrow(clock)
    writing.write(works)

    def jobs(*, locked: bool = False) -> list[str]:
        found = pending.jobs(works.store, clock, vault_locked=locked)
        return [one.kind for one in found if one.kind == pending.NOTICE]

    assert jobs() == jobs(locked=True) == [pending.NOTICE]
    connect(works.store, post.port, credential="mail")
    assert (jobs(), jobs(locked=True)) == ([pending.NOTICE], [])


def test_our_own_mail_in_a_watched_mailbox_is_no_announcement(
    works: Works, post: Post, clock: FixedClock
) -> None:
    person(works.store, "maya")
    ask(works, 1)
    tomorrow(clock)
    turn(works)
    raw = post.mails[0].original_content or b""
    with works.store.read() as tx:
        assert writing_back.is_own(tx, raw)
        other = raw.replace(b"X-Billhook-Key: ", b"X-Billhook-Key: 0")
        assert not writing_back.is_own(tx, other)


def test_a_person_chooses_for_themselves(works: Works, clock: FixedClock) -> None:
    desk = PeopleScreenDesk(works.store)
    maya = person(works.store, "maya", pace=NoticePace.OFF)
    assert desk.notices(maya).pace is NoticePace.OFF
    desk.choose_notices(maya, NoticePace.AT_ONCE, 9, Language.FRENCH)
    chosen = desk.notices(maya)
    assert (chosen.pace, chosen.hour, chosen.mail) == (NoticePace.AT_ONCE, 9, "maya@us.example")
    assert chosen.sent
    with works.store.read() as tx:
        (event,) = [one for one in audit.page(tx) if one.verb == "chose mails"][:1]
    assert event.detail == "at once, 9:00"
    assert clock.now() == NOW
    with pytest.raises(WrongInput, match="hour"):
        desk.choose_notices(maya, NoticePace.DAILY, 24, Language.ENGLISH)


@pytest.mark.slow
def test_a_sender_that_is_killed_at_any_step_loses_no_mail_and_none_is_another(
    tmp_path: Path, post: Post
) -> None:
    """Killed before, in and after the hand-over: each mail arrives, under one key."""
    file = tmp_path / "app.sqlite"
    _found(file, post)
    for point in (*range(1, 8), 0):
        child = os.fork()
        if not child:
            with suppress(BaseException):
                _be(file, point)
            os._exit(0)
        os.waitpid(child, 0)
    keys = [(mail["To"], mail["Message-ID"]) for mail in parsed(post)]
    assert {to for to, _ in keys} == {"a@us.example", "b@us.example", "c@us.example"}
    assert len(set(keys)) == 3
    store = Store.open(f"sqlite:///{file}", tmp_path, clock=FixedClock(NOW + timedelta(days=2)))
    with store.read() as tx:
        assert notices.due(tx) == ()
    store.close()


def _found(file: Path, post: Post) -> None:
    clock = FixedClock(NOW)
    store = Store.open(f"sqlite:///{file}", file.parent, clock=clock)
    connect(store, post.port)
    for name in ("a", "b", "c"):
        person(store, name)
    works = _works(store, clock)
    ask(works, 1)
    store.close()


def _works(store: Store, clock: FixedClock) -> Works:
    outside = Outside()
    return Works(
        store=store,
        vault=OpenVault(),
        clock=clock,
        folder=Path(),
        visit=outside.visit,
        read=outside.read,
        triage=outside.triage,
        deliver=outside.deliver,
        responses=outside.responses,
        compose=partial(composed, address=ADDRESS),
    )


def _be(file: Path, point: int) -> None:
    """A worker of the next day that is killed at its `point`, 0 for never; a retry is due."""
    clock = FixedClock(NOW + timedelta(days=1, minutes=point))
    store = Store.open(f"sqlite:///{file}", file.parent, clock=clock)
    works, reached = _works(store, clock), iter(range(1, 100))

    def reach() -> None:
        if next(reached) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def hand_over(through: Destination, mail: PlainMail, lease: None, **named: object) -> object:
        reach()
        taken = works.post(through, mail, lease, **named)  # type: ignore[arg-type]
        reach()  # taken, and not written down
        return taken

    writing.write(works)
    reach()
    turn(replace(works, post=hand_over))  # type: ignore[arg-type]
    store.close()
