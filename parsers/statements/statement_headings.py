"""What stands between the tables of a statement: whose account, and which currency, comes next."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from parsers.invoices import header
from parsers.paper.layout import fold
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
_BANK_TERMS: Final = re.compile(
    r"\b(?:iban|bic|swift|ach|aba|routing|sort code|blz|bankleitzahl|bankverbindung|clabe|bsb|rib"
    r"|nib|bank (?:account|details)|coordonnees bancaires|reg(?: nr)? \d{4}|kod banky|remit"
    r"|(?:bank|plus|post)giro\w*|bank(?:konto|rekening)\w*|rachun\w+ bankow\w+)\b"
)
"""Words of payment: an account beside them is the supplier's at its bank, not ours with it."""
_BANK: Final = re.compile(r"\b(?:\w*bank|banken|banka|banku|banque|banco|banca|\w*sparkasse)\b")
"""A bank by its name: before an account it is whose account that is, behind it maybe a customer."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where in a statement a row stands: under which account, and in which currency.

    `parting` are the accounts that may have a section of their own.
    """

    account: str | None = None
    currency: str | None = None
    parting: frozenset[str] = frozenset()

    def under(self, line: str) -> Section:
        """The section below a line that heads one; this one, where the line heads none."""
        found = account_in(line.split()) if self.parting else None
        account = found if found in self.parting else None
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


def parting(lines: Iterable[str]) -> frozenset[str]:
    """The accounts that part a file: of those that these lines head, by one label several.

    What is named once beside another label is no other customer's account but a bank's.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if found := _labelled(line.split()):
            named[found[0]].add(found[1])
    several = (numbers for numbers in named.values() if len(numbers) > 1)
    return frozenset().union(*several)


def account_in(words: Sequence[str]) -> str | None:
    """The customer number behind its label in a line; none in one about payment to a bank."""
    found = _labelled(words)
    return found[1] if found else None


def _labelled(words: Sequence[str]) -> tuple[str, str] | None:
    """The label of a customer number, and the number."""
    for at in range(len(words)):
        found = _behind(words, at)
        if found:
            return None if _is_bank_s(words, at) else found
    return None


def _is_bank_s(words: Sequence[str], start: int) -> bool:
    """Whether the account whose label begins at this word is one with a bank."""
    terms = _BANK_TERMS.search(fold(" ".join(words)))
    return bool(terms or _BANK.search(fold(" ".join(words[:start]))))


def _behind(words: Sequence[str], start: int) -> tuple[str, str] | None:
    for size in range(_LONGEST_LABEL, 0, -1):
        label = " ".join(words[start : start + size]).rstrip(":.")
        behind = words[start + size : start + size + 1]
        if behind and is_account(label) and _may_be_number(behind[0]):
            return fold(label), behind[0].strip(_EDGES)
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
