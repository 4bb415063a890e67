"""CSS selectors on a server's own HTML, as far as it tells what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fetchers.portals.browserless.markup import Element, flat, words_of

_NAME: Final = re.compile(r"(?:[\w\u00a0-\U0010ffff-]|\\.)+")
_COMBINATOR: Final = re.compile(r"\s*([>+~])\s*|\s+(?=[^,)\s])")
_ATTRIBUTE: Final = re.compile(
    r"\[\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|([^\s\]\"']+))"
    r"\s*([iIsS])?\s*)?\]"
)
_NTH: Final = re.compile(r"\s*(?:(odd|even)|([+-]?\d*)n\s*(?:([+-])\s*(\d+))?|([+-]?\d+))\s*\)")
_QUOTED: Final = re.compile(r"\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')\s*\)")
_ESCAPED: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_ANY_CASE: Final = frozenset({"type", "rel", "method", "lang", "dir", "checked", "disabled"})

Test = Callable[[Element, Element], bool]
"""Whether an element is meant, within a scope."""


class Unreadable(Exception):
    """The selector means something that a server's HTML alone does not tell."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A compound selector, and how it stands to the one before it ("" for the first)."""

    combinator: str
    tests: tuple[Test, ...]

    def fits(self, element: Element, scope: Element) -> bool:
        return all(test(element, scope) for test in self.tests)


_Chain = tuple[_Step, ...]


def matching(selector: str, scope: Element) -> list[Element]:
    """The elements within a scope that a selector names; the scope itself where it says `:scope`.

    Raises:
        Unreadable: it can't be told here.
    """
    chains = _read(selector)
    around = scope.iter() if ":scope" in selector else scope.iterdescendants()
    return [one for one in around if _is_any(chains, one, scope)]


def _is_any(chains: tuple[_Chain, ...], element: Element, scope: Element) -> bool:
    return any(_is(chain, len(chain) - 1, element, scope) for chain in chains)


def _is(chain: _Chain, at: int, element: Element, scope: Element) -> bool:
    step = chain[at]
    if not step.fits(element, scope):
        return False
    if at == 0:
        return True
    return any(_is(chain, at - 1, one, scope) for one in _before(step.combinator, element))


def _before(combinator: str, element: Element) -> Iterator[Element]:
    """The elements that stand to one as a combinator says."""
    if combinator == " ":
        yield from element.iterancestors()
    elif combinator == "~":
        yield from element.itersiblings(preceding=True)
    else:
        one = element.getparent() if combinator == ">" else element.getprevious()
        if one is not None:
            yield one


@lru_cache(maxsize=512)
def _read(selector: str) -> tuple[_Chain, ...]:
    reader = _Reader(selector)
    chains = reader.chains(relative=False)
    if reader.at < len(selector):
        raise Unreadable(selector)
    return chains


