"""How a mail means 04/05/2026, where none of its dates shows it: by what the dates can be.

A due date follows its mail by at most three months, a document's own day lies shortly before it.
Then the sender's country tells, else the currency; where two of them differ, nothing does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from fetchers.mail.lexicon import table
from fetchers.mail.values.claims import Claim, Field
from fetchers.mail.values.grid import Setting

_TABLE: Final = table("orders")
_TO_PAY: Final = timedelta(days=92)
_TO_SEND: Final = timedelta(days=31)
_DAY: Final = timedelta(days=1)
_COUNTRY: Final = 2  # letters of a country's domain


def month_first_by_sense(claims: Sequence[Claim], setting: Setting) -> bool | None:
    """Whether the month comes first in a mail's dates; None where that stays open."""
    if not any(len(claim.item.readings) > 1 for claim in claims):
        return None
    votes = {*_by_time(claims, setting.sent), *_by_country(setting.country)}
    votes = votes or set(_by_currency(claims))
    return votes.pop() if len(votes) == 1 else None


def _by_time(claims: Sequence[Claim], sent: date | None) -> Iterator[bool]:
    """For each date that only one reading puts at its time, whether that has the month first."""
    if sent is None:
        return
    times = {Field.DUE: (sent + _DAY, sent + _TO_PAY), Field.ISSUED: (sent - _TO_SEND, sent + _DAY)}
    for claim in claims:
        if claim.field in times and len(claim.item.readings) > 1:
            first, last = times[claim.field]
            day_first, month_first = (first <= day <= last for day in claim.item.readings)
            if day_first != month_first:
                yield month_first


def _by_country(country: str) -> Iterator[bool]:
    if country in _TABLE["month_first_countries"]:
        yield True
    elif len(country) == _COUNTRY and country not in _TABLE["unsure_countries"]:
        yield False


def _by_currency(claims: Sequence[Claim]) -> Iterator[bool]:
    used = {claim.money.currency for claim in claims if claim.money}
    for currency in used - set(_TABLE["unsure_currencies"]):
        yield currency in _TABLE["month_first_currencies"]
