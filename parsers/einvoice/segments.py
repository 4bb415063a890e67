"""EDI interchanges as segments: UN/EDIFACT (ISO 9735) and ANSI X12."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from model.errors import DocumentDamaged

_X12_HEADER: Final = 106
"""Characters of an ISA segment with its terminator: it has a fixed width."""
_ADVICE: Final = 9
"""Characters of a UNA segment, which names the separators."""
_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its tag and its elements, each a list of components."""

    tag: str
    elements: tuple[tuple[str, ...], ...]

    def get(self, element: int, component: int = 0) -> str:
        """A component by its place, empty where it is left out; elements count from 1."""
        try:
            return self.elements[element - 1][component].strip()
        except IndexError:
            return ""


def edifact(text: str) -> tuple[Segment, ...]:
    """The segments of an EDIFACT interchange, its separators as UNA says or as the rule is."""
    component, element, release, end = ":", "+", "?", "'"
    if text.startswith("UNA"):
        component, element, release, end = text[3], text[4], text[6], text[8]
        text = text[9:]
    found = []
    for raw in _parts(text, end, release):
        elements = _parts(raw.strip("\r\n"), element, release)
        if elements[0].strip():
            split = tuple(
                tuple(_released(part, release) for part in _parts(one, component, release))
                for one in elements
            )
            found.append(Segment(split[0][0].strip(), split[1:]))
    return _few(found)


def _parts(text: str, mark: str, release: str) -> list[str]:
    """The text cut at each mark that no release character stands before."""
    if release not in text:
        return text.split(mark)
    found, start, at = [], 0, 0
    while at < len(text):
        if text[at] == release:
            at += 1
        elif text[at] == mark:
            found.append(text[start:at])
            start = at + 1
        at += 1
    return [*found, text[start:]]


def _released(text: str, release: str) -> str:
    return re.sub(rf"{re.escape(release)}(.)", r"\1", text)


def x12(text: str) -> tuple[Segment, ...]:
    """The segments of an X12 interchange, also of one whose header has lost its width."""
    element = text[3] if text.startswith("ISA") else text[2]
    end = _terminator(text, element)
    found = []
    for raw in re.split(r"[\r\n]+" if end in "\r\n" else re.escape(end), text):
        elements = raw.strip().split(element)
        if elements[0]:
            found.append(Segment(elements[0], tuple((one,) for one in elements[1:])))
    return _few(found)


def _terminator(text: str, element: str) -> str:
    """What ends a segment: the sign behind the header's width, else the one before the next."""
    if text.startswith("ISA") and text[_X12_HEADER:].lstrip().startswith(f"GS{element}"):
        return text[_X12_HEADER - 1]
    following = re.search(rf"(.)\s*(?:GS|BIG){re.escape(element)}", text, re.DOTALL)
    return following[1] if following else "~"


def _few(found: list[Segment]) -> tuple[Segment, ...]:
    if not found or len(found) > _MOST:
        raise DocumentDamaged("The EDI message is damaged; ask the supplier for another copy.")
    return tuple(found)


def loops(segments: Sequence[Segment], tag: str, ends: frozenset[str]) -> Iterator[list[Segment]]:
    """Each segment of a tag with those that follow it, up to the next one or to one of `ends`."""
    loop: list[Segment] = []
    for segment in segments:
        if loop and (segment.tag == tag or segment.tag in ends):
            yield loop
            loop = []
        if loop or segment.tag == tag:
            loop.append(segment)
    if loop:
        yield loop


def edifact_parts(text: str) -> list[str]:
    """One interchange for each INVOIC of an interchange; none where it holds fewer than two."""
    advice, element, release, end = "", "+", "?", "'"
    if text.startswith("UNA") and len(text) > _ADVICE:
        advice, element, release, end = text[:9], text[4], text[6], text[8]
    raw = [one.strip("\r\n") for one in _parts(text[len(advice) :], end, release)]
    messages = _enclosed([one for one in raw if one], "UNH", "UNT")
    invoices = [one for one in messages if re.search(r"\bINVOIC\b", one[0])]
    start = [one for one in raw if one.startswith("UNB")][:1]
    close = [_counted(one, element) for one in raw if one.startswith("UNZ")][:1]
    parts = [advice + end.join([*start, *one, *close, ""]) for one in invoices]
    return parts if len(parts) > 1 else []


def x12_parts(text: str) -> list[str]:
    """One interchange for each 810 of an interchange; none where it holds fewer than two."""
    element = text[3:4]
    end = _terminator(text, element)
    raw = [one.strip("\r\n") for one in text.split(end)]
    messages = _enclosed([one for one in raw if one.strip()], f"ST{element}", f"SE{element}")
    invoices = [one for one in messages if one[0].split(element)[1:2] == ["810"]]
    start = [one for one in raw if one.startswith(("ISA", "GS"))][:2]
    close = [_counted(one, element) for one in raw if one.startswith(("GE", "IEA"))][-2:]
    parts = [end.join([*start, *one, *close, ""]) for one in invoices]
    return parts if len(parts) > 1 else []


def _enclosed(raw: Sequence[str], start: str, close: str) -> list[list[str]]:
    """The messages: each from its first segment to its last."""
    found: list[list[str]] = []
    inside = False
    for one in raw:
        if one.startswith(start):
            found.append([])
            inside = True
        if inside:
            found[-1].append(one)
        inside = inside and not one.startswith(close)
    return found


def _counted(closing: str, element: str) -> str:
    """The segment that closes an envelope, for one message."""
    tag, _, rest = closing.partition(element)
    return element.join([tag, "1", *rest.split(element)[1:]])
