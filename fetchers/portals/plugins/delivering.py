"""Steps that bring a document: its row is read, and its file had where it is wanted."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

from playwright.sync_api import Download

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.files import Got
from fetchers.portals.getting.addresses import at_address, downloaded, patience
from fetchers.portals.getting.faults import failed, no_document
from fetchers.portals.getting.keeping import kept
from fetchers.portals.getting.printing import undated, unproven
from fetchers.portals.haul import wanted
from fetchers.portals.patience import steadily, until
from fetchers.portals.plugins.run import Action, Run
from fetchers.portals.plugins.values import filled
from fetchers.portals.recipe import Column, Columns, DocumentList, Getter
from fetchers.portals.recipe.plugin import Step
from fetchers.portals.row_values import Row
from fetchers.portals.signs import text_of
from fetchers.portals.values import DateOrder, clean, order_by_evidence, read_amount, read_date
from model.documents import DocumentKind
from model.money import Money
from model.outcomes import OutcomeCode
from model.visits import Listing

_KINDS: Final[Mapping[str, DocumentKind]] = {
    "refund": DocumentKind.CREDIT_NOTE,
    "receipt": DocumentKind.RECEIPT,
    "outgoing_invoice": DocumentKind.OTHER,
    "other": DocumentKind.OTHER,
}
PART: Final = DocumentList(
    name="plugin",
    rows=("css=body",),
    columns=Columns(number=Column(at=("css=body",))),
    document=Getter(link=("css=a",)),
)
"""What the keeping of files asks of a list: which kinds of file are documents."""

_LONGEST_NUMBER: Final = 80
Bring = Callable[[Row], Got]


def deliver(run: Run, told: object, place: str, bring: Bring) -> bool:
    """True; the document is in the haul, or why it did not come, or that it was not wanted.

    Raises:
        VisitEnded: RECIPE_BROKEN where its number or date is blank.
    """
    row = Row(listing_of(run, told, place))
    if row.listing in run.haul.listings:
        return True
    run.haul.note(row.listing)
    if not wanted(row.listing, run.session.order):
        return True
    run.haul.wanted += 1
    try:
        run.haul.documents.append(kept(run.session.order.spool, PART, row, bring(row)))
    except VisitEnded as ended:
        if ended.outcome.code is OutcomeCode.RECIPE_BROKEN:
            raise
        run.haul.fail(row.listing, ended.outcome)
    return True


def listing_of(run: Run, told: object, place: str) -> Listing:
    """The row that a step's document describes."""
    facts = filled(told, run.variables) if isinstance(told, str) else told
    if not isinstance(facts, Mapping):
        raise broken(place, "its document is no object")
    texts = {key: filled(value, run.variables) for key, value in facts.items()}
    number = clean(_text(texts.get("id")), longest=_LONGEST_NUMBER)
    if not number:
        raise broken(place, "the document's id is blank")
    amount = amount_of(run, _text(texts.get("total")))
    kind = _KINDS.get(_text(texts.get("type")), DocumentKind.INVOICE)
    if amount is not None and amount.amount < 0 and kind is DocumentKind.INVOICE:
        kind = DocumentKind.CREDIT_NOTE
    if amount is not None and kind is DocumentKind.CREDIT_NOTE:
        amount = -abs(amount)
    day = day_of(run, _text(texts.get("date")), place)
    return Listing(kind=kind, number=number, day=day, amount=amount)


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def amount_of(run: Run, text: str) -> Money | None:
    """The amount, read as the recipe says, or as it can only be read."""
    own = run.recipe.decimal
    for decimal in (own, "," if own == "." else "."):
        amount = read_amount(text, decimal=decimal, currency=run.recipe.currency)
        if amount is not None:
            return amount
    return None


def day_of(run: Run, text: str, place: str) -> date:
    """The day; in figures it is read as the recipe says, or as the list's days prove.

    Raises:
        VisitEnded: AMBIGUOUS where they prove nothing, RECIPE_BROKEN where it is no day.
    """
    told = run.recipe.dates
    if not isinstance(told, DateOrder):
        days = run.days if text in run.days else [text]
        order = order_by_evidence(days, today=run.session.clock.now().date())
        if order is None and read_date(text, DateOrder.DMY) is not None:
            raise VisitEnded(OutcomeCode.AMBIGUOUS, candidates="day before month, or after it")
        told = order or DateOrder.DMY
    day = read_date(text, told)
    if day is None:
        raise broken(place, "the document's date is blank or can't be read")
    return day


def described(step: Step) -> object:
    """The document of a step; one example of the other program calls it invoice."""
    return step.get("document", step.get("invoice"))


def by_address(run: Run, step: Step, place: str) -> bool:
    """A file at an address."""
    address = urljoin(run.page.url, run.text(step, "url", place))

    def bring(row: Row) -> Got:
        return at_address(run.session, address, row)

    return deliver(run, described(step), place, bring)


def by_base64(run: Run, step: Step, place: str) -> bool:
    """A file that a script has read."""
    told = run.text(step, "base64", place)

    def bring(row: Row) -> Got:
        try:
            return Got(base64.b64decode(told.rpartition(",")[2], validate=True), "document.pdf")
        except (binascii.Error, ValueError):
            raise no_document(row, "no base64") from None

    return deliver(run, described(step), place, bring)


def by_download(run: Run, step: Step, place: str) -> bool:
    """A file whose download a step before has started, or the page starts by itself."""

    def bring(row: Row) -> Got:
        came: Download | None = until(
            run.page,
            lambda: run.downloads.pop(0) if run.downloads else None,
            seconds=max(run.seconds(step), patience(run.session)),
        )
        if came is None:
            raise failed(row, "no download came")
        return downloaded(run.session, came, row)

    return deliver(run, described(step), place, bring)


def by_print(run: Run, step: Step, place: str) -> bool:
    """The page itself as PDF, where it proves to be the document."""

    def bring(row: Row) -> Got:
        lacking = unproven(text_of(run.page), row.listing, decimal=run.recipe.decimal)
        if lacking:
            raise no_document(row, f"a page that lacks {' and '.join(lacking)}")
        content = steadily(run.page, lambda: run.page.pdf(format="A4"), otherwise=b"")
        return Got(undated(content), f"{row.listing.number}.pdf")

    return deliver(run, described(step), place, bring)


DELIVERIES: Final[Mapping[str, Action]] = {
    "downloadPdf": by_address,
    "downloadBase64Pdf": by_base64,
    "waitForPdfDownload": by_download,
    "printPdf": by_print,
}
"""The steps that bring a document, by their names in a plug-in."""
