"""Number, amount, due date and customer number of a notice: label and value, or nothing.

A value counts only under its label: before it on its line, in the cell beside it, or above it in
a table's column. Labels of other things (order, previous balance, tax, bank, telephone) claim their
values too, so that those are never taken. Where two values are equally good, none is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Generic, TypeVar

from fetchers.mail.lexicon import table, without_addresses
from fetchers.mail.values.amounts import currency_by_country, currency_by_words
from fetchers.mail.values.claims import Claim, Field, claims_of
from fetchers.mail.values.dates import order_of
from fetchers.mail.values.grid import Row, Setting, rows_of
from fetchers.mail.values.leftovers import (
    NO_ECHOES,
    Echoes,
    Leftover,
    amount_left,
    day_left,
    number_left,
)
from fetchers.mail.values.orders import month_first_by_sense
from fetchers.mail.values.periods import Period, period_of
from fetchers.mail.values.terms import spoken
from fetchers.mail.values.writing import folded, plain
from model.documents import normalise_number
from model.money import Money

T = TypeVar("T")

_READ: Final = 100_000  # characters of a mail
_LABELLED: Final = 3000  # characters whose labels show a mail's language
_SUBJECT_RANK: Final = 9
_LEFT_RANK: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What was read from a mail: every labelled value, and those that no label claims."""

    claims: tuple[Claim, ...]
    loose: tuple[Money, ...]
    subject: str
    leftovers: tuple[Leftover, ...] = ()
    echoes: Echoes = NO_ECHOES
    sent: date | None = None
    period: Period | None = None

    def amounts(self, kind: Field) -> list[Money]:
        """The amounts that are claimed as this."""
        return [claim.money for claim in self.claims if claim.field is kind and claim.money]

    def labelled(self) -> Found:
        """What stands under a label alone, nothing guessed."""
        return replace(self, leftovers=(), period=None)

    def on_rows(self, first: int, last: int) -> Found:
        """What stands on these lines alone, the last excluded."""
        kept = tuple(claim for claim in self.claims if first <= claim.row < last)
        return replace(self, claims=kept, loose=(), leftovers=())


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A field's value, or why it stays empty although the mail has candidates."""

    value: T | None
    why_empty: str = ""


def find(subject: str, body: str, setting: Setting, *, names: tuple[str, ...] = ()) -> Found:
    """All values of a mail. `names` are those of its files, and where its link leads."""
    subject = plain(without_addresses(subject))
    text = plain(without_addresses(body[:_READ]))
    whole = folded(f"{subject}\n{text}")
    setting = replace(
        setting,
        languages=_languages(whole, setting.languages),
        month_first=order_of(f"{subject}\n{text}"),
        currency=setting.currency
        or currency_by_country(setting.country)
        or currency_by_words(whole),
    )
    rows = rows_of(subject, text, setting)
    claims, leftovers = claims_of(rows, setting)
    if (month_first := month_first_by_sense(claims, setting)) is not None:
        rows = rows_of(subject, text, replace(setting, month_first=month_first))
        claims, leftovers = claims_of(rows, setting)
    return Found(
        claims=(*claims, *_bare_subject(rows[0])),
        loose=_loose(leftovers, claims),
        subject=subject,
        leftovers=leftovers,
        echoes=Echoes((subject, *names)),
        sent=setting.sent,
        period=period_of(rows, setting),
    )


