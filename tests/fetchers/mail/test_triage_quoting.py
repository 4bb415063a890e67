from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.quoting import judged_part
from fetchers.mail.triage import triage_text
from model.mail import MailClass

TODAY = date(2026, 11, 21)
NOTICE = "Your invoice 4711 over EUR 120.00 is available in our customer portal. Please sign in."
FORWARDS = {
    "gmail": "FYI\n\n---------- Forwarded message ---------\nFrom: Quay <b@quay.example>\n"
    f"Date: Mon, 2 Nov 2026\nSubject: Your invoice 4711\nTo: Me <me@us.example>\n\n{NOTICE}",
    "outlook": "Bitte prüfen.\n\n________________________________\nVon: Quay <b@quay.example>\n"
    f"Gesendet: Montag, 2. November 2026\nAn: Ich\nBetreff: Your invoice 4711\n\n{NOTICE}",
    "apple": "Begin forwarded message:\n\nFrom: Quay <b@quay.example>\n"
    f"Subject: Your invoice 4711\nDate: 2 November 2026\nTo: me@us.example\n\n{NOTICE}",
}


@pytest.mark.parametrize("style", FORWARDS)
def test_a_forwarded_notice_is_judged_as_the_original(style: str) -> None:
    letter = judged_part("Fwd: have a look", FORWARDS[style])
    assert (letter.subject, letter.text) == ("Your invoice 4711", NOTICE)
    notice = triage_text("Fwd: have a look", FORWARDS[style], today=TODAY).notices[0]
    assert notice.trigger
    assert notice.number == "4711"
    assert "it was forwarded: the original counts" in notice.reasons


@pytest.mark.parametrize(
    "quote",
    [
        f"On Mon, 2 Nov 2026 at 10:00 Quay wrote:\n> {NOTICE}",
        f"Am 02.11.2026 um 10:00 schrieb Quay:\n\n> {NOTICE}",
        f"-----Original Message-----\nFrom: Quay\nSubject: Your invoice\n\n{NOTICE}",
    ],
)
def test_a_reply_is_judged_by_its_own_words(quote: str) -> None:
    own = "Thank you, see you at the meeting on Tuesday."
    letter = judged_part("Re: Your invoice 4711", f"{own}\n\n{quote}")
    assert letter.text == own
    reply = triage_text("Re: Your invoice 4711", f"{own}\n\n{quote}", today=TODAY)
    assert not reply.notices[0].trigger


def test_a_reply_that_brings_an_invoice_is_one() -> None:
    text = f"Please find attached our invoice 4712.\n\nOn 2 Nov 2026 Mara wrote:\n> {NOTICE}"
    (notice,) = triage_text("Re: your order", text, today=TODAY).notices
    assert (notice.mail_class, notice.number) == (MailClass.INVOICE_ATTACHED, "4712")


def test_a_plain_mail_is_judged_whole() -> None:
    letter = judged_part("Invoice", "From: 1 May\nTo: 31 May\nTotal: EUR 3.00")
    assert (letter.subject, letter.why) == ("Invoice", "")


@given(st.text(max_size=60), st.text(max_size=600))
def test_any_mail_keeps_something_to_judge(subject: str, text: str) -> None:
    for prefix in ("", "Re: ", "Fwd: "):
        letter = judged_part(prefix + subject, text)
        assert len(letter.text) <= len(text)
