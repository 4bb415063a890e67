"""Answers in the words of a mail: "Approved: …", "abgelehnt, Bestellnummer fehlt".

A status counts only where the mail says one, and one alone, without a denial: what could be read
two ways is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from feeds.facts import single_line
from model.deliveries import ResponseStatus

_WORDS: Final = {
    ResponseStatus.ACCEPTED: (
        "approved accepted authorised authorized freigegeben genehmigt angenommen approuvée?"
        " acceptée? validée? aprobad[oa] aceptad[oa] approvat[oa] accettat[oa] goedgekeurd"
        " aprovad[oa] zatwierdzon[oa] godkänd"
    ),
    ResponseStatus.REJECTED: (
        "rejected declined denied refused abgelehnt zurückgewiesen rejetée? refusée?"
        " rechazad[oa] rifiutat[oa] respint[oa] afgewezen geweigerd rejeitad[oa] odrzucon[oa]"
        " avvisad"
    ),
    ResponseStatus.PAID: (
        "paid bezahlt überwiesen payée? réglée? pagad[oa] pagat[oa] betaald pag[oa] zapłacon[oa]"
        " betald"
    ),
    ResponseStatus.UNDER_QUERY: "queried disputed rückfrage pendiente",
    ResponseStatus.IN_PROCESS: "processing",
}
_PATTERNS: Final = {
    status: re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)
    for status, words in _WORDS.items()
}
_DENIED: Final = re.compile(
    r"\b(?:not|never|nicht|kein|keine|non|no|pas|niet|inte|nie|não|un|until|once|if|when|wenn|falls"
    r"|sobald|bis|before|will be|to be|wird|werden|muss|si|cuando|quand|als)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_REASON: Final = re.compile(
    r"(?im)^\s*(?:reason|comments?|notes?|grund|begründung|kommentar|motif|motivo|reden)\s*:\s*(.+)$"
)
_BEGINNING: Final = re.compile(r"^\s*(?:(?:re|aw|antw|sv|rif|odp)\s*:\s*)*", re.IGNORECASE)
_LINES: Final = 6  # of the text, in which an answer stands


class LetterReply(NamedTuple):
    """What a mail answers: the word, what it means, and why; no status where that is unclear."""

    said: str
    status: ResponseStatus | None
    reason: str


def letter_reply(subject: str, text: str) -> LetterReply:
    """The answer of a mail, by its subject's first word, else by the first lines of its text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_LINES]
    heading = _BEGINNING.sub("", subject, count=1)
    found = _leading(heading) or _only("\n".join(lines))
    if found is None:
        return LetterReply("", None, "")
    said, status = found
    return LetterReply(said, status, _reason(text, lines, status))


def _leading(heading: str) -> tuple[str, ResponseStatus] | None:
    """The status that a subject begins with, in its first three words."""
    first = " ".join(heading.replace("[", " ").replace("]", " ").split()[:3])
    return _only(first)


def _only(text: str) -> tuple[str, ResponseStatus] | None:
    """The one status that a text speaks of; None for none, for several, and for a denied one."""
    found = list(_spoken(text))
    if len({status for _, status in found}) != 1 or not found[0][0]:
        return None
    return found[0] if all(word for word, _ in found) else None


def _spoken(text: str) -> Iterator[tuple[str, ResponseStatus]]:
    """Each word for a status with what it means; a denied one as no word."""
    for status, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            denied = _DENIED.search(text, 0, match.start())
            yield ("" if denied else match[0], status)


def _reason(text: str, lines: list[str], status: ResponseStatus) -> str:
    """The reason that is named as one; of what is not accepted, else the first line."""
    if named := _REASON.search(text):
        return single_line(named[1])
    if status in (ResponseStatus.REJECTED, ResponseStatus.UNDER_QUERY) and lines:
        return single_line(lines[0])
    return ""