class _Reader:
    """A selector, read from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def chains(self, *, relative: bool) -> tuple[_Chain, ...]:
        """Selectors between commas, up to the end or a closing bracket."""
        found = [self._chain(relative=relative)]
        while self._takes(","):
            found.append(self._chain(relative=relative))
        self._skip()
        return tuple(found)

    def _chain(self, *, relative: bool) -> _Chain:
        self._skip()
        steps = [_Step("", (_is_scope,))] if relative else []
        combinator = self._combinator() or " " if relative else ""
        while True:
            steps.append(_Step(combinator, self._compound()))
            combinator = self._combinator()
            if not combinator:
                return tuple(steps)

    def _combinator(self) -> str:
        found = _COMBINATOR.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[1] or " "

    def _compound(self) -> tuple[Test, ...]:
        tests: list[Test] = []
        if self._peek() == "*":
            self.at += 1
            tests.append(_any)
        elif _NAME.match(self.text, self.at):
            tests.append(_of_tag(self._name().lower()))
        while self._peek() in ("#", ".", "[", ":"):
            tests.append(self._simple())
        if not tests:
            raise Unreadable(self.text)
        return tuple(tests)

    def _simple(self) -> Test:
        sign = self._peek()
        if sign == "[":
            return self._attribute()
        self.at += 1
        if sign == "#":
            return _has_value("id", "=", self._name(), any_case=False)
        if sign == ".":
            return _has_value("class", "~=", self._name(), any_case=False)
        return self._pseudo(self._name().lower())

    def _attribute(self) -> Test:
        found = _ATTRIBUTE.match(self.text, self.at)
        if found is None:
            raise Unreadable(self.text)
        self.at = found.end()
        name = found[1].lower()
        if found[2] is None:
            return lambda element, _scope: element.get(name) is not None
        value = next(one for one in (found[3], found[4], found[5]) if one is not None)
        any_case = found[6] in ("i", "I") or (name in _ANY_CASE and not found[6])
        return _has_value(name, found[2], _unescaped(value), any_case=any_case)

    def _pseudo(self, name: str) -> Test:
        if name in _PLAIN and self._peek() != "(":
            return _PLAIN[name]
        if not self._takes("("):
            raise Unreadable(self.text)
        if name in ("has", "is", "where", "not"):
            return self._of_chains(name)
        if name in ("nth-child", "nth-of-type"):
            return self._nth(alike=name == "nth-of-type")
        if name == "has-text":
            return self._has_text()
        raise Unreadable(self.text)

    def _of_chains(self, name: str) -> Test:
        chains = self.chains(relative=name == "has")
        if not self._takes(")"):
            raise Unreadable(self.text)
        if name == "has":
            return lambda element, _scope: _has(chains, element)
        wanted = name != "not"
        return lambda element, scope: _is_any(chains, element, scope) is wanted

    def _nth(self, *, alike: bool) -> Test:
        found = _NTH.match(self.text, self.at)
        if found is None:
            raise Unreadable(self.text)
        self.at = found.end()
        step, first = _progression(found)

        def test(element: Element, _scope: Element) -> bool:
            before = element.itersiblings(preceding=True)
            place = 1 + sum(not alike or one.tag == element.tag for one in before)
            if step == 0:
                return place == first
            return (place - first) % step == 0 and (place - first) // step >= 0

        return test

    def _has_text(self) -> Test:
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            raise Unreadable(self.text)
        self.at = found.end()
        wanted = flat(_unescaped(found[1] if found[1] is not None else found[2])).casefold()
        return lambda element, _scope: wanted in words_of(element).casefold()

    def _name(self) -> str:
        found = _NAME.match(self.text, self.at)
        if found is None:
            raise Unreadable(self.text)
        self.at = found.end()
        return _unescaped(found[0])

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self) -> None:
        while self._peek().isspace():
            self.at += 1

    def _takes(self, sign: str) -> bool:
        self._skip()
        taken = self._peek() == sign
        self.at += taken
        return taken


def _unescaped(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        return chr(min(int(found[1], 16), 0x10FFFF)) if found[1] else found[2]

    return _ESCAPED.sub(sign, text)


def _progression(found: re.Match[str]) -> tuple[int, int]:
    """Of `an+b`, a and b."""
    word, times, sign, plus, alone = found.groups()
    if word is not None:
        return 2, int(word == "odd")
    if alone is not None:
        return 0, int(alone)
    step = int(times) if times not in ("", "+", "-") else int(f"{times}1")
    return step, int(f"{sign}{plus}") if plus else 0


def _of_tag(name: str) -> Test:
    return lambda element, _scope: element.tag == name


def _has_value(name: str, how: str, wanted: str, *, any_case: bool) -> Test:
    compare = _COMPARES[how]
    sought = wanted.casefold() if any_case else wanted

    def test(element: Element, _scope: Element) -> bool:
        value = element.get(name)
        if value is None:
            return False
        return compare(value.casefold() if any_case else value, sought)

    return test


_COMPARES: Final[dict[str, Callable[[str, str], bool]]] = {
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}


def _any(_element: Element, _scope: Element) -> bool:
    return True


def _is_scope(element: Element, scope: Element) -> bool:
    return element is scope


def _has(chains: tuple[_Chain, ...], element: Element) -> bool:
    """Whether something stands to an element as relative selectors say."""
    return any(
        _is(chain, len(chain) - 1, one, element)
        for chain in chains
        for one in _around(chain[1].combinator, element)
    )


def _around(combinator: str, element: Element) -> Iterator[Element]:
    if combinator in (" ", ">"):
        yield from element.iterdescendants()
        return
    for sibling in element.itersiblings():
        yield from sibling.iter()


_PLAIN: Final[dict[str, Test]] = {
    "scope": _is_scope,
    "first-child": lambda element, _scope: element.getprevious() is None,
    "last-child": lambda element, _scope: element.getnext() is None,
    "checked": lambda element, _scope: "checked" in element.attrib,
    "disabled": lambda element, _scope: "disabled" in element.attrib,
    "enabled": lambda element, _scope: "disabled" not in element.attrib,
}
