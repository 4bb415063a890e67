"""How a language writes amounts and days: the generator's own tables, not the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_ZEROS = {"latn": "0", "arab": "\u0660", "arabext": "\u06f0", "deva": "\u0966", "beng": "\u09e6"}


def written_amount(value: Decimal, writing: Mapping[str, Any]) -> str:
    """The amount with its currency, as this writing has it."""
    whole, cents = f"{value:.{2 if writing['mark'] else 0}f}".partition(".")[::2]
    number = _grouped(whole, writing["group"], 2 if writing["indian"] else 3)
    number += writing["mark"] + cents
    return str(writing["form"]).format(_in_digits(number, writing["digits"]))


def written_day(day: date, words: Mapping[str, Any], *, long: bool, thai: bool) -> str:
    """The day as a mail of this language writes it, its month as a word if `long`."""
    year = day.year + 543 if thai else day.year
    if long and "months" in words:
        month = words["months"][(day.month - 11) % 12]  # from November on
        text = words["long"].format(day=day.day, month=month, year=year)
    else:
        text = words["short"].format(day=day.day, month=day.month, year=year)
    return _in_digits(text, words.get("digits", "latn"))


def _grouped(whole: str, mark: str, size: int) -> str:
    head, groups = whole[:-3], [whole[-3:]]
    while head:
        head, group = head[:-size], head[-size:]
        groups.insert(0, group)
    return mark.join(groups)


def _in_digits(text: str, name: str) -> str:
    zero = ord(_ZEROS[name])
    return text.translate({ord("0") + digit: chr(zero + digit) for digit in range(10)})
