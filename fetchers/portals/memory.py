"""What a visit leaves behind of its sign-in, for the next one: sealed by its parent, never on disk.

It belongs to one user name and one edition of the password. It holds how the browser showed itself,
cookies and storage, whose account it was, and the answers to the portal's questions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fetchers.portals.looks import Looks
from model.secret import Secret

LONGEST: Final = 2_000_000  # characters; what is larger is a portal's data, and no sign-in
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """What was kept.

    `state` is empty where the password has changed since; `at` is the page that its session began
    at.
    """

    looks: Looks
    state: Mapping[str, Any] = field(default_factory=dict, repr=False)
    account: str = ""
    answers: Mapping[str, Secret] = field(default_factory=dict)
    at: str = ""


def read_memory(kept: Secret | None, *, user: Secret, edition: str | None) -> Memory | None:
    """What was kept for this user; None where there is nothing, or it is another's."""
    if kept is None:
        return None
    try:
        told: dict[str, Any] = json.loads(kept.reveal())
        if (told["format"], told["user"]) != (_FORMAT, user.reveal()):
            return None
        return Memory(
            looks=Looks(**told["looks"]),
            state=told["state"] if told["edition"] == edition else {},
            account=told["account"],
            answers={question: Secret(answer) for question, answer in told["answers"].items()},
            at=told.get("at", ""),
        )
    except (ValueError, KeyError, TypeError):
        return None  # of a version that kept something else


def written(memory: Memory, *, user: Secret, edition: str | None) -> Secret | None:
    """The memory as one text; None where it is larger than any sign-in."""
    told = {
        "format": _FORMAT,
        "user": user.reveal(),
        "edition": edition,
        "looks": {
            "language": memory.looks.language,
            "agent": memory.looks.agent,
            "time_zone": memory.looks.time_zone,
        },
        "state": memory.state,
        "account": memory.account,
        "at": memory.at,
        "answers": {question: answer.reveal() for question, answer in memory.answers.items()},
    }
    text = json.dumps(told)
    return Secret(text) if len(text) <= LONGEST else None
