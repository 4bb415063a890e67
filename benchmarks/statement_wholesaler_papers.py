"""Statements of wholesalers, makers and carriers: each sender's page, printed as it would be."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import TypeVar

import pikepdf
from jinja2 import Environment
from markupsafe import Markup, escape
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, PdfMargins, sync_playwright

from benchmarks.statement_papers import Paper
from benchmarks.statement_wholesaler_exports import SENDERS as EXPORTS
from benchmarks.statement_wholesaler_makers import SENDERS as MAKERS
from benchmarks.statement_wholesaler_programs import SENDERS as PROGRAMS
from benchmarks.statement_wholesaler_traders import SENDERS as TRADERS
from benchmarks.statement_wholesalers import Case, Sender

Made = TypeVar("Made", bound=Case)
SENDERS = (*TRADERS, *PROGRAMS, *MAKERS, *EXPORTS)
_RIGHT = frozenset(
    [
        "amount",
        "bal",
        "orig",
        "paid",
        "open",
        "size",
        "debit",
        "credit",
        "got",
        "bill",
        "days",
        "left",
        "off",
        "less",
        "held",
        "gross",
        "a0",
        "a1",
        "a2",
        "a3",
        "net",
        "vat",
        "fx",
        "rate",
        "hours",
    ]
)
_BASE = """
@page{size:A4} body{font:9pt 'DejaVu Sans Condensed';margin:0;color:#111}
table{border-collapse:collapse} td,th{padding:2px 5px;vertical-align:top;text-align:left}
.n{text-align:right;white-space:nowrap} .w{width:100%} .d{white-space:nowrap}
.f{display:flex;justify-content:space-between} .pb{page-break-before:always}
tr{page-break-inside:avoid} p{margin:6px 0}
"""


def papers(senders: Sequence[Sender] = SENDERS) -> Iterator[Paper]:
    """A statement of each of these senders in each of its languages."""
    cases = [(SENDERS.index(one), Case(one, said)) for one in senders for said in one.words]
    return browsed(cases, _paper)


def browsed(
    cases: Sequence[tuple[int, Made]], paper: Callable[[int, Made, Page], Paper]
) -> Iterator[Paper]:
    """The paper of each of these cases, with its place, that a browser's page may print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium"
        )
        page = browser.new_page(java_script_enabled=False)
        made = [paper(layout, case, page) for layout, case in cases]
        browser.close()
    yield from made


def _paper(layout: int, case: Case, page: Page) -> Paper:
    form = case.sender.form
    if form == "pdf":
        content = printed(case, page)
    elif form == "listing":
        content, form = listed(filled(case, escaped=False)), "pdf"
    elif form == "xlsx":
        content = workbook(case)
    else:
        content = filled(case, escaped=form == "html").encode(case.words.get("bytes", "utf-8"))
    return Paper(
        layout, case.language, form, content, case.account, case.currency,
        case.opening, case.rows, case.closing,
    )  # fmt: skip


def filled(case: Case, *, escaped: bool) -> str:
    """The page of a sender with what it says."""
    lines = case.cells()

    def shown(value: object) -> str:
        if isinstance(value, date):
            return case.day(value)
        return case.money(value) if isinstance(value, Decimal) else str(value or "")

    def heads(names: str) -> Markup:
        return Markup("").join(
            Markup("<th{}>{}</th>").format(_class(one), case.words.get(one, ""))
            for one in names.split()
        )

    def cells(names: str, line: dict[str, object]) -> Markup:
        return Markup("").join(
            Markup("<td{}>{}</td>").format(_class(one), shown(line[one])) for one in names.split()
        )

    def pages(first: int, later: int) -> list[list[dict[str, object]]]:
        cuts = [0, *range(first, len(lines), later), len(lines)]
        return [
            list[dict[str, object]](map(dict, lines[begin:end])) for begin, end in pairwise(cuts)
        ]

    made = Environment(autoescape=escaped, trim_blocks=True, lstrip_blocks=True)
    made.filters["lj"] = lambda value, width: shown(value)[:width].ljust(width)
    made.filters["rj"] = lambda value, width: shown(value).rjust(width)
    base = Markup("<!doctype html><meta charset=utf-8><style>{}</style>").format(Markup(_BASE))
    return made.from_string(case.sender.page).render(
        c=case, w=case.words, lines=lines, m=case.money, d=case.day, heads=heads, cells=cells,
        pages=pages, base=base, house=case.house, buyer=case.buyer, shown=shown,
    )  # fmt: skip


