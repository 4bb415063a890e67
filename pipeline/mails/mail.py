"""Mail, durably: journalled before anything else happens, understood, turned into work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fetchers.mail.memory import lesson_of, recall
from fetchers.mail.pictures import is_page
from model.documents import Reading, normalise_number
from model.errors import BillhookError
from model.exceptions import Action, Answer, ExceptionReason
from model.filing import Channel, DocumentSource, MessageState, StoredMessage
from model.mail import (
    TRIGGERS,
    Addressee,
    Alert,
    Attachment,
    Lesson,
    MailBatch,
    MailClass,
    MailPlace,
    Notice,
    TriagedMail,
)
from model.suppliers import Mailbox, Supplier, SupplierProfile
from pipeline import tracing
from pipeline.asking import ask
from pipeline.deliveries import reply_mails
from pipeline.documents import expecting
from pipeline.documents.filing import Arrival, file_all
from pipeline.engine import Step
from pipeline.mails import (
    accounts,
    bodies,
    copies,
    joining,
    mailboxes,
    proposals,
    strangers,
    writing_back,
)
from pipeline.mails.bodies import DOUBT, Standing
from pipeline.works import BILLHOOK, Works
from storage import audit, documents, lessons, suppliers
from storage import mail as stored
from storage.store import Store, Tx

SURE: Final = 0.75
"""Below this confidence a mail is shown to a person instead of being acted on."""
_DOCUMENT_TYPES: Final = frozenset({"application/pdf", "application/xml", "text/xml", "text/csv"})
_DOCUMENT_ENDINGS: Final = frozenset({"pdf", "xml", "csv", "xlsx"})
_CARRIERS: Final = frozenset(
    {
        MailClass.INVOICE_ATTACHED,
        MailClass.INVOICE_AVAILABLE,
        MailClass.CREDIT_NOTE,
        MailClass.STATEMENT,
        MailClass.REMINDER,
    }
)


def journal(works: Works, mailbox: Mailbox, batch: MailBatch, *, odd: str = "") -> int:
    """Write a batch down as `journal_all` does; how many mails were new."""
    return journal_all(works.store, mailbox, batch, odd=odd)


def journal_all(store: Store, mailbox: Mailbox, batch: MailBatch, *, odd: str = "") -> int:
    """Write a batch and its position down in one transaction; how many mails were new.

    `odd` is what a person should know of the mailbox although it can be read.
    """
    hashes = [store.files.put(mail.content) for mail in batch.mails]
    uidvalidity = batch.position.uidvalidity
    with store.begin() as tx:
        new = [
            stored.journal(tx, mailbox.id, mail, sha256, uidvalidity=uidvalidity)
            for mail, sha256 in zip(batch.mails, hashes, strict=True)
        ]
        for met in batch.again:
            stored.place_again(tx, MailPlace(mailbox.id, uidvalidity, met.uid), met.fingerprint)
        if batch.complete:
            stored.forget_other_places(tx, mailbox.id, uidvalidity)
        if batch.left_out is not None and stored.left_out(tx, mailbox.id, batch.left_out):
            begins = f" from before {mailbox.since}" if mailbox.since else ""
            told = f"{batch.left_out} mails{begins}"
            audit.note(tx, BILLHOOK, "left out", f"mailbox:{mailbox.id}", told)
        stored.set_position(tx, mailbox.id, batch.position)
        stored.checked(tx, mailbox.id, tx.now(), odd)
        mailboxes.works_again(tx, mailbox.id, "The mailbox is read again.")
    return sum(message_id is not None for message_id in new)


async def read_mail(works: Works, step: Step, message_id: str) -> None:
    """One mail from the journal to its expectations and documents; every step may run twice."""

    def understand_mail(message: str) -> int:
        return understand(works, message)

    def file_one(message: str, position: int) -> list[str]:
        return list(file_attachment(works, message, position))

    def conclude_mail(message: str, filed: list[str]) -> None:
        conclude(works, message, filed)

    def finish_own(message: str) -> bool:
        return finish_if_own(works, message) or reply_mails.take(works, message)

    if await step(finish_own, message_id):
        return
    attachments = await step(understand_mail, message_id)
    filed: list[str] = []
    for position in range(attachments):
        filed += await step(file_one, message_id, position)
    await step(conclude_mail, message_id, filed)


def finish_if_own(works: Works, message_id: str) -> bool:
    """Whether a mail is one that we wrote back ourselves; it is done then, and causes nothing."""
    with works.store.read() as tx:
        message = stored.message(tx, message_id)
        own = writing_back.is_own(tx, works.store.files.get(message.sha256))
    if own:
        with works.store.begin() as tx:
            stored.finish(tx, message_id, MessageState.DONE)
    return own


def understand(works: Works, message_id: str) -> int:
    """Triage a mail and find whom it concerns; how many of its files are to be filed."""
    with tracing.span("mail", tracing.of_mail(message_id), mail=message_id) as span:
        message, mail, profiles = _read(works, message_id)
        with works.store.begin() as tx:
            stored.triaged(tx, message.id, mail, accounts.addressees_of(tx, mail, profiles))
        papers = len(_papers(works, message, mail, profiles))
        span.note(notices=len(mail.notices), papers=papers)
        return papers


def file_attachment(works: Works, message_id: str, position: int) -> tuple[str, ...]:
    """File one file of a mail, or its text; the ids of the documents that it holds."""
    message, mail, profiles = _read(works, message_id)
    attachment = _papers(works, message, mail, profiles)[position]
    to = next(iter(message.addressees), _NOBODY)
    with works.store.read() as tx:
        known = _known(tx, to)
    source = DocumentSource(
        Channel.MAIL, message.id, f"E-mail from {mail.sender}", message.received
    )
    return file_all(
        works.store,
        works.read,
        Arrival(
            content=attachment.content,
            media_type=attachment.media_type,
            source=source,
            supplier_id=known.id if known else None,
            account_id=to.account_id if known else None,
            mail=mail,
        ),
    )


def conclude(works: Works, message_id: str, filed: Sequence[str] = ()) -> None:
    """Open the mail's expectations, or show it to a person; then it is done.

    A copy of a mail that came another way causes nothing. `filed` are the documents that came with
    this one.
    """
    message, mail, profiles = _read(works, message_id)
    if message.state is MessageState.DONE:
        return
    doubted, by_text = _doubted_text(works, message, mail, profiles), _by_text(mail, filed)
    with works.store.begin() as tx:
        known = None if mail.blocked else copies.earlier(tx, works.store.files, message, mail)
        if known:
            audit.note(tx, BILLHOOK, "knew", f"message:{message.id}", f"copy of message:{known.id}")
            stored.finish(tx, message_id, MessageState.DONE)
            return
        if mail.blocked:
            _alert(tx, message, mail)
        elif doubted:
            bodies.ask_about(tx, message, mail, doubted)
        elif is_unsure(mail) and not by_text:
            _ask(tx, message, mail)
        else:
            expect_announced(tx, message_id, mail, tuple(filed))
        if not mail.blocked:
            _remember(tx, message, mail)
            _ask_about_bank(tx, message, mail)
        stored.finish(tx, message_id, MessageState.DONE)


def expect_announced(
    tx: Tx, message_id: str, mail: TriagedMail, filed: tuple[str, ...] = ()
) -> None:
    """Open an expectation for every document that a mail announces."""
    message = stored.message(tx, message_id)
    for notice, to in zip(mail.notices, message.addressees, strict=True):
        if not filed and accounts.is_open(notice, to) and accounts.ask_which(tx, message, mail, to):
            continue
        if _announces(notice):
            _expect(tx, message, mail, notice=notice, to=to, filed=filed)


def failed(works: Works, message_id: str, error: Exception) -> None:
    """Quarantine a mail that could not be understood; a person sees it."""
    why = error.message if isinstance(error, BillhookError) else type(error).__name__
    with works.store.begin() as tx:
        stored.finish(tx, message_id, MessageState.QUARANTINED)
        ask(
            tx,
            ExceptionReason.UNREADABLE,
            subject=f"message:{message_id}",
            sentence=f"This mail could not be read ({why}); it is kept as it came.",
            key=("mail", message_id),
        )


_NOBODY = Addressee(None, None, None, "the mail names nobody")


def _read(
    works: Works, message_id: str
) -> tuple[StoredMessage, TriagedMail, tuple[SupplierProfile, ...]]:
    with works.store.read() as tx:
        message = stored.message(tx, message_id)
        profiles = suppliers.profiles(tx)
    mail = works.triage(works.store.files.get(message.sha256), profiles)
    with works.store.read() as tx:
        taught = lessons.of_sender(tx, mail.sender)
    return message, recall(mail, taught), profiles


def _papers(
    works: Works, message: StoredMessage, mail: TriagedMail, profiles: tuple[SupplierProfile, ...]
) -> tuple[Attachment, ...]:
    """What of a mail is filed: its documents, put together; its text where it is the document."""
    found = joining.joined(works.read, _documents(mail), profiles)
    if found or mail.body is None or not bodies.may_be_document(mail):
        return found
    with works.store.read() as tx:
        told = bodies.answered(tx, message.id)
    if told:
        return (mail.body,) if told == bodies.FILE else ()
    if mail.elsewhere:
        return ()
    reading = works.read(mail.body.content, profiles)
    return (mail.body,) if bodies.standing(mail, reading) is Standing.DOCUMENT else ()


def _doubted_text(
    works: Works, message: StoredMessage, mail: TriagedMail, profiles: tuple[SupplierProfile, ...]
) -> Reading | None:
    """What the text of a mail says that may be the document; None where nobody need be asked.

    Where a portal is known for the mail, the document is fetched there: it is the original.
    """
    if _documents(mail) or mail.body is None or not bodies.may_be_document(mail):
        return None
    with works.store.read() as tx:
        told = bodies.answered(tx, message.id)
    if told or any(to.portal_id for to in message.addressees):
        return None
    reading = works.read(mail.body.content, profiles)
    return reading if bodies.standing(mail, reading) is Standing.DOUBTFUL else None


def _by_text(mail: TriagedMail, filed: Sequence[str]) -> bool:
    """Whether the text of a mail was filed: then it is no question what the mail announces."""
    return bool(filed) and not _documents(mail)


def _documents(mail: TriagedMail) -> tuple[Attachment, ...]:
    """The attachments that are filed: documents, of mails that carry some and raise no alarm."""
    if mail.blocked or not any(_carries(notice) for notice in mail.notices):
        return ()
    return tuple(found for found in mail.attachments if is_document(found))


def _carries(notice: Notice) -> bool:
    return notice.mail_class in _CARRIERS or _doubted(notice)


def is_document(attachment: Attachment) -> bool:
    """Whether a file of a mail may be a document, by its type, its ending or as a picture."""
    ending = attachment.name.rpartition(".")[2].casefold()
    known = attachment.media_type in _DOCUMENT_TYPES or ending in _DOCUMENT_ENDINGS
    return known or is_page(attachment.content)


def confirm(tx: Tx, message: StoredMessage, mail: TriagedMail) -> TriagedMail:
    """The mail as a person confirmed it, which is kept."""
    sure = confirmed(mail)
    stored.triaged(tx, message.id, sure, message.addressees)
    return sure


def confirmed(mail: TriagedMail) -> TriagedMail:
    """The mail as a person confirms it: what was doubted is of its runner-up's class."""
    return replace(mail, notices=tuple(_confirmed(notice) for notice in mail.notices))


