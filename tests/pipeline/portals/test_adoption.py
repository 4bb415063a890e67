"""Adoption: a stage is what the facts prove, and says what the next one lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.adoption import (
    AdoptionStage,
    Effort,
    PastVisit,
    PortalPast,
    Savings,
    SupplierPast,
)
from model.outcomes import Outcome, OutcomeCode, Retry
from model.suppliers import Portal, PortalState, Supplier
from pipeline.portals.adoption import ALONE, alone, of_portal, of_supplier, stage_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EFFORT = Effort(Decimal(3), Decimal("1.5"))
SUPPLIER = Supplier("nw", "Nordwind GmbH")
PORTAL = Portal(
    id="nw-portal",
    supplier_id="nw",
    name="Nordwind",
    start_url="https://portal.nordwind.example/login",
    origins=frozenset({"https://portal.nordwind.example"}),
    credential="nordwind",
)
PAUSED = {"state": PortalState.PAUSED, "paused_because": "It refused the password."}
REFUSED = Outcome(
    OutcomeCode.LOGIN_FAILED, MappingProxyType({"portal": "Nordwind", "bad_field": "password"})
)

ALONE_AND_WELL = PastVisit(NOON, unasked=True)
ASKED_FOR = PastVisit(NOON, unasked=False)
HELPED = PastVisit(NOON, unasked=True, helped=True)
STOPPED = PastVisit(NOON, unasked=True, failure=REFUSED)
DOWN = PastVisit(NOON, unasked=True, failure=Outcome(OutcomeCode.SITE_DOWN))

UNCONFIRMED = (
    "portal.nordwind.example was only seen in a mail; say whether it is this supplier's portal."
)

outcomes = st.sampled_from(OutcomeCode).map(Outcome)
visits = st.builds(PastVisit, st.just(NOON), st.booleans(), st.booleans(), st.none() | outcomes)
portals = st.builds(
    lambda state, credential, because: replace(
        PORTAL, state=state, credential=credential, paused_because=because
    ),
    st.sampled_from(PortalState),
    st.sampled_from([None, "nordwind"]),
    st.sampled_from(["", "It refused the password."]),
)
pasts = st.builds(
    PortalPast,
    portals,
    st.lists(visits, max_size=8).map(tuple),
    let_in=st.booleans(),
    waiting=st.integers(0, 2),
    asked=st.booleans(),
    sign_ins=st.integers(0, 40),
    downloads=st.integers(0, 400),
)


def past(*several: PastVisit, **facts: object) -> PortalPast:
    return replace(PortalPast(PORTAL, several, let_in=bool(several)), **facts)  # type: ignore[arg-type]


def held_back(found: PortalPast) -> tuple[str, str]:
    adoption = of_portal(found, EFFORT).adoption
    return adoption.held_back, adoption.key


@pytest.mark.parametrize(
    ("found", "stage", "sentence", "key"),
    [
        (
            PortalPast(replace(PORTAL, state=PortalState.PROPOSED)),
            AdoptionStage.KNOWN,
            UNCONFIRMED,
            "a",
        ),
        (
            PortalPast(replace(PORTAL, credential=None)),
            AdoptionStage.REGISTERED,
            "It has no credential; name one of the vault with: billhook connect portal.",
            "",
        ),
        (past(), AdoptionStage.REGISTERED, "It was not visited yet; visit it now.", "r"),
        (past(DOWN, let_in=False), AdoptionStage.REGISTERED, "The portal can't be reached.", "r"),
        (
            past(STOPPED, portal=replace(PORTAL, **PAUSED), let_in=False),  # type: ignore[arg-type]
            AdoptionStage.REGISTERED,
            "It refused the password.",
            "a",
        ),
        (
            past(ASKED_FOR),
            AdoptionStage.CONNECTED,
            "So far it was visited only when asked; its next visit of its own proves the rest.",
            "",
        ),
        (past(DOWN, ASKED_FOR), AdoptionStage.CONNECTED, "The portal can't be reached.", "r"),
        (
            past(*[ALONE_AND_WELL] * ALONE, portal=replace(PORTAL, **PAUSED)),  # type: ignore[arg-type]
            AdoptionStage.CONNECTED,
            "It refused the password.",
            "a",
        ),
        (
            past(ALONE_AND_WELL),
            AdoptionStage.AUTOMATIC,
            "2 more visits without help prove it; nothing is to be done.",
            "",
        ),
        (
            past(ALONE_AND_WELL, ALONE_AND_WELL, HELPED),
            AdoptionStage.AUTOMATIC,
            "Somebody had to help on 20 Nov; 1 more visit without help proves it.",
            "",
        ),
        (
            past(ALONE_AND_WELL, STOPPED, ALONE_AND_WELL),
            AdoptionStage.AUTOMATIC,
            f"{REFUSED.sentence.removesuffix('.')} (20 Nov); 2 more visits without help prove it.",
            "",
        ),
        (
            past(*[ALONE_AND_WELL] * ALONE, waiting=1),
            AdoptionStage.AUTOMATIC,
            "1 document is left to you; answer what is asked about it.",
            "a",
        ),
        (
            past(*[ALONE_AND_WELL] * ALONE, asked=True),
            AdoptionStage.AUTOMATIC,
            "A question about it is open; answer it.",
            "a",
        ),
        (past(*[ALONE_AND_WELL] * ALONE, STOPPED), AdoptionStage.HANDS_FREE, "", ""),
        (
            past(ALONE_AND_WELL, ASKED_FOR, DOWN, ALONE_AND_WELL, ALONE_AND_WELL),
            AdoptionStage.HANDS_FREE,
            "",
            "",
        ),
    ],
)
def test_a_portal_is_as_far_as_its_facts_prove(
    found: PortalPast, stage: AdoptionStage, sentence: str, key: str
) -> None:
    assert stage_of(found) is stage
    assert held_back(found) == (sentence, key)


@given(pasts)
@settings(max_examples=50)
def test_what_is_not_hands_free_says_why_and_what_is_says_nothing(found: PortalPast) -> None:
    adoption = of_portal(found, EFFORT).adoption
    assert (adoption.held_back == "") is (adoption.stage is AdoptionStage.HANDS_FREE)
    assert adoption.stage is stage_of(found)


@given(pasts)
@settings(max_examples=50)
def test_one_more_visit_that_needed_nobody_never_sets_a_portal_back(found: PortalPast) -> None:
    further = replace(found, visits=(ALONE_AND_WELL, *found.visits), let_in=True)
    assert stage_of(further).rank >= stage_of(found).rank
    assert alone(further.visits) == alone(found.visits) + 1


@given(pasts, visits.filter(lambda visit: visit.needed_person))
@settings(max_examples=50)
def test_a_visit_that_needed_somebody_is_never_followed_by_hands_free(
    found: PortalPast, visit: PastVisit
) -> None:
    after = replace(found, visits=(visit, *found.visits))
    assert stage_of(after) is not AdoptionStage.HANDS_FREE
    assert alone(after.visits) == 0


@given(pasts)
@settings(max_examples=50)
def test_a_pause_takes_no_stage_away_that_going_on_does_not_give_back(found: PortalPast) -> None:
    open_ = replace(found, portal=replace(found.portal, state=PortalState.OPEN))
    paused = replace(found, portal=replace(found.portal, state=PortalState.PAUSED))
    assert stage_of(paused).rank == min(stage_of(open_).rank, AdoptionStage.CONNECTED.rank)


@given(pasts)
@settings(max_examples=50)
def test_whoever_was_never_let_in_is_not_connected(found: PortalPast) -> None:
    outside = replace(found, let_in=False)
    assert stage_of(outside).rank <= AdoptionStage.REGISTERED.rank


@given(several=st.lists(pasts, min_size=1, max_size=4), by_mail=st.booleans())
@settings(max_examples=50)
def test_a_supplier_is_as_far_as_the_least_of_its_portals_and_saves_what_all_do(
    *, several: list[PortalPast], by_mail: bool
) -> None:
    found = of_supplier(SupplierPast(SUPPLIER, tuple(several), by_mail=by_mail), EFFORT)
    assert found.adoption.stage.rank == min(stage_of(one).rank for one in several)
    savings = found.adoption.savings
    assert savings.sign_ins == sum(one.sign_ins for one in several)
    assert savings.downloads == sum(one.downloads for one in several)
    assert savings.minutes == savings.sign_ins * 3 + savings.downloads * Decimal("1.5")


def test_of_several_portals_the_one_that_lags_is_named() -> None:
    fine = past(*[ALONE_AND_WELL] * ALONE)
    lagging = replace(past(), portal=replace(PORTAL, id="nw-2", name="Nordwind Gas"))
    found = of_supplier(SupplierPast(SUPPLIER, (fine, lagging)), EFFORT)
    assert found.adoption.held_back == "Nordwind Gas: It was not visited yet; visit it now."


def test_a_supplier_that_sends_its_documents_needs_no_portal() -> None:
    found = of_supplier(SupplierPast(SUPPLIER, by_mail=True), EFFORT)
    assert (found.adoption.stage, found.adoption.held_back) == (AdoptionStage.HANDS_FREE, "")
    assert found.adoption.savings == Savings()


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (SupplierPast(SUPPLIER), "It has no portal here; connect it"),
        (SupplierPast(SUPPLIER, by_mail=True, unreached=2), "2 documents are announced, and it"),
        (SupplierPast(replace(SUPPLIER, proposed=True), by_mail=True), "It was only seen in a"),
    ],
)
def test_a_supplier_without_a_way_to_its_documents_is_only_known(
    found: SupplierPast, sentence: str
) -> None:
    adoption = of_supplier(found, EFFORT).adoption
    assert adoption.stage is AdoptionStage.KNOWN
    assert adoption.held_back.startswith(sentence)


def test_every_outcome_that_waits_for_a_person_counts_as_help() -> None:
    for code in OutcomeCode:
        visit = PastVisit(NOON - timedelta(days=1), unasked=True, failure=Outcome(code))
        assert visit.needed_person is (Outcome(code).retry in (Retry.NEVER, Retry.WINDOW))
