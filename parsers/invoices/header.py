"""Number, dates, order number, IBAN and currency: what a label or a form gives away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from parsers.invoices.candidates import Candidates, Day, Identifier, cut
from parsers.invoices.found import Found
from parsers.paper.geometry import RIVAL, Geometry
from parsers.paper.layout import Layout, Span, fold, off_axis
from parsers.wording import crowns, identifiers, titles
from parsers.wording.labels import Label

_PREFIX: Final = re.compile(
    r"(?:INV|RE|RG|FA|FAC|FAT|FT|FC|FV|FR|SI|CN|GS|AV|AR|F|R|CR|TX|FCT|FACT|VF|BILL)[-/_.]?\d",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_LEAST_NUMBER: Final = 0.55
_HEAD_OF_PAGE: Final = 0.4
_CLOSE_BEFORE: Final = 0.7
"""A label nearer than this part of the type's height stands in the value's own segment."""
_LEAST_DUE: Final = 0.8
_LEAST_DATE: Final = 0.3
_ALONE: Final = 0.7
"""A weak label, “Date”, is enough where no other date stands near any such label."""
_LEAST_ORDER: Final = 1.0
_STRONG: Final = 1.4
_FAINT: Final = 0.5
_ACCOUNT: Final = re.compile(
    r"(?:account|acct|konto|n de compte|compte|cuenta|conto|n conto|n de cuenta|numero de cuenta"
    r"|kontonummer|rekening)(?: (?:no|nr|number|code))?"
)
_BANK: Final = re.compile(r"\b(?:iban|bic|swift|blz|bankleitzahl|sort code|routing|bank)\b")
_BANK_LINES: Final = 5
_VAT_LABEL: Final = re.compile(
    r"\b(?:ust id|ust idnr|umsatzsteuer id|uid|vat (?:id|no|number|reg)|n (?:de )?tva|tva intra"
    r"|btw (?:id|nr|nummer)|partita iva|p iva|nif)\b"
)

SYMBOLS: Final = {
    "€": "EUR", "EURO": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "C$": "CAD", "A$": "AUD",
    "¥": "JPY", "KČ": "CZK", "KC": "CZK", "ZŁ": "PLN", "ZL": "PLN", "KR": "",
}  # fmt: skip
_CODES: Final = frozenset(
    {
        *("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "HUF", "RON", "BGN"),
        *(
            "CAD",
            "AUD",
            "NZD",
            "JPY",
            "CNY",
            "INR",
            "SGD",
            "HKD",
            "ZAR",
            "TRY",
            "BRL",
            "MXN",
            "AED",
        ),
    }
)
_CURRENCY: Final = re.compile(
    rf"US\$|C\$|A\$|[€£$¥]|(?<![^\W\d_])(?:{'|'.join(sorted(_CODES))}|Euro|K[čc]|z[łl]|[Kk]r)(?![^\W\d_])"
)
_LANDS: Final = {
    "GB": "GBP",
    "CH": "CHF",
    "SE": "SEK",
    "DK": "DKK",
    "PL": "PLN",
    "NO": "NOK",
    "CZ": "CZK",
}


OTHERS: Final = ("po_number", "customer_number", "preceding_invoice", "other_number")
"""Numbers on an invoice that are not its own."""


def number(
    layout: Layout, geometry: Geometry, typed: Candidates, *, title: Span | None
) -> Found | None:
    """The document's own number: the one that its title is set with counts most."""
    scored = [
        _with_title(_number(layout, geometry, one, typed.days))
        if title and titles.is_set_with(layout, title, one.place)
        else _number(layout, geometry, one, typed.days)
        for one in typed.identifiers
    ]
    best = max(scored, key=lambda one: one.score, default=None)
    if best is None or best.score < _LEAST_NUMBER:
        return None
    return replace(best, strong=best.strong or _names_itself(layout, best, typed))


def _names_itself(layout: Layout, found: Found, typed: Candidates) -> bool:
    """Whether a number says by its form what it is, alone at the head of the first page.

    No second number of such a form may be there: it would be that of another invoice.
    """
    place = found.place
    if place is None or place.page > 1 or place.middle > _HEAD_OF_PAGE * layout.page(1).height:
        return False
    formed = {one.value for one in typed.identifiers if identifiers.OWN_FORM.fullmatch(one.value)}
    bare = any(
        segment.text.lstrip("#") == found.value for segment in layout.lines[place.line].segments
    )
    return bare and formed == {found.value}


def _with_title(found: Found) -> Found:
    return replace(found, score=found.score + 1.5, strong=True)


