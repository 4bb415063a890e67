"""Whose a document is among our own companies, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from model.entities import Basis
from model.views import DocumentView
from ui.languages import phrase, say

_BASES: Final[Mapping[Basis, str]] = {
    Basis.ID: phrase("by the number {said}"),
    Basis.ENDPOINT: phrase("by the electronic address {said}"),
    Basis.NAME: phrase("by the name {said}"),
    Basis.NAME_AND_PLACE: phrase("by name and address: {said}"),
    Basis.ACCOUNT: phrase("as said of this supplier's account"),
    Basis.MAIL: phrase("by the mail's address {said}"),
    Basis.ONLY: phrase("the only company"),
    Basis.PERSON: phrase("as a person said"),
}


def entity_words(document: DocumentView) -> str:
    """Which company a document is for, and how that is known."""
    name = say("For {company}", company=document.entity)
    basis = document.entity_basis
    return f"{name}, {say(_BASES[basis], said=document.entity_said)}" if basis else name
