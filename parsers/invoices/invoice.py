"""An invoice read from its pages: words, labels, candidates, totals, parties, lines, checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from model.documents import (
    DECISIVE,
    PAYABLE_KINDS,
    TOTALS,
    DocumentFormat,
    DocumentKind,
    Reading,
    ReadState,
)
from parsers.hints import Hints
from parsers.invoices import candidates, checks, header, items, parties, proof, taxes, totals
from parsers.invoices.found import Found
from parsers.memory import recall
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout
from parsers.wording import kinds, labels, titles
from parsers.wording.labels import Label

BLANK: Final = Reading(DocumentKind.OTHER, DocumentFormat.PDF, ReadState.READ)


def read(layout: Layout, marks: list[Label], hints: Hints, printed: Reading) -> Reading:
    """What the pages of an invoice say, added to what is known of the print: kind and format."""
    geometry = Geometry(layout, labels.outside_table(marks, items.header_line(layout)))
    memory = recall.memory_of(layout, marks, hints.memories)
    order = recall.month_first(memory)
    typed = candidates.collect(layout, american="$" in layout.text, month_first=order)
    remembered = recall.recall(memory, layout, typed, marks)
    rows = taxes.breakdown(geometry, typed.amounts)
    solved = totals.solve(layout, geometry, typed.amounts, rows, remembered=remembered.totals)
    lines = items.read_lines(layout, _without(typed, rows), proof.goals(solved))
    solved = proof.with_lines(solved, lines, typed.amounts)
    read = _found(layout, geometry, typed, hints) | solved.fields()
    found = remembered.over(read)
    unproved = _unproved(found, proved=solved.holds and solved.nothing_larger(typed.amounts))
    return replace(
        printed,
        fields=MappingProxyType({name: one.field(name) for name, one in found.items() if one}),
        lines=lines,
        tax_rows=taxes.stated(rows, totals.value(solved.net), totals.value(solved.tax)),
        checks=checks.of_page(solved, lines),
        accept=printed.kind in PAYABLE_KINDS and not unproved,
        unproved=unproved,
        pages=len(layout.pages),
    )


def _found(
    layout: Layout, geometry: Geometry, typed: candidates.Candidates, hints: Hints
) -> dict[str, Found | None]:
    title = titles.title_line(layout, typed.locale)
    _, heading = kinds.kind_of(layout, geometry.labels)
    number = title.number if title else header.number(layout, geometry, typed, title=heading)
    issued = title.day if title else header.issue_date(layout, geometry, typed.days, number)
    vat_id = parties.vat_id(layout, geometry.labels, hints)
    seller, buyer = parties.both(layout, geometry.labels, hints)
    return {
        "invoice_number": number,
        "issue_date": issued,
        "due_date": header.due_date(geometry, typed.days, issued),
        **{
            name: header.other_number(geometry, typed.identifiers, number, field=name)
            for name in ("po_number", "customer_number", "preceding_invoice")
        },
        "seller_vat_id": vat_id,
        "iban": header.iban(layout),
        "currency": header.currency(layout, typed, vat_id.value if vat_id else None),
        "seller_name": seller,
        "buyer_name": buyer,
    }


def _without(typed: candidates.Candidates, rows: Sequence[taxes.Row]) -> candidates.Candidates:
    """The candidates without those of the tax breakdown, whose rows are no items."""
    taken = {row.line for row in rows}
    return replace(
        typed, amounts=tuple(one for one in typed.amounts if one.place.line not in taken)
    )


def _unproved(found: dict[str, Found | None], *, proved: bool) -> tuple[str, ...]:
    """What somebody needs to look at: what no label names, and the totals where no sum holds."""
    labelled = (name for name in DECISIVE if name not in TOTALS)
    unnamed = (name for name in labelled if not ((one := found.get(name)) and one.strong))
    return (*unnamed, *(() if proved else TOTALS))
