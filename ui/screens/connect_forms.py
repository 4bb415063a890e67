"""The forms that connect something: one dialog; an error stands beside the field that causes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from model.connections import (
    ConnectedDestination,
    KindForm,
    Link,
    MailboxView,
    SecretNeed,
)
from model.deliveries import ANY_TERMS, Admits, Destination
from model.suppliers import MailSecurity, MailSignIn
from ui.components.parts import box, dialog, text, toast, when_gone
from ui.components.secret_form import Asked, Proposal, SecretForm
from ui.languages import phrase, say
from ui.mail_providers import SERVERS, WORDS
from ui.screens.consent_card import ConsentWaiting
from ui.seat import Seat

SECURITY: Final = (
    (MailSecurity.TLS.value, "TLS"),
    (MailSecurity.STARTTLS.value, "STARTTLS"),
    (MailSecurity.PLAIN_LOOPBACK.value, phrase("None (this machine only)")),
)
YES: Final = (("no", phrase("No")), ("yes", phrase("Yes")))
DOCUMENTS: Final = (
    ("credit_note,invoice", phrase("Invoices and credit notes")),
    ("invoice", phrase("Invoices")),
    ("credit_note", phrase("Credit notes")),
    ("credit_note,invoice,receipt,reminder,statement", phrase("All that is billed or owed")),
    ("statement", phrase("Statements")),
)
ADMITS: Final = (
    (Admits.RELEASED.value, phrase("By rule or person")),
    (Admits.PROVED.value, phrase("Only what was proved")),
    (Admits.BY_PERSON.value, phrase("Only by a person")),
)
_LATER: Final = frozenset({"einvoice", "requires", "status_url"})
_SMALL: Final = frozenset({"port", "sender", "receiver", "database", "account"})
KEPT: Final = phrase("Leave it empty to keep the one in the vault.")
_BESIDE: Final = phrase(
    "Writing back puts each fetched document beside the mail that announced it."
)
_ABOUT_MAIL: Final = phrase(
    "It is only read, unless you choose otherwise below. The password goes straight to the vault."
)
_CLOUD: Final = phrase("Such as https://login.microsoftonline.us; empty for the usual one.")


@dataclass(frozen=True, slots=True)
class ConsentWay:
    """How a provider's consent is called, what it asks for beforehand, and its mail server."""

    button: str
    title: str
    about: str
    host: str


CONSENTS: Final = {
    MailSignIn.MICROSOFT: ConsentWay(
        phrase("Microsoft 365"),
        phrase("Connect a Microsoft 365 mailbox"),
        phrase(
            "A person who may read the mailbox signs in at Microsoft, by a code. Register the"
            " application once before (docs/mail/microsoft-365.md, way 1)."
        ),
        "outlook.office365.com",
    ),
    MailSignIn.MICROSOFT_APP: ConsentWay(
        phrase("Microsoft 365, as an application"),
        phrase("Connect a Microsoft 365 mailbox as an application"),
        phrase(
            "Nobody signs in: the application that the administrator let in has a secret of its"
            " own (docs/mail/microsoft-365.md, way 2)."
        ),
        "outlook.office365.com",
    ),
    MailSignIn.GOOGLE: ConsentWay(
        phrase("Google Workspace"),
        phrase("Connect a Google mailbox"),
        phrase(
            "You sign in at Google as the mailbox, in a browser. Make the client once before"
            " (docs/mail/google.md)."
        ),
        "imap.gmail.com",
    ),
}
Proposals = Sequence[Proposal]
_OF_ADDRESS: Final = Proposal("username", SERVERS, WORDS)
_OF_MAIL: Final = Proposal("security", {"tls": {"port": "465"}, "starttls": {"port": "587"}})
_OF_SECURITY: Final = Proposal("security", {"tls": {"port": "993"}, "starttls": {"port": "143"}})


