"""Which field a value belongs to, by the terms of its label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from fetchers.mail.lexicon import table
from fetchers.mail.values.amounts import currency_of_label, of_figure
from fetchers.mail.values.grid import Item, Place, Row, Setting, places_of
from fetchers.mail.values.labels import Labels, labels_in
from fetchers.mail.values.leftovers import Leftover
from fetchers.mail.values.phrases import (
    is_followed,
    phrase_after,
    phrase_around,
    phrase_before,
    phrase_from_above,
)
from fetchers.mail.values.sentences import has_letters
from fetchers.mail.values.terms import Term, Word, words_of
from fetchers.mail.values.writing import folded, plain
from model.money import Money


class Field(StrEnum):
    """What a value is.

    PAID is what a receipt is about, NET a sum before tax, ISSUED a document's own day; no field is
    taken from OTHER.
    """

    INVOICE_NUMBER = "invoice_number"
    CREDIT_NUMBER = "credit_number"
    DOCUMENT_NUMBER = "document_number"
    CUSTOMER = "customer"
    AMOUNT = "amount"
    PAID = "paid"
    NET = "net"
    DUE = "due"
    ISSUED = "issued"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Claim:
    """A value as a field's. The lower `rank`, the more its label says; `row` is its line."""

    field: Field
    rank: int
    row: int
    item: Item

    @property
    def text(self) -> str:
        """A number as it is written; empty for an amount or a date."""
        return self.item.text

    @property
    def money(self) -> Money | None:
        """The amount, if it is one."""
        return self.item.money

    @property
    def day(self) -> date | None:
        """The date, if it is one that can be told."""
        return self.item.day


_Verdict = tuple[Field, int] | None

_KINDS: Final = {
    Term.INVOICE: Field.INVOICE_NUMBER,
    Term.CREDIT: Field.CREDIT_NUMBER,
    Term.DOCUMENT: Field.DOCUMENT_NUMBER,
    Term.CUSTOMER: Field.CUSTOMER,
    Term.ACCOUNT: Field.CUSTOMER,
}
_NOT_NUMBERED: Final = frozenset(
    {
        Term.ORDER,
        Term.TAX,
        Term.OTHER,
        Term.PREVIOUS,
        Term.ISSUE,
        Term.PAID,
        Term.DUE,
        Term.PAY,
        Term.PAYMENT,
    }
    | {Term.AMOUNT, Term.TOTAL, Term.BALANCE, Term.NET}
)
_ASKED: Final = frozenset({Term.PAY, Term.PAYMENT})
_NOT_OWED: Final = frozenset({Term.PREVIOUS, Term.PAID, Term.OTHER})
_NOT_DUE: Final = frozenset({Term.PREVIOUS, Term.PAID, Term.OTHER, Term.ISSUE})
_FILLERS: Final = re.compile(
    r"[^\w]*(?:\w{1,3}(?!\w)[^\w]*){0,2}"  # "number is"
    r"|[^\w]*\w{4,14}(?:\W*:\s*)?"  # one word that we don't know, at a label's end
)
_YOURS: Final = "|".join(folded(plain(word)) for word in table("writing")["yours_after"])
_NOTHING: Final = re.compile(rf"[\W_]*(?:(?:{_YOURS})\W+)?(?:\w{{1,4}}[.:][\W_]*)?")
_IS_BANK: Final = re.compile(r"[a-z]{2}[0-9]{2}(?:[a-z0-9]{4}){3,}[a-z0-9]{0,4}", re.IGNORECASE)
_PERIOD: Final = re.compile(r"(?:[0-9]{1,2}[/.-])20[0-9]{2}|20[0-9]{2}[/.-](?:0[1-9]|1[0-2])")
_AT_ONCE: Final = 3
_BESIDE: Final = 12  # characters between words that belong together
_NEAR: Final = 30  # characters in which words after a value speak of it
_CONTENT: Final = re.compile(r"[^\W\d_]{4,}")
_DOUBT: Final = 6  # places that a label with an unknown word stands behind
_STRONG, _WEAK = 0, 2


def claims_of(
    rows: Sequence[Row], setting: Setting
) -> tuple[tuple[Claim, ...], tuple[Leftover, ...]]:
    """Every value of a mail with the field that its label gives it, and those without one."""

    def suits(label: str, item: Item) -> bool:
        return _judge(item)(label, words_of(label, setting.languages)) is not None

    labels = labels_in(rows, suits)
    read = [_claim(place, labels, setting) for place in places_of(rows)]
    claims = tuple(each for each in read if isinstance(each, Claim))
    return claims, tuple(each for each in read if isinstance(each, Leftover))


