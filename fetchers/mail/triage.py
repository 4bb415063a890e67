"""What a mail announces: its class, its documents with their values, its alerts, and why.

Structure outranks words: a file that can be an invoice, a link to a registered portal. Among words
the subject decides first. What the mail does not say plainly stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fetchers.mail.alerts import alerts_of
from fetchers.mail.authenticity import Judgement, judge
from fetchers.mail.autoreplies import is_bulk, why_automatic
from fetchers.mail.classes import Verdict, class_by_words
from fetchers.mail.evidence import Concept, Evidence, evidence_of
from fetchers.mail.fields import (
    Choice,
    Found,
    amount,
    customer_number,
    due_date,
    find,
    number,
    numbers,
)
from fetchers.mail.headers import Headers
from fetchers.mail.identity import identity, split
from fetchers.mail.language import language_of
from fetchers.mail.learned import likeness
from fetchers.mail.links import document_link, leads_to_portal, speaking_link
from fetchers.mail.markup import class_by_markup
from fetchers.mail.markup_values import values_by_markup
from fetchers.mail.message import Message, read
from fetchers.mail.page import plain_anchors
from fetchers.mail.pictures import is_page
from fetchers.mail.quoting import Letter, judged_part
from fetchers.mail.senders import owns
from fetchers.mail.values.claims import Claim, Field
from fetchers.mail.values.grid import Setting
from model.documents import normalise_number
from model.mail import (
    TRIGGERS,
    Attachment,
    Authenticity,
    MailClass,
    Notice,
    RunnerUp,
    TriagedMail,
)
from model.money import Money
from model.suppliers import SupplierProfile

_EXCERPT: Final = 2000
_SURE: Final = 0.7
_DOCUMENTS: Final = (Concept.INVOICE, Concept.CREDIT, Concept.STATEMENT)
_MOST_NOTICES: Final = 100
_LONGEST_BLOCK: Final = 6  # lines in which the last of several documents is described
_SHORTEST_KNOWN: Final = 6  # characters from which an unlabelled customer number is no accident
_DOCUMENT_TYPES: Final = frozenset({"application/pdf", "application/xml", "text/xml"})
_DOCUMENT_NAME: Final = re.compile(r"\.(pdf|xml|edi|p7m)$", re.IGNORECASE)
_BY_WORDS_ONLY: Final = frozenset(
    {
        MailClass.CREDIT_NOTE,
        MailClass.STATEMENT,
        MailClass.REMINDER,
        MailClass.PAYMENT_RECEIPT,
        MailClass.ORDER_CONFIRMATION,
        MailClass.QUOTE,
        MailClass.SHIPPING,
        MailClass.OTP_MAGIC,
    }
)
"""Classes that a file or a portal link does not turn into an invoice."""

_OF_OTHER_THINGS: Final = frozenset(
    {
        MailClass.ORDER_CONFIRMATION,
        MailClass.QUOTE,
        MailClass.SHIPPING,
        MailClass.OTP_MAGIC,
        MailClass.PASSWORD_ACCOUNT,
    }
)
"""Classes of mails whose values without a label are not an invoice's."""

_SECRET: Final = frozenset({MailClass.OTP_MAGIC, MailClass.PASSWORD_ACCOUNT})
_SEVERAL: Final = frozenset(
    {
        MailClass.INVOICE_AVAILABLE,
        MailClass.INVOICE_ATTACHED,
        MailClass.STATEMENT,
        MailClass.REMINDER,
    }
)
"""Classes of mails that speak of several invoices at once."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything read from a mail before it is judged."""

    message: Message
    letter: Letter
    evidence: Evidence
    profile: SupplierProfile | None
    setting: Setting
    proven: bool


def triage(
    raw: bytes,
    suppliers: tuple[SupplierProfile, ...],
    *,
    trusted: frozenset[str] = frozenset(),
    sealers: frozenset[str] = frozenset(),
    today: date,
) -> TriagedMail:
    """The mail of these bytes, understood.

    `trusted` and `sealers`: see `fetchers.mail.authenticity.judge`.

    Raises DocumentRefused where a person must look: too large, or nested to exhaust its reader.
    """
    message = read(raw)
    body = split(raw)[1]
    judgement = judge(message.headers, trusted, sealers=sealers, body=body)
    return _triaged(message, suppliers, judgement=judgement, today=today, known_as=identity(raw))


