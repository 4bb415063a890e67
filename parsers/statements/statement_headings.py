"""What stands between the tables of a statement: whose account, and which currency, comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from parsers.invoices import header
from parsers.statements.statement_words import is_account
from parsers.wording import amounts

_LONGEST_LABEL: Final = 4
_MOST_WORDS: Final = 6
"""A line that says which currency is meant has no more words."""
_LINKS: Final = frozenset(
    {
        *("for", "of", "in", "für", "von", "pour", "de", "des", "du", "voor", "van", "per", "di"),
        *("para", "za", "dla", "på", "til", "do"),
    }
)
_EDGES: Final = ":.,()"


@dataclass(frozen=True, slots=True)
class Section:
    """Where in a statement a row stands: under which account, and in which currency."""

    account: str | None = None
    currency: str | None = None

    def under(self, line: str) -> Section:
        """The section below a line that heads one; this one, where the line heads none."""
        account = account_in(line.split())
        currency = None if amounts.vote(line) else _currency(line)
        return replace(self, account=account or self.account, currency=currency or self.currency)

    def headed(self, headers: Iterable[str]) -> Section:
        """The section below these headers of columns, where they name its currency."""
        return replace(self, currency=currency_of(" ".join(headers)) or self.currency)


def currency_of(text: str) -> str | None:
    """The one currency that a text names; None where it names none, or several."""
    found = header.codes_in(text) - {""}
    return next(iter(found)) if len(found) == 1 else None


def _currency(line: str) -> str | None:
    return currency_of(line) if len(line.split()) <= _MOST_WORDS else None


def account_in(words: Sequence[str]) -> str | None:
    """The customer number behind its label in a line."""
    found = (_behind(words, at) for at in range(len(words)))
    return next((value for value in found if value), None)


def _behind(words: Sequence[str], start: int) -> str | None:
    for size in range(_LONGEST_LABEL, 0, -1):
        label = " ".join(words[start : start + size]).rstrip(":.")
        behind = words[start + size : start + size + 1]
        if behind and is_account(label) and _may_be_number(behind[0]):
            return behind[0].strip(_EDGES)
    return None


def _may_be_number(word: str) -> bool:
    """Whether a word may be a customer's number: an amount is none."""
    return any(map(str.isdigit, word)) and amounts.vote(word) is None


def bare(label: str, accounts: Iterable[str]) -> str:
    """A label of a sum without the account and the currency that it is for."""
    known = {account.casefold() for account in accounts}
    words = [word for word in label.split() if not header.codes_in(word)]
    kept: list[str] = []
    for word in words:
        if word.strip(_EDGES).casefold() in known:
            kept = _without_label(kept)
        else:
            kept.append(word)
    while kept and re.sub(r"\W", "", kept[-1]).casefold() in {"", *_LINKS}:
        kept.pop()
    return " ".join(kept)


def _without_label(words: list[str]) -> list[str]:
    for size in range(min(_LONGEST_LABEL, len(words)), 0, -1):
        if is_account(" ".join(words[-size:])):
            return words[:-size]
    return words
