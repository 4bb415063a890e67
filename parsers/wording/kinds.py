"""What a document is, by its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from model.documents import PAYABLE_KINDS, DocumentKind
from parsers.paper.layout import Layout, Span, fold
from parsers.wording import dates, identifiers, vocabulary
from parsers.wording.labels import Label

NUMBER_AND_DAY: Final = re.compile(
    r"(?:^|\s)(?:No|Nr|N°|Nº|n°|n(?=\.º)|num|Nummer|number|numéro|numero|número|numer|nro|č|číslo)"
    r"(?!\w)[.:]?[°º]?\s*(?P<number>\S*\d\S*)\s+"
    r"(?:vom|du|dated|of|del|d\.d\.|van|de|from|en date du|dd\.?|z dnia|ze dne|dne|av den|af)"
    r"(?:\s+(?P<rest>.+))?$",
    re.IGNORECASE,
)
"""A title that goes on with its number and date: “Nr. 471102 vom 05.03.2020”."""
_UPPER_PART: Final = 0.5
_SURE: Final = 0.45
_EXACT, _NUMBERED, _WHOLE = 0.6, 0.4, 1.2
"""A title by itself, one with digits behind it, and one that says number and date."""
_COMPOUND: Final = re.compile(
    r"(?P<credit>[^\W\d]{3,}(?:gutschrift|kreditnota|creditnota|kreditfaktura|creditfactuur"
    r"|hyvityslasku|stornorechnung|korrekturrechnung))"
    r"|(?P<settled>[^\W\d]*abrechnung)|[^\W\d]{3,}(?:rechnung|factuur|faktura|lasku)"
)
"""Languages that write “rent invoice” as one word; an Abrechnung settles and need not bill."""
_OF_COLUMN: Final = 0.5
"""A header of a column, “Delivery note” over the numbers of such, says less than any title."""
_HEADERS: Final = 4
_ALIKE: Final = 0.85
_LONGEST: Final = 5
"""A title has no more words."""
_CODE: Final = re.compile(r"\((\d{2,3})\)")
_CODES: Final = {
    **dict.fromkeys(("380", "389", "326", "386", "751", "875", "876", "877", "575"),
                    DocumentKind.INVOICE),
    **dict.fromkeys(("381", "261", "396"), DocumentKind.CREDIT_NOTE),
}  # fmt: skip
"""UNTDID 1001: renderings of e-invoices print the code behind the title."""


def kind_of(layout: Layout, labels: Sequence[Label] = ()) -> tuple[DocumentKind, Span | None]:
    """The kind of a document and the title that says so.

    Without a title, a labelled invoice number says that it is an invoice, or a credit note where
    the label says that; and where one stands, “Order” or “Delivery note” are labels, not titles.
    """
    by_label = _by_label(labels)
    best, score, place = by_label, _SURE if by_label else 0.0, None
    for segment in layout.segments:
        if segment.page > 1:
            break
        kind, fit = _title(segment)
        if kind is None or (by_label and kind not in _BILLING):
            continue
        worth = fit + _prominence(layout, segment)
        if kind not in _BILLING and _heads_column(layout, segment):
            worth -= _OF_COLUMN
        if worth > score:
            best, score, place = kind, worth, segment
    if best is None or score < _SURE:
        untitled = _by_words(labels) or _by_form(layout, labels)
        return (untitled or DocumentKind.OTHER, None)
    return best, place


def _heads_column(layout: Layout, segment: Span) -> bool:
    """Whether a segment is one of a row of headers: several, of one size and without a number."""
    row = layout.lines[segment.line].segments
    level = all(one.height > _ALIKE * segment.height for one in row)
    return (
        len(row) >= _HEADERS
        and level
        and not any(map(str.isdigit, layout.lines[segment.line].text))
    )


def _by_words(labels: Sequence[Label]) -> DocumentKind | None:
    """An invoice without a title: its labels of dates and totals call it one."""
    own = (one for one in labels if one.field in {"issue_date", "gross_total"})
    named = any(one.weight >= _STRONG and _BILL_WORDS.search(one.words) for one in own)
    return DocumentKind.INVOICE if named else None


def _by_form(layout: Layout, labels: Sequence[Label]) -> DocumentKind | None:
    """An invoice without a word for it: a number of that form at its head, and a total."""
    forms = (
        identifiers.OWN_FORM.fullmatch(one.text)
        for one in layout.segments
        if one.page == 1 and one.middle < _UPPER_PART * layout.page(1).height
    )
    formed = any(form and form["invoice"] for form in forms)
    totals = any(one.field == "gross_total" and one.weight >= _STRONG for one in labels)
    return DocumentKind.INVOICE if formed and totals else None


_BILLING: Final = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.STATEMENT,
        DocumentKind.REMINDER,
        DocumentKind.QUOTE,
    }
)
_BILL_WORDS: Final = re.compile(r"invoice|rechnung|factu|fattura|faktur|fatura|lasku")
_CREDIT_WORDS: Final = re.compile(
    r"credit|gutschrift|avoir|kredit|korygujac|dobropis|hyvitys|opravny danovy"
)
_STRONG: Final = 3.0


def _by_label(labels: Sequence[Label]) -> DocumentKind | None:
    """What the label of the document's number says it is."""
    own = [one for one in labels if one.field == "invoice_number" and one.weight >= _STRONG]
    if not own:
        return None
    credit = _CREDIT_WORDS.search(own[0].words)
    return DocumentKind.CREDIT_NOTE if credit else DocumentKind.INVOICE