def _claim(place: Place, labels: Labels, setting: Setting) -> Claim | Leftover | None:
    """What the words before a value say, else the label beside or above it, else those after it.

    None for a number that is the month of a document.
    """
    row, item = place.row.index, place.item
    if _IS_BANK.fullmatch(item.text):
        return Claim(Field.OTHER, 0, row, item)
    for phrase in _phrases(place, labels):
        item = _in_currency(place.item, phrase, setting)
        verdict = _judge(item)(phrase, words_of(phrase, setting.languages))
        if verdict is not None:
            return None if _is_period(verdict, item) else Claim(*verdict, row, item)
    verdict = _by_what_follows(place, setting)
    return Claim(*verdict, row, place.item) if verdict else _left(place, labels, setting)


def _left(place: Place, labels: Labels, setting: Setting) -> Leftover:
    label = next(filter(has_letters, _phrases(place, labels)), "")
    words = words_of(label, setting.languages)
    after = [word.term for word in words_of(phrase_after(place), setting.languages)]
    numbered = after[:1] == [Term.NUMBER_AFTER] or (
        bool(words) and words[-1].term is Term.NUMBER and not has_letters(_gap(label, words[-1]))
    )
    terms = {word.term for word in words} | ({Term.NUMBER} if numbered else set())
    labelled = numbered or labels.stands_for(place)
    return Leftover(place.item, place.row.index, frozenset(terms), labelled)


def _in_currency(item: Item, label: str, setting: Setting) -> Item:
    """A bare figure as money, where its label names the currency."""
    if not item.figure:
        return item
    code = currency_of_label(label, language=setting.language, currency=setting.currency)
    return replace(item, money=of_figure(item.figure, code)) if code else item


def _phrases(place: Place, labels: Labels) -> Iterator[str]:
    if labels.follow(place):
        yield phrase_after(place)
        return
    yield phrase_before(place)
    yield from labels.of(place)
    yield phrase_from_above(place, labels.rows)


def _judge(item: Item) -> Callable[[str, Sequence[Word]], _Verdict]:
    if item.money is not None:
        return _of_amount
    if item.figure:
        return _of_nothing
    return _of_number if item.is_number else _of_date


def _of_nothing(_: str, __: Sequence[Word]) -> _Verdict:
    """A figure without a currency is no field's."""
    return None


# -- amounts -----------------------------------------------------------------------------------


def _of_amount(phrase: str, words: Sequence[Word]) -> _Verdict:
    terms = {word.term for word in words}
    if not terms:
        return None
    if terms & {Term.PREVIOUS, Term.OTHER}:
        return Field.OTHER, 0
    if _is_before_tax(terms):
        return (Field.NET if Term.NET in terms else Field.OTHER), 0
    if Term.PAID in terms or (Term.ALREADY in terms and terms & {*_ASKED, Term.DUE}):
        return Field.PAID, 0
    rank = _amount_rank(terms)
    return None if rank is None else (Field.AMOUNT, rank + _DOUBT * _has_unknown(phrase, words))


def _amount_rank(terms: set[Term]) -> int | None:
    """How much a label says of an amount, 0 for the most; None where it speaks of no amount."""
    ranks = (
        ({Term.PAY, Term.DUE}, 0),
        ({Term.GROSS}, 1),
        ({Term.TOTAL}, 1 if terms & {Term.INVOICE, Term.PAYMENT} else 2),
        (
            {Term.AMOUNT, Term.AMOUNT_AFTER},
            1 if terms & {Term.INVOICE, Term.CREDIT, Term.PAYMENT} else 3,
        ),
        ({Term.BALANCE}, 4),
        ({Term.INVOICE, Term.CREDIT}, 5),
    )
    found = next((rank for wanted, rank in ranks if terms & wanted), None)
    if found is None or (found == 5 and terms & {Term.ISSUE, Term.NUMBER}):  # noqa: PLR2004 - the last rank
        return None
    return found + (4 if Term.ORDER in terms else 0)


def _has_unknown(phrase: str, words: Sequence[Word]) -> bool:
    """Whether a label has a word that we don't know: it may say that another amount is meant."""
    known = [(word.start, word.end) for word in words]
    return any(
        not any(match.start() < end and start < match.end() for start, end in known)
        for match in _CONTENT.finditer(phrase)
    )


def _is_before_tax(terms: set[Term]) -> bool:
    """Whether an amount is the tax, or a sum without it."""
    owed = terms & {Term.PAY, Term.DUE, Term.GROSS}
    taxed = Term.TAX in terms and Term.INCL not in terms
    return not owed and (taxed or Term.NET in terms)


# -- dates -------------------------------------------------------------------------------------


def _of_date(phrase: str, words: Sequence[Word]) -> _Verdict:
    terms = {word.term for word in words}
    last = next((w.term for w in reversed(words) if w.term in _NOT_DUE | {Term.DUE}), None)
    if last is not None:
        return _by_last(last, phrase, words)
    if terms & _ASKED and terms & {Term.UNTIL, Term.DATE}:
        return Field.DUE, 1
    if terms & {Term.ORDER, Term.INVOICE, Term.CREDIT, Term.DOCUMENT} and Term.DATE in terms:
        return Field.OTHER if Term.ORDER in terms else Field.ISSUED, 0
    if terms & {Term.PAY, Term.UNTIL} and _is_label(phrase):
        return Field.DUE, 2
    return None


