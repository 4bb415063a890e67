"""What the screens do, on a simulated page: the real application without a browser."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from nicegui import ElementFilter
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from model.errors import BillhookError
from model.exceptions import ExceptionReason
from model.views import DocumentView
from tests.ui.conftest import press
from tests.ui.sample_desk import ADA, MAYA, PASSPHRASE, SampleDesk, SampleSessions
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_evidence import lesson
from ui.components.doc_view import DocView
from ui.components.field_row import FieldRow
from ui.components.health_strip import HealthStrip
from ui.components.parts import Words, dialog, when_gone
from ui.components.record_list import RecordList
from ui.components.statement_board import StatementBoard
from ui.cookies import COOKIE
from ui.screens.inbox import empty_words


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(400):
        if holds():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came to hold")


async def show(user: User, document_id: str) -> None:
    """Rest the cursor on a document and wait for it."""
    user.find(kind=RecordList).trigger("cursor", {"id": document_id})
    await user.should_see(kind=FieldRow, retries=100)


def rows_of(user: User) -> dict[str, dict[str, Any]]:
    return {str(row._props["name"]): dict(row._props) for row in user.find(FieldRow).elements}


async def test_the_inbox_counts_what_waits(user: User) -> None:
    await user.open("/")
    await user.should_see("To do")
    await user.should_see("28")
    await user.should_see("12 portals · 9 fine · 1 running")


def test_an_empty_list_says_what_is_true_and_what_is_next(desk: SampleDesk) -> None:
    none = replace(desk.counts(), all=0)
    assert "Connect a mailbox or a portal" in empty_words({"view": "todo"}, none)
    delivered = desk.counts().delivered
    assert f"Nothing to do. {delivered} documents" in empty_words({"view": "todo"}, desk.counts())
    assert "No document is here" in empty_words({"view": "ready"}, desk.counts())
    for narrowed in ({"text": "x"}, {"source": "mail"}, {"kind": "invoice"}):
        assert "No document fits" in empty_words({"view": "todo", **narrowed}, none)


async def test_the_list_explains_itself_anew_with_every_question(user: User) -> None:
    await user.open("/")
    (shown,) = user.find(RecordList).elements
    assert "Nothing to do." in shown._props["empty"]
    press(user, "Ready")
    assert "No document is here" in shown._props["empty"]


async def test_a_document_shows_reason_fields_and_checks(user: User) -> None:
    await user.open("/")
    await show(user, "d0")
    await user.should_see("€48.20 more than the PO has left")
    await user.should_see("Within PO")
    await user.should_see("Answer 1 question above first.")
    assert rows_of(user)["gross_total"]["shown"] == "EUR 1,928.64"
    assert rows_of(user)["iban"]["mark"] == "mid"


async def test_a_field_knows_the_place_it_came_from(user: User, desk: SampleDesk) -> None:
    await user.open("/")
    await show(user, "d0")
    document = desk.document("d0")
    crop = rows_of(user)["gross_total"]["crop"]
    (view,) = user.find(DocView).elements
    assert crop["path"] == f"/doc/{document.sha256}/1.png"
    assert {box["name"] for box in view._props["boxes"]} >= {"gross_total", "iban"}


async def test_an_answer_is_given_in_the_persons_name(user: User, desk: SampleDesk) -> None:
    await user.open("/")
    await show(user, "d0")
    press(user, "Accept")
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, "answer a x-d0")]
    await user.should_see("Deliver", retries=100)


async def test_what_corrections_taught_is_forgotten_at_a_persons_word(
    user: User, desk: SampleDesk
) -> None:
    desk.put("d0", learned=(lesson("due_date"),))
    await user.open("/")
    await show(user, "d0")
    await user.should_see("1 place learned from corrections")
    press(user, "Forget all")
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, "forget d0")]
    await user.should_not_see("learned from corrections", retries=100)


async def test_deliver_releases_the_version_that_was_seen(user: User, desk: SampleDesk) -> None:
    await user.open("/")
    await show(user, "d4")
    press(user, "Deliver")
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, "deliver d4")]
    assert desk.document("d4").status == "delivered"


async def test_a_document_that_changed_meanwhile_is_not_delivered(
    user: User, desk: SampleDesk
) -> None:
    await user.open("/")
    await show(user, "d4")
    desk.put("d4", status_note="changed elsewhere")
    press(user, "Deliver")
    await until(lambda: user.notify.messages)
    assert desk.document("d4").status == "ready"


async def test_a_correction_is_kept_and_shown_as_typed_by_a_person(
    user: User, desk: SampleDesk
) -> None:
    await user.open("/")
    await show(user, "d0")
    row = next(row for row in user.find(FieldRow).elements if row._props["name"] == "due_date")
    interaction = user.find(FieldRow)
    interaction.elements = {row}
    interaction.trigger("correct", {"value": "2026-11-14", "spot": None})
    await until(lambda: "typed" in rows_of(user)["due_date"]["why"].lower())
    assert desk.calls == [(MAYA.id, "correct d0 due_date 2026-11-14")]


async def test_what_the_desk_refuses_is_said_to_the_person(user: User) -> None:
    await user.open("/")
    await show(user, "d0")
    interaction = user.find(FieldRow)
    interaction.elements = {next(iter(interaction.elements))}
    interaction.trigger("correct", {"value": "", "spot": None})
    await until(lambda: user.notify.messages)
    assert "can't be emptied" in user.notify.messages[0]


async def test_a_field_under_the_persons_fingers_is_left_alone(
    user: User, desk: SampleDesk
) -> None:
    await user.open("/")
    await show(user, "d0")
    before = set(user.find(FieldRow).elements)
    interaction = user.find(FieldRow)
    interaction.elements = {next(iter(before))}
    interaction.trigger("busy", True)
    desk.put("d0", status_note="changed elsewhere")
    await asyncio.sleep(0.5)
    assert set(user.find(FieldRow).elements) == before
    interaction.trigger("busy", False)
    await until(lambda: set(user.find(FieldRow).elements).isdisjoint(before))


async def test_the_mail_of_a_document_is_shown_as_text(user: User) -> None:
    await user.open("/")
    await show(user, "d38")
    press(user, "E-mail")
    await user.should_see("sender proven", retries=100)
    await user.should_see("The reply address is not the sender's.")


async def test_an_expired_session_can_not_act(
    user: User, desk: SampleDesk, sessions: SampleSessions
) -> None:
    await user.open("/")
    await show(user, "d4")
    sessions.held.clear()
    press(user, "Deliver")
    await asyncio.sleep(0.3)
    assert desk.calls == []


async def test_a_dialog_that_says_late_that_it_went_takes_nothing_from_what_it_asks_by_then(
    user: User,
) -> None:
    await user.open("/")
    emptied: list[str] = []
    assert user.client
    with user.client:
        form = dialog("A form")
        when_gone(form, lambda: emptied.append("emptied"))
    gone = UserInteraction(user, {form}, None)
    form.open()
    gone.trigger("hide")
    assert emptied == []
    form.close()
    gone.trigger("hide")
    assert emptied == ["emptied"]


@pytest.mark.parametrize("signs_out", [True, False])
async def test_a_page_that_asked_to_sign_out_stays_for_the_answer_though_it_finds_no_session(
    user: User,
    desk: SampleDesk,
    sessions: SampleSessions,
    monkeypatch: pytest.MonkeyPatch,
    *,
    signs_out: bool,
) -> None:
    await user.open("/")
    await show(user, "d4")
    assert user.client
    page, sent = user.client.id, set[str]()
    monkeypatch.setattr(type(user.client), "open", lambda client, to: sent.add(client.id + to))
    if signs_out:
        await user.http_client.post("/logout", data={"page": page})
    else:
        sessions.held.clear()
    press(user, "Deliver")
    await asyncio.sleep(0.3)
    assert sent == (set() if signs_out else {f"{page}/login"})
    assert desk.calls == []


async def test_a_person_without_the_right_is_told_so(
    user: User, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BillhookError("A clerk may not release this.")

    await user.open("/")
    await show(user, "d4")
    monkeypatch.setattr(desk, "deliver", refuse)
    press(user, "Deliver")
    await until(lambda: "A clerk may not release this." in user.notify.messages)


async def test_exceptions_are_grouped_and_answered_in_their_row(
    user: User, desk: SampleDesk
) -> None:
    await user.open("/exceptions")
    await user.should_see("Fields to check", retries=100)
    await user.should_see("Not fetched")
    press(user, "Try again", nth=0)
    await until(lambda: desk.calls)
    assert desk.calls[0][1].startswith("answer t ")


async def test_a_whole_group_is_answered_at_once(user: User, desk: SampleDesk) -> None:
    await user.open("/exceptions")
    await user.should_see("Dismiss all 2", retries=100)
    press(user, "Dismiss all 2")
    await until(lambda: len(desk.calls) == 2)
    assert {call for _, call in desk.calls} == {"answer d q2", "answer d q3"}
    await user.should_not_see("INV 88213 was announced, and is not there", retries=100)


async def test_portals_that_need_a_person_stand_on_top(user: User) -> None:
    await user.open("/portals")
    sentence = "Lumen Mobile refused the password. Billhook won't try again until it is corrected."
    await user.should_see(sentence, retries=100)
    await user.should_see("fetching 7 of 12")
    strips = user.find(HealthStrip).elements
    assert len(strips) == 12
    assert max(len(strip._props["runs"]) for strip in strips) == 14


async def test_portals_say_how_far_they_are_adopted_and_what_that_saved(user: User) -> None:
    await user.open("/portals")
    await user.should_see("7 of 14 suppliers hands-free, 8.7 h saved this month", retries=100)
    await user.should_see("36 min saved")
    await user.should_see("2 more visits without help prove it; nothing is to be done.")
    await user.should_see("2 sign-ins and 3 downloads done this month: about 9 min saved.")


async def test_suppliers_without_a_portal_are_named_with_what_they_lack(user: User) -> None:
    await user.open("/portals")
    await user.should_see("Without a portal", retries=100)
    await user.should_see("It has no portal here; connect it with: billhook connect portal.")
    await user.should_see("Its documents come by mail.")
    await user.should_see("Pfennig & Söhne")


async def test_a_visit_is_asked_for_and_its_progress_arrives(user: User, desk: SampleDesk) -> None:
    await user.open("/portals")
    await user.should_see("Expected of it", retries=100)
    press(user, "Visit now", nth=0)
    await until(lambda: desk.calls)
    await user.should_see("signing in", retries=100)
    desk.progress("p2", 3, 4)
    await user.should_see("fetching 3 of 4", retries=200)


async def test_a_portal_says_what_waits_for_a_person_and_leads_to_the_question(
    user: User,
) -> None:
    await user.open("/portals")
    await user.should_see("1 waits for you, 1 expected", retries=100)
    await user.should_see("nothing expected")
    await user.should_see("Invoice 88213 over EUR 312.00")
    press(user, "Answer", nth=0)
    await until(lambda: user.back_history[-1:] == ["/exceptions?doc=q1"])


async def test_a_question_that_was_answered_meanwhile_is_said_to_be(user: User) -> None:
    await user.open("/exceptions?doc=q99")
    await until(lambda: "That question has been answered." in user.notify.messages)


async def test_a_question_about_a_statement_opens_the_statement(
    user: User, desk: SampleDesk
) -> None:
    asked = next(iter(desk._extra.values()))
    desk._extra["q-st"] = replace(
        asked,
        id="q-st",
        reason=ExceptionReason.STATEMENT_DIFFERENCE,
        document_id="d11",
        statement_id="s1",
    )
    await user.open("/exceptions")
    await user.should_see("Open", retries=100)
    with user.client:
        found = [one.props.get("href") for one in ElementFilter() if one.tag == "a"]
    assert "/statements?doc=s1" in found


async def test_a_statement_says_what_is_not_explained(user: User) -> None:
    await user.open("/statements")
    user.find(kind=RecordList).trigger("cursor", {"id": "s1"})
    await user.should_see("Unexplained", retries=100)
    await user.should_see("18 of 22 lines settled")
    await user.should_see("3,086.43")
    (shown,) = user.find(StatementBoard).elements
    assert shown._props["url"] == "/api/statements/s1/board"
    press(user, "What is left")
    assert shown._props["only"]


@pytest.mark.parametrize(
    ("said", "call", "told"),
    [
        ({"verb": "link", "items": ["l9"], "entries": ["e1"]}, "link s1 l9 e1", "Linked."),
        ({"verb": "unlink", "items": ["l4"]}, "unlink s1 l4", "The line is open again."),
        ({"verb": "accept", "items": ["l4"], "note": "freight"}, "accept s1 l4: freight", "Acc"),
        ({"verb": "expect", "items": ["l5"]}, "expect s1 l5", "The document is expected"),
        ({"verb": "undo"}, "undo s1", "The link is undone."),
        ({"verb": "reopen", "note": "late"}, "reopen s1: late", "The statement is open again."),
        ({"verb": "sign_off"}, "sign s1: ", "Something came late"),
    ],
    ids=lambda one: one["verb"] if isinstance(one, dict) else "",
)
async def test_what_a_person_decides_about_a_statement_reaches_the_desk(
    user: User, desk: SampleDesk, said: dict[str, object], call: str, told: str
) -> None:
    await user.open("/statements")
    user.find(kind=RecordList).trigger("cursor", {"id": "s1"})
    await user.should_see("18 of 22 lines settled", retries=100)
    of = "/api/statements/s1/board"
    nothing: dict[str, object] = {"of": of, "items": [], "entries": [], "note": ""}
    user.find(kind=StatementBoard).trigger("act", nothing | said)
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, call)]
    await until(lambda: any(words.startswith(told) for words in user.notify.messages))


async def test_a_failed_delivery_is_sent_again(user: User, desk: SampleDesk) -> None:
    await user.open("/deliveries")
    user.find(kind=RecordList).trigger("cursor", {"id": "y0"})
    await user.should_see("550 5.7.1 mailbox is full", retries=100)
    press(user, "Send again")
    await until(lambda: desk.calls)
    await user.should_see("Attempt 4: taken", retries=200)
    assert desk.calls == [(MAYA.id, "retry y0")]


async def test_a_rejected_delivery_shows_the_receivers_words(user: User) -> None:
    await user.open("/deliveries")
    user.find(kind=RecordList).trigger("cursor", {"id": "y7"})
    await user.should_see("PO missing", retries=100)
    await user.should_see("Rejected")
    await user.should_see("It wants a new invoice.")
    await user.should_see("Answer by e-mail: In process")
    await user.should_see("came late, does not count")
    await user.should_not_see("Send again")


async def test_the_sheet_prints_the_keys_of_the_screen(user: User) -> None:
    await user.open("/deliveries")
    press(user, "all keys")
    await user.should_see("Letters are pressed without Shift.", retries=50)
    await user.should_see("Send again")


async def test_the_palette_finds_by_name(user: User) -> None:
    await user.open("/")
    press(user, "anything")
    await user.should_see("First unsure field", retries=50)


async def test_hostile_names_stand_on_the_page_as_they_are(user: User) -> None:
    await user.open("/portals")
    await user.should_see(HOSTILE, retries=100)
    await user.open("/exceptions")
    await user.should_see(HOSTILE, retries=100)


async def test_a_slow_desk_does_not_stop_the_loop(
    user: User, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.document
    asleep = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(document_id: str) -> DocumentView:
        loop.call_soon_threadsafe(asleep.set)
        time.sleep(0.3)
        return real(document_id)

    monkeypatch.setattr(desk, "document", slow)
    await user.open("/")
    user.find(kind=RecordList).trigger("cursor", {"id": "d0"})
    await asleep.wait()  # a call on the loop would have finished before this line
    await user.should_not_see(kind=FieldRow)
    await user.should_see(kind=FieldRow, retries=100)


async def test_a_slow_answer_about_another_document_is_dropped(
    user: User, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, released = desk.document, threading.Event()

    def document(document_id: str) -> DocumentView:
        if document_id == "d0":
            released.wait(5)
        return real(document_id)

    monkeypatch.setattr(desk, "document", document)
    await user.open("/")
    user.find(kind=RecordList).trigger("cursor", {"id": "d0"})
    await asyncio.sleep(0.05)
    await show(user, "d4")
    released.set()
    await asyncio.sleep(0.2)
    assert rows_of(user)["seller_name"]["value"] == "Amazon Business"


async def test_who_may_not_unlock_the_vault_is_told_who_may(user: User, desk: SampleDesk) -> None:
    desk.vault_locked = True
    await user.open("/portals")
    await user.should_see("Vault locked: visits and mail wait")
    await user.should_see("An admin can unlock it.")
    await user.should_not_see("Unlock the vault")


async def test_an_open_vault_is_no_news(user: User) -> None:
    await user.open("/portals")
    await user.should_see("Connected")
    await user.should_not_see("An admin can unlock it.")


async def test_what_is_typed_reaches_the_desk_and_no_element(
    stranger: httpx.AsyncClient, desk: SampleDesk, sessions: SampleSessions
) -> None:
    stranger.cookies.set(COOKIE, sessions.open(ADA.id).reveal())
    user = User(stranger)
    desk.vault_locked = True
    await user.open("/")
    press(user, "Unlock the vault")
    await user.should_see("Passphrase", retries=50)
    (label,) = user.find(kind=Words, content="Passphrase").elements
    form = next(one for one in label.ancestors() if one.tag == "form")
    UserInteraction(user, {form}, None).trigger("submit", "CANARY-wrong")
    await user.should_see("This passphrase does not open the vault.", retries=50)
    held = [str(one._props) for one in form.client.elements.values()]
    assert len(held) > 50
    assert not any("CANARY" in props for props in held)
    UserInteraction(user, {form}, None).trigger("submit", PASSPHRASE)
    await user.should_see("Connected", retries=100)
    assert desk.calls == [(ADA.id, "unlock"), (ADA.id, "unlock")]
