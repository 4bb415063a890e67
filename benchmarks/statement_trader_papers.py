"""The statements of `statement_traders`: letters, forms and reports, sheets, exports, pages."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.styles import Font
from playwright.sync_api import PdfMargins, sync_playwright

from benchmarks.statement_cases import Cell, Sender
from benchmarks.statement_papers import Paper
from benchmarks.statement_trader_lists import SENDERS
from benchmarks.statement_trader_portals import PORTALS
from benchmarks.statement_traders import Case

_AMOUNTS = ("debit", "credit", "amount", "orig", "paid", "open", "bal")
_RIGHT = frozenset({*_AMOUNTS, "days", "no"})
_MARGIN = PdfMargins(top="12mm", bottom="22mm", left="16mm", right="14mm")
_HELLO = {
    "de": ("Sehr geehrte Damen und Herren,", "Mit freundlichen Grüßen", "Seite"),
    "en": ("Dear Sir or Madam,", "Yours faithfully", "Page"),
    "us": ("Dear Customer,", "Sincerely", "Page"),
    "fr": ("Madame, Monsieur,", "Veuillez agréer nos salutations distinguées", "Page"),
    "nl": ("Geachte heer, mevrouw,", "Met vriendelijke groet", "Pagina"),
    "it": ("Spett.le Ditta,", "Distinti saluti", "Pagina"),
    "es": ("Muy señores nuestros:", "Atentamente", "Página"),
    "pl": ("Szanowni Państwo,", "Z poważaniem", "Strona"),
    "pt": ("Exmos. Senhores,", "Com os melhores cumprimentos", "Página"),
    "sv": ("Hej,", "Med vänlig hälsning", "Sida"),
    "da": ("Kære kunde,", "Med venlig hilsen", "Side"),
    "fi": ("Hyvä asiakas,", "Ystävällisin terveisin", "Sivu"),
    "cs": ("Vážení obchodní přátelé,", "S pozdravem", "Strana"),
}
_CSS = """body{font:9.5px Arial,sans-serif;margin:0;color:#111}p{margin:6px 0}
table{border-collapse:collapse}.list{width:100%;margin:12px 0}.list td,.list th{padding:2px 4px;
text-align:left;vertical-align:top}.list .r{text-align:right;white-space:nowrap}.list .n{
white-space:nowrap}tr{break-inside:avoid}.list .b td{font-weight:bold}.list .d td{font-size:8px;
color:#444}.rule th{border-bottom:1.5px solid;border-top:1.5px solid}.rule .b td{border-top:1px
solid}.shade th{background:#2f4858;color:#fff}.shade tr:nth-child(even) td{background:#eef1f3}
.boxed td,.boxed th{border:1px solid #777}.plain th{border-bottom:1px solid #999}
.top{display:flex;justify-content:space-between;align-items:flex-start;margin-bottom:16px}
.name{font-size:17px;font-weight:bold;color:#2f4858}.big{font-size:22px}.small{font-size:7.5px}
.facts td{padding:1px 10px 1px 0}.flat td,.flat th{border:1px solid #555;padding:3px 9px}
.report{font:8.5px 'DejaVu Sans Condensed',sans-serif}.report h3{text-align:center;font-size:13px}
.uk{font-family:'Liberation Serif',serif;font-size:10.5px}.letter h3{font-size:12px;margin-top:26px}
.box{margin-left:auto;border:1.5px solid}.box td{padding:5px 12px;font-weight:bold}
.age{margin:14px 0;width:100%}.age td,.age th{border:1px solid #999;padding:3px;text-align:right}
.giro{border-top:1px dashed;margin-top:22px;padding-top:8px;break-inside:avoid}"""


@dataclass(frozen=True)
class Item:
    """A row of the table: a document's cells, or a label with its amounts, and how it is set."""

    style: str
    cells: dict[str, Cell]
    label: str = ""


def papers(
    senders: Sequence[Sender] = SENDERS + PORTALS, seeds: Iterable[int] = (1,)
) -> Iterator[Paper]:
    """A statement of each of these senders in each of its languages, for each seed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        tab = browser.new_page()

        def printed(case: Case) -> bytes:
            tab.set_content(page(case))
            return tab.pdf(
                format="Letter" if case.language == "us" else "A4", margin=_MARGIN,
                print_background=True, display_header_footer=True,
                header_template="<i></i>", footer_template=_footer(case),
            )  # fmt: skip

        for at, sender in enumerate(senders):
            for language in sender.said:
                for seed in seeds:
                    yield paper_of(at, case_of(sender, language, seed), printed)
        browser.close()


def case_of(sender: Sender, language: str, seed: int = 1) -> Case:
    """What is true of the statement of this sender in this language."""
    return Case(sender, language, random.Random(f"{sender.name}/{language}/{seed}"))


def paper_of(at: int, case: Case, printed: Callable[[Case], bytes]) -> Paper:
    """The statement in the form in which its sender sends it."""
    setters = {"pdf": printed, "xlsx": _xlsx, "csv": _csv, "html": _html}
    content = setters[case.sender.form](case)
    return Paper(
        at, case.language, case.sender.form, content, case.account, case.currency,
        case.opening, case.rows, case.closing,
    )  # fmt: skip


def _summed(case: Case, indices: Iterable[int]) -> Decimal:
    return sum((case.rows[at].amount for at in indices), Decimal(0))


def _balance(case: Case, word: str, amount: Decimal, style: str) -> Item:
    """A balance, in the column of balances or else where amounts owed stand."""
    column = next(one for one in ("bal", "open", "amount", "debit") if one in case.heads)
    return Item(style, {column: amount}, case.fill(word))


def _sums(case: Case) -> Item:
    """The sum of each column of amounts that is no balance."""
    found: dict[str, Cell] = {}
    cells = case.cells()
    for name in ("debit", "credit", "orig", "paid", "open"):
        amounts = [one for line in cells if isinstance(one := line[name], Decimal)]
        if name in case.heads:
            found[name] = sum(amounts, Decimal(0))
    return Item("b", found, case.fill("S"))


def _entries(case: Case) -> list[Item]:
    """The documents, in sections if the sender makes some."""
    has, cells, made = case.sender.has, case.cells(), []
    for title, indices in case.groups():
        made += [Item("g", {}, title)] if title else []
        for at in indices:
            made.append(Item("", cells[at]))
            if has("two") and case.rows[at].amount > 0:
                made.append(Item("d", {}, case.words["detail"].format(order=case.order(at))))
        if "U" in case.words:
            made.append(_balance(case, "U", _summed(case, indices), "b"))
    return made


def _body(case: Case) -> list[Item]:
    """All rows of the table in the order in which they stand."""
    has, body = case.sender.has, []
    if not has("open"):
        body.append(_balance(case, "O", case.opening, "o"))
        if has("dated"):
            body[0].cells["day"] = case.start
    body += _entries(case)
    if has("newest"):
        body.reverse()
    if has("sums"):
        body.append(_sums(case))
    if has("closerow"):
        body.append(_balance(case, "Z", case.closing, "b"))
    return body


def _said(case: Case, cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return case.money(cell)
    return case.day(cell) if isinstance(cell, date) else cell or ""


def _texts(case: Case, item: Item) -> list[str]:
    """The texts of a row's cells; a label stands where the documents' texts do."""
    return [_said(case, one) for one in _placed(case, item)]


def _placed(case: Case, item: Item) -> list[Cell]:
    names = [one for one in ("kind", "both", "ref") if one in case.heads]
    cells = {names[0]: item.label, **item.cells} if item.label else item.cells
    return [cells.get(one) for one in case.heads]


def _facts(case: Case) -> list[tuple[str, str]]:
    fill, words = case.fill, case.words
    found = [(fill("D"), case.day(case.end)), (fill("K"), case.account)]
    if "B" in words:
        found.append((fill("B"), f"{case.day(case.start)} - {case.day(case.end)}"))
    if "M" in words:
        found.append((fill("M"), case.currency))
    if case.sender.has("closetop"):
        found.append((fill("Z"), case.money(case.closing)))
    return found


def _tag(name: str, text: str, tag: str = "td") -> str:
    kind = "r" if name in _RIGHT else "n" if name in {"day", "due", "reg", "ref"} else ""
    return f"<{tag} class='{kind}'>{html.escape(text).replace(chr(10), '<br>')}</{tag}>"


def _line(case: Case, item: Item) -> str:
    """A row of the table; labels reach over the columns before their first amount."""
    names = list(case.heads)
    if item.style in {"g", "d"}:
        style = "b" if item.style == "g" else "d"
        inner = f"<td></td><td colspan={len(names) - 1}>{html.escape(item.label)}</td>"
        whole = f"<td colspan={len(names)}>{html.escape(item.label)}</td>"
        return f"<tr class={style}>{whole if style == 'b' else inner}</tr>"
    pairs = list(zip(names, _texts(case, item), strict=True))
    before = ""
    if item.label and "day" not in item.cells:
        first = min(names.index(one) for one in item.cells)
        before, pairs = f"<td colspan={first}>{html.escape(item.label)}</td>", pairs[first:]
    return f"<tr class='{item.style}'>{before}{''.join(_tag(*one) for one in pairs)}</tr>"


def _table(case: Case) -> str:
    head = "".join(_tag(name, text, "th") for name, text in case.heads.items())
    rows = "".join(_line(case, item) for item in _body(case))
    look = case.sender.value("look", "plain")
    return f"<table class='list {look}'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _ageing(case: Case) -> str:
    if not case.sender.has("aged"):
        return ""
    names, amounts = case.words["A"].split(","), case.ageing()
    amounts += [case.closing] * (len(names) - len(amounts))
    heads = "".join(f"<th>{name}</th>" for name in names)
    cells = "".join(f"<td>{case.money(one)}</td>" for one in amounts)
    return f"<table class=age><tr>{heads}</tr><tr>{cells}</tr></table>"


def _pairs(pairs: Iterable[tuple[str, str]], *, colon: str = ":") -> str:
    rows = "".join(
        f"<tr><td>{html.escape(a)}{colon}</td><td>{html.escape(b)}</td></tr>" for a, b in pairs
    )
    return f"<table class=facts>{rows}</table>"


def _below(case: Case) -> str:
    """What stands behind the table: the total, ages, a legend, a sentence, a slip."""
    said = "".join(f"<p>{html.escape(case.fill(one))}</p>" for one in "NR" if one in case.words)
    box = giro = ""
    if case.sender.has("closebox"):
        total = f"<td>{html.escape(case.fill('Z'))}</td><td>{case.money(case.closing)}</td>"
        box = f"<table class=box><tr>{total}</tr></table>"
    if case.sender.has("giro"):
        facts = [(case.fill("K"), case.account), (case.fill("Z"), case.money(case.closing))]
        giro = (
            f"<div class=giro><b>{case.fill('giro')}</b><p>{html.escape(case.house[0])}, "
            f"{case.house[3]}</p><p>{html.escape(case.buyer[0])}</p>{_pairs(facts)}</div>"
        )
    return box + _ageing(case) + said + giro


def _lead(case: Case) -> str:
    return f"<p>{html.escape(case.fill('L'))}</p>" if "L" in case.words else ""


def _letter(case: Case) -> str:
    hello, bye, _ = _HELLO[case.language]
    window = "<br>".join(map(html.escape, case.buyer))
    return (
        f"<div class=top><span></span><div class=name>{html.escape(case.house[0])}</div></div>"
        f"<div class=top><div><p class=small>{html.escape(' · '.join(case.house[:2]))}</p>"
        f"{window}</div>{_pairs(_facts(case))}</div><h3>{case.fill('T')}</h3><p>{hello}</p>"
        f"{_lead(case)}{_table(case)}{_below(case)}<p>{bye}<br>{html.escape(case.house[0])}</p>"
    )


def _form(case: Case) -> str:
    facts = _facts(case)
    heads = "".join(f"<th>{html.escape(a)}</th>" for a, _ in facts)
    cells = "".join(f"<td>{html.escape(b)}</td>" for _, b in facts)
    house = "<br>".join(map(html.escape, case.house[1:3]))
    return (
        f"<div class=top><div><div class=name>{html.escape(case.house[0])}</div>{house}</div>"
        f"<div class=big>{case.fill('T')}</div></div><div class=top>"
        f"<div>{'<br>'.join(map(html.escape, case.buyer))}</div>"
        f"<table class=flat><tr>{heads}</tr><tr>{cells}</tr></table></div>"
        f"{_table(case)}{_below(case)}"
    )


def _report(case: Case) -> str:
    day, account, *others = _facts(case)
    line = " &nbsp; ".join(f"{html.escape(a)}: {html.escape(b)}" for a, b in others)
    return (
        f"<div class=top><b>{html.escape(case.house[0])}</b><span>{day[0]} {day[1]}</span></div>"
        f"<h3>{case.fill('T')}</h3><p>{account[0]}: <b>{account[1]}</b> "
        f"{html.escape(case.buyer[0])}</p><p>{line}</p>{_table(case)}{_below(case)}"
    )


def _sheet(case: Case) -> str:
    return (
        f"<div class=top><div><div class='name big'>{html.escape(case.house[0])}</div>"
        f"{html.escape(case.house[1])}</div><div class=big>{case.fill('T')}</div></div>"
        f"<div class=top><div>{'<br>'.join(map(html.escape, case.buyer))}</div>"
        f"{_pairs(_facts(case), colon='')}</div>{_lead(case)}{_table(case)}{_below(case)}"
    )


def page(case: Case) -> str:
    """The page that is printed: a letter, a form, a report or a sheet."""
    frame = case.sender.value("frame", "letter")
    made = {"letter": _letter, "us": _form, "report": _report, "uk": _sheet}[frame](case)
    return (
        f"<!DOCTYPE html><meta charset=utf-8><style>{_CSS}</style><body class={frame}>{made}</body>"
    )


def _footer(case: Case) -> str:
    page = _HELLO[case.language][2]
    return (
        "<div style='font-size:6.5px;width:100%;padding:0 16mm;display:flex;"
        "justify-content:space-between;color:#555'>"
        f"<span>{html.escape(case.house[0])}<br>{html.escape(case.house[1])}</span>"
        f"<span>{html.escape(case.house[2])}<br>{case.house[3]}</span>"
        f"<span>{page} <span class=pageNumber></span> / <span class=totalPages></span></span></div>"
    )


def _html(case: Case) -> bytes:
    made = _mail(case) if case.sender.has("mail") else _portal(case)
    return f"<!DOCTYPE html><html lang={case.language}>{made}</html>".encode()


def _portal(case: Case) -> str:
    cards = "".join(
        f"<dl class='tile'><dt>{html.escape(a)}</dt><dd>{html.escape(b)}</dd></dl>"
        for a, b in _facts(case)
    )
    title = case.fill("T")
    return (
        f"<head><meta charset='utf-8'><title>{title} | {html.escape(case.house[0])}</title></head>"
        f"<body><nav><ul><li><a href='#'>1</a></li><li><a href='#'>2</a></li></ul></nav><main>"
        f"<h1>{title}</h1><section>{cards}</section><p>{html.escape(case.buyer[0])}</p>"
        f"{_table(case)}</main><footer>{html.escape(case.house[2])}</footer></body>"
    )


def _mail(case: Case) -> str:
    hello, bye, _ = _HELLO[case.language]
    return (
        "<head><meta charset='utf-8'></head><body><table role='presentation' width='100%'><tr><td>"
        "<table role='presentation' width='600' align='center'>"
        f"<tr><td><h2>{case.fill('T')}</h2></td></tr><tr><td><p>{hello}</p>{_lead(case)}</td></tr>"
        f"<tr><td>{_pairs(_facts(case))}</td></tr><tr><td>{_table(case)}</td></tr>"
        f"<tr><td><p>{bye}<br>{html.escape(case.house[0])}<br>{case.house[3]}</p></td></tr>"
        "</table></td></tr></table></body>"
    )


def _top(case: Case) -> list[list[str]]:
    return [[case.fill("T")], [case.house[0]], [case.buyer[0]], *map(list, _facts(case)), []]


def _csv(case: Case) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=case.sender.value("sep", ";"), lineterminator="\r\n")
    writer.writerows(_top(case))
    writer.writerow(case.heads.values())
    writer.writerows(_texts(case, item) for item in _body(case))
    return buffer.getvalue().encode(case.sender.value("enc", "utf-8"))


def _xlsx(case: Case) -> bytes:
    """A sheet with real days and numbers, as programs write them."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in [*_top(case), list(case.heads.values())]:
        sheet.append(line)
    for cell in [sheet["A1"], *sheet[sheet.max_row]]:
        cell.font = Font(bold=True)
    for item in _body(case):
        sheet.append([_value(one) for one in _placed(case, item)])
        for cell in sheet[sheet.max_row]:
            formats = {float: "#,##0.00", date: "dd/mm/yyyy"}
            cell.number_format = formats.get(type(cell.value), "General")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _value(cell: Cell) -> str | float | date | None:
    """A value as programs write it: short numbers without leading zeros are numbers."""
    if isinstance(cell, str) and cell.isdigit() and len(cell) < 10 and str(int(cell)) == cell:
        return int(cell)
    return float(cell) if isinstance(cell, Decimal) else cell or None
