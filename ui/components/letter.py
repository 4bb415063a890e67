"""A mail on the screen, as text; as it was sent only in a frame that runs and loads nothing."""

from __future__ import annotations

from urllib.parse import quote

from nicegui.element import Element

from model.views import MailView
from ui.components.parts import box, icon, text
from ui.limits import MOST_TEXT
from ui.wording import count

_PROVEN = {"pass": "sender proven", "fail": "sender is not who it says"}


def letter(mail: MailView) -> Element:
    """The mail with what was made of it: its class, its sender's proof, its warnings, and why."""
    with box("letter", role="article", aria_label="E-mail") as made:
        text(mail.subject or "(no subject)", tag="h2")
        sender = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender
        text(sender, "quiet", "p")
        if mail.sent:
            proof = _PROVEN.get(mail.authenticity, "sender not proven")
            text(f"{mail.sent.astimezone():%d %b %Y %H:%M} · {proof}", "quiet", "p")
        if not mail.understood:
            text("This mail has not been understood yet.", "quiet", "p")
        if mail.authenticity_reason:
            text(f"Sender: {mail.authenticity_reason}.", "quiet", "p")
        if mail.reasons:
            text(f"{_spoken(mail.mail_class)}: {'; '.join(mail.reasons)}.", "quiet", "p")
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
            text("As it was sent", tag="b")
        page = box("mail-frame", "iframe", title="The mail as it was sent", loading="lazy")
        page.props["sandbox"] = ""
        page.props["src"] = f"/mail/{quote(mail.id, safe='')}/page"


def _warnings(alerts: tuple[str, ...]) -> None:
    if not alerts:
        return
    with box("why", role="note"):
        text(count(len(alerts), "warning"), tag="b")
        for alert in alerts:
            text(alert, tag="p")


def _spoken(mail_class: str) -> str:
    return mail_class.replace("_", " ").capitalize()