def _number(layout: Layout, geometry: Geometry, one: Identifier, days: Sequence[Day]) -> Found:
    place, value = one.place, one.value
    score, label = _claimed(geometry, one.begins)
    strong = label is not None and label.weight > 1.7 and score >= _STRONG  # noqa: PLR2004 - title words and better
    strong = strong and not place.words[-1].text.endswith(("-", "/"))  # it goes on elsewhere
    page = layout.page(place.page)
    if _PREFIX.match(value):
        score += 1.0
    lonely = _lonely(layout, one, days) if place.middle < page.height * 0.4 else -1.0
    if label is None:
        score += lonely
    elif 0 < score < _FAINT:  # a title far above names nothing better than no label does
        score = max(score, lonely)
    score -= 0.6 * bool(_YEAR.fullmatch(value)) + 0.5 * (sum(ch.isdigit() for ch in value) < 3)  # noqa: PLR2004
    score -= 0.3 * (place.page - 1)
    if _phone_like(place):
        score -= 1.2
    if label is None and len(place.words[0].text) < len(value.split("-")[0]):
        score -= 0.5
    return Found(value, score, _because(label, "a number of the usual form"), place, strong=strong)


def _claimed(geometry: Geometry, place: Span) -> tuple[float, Label | None]:
    """The score of a place as the document's number; a label right before it fears none above."""
    score, label = geometry.score(place, "invoice_number", OTHERS)
    if label is None or not _is_right_before(label, place):
        return score, label
    theirs, rival = geometry.best(place, OTHERS)
    return (score, label) if rival and _is_right_before(rival, place) else (
        score + RIVAL * theirs, label,
    )  # fmt: skip


def _is_right_before(label: Label, place: Span) -> bool:
    mark = label.place
    return mark.line == place.line and 0 <= place.x0 - mark.x1 < _CLOSE_BEFORE * place.height


def _lonely(layout: Layout, one: Identifier, days: Sequence[Day]) -> float:
    """A little for a number that stands alone where a number and a date are set without labels."""
    place = one.place
    alone = any(
        segment.text.lstrip("#") == one.value for segment in layout.lines[place.line].segments
    )
    if not alone or sum(ch.isdigit() for ch in one.value) < 4:  # noqa: PLR2004 - shorter ones are anything
        return 0.0
    beside = any(day.place.line == place.line for day in days)
    column = any(
        day.place.page == place.page
        and off_axis(day.place, place) < 4  # noqa: PLR2004 - points
        and abs(day.place.middle - place.middle) < 5 * place.height
        for day in days
    )
    return 0.35 + 0.4 * (beside or column)


def _phone_like(place: Span) -> bool:
    return any(word.text.startswith(("(", "+")) for word in place.words)


def _because(label: Label | None, otherwise: str) -> str:
    return f"beside “{label.place.text}”" if label else otherwise


def issue_date(
    layout: Layout, geometry: Geometry, days: Iterable[Day], number: Found | None
) -> Found | None:
    """The date of the document; certain by its label, or as the only one that is no other's."""
    scored = []
    days = tuple(days)
    free = {day.value for day in days if not _is_anothers(geometry, day)}
    rivals = ("due_date", "other_date")
    named = {d.value for d in days if geometry.score(d.place, "issue_date", rivals)[0] > _FAINT}
    for day in days:
        score, label = geometry.score(day.place, "issue_date", rivals)
        rival, _ = geometry.best(day.place, (*rivals, "po_number"))
        strong = (label is not None and score >= 1.0) or free == {day.value}
        strong = strong or (label is not None and score >= _ALONE and named == {day.value})
        if label is None:
            score = 0.5 - rival - day.place.middle / layout.page(day.place.page).height
        if number and number.place and _near(number.place, day.place):
            score += 0.6
        score -= 0.3 * (day.place.page - 1)
        why = _because(label, "the first date of the document")
        scored.append(Found(day.value.isoformat(), score, why, day.place, strong=strong))
    best = max(scored, key=lambda one: one.score, default=None)
    return best if best and best.score >= _LEAST_DATE - 0.6 * (len(scored) == 1) else None


def _is_anothers(geometry: Geometry, day: Day) -> bool:
    """Whether a label says that a date is a day to pay by, of delivery, of an order."""
    mine, _ = geometry.best(day.place, ("issue_date",))
    theirs, _ = geometry.best(day.place, ("due_date", "other_date"))
    return theirs > max(mine, 1.0)


def _near(one: Span, other: Span) -> bool:
    return one.page == other.page and abs(one.middle - other.middle) < 2.2 * one.height


def due_date(geometry: Geometry, days: Iterable[Day], issued: Found | None) -> Found | None:
    """The day it is to be paid by: never before the document's date."""
    scored = []
    for day in days:
        if issued and day.value.isoformat() < issued.value:
            continue
        score, label = geometry.score(day.place, "due_date", ("issue_date", "other_date"))
        scored.append(Found(day.value.isoformat(), score, _because(label, ""), day.place))
    best = max(scored, key=lambda one: one.score, default=None)
    return best if best and best.score >= _LEAST_DUE else None


