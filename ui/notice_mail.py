"""The words of a mail that tells somebody what waits for them: plain text, in their language.

Nothing from outside stands in it as it came: a name is one short line, and no part of it reads as
an address, which mail programs would make a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from model.notices import CodeWanted, Matter, Waits, Wording
from ui.languages import say, say_many, speaking
from ui.wording import REASON_WORDS, kind_name

_LONGEST: Final = 80
_ADDRESSES: Final = re.compile(r"[:/@\\]|(?<=\w)\.(?=\w)")
"""What parts an address: without it there is none."""


def composed(waits: Waits, *, address: str) -> Wording:
    """The mail; `address` is that of the dashboard, empty where nobody wrote it down."""
    with speaking(waits.language):
        return Wording(_subject(waits), "\n".join(_lines(waits, address.rstrip("/"))) + "\n")


def plain(foreign: str) -> str:
    """Text from outside as a few words on one line, of which none is an address."""
    kept = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in foreign)
    return " ".join(_ADDRESSES.sub(" ", kept).split())[:_LONGEST]


def _subject(waits: Waits) -> str:
    if waits.codes:
        return say("{portal} asks for a code", portal=plain(waits.codes[0].portal))
    if waits.number == len(waits.mentions) == 1:
        return say("{author} named you in a comment", author=plain(waits.mentions[0].author))
    return say_many(waits.number, "One thing waits for you", "{n} things wait for you")


def _lines(waits: Waits, address: str) -> Iterator[str]:
    yield say("Hello {name},", name=plain(waits.person.full_name))
    yield ""
    yield say("this waits for you at {company}:", company=plain(waits.company))
    for section in (_codes(waits, address), _mentions(waits, address), _held(waits, address)):
        yield from _section(section)
    yield from _section(_questions(waits, address))
    yield ""
    if address:
        account = f"{address}/settings?{urlencode({'view': 'account'})}"
        yield say("You chose these mails. Change that: {link}", link=account)
    else:
        yield say("You chose these mails. Change that in Settings, My account.")


def _section(lines: Iterator[str]) -> Iterator[str]:
    """The lines after an empty one; nothing where there are none."""
    for at, line in enumerate(lines):
        if not at:
            yield ""
        yield line


def _codes(waits: Waits, address: str) -> Iterator[str]:
    for one in waits.codes:
        yield _code(one, waits)
    if waits.codes:
        yield from _link(address, "/portals")


def _code(wanted: CodeWanted, waits: Waits) -> str:
    until = f"{wanted.until.astimezone(waits.zone):%H:%M}"
    return say("{portal} waits for a code until {time}.", portal=plain(wanted.portal), time=until)


def _mentions(waits: Waits, address: str) -> Iterator[str]:
    for one in waits.mentions:
        what, author = _named(one.about), plain(one.author)
        yield say("{author} named you: {what}", author=author, what=what)
        yield from _link(address, _place(one.about))


def _held(waits: Waits, address: str) -> Iterator[str]:
    if not waits.held_in_all:
        return
    yield say_many(waits.held_in_all, "One thing is in your hands:", "{n} are in your hands:")
    for one in waits.held:
        yield f"- {_named(one)}"
    if more := waits.held_in_all - len(waits.held):
        yield say_many(more, "- and one more", "- and {n} more")
    yield from _link(address, f"/?{urlencode({'view': 'all', 'q': 'for:me'})}")


def _questions(waits: Waits, address: str) -> Iterator[str]:
    if waits.second:
        yield say_many(
            waits.second,
            "One question waits for you as the second person.",
            "{n} questions wait for you as the second person.",
        )
    if asked := sum(many for _, many in waits.questions):
        yield say_many(asked, "One question is open:", "{n} questions are open:")
        for reason, many in waits.questions:
            yield f"- {say(REASON_WORDS[reason])}: {many}"
    if waits.second or asked:
        yield from _link(address, "/exceptions")
    if waits.missing:
        yield say_many(
            waits.missing,
            "One document has been missing for days.",
            "{n} documents have been missing for days.",
        )
        yield from _link(address, "/overview")


def _named(matter: Matter) -> str:
    if matter.kind is None:
        return say("a question")
    said = (kind_name(matter.kind), plain(matter.number), plain(matter.supplier))
    return " · ".join(filter(None, said))


def _place(matter: Matter) -> str:
    if not matter.document_id:
        return "/exceptions"
    return f"/?{urlencode({'view': 'all', 'doc': matter.document_id})}"


def _link(address: str, place: str) -> Iterator[str]:
    if address:
        yield f"  {address}{place}"
