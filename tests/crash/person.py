"""The person who plays along: a visit that broke off is made again on their word."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from model.outcomes import OutcomeCode
from model.people import Role, User
from model.suppliers import PortalState
from pipeline import answers
from storage import exceptions, expectations, runs, suppliers
from storage.store import Store
from storage.tx import Tx

PERSON: Final = User("u1", "maya", "Maya Okafor", Role.ADMIN)
_SOON: Final = timedelta(seconds=20)


def answer_interrupted(store: Store) -> int:
    """How many questions about sign-ins that broke off were answered with "try again"."""
    with store.begin() as tx:
        return _answer(tx, {OutcomeCode.INTERRUPTED})


def see_to(store: Store) -> int:
    """How many visits that trouble of ours has spoilt, or put off, were asked for again."""
    with store.begin() as tx:
        spoilt = set(OutcomeCode) - {OutcomeCode.LOGIN_FAILED}
        return _answer(tx, spoilt) + _visit_what_waits(tx)


def _answer(tx: Tx, codes: set[OutcomeCode]) -> int:
    count = 0
    for item in exceptions.open_(tx):
        kind, _, portal_id = item.subject.partition(":")
        last = runs.past(tx, portal_id, 1) if kind == "portal" else ()
        if any(run.outcome and run.outcome.code in codes for run in last):
            answers.answer(tx, PERSON, item.id, item.answers[0].key)
            count += 1
    return count


def _visit_what_waits(tx: Tx) -> int:
    """How many portals are visited now of which something is expected that was put off."""
    busy = {run.portal_id for run in runs.unfinished(tx)}
    late = [
        portal
        for portal in suppliers.portals(tx)
        if portal.state is PortalState.OPEN and portal.id not in busy
        for one in expectations.open_for_portal(tx, portal.id)
        if one.next_attempt is not None and one.next_attempt > tx.now() + _SOON
    ]
    for portal_id in {portal.id for portal in late}:
        answers.visit_now(tx, PERSON, portal_id)
    return len(late)
