"""Who bills and who is billed: master data first, then the blocks of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from model.documents import EvidenceSource
from model.suppliers import SupplierProfile
from parsers.hints import Hints
from parsers.invoices import header
from parsers.invoices.found import Found
from parsers.paper.layout import PARTING, Layout, Span, fold, off_axis, span
from parsers.paper.words import Word
from parsers.wording import vocabulary
from parsers.wording.labels import Label, names_of

_LEGAL: Final = re.compile(
    r"(?<!\w)(?:gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|e\.? ?k\.?|e\.? ?v\.?|[ae]\. ?g"
    r"|stiftung|genossenschaft"
    r"|inc|llc|llp|ltd|limited|plc|corp|corporation|company|co|pty"
    r"|sarl|s\.?a\.?r\.?l|sas|s\.?a\.?s\.?u?|s\.?a\.?|eurl|sci|b\.?v|n\.?v|vof|v\.o\.f"
    r"|srl|s\.?r\.?l\.?s?|spa|s\.?p\.?a|snc|s\.?n\.?c|s\.?a\.?s|onlus"
    r"|s\.?l\.?u?|s\.?l\.?l|s\.?l\.?n\.?e|s\.?c\.?p|s\.?a\.?t|s\.?com|s\.?coop|s\.?a\.?u|c\.?b"
    r"|sp\.? z o\.? ?o|sp\.? ?[jk]|lda|unipessoal|aktiebolag|ab|hb|a/s|aps|i/s|p/s|oyj?|ky|tmi|asa?"
    r"|(?:spol\. )?s\.? ?r\.? ?o|a\.? ?s|v\.o\.s|k\.s"
    r"|group|gruppe|groupe|groep|grupo|gruppo|holding|stichting|koninklijke|royal|hermanos|hnos"
    r"|(?:and sons|et fils|e figli|y hijos|y asociados|en zonen|und söhne|og sønner|och söner)"
    r"|& ?(?:co|sons|associates|partners|asociados|associ[ée]s|zn|fils|figli|söhne))\.?(?!\w)",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r"\w(?: & |, [\w' .-]+ (?:and|und|et|en|e|y) | (?:and|und|y|e|et|en) [A-Z])"
    r"|\w-\w+.*(?:Inc|LLC|Ltd)|^\w+-\w+$"
)
_ADDRESS: Final = re.compile(
    r"\d{4,}|@|www\.|https?:|(?<=\w\w)\.(?:com|de|fr|nl|it|es|net|org|biz|info|pl|pt|se|dk|fi|cz|eu|at|ch)\b"
    r"|\b(?:street|road|avenue|ave|suite|apt|p\.?o\.? box|\w*str\.|\w*stra(?:ß|ss)e|platz|weg|allee"
    r"|gasse|rue|boulevard|chemin|impasse|via|piazza|viale|corso|borgo|calle|avenida|plaza|paseo"
    r"|pasadizo|straat|laan|plein|ring|phone|fax|tel|e-?mail|www|http|page|seite|iban|bic|swift"
    r"|vat|ust|tva|btw|iva|thank|merci|danke|gracias|grazie|bedankt|dank"
    r"|au capital|capitale? social|stammkapital|amtsgericht|handelsregister|registro mercantil"
    r"|registered (?:in|office)"
    r"|ul\.|ulica|aleja|rua|travessa|praça|ulice|třída|náměstí|\w{3,}(?:gatan|vägen|gade|vej|katu)"
    r"|tlf|puh|nip|nif|cvr|tack|tak|kiitos|děkujeme|dziękujemy|obrigado)\b",
    re.IGNORECASE,
)
_LEGAL_ALONE: Final = re.compile(
    rf"(?:(?:{_LEGAL.pattern}|&|e figli|and sons|et fils|y asociados|asociados|fils|sons|figli)"
    r"[\s.,]*)+",
    re.IGNORECASE,
)
_HEIRS: Final = re.compile(
    r" (?:and sons|et fils|e figli|y hijos|y asociados|en zonen)\b", re.IGNORECASE
)
"""What follows a family's name in that of its company, and is no second name."""
_PARTICLE: Final = re.compile(r"(?:van|von|de|da|di|del|della|dal|den|ter|ten|le|la)\b")
_MAIL: Final = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_LEAST_SELLER: Final = 0.75
_LONGEST_NAME: Final = 8
_TOUCHING, _BLOCK_LINES = -0.3, 5
_BLOCK_POINTS: Final = 70
_ALIGNED: Final = 8.0
"""Edges or centres of a block nearer than this are aligned, in points."""
_ADDRESSED: Final = 0.45
"""An address stands above this part of the first page."""


