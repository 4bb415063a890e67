"""Suppliers that a mail brought up: shown to a person, used only once that person has confirmed.

The question counts the notices. It shows the exact host of the portal that the mail's link names;
nobody visits that host before, and never the link itself: a visit starts at the host's own page.
"""

from __future__ import annotations

from typing import Final

from fetchers.mail.hosts import within
from fetchers.mail.proposing import name_of, portal_host, sends_from
from model.errors import RecordMissing
from model.exceptions import Action, Answer, ExceptionReason
from model.expectations import ExpectationSource, ExpectationState
from model.hosts import shown_host
from model.ids import derived_id
from model.mail import Authenticity, TriagedMail
from model.suppliers import AdoptionStage, Portal, Supplier
from pipeline import checking
from pipeline.asking import ask, question_id
from storage import documents, exceptions, expectations, runs, suppliers
from storage.store import Tx

_CONFIRM: Final = "1"
_REFUSE: Final = "2"


def supplier_of(tx: Tx, mail: TriagedMail) -> Supplier:
    """The supplier that an unknown sender is taken for, remembered as proposed."""
    own = sends_from(mail.sender)
    supplier_id = derived_id("supplier", own)
    try:
        return suppliers.get(tx, supplier_id)
    except RecordMissing:
        proposed = Supplier(supplier_id, name_of(mail), domains=(own,), proposed=True)
        suppliers.add(tx, proposed)
        return proposed


def is_refused(tx: Tx, supplier: Supplier) -> bool:
    """Whether a person has said that this sender is no supplier of ours."""
    try:
        return exceptions.get(tx, _question(supplier)).answer == _REFUSE
    except RecordMissing:
        return False


def ask_for(tx: Tx, supplier: Supplier, mail: TriagedMail) -> None:
    """Ask a person about a proposed supplier, or bring the open question up to date."""
    portal = _portal(tx, supplier, mail)
    subject = f"portal:{portal.id}" if portal else f"supplier:{supplier.id}"
    sentence = _sentence(tx, supplier, portal, mail)
    yes = f"Yes, {_shown(portal)} is its portal" if portal else "Yes, it bills us"
    answers = (
        Answer(_CONFIRM, yes, Action.ACCEPT),
        Answer(_REFUSE, "No supplier of ours", Action.DISMISS),
    )
    key = ("supplier", supplier.id)
    if not ask(
        tx,
        ExceptionReason.SUPPLIER_UNKNOWN,
        subject=subject,
        sentence=sentence,
        key=key,
        answers=answers,
        title=f"Is {supplier.name} a supplier?",
    ):
        exceptions.revise(tx, question_id(*key), sentence)


def confirm(tx: Tx, supplier_id: str, portal_id: str | None) -> None:
    """Count a proposed supplier as ours, and visit the portal that a person confirmed with it."""
    suppliers.confirm(tx, supplier_id)
    _release(tx, supplier_id)
    if portal_id is not None:
        suppliers.resume_portal(tx, portal_id)
        _expect_there(tx, suppliers.portal(tx, portal_id))


def connected(tx: Tx, portal: Portal) -> None:
    """A person connected a portal by other means: its supplier's question is answered by that."""
    supplier = suppliers.get(tx, portal.supplier_id)
    suppliers.confirm(tx, supplier.id)
    _release(tx, supplier.id)
    question = _question(supplier)
    if any(item.id == question for item in exceptions.open_(tx)):
        exceptions.close(tx, question, f"{portal.name} was connected.")
    if not suppliers.portal(tx, portal.id).confirmed:  # connecting again leaves the stage as it was
        suppliers.resume_portal(tx, portal.id)
    _expect_there(tx, portal)


def _release(tx: Tx, supplier_id: str) -> None:
    """Let go on their way the documents that waited for their supplier's confirmation."""
    for document in documents.of_supplier(tx, supplier_id):
        asked = exceptions.open_of(tx, f"document:{document.id}")
        held = [item for item in asked if item.reason is ExceptionReason.SUPPLIER_UNKNOWN]
        for item in held:
            exceptions.close(tx, item.id, "The supplier was confirmed.")
        if held:
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
    """The portal that was proposed with the supplier; the first host that was named stands."""
    known = next((one for one in suppliers.portals(tx) if one.supplier_id == supplier.id), None)
    host = portal_host(mail)
    if known is not None or not host:
        return known
    start = f"https://{host}/"
    proposed = Portal(
        id=derived_id("portal", start, ""),
        supplier_id=supplier.id,
        name=supplier.name,
        start_url=start,
        origins=frozenset({f"https://{host}"}),
        stage=AdoptionStage.PROPOSED,
    )
    if any(one.id == proposed.id for one in suppliers.portals(tx)):
        return None  # another supplier's already
    suppliers.add_portal(tx, proposed)
    return proposed


def _sentence(tx: Tx, supplier: Supplier, portal: Portal | None, mail: TriagedMail) -> str:
    number = sum(
        one.supplier_id == supplier.id and one.source is ExpectationSource.NOTICE
        for one in expectations.every(tx)
    )
    told = "1 notice" if number == 1 else f"{number} notices"
    words = [f"{supplier.name} ({shown_host(supplier.domains[0])}) has sent {told};"]
    if portal is None:
        words.append("it names no portal. Is it a supplier of ours?")
    else:
        words.append(f"connect its portal at {_shown(portal)}?")
    if portal and not within(_host(portal), supplier.domains[0]):
        words.append("That host is not of the sender's domain.")
    if mail.authenticity is not Authenticity.PASS:
        words.append("Nothing proves the sender.")
    return " ".join(words)


def _shown(portal: Portal) -> str:
    return shown_host(_host(portal))


def _host(portal: Portal) -> str:
    return portal.start_url.removeprefix("https://").partition("/")[0]


def _question(supplier: Supplier) -> str:
    return question_id("supplier", supplier.id)