def _confirmed(notice: Notice) -> Notice:
    if notice.runner_up is None or not _doubted(notice):
        return notice
    return replace(notice, mail_class=notice.runner_up.mail_class, runner_up=None)


def teach(tx: Tx, mail: TriagedMail, *, announces: bool) -> None:
    """Remember what a person said of a mail: the sender's next ones like it need nobody."""
    lessons.teach(tx, lesson(mail, announces=announces))


def lesson(mail: TriagedMail, *, announces: bool) -> Lesson:
    """What a person teaches who says whether this mail announces a document.

    A mail that was doubted, and announces nothing, is what it was taken for.
    """
    notice = next((one for one in mail.notices if _announces(one)), None)
    if notice is None:
        return lesson_of(mail, mail.notices[0].mail_class)
    return lesson_of(mail, notice.mail_class if announces else MailClass.OTHER)


def _announces(notice: Notice) -> bool:
    """Whether the notice is a sign of a document: a reminder is one if it names the document."""
    return notice.trigger or (notice.mail_class is MailClass.REMINDER and notice.number is not None)


def is_unsure(mail: TriagedMail) -> bool:
    """Whether the mail may announce something, but the reasons are too weak to act on."""
    announcing = [notice for notice in mail.notices if _announces(notice)]
    if not announcing:
        return any(_doubted(notice) for notice in mail.notices)
    return all(notice.confidence < SURE for notice in announcing)


