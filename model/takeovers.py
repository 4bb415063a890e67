"""Takeovers: imported sign-ins on their way to becoming suppliers' portals, and their verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from model.outcomes import NO_FORM, Outcome, OutcomeCode
from model.people import User


class Doubt(StrEnum):
    """Why an imported sign-in is probably not one of a supplier's portal."""

    NO_ORIGIN = "no_origin"  # none of its addresses is a web address: there is nothing to visit
    LOCAL = "local"  # a device or server in our own network
    CONNECTED = "connected"  # a portal uses this sign-in already
    DUPLICATE = "duplicate"  # another entry is for the same site and account
    MAIL = "mail"  # a mailbox
    CONSUMER = "consumer"  # a site of private life: social network, forum, streaming, games


BARRED: Final = frozenset({Doubt.NO_ORIGIN, Doubt.LOCAL, Doubt.CONNECTED, Doubt.DUPLICATE})
"""Doubts that no tick overrules: there is nothing to visit, or it would be visited twice."""


class Standing(StrEnum):
    """How far a takeover is: not ticked, on its way, or what came of the visit."""

    PROPOSED = "proposed"
    DOUBTED = "doubted"
    WAITING = "waiting"
    UNDER_WAY = "under_way"
    AUTOMATIC = "automatic"
    NEEDS_ANSWER = "needs_answer"
    NO_PORTAL = "no_portal"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a standing
    UNREACHABLE = "unreachable"

    @property
    def words(self) -> str:
        """What sign-ins of this standing are called together: "needing one answer"."""
        return _WORDS[self]


_WORDS: Final[Mapping[Standing, str]] = MappingProxyType(
    {
        Standing.PROPOSED: "proposed",
        Standing.DOUBTED: "probably no portal",
        Standing.WAITING: "waiting",
        Standing.UNDER_WAY: "visited now",
        Standing.AUTOMATIC: "automatic",
        Standing.NEEDS_ANSWER: "needing one answer",
        Standing.NO_PORTAL: "no portal for documents",
        Standing.WRONG_PASSWORD: "wrong password",
        Standing.UNREACHABLE: "not reachable",
    }
)
VERDICTS: Final = (
    Standing.AUTOMATIC,
    Standing.NEEDS_ANSWER,
    Standing.NO_PORTAL,
    Standing.WRONG_PASSWORD,
    Standing.UNREACHABLE,
)
"""What a visit can find."""

_BY_CODE: Final[Mapping[OutcomeCode, Standing]] = MappingProxyType(
    {
        OutcomeCode.OK: Standing.AUTOMATIC,
        OutcomeCode.OK_EMPTY: Standing.AUTOMATIC,
        OutcomeCode.NO_DOCUMENTS: Standing.NO_PORTAL,
        OutcomeCode.LOGIN_FAILED: Standing.WRONG_PASSWORD,
        OutcomeCode.SITE_DOWN: Standing.UNREACHABLE,
        OutcomeCode.MAINTENANCE: Standing.UNREACHABLE,
        OutcomeCode.BOT_BLOCKED: Standing.UNREACHABLE,
    }
)


_NEEDED: Final[Mapping[OutcomeCode, str]] = MappingProxyType(
    {
        OutcomeCode.MFA_REQUIRED: "a code",
        OutcomeCode.MFA_WRONG: "a code",
        OutcomeCode.MFA_EXPIRED: "a code",
        OutcomeCode.APPROVAL_PENDING: "an approval on a phone",
        OutcomeCode.CAPTCHA: "a captcha",
        OutcomeCode.TERMS: "new terms accepted",
        OutcomeCode.KYC: "company data",
        OutcomeCode.PASSWORD_EXPIRED: "a new password",
        OutcomeCode.LOCKED: "the account unlocked",
        OutcomeCode.AMBIGUOUS: "a choice",
        OutcomeCode.ACCOUNT_MISMATCH: "the right account",
        OutcomeCode.WRONG_PORTAL: "the right address",
        OutcomeCode.FILL_REFUSED: "the sign-in shown once",
        OutcomeCode.ORIGIN_MISMATCH: "the sign-in's own address",
        OutcomeCode.NEEDS_INTERACTIVE: "a person at its page",
        OutcomeCode.INTERRUPTED: "a word whether to sign in again",
        OutcomeCode.NO_PERMISSION: "the right to see invoices",
    }
)


def needed(outcome: Outcome) -> str:
    """What a portal needs of a person, in a few words; "" where its visit ended otherwise."""
    if verdict(outcome, 0) is not Standing.NEEDS_ANSWER:
        return ""
    return _NEEDED.get(outcome.code, "a look at its page")


def verdict(outcome: Outcome, fetched: int) -> Standing:
    """What a visit's outcome says about a sign-in; `fetched` counts the documents it brought."""
    if outcome.code is OutcomeCode.PARTIAL and fetched:
        return Standing.AUTOMATIC
    if outcome.code is OutcomeCode.FILL_REFUSED and outcome.facts.get("reason") == NO_FORM:
        return Standing.NO_PORTAL
    return _BY_CODE.get(outcome.code, Standing.NEEDS_ANSWER)


@dataclass(frozen=True, slots=True)
class Takeover:
    """An imported sign-in that may become a supplier's portal.

    `credential` names it in the vault, `site` is the domain that one owner registered, `account` an
    id of site and user name together; `username` is masked. `doubt` says why it is probably none,
    `why` in a sentence. `chosen` is when a person ticked it and so confirmed its host; `at_once`
    says that it does not wait for the night.
    """

    id: str
    credential: str
    name: str
    site: str
    account: str
    username: str
    start_url: str
    origins: frozenset[str]
    created: datetime
    doubt: Doubt | None = None
    why: str = ""
    chosen: datetime | None = None
    at_once: bool = False
    portal_id: str | None = None

    @property
    def can_be_chosen(self) -> bool:
        """Whether a person may tick it."""
        return self.chosen is None and self.doubt not in BARRED


@dataclass(frozen=True, slots=True)
class TakeoverView:
    """A takeover as a person sees it: `reason` is one sentence, `host` for a person to confirm.

    `code` is the visit's outcome, "" before there is one, `needs` the answer that it wants in a few
    words; `question_id` is what waits for it, `ended` when the visit was over.
    """

    id: str
    name: str
    supplier: str
    host: str
    username: str
    standing: Standing
    reason: str
    can_be_chosen: bool = False
    code: str = ""
    needs: str = ""
    documents: int = 0
    has_recipe: bool = False
    portal_id: str = ""
    question_id: str = ""
    ended: datetime | None = None


def counts(views: Iterable[TakeoverView]) -> dict[Standing, int]:
    """How many sign-ins have each standing, all of them named."""
    found = Counter(view.standing for view in views)
    return {standing: found[standing] for standing in Standing}


def summary(views: Iterable[TakeoverView]) -> str:
    """What came of the sign-ins, counted, and how many wait, in one line."""
    numbers = counts(views)
    return ", ".join(f"{numbers[one]} {one.words}" for one in (*VERDICTS, Standing.WAITING))


class TakeoverDesk(Protocol):
    """What the Portals screen asks and does about imported sign-ins."""

    def every(self) -> tuple[TakeoverView, ...]:
        """All of them: what needs an answer first, what is only proposed or doubted last."""
        ...

    def choose(self, user: User, takeover_ids: tuple[str, ...], *, at_once: bool = False) -> None:
        """Let these be visited, each once: the person confirms their hosts by that.

        Raises WrongInput, RecordMissing.
        """
        ...
