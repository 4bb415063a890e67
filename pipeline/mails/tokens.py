"""What opens a mailbox: its password, or an access token that is renewed in time.

The refresh token lies in the vault and nowhere else. A provider may forget it as soon as it has
given the next one, so the next one is in the vault before its access token is used; a process
that ends between the two finds it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from filelock import FileLock

from fetchers.mail.oauth.client import Client, authority_of
from model.clock import Clock
from model.consents import Granted
from model.errors import ConsentEnded, SecretChanged, SecretMissing, TokenRefused
from model.ids import derived_id
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity, MailSignIn
from pipeline.works import Leases, Works
from vault import OAuthToken
from vault.origins import origin_of

_T = TypeVar("_T")

EARLY: Final = timedelta(minutes=5)
"""A token is renewed so long before it ends: afterwards each command fails (Google), or the server
closes the line (Microsoft)."""
_SHORTEST: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a mailbox, and until when to use it. `fresh`: the token was just given."""

    secret: Secret
    until: datetime | None = None
    fresh: bool = True


def with_key(works: Works, mailbox: Mailbox, purpose: str, do: Callable[[Key], _T]) -> _T:
    """What `do` gives back with the mailbox's key.

    A token that the mail server refuses before its time (revoked, or a clock is wrong) is renewed
    once, and `do` runs again. Raises VaultError, MailboxUnreachable, MailboxRefused.
    """
    try:
        with _key(works, mailbox, purpose) as key:
            return do(key)
    except TokenRefused as refused:
        if key.fresh:
            raise TokenRefused(f"{refused.message} {remedy(mailbox)}") from None
    with _key(works, mailbox, purpose, instead_of=key.secret) as key:
        return do(key)


def remedy(mailbox: Mailbox) -> str:
    """What a person does about a consent that has ended."""
    name = mailbox.name.partition(" / ")[0]  # of several folders
    if mailbox.sign_in is MailSignIn.MICROSOFT_APP:
        return (
            "Check the application's permission, give its new secret: billhook connect mailbox"
            f" {name!r} --oauth microsoft --app."
        )
    return f"Sign in again: billhook connect mailbox {name!r} --oauth {mailbox.sign_in.value}."


@contextmanager
def _key(
    works: Works, mailbox: Mailbox, purpose: str, *, instead_of: Secret | None = None
) -> Iterator[Key]:
    if mailbox.by_token:
        yield _token(works, mailbox, purpose, instead_of)
        return
    with works.vault.lease(mailbox.credential, purpose=purpose, job=mailbox.id) as lease:
        yield Key(lease.password)


def _token(works: Works, mailbox: Mailbox, purpose: str, instead_of: Secret | None) -> Key:
    """An access token with some time left: the one in the vault, or a new one."""
    held, _ = _held(works.vault, mailbox, purpose)
    if usable(held, works.clock, instead_of):
        return _of(held, works.clock, fresh=False)
    renewal = Renewal(
        name=mailbox.credential,
        actor=mailbox.id,
        held=lambda: _held(works.vault, mailbox, "renew the token"),
        renewed=lambda record: _renewed(mailbox, record, works.clock),
    )
    new, fresh = renew(works, renewal, instead_of)
    return _of(new, works.clock, fresh=fresh)


@dataclass(frozen=True, slots=True)
class Renewal:
    """How one token is renewed: its record with the version, and what its issuer gives for it."""

    name: str
    actor: str
    held: Callable[[], tuple[OAuthToken, int]]
    renewed: Callable[[OAuthToken], Granted]


def renew(works: Works, renewal: Renewal, instead_of: Secret | None) -> tuple[OAuthToken, bool]:
    """The record with a token that can be used, and whether it was given just now.

    A second renewal with one refresh token may end the consent (RFC 9700): one job at a time does
    it, and finds what another has brought meanwhile.
    """
    lock = works.folder / "locks" / f"{derived_id('token', renewal.name)}.lock"
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    with FileLock(lock):
        held, version = renewal.held()
        if usable(held, works.clock, instead_of):
            return held, False
        new = kept(held, renewal.renewed(held))
        with suppress(SecretChanged):  # a person who signed in meanwhile knows better
            works.vault.put(renewal.name, new, replacing=version, actor=renewal.actor)
    return new, True


def _of(held: OAuthToken, clock: Clock, *, fresh: bool) -> Key:
    """The access token, to be used until shortly before its end."""
    now = clock.now()
    end = (held.expires or now) - EARLY
    return Key(held.access_token, max(end, now + _SHORTEST), fresh=fresh)


def first_record(mailbox: Mailbox, client: Client, granted: Granted) -> OAuthToken:
    """What a provider granted, as the vault keeps it: sealed with the places it may be sent to."""
    return OAuthToken(
        username=mailbox.username,
        client=client.id,
        tenant=client.tenant,
        client_secret=client.secret,
        refresh_token=granted.refresh_token,
        access_token=granted.access_token,
        expires=granted.expires,
        token_url=client.authority,
        origins=frozenset({client.authority, server_origin(mailbox)}),
    )


def server_origin(mailbox: Mailbox) -> str:
    """The mail server as it is sealed with the token that may be sent to it."""
    scheme = "imaps" if mailbox.security is MailSecurity.TLS else "imap"
    return origin_of(f"{scheme}://{mailbox.host}:{mailbox.port}")


def usable(held: OAuthToken, clock: Clock, instead_of: Secret | None = None) -> bool:
    """Whether the access token in the vault lasts a while and is not the one that was refused."""
    if not held.access_token or held.expires is None or held.access_token == instead_of:
        return False
    return held.expires - EARLY > clock.now()


def kept(held: OAuthToken, granted: Granted) -> OAuthToken:
    """The record with what the provider gave."""
    return replace(
        held,
        access_token=granted.access_token,
        expires=granted.expires,
        refresh_token=granted.refresh_token,
    )


def _held(vault: Leases, mailbox: Mailbox, purpose: str) -> tuple[OAuthToken, int]:
    with vault.lease(mailbox.credential, purpose=purpose, job=mailbox.id) as lease:
        record, version = lease.record, lease.version
    if not isinstance(record, OAuthToken):
        raise SecretMissing(f"The vault holds no token for {mailbox.name!r}. {remedy(mailbox)}")
    if server_origin(mailbox) not in record.origins:
        raise ConsentEnded(
            f"The token of {mailbox.name!r} is not for {mailbox.host}. {remedy(mailbox)}"
        )
    return record, version


def _renewed(mailbox: Mailbox, held: OAuthToken, clock: Clock) -> Granted:
    from fetchers.mail.oauth import google, microsoft  # their libraries take their time to load

    client = Client(
        sign_in=mailbox.sign_in,
        id=held.client,
        tenant=held.tenant,
        secret=held.client_secret,
        authority=authority_of(mailbox.sign_in, held.token_url),
    )
    try:
        match mailbox.sign_in:
            case MailSignIn.GOOGLE:
                return google.renewed(client, held.refresh_token, clock=clock)
            case MailSignIn.MICROSOFT_APP:
                return microsoft.for_app(client, clock=clock)
            case _:
                return microsoft.renewed(client, held.refresh_token, clock=clock)
    except ConsentEnded as ended:
        raise ConsentEnded(f"{ended.message} {remedy(mailbox)}") from None
