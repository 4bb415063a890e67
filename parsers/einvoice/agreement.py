"""The page of a hybrid against the XML inside it: on which fields they contradict each other.

Number, date, total and buyer must be printed. What pages may leave out (net, tax, due date, VAT id,
bank account) contradicts where the page prints another in its place, and nowhere what is stated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from model.documents import Check, Reading
from parsers.invoices import header
from parsers.invoices.checks import PAGE_AND_XML
from parsers.paper.layout import Layout, fold
from parsers.wording import dates, identifiers

_WORDS: Final = {
    "invoice_number": "number",
    "issue_date": "date",
    "due_date": "due date",
    "currency": "currency",
    "net_total": "net",
    "tax_total": "tax",
    "gross_total": "total",
    "seller_vat_id": "VAT id",
    "iban": "IBAN",
    "buyer_name": "buyer",
}
_BETWEEN: Final = r"[^0-9A-Z\n]{0,3}"
"""What a page may set between the letters of a number."""
_GROUPING: Final = r"[ .,'\u00a0\u202f\u2019]?"
_ROUND: Final = r"[.,][-\u2013\u2014]+|(?![.,]?\d)"
"""How an amount without cents may end: 1.200,- or 1200."""
_OTHER: Final = re.compile(r"[^0-9A-Z]")
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{9,30}")
_PRINTED_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
_LEAST_PART: Final = 8
_LEAST_REST: Final = 4
"""An account that is set over two lines is cut behind so many letters, before so many."""
_DOLLARS: Final = frozenset({"AUD", "CAD", "HKD", "NZD", "SGD"})
_SHORT: Final = 3
"""Words of a name up to this length say little: legal forms, articles."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, what the XML states of it, and what the page says instead, if anything."""

    name: str
    stated: str
    printed: str

    @property
    def sentence(self) -> str:
        """For a person."""
        said = f"; the page says {self.printed}" if self.printed else ""
        return f"{_WORDS[self.name]} {self.stated} of the XML is not on the page{said}"


def differences(stated: Reading, seen: Reading, layout: Layout) -> tuple[Difference, ...]:
    """What XML and page contradict each other on; nothing where the page has no text.

    `seen` is what the page alone was read as.
    """
    return tuple(_Sides(stated, seen, layout).differing()) if layout.lines else ()


def check(found: tuple[Difference, ...], layout: Layout) -> Check:
    """The result that a person reads."""
    if not layout.lines:
        return Check(PAGE_AND_XML, None, "the page has no text to compare with")
    told = "; ".join(one.sentence for one in found)
    return Check(PAGE_AND_XML, not found, told or "number, date and total are printed")


def _plain(text: str) -> str:
    """A number as it is compared: letters and digits."""
    return _OTHER.sub("", text.upper())


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


