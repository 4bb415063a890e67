"""What each of `statement_suppliers` that list what is unpaid prints: its tables and sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from benchmarks.statement_papers import Row
from benchmarks.statement_suppliers import Block, Case, Cell, Pairs, Prose, Table

_CR, _MINUS = "{} CR", "\N{MINUS SIGN}{}"


def row_of(columns: str, **cells: Cell) -> list[Cell]:
    """A row with cells in these columns, the others empty."""
    return [cells.get(name, "") for name in columns.split()]


def head_of(case: Case, *, typed: bool = False) -> Iterator[Block]:
    """Who sends it, what it is, and the facts of the account."""
    yield Prose((case.seller,))
    yield Prose((case.words["title"],))
    yield Pairs(case.facts(typed=typed))


def months_of(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each month, under its name."""
    for month, group in groupby(rows, lambda row: row.day.replace(day=1)):
        yield f"{month:%m/%Y}", list(group)


def _steel(case: Case) -> Iterator[Block]:
    yield from head_of(case)
    columns = "pos number issued due value paid left late"
    rows = [
        [
            str(at), row.reference, case.day(row.day), case.day(row.due),
            case.money(case.original(row)), case.money(case.original(row) - row.amount),
            case.money(row.amount), str(case.late(row) or ""),
        ]
        for at, row in enumerate(case.rows, 1)
    ]  # fmt: skip
    yield Table("rlllrrrr", case.heads(columns), rows)
    closing = f"{case.money(case.closing)} {case.currency}"
    yield Pairs([(case.words["total"], closing)], right=True)


def _parcel(case: Case) -> Iterator[Block]:
    """Typed cells, a section a month, each with a sum."""
    yield from head_of(case, typed=True)
    columns = "number issued service count due amount open"
    rows: list[list[Cell]] = []
    for month, group in months_of(case.rows):
        rows.append([month])
        rows += [
            [
                row.reference, row.day, case.dice.choice(("EXPRESS", "ECO", "INTL")),
                Decimal(case.dice.randrange(1, 90)), row.due, row.amount, row.amount,
            ]
            for row in group
        ]  # fmt: skip
        total = case.sum_of(group)
        rows.append(row_of(columns, number=case.words["subtotal"], amount=total, open=total))
    closing = f"{case.words['closing']} ({case.currency})"
    rows += [[], row_of(columns, number=closing, open=case.closing)]
    yield Table("lllrlrr", case.heads(columns), rows)


def _leasing(case: Case) -> Iterator[Block]:
    """Contracts and instalments beside the invoices."""
    yield from head_of(case)
    columns = "contract asset part number issued due amount open"
    contracts = [
        (f"{case.dice.randrange(100_000, 999_999)}-{at}", one)
        for at, one in enumerate(("Toyota 8FBE15", "Ricoh IM C3000", "VW Caddy"), 1)
    ]
    rows: list[list[Cell]] = []
    for at, row in enumerate(case.rows):
        contract, asset = contracts[at % 3]
        amount = case.money(row.amount)
        rows.append([
            contract, asset, f"{at // 3 + 7}/48", row.reference, case.day(row.day),
            case.day(row.due), amount, amount,
        ])  # fmt: skip
    yield Table("llrlllrr", case.heads(columns), rows)
    closing = f"{case.currency} {case.money(case.closing)}"
    yield Pairs([(case.words["closing"], closing)], right=True)


