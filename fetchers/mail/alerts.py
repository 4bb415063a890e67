"""All signs that a mail is not what it says, each with its sentence."""

from __future__ import annotations

from fetchers.mail.authenticity import Judgement
from fetchers.mail.bank_details import announced_change
from fetchers.mail.evidence import Concept, Evidence
from fetchers.mail.files import file_signs
from fetchers.mail.lures import Company, link_signs, portal_signs
from fetchers.mail.message import Message
from fetchers.mail.senders import Sign, reply_signs, sender_signs
from model.mail import Alert, Authenticity, Notice
from model.suppliers import SupplierProfile


def alerts_of(
    message: Message,
    judgement: Judgement,
    evidence: Evidence,
    *,
    notice: Notice,
    suppliers: tuple[SupplierProfile, ...],
    profile: SupplierProfile | None,
) -> list[Sign]:
    """What makes a mail suspicious: sender, answers, links, files, wording.

    `profile` is the supplier whose own domain the mail says it is from.
    """
    headers = message.headers
    proven = judgement.authenticity is Authenticity.PASS
    company = Company(headers.address("from").domain, proven, suppliers, profile)
    change = _wording(message, evidence)
    found = [
        *judgement.alerts,
        *sender_signs(headers, suppliers, speaks_of_money=notice.trigger or bool(change)),
        *reply_signs(headers, suppliers),
        *link_signs(message.anchors, company),
        *file_signs(message),
    ]
    if change:
        reason = f"The mail speaks of new bank details (“{change}”)."
        found.append((Alert.BANK_DETAILS_CHANGED, reason))
    if notice.trigger:
        found += portal_signs(notice.link, company)
    return found


def _wording(message: Message, evidence: Evidence) -> str:
    hits = evidence[Concept.BANKCHANGE]
    text = f"{message.subject}\n{message.text}"
    return hits.word if hits else announced_change(text, evidence.languages)
