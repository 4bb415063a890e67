"""The statements of `statement_services`, drawn as PDF, or written as CSV, XLSX and HTML."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl

from benchmarks.statement_cases import NONE, Cell, Sender
from benchmarks.statement_papers import Paper
from benchmarks.statement_service_lists import UTILITIES
from benchmarks.statement_service_press import Line, Press
from benchmarks.statement_service_trades import TRADES
from benchmarks.statement_services import BANKS, SITES, Case

SENDERS = (*UTILITIES, *TRADES)
_SUMMED = ("debit", "credit", "bill", "back", "got", "orig", "paid", "open")
_ENDS = frozenset({*_SUMMED, "amount", "size", "bal", "days", "fx"})
_OWED = ("bal", "open", "amount", "size", "debit")
_KINDS = ("invoice", "credit_note", "payment")


def papers(senders: Sequence[Sender] = SENDERS) -> Iterator[Paper]:
    """A statement of each of these senders in each of its languages."""
    for at, sender in enumerate(senders):
        for language in sender.said:
            case = Case(sender, language)
            yield Paper(
                at, language, sender.form, _SET[sender.form](case), case.account, case.currency,
                case.opening, case.rows, case.closing,
            )  # fmt: skip


def said(case: Case, cell: Cell, *, bare: bool = False) -> str:
    """A value as it is written."""
    if isinstance(cell, Decimal):
        return case.money(cell, bare=bare)
    return case.day(cell) if isinstance(cell, date) else cell or ""


def _row(case: Case, cells: Mapping[str, Cell], *, label: str = "", **more: Any) -> Line:
    texts = {
        name: said(case, cells.get(name), bare=name == "fx")
        for name in case.heads
        if cells.get(name) is not None
    }
    return Line(texts, label, **more)


def _column(case: Case) -> str:
    """The column in which balances stand."""
    return next(one for one in _OWED if one in case.heads)


def _owed(case: Case, word: str, amount: Decimal) -> Line:
    """A balance in its column, with its side where there are sides."""
    column = _column(case)
    side = case.words.get("sides", ",").split(",")[amount < 0] if column == "size" else ""
    return _row(case, {column: amount, "side": side}, label=case.fill(word), bold=True)


def _documents(case: Case) -> list[Line]:
    """A line for each document, with the balance so far."""
    made = []
    for row, cells in zip(case.rows, case.cells(), strict=True):
        slip = (
            (row.reference, case.money(row.amount)) if "slip=right" in case.sender.traits else None
        )
        balance = cells["bal"]
        made.append(_row(
            case, cells, slip=slip, under=str(cells["under"]) if case.sender.has("under") else "",
            carried=said(case, balance),
        ))  # fmt: skip
    return made


def _parted(case: Case, made: list[Line]) -> Iterator[Line]:
    """The lines under their headings, each with its sum; or the lines, the newest first."""
    by = case.sender.value("by", "")
    if by:
        titles = case.words["G"].split(",") if by == "kind" else list(SITES)
        told = [_KINDS.index(one.kind) for one in case.rows] if by == "kind" else case.places
        for at, title in enumerate(titles):
            inside = [place for place, one in enumerate(told) if one == at]
            if inside:
                total = sum((case.rows[place].amount for place in inside), NONE)
                yield Line({}, title, bold=True)
                yield from (made[place] for place in inside)
                yield _owed(case, "S", total)
    else:
        yield from reversed(made) if case.sender.has("newest") else made


def _sums(case: Case) -> Line:
    """The sum of each column that may be added up."""
    found: dict[str, Cell] = {}
    for name in (one for one in _SUMMED if one in case.heads):
        amounts = (cells[name] for cells in case.cells())
        found[name] = sum((one for one in amounts if isinstance(one, Decimal)), NONE)
    return _row(case, found, label=case.fill("S"), bold=True)


def lines(case: Case) -> list[Line]:
    """All that the table says."""
    has, parted = case.sender.has, list(_parted(case, _documents(case)))
    opening = [_owed(case, "O", case.opening)] if has("openrow") else []
    body = [*parted, *opening] if has("newest") else [*opening, *parted]
    return [
        *body, *([_sums(case)] if has("totals") else []),
        *([_owed(case, "Z", case.closing)] if has("closerow") else []),
    ]  # fmt: skip


def _titled(press: Press, case: Case) -> None:
    """The house, the title and who is written to, as the sender sets them."""
    frame, middle = case.sender.value("head", "letter"), (press.left + press.right) / 2
    title, house = case.fill("T"), case.house
    if frame == "band":
        press.block(press.left, press.right, 30, shade=0.85)
        press.y += 8
        press.say(press.left + 8, house[0], 13, bold=True)
        press.say(press.right - 8, title, 11, side="right")
        press.y += 34
    elif frame in {"centre", "print"}:
        press.say(middle, house[0], 12, bold=True, side="middle")
        press.say(middle, " - ".join(house[1:]), 7, side="middle", down=12)
        press.say(middle, title, 10, side="middle", down=28)
        press.y += 48
    else:
        split = frame == "split"
        press.say(press.left if split else press.right, house[0], 14, bold=True,
                  side="left" if split else "right")  # fmt: skip
        for at, text in enumerate(house[1:]):
            press.say(press.left if split else press.right, text, 7, down=13 + at * 9,
                      side="left" if split else "right")  # fmt: skip
        if split:
            press.say(press.right, title, 15, side="right")
        press.y += 46
    for text in case.buyer:
        press.say(press.left, text, 8.5)
        press.y += 11
    if frame == "letter":
        press.y += 18
        press.say(press.left, title, 11, bold=True)
    press.y += 14


def _told(press: Press, case: Case) -> None:
    """Account, day, period and currency."""
    facts, style = case.facts(), case.sender.value("facts", "left")
    if style == "line":
        press.say(press.left, "    ".join(f"{name}: {value}" for name, value in facts), 8)
    elif style == "grid":
        wide = (press.right - press.left) / len(facts)
        for at, (name, value) in enumerate(facts):
            press.block(press.left + at * wide, press.left + (at + 1) * wide, 26)
            press.say(press.left + at * wide + 4, name, 6.5, grey=0.3)
            press.say(press.left + at * wide + 4, value, 8.5, down=12)
        press.y += 20
    else:
        right = style == "right"
        if right:
            press.y -= 12 * len(facts) + 4
        for name, value in facts:
            press.say(press.right - 190 if right else press.left, name + ":" * (not right), 8)
            press.say(press.right if right else press.left + 130, value, 8, bold=right,
                      side="right" if right else "left")  # fmt: skip
            press.y += 12
    press.y += 22


def _summed_up(press: Press, case: Case) -> None:
    """What was owed, was billed, was paid, and is owed."""
    charged = case.charged()
    amounts = {
        "O": case.opening,
        "V": charged,
        "W": case.closing - case.opening - charged,
        "Z": case.closing,
    }
    press.block(press.left, press.left + 290, 60)
    for word, amount in amounts.items():
        press.say(press.left + 8, case.fill(word), bold=word == "Z", down=4)
        press.say(press.left + 282, case.money(amount), bold=word == "Z", side="right", down=4)
        press.y += 13
    press.y += 28


def _aged(press: Press, case: Case) -> None:
    names = case.words["A"].split(",")
    wide = (press.right - press.left) / len(names)
    for at, (name, amount) in enumerate(zip(names, case.ageing(), strict=True)):
        press.say(press.left + (at + 1) * wide - 6, name, 7.5, side="right")
        press.say(press.left + (at + 1) * wide - 6, case.money(amount), 8, side="right", down=12)
    press.rule(press.left, press.right, 3)
    press.y += 34


def _slip(press: Press, case: Case) -> None:
    """What is cut off and sent back."""
    press.rule(press.left, press.right, dashed=True)
    press.y += 16
    press.say(press.left, case.fill("R"), 9, bold=True)
    press.say(press.right, f"{case.buyer[0]}   {case.account}", 8, side="right")
    press.y += 16
    press.say(press.left, f"{case.fill('Z')} {case.money(case.closing)} {case.currency}", 8)
    press.y += 24
    press.rule(press.left, press.left + 160)


def _closed(press: Press, case: Case) -> None:
    """What stands behind the table."""
    press.y += 10
    if press.y > press.bottom - 90:
        press.turn()
    if case.sender.has("closebox"):
        press.block(press.right - 250, press.right, 18)
        press.say(press.right - 244, case.fill("Z"), 8.5, bold=True, down=3)
        press.say(press.right - 6, case.money(case.closing), 8.5, bold=True, side="right", down=3)
        press.y += 34
    if "A" in case.words:
        _aged(press, case)
    if "N" in case.words:
        press.say(press.left, case.fill("N"), 7.5)
        press.y += 20
    if "slip=bottom" in case.sender.traits:
        _slip(press, case)


def drawn(case: Case) -> Press:
    """The pages, drawn and not yet ended."""
    has, slip = case.sender.has, "slip=right" in case.sender.traits
    press = Press(
        wide=has("wide"), letter=case.language == "us",
        face=case.sender.value("face", "Sans"), look=case.sender.value("look", "plain"),
    )  # fmt: skip
    press.foot = f"{case.house[0]}, {', '.join(case.house[1:])} - {BANKS[case.language]}"
    if slip:
        press.right -= 150
        press.y += 20
        press.say(press.right + 24, case.fill("R"), 10, bold=True)
        press.say(press.right + 24, f"{case.fill('K')} {case.account}", 8, down=14)
        press.y -= 20
    _titled(press, case)
    _told(press, case)
    if has("box"):
        _summed_up(press, case)
    if "L" in case.words:
        press.say(press.left, case.fill("L"), 8.5)
        press.y += 20
    press.grid(case.heads, lines(case), _ENDS, (case.fill("Y"), _column(case)))
    _closed(press, case)
    return press


def _pdf(case: Case) -> bytes:
    return drawn(case).ended()


def _texts(case: Case, line: Line) -> list[str]:
    cells = [line.cells.get(name, "") for name in case.heads]
    if line.label:
        cells[next(at for at, one in enumerate(cells) if not one)] = line.label
    return cells


def _top(case: Case) -> list[list[str]]:
    return [[case.house[0]], [case.fill("T")], *map(list, case.facts()), [case.buyer[0]], []]


def _csv(case: Case) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=case.sender.value("sep", ","))
    writer.writerows([*_top(case), [*case.heads.values()]])
    writer.writerows(_texts(case, line) for line in lines(case))
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(case: Case) -> bytes:
    """A sheet with days and numbers as such; labels of balances stand in its second column."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    names = list(case.heads)
    for line in [*_top(case), [*case.heads.values()]]:
        sheet.append(line)
    if case.sender.has("openrow"):
        sheet.append(_labelled(case, "O", {"bal": case.opening}))
    for cells in case.cells():
        sheet.append([_value(cells[name]) for name in names])
    if case.sender.has("totals"):
        added = {
            name: sum(
                (one for cells in case.cells() if isinstance(one := cells[name], Decimal)), NONE
            )
            for name in ("debit", "credit")
        }
        sheet.append(_labelled(case, "S", added))
    sheet.append(_labelled(case, "Z", {("bal" if "bal" in names else "open"): case.closing}))
    for line in sheet.iter_rows():
        for cell in line:
            cell.number_format = {float: "#,##0.00", date: "yyyy-mm-dd"}.get(
                type(cell.value), "General"
            )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _labelled(case: Case, word: str, amounts: Mapping[str, Cell]) -> list[Any]:
    made = [_value(amounts.get(name)) for name in case.heads]
    made[1] = case.fill(word)
    return made


def _value(cell: Cell) -> str | float | date | None:
    return float(cell) if isinstance(cell, Decimal) else cell or None


def _html(case: Case) -> bytes:
    def shown(cells: Iterable[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{html.escape(one)}</{tag}>' for one in cells)}</tr>"

    facts = "".join(
        f"<div class=fact><span>{html.escape(a)}</span><strong>{html.escape(b)}</strong></div>"
        for a, b in case.facts()
    )
    body = "".join(shown(_texts(case, line), "td") for line in lines(case))
    title = html.escape(case.fill("T"))
    heads = shown(case.heads.values(), "th")
    return (
        f"<!DOCTYPE html><html lang={case.language}><head><meta charset=utf-8>"
        f"<title>{title}</title></head><body><header>{html.escape(case.house[0])}</header><h2>{title}</h2>{facts}"
        f"<p>{html.escape(', '.join(case.buyer))}</p><table><thead>{heads}"
        f"</thead><tbody>{body}</tbody></table></body></html>"
    ).encode()


_SET = {"pdf": _pdf, "csv": _csv, "xlsx": _xlsx, "html": _html}
