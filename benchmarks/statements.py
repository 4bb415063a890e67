"""Statement matching: lines answered rightly and processor time against a normalised join."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from benchmarks import Measured, cpu_seconds
from model.documents import StatementLineKind
from model.matches import StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile.references import reference
from reconcile.statements import reconcile

_SUPPLIERS, _DOCUMENTS = 40, 60
_DAY = date(2026, 10, 1)


def run(_data: Path | None) -> Measured:
    """Share of lines with the right entry."""
    items, entries, truth = _world(random.Random(7))
    answers = {match.item_id: match.entry_ids for match in reconcile(items, entries)}
    joined = _join(items, entries)
    ours = sum(answers[item] == entry for item, entry in truth.items()) / len(truth)
    theirs = sum(joined.get(item, ()) == entry for item, entry in truth.items()) / len(truth)
    details = {
        "lines": len(items),
        "entries": len(entries),
        "ours_cpu_s": round(cpu_seconds(lambda: reconcile(items, entries)), 3),
        "reference_cpu_s": round(cpu_seconds(lambda: _join(items, entries)), 3),
    }
    return Measured("statements", ours, theirs, "share of lines right", details)


def _world(
    dice: random.Random,
) -> tuple[list[StatementItem], list[LedgerEntry], dict[str, tuple[str, ...]]]:
    items: list[StatementItem] = []
    entries: list[LedgerEntry] = []
    truth: dict[str, tuple[str, ...]] = {}
    for supplier in range(_SUPPLIERS):
        for number in range(_DOCUMENTS):
            key = f"{supplier}-{number}"
            amount = Money(Decimal(dice.randrange(500, 500_000)) / 100, "EUR")
            day = _DAY + timedelta(days=number % 30)
            printed = f"INV-2026-{number:05d}"
            items.append(
                StatementItem(
                    key,
                    f"S{supplier}",
                    f"s{supplier}",
                    StatementLineKind.INVOICE,
                    printed,
                    day,
                    amount,
                )
            )
            truth[key] = (key,)
            if dice.random() < 0.05:
                truth[key] = ()
                continue
            typed = _typed(printed, dice)
            entries.append(
                LedgerEntry(key, f"s{supplier}", EntryKind.INVOICE, typed, day, day, amount, key)
            )
    return items, entries, truth


def _typed(printed: str, dice: random.Random) -> str:
    """The number as a clerk may have typed it."""
    style = dice.random()
    if style < 0.6:
        return printed
    if style < 0.8:
        return printed.replace("INV-", "").replace("-", "/")
    if style < 0.95:
        return printed.replace("-0", "-").lower()
    cut = dice.randrange(10, len(printed))
    return printed[:cut] + str(dice.randrange(10)) + printed[cut + 1 :]


def _join(items: list[StatementItem], entries: list[LedgerEntry]) -> dict[str, tuple[str, ...]]:
    by_key = defaultdict(list)
    for entry in entries:
        by_key[entry.supplier_id, reference(entry.reference).core].append(entry.id)
    return {
        item.id: tuple(by_key.get((item.supplier_id, reference(item.reference).core), ()))
        for item in items
    }
