"""Names that could be taken for another's: look-alike letters, edits, a borrowed name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, cast

from fetchers.mail.hosts import registrable, within
from fetchers.mail.lexicon import table
from model.hosts import unicode_host

_TABLE: Final = table("hosts")
_ASCII: Final = str.maketrans(
    {alike: letter for letter, row in _TABLE["lookalikes"].items() for alike in row}
)
_PLATFORMS: Final = tuple(_TABLE["platforms"])
_SHORT: Final = 5  # letters of a name below which one edit makes another real name
_LONG: Final = 9  # letters from which two edits still look alike


@dataclass(frozen=True, slots=True)
class _Seen:
    """A host as a reader sees it, in letters that look-alikes can't change.

    `labels` are what its owner chose, without hyphens, also without a number at the end; `name` is
    the same with its hyphens and one on each side; `words` are all the host's words in that way.
    """

    labels: tuple[str, ...]
    name: str
    words: str


def looks_like(host: str, domain: str) -> bool:
    """Whether a host that is not `domain` could be taken for it (letters, edits, borrowed name).

    A service that serves its customers below its own domain borrows nobody's name.
    """
    if not host or within(host, domain) or is_platform(host):
        return False
    seen, real = _seen(host), _seen(registrable(domain))
    label, name = seen.labels[0], real.labels[0]
    if name in seen.labels:
        return True
    if len(name) < _SHORT:
        return False
    if real.name in seen.words or _joined(label, name):
        return True
    return _near(label, name, 2 if len(name) >= _LONG else 1)


@lru_cache(4096)
def is_platform(host: str) -> bool:
    """Whether a host is a service's where many companies answer under their own names."""
    return any(within(host, platform) for platform in _PLATFORMS)


@lru_cache(4096)
def _seen(host: str) -> _Seen:
    label = unicode_host(registrable(host)).partition(".")[0]
    bare = label.rstrip("0123456789") or label
    labels = tuple(skeleton(one).replace("-", "") for one in (label, bare))
    words = skeleton(unicode_host(host)).replace(".", "-")
    return _Seen(labels, f"-{skeleton(label)}-", f"-{words}-")


def _joined(label: str, name: str) -> bool:
    """Whether the name is written together with a word such as "billing"."""
    rest = label.removeprefix(name) if label.startswith(name) else label.removesuffix(name)
    return rest != label and rest in _companions()


@cache
def _companions() -> frozenset[str]:
    return frozenset(skeleton(word) for word in _TABLE["borrowed_with"])


def _near(label: str, name: str, most: int) -> bool:
    """Whether at most so many edits lie between two names; each changes two letters at most."""
    if abs(len(label) - len(name)) > most or len(set(label) ^ set(name)) > 2 * most:
        return False
    return distance(label, name) <= most


def skeleton(text: str) -> str:
    """Text with look-alike letters made one, after UTS 39: "rnicr0soft" is as "microsoft"."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_ASCII)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)
    )
    latin = plain if plain.isascii() else "".join(map(_latin, plain)).translate(_ASCII)
    return latin.replace("rn", "m").replace("vv", "w").replace("cl", "d")


@cache
def _latin(letter: str) -> str:
    """The ASCII letter that a letter of another script looks like, else the letter itself."""
    if letter.isascii():
        return letter
    alike = (str(one["c"]).casefold() for one in _confusables().get(letter, ()))
    return next((one for one in alike if one.isascii() and one.isalnum()), letter)


@cache
def _confusables() -> dict[str, list[dict[str, Any]]]:
    from confusable_homoglyphs import confusables  # a megabyte that most mails never need

    return cast("dict[str, list[dict[str, Any]]]", confusables.confusables_data)


def is_disguised(host: str) -> bool:
    """Whether a host's letters are of several scripts, or of another than they seem to be."""
    return any(_disguised(label) for label in unicode_host(host).split(".") if not label.isascii())


def _disguised(label: str) -> bool:
    scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in label if letter.isalpha()}
    if not scripts & {"LATIN"}:
        return skeleton(label).isascii()
    return bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def distance(a: str, b: str) -> int:
    """Edits between two short texts: insert, delete, replace, swap neighbours (Damerau)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
