"""The statements of `statement_senders`, set as PDF, CSV, XLSX and HTML, with exact truth."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus.flowables import Flowable

from benchmarks.invoice_papers import printable
from benchmarks.statement_papers import Paper
from benchmarks.statement_sender_lists import SENDERS
from benchmarks.statement_senders import Case, Cell, Sender

_WIDE = A4[0] - 80
_RIGHT = frozenset({"debit", "credit", "amount", "orig", "paid", "open", "balance", "late", "size"})
_CURRENCY = {
    "de": "Währung", "at": "Währung", "fr": "Devise", "nl": "Valuta", "it": "Valuta",
    "es": "Moneda", "pl": "Waluta", "pt": "Moeda", "sv": "Valuta", "da": "Valuta", "no": "Valuta",
    "fi": "Valuutta", "cs": "Měna",
}  # fmt: skip
_AGED = ("Current", "1-30", "31-60", "61-90", "90+")


def papers(senders: Sequence[Sender] = SENDERS, seeds: Iterable[int] = (1, 2)) -> Iterator[Paper]:
    """A statement of each of these senders in each of its languages, for each seed."""
    for at, sender in enumerate(senders):
        for language in sender.words:
            for seed in seeds:
                case = Case(sender, language, random.Random(f"{sender.name}-{language}-{seed}"))
                yield Paper(
                    at, language, sender.form, _SET[sender.form](case), case.account,
                    case.currency, case.opening, case.rows, case.closing,
                )  # fmt: skip


def _row(case: Case, label: str, amounts: dict[str, Decimal]) -> list[Cell]:
    """A row that is no document: a label in its widest column of text, and amounts."""
    place = next((one for one in ("kind", "ref") if one in case.columns), case.columns[0])
    cells: dict[str, Cell] = {**dict(amounts), place: label}
    return [cells.get(name) for name in case.columns]


def _body(case: Case) -> Iterator[list[Cell]]:
    """The rows of the table; one cell alone is a line across it."""
    last = next((one for one in reversed(case.columns) if one in _SUMMED), "debit")
    if case.sender.has("openrow"):
        yield _row(case, case.words["opening"], {last: case.opening})
    yield from _sites(case, last) if case.sender.has("sites") else _lines(case)
    if case.sender.has("totals"):
        yield _totals(case)
    if case.sender.has("overdue"):
        late = (row.amount for row in case.rows if row.due and row.due < case.printed)
        yield _row(case, case.more[0], {last: sum(late, Decimal(0))})
    if case.sender.has("closerow"):
        yield _row(case, case.words["closing"], {last: case.closing})


def _lines(case: Case) -> Iterator[list[Cell]]:
    for at, (_, cells) in enumerate(case.cells()):
        yield cells
        if case.sender.has("two"):
            yield [case.more[0].format(f"45{at:04}", 80_100 + at)]


def _sites(case: Case, last: str) -> Iterator[list[Cell]]:
    """Four lines under each site, and their sum."""
    lines = list(case.cells())
    for site in range(0, len(lines), 4):
        group = lines[site : site + 4]
        yield [case.more[0].format(f"{site // 4 + 1:03}")]
        yield from (cells for _, cells in group)
        total = sum((row.amount for row, _ in group), Decimal(0))
        yield _row(case, case.more[1], {last: total})


_SUMMED = frozenset({"balance", "open", "amount"})


def _totals(case: Case) -> list[Cell]:
    amounts = [row.amount for row in case.rows]
    debits = sum((one for one in amounts if one > 0), Decimal(0))
    return _row(case, case.more[0], {"debit": debits, "credit": debits - sum(amounts)})


def _said(case: Case, cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return case.money(cell)
    return case.day(cell) if isinstance(cell, date) else cell or ""


def _facts(case: Case) -> list[tuple[str, str]]:
    facts = [(case.words["account"], case.account), (case.words["day"], case.day(case.printed))]
    if not case.sender.has("sym") and "cur" not in case.columns:
        facts.append((_CURRENCY.get(case.language, "Currency"), case.currency))
    if case.sender.has("boxed"):
        facts.append((case.words["closing"], case.money(case.closing, symbol=True)))
    return facts


def _pdf(case: Case) -> bytes:
    buffer = io.BytesIO()
    frame = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        invariant=1,
        leftMargin=40,
        rightMargin=40,
        topMargin=36,
        bottomMargin=40,
    )
    frame.build(list(_story(case)), onFirstPage=_foot(case), onLaterPages=_foot(case))
    return buffer.getvalue()


def _foot(case: Case) -> Callable[[Any, Any], None]:
    def draw(canvas: Any, frame: Any) -> None:
        canvas.setFont("Helvetica", 7)
        bank = f"{case.house[0]} - {case.house[2]} - IBAN DE02 1203 0000 0000 2020 51"
        canvas.drawString(40, 22, printable(bank))
        canvas.drawRightString(A4[0] - 40, 22, f"{frame.page}")

    return draw


def _story(case: Case) -> Iterator[Flowable]:
    has = case.sender.has
    font = "Courier" if has("mono") else "Helvetica"
    plain, loud = _style(font, 9), _style(f"{font}-Bold", 15)
    sides = [list(case.house), [case.words["title"]]]
    yield Table(
        [[_text(sides[0], plain), _text(sides[1], loud)]], colWidths=[_WIDE * 0.6, _WIDE * 0.4]
    )
    yield Spacer(1, 10)
    yield _head(case, plain, font)
    yield Spacer(1, 14)
    if has("box"):
        yield _summary(case, font)
        yield Spacer(1, 12)
    yield _table(case, font)
    yield Spacer(1, 12)
    yield from _close(case, plain, font)


def _summary(case: Case, font: str) -> Flowable:
    """Balances and turnovers in a box above the table."""
    debits = sum((row.amount for row in case.rows if row.amount > 0), Decimal(0))
    opening, closing = case.words["opening"].strip("*"), case.words["closing"]
    pairs = [
        (opening, case.opening), (case.more[0], debits),
        (case.more[1], case.opening + debits - case.closing), (closing, case.closing),
    ]  # fmt: skip
    cells = [[printable(label), printable(case.money(amount))] for label, amount in pairs]
    style = [("FONT", (0, 0), (-1, -1), font, 9), ("BOX", (0, 0), (-1, -1), 0.5, colors.grey)]
    return Table(cells, hAlign="RIGHT", style=TableStyle(style))


def _style(font: str, size: float, align: int = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}{size}{align}", fontName=font, fontSize=size, leading=size * 1.25, alignment=align
    )


def _text(lines: Sequence[str], style: ParagraphStyle) -> Paragraph:
    return Paragraph("<br/>".join(html.escape(printable(line)) for line in lines), style)


def _head(case: Case, plain: ParagraphStyle, font: str) -> Flowable:
    facts, address = _facts(case), _text(case.buyer, plain)
    if case.sender.has("above"):
        cells = [[printable(label) for label, _ in facts], [value for _, value in facts]]
        ruled = TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("FONT", (0, 0), (-1, -1), font, 9)]
        )
        return Table([[address, Table(cells, style=ruled)]], colWidths=[_WIDE * 0.5, _WIDE * 0.5])
    pairs = Table(
        [[printable(label), printable(value)] for label, value in facts],
        style=TableStyle([("FONT", (0, 0), (-1, -1), font, 9)]),
    )
    sides = [pairs, address] if case.sender.has("left") else [address, pairs]
    return Table([sides], colWidths=[_WIDE * 0.5, _WIDE * 0.5])


def _titles(case: Case) -> list[str]:
    """The headers; those of amounts with the currency behind them where that is the habit."""
    money = _RIGHT - {"late"} if case.sender.has("headcur") else ()
    pairs = zip(case.columns, case.heads, strict=True)
    return [f"{head} ({case.currency})" if name in money else head for name, head in pairs]


def _at_right(case: Case) -> Iterator[int]:
    return (at for at, name in enumerate(case.columns) if name in _RIGHT)


def _table(case: Case, font: str) -> Flowable:
    rows, has = list(_body(case)), case.sender.has
    size = 8.0 if len(case.columns) < 8 else 7.0
    heads = [
        Paragraph(html.escape(printable(head)), _style(f"{font}-Bold", size, 2 * (name in _RIGHT)))
        for name, head in zip(case.columns, _titles(case), strict=True)
    ]
    texts = [[printable(_said(case, cell)) for cell in row] for row in rows]
    full = [row for row in texts if len(row) == len(heads)]
    widths = [max(4, *(len(row[at]) for row in full)) + 2.5 for at in range(len(heads))]
    unit = _WIDE / sum(widths)
    style = [
        ("FONT", (0, 1), (-1, -1), font, size), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        *(("ALIGN", (at, 1), (at, -1), "RIGHT") for at in _at_right(case)),
        *(("SPAN", (0, at), (-1, at)) for at, row in enumerate(texts, 1) if len(row) == 1),
    ]  # fmt: skip
    if has("grid"):
        style.append(("GRID", (0, 0), (-1, -1), 0.4, colors.black))
    if has("lines"):
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey))
    padded = [row + [""] * (len(heads) - len(row)) for row in texts]
    return Table(
        [heads, *padded],
        colWidths=[one * unit for one in widths],
        repeatRows=1,
        style=TableStyle(style),
    )


def _close(case: Case, plain: ParagraphStyle, font: str) -> Iterator[Flowable]:
    has, closing = case.sender.has, case.money(case.closing)
    label = printable(case.words["closing"])
    if has("aged"):
        yield _aged(case, font, boxed=has("closebox"))
        yield Spacer(1, 10)
    if has("closepair"):
        yield Table(
            [["", label, closing]], colWidths=[_WIDE * 0.4, _WIDE * 0.4, _WIDE * 0.2],
            style=TableStyle([
                ("FONT", (0, 0), (-1, -1), f"{font}-Bold", 10),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ]),
        )  # fmt: skip
    if has("stub"):
        yield Spacer(1, 30)
        yield _text(["PAYMENT ADVICE", f"To: {case.house[0]}"], plain)
        yield Table(
            [["Customer", case.buyer[0]], [label, closing], ["Amount Enclosed", ""]], hAlign="RIGHT"
        )


def _aged(case: Case, font: str, *, boxed: bool) -> Flowable:
    """What is due by its age, and beside it the sum where that is its place."""
    shares = dict.fromkeys(range(5), Decimal(0))
    for row in case.rows:
        late = (case.printed - (row.due or row.day)).days
        shares[min(4, max(0, -(-late // 30)))] += row.amount
    shares[4] += case.opening
    heads, values = list(_AGED), [case.money(one) for one in shares.values()]
    if boxed:
        heads, values = (
            [*heads, printable(case.words["closing"])],
            [*values, case.money(case.closing)],
        )
    ruled = [
        ("FONT", (0, 0), (-1, -1), font, 8),
        ("ALIGN", (0, 0), (-1, -1), "RIGHT"),
        ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
    ]
    return Table(
        [heads, [printable(one) for one in values]],
        style=TableStyle(ruled),
        colWidths=[_WIDE / len(heads)] * len(heads),
    )


def _csv(case: Case) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="," if case.language in {"en", "us"} else ";")
    rows = [[_said(case, cell) for cell in row] for row in _body(case)]
    if case.sender.has("bare"):
        writer.writerow([case.words["account"], *case.heads])
        writer.writerows([case.account, *row] for row in rows)
    else:
        writer.writerows([[case.words["title"]], *_facts(case), [], case.heads, *rows])
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(case: Case) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own clock
    page: Any = book.active
    page["A1"] = case.house[0]
    page["A2"] = case.words["title"]
    page["D2"] = case.words["day"]
    page["E2"] = case.printed
    page["G2"] = case.currency
    page["A3"] = f"{case.words['account']}: {case.account}"
    at = 6
    grid: list[Sequence[Cell]] = [case.heads, *_body(case)]
    for row in grid:
        for column, cell in enumerate(row, 1):
            if cell not in ("", None):
                page.cell(at, column, cell).number_format = _number_format(cell)
        at += 1
    if case.sender.has("gaps"):
        page.cell(at + 1, 4, case.words["closing"])
        page.cell(at + 1, 5, case.closing).number_format = "#,##0.00;[Red]-#,##0.00"
    book.save(buffer)
    return buffer.getvalue()


def _number_format(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return "#,##0.00;[Red]-#,##0.00"
    return "dd/mm/yyyy" if isinstance(cell, date) else "General"


def _html(case: Case) -> bytes:
    rows = [[html.escape(_said(case, cell)) for cell in row] for row in _body(case)]
    cards = "".join(
        f"<div class='card'><small>{html.escape(label)}</small><p>{html.escape(value)}</p></div>"
        for label, value in _facts(case)
    )
    heads = "".join(f"<th>{html.escape(head)}</th>" for head in case.heads)
    body = "".join("<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in rows)
    closing = ""
    if not case.sender.has("closerow"):
        total = html.escape(case.money(case.closing))
        closing = f"<p><b>{html.escape(case.words['closing'])}: {total}</b></p>"
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><header>{case.house[0]}"
        f"</header><h1>{html.escape(case.words['title'])}</h1>{cards}<table class='table'><thead>"
        f"<tr>{heads}</tr></thead><tbody>{body}</tbody></table>{closing}<footer>{case.house[0]}, "
        f"{case.house[1]}, {case.house[2]}</footer></body></html>"
    ).encode()


_SET: dict[str, Callable[[Case], bytes]] = {"pdf": _pdf, "csv": _csv, "xlsx": _xlsx, "html": _html}
