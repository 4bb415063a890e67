"""A mail as text."""

from __future__ import annotations

from model.mail import MailClass, TriagedMail
from model.views import MailView
from storage import mail as journal
from storage.tx import Tx


def mail(tx: Tx, mail_id: str) -> MailView:
    """A mail, with the excerpt that triage kept; empty until it is understood.

    Raises:
        RecordMissing: there is no such mail.
    """
    triage = journal.message(tx, mail_id).triage
    return _unread(mail_id) if triage is None else _view(mail_id, triage)


def _view(mail_id: str, triage: TriagedMail) -> MailView:
    classes = [notice.mail_class for notice in triage.notices] or [MailClass.OTHER]
    return MailView(
        id=mail_id,
        sender=triage.sender,
        sender_name=triage.sender_name,
        subject=triage.subject,
        sent=triage.sent,
        mail_class=classes[0].value,
        authenticity=triage.authenticity.value,
        alerts=triage.alert_reasons or tuple(alert.value for alert in triage.alerts),
        text=triage.excerpt,
        authenticity_reason=triage.authenticity_reason,
        page=triage.body is not None and triage.body.media_type == "text/html",
        reasons=tuple(dict.fromkeys(why for notice in triage.notices for why in notice.reasons)),
    )


def _unread(mail_id: str) -> MailView:
    return MailView(
        id=mail_id,
        sender="",
        sender_name="",
        subject="",
        sent=None,
        mail_class=MailClass.OTHER.value,
        authenticity="unknown",
        alerts=(),
        text="",
        understood=False,
    )