def seller(layout: Layout, labels: Sequence[Label], hints: Hints) -> Found | None:
    """The supplier's name: from master data where the page identifies it, else from its block."""
    known = recognise(layout, hints.profiles)
    return known or _from_blocks(layout, labels, hints, blocks=_blocks(layout, labels))


def both(
    layout: Layout, labels: Sequence[Label], hints: Hints
) -> tuple[Found | None, Found | None]:
    """Seller and buyer, from one look at the blocks of the pages."""
    blocks = tuple(_blocks(layout, labels))
    seller = recognise(layout, hints.profiles)
    seller = seller or _from_blocks(layout, labels, hints, blocks=blocks)
    buyer = _ours(layout, hints) or _billed(layout, labels, blocks)
    return seller, buyer or _addressed(layout, blocks, seller)


def recognise(layout: Layout, profiles: Iterable[SupplierProfile]) -> Found | None:
    """The one known supplier whose VAT id, IBAN, mail domain or name stands on the page."""
    text = layout.text
    bare = re.sub(r"[\s.\-]", "", text).upper()
    folded = f" {fold(text)} "
    domains = {domain.lower() for domain in _MAIL.findall(text)}
    hits = [hit for profile in profiles for hit in _hits(profile, bare, folded, domains)]
    best = max(hits, key=lambda hit: hit[0], default=None)
    if best is None or len({name for score, name, _ in hits if score == best[0]}) > 1:
        return None
    return Found(best[1], best[0], best[2], None, EvidenceSource.MASTER_DATA, strong=True)


def _hits(
    profile: SupplierProfile, bare: str, folded: str, domains: set[str]
) -> Iterable[tuple[float, str, str]]:
    supplier = profile.supplier
    if supplier.vat_id and supplier.vat_id.replace(" ", "").upper() in bare:
        yield 4.0, supplier.name, f"its VAT id {supplier.vat_id} is on the page"
    for iban in supplier.ibans:
        if iban.replace(" ", "").upper() in bare:
            yield 3.9, supplier.name, "its bank account is on the page"
    if any(domain in domains for domain in supplier.domains):
        yield 3.5, supplier.name, "its mail domain is on the page"
    if len(supplier.name) > 3 and f" {fold(supplier.name)} " in folded:  # noqa: PLR2004 - shorter names are words
        yield 3.2, supplier.name, "its name is on the page"


def _from_blocks(
    layout: Layout, labels: Sequence[Label], hints: Hints, *, blocks: Iterable[Span]
) -> Found | None:
    ours = {fold(name) for name in hints.buyer_names}
    repeated = Counter(fold(segment.text) for segment in layout.segments)
    domains = [fold(domain) for domain in _MAIL.findall(layout.text)]
    vat_ids = [place for _, place in header.vat_ids(layout)]
    best: Found | None = None
    for segment in blocks:
        if fold(segment.text) in ours:
            continue
        score, why = _seller_score(layout, segment, labels)
        score += 0.5 * (repeated[fold(segment.text)] > 1)
        score += 0.4 * _in_domain(segment.text, domains)
        score += 0.8 * (len(vat_ids) == 1 and _heads(layout, segment, vat_ids[0]))
        if best is None or score > best.score:
            best = Found(_clean(segment.text), score, why, segment)
    return best if best and best.score >= _LEAST_SELLER else None


def names(layout: Layout, labels: Sequence[Label]) -> Iterable[Span]:
    """Every company name that may be one, as a field states it."""
    return (replace(one, text=_clean(one.text)) for one in _blocks(layout, labels))


