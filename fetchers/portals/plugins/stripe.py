"""The two pages of a payment service that many suppliers use: one invoice, and a customer's all.

They are known by their words and their shape, not by a plug-in's selectors, so that they are read
wherever they stand.
"""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page

from fetchers.portals.clicks import click
from fetchers.portals.endings import broken
from fetchers.portals.files import Got
from fetchers.portals.getting.presses import by_press
from fetchers.portals.opening import open_page
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.plugins.delivering import PART, deliver
from fetchers.portals.plugins.run import Run
from fetchers.portals.plugins.values import filled
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe.plugin import Step
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import first_visible, wait_for
from fetchers.portals.signs import text_of

_GET: Final = (
    r"(download|herunterladen|télécharger|descargar|scarica).{0,20}(invoice|rechnung|facture|"
    r"factura|fattura)|(invoice|rechnung).{0,20}(download|herunterladen)"
)
_DOWNLOAD: Final = (
    "css=[data-testid*=download-invoice i]:is(button,a)",
    f"role=button[name=/{_GET}/i]",
    f"role=link[name=/{_GET}/i]",
    "css=a[href*='/pdf']",
)
_MORE: Final = (
    "css=[data-testid*=view-more i]",
    r"role=button[name=/view more|show more|mehr anzeigen|voir plus|ver más|mostra altr/i]",
    r"role=link[name=/view more|show more|mehr anzeigen|voir plus|ver más|mostra altr/i]",
)
_NUMBER: Final = re.compile(
    r"(?:invoice|rechnungs?|facture|factura|fattura)[ -]*"
    r"(?:number|nummer|nr\.?|no\.?|numéro|número)\W{0,5}([A-Z0-9][A-Z0-9-]{2,40})",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    r"(?:date issued|invoice date|payment date|paid on|issue date|due date|rechnungsdatum|"
    r"ausstellungsdatum|zahlungsdatum|date de facturation|fecha)\W{0,5}([^\n]{6,30})",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"-?(?:[A-Z]{3}|[$€£¥])\s?-?\d[\d.,' ]*|-?\d[\d.,' ]*\s?(?:[A-Z]{3}\b|[€£$])"
)
_INVOICES: Final = (
    "a[href*='invoice.stripe.com'], a[data-testid*=hip i], a[href*='/i/acct_'], a[href*='/i/']"
)
_MOST_TURNS: Final = 50
_WAIT: Final = 10.0  # seconds


def run_snippet(run: Run, step: Step, place: str) -> bool:
    """True; the invoices of the page are in the haul."""
    arguments = step.get("args")
    told = arguments.get("url") if isinstance(arguments, dict) else None
    address = filled(told, run.variables)
    if not isinstance(address, str) or not address:
        raise broken(place, "its url is blank")
    match step.get("snippet"):
        case "getInvoiceFromStripeUrl":
            _one(run, address, place)
        case "getInvoicesFromStripeBillingPortal":
            _all(run, address, place)
        case _:
            raise broken(place, "it calls a helper that Billhook does not have")
    return True


def _all(run: Run, address: str, place: str) -> None:
    """Nothing comes back: every invoice that the customer's page lists was visited."""
    open_page(run.session, address)
    settle(run.page)
    for _ in range(_MOST_TURNS):
        more = first_visible(run.page, _MORE)
        before = run.page.locator(_INVOICES).count()
        if more is None:
            break
        click(more, purpose=Purpose.TURN_PAGE, step=place)
        grown = until(
            run.page,
            lambda: run.page.locator(_INVOICES).count() > before or None,  # noqa: B023 - called at once
            seconds=_WAIT,
        )
        if grown is None:
            run.haul.cut("the list of invoices did not go on")
            break
    for one in _addresses(run.page):
        _one(run, one, place)
    run.haul.proofs.append("its list of invoices is empty")


def _addresses(page: Page) -> tuple[str, ...]:
    links = page.locator(_INVOICES)
    told: list[str] = steadily(
        page, lambda: links.evaluate_all("els => els.map(el => el.href)"), otherwise=[]
    )
    return tuple(dict.fromkeys(told))


def _one(run: Run, address: str, place: str) -> None:
    """Nothing comes back: the invoice of a page is in the haul."""
    open_page(run.session, address)
    control = wait_for(run.page, _DOWNLOAD, seconds=min(_WAIT, run.session.patience))
    if control is None:
        raise broken(place, "the page has no control to download its invoice")
    text = text_of(run.page)
    number, day, amount = _NUMBER.search(text), _DAY.search(text), _AMOUNT.search(text)
    document = {
        "id": number[1] if number else "",
        "date": day[1] if day else "",
        "total": amount[0] if amount else "",
    }

    def bring(row: Row) -> Got:
        return by_press(run.session, run.page, control, part=PART, row=row)

    deliver(run, document, place, bring)
