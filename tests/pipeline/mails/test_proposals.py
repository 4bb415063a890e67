"""Unknown senders: counted, shown with the exact host, visited once a person has confirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.errors import WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.mail import Authenticity, TriagedMail
from model.outcomes import OutcomeCode
from model.suppliers import Portal, PortalState
from pipeline import answers
from pipeline.mails import proposals
from pipeline.portals import visits
from pipeline.works import Works
from storage import exceptions, expectations, runs, screens, suppliers
from tests.pipeline.conftest import CLERK, Outside, notice_mail
from tests.pipeline.mails.test_mail import journalled, work


def announced(
    number: str,
    sender: str = "billing@mail.sunrise.test",
    link: str = "https://portal.sunrise.test/invoices/8?token=abc",
    **facts: object,
) -> TriagedMail:
    mail = notice_mail(number, sender=sender)
    (notice,) = mail.notices
    found = (replace(notice, customer_number=None, link=link),)
    return replace(mail, notices=found, sender_name="Sunrise Power", **facts)  # type: ignore[arg-type]


def arrive(works: Works, outside: Outside, mail: TriagedMail) -> None:
    work(works, journalled(works, outside, mail))


def question(works: Works) -> ExceptionItem:
    with works.store.read() as tx:
        (item,) = exceptions.open_(tx)
    assert item.reason is ExceptionReason.SUPPLIER_UNKNOWN
    return item


def proposed(works: Works) -> Portal:
    with works.store.read() as tx:
        (portal,) = (one for one in suppliers.portals(tx) if one.id != "nw-portal")
    return portal


def test_three_notices_make_one_question_that_counts_them(works: Works, outside: Outside) -> None:
    for number in ("S-1", "S-2", "S-3"):
        arrive(works, outside, announced(number))
    item = question(works)
    assert item.sentence == (
        "Sunrise Power (sunrise.test) has sent 3 notices; connect its portal at"
        " portal.sunrise.test?"
    )
    assert [answer.label for answer in item.answers] == [
        "Yes, portal.sunrise.test is its portal",
        "No supplier of ours",
    ]


def test_the_portal_is_the_hosts_own_page_and_never_the_link(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, announced("S-1"))
    portal = proposed(works)
    assert portal.start_url == "https://portal.sunrise.test/"
    assert portal.origins == {"https://portal.sunrise.test"}
    assert portal.state is PortalState.PROPOSED


def test_nothing_is_visited_before_a_person_has_confirmed_the_host(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, announced("S-1"))
    portal = proposed(works)
    with works.store.begin() as tx:
        assert runs.unfinished(tx) == ()
        with pytest.raises(WrongInput, match="only named in a mail"):
            answers.visit_now(tx, CLERK, portal.id)
        forced = runs.request(tx, portal.id, "by some other way")
    brought = visits.go(works, forced.id)
    assert brought.outcome.code is OutcomeCode.CANCELLED
    assert outside.orders == []


def test_a_confirmed_host_is_visited_for_all_that_waited(works: Works, outside: Outside) -> None:
    for number in ("S-1", "S-2"):
        arrive(works, outside, announced(number))
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question(works).id, "1")
        portal = suppliers.portal(tx, proposed(works).id)
        assert portal.state is PortalState.OPEN
        assert not suppliers.get(tx, portal.supplier_id).proposed
        waiting = expectations.open_for_portal(tx, portal.id)
        assert [one.number for one in waiting] == ["S-1", "S-2"]
        assert [run.portal_id for run in runs.unfinished(tx)] == [portal.id]


def test_a_sender_that_is_no_supplier_is_not_asked_about_again(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, announced("S-1"))
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question(works).id, "2")
    arrive(works, outside, announced("S-2"))
    with works.store.read() as tx:
        assert exceptions.open_(tx) == ()
        assert [one.number for one in expectations.every(tx)] == ["S-1"]
        assert runs.unfinished(tx) == ()
        assert [one.id for one in suppliers.portals(tx)] == ["nw-portal"]


def test_a_portal_connected_by_hand_answers_the_question(works: Works, outside: Outside) -> None:
    arrive(works, outside, announced("S-1"))
    with works.store.begin() as tx:
        portal = replace(proposed(works), state=PortalState.OPEN, credential="sunrise")
        suppliers.add_portal(tx, portal)
        proposals.connected(tx, portal)
        assert suppliers.portal(tx, portal.id).confirmed
        assert suppliers.portal(tx, portal.id).credential == "sunrise"
        assert exceptions.open_(tx) == ()
        assert len(runs.unfinished(tx)) == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://192.0.2.7/",
        "https://portal.sunrise.test@evil.test/",
        "http://portal.sunrise.test/",
        "https://portal.sunrise.test:8443/",
        "https://click.mailer.test/c?u=1",
        "https://u77.ct.sendgrid.net/x",
        "https://xn--pple-43d.test/",
        "javascript:x()",
    ],
)
def test_a_link_that_hides_its_host_proposes_no_portal(
    works: Works, outside: Outside, link: str
) -> None:
    arrive(works, outside, announced("S-1", link=link))
    item = question(works)
    assert "it names no portal" in item.sentence
    assert item.subject.startswith("supplier:")
    with works.store.begin() as tx:
        assert len(suppliers.portals(tx)) == 1
        answers.answer(tx, CLERK, item.id, "1")
        assert not any(one.supplier.proposed for one in suppliers.profiles(tx))


def test_a_host_is_shown_as_it_reads_and_as_it_is_written(works: Works, outside: Outside) -> None:
    link = "https://kunden.xn--mller-kva.test/x"
    arrive(works, outside, announced("S-1", sender="x@xn--mller-kva.test", link=link))
    assert "kunden.müller.test (kunden.xn--mller-kva.test)" in question(works).sentence


def test_a_foreign_host_and_an_unproven_sender_are_said(works: Works, outside: Outside) -> None:
    mail = announced("S-1", link="https://bills.elsewhere.test/", authenticity=Authenticity.UNKNOWN)
    arrive(works, outside, mail)
    sentence = question(works).sentence
    assert "not of the sender's domain" in sentence
    assert "Nothing proves the sender" in sentence


def test_one_address_at_free_mail_is_not_all_of_free_mail(works: Works, outside: Outside) -> None:
    for name in ("tiler", "roofer"):
        arrive(works, outside, announced(name, sender=f"{name}@gmx.de", link=""))
    with works.store.read() as tx:
        own = {one.supplier.domains for one in suppliers.profiles(tx) if one.supplier.proposed}
    assert own == {("tiler@gmx.de",), ("roofer@gmx.de",)}


def test_a_portal_of_another_supplier_is_not_taken_over(works: Works, outside: Outside) -> None:
    arrive(works, outside, announced("S-1", sender="x@one.test"))
    arrive(works, outside, announced("S-2", sender="x@two.test"))
    assert proposed(works).origins == {"https://portal.sunrise.test"}


def test_a_proposed_portal_stands_first_among_the_portals_with_its_question(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, announced("S-1", link="https://kunden.xn--mller-kva.test/x"))
    item = question(works)
    with works.store.read() as tx:
        shown = screens.portals(tx)[0]
    assert (shown.question_id, shown.because) == (item.id, item.sentence)
    assert shown.host == "kunden.müller.test (kunden.xn--mller-kva.test)"
    assert shown.needs_person


SERVICE = "quickbooks@notification.intuit.com"


def served(number: str, seller: str, link: str = "https://connect.intuit.com/i/7") -> TriagedMail:
    return replace(announced(number, SERVICE, link), sender_name=seller)


def test_what_a_billing_service_sends_is_of_each_seller(works: Works, outside: Outside) -> None:
    for number, seller in (("A-1", "Acme Ltd"), ("B-1", "Beta GmbH"), ("A-2", "ACME Limited")):
        arrive(works, outside, served(number, seller))
    with works.store.read() as tx:
        asked = [item.sentence for item in exceptions.open_(tx)]
        assert [portal.id for portal in suppliers.portals(tx)] == ["nw-portal"]
    ends = "it names no portal. Is it a supplier of ours?"
    assert sorted(asked) == [
        f"Acme Ltd (by way of intuit.com) has sent 2 notices; {ends}",
        f"Beta GmbH (by way of intuit.com) has sent 1 notice; {ends}",
    ]


def test_a_confirmed_seller_stays_itself_and_does_not_get_the_services_other_mails(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, served("A-1", "Acme Ltd"))
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question(works).id, "1")
    for number, seller in (("A-2", "Acme Ltd"), ("B-1", "Beta GmbH")):
        arrive(works, outside, served(number, seller))
    with works.store.read() as tx:
        owners = {one.number: one.supplier_id for one in expectations.every(tx)}
        names = {key: suppliers.get(tx, owner).name for key, owner in owners.items()}
    assert names == {"A-1": "Acme Ltd", "A-2": "Acme Ltd", "B-1": "Beta GmbH"}


def test_what_a_refused_sender_announced_says_that_it_was_refused(
    works: Works, outside: Outside
) -> None:
    arrive(works, outside, announced("S-1"))
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question(works).id, "2")
    with works.store.read() as tx:
        (waited,) = expectations.every(tx)
    assert waited.reason == (
        "Not fetched: somebody said that Sunrise Power is no supplier of ours."
    )
