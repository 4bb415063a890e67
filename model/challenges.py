"""What a sign-in asks of a person while its page waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChallengeKind(StrEnum):
    """What the person has to do."""

    CODE = "code"  # type the code that came to them
    QUESTION = "question"  # answer the portal's question
    APPROVAL = "approval"  # confirm it elsewhere; nothing is typed


@dataclass(frozen=True, slots=True)
class Challenge:
    """A sign-in that waits for a person until it expires.

    `channel` says in our words how the code comes, `label` where to, as far as the portal shows it
    ("•••12"). `question` is the portal's own: text from outside.
    """

    kind: ChallengeKind
    channel: str
    expires: datetime
    label: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class OpenChallenge:
    """A challenge of a visit that goes on; what is answered to it is kept nowhere."""

    id: str
    run_id: str
    portal_id: str
    kind: ChallengeKind
    channel: str
    label: str
    question: str
    opened: datetime
    expires: datetime
    closed: datetime | None = None
    outcome: str = ""
