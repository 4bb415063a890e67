"""The forms that connect something: one dialog; an error stands beside the field that causes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from nicegui import ui

from model.connections import Link, MailboxView
from model.suppliers import MailSecurity
from ui.components.parts import box, text, toast
from ui.components.secret_form import Asked, Proposal, SecretForm
from ui.mail_providers import SERVERS, WORDS

SECURITY: Final = (
    (MailSecurity.TLS.value, "TLS"),
    (MailSecurity.STARTTLS.value, "STARTTLS"),
    (MailSecurity.PLAIN_LOOPBACK.value, "None (this machine only)"),
)
YES: Final = (("no", "No"), ("yes", "Yes"))
_BESIDE: Final = "Writing back puts each fetched document beside the mail that announced it."
_ABOUT_MAIL: Final = (
    "It is only read, unless you choose otherwise below. The password goes straight to the vault."
)
Proposals = Sequence[Proposal]
_OF_ADDRESS: Final = Proposal("username", SERVERS, WORDS)
_OF_SECURITY: Final = Proposal("security", {"tls": {"port": "993"}, "starttls": {"port": "143"}})


class ConnectForms:
    """Asks for what a connection needs; `after` is called with its id once it is kept."""

    def __init__(self, after: Callable[[str], Awaitable[None]]) -> None:
        self._after = after
        self._dialog = ui.dialog().props('aria-label="Connect"')
        with self._dialog:
            self._card = box("card unlock connect")
        self._dialog.on("hide", self._card.clear, args=[])  # what was typed leaves the page

    def mailbox(self, known: MailboxView | None = None) -> None:
        """Ask for a mailbox, or for what changes of one."""
        self.ask(
            Link.MAILBOX,
            f"Change {known.name}" if known else "Connect a mailbox",
            _ABOUT_MAIL,
            mailbox_fields(known),
            known=known.id if known else "",
            proposals=(_OF_ADDRESS, _OF_SECURITY),
        )

    def ask(
        self,
        link: Link,
        title: str,
        about: str,
        fields: Sequence[Asked],
        *,
        known: str,
        said: dict[str, str] | None = None,
        proposals: Proposals = (),
        tries: str = "Test",
    ) -> None:
        """Show a form; what is typed goes to the worker, and is kept once that tried it."""
        self._card.clear()
        with self._card:
            text(title, tag="h2")
            made = SecretForm(
                f"/api/connect/{link.value}",
                {"id": known, **(said or {})},
                fields,
                about=about,
                submit="Save" if known else "Connect",
                tries=tries,
                proposals=proposals,
            )
        made.on("leave", self._dialog.close, args=[])
        made.on("done", lambda event: self._done(event.args))
        self._dialog.open()

    async def _done(self, answered: Any) -> None:
        self._dialog.close()
        said = answered or {}
        toast(str(said.get("words", "")))
        await self._after(str(said.get("id", "")))


def mailbox_fields(known: MailboxView | None) -> list[Asked]:
    """What a mailbox's form asks for."""
    kept = "Leave it empty to keep the one in the vault." if known else ""
    since = known.since.isoformat() if known and known.since else ""
    return [
        Asked("name", "Name", "line", value=known.name if known else "Accounts payable"),
        Asked("username", "Mail address or user name", "line", value=_of(known, "username")),
        Asked("password", "Password", "secret", kept, required=known is None),
        Asked("host", "IMAP server", "line", value=_of(known, "host")),
        Asked("port", "Port", "line", value=str(known.port) if known else "993", beside=True),
        Asked(
            "security",
            "Protection",
            "choice",
            value=known.security.value if known else MailSecurity.TLS.value,
            choices=SECURITY,
        ),
        Asked("folder", "Folder", "line", value=known.folder if known else "INBOX", beside=True),
        Asked("since", "Mails since", "line", "A day as 2026-11-01; empty for all.", since, False),
        Asked(
            "write_back",
            "Write back",
            "choice",
            value="yes" if known and known.write_back else "no",
            choices=YES,
            beside=True,
        ),
        Asked(
            "moved_to",
            "Then move both to the folder",
            "line",
            f"{_BESIDE} Empty: both stay where they are.",
            _of(known, "moved_to"),
            required=False,
        ),
    ]


def _of(known: MailboxView | None, name: str) -> str:
    return str(getattr(known, name)) if known else ""
