"""How far a new company is, and how far a new portal is: asked of the store as it stands."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlsplit

from fetchers.portals.recipe.whole import read_recipe
from model.connections import FirstSteps, FirstVisit, Sample
from model.errors import RecipeInvalid, WrongInput
from model.filing import FiledDocument
from model.outcomes import OutcomeCode
from model.people import User
from model.suppliers import Portal
from model.visits import Run
from storage import audit, deliveries, documents, exceptions, runs, screens, settings, suppliers
from storage import mail as stored_mail
from storage import recipes as stored_recipes
from storage.changes import announce
from storage.tx import Tx

_SAMPLES: Final = 3
_SKIPPED: Final = "first_steps_skipped"
_TAKEN: Final = "portal_taken:"


def first_visit(tx: Tx, portal_id: str) -> FirstVisit:
    """How far a portal is on its way in. Raises RecordMissing."""
    portal = suppliers.portal(tx, portal_id)
    last = next(iter(runs.past(tx, portal_id, 1)), None)
    running = next((one for one in runs.unfinished(tx) if one.portal_id == portal_id), None)
    asked = exceptions.open_of(tx, f"portal:{portal_id}")
    brought = _brought(tx, portal)
    lists, columns = _recipe(tx, portal_id)
    return FirstVisit(
        portal_id=portal_id,
        name=portal.name,
        host=urlsplit(portal.start_url).netloc,
        run=running.id if running and running.attended_by else "",
        waits=running is not None,
        ended=last.outcome.sentence if last and last.outcome else "",
        good=_good(last),
        refused=_refused(last),
        question_id=asked[0].id if asked else "",
        documents=len(brought),
        samples=tuple(map(_sample, brought[:_SAMPLES])),
        lists=lists,
        columns=columns,
        accepted=_taken(tx, portal_id),
    )


def accept_portal(tx: Tx, user: User, portal_id: str) -> None:
    """Take what the first visit found. Raises WrongInput where no visit went well yet."""
    portal = suppliers.portal(tx, portal_id)
    if not any(map(_good, runs.past(tx, portal_id, 10))):
        raise WrongInput(f"No visit to {portal.name} went well yet; there is nothing to take.")
    settings.put(tx, f"{_TAKEN}{portal_id}", "yes")
    audit.note(tx, user.name, "took the first visit", f"portal:{portal_id}", portal.name)
    announce(tx, "portals", portal_id)


def first_steps(tx: Tx) -> FirstSteps:
    """How far a new company is."""
    counts = screens.counts(tx)
    boxes, receivers = stored_mail.mailboxes(tx), deliveries.destinations(tx)
    portals = [one for one in suppliers.portals(tx) if one.credential and one.confirmed]
    taken = [one for one in portals if _taken(tx, one.id)]
    portal = next(iter((*taken, *portals)), None)
    return FirstSteps(
        mailbox=boxes[0].name if boxes else "",
        portal=portal.name if portal else "",
        portal_id=portal.id if portal else "",
        portal_taken=bool(taken),
        destination=receivers[0].name if receivers else "",
        documents=counts.all,
        delivered=counts.delivered,
        skipped=settings.get(tx, _SKIPPED, "no") == "yes",
    )


def skip(tx: Tx, user: User) -> None:
    """Open on the inbox from now on."""
    settings.put(tx, _SKIPPED, "yes")
    audit.note(tx, user.name, "skipped", "setting:first steps", "")


def _taken(tx: Tx, portal_id: str) -> bool:
    return settings.get(tx, f"{_TAKEN}{portal_id}", "no") == "yes"


def _good(run: Run | None) -> bool:
    return run is not None and run.outcome is not None and run.outcome.good


def _refused(run: Run | None) -> bool:
    if run is None or run.outcome is None:
        return False
    return run.outcome.code is OutcomeCode.LOGIN_FAILED


def _brought(tx: Tx, portal: Portal) -> list[FiledDocument]:
    """The documents of its supplier and account, newest first."""
    found = documents.of_supplier(tx, portal.supplier_id)
    ours = [one for one in found if one.account_id == portal.account_id]
    return sorted(ours, key=lambda one: (one.day or date.min, one.id), reverse=True)


def _sample(one: FiledDocument) -> Sample:
    return Sample(one.id, one.kind, one.number or "", one.day, one.gross)


def _recipe(tx: Tx, portal_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lists and columns of the recipe that visits go by; none where there is no such recipe."""
    version = stored_recipes.current(tx, portal_id)
    if version is None:
        return (), ()
    try:
        recipe = read_recipe(version.text)
    except RecipeInvalid:  # it was edited by hand; `billhook portals check` says where it is wrong
        return (), ()
    columns = dict.fromkeys(name for one in recipe.lists for name in one.columns.named())
    return tuple(one.name for one in recipe.lists), tuple(columns)
