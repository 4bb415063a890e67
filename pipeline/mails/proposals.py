"""Suppliers that a mail brought up: shown to a person, used only once that person has confirmed.

The sender's domain and the name on the papers that it sends belong to one proposed supplier. What a
billing service sends for many sellers belongs to each seller, known as "acme@service.example".
The question about a supplier counts its notices and papers, and holds its bills. It shows the exact
host of the portal that the mail's link names; nobody visits that host before, and never the link
itself: a visit starts at the host's own page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fetchers.mail.hosts import within
from fetchers.mail.proposing import name_of, portal_host, sends_from
from fetchers.mail.sellers import firm_name, seller_of, service_of
from fetchers.mail.senders import owns
from model.exceptions import Action, Answer, ExceptionReason
from model.expectations import ExpectationSource, ExpectationState
from model.filing import DocumentStatus
from model.hosts import shown_host
from model.ids import derived_id
from model.mail import Authenticity, TriagedMail
from model.suppliers import Portal, PortalState, Supplier
from pipeline.asking import ask, question_id
from pipeline.documents import checking, expecting
from pipeline.mails import strangers
from storage import documents, exceptions, expectations, runs, suppliers
from storage import mail as stored
from storage.store import Tx

_LONGEST_SUBJECT: Final = 60


def supplier_of(tx: Tx, mail: TriagedMail, named: str = "") -> Supplier | None:
    """The supplier that an unknown sender is taken for, remembered as proposed.

    `named` is the seller on a paper that came with the mail, "" for none. None where our own
    company sent the mail: a colleague who forwards something is no supplier.
    """
    if is_ours(tx, mail.sender):
        return None
    if seller := seller_of(mail):
        return _served(tx, mail, seller)
    known = sending(tx, mail.sender) or _only_named(tx, named)
    if known is None:
        own = sends_from(mail.sender)
        supplier_id = derived_id("supplier", own)
        known = suppliers.kept(
            tx, Supplier(supplier_id, named or name_of(mail), domains=(own,), proposed=True)
        )
    return _described(tx, known, mail, named)


def _served(tx: Tx, mail: TriagedMail, seller: str) -> Supplier:
    """The supplier, confirmed or not, that a billing service sent a mail for."""
    own = f"{firm_name(seller)}@{service_of(mail)}"
    every = (profile.supplier for profile in suppliers.profiles(tx))
    known = next((supplier for supplier in every if own in supplier.domains), None)
    proposed = Supplier(derived_id("supplier", own), seller, domains=(own,), proposed=True)
    return known or suppliers.kept(tx, proposed)


def of_forwarded(tx: Tx, mail: TriagedMail, named: str) -> Supplier:
    """The proposed supplier of a paper that a colleague sent on; one that names nobody is alone."""
    name = named or f"Sender of “{mail.subject[:_LONGEST_SUBJECT]}”"
    facts = (named.casefold(),) if named else ("mail", mail.identity)
    return suppliers.kept(tx, Supplier(derived_id("supplier", *facts), name, proposed=True))


def is_ours(tx: Tx, sender: str) -> bool:
    """Whether a mail comes from our own company: from where its watched mailboxes are."""
    names = (box.username.lower() for box in stored.mailboxes(tx))
    return sends_from(sender.lower()) in {sends_from(name) for name in names if "@" in name}


def sending(tx: Tx, sender: str) -> Supplier | None:
    """The one supplier, confirmed or not, that sends mail from this address."""
    every = (profile.supplier for profile in suppliers.profiles(tx))
    found = [supplier for supplier in every if owns(supplier, sender)]
    return found[0] if len(found) == 1 else None


def _only_named(tx: Tx, name: str) -> Supplier | None:
    """The proposed supplier of this name whose own address no mail has shown yet.

    One with an address is never joined by its name: whoever writes a paper chooses what it says.
    """
    every = (profile.supplier for profile in suppliers.profiles(tx))
    nameless = (one for one in every if one.proposed and not one.domains)
    return next((one for one in nameless if one.name.casefold() == name.casefold()), None)


def _described(tx: Tx, supplier: Supplier, mail: TriagedMail, named: str) -> Supplier:
    """A proposed supplier with the domain of its sender and, from its first paper, its name."""
    if not supplier.proposed:
        return supplier
    name = named if named and not _has_papers_name(tx, supplier) else supplier.name
    domains = supplier.domains or (sends_from(mail.sender),)
    described = replace(supplier, name=name, domains=domains)
    if described != supplier:
        suppliers.add(tx, described)
    return described


def _has_papers_name(tx: Tx, supplier: Supplier) -> bool:
    papers = documents.of_supplier(tx, supplier.id)
    return any(documents.reading(tx, paper.id).text("seller_name") for paper in papers)


def ask_for(tx: Tx, supplier: Supplier, mail: TriagedMail) -> None:
    """Ask a person about a proposed supplier, or bring the open question up to date.

    One that was refused, or is confirmed, is not asked about again.
    """
    if not supplier.proposed or strangers.is_refused(tx, supplier):
        return
    portal = _portal(tx, supplier, mail)
    subject = f"portal:{portal.id}" if portal else f"supplier:{supplier.id}"
    sentence = _sentence(tx, supplier, portal, mail)
    yes = f"Yes, {_shown(portal)} is its portal" if portal else "Yes, it bills us"
    answers = (
        Answer(strangers.CONFIRM, yes, Action.ACCEPT),
        Answer(strangers.REFUSE, strangers.REFUSED, Action.DISMISS),
    )
    title = f"Is {supplier.name} a supplier?"
    key = strangers.question_key(supplier.id)
    if not ask(
        tx,
        ExceptionReason.SUPPLIER_UNKNOWN,
        subject=subject,
        sentence=sentence,
        key=key,
        answers=answers,
        title=title,
    ):
        exceptions.revise(tx, question_id(*key), sentence, title=title)


def confirm(tx: Tx, supplier_id: str, portal_id: str | None) -> None:
    """Count a proposed supplier as ours, and visit the portal that a person confirmed with it.

    Without a portal a person is asked for what is still missing.
    """
    suppliers.confirm(tx, supplier_id)
    _release(tx, supplier_id)
    if portal_id is None:
        expecting.ask_for_missing(tx, supplier_id)
        return
    suppliers.resume_portal(tx, portal_id)
    _expect_there(tx, suppliers.portal(tx, portal_id))


def refuse(tx: Tx, supplier_id: str) -> None:
    """Count a proposed supplier as none of ours: reject its bills, forget its portal.

    What it announced is not waited for.
    """
    expecting.give_up(tx, supplier_id)
    for document in documents.of_supplier(tx, supplier_id):
        if document.status is DocumentStatus.DELIVERED:
            continue
        for item in exceptions.open_of(tx, f"document:{document.id}"):
            exceptions.close(tx, item.id, "Its sender is no supplier of ours.")
        checking.decide(tx, document.id)
    for portal in suppliers.portals(tx):
        if portal.supplier_id == supplier_id:
            suppliers.withdraw_portal(tx, portal.id)


def connected(tx: Tx, portal: Portal) -> None:
    """A person connected a portal by other means: its supplier's question is answered by that."""
    supplier = suppliers.get(tx, portal.supplier_id)
    suppliers.confirm(tx, supplier.id)
    _release(tx, supplier.id)
    if asked := strangers.question(tx, supplier.id):
        exceptions.close(tx, asked.id, f"{portal.name} was connected.")
    if not suppliers.portal(tx, portal.id).confirmed:  # connecting again leaves the state as it was
        suppliers.resume_portal(tx, portal.id)
    _expect_there(tx, portal)