@dataclass(frozen=True)
class _Sides:
    """Both sides of a hybrid. Each method says what the page has instead; None where it agrees."""

    stated: Reading
    seen: Reading
    layout: Layout

    def differing(self) -> Iterator[Difference]:
        for name, judge in _JUDGES.items():
            value = self.stated.text(name)
            if value and (instead := judge(self, name, value)) is not None:
                yield Difference(name, value, instead)

    def number(self, name: str, value: str) -> str | None:
        """A number is printed whole; a page may set letters before it."""
        said = self.said(name)
        if not self._has_number(_plain(value)):
            return said
        return said if self._is_sure(name) and _digits(said) != _digits(value) else None

    def day(self, name: str, value: str) -> str | None:
        """A day is printed, in either order of day and month."""
        said = self.said(name)
        if said and not _same_day(said, value):
            return said
        return "" if value not in self._days else None

    def due(self, name: str, value: str) -> str | None:
        """A later day stands on the page, and what is stated does not."""
        said = self.said(name)
        if said or value in self._days:
            return said if said and not _same_day(said, value) else None
        others = ("delivery_date", "service_start", "service_end")
        known = {self.stated.text(other) for other in others}
        issued = self.stated.text("issue_date") or ""
        later = sorted(day for day in self._days if day > issued and day not in known)
        return ", ".join(later) or None

    def total(self, name: str, value: str) -> str | None:
        """The total is printed, and no other one is proved on the page."""
        amount, said = abs(Decimal(value)), self._amount(name)
        if not self._has_amount(amount):
            return self.said(name)
        if said in {None, amount} or not (self._is_sure(name) or not self._adds_up):
            return None
        payable = self.stated.text("payable")
        owed = self._adds_up and payable and abs(Decimal(payable)) == said
        return None if owed else self.said(name)

    def part(self, name: str, value: str) -> str | None:
        """Net or tax: printed, or no other one is; of several rates each may stand alone."""
        amount, said = abs(Decimal(value)), self._amount(name)
        printed, left = self._has_amount(amount), self._left(name)
        if not printed and left not in {Decimal(0), amount} and self._has_amount(left):
            return f"{left:.2f}"
        if not amount or said in {None, amount} or self._is_share(name, amount, said):
            return None
        return self.said(name) if not printed or self._is_sure(name) else None

    def currency(self, _: str, value: str) -> str | None:
        """The currency is named, and not just once beside another that is named all over."""
        found = Counter(code for code, _ in header.currencies(self.layout) if code)
        if not found or (value in _DOLLARS and set(found) == {"USD"}):
            return None
        said = self.said("currency")
        rare = said not in {"", value} and found[value] <= 1 < found[said]
        return (said or ", ".join(found)) if rare or not found[value] else None

    def vat_id(self, name: str, value: str) -> str | None:
        """The seller's VAT id stands on the page, or none but the buyer's does."""
        others = {one for line in self.layout.lines for *_, one in identifiers.vat_ids(line.text)}
        others |= {self.said(name)} - {""}
        return self._instead(value, others - {_plain(self.stated.text("buyer_vat_id") or "")})

    def account(self, _: str, value: str) -> str | None:
        """The bank account stands on the page, or none does."""
        if not _IBAN.fullmatch(_plain(value)):
            return None
        lines = (line.text for line in self.layout.lines)
        found = {_plain(one) for text in lines for one in _PRINTED_IBAN.findall(text)}
        return self._instead(value, {one for one in found if not identifiers.vat_ids(one)})

    def buyer(self, name: str, value: str) -> str | None:
        """More than half of the name's words stand together, in two lines at most."""
        every = fold(value).split()
        words = {word for word in every if len(word) > _SHORT} or set(every)
        lines = [set(fold(line.text).split()) for line in self.layout.lines]
        pairs = (one | two for one, two in zip(lines, [*lines[1:], set()], strict=True))
        most = max((len(words & pair) for pair in pairs), default=0)
        return None if most * 2 > len(words) else self.said(name)

    def said(self, name: str) -> str:
        """What the page alone was read as."""
        return self.seen.text(name) or ""

    def _is_sure(self, name: str) -> bool:
        return bool(self.said(name)) and name not in self.seen.unproved

    def _amount(self, name: str) -> Decimal | None:
        return abs(Decimal(self.said(name))) if self.said(name) else None

    def _has_number(self, plain: str) -> bool:
        if not plain:
            return True
        before = r"(?<!\d)" if plain[0].isdigit() else r"(?<![A-Z])"
        after = r"(?!\d)" if plain[-1].isdigit() else r"(?![A-Z])"
        form = before + _BETWEEN.join(map(re.escape, plain)) + after
        return re.search(form, self.layout.text.upper()) is not None

    def _has_amount(self, amount: Decimal) -> bool:
        whole, cents = f"{amount:.2f}".split(".")
        head = len(whole) % 3 or 3
        groups = [whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))]
        end = rf"[.,]{cents}0{{0,2}}" + (f"|{_ROUND}" if cents == "00" else "")
        form = rf"(?<!\d)(?<!\d[.,]){_GROUPING.join(groups)}(?:{end})(?!\d)"
        return re.search(form, self.layout.text) is not None

    @cached_property
    def _days(self) -> frozenset[str]:
        found = [one for line in self.layout.lines for one in dates.find(line.text)]
        return frozenset(str(day) for one in found for day in (one.day, one.other) if day)

    def _left(self, name: str) -> Decimal:
        """What the other two totals of the XML leave for this one."""
        gross = self.stated.text("gross_total")
        other = self.stated.text("tax_total" if name == "net_total" else "net_total")
        return abs(Decimal(gross) - Decimal(other or 0)) if gross else Decimal(0)

    @cached_property
    def _adds_up(self) -> bool:
        net = self.stated.text("net_total")
        return not net or self._left("net_total") == abs(Decimal(net))

    def _is_share(self, name: str, amount: Decimal, said: Decimal | None) -> bool:
        """Whether the page's amount is that of one of several rates that sum to the XML's."""
        rows = self.stated.tax_rows
        shares = [abs(row.base if name == "net_total" else row.amount) for row in rows]
        return len(shares) > 1 and sum(shares) == amount and said in shares

    def _instead(self, value: str, others: set[str]) -> str | None:
        plain = _plain(value)
        whole = any(plain in _plain(line.text) for line in self.layout.lines)
        return None if whole or self._is_wrapped(plain) else ", ".join(sorted(others)) or None

    def _is_wrapped(self, plain: str) -> bool:
        """Whether a number begins in one line and goes on in one of the next two."""
        lines = [line.text.upper() for line in self.layout.lines]
        for size in range(_LEAST_PART, len(plain) - _LEAST_REST + 1):
            rest = re.compile(rf"(?<![0-9A-Z]){' ?'.join(plain[size:])}(?![0-9A-Z])")
            begun = (at for at, text in enumerate(lines) if plain[:size] in _plain(text))
            if any(rest.search(low) for at in begun for low in lines[at + 1 : at + 3]):
                return True
        return False


def _same_day(one: str, other: str) -> bool:
    """Whether two days are one, perhaps with day and month changed round."""
    return one == other or one == f"{other[:4]}-{other[8:]}-{other[5:7]}"


_JUDGES: Final[Mapping[str, Callable[[_Sides, str, str], str | None]]] = {
    "invoice_number": _Sides.number,
    "issue_date": _Sides.day,
    "due_date": _Sides.due,
    "currency": _Sides.currency,
    "net_total": _Sides.part,
    "tax_total": _Sides.part,
    "gross_total": _Sides.total,
    "seller_vat_id": _Sides.vat_id,
    "iban": _Sides.account,
    "buyer_name": _Sides.buyer,
}
