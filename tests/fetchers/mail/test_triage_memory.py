from dataclasses import replace
from datetime import date

import pytest

from fetchers.mail.memory import lesson_of, recall
from fetchers.mail.triage import triage_text
from model.mail import Alert, Authenticity, MailClass, TriagedMail

SENDER = "billing@quay.example"
TODAY = date(2026, 11, 21)
TEMPLATES = [
    ("Update for {name}: period {month} 2026", "Hello {name}, there is news in your area."),
    ("{name}, {month} is closed", "Dear {name}, the usual paper is where it always is."),
    ("QX-{number} / {month}", "Automatic message of our system for {name}."),
    ("Dokument {number} für {name}", "Guten Tag {name}, ein Dokument liegt für Sie bereit."),
]
NAMES = ("Mara Lind", "Ola Berg", "J. Okafor", "Tom Becker", "Aiko Sato")
MONTHS = ("January", "February", "March", "April", "May", "June")


def mail(subject: str, body: str = "", sender: str = SENDER) -> TriagedMail:
    read = triage_text(subject, body, today=TODAY)
    return replace(read, sender=sender, authenticity=Authenticity.PASS)


def test_one_confirmation_settles_a_templates_mails() -> None:
    right = total = 0
    for subject, body in TEMPLATES:
        facts = [
            {"name": name, "month": month, "number": 1000 + 17 * index}
            for index, name in enumerate(NAMES)
            for month in MONTHS
        ]
        sent = [mail(subject.format(**one), body.format(**one)) for one in facts]
        lesson = lesson_of(sent[0], MailClass.STATEMENT)
        for later in sent[1:]:
            total += 1
            right += recall(later, (lesson,)).notices[0].mail_class is MailClass.STATEMENT
    assert right / total >= 0.99


def test_a_recalled_class_says_that_a_person_taught_it() -> None:
    taught = recall(mail("QX-2"), (lesson_of(mail("QX-1"), MailClass.STATEMENT),))
    assert taught.notices[0].confidence == 0.99
    assert "a person said" in taught.notices[0].reasons[0]


@pytest.mark.parametrize(
    "later",
    [
        mail("QX-2", sender="billing@other.example"),
        replace(mail("QX-2"), authenticity=Authenticity.UNKNOWN),
        replace(mail("QX-2"), alerts=(Alert.SENDER_LOOKALIKE,)),
        mail("Your order 2 is confirmed"),
    ],
    ids=["another sender", "less proven", "an alarm", "another matter"],
)
def test_a_lesson_is_not_stretched(later: TriagedMail) -> None:
    assert recall(later, (lesson_of(mail("QX-1"), MailClass.STATEMENT),)) == later


def test_a_subject_of_the_same_words_about_another_thing_is_another_matter() -> None:
    lesson = lesson_of(mail("Your invoice 1 is ready"), MailClass.INVOICE_AVAILABLE)
    order = mail("Your order 1 is ready")
    assert recall(order, (lesson,)) == order


def test_a_sign_in_mail_never_becomes_one_that_sets_something_going() -> None:
    lesson = lesson_of(mail("Notice 1"), MailClass.INVOICE_AVAILABLE)
    code = mail("Notice 2", "Your verification code is 123456. Do not share it.")
    assert code.notices[0].mail_class is MailClass.OTP_MAGIC
    assert recall(code, (lesson,)) == code


def test_two_lessons_that_fit_equally_and_differ_decide_nothing() -> None:
    lessons = (
        lesson_of(mail("Alpha news here today"), MailClass.STATEMENT),
        lesson_of(mail("Beta news here today"), MailClass.OTHER),
    )
    gamma = mail("Gamma news here today")
    assert recall(gamma, lessons) == gamma


def test_where_an_invoice_lies_is_seen_and_not_taught() -> None:
    first = mail("Invoice 1", "Please find attached our invoice 1.")
    lesson = lesson_of(first, MailClass.INVOICE_AVAILABLE)
    assert recall(first, (lesson,)).notices[0].mail_class is MailClass.INVOICE_ATTACHED


def test_what_a_person_taught_has_no_runner_up() -> None:
    doubted = mail("RE-2026-18810", "Hello, please see below.")
    assert doubted.notices[0].runner_up is not None
    taught = recall(doubted, (lesson_of(doubted, MailClass.OTHER),))
    assert taught.notices[0].runner_up is None