def _release(tx: Tx, supplier_id: str) -> None:
    """Let go on their way the documents that waited for their supplier's confirmation."""
    for document in documents.of_supplier(tx, supplier_id):
        asked = exceptions.open_of(tx, f"document:{document.id}")
        held = [item for item in asked if item.reason is ExceptionReason.SUPPLIER_UNKNOWN]
        for item in held:
            exceptions.close(tx, item.id, "The supplier was confirmed.")
        if document.note == strangers.REFUSED:
            checking.stand(tx, document.id, DocumentStatus.EXCEPTION, strangers.HELD)
        if held or document.note in (strangers.HELD, strangers.REFUSED):
            checking.decide(tx, document.id)


def _expect_there(tx: Tx, portal: Portal) -> None:
    """Look at a new portal for what waited for one."""
    waiting = [
        one.id
        for one in expectations.unfulfilled(tx, portal.supplier_id)
        if one.portal_id is None
        and one.document_id is None
        and one.state is ExpectationState.NEEDS_PERSON
    ]
    for expectation_id in waiting:
        expectations.direct(tx, expectation_id, portal.id)
    if waiting:
        runs.request(tx, portal.id, f"{len(waiting)} documents waited for this portal")


def _portal(tx: Tx, supplier: Supplier, mail: TriagedMail) -> Portal | None:
    """The portal that was proposed with the supplier; the first host that was named stands.

    Where a person is asked about the supplier already, no answer names a host: none is added.
    """
    known = next((one for one in suppliers.portals(tx) if one.supplier_id == supplier.id), None)
    host = portal_host(mail)
    if seller_of(mail) and within(host, service_of(mail)):
        host = ""  # where its page lies for everybody is no portal of one seller
    if known is not None or not host or strangers.question(tx, supplier.id):
        return known
    start = f"https://{host}/"
    proposed = Portal(
        id=derived_id("portal", start, ""),
        supplier_id=supplier.id,
        name=supplier.name,
        start_url=start,
        origins=frozenset({f"https://{host}"}),
        state=PortalState.PROPOSED,
    )
    if any(one.id == proposed.id for one in suppliers.portals(tx)):
        return None  # another supplier's already
    suppliers.add_portal(tx, proposed)
    return proposed


def _sentence(tx: Tx, supplier: Supplier, portal: Portal | None, mail: TriagedMail) -> str:
    own = shown_host(supplier.domains[0]) if supplier.domains else f"sent on by {mail.sender}"
    own = f"by way of {service_of(mail)}" if seller_of(mail) else own
    words = [f"{supplier.name} ({own}) has sent {_told(tx, supplier)};"]
    if portal is None:
        words.append("it names no portal. Is it a supplier of ours?")
    else:
        words.append(f"connect its portal at {_shown(portal)}?")
    if portal and not any(within(_host(portal), own) for own in supplier.domains):
        words.append("That host is not of the sender's domain.")
    if mail.authenticity is not Authenticity.PASS:
        words.append("Nothing proves the sender.")
    return " ".join(words)


def _told(tx: Tx, supplier: Supplier) -> str:
    """How much a proposed supplier has sent, as "2 notices and 1 document"."""
    notices = sum(
        one.supplier_id == supplier.id and one.source is ExpectationSource.NOTICE
        for one in expectations.every(tx)
    )
    papers = len(documents.of_supplier(tx, supplier.id))
    counted = ((notices, "notice"), (papers, "document"))
    return " and ".join(f"{n} {what}{'s' * (n != 1)}" for n, what in counted if n)


def _shown(portal: Portal) -> str:
    return shown_host(_host(portal))


def _host(portal: Portal) -> str:
    return portal.start_url.removeprefix("https://").partition("/")[0]