def _by_last(last: Term, phrase: str, words: Sequence[Word]) -> _Verdict:
    """What the last word that tells a due date from others says."""
    if last is Term.DUE:
        return (Field.OTHER, 0) if _is_past(words) else (Field.DUE, 0)
    if last is Term.ISSUE:
        return Field.ISSUED, 0
    return (Field.DUE, 2) if _is_to_be_paid(phrase, words) else (Field.OTHER, 0)


def _is_label(phrase: str) -> bool:
    """Whether words are a label and no part of a sentence: they end with a colon or their cell."""
    return phrase.rstrip().endswith(":") or not phrase.endswith(" ")


def _is_past(words: Sequence[Word]) -> bool:
    """Whether the due date is that of an earlier document, or of what is paid already."""
    due = max(word.start for word in words if word.term is Term.DUE)
    near = {word.term for word in words if 0 <= due - word.end <= _BESIDE}
    return Term.PREVIOUS in near or (
        Term.PAID in near and any(word.term is Term.ALREADY for word in words)
    )


def _is_to_be_paid(phrase: str, words: Sequence[Word]) -> bool:
    """Whether something is to be paid until the date that follows: "must be paid by"."""
    *_, before, last = (None, *words)
    return (
        before is not None
        and before.term is Term.PAID
        and last.term is Term.UNTIL
        and last.start - before.end <= _BESIDE
        and len(phrase) - last.end <= _AT_ONCE
        and not any(word.term in {Term.ALREADY, Term.PREVIOUS} for word in words)
    )


# -- numbers -----------------------------------------------------------------------------------


def _of_number(phrase: str, words: Sequence[Word]) -> _Verdict:
    """The kind that stands nearest before the number decides; "number" makes it sure."""
    named = [word for word in words if word.term in _KINDS or word.term in _NOT_NUMBERED]
    if not named:
        return None
    last = named[-1]
    if last.term is Term.ISSUE and words[-1].term is Term.NUMBER:
        return None  # "was issued under number"
    if last.term in _NOT_NUMBERED or any(word.term is Term.PREVIOUS for word in named):
        return Field.OTHER, 0
    numbered = any(word.term is Term.NUMBER for word in words)
    gap = _gap(phrase, words[-1])
    if not (_FILLERS if numbered else _NOTHING).fullmatch(gap):
        return None
    return _KINDS[last.term], (_STRONG if numbered else _WEAK) + (last.term is Term.ACCOUNT)


def _is_period(verdict: tuple[Field, int], item: Item) -> bool:
    """Whether a number is a month: "invoice 11/2026" is the one of it, unless it says "number"."""
    return verdict[1] >= _WEAK and bool(_PERIOD.fullmatch(item.text))


def _gap(phrase: str, word: Word) -> str:
    """What stands between a term and the value, without the rest of the term's own word."""
    rest = phrase[word.end :]
    return re.sub(r"^[^\W\d_]+", "", rest) if word.end and phrase[word.end - 1].isalpha() else rest


# -- words after the value ---------------------------------------------------------------------


def _by_what_follows(place: Place, setting: Setting) -> _Verdict:
    """For languages whose words follow the value: "1.234 TL" and then "in amount"."""
    after = phrase_after(place)
    words = [word for word in words_of(after, setting.languages) if word.start <= _NEAR]
    terms = [word.term for word in words]
    if place.item.figure:
        return None
    if place.item.is_number:
        return _number_before(terms) if words and words[0].start <= _AT_ONCE else None
    if place.item.money is not None:
        return _of_amount(after, words) if Term.AMOUNT_AFTER in terms else None
    if terms[:1] == [Term.DUE] and not is_followed(place):
        return Field.DUE, 1
    return _until(place, terms, setting)


def _until(place: Place, terms: Sequence[Term], setting: Setting) -> _Verdict:
    """A date until which something is to be paid, wherever in the sentence that is said."""
    before = {word.term for word in words_of(phrase_before(place), setting.languages)}
    if Term.UNTIL not in before and terms[:1] != [Term.UNTIL_AFTER]:
        return None
    said = {word.term for word in words_of(phrase_around(place), setting.languages)}
    return (
        (Field.DUE, 1) if said & (_ASKED | {Term.AMOUNT_AFTER}) and not before & _NOT_OWED else None
    )


def _number_before(terms: Sequence[Term]) -> _Verdict:
    if terms[:1] != [Term.NUMBER_AFTER]:
        return None
    kind = next((term for term in terms[1:] if term in _KINDS or term in _NOT_NUMBERED), None)
    if kind is None:
        return None
    return (_KINDS[kind], _STRONG) if kind in _KINDS else (Field.OTHER, 0)
