"""How a visit to a portal ended: a code, who owns it, when to try again, what a clerk reads.

The codes are the union of what woob, Cozy and Bitwarden distinguish, and two more: NO_DOCUMENTS,
a site that is no portal for documents, and INTERRUPTED, which no portal says: a crash in the middle
of a sign-in. Two rules stand above the table: nothing is ever tried again after LOGIN_FAILED, and
OK is computed from facts, never from "the script reached its end".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class OutcomeCode(StrEnum):
    """What happened."""

    OK = "OK"
    OK_EMPTY = "OK_EMPTY"
    PARTIAL = "PARTIAL"
    LOGIN_FAILED = "LOGIN_FAILED"
    LOCKED = "LOCKED"
    PASSWORD_EXPIRED = "PASSWORD_EXPIRED"  # noqa: S105 - an outcome
    TERMS = "TERMS"
    KYC = "KYC"
    ACTION_NEEDED = "ACTION_NEEDED"
    MFA_REQUIRED = "MFA_REQUIRED"
    APPROVAL_PENDING = "APPROVAL_PENDING"
    MFA_WRONG = "MFA_WRONG"
    MFA_EXPIRED = "MFA_EXPIRED"
    NEEDS_INTERACTIVE = "NEEDS_INTERACTIVE"
    CAPTCHA = "CAPTCHA"
    BOT_BLOCKED = "BOT_BLOCKED"
    SITE_DOWN = "SITE_DOWN"
    MAINTENANCE = "MAINTENANCE"
    WRONG_PORTAL = "WRONG_PORTAL"
    NO_PERMISSION = "NO_PERMISSION"
    NO_DOCUMENTS = "NO_DOCUMENTS"
    ACCOUNT_MISMATCH = "ACCOUNT_MISMATCH"
    ACCOUNT_REMOVED = "ACCOUNT_REMOVED"
    ORIGIN_MISMATCH = "ORIGIN_MISMATCH"
    FILL_REFUSED = "FILL_REFUSED"
    RECIPE_BROKEN = "RECIPE_BROKEN"
    DOWNLOAD_FAILED = "DOWNLOAD_FAILED"
    NOT_A_DOCUMENT = "NOT_A_DOCUMENT"
    NOT_YET_AVAILABLE = "NOT_YET_AVAILABLE"
    DUPLICATE_ID = "DUPLICATE_ID"
    AMBIGUOUS = "AMBIGUOUS"
    SAVE_FAILED = "SAVE_FAILED"
    VAULT_LOCKED = "VAULT_LOCKED"
    CANCELLED = "CANCELLED"
    INTERRUPTED = "INTERRUPTED"
    UNKNOWN = "UNKNOWN"


class Retry(StrEnum):
    """When the next automatic visit may happen."""

    REGULAR = "regular"  # the next scheduled one
    ONCE = "once"  # one more now, then a person
    BACKOFF = "backoff"  # 15 min, 1 h, 4 h, 24 h, then a person
    WINDOW = "window"  # only with a person present
    NEVER = "never"  # not before a person has acted
    WAIT = "wait"  # goes on by itself when the obstacle is gone


class Owner(StrEnum):
    """Who can do something about it."""

    CLERK = "clerk"  # accounts payable
    KEEPER = "keeper"  # owns the sign-in at that supplier
    MAINTAINER = "maintainer"  # of the recipe
    ADMIN = "admin"
    SYSTEM = "system"


BACKOFF: Final = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=24),
)


UNTIL_FACT: Final = "at"
"""The fact that holds the instant until which the portal said that it stays so (ISO 8601)."""


NO_FORM: Final = "no form to sign in was found"
"""Why a page is no entrance: the fact `reason` of FILL_REFUSED where nothing there signs in."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of the vocabulary. `text` is formatted with the outcome's facts."""

    text: str
    retry: Retry
    owner: Owner


_C, _K, _M, _A, _S = Owner.CLERK, Owner.KEEPER, Owner.MAINTAINER, Owner.ADMIN, Owner.SYSTEM

