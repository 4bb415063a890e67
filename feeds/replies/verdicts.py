"""What a network says at once to a message: taken, later, or not."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from feeds.facts import single_line
from model.errors import DocumentRefused, WrongInput
from parsers.safety import gate


class Verdict(NamedTuple):
    """The status of a cXML Response: its code (of the standard, much like HTTP's) and its words."""

    code: int
    words: str


def verdict(content: bytes) -> Verdict:
    """The status of a cXML Response. Raises WrongInput where it is none."""
    root = _root(content)
    status = root.find("Response/Status")
    code = (status.get("code") or "").strip() if status is not None else ""
    if status is None or not (code.isascii() and code.isdecimal()):
        raise WrongInput("It is no cXML Response with a status.")
    return Verdict(int(code[:6]), single_line(f"{status.get('text') or ''} {status.text or ''}"))


def faults(content: bytes) -> tuple[str, ...]:
    """The errors that OpenInvoice's acknowledgement names; nothing where it names none.

    Raises WrongInput where it is no XML.
    """
    named = (single_line(str(one.text or "")) for one in _root(content).iter("{*}Error"))
    return tuple(text for text in named if text)


def _root(content: bytes) -> etree._Element:
    try:
        return gate.xml(content)
    except DocumentRefused as refusal:
        raise WrongInput(refusal.message) from None