def _languages(text: str, detected: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of a mail's labels; a script that only one language has is sure already."""
    by_labels = spoken(text[:_LABELLED], detected)
    sure = detected[:1] and detected[0] in table("languages")["unspaced"]
    return tuple(dict.fromkeys((*detected, *by_labels) if sure else (*by_labels, *detected)))


def _bare_subject(row: Row) -> tuple[Claim, ...]:
    """A subject that is nothing but a number."""
    items = [item for cell in row.cells for item in cell.items]
    alone = len(items) == 1 and len(row.cells) == 1 and items[0].text == row.cells[0].text
    return (Claim(Field.DOCUMENT_NUMBER, _SUBJECT_RANK, 0, items[0]),) if alone else ()


def _loose(leftovers: Sequence[Leftover], claims: Sequence[Claim]) -> tuple[Money, ...]:
    """The distinct amounts that no label claims, the subject's alone if it has any."""
    claimed = {claim.money for claim in claims}
    free: dict[Money, int] = {}
    for each in leftovers:
        money = each.item.money
        if money is not None and money not in claimed:
            free.setdefault(money, each.row)
    in_subject = tuple(money for money, row in free.items() if row == 0)
    return in_subject or tuple(free)


# -- the choice --------------------------------------------------------------------------------


def numbers(found: Found, wanted: Sequence[Field]) -> tuple[Claim, ...]:
    """The distinct numbers of the first of these kinds that has any, the surest labels' only.

    One that the subject names stands alone: the mail is about it. Without a label, it is the only
    number that can be meant.
    """
    for kind in wanted:
        claims = [claim for claim in found.claims if claim.field is kind]
        if claims:
            return _named_by_subject(_distinct(claims), found.subject)
    left = number_left(found.leftovers, found.echoes)
    return (Claim(Field.DOCUMENT_NUMBER, _LEFT_RANK, left.row, left.item),) if left else ()


def number(listed: Sequence[Claim]) -> Choice[str]:
    """The one number of a mail that speaks of one document."""
    if len(listed) > 1:
        return Choice(
            None, f"no number is taken: {_and(c.text for c in listed)} are all labelled so"
        )
    return Choice(listed[0].text if listed else None)


def amount(found: Found, wanted: Sequence[Field] = (Field.AMOUNT,)) -> Choice[Money]:
    """The amount under the label that says most, else the only one that no label claims.

    `wanted` are the kinds of label to look for, the best first.
    """
    for kind in wanted:
        claims = [claim for claim in found.claims if claim.field is kind]
        if claims:
            return _agreed([(claim.rank, claim.money) for claim in claims], "amount")
    left = amount_left(found.loose, net=found.amounts(Field.NET), others=found.amounts(Field.OTHER))
    if left is None and len(found.loose) > 1:
        return Choice(None, f"no amount is taken: {len(found.loose)} stand there without a label")
    return Choice(left)


def due_date(found: Found) -> Choice[date]:
    """The due date under the label that says most."""
    claims = [claim for claim in found.claims if claim.field is Field.DUE]
    if not claims:
        return Choice(_day_reckoned(found))
    if all(claim.day is None for claim in claims):
        return Choice(None, "no due date is taken: its day and month can't be told apart")
    return _agreed([(claim.rank, claim.day) for claim in claims], "due date")


def _day_reckoned(found: Found) -> date | None:
    """The due date that a period gives, or the only day that is left for one."""
    days = (claim.day for claim in found.claims if claim.field is Field.ISSUED)
    issued = set(filter(None, days))
    if found.period:
        own = issued.pop() if len(issued) == 1 else None
        return None if issued else found.period.end(issued=own, sent=found.sent)
    return day_left(found.leftovers, issued=issued, sent=found.sent)


def customer_number(found: Found) -> Choice[str]:
    """The customer number under the label that says most."""
    claims = [claim for claim in found.claims if claim.field is Field.CUSTOMER]
    return _agreed([(claim.rank, claim.text) for claim in claims], "customer number")


def _distinct(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    best = min(claim.rank for claim in claims)
    first: dict[str, Claim] = {}
    for claim in claims:
        if claim.rank == best:
            first.setdefault(normalise_number(claim.text), claim)
    return tuple(first.values())


def _named_by_subject(claims: tuple[Claim, ...], subject: str) -> tuple[Claim, ...]:
    words = {normalise_number(word) for word in subject.split()}
    named = tuple(claim for claim in claims if normalise_number(claim.text) in words)
    return named if len(named) == 1 else claims


def _agreed(ranked: Sequence[tuple[int, T | None]], what: str) -> Choice[T]:
    """The value of the best label; none where two of equal standing differ."""
    known = [(rank, value) for rank, value in ranked if value is not None]
    best = min((rank for rank, _ in known), default=0)
    values = {value for rank, value in known if rank == best}
    if len(values) > 1:
        why = f"no {what} is taken: {_and(map(str, values))} are equally good"
        return Choice(None, why)
    return Choice(next(iter(values), None))


def _and(values: Iterable[str]) -> str:
    *others, last = sorted(values)[:5]
    return f"{', '.join(others)} and {last}" if others else last