def triage_text(
    subject: str, body: str, suppliers: tuple[SupplierProfile, ...] = (), *, today: date
) -> TriagedMail:
    """A mail of which only subject and text are at hand, understood; its sender is unknown."""
    headers = Headers((("subject", subject),))
    message = Message(headers, body, plain_anchors(_joined_links(body)), ())
    judgement = Judgement(Authenticity.UNKNOWN, "there are no headers")
    return _triaged(message, suppliers, judgement=judgement, today=today, known_as="")


def _joined_links(body: str) -> str:
    """A link that stands on the line after its text, put beside it."""
    return re.sub(r"\n\s*<(?=https?://)", " <", body)


def _triaged(
    message: Message,
    suppliers: tuple[SupplierProfile, ...],
    *,
    judgement: Judgement,
    today: date,
    known_as: str,
) -> TriagedMail:
    headers = message.headers
    sender = headers.address("from")
    proven = judgement.authenticity is Authenticity.PASS
    reading = _reading(message, suppliers, today, proven=proven)
    notices = _notices(reading, suppliers)
    alerts = alerts_of(
        message,
        judgement,
        reading.evidence,
        notice=notices[0],
        suppliers=suppliers,
        profile=reading.profile,
    )
    return TriagedMail(
        identity=known_as,
        message_id=headers.first("message-id").strip("<> "),
        subject=message.subject,
        sender=sender.address,
        sender_name=sender.name,
        sent=headers.date(),
        notices=notices,
        authenticity=judgement.authenticity,
        authenticity_reason=judgement.reason,
        body=message.body,
        elsewhere=_elsewhere(reading),
        alerts=tuple(dict.fromkeys(alert for alert, _ in alerts)),
        alert_reasons=tuple(dict.fromkeys(reason for _, reason in alerts)),
        attachments=message.attachments,
        excerpt=message.text[:_EXCERPT],
        language=language_of(f"{message.subject}\n{message.text}"),
    )


def _elsewhere(reading: _Reading) -> str:
    """Why the mail says that its document is not the mail itself; "" where it does not."""
    link = speaking_link(reading.message.anchors, reading.evidence.languages)
    if link is not None:
        return f"a link says “{' '.join(link.text.split())[:60]}”"
    placed = (reading.evidence[each] for each in (Concept.ATTACHED, Concept.PORTAL))
    word = next((hits.word for hits in placed if hits.early), "")
    return f"it says “{word}”" if word else ""


def supplier_of(address: str, suppliers: Iterable[SupplierProfile]) -> SupplierProfile | None:
    """The supplier that sends mail from this address."""
    return next((profile for profile in suppliers if owns(profile.supplier, address)), None)


def _reading(
    message: Message, suppliers: tuple[SupplierProfile, ...], today: date, *, proven: bool
) -> _Reading:
    letter = judged_part(message.subject, message.text)
    evidence = evidence_of(letter.subject, letter.text)
    profile = supplier_of(message.headers.address("from").address, suppliers)
    currency = profile.supplier.currency if profile else None
    sent = message.headers.date()
    setting = Setting(
        languages=evidence.languages,
        today=today,
        currency=currency,
        sent=None if sent is None or evidence[Concept.REMIND].early else sent.date(),
        country=message.headers.address("from").domain.rpartition(".")[2],
    )
    return _Reading(message, letter, evidence, profile, setting, proven)


# -- the class ---------------------------------------------------------------------------------


def _verdict(reading: _Reading) -> Verdict:
    """The class by words, corrected by what the mail is made of."""
    if why := why_automatic(reading.message.headers):
        return Verdict(MailClass.OTHER, 0.95, (why,))
    read = likeness(reading.letter.subject, reading.letter.text)
    linked = bool(reading.message.anchors)
    words = _as_bulk(reading, class_by_words(reading.evidence, read, linked=linked))
    words = _by_markup(reading, words) or words
    if words.mail_class in _BY_WORDS_ONLY:
        return words
    return _by_file(reading, words) or _by_portal(reading, words) or words


