"""What of a mail was written for it: a reply's own words, a forwarded mail's original.

A reply repeats the notice that it answers, and must not be taken for it; a forward is nothing but
the notice that it carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_REPLY: Final = re.compile(
    r"\s*(re|aw|sv|vs|odp|antw|ynt|rif|res|回复|答复)\s*(\[\d+\])?\s*[::]", re.IGNORECASE
)
_FORWARD: Final = re.compile(
    r"\s*(fwd?|wg|tr|rv|enc|i|doorst|vb|pd|vl|továbbítás|转发|轉寄|転送)\s*[::]", re.IGNORECASE
)
_DIVIDER: Final = re.compile(
    r"(?m)^[ >]*(?:[-_]{3,}[^\n]{3,60}[-_]{3,}|_{20,}|Begin forwarded message:|"
    r"Anfang der weitergeleiteten Nachricht:|Début du message transféré ?:)[ \t]*$"
)
_FIELD: Final = re.compile(r"^[ >*]*([^\W\d_][\w .-]{0,18}?)\*? ?[::]\*? *(\S.*)$")
_SUBJECTS: Final = frozenset(
    (
        "subject",
        "betreff",
        "objet",
        "asunto",
        "oggetto",
        "assunto",
        "onderwerp",
        "ämne",
        "emne",
        "aihe",
        "temat",
        "předmět",
        "predmet",
        "tárgy",
        "subiect",
        "konu",
        "θέμα",
        "тема",
        "predmet",
        "teema",
        "tema",
        "assumpte",
        "主题",
        "主旨",
        "件名",
        "제목",
        "נושא",
    )
)
_ATTRIBUTION: Final = re.compile(r"(?m)^[^\n]{6,200}\d[^\n]{0,200}[::][ \t]*\n(?:[ \t]*\n)?[ \t]*>")
_QUOTED: Final = re.compile(r"(?m)^[ \t]*>.*$")
_FEWEST_FIELDS: Final = 2
_READ: Final = 20_000  # characters in which a divider is looked for


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text to judge, and why they are not the mail's own; empty where they are."""

    subject: str
    text: str
    why: str = ""


def judged_part(subject: str, text: str) -> Letter:
    """What to judge of a mail: all of it, unless it is a reply or a forward."""
    if _FORWARD.match(subject):
        return _original(subject, text)
    if _REPLY.match(subject):
        return _own_words(subject, text)
    return Letter(subject, text)


def _own_words(subject: str, text: str) -> Letter:
    """The reply's new text; where all of it is quoted there is nothing to judge but that."""
    cut = _first(_DIVIDER.search(text, 0, _READ), _ATTRIBUTION.search(text, 0, _READ))
    own = _QUOTED.sub("", text[:cut]).strip()
    if not own or len(own) >= len(text.strip()):
        return Letter(subject, text)
    return Letter("", own, "it is a reply: only its own words count")


def _first(*found: re.Match[str] | None) -> int | None:
    return min((match.start() for match in found if match), default=None)


def _original(subject: str, text: str) -> Letter:
    """The forwarded mail: what follows the lines that repeat its headers, under its own subject."""
    divider = _DIVIDER.search(text, 0, _READ)
    lines = text[divider.end() if divider else 0 :].splitlines()
    start = next((at for at, line in enumerate(lines) if line.strip(" >")), 0)
    fields = 0
    named = ""
    for line in lines[start:]:
        match = _FIELD.match(line)
        if not match:
            break
        fields += 1
        if match[1].strip().casefold() in _SUBJECTS:
            named = match[2].strip()
    if fields < _FEWEST_FIELDS:
        return Letter(_FORWARD.sub("", subject), text)
    body = "\n".join(line.lstrip("> ") for line in lines[start + fields :]).strip()
    return Letter(named or _FORWARD.sub("", subject), body, "it was forwarded: the original counts")