def other_number(
    geometry: Geometry, names: Iterable[Identifier], own: Found | None, *, field: str
) -> Found | None:
    """A number of `OTHERS` beside its label: the order, the customer, the invoice credited."""
    rivals = ("invoice_number", *(one for one in OTHERS if one != field))
    scored = []
    for one in names:
        if own and one.value == own.value:
            continue
        score, label = geometry.score(one.place, field, rivals)
        if label is None or _of_bank(geometry, label):
            continue
        scored.append(Found(one.value, score, _because(label, ""), one.place))
    best = max(scored, key=lambda one: one.score, default=None)
    return best if best and best.score >= _LEAST_ORDER else None


def _of_bank(geometry: Geometry, label: Label) -> bool:
    """Whether “Account” stands with a sort code or a BIC: then it is the seller's, at a bank."""
    return bool(_ACCOUNT.fullmatch(label.words)) and any(
        _BANK.search(other.words)
        and other.place.page == label.place.page
        and abs(other.place.middle - label.place.middle) < _BANK_LINES * label.place.height
        for other in geometry.labels
    )


def vat_ids(layout: Layout) -> list[tuple[str, Span]]:
    """Every VAT id of the document, in reading order; of the wrong length only beside its label."""
    found = [
        (value, cut(segment, start, end))
        for segment in layout.segments
        for start, end, value in identifiers.vat_ids(segment.text)
    ]
    return found or list(_labelled_ids(layout))


def _labelled_ids(layout: Layout) -> Iterator[tuple[str, Span]]:
    """What a label calls a VAT id though its form is none: people see that, and it is theirs."""
    for line in layout.lines:
        if not _VAT_LABEL.search(fold(line.text)):
            continue
        for segment in line.segments:
            for match in identifiers.ODD_VAT.finditer(segment.text):
                yield match[0], cut(segment, *match.span())


def iban(layout: Layout) -> Found | None:
    """The account to pay to: the first IBAN whose check digits hold, else the first."""
    found = [
        Found(
            value,
            3.8 if identifiers.iban_holds(value) else 2.0,
            "check digits hold" if identifiers.iban_holds(value) else "check digits do not hold",
            cut(segment, start, end),
        )
        for segment in layout.segments
        for start, end, value in identifiers.ibans(segment.text)
    ]
    return max(found, key=lambda one: one.score, default=None)


def currency(layout: Layout, candidates: Candidates, vat_id: str | None) -> Found | None:
    """The currency: by codes and signs beside amounts, else anywhere, else by the country."""
    beside = Counter(code for code, _ in _currencies(_beside_amounts(candidates)))
    anywhere = Counter(code for code, _ in currencies(layout))
    crown = _crown(layout, vat_id) if "" in anywhere or "" in beside else None
    for votes, score, why in ((beside, 4.0, "beside the amounts"), (anywhere, 3.0, "on the page")):
        crowns_said = votes.pop("", 0)
        if crown:
            votes[crown.code] += crowns_said
        if votes.total():
            code, count = votes.most_common(1)[0]
            sure = count > 0.6 * sum(votes.values())
            by = f", by {crown.why}" if crown and crown.code == code and crowns_said else ""
            return Found(code, score if sure else 1.5, f"{code} {why}{by}", strong=sure)
    if vat_id:
        code = _LANDS.get(vat_id[:2], "EUR")
        return Found(code, 1.6, f"the currency of the seller's country, {vat_id[:2]}")
    return None


def _crown(layout: Layout, vat_id: str | None) -> crowns.Crown | None:
    """Whose crown “kr” is: that of the seller's country, else the one that all signs speak for."""
    land = _LANDS.get((vat_id or "")[:2])
    return crowns.Crown(land, f"the seller's country, {land}") if land else crowns.of(layout.text)


def crown_of(text: str) -> str | None:
    """The code of the crown that a text means which says “kr” alone; None where it says none."""
    crown = crowns.of(text) if "" in codes_in(text) else None
    return crown.code if crown else None


def _beside_amounts(candidates: Candidates) -> Iterator[Span]:
    return (amount.place for amount in candidates.amounts if amount.symbol)


def codes_in(text: str) -> frozenset[str]:
    """The currencies that a text names, by their codes or signs."""
    found = (match[0].upper() for match in _CURRENCY.finditer(text))
    return frozenset(SYMBOLS.get(one, one) for one in found)


def currencies(layout: Layout) -> Iterator[tuple[str, Span]]:
    """Every code and sign of a currency, as its code, with its place."""
    return _currencies(layout.segments)


def _currencies(places: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    for place in places:
        for found in _CURRENCY.finditer(place.text):
            yield SYMBOLS.get(found[0].upper(), found[0].upper()), cut(place, *found.span())