def _doubted(notice: Notice) -> bool:
    """Whether the notice announces nothing, but its runner-up would and is not far enough."""
    second = notice.runner_up
    if second is None or _announces(notice):
        return False
    return second.mail_class in TRIGGERS and second.share >= DOUBT


def _expect(
    tx: Tx,
    message: StoredMessage,
    mail: TriagedMail,
    *,
    notice: Notice,
    to: Addressee,
    filed: tuple[str, ...],
) -> None:
    supplier = _known(tx, to) or _of_papers(tx, notice, filed) or proposals.supplier_of(tx, mail)
    if supplier is None:
        _ask_whose(tx, message, mail)
        return
    if strangers.is_refused(tx, supplier):
        return
    portal_id = to.portal_id if to.supplier_id else _only_portal(tx, supplier)
    to = replace(to, supplier_id=supplier.id, portal_id=portal_id)
    expected = expecting.of_notice(notice, message, to, tx.now())
    only = filed[0] if len(filed) == 1 and len(mail.notices) == 1 else None
    mark, of = tracing.of_expectation(expected), tracing.of_mail(message.id)
    with tracing.span(
        "expectation", mark, parent=lambda: of, expectation=expected.id, mail=message.id
    ):
        expecting.open_(tx, expected, came_with=only)
    proposals.ask_for(tx, supplier, mail)


