"""From a mail of the morning to its bytes (RFC 5322), as the buyer's mail server stored it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from billhook.demo.archive import Archive
from billhook.demo.notices import Mail
from billhook.demo.shapes import World


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes the mails; `links` gives each portal's address."""

    world: World
    archive: Archive
    links: Mapping[str, str]

    def sent(self, mail: Mail) -> datetime:
        """When it was sent; an invoice that comes attached, at eight on its date of issue."""
        if mail.mail_class == "invoice_attached" and mail.attached:
            day = self.world.document(mail.attached).issued
            return datetime.combine(day, time(8, mail.minute), UTC)
        return datetime.combine(self.world.today, time(5), UTC) + timedelta(minutes=mail.minute)

    def message_id(self, mail: Mail) -> str:
        """The same for the same mail of the same date, so that nothing is delivered twice."""
        _, address = parseaddr(mail.sender)
        return f"<{mail.key}.{self.world.today:%Y%m%d}@{address.rsplit('@', 1)[1]}>"

    def write(self, mail: Mail) -> bytes:
        """The message."""
        message = EmailMessage(policy=SMTP)
        self._head(message, mail)
        message.set_content(self._text(mail), charset="utf-8", cte="quoted-printable")
        html = self._html(mail)
        message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
        if mail.attached:
            message.add_attachment(
                self.archive.pdf(self.world.document(mail.attached)),
                maintype="application",
                subtype="pdf",
                filename=mail.attached_as,
            )
            message.set_boundary(f"=-{mail.key}-mixed")
        parts = message.walk()
        next(part for part in parts if part.get_content_subtype() == "alternative").set_boundary(
            f"=-{mail.key}-parts"
        )
        return message.as_bytes()

    def _head(self, message: EmailMessage, mail: Mail) -> None:
        name, address = parseaddr(mail.sender)
        user, domain = address.split("@")
        when = format_datetime(self.sent(mail))
        mailbox = self.world.company.mailbox
        message["Return-Path"] = f"<bounces@{domain}>"
        message["Received"] = (
            f"from out.{domain} (out.{domain} [192.0.2.{10 + len(mail.key)}])"
            f" by mx.aldermoor.example with ESMTPS id {abs(mail.minute):04d}A; {when}"
        )
        message["Authentication-Results"] = _verdict(domain, authentic=mail.authentic)
        message["From"] = Address(name, user, domain)
        message["To"] = Address("Accounts Payable", addr_spec=mailbox)
        message["Date"] = when
        message["Subject"] = mail.subject
        message["Message-ID"] = self.message_id(mail)
        message["Content-Language"] = mail.language
        if mail.mail_class == "other" and mail.authentic:
            message["List-Unsubscribe"] = f"<mailto:unsubscribe@{domain}>"
            message["Precedence"] = "bulk"

    def _link(self, mail: Mail) -> str:
        return mail.foreign_link or f"{self.links[mail.portal]}{mail.path}"

    def _text(self, mail: Mail) -> str:
        parts = [*mail.paragraphs[:-1]]
        if mail.facts:
            parts.append("\n".join(f"{label}: {value}" for label, value in mail.facts))
        if mail.button:
            parts.append(f"{mail.button}: {self._link(mail)}")
        parts.append(mail.paragraphs[-1])
        if mail.footer:
            parts.append(f"-- \n{mail.footer}")
        return "\n\n".join(parts) + "\n"

    def _html(self, mail: Mail) -> str:
        paragraphs = [f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in mail.paragraphs]
        rows = "".join(
            f'<tr><td style="padding:4px 16px 4px 0;color:#667">{escape(label)}</td>'
            f"<td><b>{escape(value)}</b></td></tr>"
            for label, value in mail.facts
        )
        facts = f'<table style="margin:16px 0;font-size:14px">{rows}</table>' if rows else ""
        button = ""
        if mail.button:
            button = (
                f'<p><a href="{escape(self._link(mail))}" style="background:#23404f;color:#fff;'
                f'padding:10px 20px;text-decoration:none;border-radius:4px">'
                f"{escape(mail.button)}</a></p>"
            )
        return (
            f'<html lang="{mail.language}"><body style="font-family:Arial,sans-serif;color:#222">'
            '<div style="max-width:560px;margin:auto;padding:24px">'
            f"{''.join(paragraphs[:-1])}{facts}{button}{paragraphs[-1]}"
            f'<p style="color:#889;font-size:12px">{escape(mail.footer)}</p></div></body></html>\n'
        )


def _verdict(domain: str, *, authentic: bool) -> str:
    """The header that the buyer's own server adds (RFC 8601)."""
    if authentic:
        return (
            f"mx.aldermoor.example; dkim=pass header.d={domain} header.s=mail;"
            f" spf=pass smtp.mailfrom=bounces@{domain}; dmarc=pass header.from={domain}"
        )
    return (
        f"mx.aldermoor.example; dkim=none; spf=softfail smtp.mailfrom=bounces@{domain};"
        f" dmarc=fail (p=none) header.from={domain}"
    )