def _by_markup(reading: _Reading, words: Verdict) -> Verdict | None:
    """What the mail's markup says, of a proven sender; never of a mail about signing in."""
    said = class_by_markup(reading.message.markup) if reading.proven else None
    if said is None or words.mail_class in _SECRET:
        return None
    reason = f"the sender is proven, and its markup says that this is {said[1]} (schema.org)"
    return Verdict(said[0], 0.95, (reason, *words.reasons))


def _by_file(reading: _Reading, words: Verdict) -> Verdict | None:
    """An invoice where a file is there to be one, and the words or its name speak of one."""
    files = [file for file in reading.message.attachments if _can_be_document(file)]
    if not files:
        return _without_file(reading, words)
    named = evidence_of(" ".join(re.split(r"[\W_]+", files[0].name)), "")[Concept.INVOICE]
    if not (named or reading.evidence[Concept.INVOICE]):
        return None
    reason = f"the file {files[0].name} is attached and the mail speaks of an invoice"
    return Verdict(MailClass.INVOICE_ATTACHED, 0.95, (reason, *words.reasons))


def _without_file(reading: _Reading, words: Verdict) -> Verdict | None:
    """A mail with all its parts that says "attached" but has no file: it lies elsewhere."""
    bare = not reading.message.headers.first("from")  # only text at hand: files may have been lost
    if bare or words.mail_class is not MailClass.INVOICE_ATTACHED:
        return None
    reason = "the mail says that a file is attached, but has none"
    return Verdict(MailClass.INVOICE_AVAILABLE, 0.5, (reason, *words.reasons))


def _by_portal(reading: _Reading, words: Verdict) -> Verdict | None:
    profile = reading.profile
    found = leads_to_portal(reading.message.anchors, reading.evidence.languages, profile)
    if profile is None or not found or not reading.evidence[Concept.INVOICE]:
        return None
    if reading.evidence[Concept.ACCOUNT].subject or reading.evidence[Concept.OTP].subject:
        return None
    reason = f"a link leads to a registered portal of {profile.supplier.name}"
    return Verdict(MailClass.INVOICE_AVAILABLE, 0.95, (reason, *words.reasons))


def _as_bulk(reading: _Reading, words: Verdict) -> Verdict:
    """What is sent in bulk: advertising speaks of credit and invoices too.

    Invoices of subscriptions are sent in bulk as well. Words that are sure, of a mail that names
    its document, are acted on; one of the two asks a person; neither is advertising.
    """
    bulk = is_bulk(reading.message.headers)
    sure, named = words.confidence >= _SURE, _names_document(reading.evidence)
    if not bulk or words.mail_class not in TRIGGERS or (sure and named):
        return words
    reasons = ("it is sent in bulk, and only its text hints",)
    runner_up = RunnerUp(words.mail_class, 0.4) if sure or named else None
    return Verdict(MailClass.OTHER, 0.6, reasons, runner_up)


def _names_document(evidence: Evidence) -> bool:
    """Whether the subject names one, or the first lines an invoice and where it lies."""
    if any(evidence[concept].subject for concept in _DOCUMENTS):
        return True
    placed = evidence[Concept.AVAILABLE].early or evidence[Concept.PORTAL].early
    return evidence[Concept.INVOICE].early and placed


def _can_be_document(file: Attachment) -> bool:
    known = file.media_type in _DOCUMENT_TYPES or bool(_DOCUMENT_NAME.search(file.name))
    return known or is_page(file.content)


# -- the notices -------------------------------------------------------------------------------


