"""A triaged mail as the command line states it."""

from __future__ import annotations

from typing import Any

from fetchers.mail.sources import SourceMail
from model.errors import DocumentRefused
from model.mail import Authenticity, MailClass, Notice, TriagedMail


def as_json(source: SourceMail, mail: TriagedMail) -> dict[str, Any]:
    """One line of `billhook triage`; the first notice's values stand in `fields`."""
    first = mail.notices[0]
    return {
        source.key: source.name,
        "class": first.mail_class.value,
        "trigger": first.trigger,
        "confidence": first.confidence,
        "fields": fields(first),
        "authenticity": mail.authenticity.value,
        "alerts": [alert.value for alert in mail.alerts],
        "authenticity_reason": mail.authenticity_reason,
        "reasons": [*first.reasons, *mail.alert_reasons, mail.authenticity_reason],
        "notices": [{"class": n.mail_class.value, **fields(n)} for n in mail.notices],
        "language": mail.language,
    }


def refused_as_json(source: SourceMail, refusal: DocumentRefused) -> dict[str, Any]:
    """The line of a mail that could not be understood: nothing is done with it, and why."""
    return {
        source.key: source.name,
        "class": MailClass.OTHER.value,
        "trigger": False,
        "confidence": 0.0,
        "fields": dict.fromkeys(_FIELDS),
        "authenticity": Authenticity.UNKNOWN.value,
        "alerts": [],
        "authenticity_reason": "",
        "reasons": [refusal.message],
        "notices": [],
        "language": None,
        "refused": type(refusal).__name__,
    }


_FIELDS = ("number", "amount", "currency", "due_date", "link", "customer_number")


def fields(notice: Notice) -> dict[str, str | None]:
    """A notice's values as text; what it does not say is None."""
    return {
        "number": notice.number,
        "amount": str(notice.amount.amount) if notice.amount is not None else None,
        "currency": notice.amount.currency if notice.amount is not None else None,
        "due_date": notice.due_date.isoformat() if notice.due_date else None,
        "link": notice.link,
        "customer_number": notice.customer_number,
    }