class ConnectForms:
    """Asks for what a connection needs; `after` is called with its id once it is kept."""

    def __init__(self, seat: Seat, after: Callable[[str], Awaitable[None]]) -> None:
        self._seat = seat
        self._after = after
        self._again: Callable[[], None] = lambda: None
        self._dialog = dialog(say("Connect"))
        with self._dialog:
            self._card = box("card unlock connect")
        self._waiting = ConsentWaiting(seat, self._card, self._granted)
        when_gone(self._dialog, self._hidden)

    def mailbox(self, known: MailboxView | None = None) -> None:
        """Ask for a mailbox, or for what changes of one."""
        self.ask(
            Link.MAILBOX,
            say("Change {name}", name=known.name) if known else say("Connect a mailbox"),
            say(_ABOUT_MAIL),
            mailbox_fields(known),
            known=known.id if known else "",
            proposals=(_OF_ADDRESS, _OF_SECURITY),
        )

    def consent(self, sign_in: MailSignIn, known: MailboxView | None = None) -> None:
        """Ask for a mailbox that a provider lets us into, or for what changes of one."""
        way = CONSENTS[sign_in]
        self._again = lambda: self.consent(sign_in, known)
        self.ask(
            Link.MAILBOX,
            say("Change {name}", name=known.name) if known else say(way.title),
            say(way.about),
            consent_fields(sign_in, known),
            known=known.id if known else "",
            said={"sign_in": sign_in.value},
            submit=say("Sign in"),
            tries=None,
        )

    def destination(self, form: KindForm, known: ConnectedDestination | None = None) -> None:
        """Ask for a destination of a kind, or for what changes of one."""
        held = known.destination if known else None
        self.ask(
            Link.DESTINATION,
            _title(form, held),
            f"{form.about} {form.test}",
            destination_fields(form, known),
            known=held.id if held else "",
            said={"kind": form.kind.value},
            proposals=(_OF_MAIL,) if form.secret is SecretNeed.MAYBE else (),
        )

    def choose_kind(self, forms: Sequence[KindForm]) -> None:
        """Ask which kind of destination it is."""
        self._card.clear()
        with self._card:
            text(say("Connect a destination"), tag="h2")
            text(say("Where do released documents go?"), "quiet", "p")
            with box("kinds"):
                for form in forms:
                    self._kind(form)
        self._dialog.open()
        self._card.client.run_javascript(
            "setTimeout(() => document.querySelector('.kinds .kind')?.focus(), 60)"
        )

    def _kind(self, form: KindForm) -> None:
        with box("kind", "button", type="button") as made:
            text(form.title, tag="b")
            text(form.about, "quiet")
        if form.secret is SecretNeed.CONSENT:
            made.props("disabled")
        made.on("click", lambda: self.destination(form), args=[])

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
        submit: str = "",
        tries: str | None = "",
    ) -> None:
        """Show a form; what is typed goes to the worker, and is kept once that tried it.

        With None for `tries` it is not to be tried alone.
        """
        self._card.clear()
        with self._card:
            text(title, tag="h2")
            made = SecretForm(
                f"/api/connect/{link.value}",
                {"id": known, **(said or {})},
                fields,
                about=about,
                submit=submit or say("Save" if known else "Connect"),
                tries="" if tries is None else tries or say("Test"),
                proposals=proposals,
            )
        made.on("leave", self._dialog.close, args=[])
        made.on("done", lambda event: self._done(event.args))
        self._dialog.open()

    async def _done(self, answered: Any) -> None:
        said = answered or {}
        if consent := str(said.get("consent", "")):
            await self._waiting.show(consent, self._again)
            return
        self._dialog.close()
        toast(str(said.get("words", "")))
        await self._after(str(said.get("id", "")))

    async def _granted(self, mailbox_id: str) -> None:
        self._dialog.close()
        await self._after(mailbox_id)

    async def _hidden(self) -> None:
        self._card.clear()  # what was typed leaves the page
        await self._waiting.give_up()


def _title(form: KindForm, held: Destination | None) -> str:
    if held:
        return say("Change {name}", name=held.name)
    return say("Connect: {kind}", kind=form.title)


