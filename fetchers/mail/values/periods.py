"""Until when a mail is to be paid that only says "within 14 days"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from fetchers.mail.lexicon import any_of, table
from fetchers.mail.values.grid import Row, Setting
from fetchers.mail.values.sentences import sentence_ends
from fetchers.mail.values.terms import Term, words_of
from fetchers.mail.values.writing import folded, plain

_TABLE: Final = table("periods")
_LONGEST: Final = 120
_ASKS: Final = frozenset({Term.PAY, Term.PAYMENT, Term.DUE, Term.PAID})  # "must be paid"
_ELSE: Final = frozenset({Term.PREVIOUS, Term.ORDER, Term.OTHER, Term.ALREADY, Term.CREDIT})
_DATED: Final = frozenset({Term.ISSUE, Term.DATE})
_RECEIPT: Final = any_of(map(folded, _TABLE["receipt"]))
_MONTH_END: Final = any_of(map(folded, _TABLE["month_end"]))


@dataclass(frozen=True, slots=True)
class Period:
    """Days to pay in; `dated` says that they count from the document's day, `received` that not."""

    days: int
    dated: bool
    received: bool

    def end(self, *, issued: date | None, sent: date | None) -> date | None:
        """Its last day; None where the day that it counts from is unknown."""
        start = sent if self.received else issued or (None if self.dated else sent)
        return start + timedelta(days=self.days) if start else None


def period_of(rows: Sequence[Row], setting: Setting) -> Period | None:
    """The one period in which a mail is to be paid; None without one, or with several."""
    found = {
        period
        for row in rows
        for cell in row.cells
        if any(map(str.isdigit, cell.plain))
        for sentence in _sentences(cell.text, cell.plain)
        for period in _periods(sentence, setting.languages)
    }
    return found.pop() if len({each.days for each in found}) == 1 else None


def _sentences(text: str, lower: str) -> Iterator[str]:
    start = 0
    for end in (*sentence_ends(text), len(text)):
        yield lower[start:end]
        start = end


def _periods(sentence: str, languages: tuple[str, ...]) -> Iterator[Period]:
    if "%" in sentence or _MONTH_END.search(sentence):
        return
    received = bool(_RECEIPT.search(sentence))
    for form in filter(None, map(_form, languages)):
        for match in form.finditer(sentence):
            days = int(match[match.lastindex or 0])
            around = f"{sentence[: match.start(match.lastindex or 0)]} {sentence[match.end() :]}"
            terms = {word.term for word in words_of(around, languages)}
            if 0 < days <= _LONGEST and terms & _ASKS and not terms & _ELSE:
                yield Period(days, bool(terms & _DATED), received)


@cache
def _form(language: str) -> re.Pattern[str] | None:
    """How a language writes a period: "within 14 days", "14 days net", "terms: 14 days"."""
    if language not in _TABLE["days"]:
        return None
    days = _words(_TABLE["days"][language])
    forms = [rf":\s?([0-9]{{1,3}})\s?(?:{days})(?!\w)"]
    if before := _TABLE["before"].get(language):
        number = rf"([0-9]{{1,3}})\s?(?:\(\w+\)\s)?(?:{days})(?!\w)"
        forms.append(rf"(?<!\w)(?:{_words(before)})\s?(?:[^\W\d]{{1,7}}\s){{0,3}}{number}")
    if after := _TABLE["after"].get(language):
        forms.append(rf"(?<![\d.,])([0-9]{{1,3}})\s?(?:{days})\s?(?:{_words(after)})")
    if language == "en":
        forms.append(r"(?<!\w)net ([0-9]{2})(?![\w.,])")
    return re.compile("|".join(forms))


def _words(words: Sequence[str]) -> str:
    return "|".join(re.escape(folded(plain(word))) for word in words)
