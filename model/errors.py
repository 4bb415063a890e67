"""Every error Billhook raises on purpose, in one tree.

The docstring of a class is its message unless a better one is given where it is raised::

    BillhookError
    ├─ WrongInput                  what was handed in can't be used; the message names the remedy
    │  ├─ SettingsInvalid
    │  ├─ FileUnreadable
    │  ├─ FileUnwritable
    │  ├─ RecipeInvalid
    │  ├─ RecipeUntested
    │  ├─ AmountUnreadable
    │  ├─ CurrencyMismatch
    │  ├─ NotAllowed               the person's role does not do such things
    │  │  ├─ AccountUnknown        the company's account of nobody here
    │  │  ├─ GroupsUnknown
    │  │  └─ AccountDeactivated
    │  ├─ NameTaken
    │  ├─ CursorInvalid            a place in a list that nobody gave out
    │  ├─ KeyNotNamed              a write of the API without its idempotency key
    │  ├─ KeyReused                an idempotency key that stands for another request
    │  └─ VersionNotNamed          a write of the API that does not say what was seen
    ├─ DocumentRefused             a foreign file that can't be read; a named state, never a crash
    │  ├─ DocumentDamaged
    │  ├─ PasswordNeeded
    │  ├─ DocumentTooLarge
    │  ├─ DocumentUnsafe
    │  ├─ FormatUnknown
    │  └─ ReadingTimedOut
    ├─ Unavailable                 passes by itself; the caller tries again later
    │  ├─ MailboxUnreachable
    │  ├─ DestinationUnreachable
    │  ├─ StorageFull
    │  ├─ StorageFailing
    │  ├─ StorageBusy
    │  ├─ VisitNotStarted
    │  ├─ PageNotOpen              a live page whose visit has not begun
    │  ├─ ProviderUnreachable
    │  ├─ SignInBusy               too many passwords are worked on; each takes memory
    │  ├─ StorageUnreachable
    │  ├─ TakenOver                this worker was taken for gone; others do its work
    │  └─ VaultBusy
    ├─ ProviderRefused             the company's identity provider, or what it says does not hold
    │  ├─ SignInElsewhere
    │  └─ SignInStale
    ├─ MailboxRefused              wrong password or ended consent; a person must act
    │  ├─ TokenRefused             by the mail server; a new access token may be taken
    │  └─ ConsentEnded             the provider renews no token any more; a person signs in again
    ├─ DestinationRefused          the receiver said no for good; a person must act
    │  ├─ CredentialRefused         it does not take the credential; a new access token may be taken
    │  └─ InvoiceIncomplete        no e-invoice can be made of the document; values are missing
    ├─ VaultError
    │  ├─ VaultMissing
    │  ├─ VaultLocked
    │  │  └─ OutsideStoreFailed
    │  ├─ WrongKey
    │  ├─ VaultTampered
    │  ├─ VaultRolledBack
    │  ├─ VaultDamaged
    │  ├─ SecretMissing
    │  ├─ SecretChanged
    │  ├─ LeaseOver
    │  └─ KeyStoreUnusable
    ├─ StorageError
    │  ├─ RecordMissing
    │  ├─ FileMissing
    │  ├─ AlreadyOnFile
    │  ├─ AuditBroken
    │  └─ StaleVersion
    │     ├─ ChangedSince          the version that was seen is not the one there is
    │     └─ RecipeChanged
    ├─ PageClosed                  a live page whose visit has ended
    ├─ PortalPaused                its exception is to be answered before the next visit
    ├─ TooManyTries                a secret was guessed too often; the next try has to wait
    ├─ TokenUnknown                no token of the API, or one that has ended
    ├─ ScopeMissing                a token of the API that may do other things, not this
    ├─ SecondPersonNeeded          it is written down, and waits for somebody else to confirm it
    ├─ SignedOut                   the session has ended; the person signs in again
    ├─ AlreadyRunning              a second process on one data folder
    ├─ MachineTaken                two machines that call themselves the same
    ├─ PortTaken
    └─ ProgramMissing              Chromium, Dovecot, PostgreSQL … is not installed

What a portal does is not an error but an outcome: see `model.outcomes`.
"""

