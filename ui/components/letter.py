"""A mail on the screen, as text; as it was sent only in a frame that runs and loads nothing."""

from __future__ import annotations

from urllib.parse import quote

from nicegui.element import Element

from model.views import MailView
from ui.components.parts import box, icon, text
from ui.languages import phrase, say
from ui.limits import MOST_TEXT
from ui.stored_words import mail_word
from ui.wording import count, day

_UNPROVEN = phrase("sender not proven")
_PROVEN = {"pass": phrase("sender proven"), "fail": phrase("sender is not who it says")}


def letter(mail: MailView) -> Element:
    """The mail with what was made of it: its class, its sender's proof, its warnings, and why."""
    with box("letter", role="article", aria_label=say("E-mail")) as made:
        text(mail.subject or say("(no subject)"), tag="h2")
        sender = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender
        text(sender, "quiet", "p")
        if mail.sent:
            sent = mail.sent.astimezone()
            proof = say(_PROVEN.get(mail.authenticity, _UNPROVEN))
            text(f"{day(sent.date())} {sent:%H:%M} · {proof}", "quiet", "p")
        if not mail.understood:
            text(say("This mail has not been understood yet."), "quiet", "p")
        if mail.authenticity_reason:
            text(
                say("Sender: {reason}.", reason=mail.authenticity_reason),
                "quiet",
                "p",
            )
        if mail.reasons:
            text(f"{mail_word(mail.mail_class)}: {'; '.join(mail.reasons)}.", "quiet", "p")
        _warnings(mail.alerts)
        text(mail.text[:MOST_TEXT], tag="pre")
        if mail.page and not mail.alerts:
            _as_sent(mail)
    return made


def _as_sent(mail: MailView) -> None:
    """The mail as its sender made it, in a frame that runs nothing and loads nothing."""
    with box("fold-box", "details"):
        with box("fold", "summary", data_press="as-sent"):
            icon("chevron-right").classes("turn")
            text(say("As it was sent"), tag="b")
        page = box("mail-frame", "iframe", title=say("The mail as it was sent"), loading="lazy")
        page.props["sandbox"] = ""
        page.props["src"] = f"/mail/{quote(mail.id, safe='')}/page"


def _warnings(alerts: tuple[str, ...]) -> None:
    if not alerts:
        return
    with box("why", role="note"):
        text(count(len(alerts), "warning"), tag="b")
        for alert in alerts:
            text(alert, tag="p")
