"""The statements of `statement_ledgers`: pages Chromium prints, sheets, exports, portals."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.styles import Font
from playwright.sync_api import PdfMargins, sync_playwright

from benchmarks.statement_cases import Cell, Sender
from benchmarks.statement_ledger_lists import SENDERS
from benchmarks.statement_ledgers import Case
from benchmarks.statement_papers import Paper

_AMOUNTS = frozenset({"debit", "credit", "amount", "orig", "paid", "open", "bal", "size"})
_RIGHT = _AMOUNTS | {"days", "no"}
_PAGE = 22
_MARGIN = PdfMargins(top="14mm", bottom="14mm", left="14mm", right="14mm")
_CSS = """body{font:10px Arial,sans-serif;margin:0}table{border-collapse:collapse;width:100%}
td,th{padding:2px 5px;text-align:left;vertical-align:top}.r{text-align:right;white-space:nowrap}
tr{break-inside:avoid}.new{break-before:page}h1{font-size:17px}.side{float:right;width:46%}
.facts td{padding:1px 8px 1px 0}.box{border:1px solid #333;display:inline-block;padding:6px 14px}
.lines th{border-bottom:1px solid}.lines .t td{border-top:1px solid;font-weight:bold}
.grid td,.grid th{border:1px solid #888}.zebra tr:nth-child(even) td{background:#eee}
.mono,.mono td,.mono th{font:10px 'DejaVu Sans Mono',monospace}.slip{width:26%;float:right}
.body{width:72%;float:left}.age{margin-top:14px}.age td,.age th{text-align:right}
.foot{clear:both;margin-top:20px;font-size:8px;color:#555}"""


def papers(senders: Sequence[Sender] = SENDERS, seeds: Iterable[int] = (1, 2)) -> Iterator[Paper]:
    """A statement of each of these senders in each of its languages, for each seed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        tab = browser.new_page()

        def printed(case: Case) -> bytes:
            tab.set_content(_page(case))
            return tab.pdf(format="A4", margin=_MARGIN)

        for at, sender in enumerate(senders):
            for language in sender.said:
                for seed in seeds:
                    yield _paper(at, Case(sender, language, _dice(sender, language, seed)), printed)
        browser.close()


def _dice(sender: Sender, language: str, seed: int) -> random.Random:
    return random.Random(f"{sender.name}-{language}-{seed}")


def _paper(at: int, case: Case, printed: Callable[[Case], bytes]) -> Paper:
    setters = {"pdf": printed, "xlsx": _xlsx, "csv": _csv, "html": _portal}
    content = setters[case.sender.form](case)
    return Paper(
        at, case.language, case.sender.form, content, case.account, case.currency,
        case.opening, case.rows, case.closing,
    )  # fmt: skip


Line = dict[str, Cell]


def _label(case: Case, word: str, amount: Decimal) -> Line:
    """A row that is no document: its words in the widest column of text, its sum in the last."""
    place = next((one for one in ("kind", "ref") if one in case.heads), next(iter(case.heads)))
    summed = [one for one in ("bal", "open", "amount", "size") if one in case.heads]
    column = summed[0] if summed else "debit"
    return {place: case.fill(word), column: amount}


def _sums(case: Case) -> Line:
    amounts = [row.amount for row in case.rows]
    debits = sum((one for one in amounts if one > 0), Decimal(0))
    line = _label(case, "S", case.closing)
    return {**{k: v for k, v in line.items() if k not in _AMOUNTS}, "debit": debits,
            "credit": debits - sum(amounts)}  # fmt: skip


def _body(case: Case) -> list[tuple[str, Line]]:
    """The rows of the table with the classes in which they are set."""
    has, body, balance = case.sender.has, [], case.opening
    if has("opened"):
        body.append(("", _label(case, "O", case.opening)))
    for at, (row, cells) in enumerate(zip(case.rows, case.cells(), strict=True), 1):
        balance += row.amount
        body.append(("", cells))
        if has("carry") and at % _PAGE == 0 and at < len(case.rows):
            body.append(("t", _label(case, "X", balance)))
            body.append(("new", _label(case, "Y", balance)))
    if has("sums"):
        body.append(("t", _sums(case)))
    if has("closerow"):
        body.append(("t", _label(case, "Z", case.closing)))
    return body


def _said(case: Case, cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return case.money(cell)
    return case.day(cell) if isinstance(cell, date) else cell or ""


def _facts(case: Case) -> list[tuple[str, str]]:
    if case.sender.has("bare"):
        return []
    day = [] if "{end}" in case.words["D"] else [(case.fill("D"), case.day(case.end))]
    top = [(case.fill("Z"), f"{case.currency} {case.money(case.closing, bare=True)}")]
    return [(case.fill("K"), case.account), *day, *(top if case.sender.has("boxtop") else [])]


def _row(cells: Sequence[tuple[str, str]], kind: str, tag: str = "td") -> str:
    inner = "".join(
        f"<{tag}{' class=r' if name in _RIGHT else ''}>{html.escape(text)}</{tag}>"
        for name, text in cells
    )
    return f"<tr class='{kind}'>{inner}</tr>"


def _table(case: Case) -> str:
    look = case.sender.value("look", "lines")
    head = _row(list(case.heads.items()), "", "th")
    pages: list[list[str]] = [[]]
    for kind, line in _body(case):
        if kind == "new":
            pages.append([])
        pages[-1].append(_row([(one, _said(case, line.get(one))) for one in case.heads], kind))
    return "".join(
        f"<table class='{look}{' new' if at else ''}'><thead>{head}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
        for at, rows in enumerate(pages)
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><td>{html.escape(a)}</td><td>{html.escape(b)}</td></tr>" for a, b in pairs)
    return f"<table class='facts side'>{rows}</table>"


def _ageing(case: Case) -> str:
    names = case.words.get("A", "")
    if not names or not case.sender.has("aged"):
        return ""
    heads = "".join(f"<th>{name}</th>" for name in names.split(","))
    cells = "".join(f"<td>{case.money(one)}</td>" for one in case.ageing())
    return f"<table class=age><tr>{heads}</tr><tr>{cells}</tr></table>"


def _slip(case: Case) -> str:
    """A part to tear off that says number and amount of each document once more."""
    if not case.sender.has("slip"):
        return ""
    rows = "".join(
        f"<tr><td>{row.reference}</td><td class=r>{case.money(row.amount)}</td></tr>"
        for row in case.rows
    )
    head = f"<b>{case.fill('slip')}</b><p>{case.account}</p>"
    return f"<div class=slip>{head}<table>{rows}</table></div>"


def _page(case: Case) -> str:
    has, title = case.sender.has, html.escape(case.fill("T"))
    day = f" {case.fill('D')}" if "{end}" in case.words["D"] else ""
    letter = f"<p>{title}{day}</p>" if has("letter") else f"<h1>{title}{day}</h1>"
    close = (
        f"<p><b>{case.fill('Z')}: {case.money(case.closing)}</b></p>" if has("closeline") else ""
    )
    table = f"<div class=body>{_table(case)}</div>{_slip(case)}" if has("slip") else _table(case)
    return (
        f"<!DOCTYPE html><meta charset=utf-8><style>{_CSS}</style>"
        f"<body class='{case.sender.value('look', '')}'>"
        f"<b>{case.house[0]}</b><p>{case.house[1]}</p>"
        f"{_pairs(_facts(case))}<p>{'<br>'.join(map(html.escape, case.buyer))}</p>{letter}{table}"
        f"<div style='clear:both'></div>{close}{_ageing(case)}<p>{html.escape(case.fill('R'))}</p>"
        f"<p class=foot>{case.house[0]} · {case.house[1]} · IBAN DE89 3704 0044 0532 0130 00</p>"
    )


def _portal(case: Case) -> bytes:
    """A page of a portal: with a table, or with a grid of blocks that scripts would make."""
    body = _grid(case) if case.sender.has("divs") else _table(case)
    menu = "<nav><a href='/'>Home</a> <a href='/docs'>Documents</a></nav>"
    cards = "".join(
        f"<div class=card><span>{html.escape(a)}</span> <strong>{html.escape(b)}</strong></div>"
        for a, b in _facts(case)
    )
    text = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{case.fill('T')}</title></head>"
        f"<body>{menu}<header>{case.house[0]}</header><h2>{case.fill('T')}</h2>{cards}"
        f"<p>{case.buyer[0]}</p>{body}<footer>{case.house[1]}</footer></body></html>"
    )
    return text.encode()


def _grid(case: Case) -> str:
    lines = [list(case.heads.values())]
    lines += [[_said(case, line.get(one)) for one in case.heads] for _, line in _body(case)]
    rows = "".join(
        "<div role=row>"
        + "".join(f"<div role=cell>{html.escape(c)}</div>" for c in line)
        + "</div>"
        for line in lines
    )
    return f"<div role=table>{rows}</div>"


def _csv(case: Case) -> bytes:
    has, buffer = case.sender.has, io.StringIO(newline="")
    sep = case.sender.value("sep", ";").replace("\\t", "\t")
    writer = csv.writer(buffer, delimiter=sep, lineterminator="\r\n")
    if not has("bare"):
        writer.writerows([[case.fill("T")], [case.house[0]], *map(list, _facts(case)), []])
    writer.writerow(case.heads.values())
    writer.writerows([_said(case, line.get(one)) for one in case.heads] for _, line in _body(case))
    text = buffer.getvalue()
    if case.sender.value("enc", "utf-8") != "utf-8" and not has("sym"):
        text = text.replace("\u202f", " ")
    return text.encode(case.sender.value("enc", "utf-8"))


def _xlsx(case: Case) -> bytes:
    """A sheet with real days and numbers, or with everything as text."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    if not case.sender.has("bare"):
        sheet.append([case.fill("T")])
        sheet["A1"].font = Font(bold=True, size=14)
        sheet.append([case.house[0]])
        for pair in _facts(case):
            sheet.append(list(pair))
        sheet.append([])
        if case.sender.has("merged"):
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(case.heads))
    sheet.append(list(case.heads.values()))
    for _, line in _body(case):
        sheet.append([_cell(case, line.get(one)) for one in case.heads])
    if case.sender.has("lists"):
        total: Line = {"amount": case.closing, "cur": case.currency}
        sheet.append([_cell(case, total.get(one)) for one in case.heads])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(case: Case, cell: Cell) -> str | float | date | None:
    if case.sender.has("texty"):
        return _said(case, cell) or None
    return float(cell) if isinstance(cell, Decimal) else cell