MEANINGS: Final[Mapping[OutcomeCode, Meaning]] = MappingProxyType(
    {
        OutcomeCode.OK: Meaning("{n} new documents.", Retry.REGULAR, _S),
        OutcomeCode.OK_EMPTY: Meaning(
            "Nothing new; the portal itself says so ({proof}).", Retry.REGULAR, _S
        ),
        OutcomeCode.PARTIAL: Meaning(
            "{got} of {expected} documents; {missing} still open.", Retry.BACKOFF, _C
        ),
        OutcomeCode.LOGIN_FAILED: Meaning(
            "{portal} refused the {bad_field}. Billhook won't try again until it is corrected.",
            Retry.NEVER,
            _K,
        ),
        OutcomeCode.LOCKED: Meaning(
            "The account is locked{until}. Unlock it at {portal}, then resume here.",
            Retry.NEVER,
            _K,
        ),
        OutcomeCode.PASSWORD_EXPIRED: Meaning(
            "{portal} asks for a new password. Change it there and store the new one.",
            Retry.NEVER,
            _K,
        ),
        OutcomeCode.TERMS: Meaning(
            "{portal} wants its new terms accepted. Billhook doesn't accept terms for you.",
            Retry.NEVER,
            _K,
        ),
        OutcomeCode.KYC: Meaning(
            "{portal} asks for company data before it shows documents.", Retry.NEVER, _K
        ),
        OutcomeCode.ACTION_NEEDED: Meaning("{portal} asks you to {kind}.", Retry.NEVER, _K),
        OutcomeCode.MFA_REQUIRED: Meaning(
            "{portal} asks for a code ({channel}) that Billhook can't supply.", Retry.WINDOW, _C
        ),
        OutcomeCode.APPROVAL_PENDING: Meaning(
            "{portal} waits for the sign-in to be confirmed in {medium}.", Retry.WINDOW, _C
        ),
        OutcomeCode.MFA_WRONG: Meaning("{portal} did not accept the code.", Retry.ONCE, _C),
        OutcomeCode.MFA_EXPIRED: Meaning(
            "The code has expired; a new one is asked for at the next attended visit.",
            Retry.WINDOW,
            _C,
        ),
        OutcomeCode.NEEDS_INTERACTIVE: Meaning(
            "{portal} needs you for a moment: {why}.", Retry.WINDOW, _C
        ),
        OutcomeCode.CAPTCHA: Meaning(
            "{portal} shows a CAPTCHA; a person has to solve it there.", Retry.WINDOW, _C
        ),
        OutcomeCode.BOT_BLOCKED: Meaning(
            "{portal} blocks automated visits{until}; ask the supplier for delivery by e-mail.",
            Retry.BACKOFF,
            _A,
        ),
        OutcomeCode.SITE_DOWN: Meaning("{portal} can't be reached.", Retry.BACKOFF, _S),
        OutcomeCode.MAINTENANCE: Meaning(
            "{portal} is under maintenance{until}.", Retry.BACKOFF, _S
        ),
        OutcomeCode.WRONG_PORTAL: Meaning(
            "This sign-in belongs to another {portal} site: {hint}.", Retry.NEVER, _K
        ),
        OutcomeCode.NO_PERMISSION: Meaning(
            "This user may not see invoices at {portal}.", Retry.NEVER, _K
        ),
        OutcomeCode.NO_DOCUMENTS: Meaning(
            "{portal} let us in, and shows nothing like a list of documents ({pages}).",
            Retry.NEVER,
            _C,
        ),
        OutcomeCode.ACCOUNT_MISMATCH: Meaning(
            "Signed in as {seen}, expected {expected}. Nothing was fetched.", Retry.NEVER, _K
        ),
        OutcomeCode.ACCOUNT_REMOVED: Meaning(
            "{portal} no longer knows this account.", Retry.NEVER, _K
        ),
        OutcomeCode.ORIGIN_MISMATCH: Meaning(
            "The page at {seen} asked for a password that belongs to {portal}. Nothing was typed.",
            Retry.NEVER,
            _A,
        ),
        OutcomeCode.FILL_REFUSED: Meaning(
            "Billhook is not sure which field is the sign-in at {portal} ({reason}).",
            Retry.NEVER,
            _C,
        ),
        OutcomeCode.RECIPE_BROKEN: Meaning(
            "{portal} has changed at step {step}; the page is stored.", Retry.NEVER, _M
        ),
        OutcomeCode.DOWNLOAD_FAILED: Meaning(
            "Document {number}: the file could not be fetched.", Retry.BACKOFF, _S
        ),
        OutcomeCode.NOT_A_DOCUMENT: Meaning(
            "What {portal} delivered for {number} is not a document; please check.",
            Retry.NEVER,
            _C,
        ),
        OutcomeCode.NOT_YET_AVAILABLE: Meaning(
            "Document {number} is announced, the file isn't there yet.", Retry.BACKOFF, _S
        ),
        OutcomeCode.DUPLICATE_ID: Meaning("Two documents claim to be {number}.", Retry.NEVER, _C),
        OutcomeCode.AMBIGUOUS: Meaning("Please choose: {candidates}.", Retry.NEVER, _C),
        OutcomeCode.SAVE_FAILED: Meaning(
            "Fetched, but could not be stored: {cause}.", Retry.BACKOFF, _A
        ),
        OutcomeCode.VAULT_LOCKED: Meaning("Unlock the vault to continue.", Retry.WAIT, _A),
        OutcomeCode.CANCELLED: Meaning("Stopped by {by}.", Retry.REGULAR, _C),
        OutcomeCode.INTERRUPTED: Meaning(
            "Billhook was stopped just as it signed in at {portal}, and can't know whether the "
            "password was refused. Nothing is sent again until you say so.",
            Retry.NEVER,
            _K,
        ),
        OutcomeCode.UNKNOWN: Meaning(
            "Something unexpected happened at {portal}; the evidence is stored.", Retry.ONCE, _M
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run, or one listing of it, ended; `facts` fill the sentence."""

    code: OutcomeCode
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def retry(self) -> Retry:
        """When the next automatic visit may happen."""
        return MEANINGS[self.code].retry

    @property
    def owner(self) -> Owner:
        """Who can do something about it."""
        return MEANINGS[self.code].owner

    @property
    def until(self) -> datetime | None:
        """The instant until which the portal says that it stays so; None where it says none."""
        told = self.facts.get(UNTIL_FACT)
        return datetime.fromisoformat(told) if told else None

    @property
    def sentence(self) -> str:
        """What a clerk reads; a fact that nobody gave is left out, never shown as a brace."""
        return MEANINGS[self.code].text.format_map(_Facts(self.facts)).strip()

    @property
    def good(self) -> bool:
        """Whether the portal answered everything it was asked."""
        return self.code in (OutcomeCode.OK, OutcomeCode.OK_EMPTY)


class _Facts(dict[str, str]):
    """Facts for a sentence; what is missing reads as nothing, or as "the portal"."""

    def __missing__(self, name: str) -> str:
        return "The portal" if name == "portal" else ""
