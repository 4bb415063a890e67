"""Finding elements by a recipe's selectors, as `fetchers.portals.selecting` does in a browser.

An alternative that only a browser can tell is passed by: what was read without one was compared
with what the browser read before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lxml import etree

from fetchers.portals.browserless.css import Unreadable, matching
from fetchers.portals.browserless.markup import Element, flat, shows, words_of

_ROLE: Final = re.compile(r"(\w+)(?:\[\s*name\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|(/.*/[a-z]*))\s*\])?")
_PATTERN: Final = re.compile(r"/(.*)/([a-z]*)", re.DOTALL)
_PRESSED: Final = frozenset({"submit", "button", "reset", "image"})
_LEADING: Final = ("a", "area")
_FIELDS: Final = frozenset({"input", "select", "textarea", "button"})

Says = Callable[[str], bool]


def every(scope: Element, selector: str) -> list[Element]:
    """All elements of a selector within a scope, in their order; none where it can't be told."""
    engine, _, told = selector.partition("=")
    try:
        return _ENGINES[engine](scope, told)
    except (Unreadable, re.error, etree.XPathError):
        return []


def every_shown(
    scope: Element, alternatives: Iterable[str], *, but: Iterable[str] = ()
) -> list[Element]:
    """The elements that show of the first alternative that has any, without those in `but`."""
    left_out = tuple(but)
    for selector in alternatives:
        found = [one for one in every(scope, selector) if shows(one)]
        if found:
            return [one for one in found if not _is_or_holds(one, left_out)]
    return []


def _is_or_holds(element: Element, selectors: Iterable[str]) -> bool:
    above = element.getparent()
    return any(
        every(element, one) or (above is not None and element in every(above, one))
        for one in selectors
    )


def first_shown(scope: Element, alternatives: Iterable[str]) -> Element | None:
    """The first element that shows, of the first alternative that has one."""
    found = every_shown(scope, alternatives)
    return found[0] if found else None


def first_there(scope: Element, alternatives: Iterable[str]) -> Element | None:
    """The first element that shows, or where none does the first that is there."""
    wanted = tuple(alternatives)
    seen = first_shown(scope, wanted)
    if seen is not None:
        return seen
    return next((one for selector in wanted for one in every(scope, selector)), None)


def _by_css(scope: Element, told: str) -> list[Element]:
    return matching(told, scope)


def _by_xpath(scope: Element, told: str) -> list[Element]:
    path = f".{told}" if told.startswith("/") else told
    found = scope.xpath(path)
    if not isinstance(found, list):
        return []
    return [one for one in found if isinstance(one, etree._Element)]  # noqa: SLF001 - lxml's own name for what it hands out


def _by_text(scope: Element, told: str) -> list[Element]:
    """The smallest elements that say a text: in quotes exactly, between slashes as a pattern."""
    pattern = _PATTERN.fullmatch(told)
    if pattern:
        search = _compiled(pattern[1], pattern[2]).search
        return _smallest(scope, lambda one: bool(search(_said(one))))
    if len(told) > 1 and told[0] == told[-1] and told[0] in "\"'":
        wanted = flat(_unquoted(told[1:-1]))
        return _smallest(scope, lambda one: wanted in _own_texts(one))
    sought = flat(told).casefold()
    return _smallest(scope, lambda one: sought in _said(one).casefold())


def _smallest(scope: Element, says: Callable[[Element], bool]) -> list[Element]:
    told = [one for one in scope.iterdescendants() if says(one)]
    above = {one.getparent() for one in told}
    return [one for one in told if one not in above]


def _said(element: Element) -> str:
    if element.tag == "input" and (element.get("type") or "").lower() in _PRESSED:
        return flat(element.get("value") or "")
    return words_of(element)


def _own_texts(element: Element) -> list[str]:
    """The texts of an element between its children."""
    if element.tag == "input":
        return [_said(element)]
    return [flat(text or "") for text in (element.text, *(child.tail for child in element))]


def _by_role(scope: Element, told: str) -> list[Element]:
    found = _ROLE.fullmatch(told)
    is_it = _ROLES.get(found[1]) if found else None
    if found is None or is_it is None:
        raise Unreadable(told)
    says = _name_says(found[2], found[3])
    return [one for one in scope.iterdescendants() if is_it(one) and says(name_of(one))]


def _name_says(exact: str | None, pattern: str | None) -> Says:
    if exact is not None:
        wanted = flat(_unquoted(exact))
        return lambda name: name == wanted
    if pattern is not None:
        body, _, flags = pattern[1:].rpartition("/")
        search = _compiled(body, flags).search
        return lambda name: bool(search(name))
    return lambda _name: True


def name_of(element: Element) -> str:
    """What a control is called."""
    label = flat(element.get("aria-label") or "")
    if label:
        return label
    pictures = (one.get("alt") or "" for one in element.iter("img"))
    return _said(element) or flat(" ".join(pictures)) or flat(element.get("title") or "")


def _by_label(scope: Element, told: str) -> list[Element]:
    wanted = flat(told).casefold()
    fields = (one for one in scope.iterdescendants() if one.tag in _FIELDS)
    return [one for one in fields if any(wanted in text.casefold() for text in _labels(one))]


def _labels(field: Element) -> Iterator[str]:
    yield flat(field.get("aria-label") or "")
    own = next(field.iterancestors("label"), None)
    if own is not None:
        yield words_of(own)
    name = field.get("id")
    for label in field.getroottree().getroot().iter("label") if name else ():
        if label.get("for") == name:
            yield words_of(label)


def _compiled(body: str, flags: str) -> re.Pattern[str]:
    """A script's pattern as ours."""
    kinds = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
    found = re.RegexFlag(0)
    for flag in flags:
        found |= kinds.get(flag, re.RegexFlag(0))
    return re.compile(
        body.replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!"), found
    )


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _is_link(element: Element) -> bool:
    role = element.get("role")
    return role == "link" or (not role and element.tag in _LEADING and "href" in element.attrib)


def _is_button(element: Element) -> bool:
    if (role := element.get("role")) or element.tag == "button":
        return role in (None, "", "button")
    return element.tag == "input" and (element.get("type") or "").lower() in _PRESSED


_ROLES: Final[dict[str, Callable[[Element], bool]]] = {
    "link": _is_link,
    "button": _is_button,
    "menuitem": lambda element: element.get("role") == "menuitem",
}
_ENGINES: Final[dict[str, Callable[[Element, str], list[Element]]]] = {
    "css": _by_css,
    "xpath": _by_xpath,
    "text": _by_text,
    "role": _by_role,
    "label": _by_label,
}