from __future__ import annotations

import inspect
from datetime import timedelta


class BillhookError(Exception):
    """Billhook could not do this."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or "").splitlines()[0])

    @property
    def message(self) -> str:
        """The sentence shown to a person."""
        return str(self.args[0])


class WrongInput(BillhookError):
    """What was handed in can't be used."""


class SettingsInvalid(WrongInput):
    """A setting is unknown or has a value that it can't have."""


class FileUnreadable(WrongInput):
    """The file can't be read."""


class FileUnwritable(WrongInput):
    """The file can't be written; name another place."""


class RecipeInvalid(WrongInput):
    """The recipe is not valid."""


class RecipeUntested(WrongInput):
    """No test of this recipe went well; test it, or say that you save it all the same."""


class AmountUnreadable(WrongInput):
    """This is not an amount of money."""


class CurrencyMismatch(WrongInput):
    """Amounts of different currencies can't be added or compared."""


class NotAllowed(WrongInput):
    """Your role may not do this; ask an admin."""


class AccountUnknown(NotAllowed):
    """Nobody here knows your company's account; ask an administrator."""


class GroupsUnknown(NotAllowed):
    """None of your groups may use Billhook; ask an administrator."""


class AccountDeactivated(NotAllowed):
    """Your account here was deactivated; ask an administrator."""


class NameTaken(WrongInput):
    """Somebody else has your name here; ask an administrator to invite you."""


class CursorInvalid(WrongInput):
    """The cursor is none that this list gave out; begin again without one."""


class KeyNotNamed(WrongInput):
    """A write needs an Idempotency-Key of 1 to 128 printable characters, made anew for each."""


class KeyReused(WrongInput):
    """This Idempotency-Key stands for another request; take a new key."""


class VersionNotNamed(WrongInput):
    """Name what you have seen: send the ETag of the record as If-Match."""


class DocumentRefused(BillhookError):
    """The document can't be read."""


class DocumentDamaged(DocumentRefused):
    """The file is damaged; ask the supplier for another copy."""


class PasswordNeeded(DocumentRefused):
    """The file is protected by a password; store it without one, or enter the password."""


class DocumentTooLarge(DocumentRefused):
    """The file is larger than Billhook opens."""


class DocumentUnsafe(DocumentRefused):
    """The file contains something that Billhook never opens."""


class FormatUnknown(DocumentRefused):
    """The file is none of the formats that Billhook reads."""


class ReadingTimedOut(DocumentRefused):
    """Reading the file took longer than is allowed; it was stopped."""


class Unavailable(BillhookError):
    """Something that Billhook needs does not answer now; it tries again."""


class MailboxUnreachable(Unavailable):
    """The mail server does not answer."""


class ProviderUnreachable(Unavailable):
    """The company's identity provider does not answer."""


class ProviderRefused(BillhookError):
    """The company's identity provider did not sign you in."""


class SignInElsewhere(ProviderRefused):
    """This sign-in did not begin in this browser; begin again."""


class SignInStale(ProviderRefused):
    """This sign-in took too long or was used before; begin again."""


class SignInBusy(Unavailable):
    """Too many people sign in at this moment; try again in a few seconds."""