def _blocks(layout: Layout, labels: Sequence[Label]) -> Iterable[Span]:
    """What may be a name: no address, number or label; drawn together where it is wrapped."""
    marked = {id(word) for label in labels for word in label.place.words}
    for segment in layout.segments:
        words = _before_address(segment)
        while words and id(words[0]) in marked:
            words.pop(0)
        cut = 0 < len(words) < len(segment.words)
        if cut and _LEGAL_ALONE.fullmatch(" ".join(word.text for word in words)):
            words = list(segment.words)  # “Lieferant GmbH” is a name, though “Lieferant” is a label
        if (
            not words
            or len(words) > _LONGEST_NAME
            or any(id(word) in marked for word in words[1:2])
        ):
            continue
        name = segment if len(words) == len(segment.words) else span(words, segment.line)
        name = replace(name, text=_of_company(_NAME_ROW.sub("", name.text)))
        if _may_be_name(name.text):
            yield from _with_rest(layout, name)


def _before_address(segment: Span) -> list[Word]:
    """The words of a segment; of a line that runs on into an address, those before it.

    A letterhead sets its parts off by dots or bars: “Keller AG · Amtsgericht München · Tel. …”.
    """
    words = list(segment.words)
    parting = next((at for at, word in enumerate(words) if word.text in PARTING), 0)
    if parting and _LEGAL.search(segment.part(0, parting).text):
        words = words[:parting]
        closed = next((at for at, word in enumerate(words) if word.text.endswith(",")), 0)
        legal = closed and _LEGAL.search(segment.part(0, closed + 1).text)
        return words[: closed + 1] if legal else words
    if len(words) <= _LONGEST_NAME or not _is_address(segment.text):
        return words
    first = next((at for at, word in enumerate(words) if word.text[0].isdigit()), 0)
    return words[:first]


def _of_company(text: str) -> str:
    """The company in “Person, Company Ltd” and “Person - Company Ltd”."""
    person, dash, company = text.partition(" - ")
    if dash and _is_company(company) and not _is_company(person):
        return company
    _, comma, company = text.rpartition(", ")
    if not comma:
        return text
    several = re.search(r" (?:and|und|et|en|e|y|&) ", _HEIRS.sub("", company))
    alone = _LEGAL.search(company) and not several and not _LEGAL_ALONE.fullmatch(company)
    return company if alone else text


def _is_company(text: str) -> bool:
    return bool(_LEGAL.search(text) or _TOGETHER.search(text))


def _with_rest(layout: Layout, name: Span) -> Iterable[Span]:
    """The name, with the lines that it runs on over: an open end, or a legal form by itself."""
    for below in layout.below(name):
        open_end = _OPEN_END.search(name.text)
        if (open_end or _LEGAL_ALONE.fullmatch(below.text)) and not _is_address(below.text):
            whole = span((*name.words, *below.words), name.line)
            text = re.sub(r"(?<=\w)- (?=[A-Z])", "-", whole.text)
            yield replace(whole, text=text)
            return
    yield _paragraph(layout, name) or name


def _paragraph(layout: Layout, name: Span) -> Span | None:
    """A name of two lines that are set apart from the address below, neither with a legal form."""
    second = next(layout.below(name, reach=1), None)
    if second is None or _LEGAL.search(name.text) or _LEGAL.search(second.text):
        return None
    if _is_address(second.text) or next(layout.below(second, reach=1), None):
        return None
    pitch = second.y0 - name.y0
    column = (
        one for line in layout.lines[second.line + 1 : second.line + 3] for one in line.segments
        if one.page == name.page and abs(one.x0 - name.x0) < _ALIGNED
    )  # fmt: skip
    after = next(column, None)
    apart = after is not None and 1.5 * pitch < after.y0 - second.y0 < 4 * pitch
    return span((*name.words, *second.words), name.line) if apart else None


@lru_cache(maxsize=20_000)
def _is_address(text: str) -> bool:
    """Whether something of an address, a contact or a register stands in a text.

    Kept, because the lines around each name are asked for it again.
    """
    return bool(_ADDRESS.search(text))


def _may_be_name(text: str) -> bool:
    letters = sum(ch.isalpha() for ch in text)
    bare = fold(text)
    return (
        letters > 2  # noqa: PLR2004 - initials
        and bare not in _TITLE_WORDS
        and bare not in vocabulary.titles()
        and not names_of(text)
        and ": " not in text
        and not _LEGAL_ALONE.fullmatch(text)
        and not _is_address(text)
        and not (re.search(r"(?<![\w.])\d+(?!\w)", text) and not _LEGAL.search(text))
        and not bare.endswith((" signature", " information", " details"))
        and (not text[0].islower() or bool(_PARTICLE.match(text) and _is_company(text)))
    )


