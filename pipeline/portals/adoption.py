"""How far each supplier is adopted, what holds it back, and what it saves: pure rules over facts.

A stage is what the facts prove: it falls as soon as they no longer do. The order of the tests is
the order of the stages, so that what is named is what the next stage lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Final
from urllib.parse import urlsplit

from model.adoption import (
    Adoption,
    AdoptionReport,
    AdoptionStage,
    Effort,
    PastVisit,
    PortalAdoption,
    PortalPast,
    Savings,
    SupplierAdoption,
    SupplierPast,
)
from model.hosts import shown_host
from model.suppliers import PortalState
from pipeline.rules import Rules
from storage import adoption as stored
from storage.tx import Tx

ALONE: Final = 3
"""So many visits in a row that needed nobody make a portal hands-free."""

_ANSWER: Final = "a"
_VISIT: Final = "r"


def report(tx: Tx) -> AdoptionReport:
    """How far every supplier is adopted now, and what was saved in this month."""
    rules = Rules.of(tx)
    month = rules.today(tx).replace(day=1)
    since = datetime.combine(month, time(), rules.zone).astimezone(UTC)
    found = (of_supplier(past, rules.effort) for past in stored.pasts(tx, since))
    return AdoptionReport(month, rules.effort, tuple(sorted(found, key=_least_first)))


def _least_first(one: SupplierAdoption) -> tuple[int, str, str]:
    return one.adoption.stage.rank, one.name.casefold(), one.supplier_id


def of_supplier(past: SupplierPast, effort: Effort) -> SupplierAdoption:
    """How far a supplier is adopted: as far as the least of its portals, or by mail without any."""
    portals = tuple(of_portal(one, effort) for one in past.portals)
    savings = Savings.sum(one.adoption.savings for one in portals)
    stage, held_back, key = _least(portals) if portals else _without_portal(past)
    adoption = Adoption(stage, held_back, key, savings)
    return SupplierAdoption(past.supplier.id, past.supplier.name, adoption, portals)


def _least(portals: Sequence[PortalAdoption]) -> tuple[AdoptionStage, str, str]:
    """The stage of the portal that is least adopted, and what holds that one back."""
    least = min(portals, key=lambda one: one.adoption.stage.rank)
    adoption = least.adoption
    held_back = adoption.held_back
    if held_back and len(portals) > 1:
        held_back = f"{least.name}: {held_back}"
    return adoption.stage, held_back, adoption.key


def _without_portal(past: SupplierPast) -> tuple[AdoptionStage, str, str]:
    """A supplier whose mails bring its documents themselves needs no portal."""
    if past.supplier.proposed:
        held_back = "It was only seen in a mail; say on the Exceptions screen whether it is yours."
        return AdoptionStage.KNOWN, held_back, ""
    if past.by_mail and not past.unreached:
        return AdoptionStage.HANDS_FREE, "", ""
    announced = f"{_documents(past.unreached)} announced, and it" if past.unreached else "It"
    held_back = f"{announced} has no portal here; connect it with: billhook connect portal."
    return AdoptionStage.KNOWN, held_back, ""


def of_portal(past: PortalPast, effort: Effort) -> PortalAdoption:
    """How far a portal is adopted."""
    stage = stage_of(past)
    held_back, key = _hold(past, stage)
    savings = Savings.of(past.sign_ins, past.downloads, effort)
    adoption = Adoption(stage, held_back, key, savings)
    return PortalAdoption(past.portal.id, past.portal.name, adoption)


def stage_of(past: PortalPast) -> AdoptionStage:
    """The stage of a portal; that it is paused is one fact among others."""
    if not past.portal.confirmed:
        return AdoptionStage.KNOWN
    if past.portal.credential is None or not past.let_in:
        return AdoptionStage.REGISTERED
    if past.portal.state is PortalState.PAUSED or not _goes_by_itself(past.visits):
        return AdoptionStage.CONNECTED
    if alone(past.visits) < ALONE or past.waiting or past.asked:
        return AdoptionStage.AUTOMATIC
    return AdoptionStage.HANDS_FREE


def _goes_by_itself(visits: Iterable[PastVisit]) -> bool:
    return any(visit.unasked and visit.failure is None for visit in visits)


def alone(visits: Iterable[PastVisit]) -> int:
    """How many of the last visits went well without anybody, since one last needed a person.

    Those that a person ordered, and failures that passed by themselves, count neither way.
    """
    count = 0
    for visit in visits:
        if visit.needed_person:
            break
        count += visit.alone
    return count


def _hold(past: PortalPast, stage: AdoptionStage) -> tuple[str, str]:
    """What holds a portal back at its stage, and the key that does something about it."""
    if past.portal.state is PortalState.PAUSED:
        return past.portal.paused_because or "It is paused; answer its question.", _ANSWER
    return _HOLDS[stage](past)


def _unconfirmed(past: PortalPast) -> tuple[str, str]:
    host = shown_host(urlsplit(past.portal.start_url).hostname or "")
    return f"{host} was only seen in a mail; say whether it is this supplier's portal.", _ANSWER


def _not_let_in(past: PortalPast) -> tuple[str, str]:
    if past.portal.credential is None:
        return "It has no credential; name one of the vault with: billhook connect portal.", ""
    if not past.visits:
        return "It was not visited yet; visit it now.", _VISIT
    return _how_it_ended(past)


def _not_by_itself(past: PortalPast) -> tuple[str, str]:
    if any(visit.unasked for visit in past.visits):
        return _how_it_ended(past)
    return "So far it was visited only when asked; its next visit of its own proves the rest.", ""


def _not_alone(past: PortalPast) -> tuple[str, str]:
    if past.waiting:
        return f"{_documents(past.waiting)} left to you; answer what is asked about it.", _ANSWER
    if past.asked:
        return "A question about it is open; answer it.", _ANSWER
    lacking = ALONE - alone(past.visits)
    visits = "visit without help proves" if lacking == 1 else "visits without help prove"
    then = f"{lacking} more {visits} it"
    needed = next((visit for visit in past.visits if visit.needed_person), None)
    return (f"{_why(needed)}; {then}." if needed else f"{then}; nothing is to be done."), ""


def _why(needed: PastVisit) -> str:
    day = f"{needed.finished:%-d %b}"
    if needed.failure is None:
        return f"Somebody had to help on {day}"
    return f"{needed.failure.sentence.rstrip('.')} ({day})"


def _how_it_ended(past: PortalPast) -> tuple[str, str]:
    """How the last visit ended that did not end well."""
    failures = (visit.failure for visit in past.visits if visit.failure is not None)
    failure = next(failures, None)
    key = _ANSWER if past.asked else _VISIT
    if failure is None:
        return "No visit has shown yet that it lets us in; visit it now.", key
    return failure.sentence, key


def _nothing(_past: PortalPast) -> tuple[str, str]:
    return "", ""


def _documents(count: int) -> str:
    return "1 document is" if count == 1 else f"{count} documents are"


_HOLDS: Final = {
    AdoptionStage.KNOWN: _unconfirmed,
    AdoptionStage.REGISTERED: _not_let_in,
    AdoptionStage.CONNECTED: _not_by_itself,
    AdoptionStage.AUTOMATIC: _not_alone,
    AdoptionStage.HANDS_FREE: _nothing,
}