def _notices(reading: _Reading, suppliers: tuple[SupplierProfile, ...]) -> tuple[Notice, ...]:
    verdict = _verdict(reading)
    message = reading.message
    link = document_link(message.anchors, reading.evidence.languages, reading.profile)
    names = (*(file.name for file in message.attachments), link or "")
    found = find(reading.letter.subject, reading.letter.text, reading.setting, names=names)
    found = found.labelled() if verdict.mail_class in _OF_OTHER_THINGS else found
    listed = numbers(found, _wanted_numbers(verdict.mail_class))
    customer = customer_number(found)
    notice = Notice(
        mail_class=verdict.mail_class,
        confidence=round(verdict.confidence, 2),
        reasons=(*verdict.reasons, *filter(None, [reading.letter.why])),
        link=link,
        customer_number=customer.value or _known_account(reading, suppliers),
        runner_up=verdict.runner_up,
    )
    if len(listed) > 1 and verdict.mail_class in _SEVERAL:
        return _several(notice, listed[:_MOST_NOTICES], found)
    stated = _with_values(notice, number(listed), found, also=customer.why_empty)
    return (_with_markup(stated, reading),)


def _wanted_numbers(mail_class: MailClass) -> tuple[Field, ...]:
    """Labels that number a document of this class, the best first."""
    if mail_class is MailClass.CREDIT_NOTE:
        return (Field.CREDIT_NUMBER, Field.DOCUMENT_NUMBER)
    return (Field.INVOICE_NUMBER, Field.DOCUMENT_NUMBER)


def _wanted_amounts(mail_class: MailClass, due: date | None) -> tuple[Field, ...]:
    """Labels of the amount that a mail is about: a receipt that asks for none is about one paid."""
    if mail_class is MailClass.PAYMENT_RECEIPT and due is None:
        return (Field.AMOUNT, Field.PAID)
    return (Field.AMOUNT,)


def _with_values(notice: Notice, named: Choice[str], found: Found, *, also: str = "") -> Notice:
    """The notice with its number, amount and due date, and why those that stay empty do."""
    day = due_date(found)
    money = amount(found, _wanted_amounts(notice.mail_class, day.value))
    why = (named.why_empty, money.why_empty, day.why_empty, also)
    return replace(
        notice,
        number=named.value,
        amount=_signed(money.value, notice.mail_class),
        due_date=day.value,
        reasons=(*notice.reasons, *filter(None, why)),
    )


def _with_markup(notice: Notice, reading: _Reading) -> Notice:
    """The notice with what only the markup of a proven sender states."""
    if not reading.proven or notice.mail_class in _OF_OTHER_THINGS:
        return notice
    stated = values_by_markup(reading.message.markup)
    money = notice.amount if notice.amount is not None else stated.amount
    return replace(
        notice,
        number=notice.number or stated.number,
        amount=_signed(money, notice.mail_class),
        due_date=notice.due_date or stated.due_date,
        customer_number=notice.customer_number or stated.customer_number,
    )


def _signed(money: Money | None, mail_class: MailClass) -> Money | None:
    """The amount, negative for a credit, whether the mail writes its sign or not."""
    return -abs(money) if money is not None and mail_class is MailClass.CREDIT_NOTE else money


def _several(notice: Notice, listed: Sequence[Claim], found: Found) -> tuple[Notice, ...]:
    """One notice for each number listed; a statement stands before the invoices that it lists."""
    mail_class = notice.mail_class
    whole: tuple[Notice, ...] = ()
    if mail_class is MailClass.STATEMENT:
        whole = (replace(notice, amount=amount(found).value),)
        mail_class = MailClass.INVOICE_AVAILABLE
    reason = f"the mail lists {len(listed)} numbers"
    each = replace(notice, mail_class=mail_class, reasons=(reason, *notice.reasons))
    ends = [claim.row for claim in listed[1:]] + [listed[-1].row + _LONGEST_BLOCK]
    return whole + tuple(
        _with_values(each, Choice(claim.text), found.on_rows(claim.row, max(end, claim.row + 1)))
        for claim, end in zip(listed, ends, strict=True)
    )


def _known_account(reading: _Reading, suppliers: tuple[SupplierProfile, ...]) -> str | None:
    """One of the sender's accounts whose number stands in the mail without a label."""
    profiles = (reading.profile,) if reading.profile else suppliers
    plain = normalise_number(f"{reading.message.subject} {reading.message.text}")
    known = {
        account.number
        for profile in profiles
        for account in profile.accounts
        if len(normalise_number(account.number)) >= _SHORTEST_KNOWN
        and normalise_number(account.number) in plain
    }
    return known.pop() if len(known) == 1 else None