_NAME_ROW: Final = re.compile(
    r"^(?:name|company(?: name)?|firma|nom|société|naam|bedrijf|nome|azienda|ragione sociale|nombre"
    r"|empresa)\s*:\s*"
    r"|^(?:receipt|invoice|rechnung|quittung|facture|reçu|factuur|fattura|ricevuta|factura|recibo)"
    r" (?:from|von|de|van|da) ",
    re.IGNORECASE,
)
_OPEN_END: Final = re.compile(r"(?:,|&|-| and| und| et| en| e| y| van| de| der| of)$")


def _seller_score(layout: Layout, segment: Span, labels: Sequence[Label]) -> tuple[float, str]:
    page = layout.page(segment.page)
    score = 1.1 * bool(_LEGAL.search(segment.text)) + 0.45 * bool(_TOGETHER.search(segment.text))
    score += 0.9 * max(0.0, 1 - segment.middle / (0.5 * page.height)) if segment.page == 1 else -0.5
    score += 0.5 * min(max(segment.height / max(page.type_height, 1.0) - 1, 0.0), 1.0)
    score += _near_contact(layout, segment)
    rest = layout.lines[segment.line].text.partition(segment.text)[2]
    score += 0.9 * bool(len(rest) > len(segment.text) and _is_address(rest.split("  ")[0]))
    why = "the seller's block"
    label = _party(layout, segment, labels)
    if label is not None:
        score += _PARTY_WORTH[label.field]
        why = f"beside “{label.place.text}”" if _PARTY_WORTH[label.field] > 0 else why
    return score, why


def _party(layout: Layout, name: Span, labels: Sequence[Label]) -> Label | None:
    """The nearest party label whose block a name stands in."""
    marks = [
        one
        for one in labels
        if one.field in _PARTY_WORTH
        and _in_block(layout, one.place, name)
        and not (one.field == "seller_name" and _is_column(layout, one.place))
    ]
    return min(
        marks, key=lambda one: (name.y0 - one.place.y0, name.x0 - one.place.x0), default=None
    )


_PARTY_WORTH: Final = {"seller_name": 1.2, "payee": 1.6, "buyer_name": -1.3, "ship_to": -1.3}
_TITLE_WORDS: Final = frozenset(
    fold(word)
    for word in """
        Invoice | Rechnung | Facture | Factuur | Fattura | Factura | Tax invoice | Credit note
        | Gutschrift | Avoir | Creditnota | Logo | Name | Company | Firma | Description
        | Bezeichnung | Original | Copy | Kopie | Notes | Terms | Signature | Unterschrift
        | Firma cliente | Item | Total | Amount | Quantity | Price | Statement | USD | EUR | GBP
        | CHF | Information | Details | Your logo | Ihr Logo | Votre logo | Uw logo
        | Il vostro logo | Su logo | Pago | Affaire | Auftrag | Job | Verzendwijze | Salesperson
        | Shipping method | Payment terms | Conditions | Terms and conditions | Beneficiary
        | Anschrift | Adresse | Address | Weitere Informationen | Nos références | Vos références
        | Trade name | Deutschland | France | United States | Germany | Nederland | Italia
        | España | Belgique | Österreich | Schweiz | Visualisierung eRechnung | Recipient
        | Unknown
    """.split("|")  # noqa: SIM905 - a list to read, not to scan
)


def _is_column(layout: Layout, label: Span) -> bool:
    """Whether a label heads a column among others: there “Verkäufer” is the clerk who sold."""
    line = layout.lines[label.line]
    return len(line.segments) > 2 and not any(ch.isdigit() for ch in line.text)  # noqa: PLR2004 - a table


def _near_contact(layout: Layout, segment: Span) -> float:
    """A little more for a name with an address, mail or telephone close below it."""
    below = [
        other
        for line in layout.lines[segment.line + 1 : segment.line + 1 + _BLOCK_LINES]
        for other in line.segments
        if other.page == segment.page
        and off_axis(other, segment) < _ALIGNED
        and other.y0 - segment.y1 < _BLOCK_POINTS
    ]
    return 0.3 * any(_is_address(other.text) for other in below)


