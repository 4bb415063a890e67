"""A mailbox by a provider's consent: a person's, or an application's own, given from the form.

The person signs in at the provider, in any browser; what it grants goes to the vault, once the
mail server took it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from fetchers.mail.oauth.client import Client, authority_of
from fetchers.mail.oauth.loopback import landing
from fetchers.mail.trying import attempt
from model.connections import ConsentState, Trial, Typed
from model.consents import Granted
from model.errors import BillhookError, SecretMissing, WrongInput
from model.people import User
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity, MailSignIn
from pipeline.keyholder.connecting_ground import MOST_SECRET, Fault, Ground, keep_new
from pipeline.keyholder.connecting_mailboxes import described, known_box, prove_new, write
from pipeline.keyholder.consents import Asked
from pipeline.mails.tokens import first_record
from vault import OAuthToken

_USUAL: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        MailSignIn.MICROSOFT: {"host": "outlook.office365.com"},
        MailSignIn.MICROSOFT_APP: {"host": "outlook.office365.com"},
        MailSignIn.GOOGLE: {"host": "imap.gmail.com"},
    }
)
_FIELDS: Final = MappingProxyType(
    {"AADSTS90002": "tenant", "AADSTS900023": "tenant", "AADSTS700016": "client_id"}
)
"""Microsoft's words for what was typed wrong."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a person asked for: a mailbox, as it was before and as it shall be."""

    user: User
    box: Mailbox
    before: Mailbox | None
    client: Client


def connect_by_consent(ground: Ground, user: User, typed: Typed) -> Trial:
    """What came of it: for an application at once, else the consent that a person gives now."""
    try:
        sign_in = _sign_in(typed)
        filled = _filled(typed, sign_in)
        before = known_box(ground, typed.id)
        box = replace(described(filled, before), sign_in=sign_in)
        prove_new(ground, box, before)
        client = _client(ground, filled, box, before)
        if sign_in is MailSignIn.MICROSOFT_APP:
            return _as_app(ground, _Wanted(user, box, before, client))
    except Fault as fault:
        return fault.trial
    except BillhookError as refusal:
        return Trial(ok=False, sentence=refusal.message, field=_field_of(refusal.message))
    wanted = _Wanted(user, box, before, client)
    consent = ground.consents.begin(user.id, lambda asked: _asked(ground, wanted, asked))
    if consent.state is ConsentState.ENDED:
        return Trial(ok=False, sentence=consent.sentence, field=_field_of(consent.sentence))
    return Trial(ok=True, sentence="", consent=consent.id)


def _sign_in(typed: Typed) -> MailSignIn:
    try:
        return MailSignIn(typed.value("sign_in"))
    except ValueError:
        raise Fault("", "There is no such way to sign in; reload the page.") from None


def _filled(typed: Typed, sign_in: MailSignIn) -> Typed:
    """What was typed, and for the rest what the provider has for everybody."""
    if sign_in is MailSignIn.PASSWORD:
        raise Fault("", "A password is no consent; reload the page.")
    usual = {"port": "993", "security": MailSecurity.TLS.value, "folder": "INBOX"}
    said = {name: value for name, value in typed.values.items() if value.strip()}
    return replace(typed, values={**usual, **_USUAL[sign_in], **said})


def _client(ground: Ground, typed: Typed, box: Mailbox, before: Mailbox | None) -> Client:
    """The application to sign in with, as typed or as the vault knows it. Raises Fault."""
    held = _held(ground, before) if before and before.sign_in is box.sign_in else None
    identity = typed.value("client_id") or (held.client if held else "")
    if not identity:
        raise Fault("client_id", "Name the application that you registered at the provider.")
    tenant = typed.value("tenant") or (held.tenant if held else "")
    if box.sign_in is MailSignIn.MICROSOFT_APP and not tenant:
        raise Fault("tenant", "An application signs in to one organisation: name it.")
    try:
        named = typed.value("authority") or (held.token_url if held else "")
        authority = authority_of(box.sign_in, named)
    except WrongInput as refusal:
        raise Fault("authority", refusal.message) from None
    secret = _secret(typed, box, held)
    return Client(
        sign_in=box.sign_in, id=identity, tenant=tenant, secret=secret, authority=authority
    )


def _secret(typed: Typed, box: Mailbox, held: OAuthToken | None) -> Secret:
    if len(typed.password.reveal()) > MOST_SECRET:
        raise Fault("password", f"This is longer than {MOST_SECRET} characters.")
    if box.sign_in is MailSignIn.MICROSOFT:
        return Secret("")  # a public client has none
    if typed.password.reveal():
        return typed.password
    if held is None or not held.client_secret.reveal():
        raise Fault("password", "Type the secret of the application.")
    return held.client_secret


def _held(ground: Ground, before: Mailbox) -> OAuthToken | None:
    try:
        with ground.vault.lease(before.credential, purpose="sign in again", job=before.id) as lease:
            record = lease.record
    except SecretMissing:
        return None
    return record if isinstance(record, OAuthToken) else None


def _as_app(ground: Ground, wanted: _Wanted) -> Trial:
    from fetchers.mail.oauth import microsoft  # its library takes its time to load

    granted = microsoft.for_app(wanted.client, clock=ground.clock)
    came = attempt(wanted.box, granted.access_token, ca_file=ground.ca_file)
    if not came.ok:
        return came
    return replace(came, id=_kept(ground, wanted, granted))


def _asked(ground: Ground, wanted: _Wanted, asked: Asked) -> None:
    """Wait for the person, and keep what they gave. Raises BillhookError."""
    granted = _granted(ground, wanted.client, asked)
    came = attempt(wanted.box, granted.access_token, ca_file=ground.ca_file)
    if not came.ok:
        field = "username" if came.field == "password" else came.field
        asked.end(sentence=came.sentence, field=field)
        return
    asked.end(sentence=came.sentence, mailbox_id=_kept(ground, wanted, granted))


def _granted(ground: Ground, client: Client, asked: Asked) -> Granted:
    from fetchers.mail.oauth import google, microsoft  # their libraries take their time to load

    if client.sign_in is MailSignIn.MICROSOFT:
        return microsoft.by_device(
            client, asked.show_code, clock=ground.clock, given_up=asked.is_stopped
        )
    with landing() as place:
        return google.by_browser(
            client, place.address, lambda url: asked.browse(place, url), clock=ground.clock
        )


def _kept(ground: Ground, wanted: _Wanted, granted: Granted) -> str:
    """The id of the mailbox, kept with its token, or neither of them."""
    user, box, before = wanted.user, wanted.box, wanted.before
    record, new = first_record(box, wanted.client, granted), ""
    if before is not None and before.by_token:
        ground.vault.put(before.credential, record, actor=user.name)
    else:
        new = keep_new(ground.vault, f"{box.name} mailbox", record, actor=user.name)
        box = replace(box, credential=new)
    try:
        write(ground, user, box, before)
    except BillhookError:
        if new:
            ground.vault.remove(new, actor=user.name)
        raise
    return box.id


def _field_of(sentence: str) -> str:
    """The field that a provider's refusal is about, as far as its number says."""
    return next((field for number, field in _FIELDS.items() if number in sentence), "")