def names_payable(segment: Span) -> bool:
    """Whether a segment is, or begins with, the title of an invoice or a credit note."""
    kind, fit = _title(segment)
    return kind in PAYABLE_KINDS and fit >= _NUMBERED


def _title(segment: Span) -> tuple[DocumentKind | None, float]:
    """What a segment says it is: a title by itself, or one with a number or date behind it."""
    folded = _drawn(segment.text)
    if folded in vocabulary.titles():
        return vocabulary.titles()[folded], _EXACT
    kind, length = _begins(folded)
    if kind is None:
        return None, 0.0
    rest = folded.split()[length:]
    short = len(rest) <= 6  # noqa: PLR2004 - title, number and date; longer is a sentence
    digits = any(ch.isdigit() for word in rest for ch in word)
    if digits and _says_day(segment.text):
        return _coded(segment.text, kind), _WHOLE
    return kind, (_NUMBERED if digits else 0.1) if short else 0.0


def _begins(folded: str) -> tuple[DocumentKind | None, int]:
    """The kind that the first words of a text name, and how many words these are."""
    words, known = folded.split(), vocabulary.titles()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        kind = known.get(" ".join(words[:size]))
        if kind:
            return kind, size
    compound = _COMPOUND.fullmatch(words[0]) if words else None
    if compound is None or compound["settled"]:
        return None, 0
    return DocumentKind.CREDIT_NOTE if compound["credit"] else DocumentKind.INVOICE, 1


def _says_day(text: str) -> bool:
    """Whether a title goes on with a number and a date; the date may stand on the next line."""
    found = NUMBER_AND_DAY.search(text)
    return bool(found and (found["rest"] is None or dates.find(found["rest"])))


def _coded(text: str, kind: DocumentKind) -> DocumentKind:
    """The kind by the code behind a title, where there is one."""
    code = _CODE.search(text)
    return _CODES.get(code[1], kind) if code else kind


def _drawn(text: str) -> str:
    """Folded text; a spaced title (R E C H N U N G) drawn together."""
    folded = fold(text)
    words = folded.split()
    spaced = len(words) > 4 and all(len(word) == 1 for word in words)  # noqa: PLR2004 - five letters spaced
    return "".join(words) if spaced else folded


def _prominence(layout: Layout, segment: Span) -> float:
    page = layout.page(1)
    larger = min(max(segment.height / max(page.type_height, 1.0) - 1, 0.0), 1.0)
    above = 1 - segment.middle / max(page.height, 1.0)
    return 0.6 * larger + 0.3 * above + 0.1 * segment.bold - 0.4 * (above < 1 - _UPPER_PART)