def _only_portal(tx: Tx, supplier: Supplier) -> str | None:
    """The one confirmed portal of a supplier that its mail's sender did not lead to."""
    found = [
        one.id for one in suppliers.portals(tx) if one.supplier_id == supplier.id and one.confirmed
    ]
    return found[0] if len(found) == 1 and not supplier.proposed else None


def _known(tx: Tx, to: Addressee) -> Supplier | None:
    """The confirmed supplier that a notice is of; a proposed one gives way to what a paper says."""
    found = suppliers.get(tx, to.supplier_id) if to.supplier_id else None
    return found if found and not found.proposed else None


def _of_papers(tx: Tx, notice: Notice, filed: tuple[str, ...]) -> Supplier | None:
    """The supplier of the paper that a notice announces: of its number, else of all of them."""
    papers = [documents.get(tx, document_id) for document_id in filed]
    number = normalise_number(notice.number or "")
    same = [paper for paper in papers if number and normalise_number(paper.number or "") == number]
    owners = {paper.supplier_id for paper in same or papers}
    return suppliers.get(tx, owners.pop()) if len(owners) == 1 else None


def _ask_whose(tx: Tx, message: StoredMessage, mail: TriagedMail) -> None:
    """Show a mail that a colleague sent on: it announces a document, but not of whom."""
    ask(
        tx,
        ExceptionReason.SUPPLIER_UNKNOWN,
        subject=f"message:{message.id}",
        sentence=f"{mail.sender} sent on “{mail.subject}”, which announces a document of a supplier"
        " that we don't know; upload the document, or connect the supplier.",
        key=("whose", message.id),
        title="Whose document?",
    )


def _remember(tx: Tx, message: StoredMessage, mail: TriagedMail) -> None:
    for notice, to in zip(mail.notices, message.addressees, strict=True):
        if _announces(notice):
            accounts.remember(tx, mail, to)


def _ask_about_bank(tx: Tx, message: StoredMessage, mail: TriagedMail) -> None:
    """Show a mail that speaks of other bank details: nothing of it is taken over by itself."""
    if Alert.BANK_DETAILS_CHANGED not in mail.alerts:
        return
    ask(
        tx,
        ExceptionReason.BANK_DETAILS_CHANGED,
        subject=f"message:{message.id}",
        sentence=f"“{mail.subject}” from {mail.sender} announces other bank details. Nothing was"
        " changed; call the supplier on a number that you know.",
        key=("bank", message.id),
        title="A mail announces other bank details",
    )


def _ask(tx: Tx, message: StoredMessage, mail: TriagedMail) -> None:
    """Show a mail that may announce a document: a person says whether it does."""
    notice = max(mail.notices, key=lambda one: one.confidence)
    ask(
        tx,
        ExceptionReason.MAIL_UNSURE,
        subject=f"message:{message.id}",
        sentence=f"“{mail.subject}” from {mail.sender} may be: {_in_words(notice)}",
        key=("unsure", message.id),
        answers=(
            Answer("1", "It is, expect it", Action.ACCEPT),
            Answer("2", "It is not", Action.DISMISS),
        ),
    )


def _in_words(notice: Notice) -> str:
    """What a notice may announce, and how sure that is."""
    first = f"{_spoken(notice.mail_class)} ({notice.confidence:.0%} sure)"
    second = notice.runner_up
    if second is None or not _doubted(notice):
        return f"{first}."
    return f"{_spoken(second.mail_class)} ({second.share:.0%} sure), or: {first}."


def _spoken(mail_class: MailClass) -> str:
    return mail_class.value.replace("_", " ")


def _alert(tx: Tx, message: StoredMessage, mail: TriagedMail) -> None:
    """Show a suspicious mail to a person. It opens nothing, files nothing and visits nothing."""
    why = " ".join(mail.alert_reasons) or ", ".join(mail.alerts)
    ask(
        tx,
        ExceptionReason.SUSPICIOUS_MAIL,
        subject=f"message:{message.id}",
        sentence=f"A mail from {mail.sender} is not what it says. {why}",
        key=("alert", message.id),
    )
    audit.note(tx, BILLHOOK, "alerted", f"message:{message.id}", ", ".join(mail.alerts))
