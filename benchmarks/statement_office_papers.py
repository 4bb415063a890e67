"""Statements of hotels, caterers, sites, offices and small traders, printed as each prints them."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.statement_maker_papers import paper
from benchmarks.statement_office_houses import SENDERS
from benchmarks.statement_offices import Case
from benchmarks.statement_papers import Paper
from benchmarks.statement_wholesaler_papers import browsed


def papers() -> Iterator[Paper]:
    """A statement of each of these houses in each of its languages."""
    cases = [(at, Case(one, said)) for at, one in enumerate(SENDERS) for said in one.words]
    return browsed(cases, paper)
