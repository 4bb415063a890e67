"""What holds for any statement and any ledger."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from model.documents import StatementLineKind
from model.matches import MatchStatus, StatementItem
from model.orders import EntryKind, LedgerEntry
from reconcile.proof import prove
from reconcile.statements import reconcile
from tests.reconcile.books import entry, eur, item

World = tuple[list[StatementItem], list[LedgerEntry]]

START = date(2026, 10, 1)
references = st.sampled_from(
    [
        "INV-104",
        "104",
        "INV-105",
        "INV-0105",
        "INV-150",
        "1O4",
        "",
        "PO-1",
        "INV-104/1",
        "INV-104/2",
        "8104",
    ]
)
amounts = st.sampled_from(["100.00", "98.00", "50.00", "60.00", "40.00", "150.00", "-100.00"])
days = st.integers(0, 60).map(lambda count: START + timedelta(days=count))
suppliers = st.sampled_from(["S1", "S1", "S1", "S2"])
line_kinds = st.sampled_from([k for k in StatementLineKind if k is not StatementLineKind.OTHER])

line_facts = st.tuples(references, amounts, days, line_kinds, suppliers)
entry_facts = st.tuples(references, amounts, days, st.sampled_from(list(EntryKind)), suppliers)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    lines = draw(st.lists(line_facts, max_size=8))
    booked = draw(st.lists(entry_facts, max_size=8))
    items = [
        item(n, ref, amount, day=day, kind=kind, supplier=supplier, statement=supplier)
        for n, (ref, amount, day, kind, supplier) in enumerate(lines, start=1)
    ]
    entries = [
        entry(n, ref, amount, day=day, kind=kind, supplier=supplier)
        for n, (ref, amount, day, kind, supplier) in enumerate(booked, start=101)
    ]
    return items, entries


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_input_does_not_matter(world: World, dice: random.Random) -> None:
    items, entries = world
    expected = reconcile(items, entries)
    dice.shuffle(items)
    dice.shuffle(entries)
    assert reconcile(items, entries) == expected


@given(worlds())
@settings(max_examples=200, deadline=None)
def test_every_line_gets_one_answer_and_groups_add_up(world: World) -> None:
    items, entries = world
    matches = reconcile(items, entries)
    assert sorted(match.item_id for match in matches) == sorted(line.id for line in items)
    printed = {line.id: line.amount.amount for line in items}
    booked = {one.id: one.amount.amount for one in entries}
    groups = defaultdict(list)
    for match in matches:
        if match.entry_ids:
            groups[match.entry_ids].append(match)
    for ids, group in groups.items():
        gap = sum(printed[match.item_id] for match in group) - sum(booked[key] for key in ids)
        assert gap == sum((match.difference for match in group), Decimal(0))
        assert len({(match.rule, match.reason) for match in group}) == 1


@given(worlds())
@settings(max_examples=200, deadline=None)
def test_no_entry_answers_two_documents(world: World) -> None:
    users = defaultdict(set)
    for match in reconcile(*world):
        for key in match.entry_ids:
            users[key].add((match.rule, match.reason, match.entry_ids))
    assert all(len(found) == 1 for found in users.values())


@given(worlds())
@settings(max_examples=200, deadline=None)
def test_what_is_open_has_no_entries_and_what_is_matched_has(world: World) -> None:
    with_entries = {MatchStatus.MATCHED, MatchStatus.MATCHED_DIFFERENCE}
    without = {MatchStatus.MISSING, MatchStatus.AMBIGUOUS, MatchStatus.DUPLICATE}
    for match in reconcile(*world):
        assert match.status not in (with_entries if not match.entry_ids else without)


@given(worlds(), st.integers(-100_000, 100_000))
@settings(max_examples=200, deadline=None)
def test_a_statement_that_adds_up_is_explained_to_the_coin(world: World, cents: int) -> None:
    items = [line for line in world[0] if line.supplier_id == "S1"]
    entries = [one for one in world[1] if one.supplier_id == "S1"]
    opening = eur("0.01") if not cents else eur(str(Decimal(cents) / 100))
    lines = [line for line in items if line.kind is not StatementLineKind.BALANCE_FORWARD]
    closing = sum((line.amount for line in lines), opening)
    matches = reconcile(lines, entries)
    proof = prove(lines, entries, matches, closing=closing, opening=opening, since=START)
    assert not lines or proof.unexplained.amount == 0
    assert (
        proof.theirs == sum((amount for _, amount in proof.items), proof.ours) + proof.unexplained
    )
