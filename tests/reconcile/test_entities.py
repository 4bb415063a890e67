"""Whose a document is: certain by an id or an exact name, and never guessed."""

from __future__ import annotations

import pytest

from model.entities import Basis, Clues, Doubt, Entity
from reconcile.entities import judge

BOOKS = Entity(
    "e1", "Harbour Books GmbH", "HBG", ids=("DE123456789",), endpoints=("0088:4012345000009",)
)
CAFE = Entity(
    "e2", "Harbour Café GmbH", "HCG", ids=("DE987654321",), mails=("cafe@harbour.example",)
)
OURS = (BOOKS, CAFE)


@pytest.mark.parametrize(
    ("clues", "entity", "basis"),
    [
        (Clues(ids=("de 123 456 789",)), BOOKS, Basis.ID),
        (Clues(name="Whoever", ids=("DE987654321",)), CAFE, Basis.ID),
        (Clues(endpoint="0088:4012345000009"), BOOKS, Basis.ENDPOINT),
        (Clues(endpoint="4012345000009"), BOOKS, Basis.ENDPOINT),
        (Clues(name="HARBOUR BOOKS GMBH"), BOOKS, Basis.NAME),
        (Clues(name="Harbour Books", bound="e2"), CAFE, Basis.ACCOUNT),
        (Clues(mails=("Cafe@Harbour.example",)), CAFE, Basis.MAIL),
        (Clues(ids=("DE5",), own_ids=("DE 5",), mails=("cafe@harbour.example",)), CAFE, Basis.MAIL),
    ],
)
def test_it_is_certain(clues: Clues, entity: Entity, basis: Basis) -> None:
    verdict = judge(OURS, clues)
    assert (verdict.entity, verdict.basis, verdict.doubt) == (entity, basis, None)


@pytest.mark.parametrize(
    ("clues", "doubt"),
    [
        (Clues(), Doubt.SILENT),
        (Clues(name="Harbour Books"), Doubt.SILENT),
        (Clues(name="Maya Okafor"), Doubt.SILENT),
        (Clues(name="Harbour Café GmbH", ids=("DE123456789",)), Doubt.RIVALS),
        (Clues(name="Harbour Café GmbH", ids=("DE555555555",)), Doubt.RIVALS),
        (Clues(name="Harbour Books", ids=("DE555555555",)), Doubt.RIVALS),
        (Clues(name="Nordwind AG", ids=("DE555555555",)), Doubt.STRANGER),
        (Clues(ids=("DE555555555",), mails=("cafe@harbour.example",)), Doubt.STRANGER),
    ],
)
def test_it_is_a_persons_to_say(clues: Clues, doubt: Doubt) -> None:
    verdict = judge(OURS, clues)
    assert (verdict.entity, verdict.doubt) == (None, doubt)


def test_companies_of_one_name_are_told_apart_by_the_address_alone() -> None:
    here = Entity("e1", "Harbour Ltd", "H1", places=("Leith",))
    there = Entity("e2", "Harbour Ltd", "H2", places=("Cork",))
    assert judge((here, there), Clues("Harbour Ltd", place="1 Quay, Cork")).entity == there
    assert judge((here, there), Clues("Harbour Ltd", place="1 Quay, York")).doubt is Doubt.RIVALS


def test_a_tax_group_shares_its_id_and_the_name_decides() -> None:
    group = (Entity("e1", "A GmbH", "A", ids=("DE1",)), Entity("e2", "B GmbH", "B", ids=("DE1",)))
    assert judge(group, Clues("B GmbH", ids=("DE1",))).entity == group[1]
    assert judge(group, Clues(ids=("DE1",))).doubt is Doubt.RIVALS


def test_the_only_company_has_all_but_what_is_somebody_elses() -> None:
    assert judge((BOOKS,), Clues(name="Maya Okafor")).basis is Basis.ONLY
    assert judge((BOOKS,), Clues(name="Nordwind AG", ids=("DE5",))).doubt is Doubt.STRANGER