def _class(name: str) -> Markup:
    if name in _RIGHT:
        return Markup(" class=n")
    return Markup(" class=d" if name in {"day", "due", "ref"} else "")


def printed(case: Case, page: Page) -> bytes:
    """The page of a sender as the browser prints it."""
    page.set_content(filled(case, escaped=True))
    number = case.words.get("Pg", "")
    for word in ("pageNumber", "totalPages"):
        number = str(escape(number)) if word == "pageNumber" else number
        number = number.replace(word, f"<span class={word}></span>")
    foot = f"<div style='font-size:7px;width:100%;text-align:center'>{number}</div>"
    edge = case.sender.habit("edge", "14mm")
    return page.pdf(
        format="Letter" if case.language == "us" else "A4",
        landscape=bool(case.sender.habit("wide")),
        print_background=True,
        display_header_footer=bool(number),
        header_template="<span></span>",
        footer_template=foot,
        margin=PdfMargins(top=edge, bottom="16mm", left=edge, right=edge),
    )


def listed(text: str) -> bytes:
    """Pages of typewriter lines, each drawn whole, as the spool of an older program is printed."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    for page in text.strip("\n").split("\f"):
        drawn = [b"BT /F1 8.4 Tf 11 TL 36 800 Td"]
        for line in page.strip("\n").split("\n"):
            said = line.rstrip().encode("cp1252")
            for mark in (b"\\", b"(", b")"):
                said = said.replace(mark, b"\\" + mark)
            drawn.append(b"(" + said + b") Tj T*")
        made = pdf.make_stream(b"\n".join([*drawn, b"ET"]))
        leaf = pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842], Resources=resources, Contents=made
        )
        pdf.pages.append(pikepdf.Page(leaf))
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def workbook(case: Case) -> bytes:
    """A workbook as the program of the house exports it."""
    book, words = Workbook(), case.words
    sheet = book.active or book.create_sheet()
    assert isinstance(sheet, Worksheet)
    sheet.title = words["T"][:28]
    names = case.sender.habit("cols").split(",")
    bold, blank = Font(bold=True), [""] * len(names)
    sheet.append([case.house[0]])
    sheet.append([words["T"]])
    sheet.append([words["A"], int(case.account), "", words["D"], case.end])
    if "M" in words:
        sheet.append([words["M"], case.currency])
    sheet.append([])
    sheet.append([words[one].format(cur=case.currency) for one in names])
    for cell in sheet[sheet.max_row]:
        cell.font = bold
    last = names.index("bal" if "bal" in names else "open")
    if "O" in words:
        sheet.append([words["O"], *blank[1:last], float(case.opening), *blank[last + 1 :]])
    for line in case.cells():
        told = line | {"days": int(str(line["days"] or 0)) or None}
        sheet.append(
            [float(one) if isinstance(one, Decimal) else one for one in map(told.get, names)]
        )
    sheet.append([])
    sheet.append([words["Z"], *blank[1:last], float(case.closing)])
    sheet.append([words.get("N", "")])
    _written(sheet, words.get("xfmt", "dd.mm.yyyy"))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _written(sheet: Worksheet, days: str) -> None:
    """How amounts and days are shown."""
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"
            elif isinstance(cell.value, date):
                cell.number_format = days