def _heads(layout: Layout, name: Span, vat_id: Span) -> bool:
    """Whether a VAT id stands in the block below a name: of two parties the seller states it."""
    near = name.line < vat_id.line <= name.line + _BLOCK_LINES and vat_id.page == name.page
    return near and vat_id.y0 - name.y1 < _BLOCK_POINTS and _shares_axis(layout, name, vat_id)


def _shares_axis(layout: Layout, name: Span, place: Span) -> bool:
    """Whether the segment that holds a place is aligned with a name."""
    own = (one for one in layout.lines[place.line].segments if one.x0 <= place.x0 <= one.x1)
    return any(off_axis(one, name) < _ALIGNED for one in own)


def _in_block(layout: Layout, label: Span, name: Span) -> bool:
    """Whether a name stands behind a label, or in the column that the label heads."""
    if label.page != name.page:
        return False
    if label.line == name.line:
        return 0 <= name.x0 - label.x1 < 200  # noqa: PLR2004 - points, half a line
    if not _TOUCHING <= (name.y0 - label.y1) / label.height <= _BLOCK_LINES:
        return False
    width = layout.page(label.page).width
    others = [one.x0 for one in layout.lines[label.line].segments if one.x0 > label.x1]
    end = min(others, default=label.x0 + 0.5 * width)
    flush = name.line > label.line and abs(name.x1 - label.x1) < _ALIGNED
    return flush or label.x0 - 12 <= name.x0 < end - 3


def _in_domain(name: str, domains: Iterable[str]) -> bool:
    words = [word for word in fold(name).split() if len(word) > 3]  # noqa: PLR2004 - shorter words are everywhere
    return any(word in domain for word in words for domain in domains)


def _ours(layout: Layout, hints: Hints) -> Found | None:
    """The buyer where our own name is on the page."""
    folded = f" {fold(layout.text)} "
    for name in hints.buyer_names:
        if f" {fold(name)} " in folded:
            return Found(name, 3.8, "our own name is on the page", None, EvidenceSource.MASTER_DATA)
    return None


def _billed(layout: Layout, labels: Sequence[Label], blocks: Iterable[Span]) -> Found | None:
    """The company that is billed, by the block under its label."""
    best: Found | None = None
    for segment in blocks:
        mark = _party(layout, segment, labels)
        if mark is None or mark.field != "buyer_name":
            continue
        drop = (segment.y0 - mark.place.y1) / mark.place.height
        score = 1.6 - 0.12 * max(drop, 0.0) + 1.0 * bool(_LEGAL.search(segment.text))
        score += 0.7 * bool(_TOGETHER.search(segment.text))
        if best is None or score > best.score:
            best = Found(_clean(segment.text), score, f"under “{mark.place.text}”", segment)
    return best


def _addressed(layout: Layout, blocks: Iterable[Span], seller: Found | None) -> Found | None:
    """The first company above an address that is not the seller, as a letter is addressed."""
    if seller is None:
        return None
    own = fold(seller.value)
    for name in blocks:
        if name.page > 1 or name.middle > _ADDRESSED * layout.page(1).height:
            return None
        if _is_company(name.text) and own not in fold(name.text) and _is_addressed(layout, name):
            return Found(_clean(name.text), 1.0, "the block that the page is addressed to", name)
    return None


def _is_addressed(layout: Layout, name: Span) -> bool:
    """Whether an address stands below a name: known words of one, or lines with a number."""
    if _near_contact(layout, name):
        return True
    below = next(layout.below(name, reach=1), None)
    if below is None or names_of(below.text) or not any(ch.isdigit() for ch in below.text):
        return False
    return next(layout.below(below, reach=1), None) is not None


def vat_id(layout: Layout, labels: Sequence[Label], hints: Hints) -> Found | None:
    """The seller's VAT id: not one that stands in the buyer's block."""
    best: Found | None = None
    for value, place in header.vat_ids(layout):
        theirs = any(
            one.field in {"buyer_name", "ship_to"} and _in_block(layout, one.place, place)
            for one in labels
        )
        known = any((p.supplier.vat_id or "").replace(" ", "") == value for p in hints.profiles)
        score = 2.6 - 1.4 * theirs + 1.4 * known
        if best is None or score > best.score:
            best = Found(value, score, "has the form of a VAT id", place)
    return best


def _clean(name: str) -> str:
    return re.sub(r"^[\s:,;.|\u2013-]+|[\s:,;|\u2013-]+$", "", name)