def consent_fields(sign_in: MailSignIn, known: MailboxView | None) -> list[Asked]:
    """What a provider's consent asks for, and what every mailbox does."""
    kept = say(KEPT) if known and known.sign_in is sign_in else ""
    microsoft = sign_in is not MailSignIn.GOOGLE
    every = {one.name: one for one in mailbox_fields(known)}
    host = _of(known, "host") if kept else CONSENTS[sign_in].host
    asked = [
        every["name"],
        replace(every["username"], label="Mail address"),
        Asked("client_id", "Application (client) id", "line", kept, required=not kept),
    ]
    if microsoft:
        hint = kept or say("The organisation's domain, such as us.example.")
        app = sign_in is MailSignIn.MICROSOFT_APP
        asked.append(
            Asked("tenant", "Tenant", "line", hint, required=app and not kept, beside=True)
        )
    if sign_in is not MailSignIn.MICROSOFT:
        asked.append(
            Asked("password", "Secret of the application", "secret", kept, required=not kept)
        )
    rest = ("folder", "since", "write_back", "moved_to")
    asked += [Asked("host", "IMAP server", "line", value=host)]
    asked += [replace(every[name], beside=name == "folder") for name in rest]
    if microsoft:
        asked.append(Asked("authority", "Sign-in of another cloud", "line", _CLOUD, required=False))
    return asked


def mailbox_fields(known: MailboxView | None) -> list[Asked]:
    """What a mailbox's form asks for."""
    kept = say(KEPT) if known else ""
    since = known.since.isoformat() if known and known.since else ""
    return [
        Asked("name", "Name", "line", value=known.name if known else say("Accounts payable")),
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
            f"{say(_BESIDE)} {say('Empty: both stay where they are.')}",
            _of(known, "moved_to"),
            required=False,
        ),
    ]


def destination_fields(form: KindForm, known: ConnectedDestination | None) -> list[Asked]:
    """What a destination's form asks for: where it is, its sign-in, and what goes there."""
    held = known.destination if known else None
    settings = held.settings if held else {}
    asked = [
        Asked(
            field.name,
            field.label,
            "choice" if field.choices else "line",
            field.hint,
            settings.get(field.name, "" if held else field.default),
            field.required,
            field.choices,
            beside=field.name in _SMALL,
        )
        for field in form.fields
    ]
    name = Asked("name", "Name", "line", value=held.name if held else form.title)
    where = [one for one in asked if one.name not in _LATER]
    later = [one for one in asked if one.name in _LATER]
    return [name, *where, *_sign_in_fields(form, held), *_rule_fields(known), *later]


def _sign_in_fields(form: KindForm, held: Destination | None) -> list[Asked]:
    kept = say(KEPT) if held and held.credential else ""
    if form.secret in {SecretNeed.NONE, SecretNeed.CONSENT}:
        return []
    needed = form.secret is not SecretNeed.MAYBE and not kept
    if form.secret is SecretNeed.KEY:
        return [Asked("password", form.secret_label, "secret", kept, required=needed)]
    hint = (
        "" if form.secret is not SecretNeed.MAYBE or kept else say("Empty where it asks for none.")
    )
    user = Asked("username", form.user_label, "line", hint, required=needed)
    secret = Asked("password", form.secret_label, "secret", kept, required=needed, beside=True)
    return [user, secret]


def _rule_fields(known: ConnectedDestination | None) -> list[Asked]:
    """The rules that choose a destination."""
    held = known.destination if known else None
    terms = held.terms if held else ANY_TERMS
    kinds = ",".join(sorted(held.kinds)) if held else DOCUMENTS[0][0]
    own = () if kinds in dict(DOCUMENTS) else ((kinds, kinds.replace(",", ", ")),)
    return [
        Asked("kinds", "Takes", "choice", value=kinds, choices=(*DOCUMENTS, *own)),
        Asked(
            "admits",
            "Released",
            "choice",
            value=terms.admits.value,
            choices=ADMITS,
            beside=True,
        ),
        Asked(
            "suppliers",
            "Only of these suppliers",
            "lines",
            "One a line; empty for all.",
            "\n".join(known.suppliers) if known else "",
            required=False,
        ),
        Asked(
            "buyers",
            "Only for these entities of ours",
            "lines",
            "By VAT id or name, one a line; empty for all.",
            "\n".join(sorted(terms.buyers)),
            required=False,
        ),
        Asked("least", "From this gross amount", "line", "", _figure(terms.least), required=False),
        Asked("most", "Up to", "line", "", _figure(terms.most), required=False, beside=True),
        Asked(
            "in_order",
            "One supplier's documents in their order",
            "choice",
            value="yes" if terms.in_order else "no",
            choices=YES,
        ),
    ]


def _figure(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)


def _of(known: MailboxView | None, name: str) -> str:
    return str(getattr(known, name)) if known else ""
