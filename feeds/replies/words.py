"""What receivers call a decision, as the codes of Peppol's Invoice Response.

Codes of Peppol itself, of cXML's InvoiceStatus, of the French life cycle, and the words of common
systems; a word that is none of them is unknown, and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from model.deliveries import ResponseAction, ResponseStatus

_WORDS: Final[Mapping[ResponseStatus, str]] = MappingProxyType(
    {
        ResponseStatus.ACKNOWLEDGED: "ab acknowledged received new draft submitted 202 203",
        ResponseStatus.IN_PROCESS: (
            "ip in_process in_progress processing in_review under_review pending pending_approval"
            " validated 204"
        ),
        ResponseStatus.UNDER_QUERY: (
            "uq under_query queried on_hold ap_hold pending_receipt dispute disputed suspended"
            " 207 208"
        ),
        ResponseStatus.CONDITIONALLY_ACCEPTED: (
            "ca conditionally_accepted partially_accepted partly_approved 206"
        ),
        ResponseStatus.REJECTED: (
            "re reject rejected declined denied refused cancelled canceled voided deleted 210 213"
        ),
        ResponseStatus.ACCEPTED: (
            "ap accept accepted approved authorised authorized posted reconciled paying open"
            " completed 205 209"
        ),
        ResponseStatus.PAID: "pd paid fully_paid payment_sent 211 212",
    }
)
_STATUSES: Final = {word: status for status, said in _WORDS.items() for word in said.split()}
_ACTIONS: Final = {action.value.lower(): action for action in ResponseAction} | {
    action.name.lower(): action for action in ResponseAction
}
_BETWEEN: Final = re.compile(r"[\s_-]+")


def status_of(word: str) -> ResponseStatus | None:
    """The decision that a receiver's word or code means; None for one that we don't know."""
    return _STATUSES.get(normal(word))


def action_of(word: str) -> ResponseAction | None:
    """The action that a receiver wants; one that we don't know is some other action."""
    if not word.strip():
        return None
    return _ACTIONS.get(normal(word), ResponseAction.OTHER)


def normal(word: str) -> str:
    """A word or a name of a column as it is compared: lower case, one underscore between words."""
    return _BETWEEN.sub("_", word.strip()).casefold()