def _bucket(case: Case, row: Row) -> int:
    return min(4, -(-case.late(row) // 30))


def _distributor(case: Case) -> Iterator[Block]:
    """The amount stands in the column of its age."""
    yield from head_of(case)
    rows: list[list[Cell]] = []
    totals = [Decimal(0)] * 5
    for row in case.rows:
        bucket = _bucket(case, row)
        totals[bucket] += row.amount
        cells = ["" if at != bucket else case.money(row.amount, _CR) for at in range(5)]
        order = f"PO-{case.dice.randrange(10_000, 99_999)}"
        rows.append([row.reference, case.day(row.day), order, *cells])
    sums = [case.money(one, _CR) for one in totals]
    rows.append([case.words["total"], "", "", *sums])
    yield Table("lllrrrrr", case.heads("number issued order b0 b1 b2 b3 b4"), rows)
    mark = "$" if case.language == "us" else f"{case.currency} "
    yield Pairs([(case.words["closing"], f"{mark}{case.money(case.closing)}")], right=True)
    yield Prose(("- " * 60, case.words["remit"], f"{case.seller}  {case.account}"))


def _nordic(case: Case) -> Iterator[Block]:
    """Payment references beside the numbers."""
    yield from head_of(case)
    rows = [
        [
            row.reference, f"{case.dice.randrange(10**9, 10**10)}", case.day(row.day),
            case.day(row.due), case.money(case.original(row), _MINUS),
            case.money(case.original(row) - row.amount), case.money(row.amount, _MINUS),
        ]
        for row in case.rows
    ]  # fmt: skip
    columns = "number ocr issued due amount paid left"
    foot = row_of(columns, number=case.words["closing"], left=case.money(case.closing, _MINUS))
    yield Table("llllrrr", case.heads(columns), [*rows, foot])
    yield Prose((case.currency,))


def _ageing(case: Case) -> Iterator[Block]:
    """Sections by age, each with a sum, as ledgers of small firms export them."""
    yield Prose((case.seller, case.words["title"]))
    yield Pairs([*case.facts(), ("", case.currency)])
    columns = "date type number due amount open"
    rows: list[list[Cell]] = []
    for bucket in range(4):
        label = case.words[f"b{bucket}"]
        group = [row for row in case.rows if min(3, _bucket(case, row)) == bucket]
        if not group:
            continue
        rows.append([label])
        rows += [
            [
                "", case.day(row.day), case.words[row.kind], row.reference, case.day(row.due),
                case.money(case.original(row)), case.money(row.amount),
            ]
            for row in group
        ]  # fmt: skip
        whole = sum(map(case.original, group), Decimal(0))
        total = case.money(case.sum_of(group))
        rows.append([f"{case.words['total']} {label}", "", "", "", "", case.money(whole), total])
    whole = sum(map(case.original, case.rows), Decimal(0))
    foot = [case.money(whole), case.money(case.closing)]
    rows.append([case.words["closing"], "", "", "", "", *foot])
    yield Table("lllllrr", ["", *case.heads(columns)], rows)


def _portal(case: Case) -> Iterator[Block]:
    """A page without tables: what stands beside each other are boxes."""
    yield from head_of(case)
    form = f"{{}} {case.currency}"
    rows = [
        [
            row.reference, case.day(row.day), case.day(row.due),
            *[case.money(row.amount, f"-{form}", form)] * 2,
        ]
        for row in case.rows
    ]  # fmt: skip
    yield Table("lllrr", case.heads("number issued due amount open"), rows)
    yield Pairs([(case.words["closing"], case.money(case.closing, f"-{form}", form))])


def _unsigned(case: Case) -> Iterator[Block]:
    """Amounts without a sign: only the kind says what adds and what takes away."""
    yield Pairs([*case.facts(), ("", case.currency)])
    columns = "type number date due amount left"
    rows = [
        [
            case.words[row.kind], row.reference, case.day(row.day), case.day(row.due),
            *[case.money(abs(row.amount))] * 2,
        ]
        for row in case.rows
    ]  # fmt: skip
    foot = row_of(columns, type=case.words["closing"], left=case.money(case.closing))
    yield Table("llllrr", case.heads(columns), [*rows, foot])


LISTS: dict[str, Callable[[Case], Iterator[Block]]] = {
    "steel wholesaler": _steel,
    "parcel carrier": _parcel,
    "leasing company": _leasing,
    "distributor": _distributor,
    "nordic ledger": _nordic,
    "ageing export": _ageing,
    "supplier portal": _portal,
    "unsigned export": _unsigned,
}