class DestinationUnreachable(Unavailable):
    """The destination does not answer."""

    def __init__(self, message: str | None = None, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # how long the destination asks to be left alone


class StorageFull(Unavailable):
    """There is no room left on the disk; nothing was lost, free some space and Billhook goes on."""


class StorageFailing(Unavailable):
    """The disk refuses to read or write; look at it. Billhook tries again until it does."""


class StorageBusy(Unavailable):
    """Another process has been writing to the database for too long; it is tried again."""


class VisitNotStarted(Unavailable):
    """This machine has no room for another process; the visit is made once it has."""


class StorageUnreachable(Unavailable):
    """The database server does not answer."""


class VaultBusy(Unavailable):
    """Another process is writing to the vault."""


class MailboxRefused(BillhookError):
    """The mail server refused the sign-in; correct the password and Billhook goes on."""


class TokenRefused(MailboxRefused):
    """The mail server did not take the access token."""


class ConsentEnded(MailboxRefused):
    """The provider's consent to read the mailbox has ended; sign in again."""


class DestinationRefused(BillhookError):
    """The destination refused the document."""


class CredentialRefused(DestinationRefused):
    """The destination does not take the credential; correct it in the vault."""


class InvoiceIncomplete(DestinationRefused):
    """The document lacks what an e-invoice must state."""


class VaultError(BillhookError):
    """The vault could not do this."""


class VaultMissing(VaultError):
    """There is no vault yet; make one with: billhook vault init."""


class VaultLocked(VaultError):
    """The vault is locked; unlock it to go on."""


class OutsideStoreFailed(VaultLocked):
    """The outside store of this secret does not give it now; jobs wait until it does."""


class WrongKey(VaultError):
    """This key does not open the vault."""


class VaultTampered(VaultError):
    """The vault was changed by something other than Billhook; restore it from a backup."""


class VaultRolledBack(VaultError):
    """The vault is older than the newest seen here; restore with --accept-epoch if you meant it."""


class VaultDamaged(VaultError):
    """The vault's file is damaged; restore it from a backup."""


class SecretMissing(VaultError):
    """The vault holds no record of this name."""


class SecretChanged(VaultError):
    """The vault holds a newer version of this record; lease it again before you replace it."""


class LeaseOver(VaultError):
    """The lease is over; take a new one."""


class KeyStoreUnusable(VaultError):
    """No safe key store was found; name a key file with --key-file, or use a passphrase."""


class StorageError(BillhookError):
    """The database could not do this."""


class RecordMissing(StorageError):
    """There is no such record."""


class FileMissing(StorageError):
    """The stored file is not where it should be; restore it from a backup."""


class AlreadyOnFile(StorageError):
    """A document with this supplier, account, number and kind is on file already."""


class AuditBroken(StorageError):
    """The audit trail was changed: its chain no longer holds."""


class StaleVersion(StorageError):
    """Somebody else changed this in the meantime; look again before you decide."""


class ChangedSince(StaleVersion):
    """It was changed since you read it; read it again before you decide."""


class RecipeChanged(StaleVersion):
    """Somebody else saved this recipe in the meantime; look at what differs before you save."""


class PageNotOpen(Unavailable):
    """The visit has not begun yet; its page comes up by itself."""


class PageClosed(BillhookError):
    """The live page is closed: its visit has ended."""


class PortalPaused(BillhookError):
    """The portal is paused; correct what stands in the way, then answer its exception."""


class TooManyTries(BillhookError):
    """Too many wrong tries; wait a minute."""


class TokenUnknown(BillhookError):
    """This token is unknown, has expired or was revoked; make one with: billhook api-tokens add."""


class ScopeMissing(BillhookError):
    """The token may not do this; make one with the scope that it takes."""


class SecondPersonNeeded(BillhookError):
    """Another approver or admin has to confirm this: it waits in Exceptions."""


class SignedOut(BillhookError):
    """You were signed out; sign in again."""


class AlreadyRunning(BillhookError):
    """Another Billhook is already running on this data folder."""


class MachineTaken(BillhookError):
    """Another machine works under this name; give each its own `machine` in billhook.toml."""


class TakenOver(Unavailable):
    """This worker was not heard of for too long: others do its work now."""


class PortTaken(BillhookError):
    """The port is taken by another program; choose one with --port."""


class ProgramMissing(BillhookError):
    """A program that Billhook needs is not installed."""
