"""How a notice lays out its values: each layout gives the plain text and the HTML of a mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value."""

    label: str
    value: str

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def text(self) -> str:
        """Both on one line."""
        return f"{self.label}: {self.value}" if self.label else self.value


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a mail says; `true` are number, amount and due date, empty where left out."""

    subject: str
    hello: str
    sentence: str
    true: tuple[Line, Line, Line]
    customer: Line
    above: tuple[Line, ...]
    below: tuple[Line, ...]
    view: str
    link: str
    chance: Random

    def mixed(self) -> list[Line]:
        """The true lines with distractors above, between and below them."""
        lines = list(self.above)
        for line in filter(bool, (*self.true, self.customer)):
            lines.insert(self.chance.randrange(len(lines) + 1), line)
        return lines


Layout = Callable[[Sheet], tuple[str, str]]


def plain_lines(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, [line.text for line in sheet.mixed()]), ""


def sentence_between(sheet: Sheet) -> tuple[str, str]:
    above = [line.text for line in (sheet.customer, *sheet.above)]
    return in_text(sheet, [*above, "", sheet.sentence]), ""


def html_rows(sheet: Sheet) -> tuple[str, str]:
    rows = "".join(_row(line.label, line.value) for line in sheet.mixed())
    return "", in_page(sheet, f"<table>{rows}</table>")


def html_header(sheet: Sheet) -> tuple[str, str]:
    lines = sheet.mixed()
    rows = _row(*[line.label for line in lines]) + _row(*[line.value for line in lines])
    return "", in_page(sheet, f"<table>{rows}</table>")


def label_above(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, _flat((line.label, line.value, "") for line in sheet.mixed())), ""


def html_sentence(sheet: Sheet) -> tuple[str, str]:
    lines = "".join(f"<p>{escape(line.text)}</p>" for line in (*sheet.above, sheet.customer))
    return "", in_page(sheet, f"{lines}<p>{escape(sheet.sentence)}</p>")


def html_breaks(sheet: Sheet) -> tuple[str, str]:
    return "", in_page(sheet, "<br>".join(
        f"<b>{escape(line.label)}:</b> {escape(line.value)}" for line in sheet.mixed()
    ))  # fmt: skip


def dotted(sheet: Sheet) -> tuple[str, str]:
    lines = (f"{line.label} {'.' * (44 - len(line.label))} {line.value}" for line in sheet.mixed())
    return in_text(sheet, lines), ""


def header_far(sheet: Sheet) -> tuple[str, str]:
    lines = sheet.mixed()
    head, values = _row(*[line.label for line in lines]), _row(*[line.value for line in lines])
    spacer = "<tr><td colspan=9>&nbsp;</td></tr><tr><td colspan=9><hr></td></tr>"
    return "", in_page(sheet, f"<table>{head}{spacer}{values}</table>")


def label_below(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, _flat((line.value, line.label, "") for line in sheet.mixed())), ""


def two_columns(sheet: Sheet) -> tuple[str, str]:
    lines = sheet.mixed()
    lines += [Line("", "")] * (len(lines) % 2)
    pairs = zip(lines[::2], lines[1::2], strict=True)
    rows = "".join(_row(a.label, a.value, b.label, b.value) for a, b in pairs)
    return "", in_page(sheet, f"<table>{rows}</table>")


def right_to_left_cells(sheet: Sheet) -> tuple[str, str]:
    rows = "".join(_row(line.value, line.label) for line in sheet.mixed())
    return "", in_page(sheet, f'<table dir="rtl">{rows}</table>')


def spaced(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, (f"{line.label:<42}   {line.value}" for line in sheet.mixed())), ""


def stacked_cells(sheet: Sheet) -> tuple[str, str]:
    lines = sheet.mixed()
    cells = [f"<td><div>{escape(x.label)}</div><div>{escape(x.value)}</div></td>" for x in lines]
    rows = "".join(f"<tr>{''.join(cells[at : at + 3])}</tr>" for at in range(0, len(cells), 3))
    return "", in_page(sheet, f"<table>{rows}</table>")


def blocks(sheet: Sheet) -> tuple[str, str]:
    return "", in_page(sheet, "".join(
        f"<div>{escape(line.label)}</div><div><b>{escape(line.value)}</b></div>"
        for line in sheet.mixed()
    ))  # fmt: skip


def forwarded(sheet: Sheet) -> tuple[str, str]:
    head = ["---------- Forwarded message ---------", "From: Bills <bills@sender.example>",
            "Date: Mon, 2 Nov 2026 at 09:00", f"Subject: {sheet.subject}", ""]  # fmt: skip
    lines = [*head, *in_text(sheet, [line.text for line in sheet.mixed()]).splitlines()]
    return "FYI\n\n" + "\n".join(f"> {line}" for line in lines), ""


def bulleted(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, (f" • {line.label} \u2013 {line.value}" for line in sheet.mixed())), ""


KNOWN: tuple[Layout, ...] = (
    plain_lines, sentence_between, html_rows, html_header, label_above, html_sentence,
    html_breaks, dotted,
)  # fmt: skip
HELD: tuple[Layout, ...] = (
    header_far, label_below, two_columns, right_to_left_cells, spaced, stacked_cells, blocks,
    forwarded, bulleted,
)  # fmt: skip


SENTENCES = frozenset({sentence_between, html_sentence})
"""Layouts that say number, amount and due date in one sentence."""


def in_text(sheet: Sheet, lines: Iterable[str]) -> str:
    """A plain mail with these lines between its greeting and its foot."""
    link = sheet.chance.choice((
        f"{sheet.view} <{sheet.link}>", f"{sheet.view}: {sheet.link}",
        f"{sheet.view} [{sheet.link}]",
        f"[{sheet.view}]({sheet.link})", f"{sheet.view}\n<{sheet.link}>",
        f"{sheet.view}:\n{sheet.link}",
    ))  # fmt: skip
    foot = [line.text for line in sheet.below]
    last = (
        "Help <https://help.sender.example/>\nUnsubscribe: https://sender.example/unsubscribe?u=1"
    )
    return "\n".join([sheet.hello, "", *lines, "", link, "", *foot, last])


def in_page(sheet: Sheet, middle: str) -> str:
    """A mail's HTML with this between its greeting and its foot."""
    foot = "".join(f"<p>{escape(line.text)}</p>" for line in sheet.below)
    return (
        f"<html><body><p>{escape(sheet.hello)}</p>{middle}"
        f'<p><a href="{escape(sheet.link)}">{escape(sheet.view)}</a></p>{foot}'
        '<a href="https://help.sender.example/">Help</a> '
        '<a href="https://sender.example/unsubscribe?u=1">Unsubscribe</a></body></html>'
    )


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _flat(groups: Iterable[Sequence[str]]) -> list[str]:
    return [text for group in groups for text in group]
