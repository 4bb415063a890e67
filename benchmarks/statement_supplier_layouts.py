"""What each of `statement_suppliers` prints: its tables, sums and words, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial

from benchmarks.statement_papers import Row
from benchmarks.statement_supplier_lists import LISTS, head_of, months_of, row_of
from benchmarks.statement_suppliers import Block, Case, Cell, Pairs, Prose, Table, Turn

_BEHIND, _CR, _MINUS = "{}-", "{} CR", "\N{MINUS SIGN}{}"
_PAGE = 26


def blocks_of(case: Case) -> Iterator[Block]:
    """What stands on a statement, from its head to its foot."""
    return _LAYOUTS[case.supplier.name](case)


def _agency(case: Case) -> Iterator[Block]:
    yield from head_of(case)
    columns = "date kind number week net vat gross balance"
    opened = row_of(columns, kind=case.words["opening"], balance=case.money(case.opening))
    rows: list[list[Cell]] = [opened]
    for row, balance in case.running():
        net = (row.amount / Decimal("1.2")).quantize(Decimal("0.01"))
        paid = row.kind == "payment"
        rows.append([
            case.day(row.day), case.words[row.kind], row.reference,
            "" if paid else f"{row.day.isocalendar().week}",
            "" if paid else case.money(net), "" if paid else case.money(row.amount - net),
            case.money(row.amount), case.money(balance),
        ])  # fmt: skip
    rows.append(row_of(columns, kind=case.words["closing"], balance=case.money(case.closing)))
    yield Table("lllrrrrr", case.heads(columns), rows)
    yield Prose((f"{case.currency}",))


def _water(case: Case) -> Iterator[Block]:
    yield from head_of(case)
    columns = "date kind number volume value balance"
    before = case.day(case.rows[0].day - timedelta(days=3))
    opened = row_of(
        columns, date=before, kind=case.words["opening"], balance=case.money(case.opening)
    )
    rows = [
        [
            case.day(row.day), case.words[row.kind], row.reference,
            str(case.dice.randrange(8, 400)) if row.kind == "invoice" else "",
            case.money(row.amount), case.money(balance),
        ]
        for row, balance in case.running()
    ]  # fmt: skip
    yield Table("lllrrr", case.heads(columns), [opened, *rows])
    closing = f"{case.money(case.closing)} {case.currency}"
    yield Pairs([(f"{case.words['closing']}:", closing)])


def _pharmacy(case: Case) -> Iterator[Block]:
    """Days without a year, and the balance carried over from page to page."""
    first, last = case.rows[0].day.replace(day=1), case.rows[-1].day
    yield Prose((case.seller, case.words["title"]))
    period = f"{first:%d.%m.%Y} - {last:%d.%m.%Y}"
    yield Pairs([(case.words["account"], case.account), (case.words["day"], period)])
    columns = "date kind number amount balance"
    rows = [row_of(columns, kind=case.words["opening"], balance=case.money(case.opening, _BEHIND))]
    for at, (row, balance) in enumerate(case.running(), 1):
        rows.append([
            f"{row.day:%d.%m.}", case.words[row.kind], row.reference,
            case.money(row.amount, _BEHIND), case.money(balance, _BEHIND),
        ])  # fmt: skip
        if at % _PAGE == 0 and at < len(case.rows):
            carried = case.money(balance, _BEHIND)
            over = row_of(columns, kind=f"{case.words['over']} {at // _PAGE + 1}", balance=carried)
            yield Table("lllrr", case.heads(columns), [*rows, over])
            yield Turn()
            rows = [row_of(columns, kind=f"{case.words['from']} {at // _PAGE}", balance=carried)]
    last_row = row_of(
        columns, kind=case.words["closing"], balance=case.money(case.closing, _BEHIND)
    )
    yield Table("lllrr", case.heads(columns), [*rows, last_row])


def _marketplace(case: Case) -> Iterator[Block]:
    """Balances above and below the table, a section a month."""
    yield from head_of(case)
    form = f"{{}} {case.currency}"
    money = partial(case.money, minus=f"-{form}", plus=form)
    yield Pairs([(case.words["opening"], money(case.opening))])
    rows: list[list[Cell]] = []
    for month, group in months_of(case.rows):
        rows.append([month])
        for row in group:
            order = f"{case.dice.randrange(100, 999)}-{case.dice.randrange(10**6, 10**7)}"
            shown = "" if row.kind == "payment" else order
            rows.append([
                case.day(row.day), case.words[row.kind], shown, row.reference, money(row.amount)
            ])  # fmt: skip
    yield Table("llllr", case.heads("date kind order number amount"), rows)
    yield Pairs([(case.words["closing"], money(case.closing))])


def _booking(case: Case) -> Iterator[Block]:
    """Balances without a sign, the side of the account beside them."""
    yield Pairs([(case.words["title"], case.seller), *case.facts(), ("", case.currency)])
    columns = "date number text debit credit balance side"
    debit, credit = case.words["debit"], case.words["credit"]

    def told(balance: Decimal) -> dict[str, Cell]:
        return {
            "balance": case.money(abs(balance)), "side": debit if balance >= 0 else credit,
        }  # fmt: skip

    rows = [row_of(columns, text=case.words["opening"], **told(case.opening))]
    for row, balance in case.running():
        rows.append(row_of(
            columns, date=case.day(row.day), number=row.reference, text=case.words[row.kind],
            debit=case.side(row.amount), credit=case.side(-row.amount), **told(balance),
        ))  # fmt: skip
    debits, lesser = case.sum_of(case.rows, 1), -case.sum_of(case.rows, -1)
    rows.append(row_of(
        columns, text=case.words["turnover"], debit=case.money(debits), credit=case.money(lesser)
    ))  # fmt: skip
    rows.append(row_of(columns, text=case.words["closing"], **told(case.closing)))
    yield Table("lllrrrl", case.heads(columns), rows)


def _grouped(case: Case) -> Iterator[Block]:
    """Invoices, credit notes and payments each under a title of their own, with a sum."""
    yield from head_of(case, typed=True)
    columns = "number issued mark amount"
    rows: list[list[Cell]] = [
        row_of(columns, number=case.words["opening"], amount=case.opening),
        [],
    ]
    for kind in ("invoice", "credit_note", "payment"):
        group = [row for row in case.rows if row.kind == kind]
        if not group:
            continue
        rows.append([case.words[kind]])
        rows += [[row.reference, row.day, f"JT/{row.day:%d%m}", row.amount] for row in group]
        rows += [row_of(columns, number=case.words["subtotal"], amount=case.sum_of(group)), []]
    closing = f"{case.words['closing']} {case.currency}"
    rows.append(row_of(columns, number=closing, amount=case.closing))
    yield Table("lllr", case.heads(columns), rows)


def _old(case: Case) -> Iterator[Block]:
    """No table at all: a line of type for each, with dots up to its amount."""
    yield from head_of(case)

    def dotted(text: str, amount: Decimal) -> str:
        shown = case.money(amount, _CR)
        return f"{text} {'.' * (72 - len(text) - len(shown))} {shown}"

    lines = [dotted(case.words["opening"], case.opening), ""]
    lines += [
        dotted(f"{case.day(row.day)}  {case.words[row.kind]} {row.reference}", row.amount)
        for row in case.rows
    ]
    closing = f"{case.words['closing']} {case.currency}"
    yield Prose((*lines, "", dotted(closing, case.closing)), fixed=True)


def _voucher(case: Case) -> Iterator[Block]:
    """Both sides end with one sum: what closes the account stands on the lesser one."""
    yield from head_of(case)
    columns = "date text type number debit credit"
    rows = [row_of(
        columns, date=case.day(case.rows[0].day.replace(day=1)), text=case.words["opening"],
        debit=case.money(case.opening),
    )]  # fmt: skip
    rows += [
        [
            case.day(row.day), case.words[f"to_{row.kind}"], case.words[row.kind], row.reference,
            case.side(row.amount), case.side(-row.amount),
        ]
        for row in case.rows
    ]  # fmt: skip
    debits = case.opening + case.sum_of(case.rows, 1)
    lesser = -case.sum_of(case.rows, -1)
    rows.append(["", "", "", "", case.money(debits), case.money(lesser)])
    short = {"credit" if case.closing >= 0 else "debit": case.money(abs(case.closing))}
    rows.append(row_of(columns, text=case.words["closing"], **dict[str, Cell](short)))
    both = case.money(max(debits, lesser))
    rows.append(["", "", "", "", both, both])
    yield Table("llllrr", case.heads(columns), rows)
    yield Prose((case.currency,))


def _pages(case: Case) -> Iterator[Block]:
    """Debit and credit of each page, and both carried over; a balance at the end alone."""
    yield from head_of(case)
    columns = "date journal number text debit credit"

    def sums(label: str, part: Sequence[Row], opening: Decimal) -> list[Cell]:
        debit, credit = opening + case.sum_of(part, 1), -case.sum_of(part, -1)
        return row_of(
            columns, text=case.words[label], debit=case.money(debit), credit=case.money(credit)
        )

    rows = [row_of(columns, text=case.words["opening"], debit=case.money(case.opening))]
    for at in range(0, len(case.rows), _PAGE):
        page, done = case.rows[at : at + _PAGE], case.rows[: at + _PAGE]
        rows += [
            [
                case.day(row.day), "BQ" if row.kind == "payment" else "VT", row.reference,
                case.words[row.kind], case.side(row.amount), case.side(-row.amount),
            ]
            for row in page
        ]  # fmt: skip
        rows.append(sums("page", page, Decimal(0)))
        if len(done) < len(case.rows):
            carried = sums("over", done, case.opening)
            yield Table("llllrr", case.heads(columns), [*rows, carried])
            yield Turn()
            rows = [sums("from", done, case.opening)]
    rows.append(sums("total", case.rows, case.opening))
    debit = case.money(case.closing)
    rows.append(row_of(columns, text=f"{case.words['closing']} {case.currency}", debit=debit))
    yield Table("llllrr", case.heads(columns), rows)


def _two(case: Case) -> Iterator[Block]:
    """Payments in a table of their own, without a sign, and a summary below."""
    yield from head_of(case)
    bills = [row for row in case.rows if row.kind != "payment"]
    paid = [row for row in case.rows if row.kind == "payment"]
    columns = "number issued due amount"
    rows = [
        [row.reference, case.day(row.day), case.day(row.due), case.money(row.amount)]
        for row in bills
    ]
    total = row_of(columns, number=case.words["bills_total"], amount=case.money(case.sum_of(bills)))
    yield Prose((case.words["bills"],))
    yield Table("lllr", case.heads(columns), [*rows, total])
    columns = "receipt received method amount"
    rows = [
        [row.reference, case.day(row.day), case.words["transfer"], case.money(-row.amount)]
        for row in paid
    ]
    received = case.money(-case.sum_of(paid))
    total = row_of(columns, receipt=case.words["receipts_total"], amount=received)
    if paid:
        yield Prose((case.words["receipts"],))
        yield Table("lllr", case.heads(columns), [*rows, total])
    yield Prose((case.words["summary"],))
    yield Pairs([
        (case.words["opening"], case.money(case.opening)),
        (case.words["add"], case.money(case.sum_of(bills))),
        (case.words["less"], received),
        (f"{case.words['closing']} {case.currency}", case.money(case.closing)),
    ])  # fmt: skip


def _fuel(case: Case) -> Iterator[Block]:
    """Balances in a box above the table alone; amounts with plus and minus."""
    yield from head_of(case)
    signed = partial(case.money, minus="-{}", plus="+{}")
    bills = case.sum_of([row for row in case.rows if row.kind != "payment"])
    yield Pairs([
        (case.words["opening"], signed(case.opening)),
        (case.words["charges"], signed(bills)),
        (case.words["payments"], signed(case.closing - case.opening - bills)),
        (case.words["closing"], signed(case.closing)),
    ], right=True)  # fmt: skip
    rows = [
        [case.day(row.day), row.reference, case.words[row.kind], signed(row.amount)]
        for row in case.rows
    ]
    yield Table("lllr", case.heads("date number kind amount"), rows)


def _mail_order(case: Case) -> Iterator[Block]:
    """Two lines a record: the number and amounts, then its days."""
    yield from head_of(case)
    money = partial(case.money, minus=_MINUS)
    rows: list[list[Cell]] = [[case.words["opening"], "", money(case.opening)]]
    for row, balance in case.running():
        number = f"{case.words[row.kind]} {row.reference}"
        until = f", {case.words['payable']} {case.day(row.due)}" if row.due else ""
        rows.append([number, money(row.amount), money(balance)])
        rows.append([f"   {case.words['of']} {case.day(row.day)}{until}"])
    rows.append([f"{case.words['closing']} {case.currency}", "", money(case.closing)])
    yield Table("lrr", case.heads("document amount balance"), rows)


def _card(case: Case) -> Iterator[Block]:
    """Running numbers of the ledger beside those of the documents; sums of months."""
    yield from head_of(case, typed=True)
    columns = "date voucher kind number due amount balance"
    rows = [row_of(columns, kind=case.words["opening"], balance=case.opening)]
    balance, voucher = case.opening, case.dice.randrange(2_000, 60_000)
    for _month, group in months_of(case.rows):
        for row in group:
            balance += row.amount
            voucher += 3
            rows.append([
                row.day, str(voucher), case.words[row.kind], row.reference, row.due, row.amount,
                balance,
            ])  # fmt: skip
        rows.append(row_of(columns, kind=case.words["subtotal"], amount=case.sum_of(group)))
    rows.append(row_of(columns, kind=case.words["closing"], balance=case.closing))
    yield Table("llllrrr", case.heads(columns), rows)
    yield Prose((case.currency,))


def _extract(case: Case) -> Iterator[Block]:
    """The side of the account behind each amount."""
    yield from head_of(case)
    debit, credit = case.words["debit"], case.words["credit"]
    sided = partial(case.money, minus=f"{{}} {credit}", plus=f"{{}} {debit}")
    columns = "date kind number value balance"
    opened = row_of(columns, kind=case.words["opening"], balance=sided(case.opening))
    rows = [
        [case.day(row.day), case.words[row.kind], row.reference, sided(row.amount), sided(balance)]
        for row, balance in case.running()
    ]
    foot = row_of(columns, kind=case.words["closing"], balance=sided(case.closing))
    yield Table("lllrr", case.heads(columns), [opened, *rows, foot])
    yield Prose((f"{case.currency}",))


_LAYOUTS: dict[str, Callable[[Case], Iterator[Block]]] = {
    **LISTS,
    "temp agency": _agency,
    "water utility": _water,
    "pharmacy wholesaler": _pharmacy,
    "marketplace": _marketplace,
    "booking export": _booking,
    "grouped workbook": _grouped,
    "old trader": _old,
    "voucher ledger": _voucher,
    "many pages": _pages,
    "two tables": _two,
    "fuel cards": _fuel,
    "mail order": _mail_order,
    "ledger card": _card,
    "mail extract": _extract,
}
