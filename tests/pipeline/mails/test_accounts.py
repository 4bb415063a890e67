"""Several accounts and portals of one supplier: told apart, asked about, remembered."""

from __future__ import annotations

from dataclasses import replace

from model.exceptions import ExceptionItem, ExceptionReason
from model.mail import Alert, TriagedMail
from model.suppliers import Account, Portal
from pipeline import answers
from pipeline.works import Works
from storage import exceptions, expectations, runs, suppliers
from storage import mail as stored
from tests.pipeline.conftest import CLERK, Outside, notice_mail
from tests.pipeline.mails.test_mail import journalled, work


def three_portals(works: Works) -> None:
    """Landline, mobile and broadband of one supplier."""
    with works.store.begin() as tx:
        for name in ("Landline", "Mobile", "Broadband"):
            key = name.lower()
            suppliers.add_account(tx, Account(key, "nw", f"K-{len(name)}", name, f"p-{key}"))
            portal = Portal(
                id=f"p-{key}",
                supplier_id="nw",
                name=name,
                start_url=f"https://{key}.nw.example/",
                origins=frozenset({f"https://{key}.nw.example"}),
                credential="nw",
                account_id=key,
            )
            suppliers.add_portal(tx, portal)


def saying(number: str, text: str = "Hello", **notice: object) -> TriagedMail:
    mail = notice_mail(number)
    (found,) = mail.notices
    said = replace(found, **{"customer_number": None, **notice})  # type: ignore[arg-type]
    return replace(mail, notices=(said,), excerpt=text)


def arrive(works: Works, outside: Outside, mail: TriagedMail) -> str:
    message = journalled(works, outside, mail)
    work(works, message)
    return message


def asked(works: Works) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return exceptions.open_(tx)


def portals_to_visit(works: Works) -> set[str]:
    with works.store.read() as tx:
        return {run.portal_id for run in runs.unfinished(tx)}


def test_words_for_a_service_choose_its_portal(works: Works, outside: Outside) -> None:
    three_portals(works)
    arrive(works, outside, saying("R-1", "Ihre Handy-Rechnung ist da"))
    arrive(works, outside, saying("R-2", "votre facture de ligne fixe"))
    assert asked(works) == ()
    assert portals_to_visit(works) == {"p-mobile", "p-landline"}


def test_where_nothing_says_which_account_a_person_is_asked(works: Works, outside: Outside) -> None:
    three_portals(works)
    arrive(works, outside, saying("R-1"))
    (item,) = asked(works)
    assert item.reason is ExceptionReason.ACCOUNT_UNSURE
    assert "4 accounts at Nordwind" in item.sentence
    assert {answer.label for answer in item.answers} == {
        "K-1",
        "Landline (K-8)",
        "Mobile (K-6)",
        "Broadband (K-9)",
    }
    assert portals_to_visit(works) == set()
    with works.store.read() as tx:
        assert expectations.every(tx) == ()


def test_a_persons_choice_is_visited_and_remembered(works: Works, outside: Outside) -> None:
    three_portals(works)
    message = arrive(works, outside, saying("R-1"))
    (item,) = asked(works)
    key = next(answer.key for answer in item.answers if answer.label.startswith("Mobile"))
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, item.id, key)
        (to,) = stored.message(tx, message).addressees
        assert (to.account_id, to.portal_id) == ("mobile", "p-mobile")
    assert portals_to_visit(works) == {"p-mobile"}
    arrive(works, outside, saying("R-2"))  # the same subject but for its number
    assert asked(works) == ()
    with works.store.read() as tx:
        waiting = expectations.open_for_portal(tx, "p-mobile")
    assert {one.number for one in waiting} == {"R-1", "R-2"}


def test_two_mails_that_named_their_account_decide_for_one_that_does_not(
    works: Works, outside: Outside
) -> None:
    three_portals(works)
    for number in ("R-1", "R-2"):
        arrive(works, outside, saying(number, customer_number="K-9"))
    arrive(works, outside, saying("R-3"))
    assert asked(works) == ()
    assert portals_to_visit(works) == {"p-broadband"}


def test_mails_that_named_several_accounts_decide_nothing(works: Works, outside: Outside) -> None:
    three_portals(works)
    for number, account in (("R-1", "K-9"), ("R-2", "K-9"), ("R-3", "K-6")):
        arrive(works, outside, saying(number, customer_number=account))
    arrive(works, outside, saying("R-4"))
    (item,) = asked(works)
    assert item.reason is ExceptionReason.ACCOUNT_UNSURE


def test_a_customer_number_that_is_none_of_ours_is_said(works: Works, outside: Outside) -> None:
    three_portals(works)
    arrive(works, outside, saying("R-1", customer_number="K-777"))
    (item,) = asked(works)
    assert item.sentence.startswith("The customer number K-777 is none of ours.")


def test_concluding_a_mail_twice_counts_once(works: Works, outside: Outside) -> None:
    three_portals(works)
    message = journalled(works, outside, saying("R-1", customer_number="K-9"))
    work(works, message)
    work(works, message)
    arrive(works, outside, saying("R-2"))
    (item,) = asked(works)
    assert item.reason is ExceptionReason.ACCOUNT_UNSURE


def test_a_mail_of_other_bank_details_asks_an_approver_and_changes_nothing(
    works: Works, outside: Outside
) -> None:
    mail = replace(notice_mail("R-1"), alerts=(Alert.BANK_DETAILS_CHANGED,))
    arrive(works, outside, mail)
    (item,) = asked(works)
    assert item.reason is ExceptionReason.BANK_DETAILS_CHANGED
    with works.store.read() as tx:
        assert suppliers.get(tx, "nw").ibans == ("DE89370400440532013000",)
    assert portals_to_visit(works) == {"nw-portal"}
