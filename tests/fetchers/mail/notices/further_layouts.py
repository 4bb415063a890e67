"""Further layouts, written after the rules were: half of them are held back."""

from __future__ import annotations

from html import escape
from typing import Final

from tests.fetchers.mail.notices.layouts import (
    Layout,
    Sheet,
    html_sentence,
    in_page,
    in_text,
    sentence_between,
)


def definitions(sheet: Sheet) -> tuple[str, str]:
    terms = "".join(
        f"<dt>{escape(line.label)}</dt><dd>{escape(line.value)}</dd>" for line in sheet.mixed()
    )
    return "", in_page(sheet, f"<dl>{terms}</dl>")


def equated(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, (f"{line.label} = {line.value}" for line in sheet.mixed())), ""


def listed(sheet: Sheet) -> tuple[str, str]:
    entries = (
        f"<li>{escape(line.label)} <strong>{escape(line.value)}</strong></li>"
        for line in sheet.mixed()
    )
    return "", in_page(sheet, f"<ul>{''.join(entries)}</ul>")


def colon_above(sheet: Sheet) -> tuple[str, str]:
    lines = (part for line in sheet.mixed() for part in (f"{line.label}:", f"  {line.value}"))
    return in_text(sheet, lines), ""


def spans(sheet: Sheet) -> tuple[str, str]:
    lines = (
        f"<div><span>{escape(line.label)}</span>&nbsp;<span>{escape(line.value)}</span></div>"
        for line in sheet.mixed()
    )
    return "", in_page(sheet, "".join(lines))


def cards(sheet: Sheet) -> tuple[str, str]:
    shown = (
        f"<td><h2>{escape(line.value)}</h2><p>{escape(line.label)}</p></td>"
        for line in sheet.mixed()
    )
    return "", in_page(sheet, f"<table><tr>{'</tr><tr>'.join(shown)}</tr></table>")


def nested_tables(sheet: Sheet) -> tuple[str, str]:
    rows = (
        "<tr><td><table><tr><td>"
        f"{escape(line.label)}:</td></tr></table></td><td><table><tr><td align=right>"
        f"{escape(line.value)}</td></tr></table></td></tr>"
        for line in sheet.mixed()
    )
    return "", in_page(sheet, f"<table>{''.join(rows)}</table>")


def starred(sheet: Sheet) -> tuple[str, str]:
    return in_text(sheet, (f"*{line.label}:* {line.value}" for line in sheet.mixed())), ""


KNOWN: Final[tuple[Layout, ...]] = (definitions, equated, listed, colon_above, sentence_between)
HELD: Final[tuple[Layout, ...]] = (spans, cards, nested_tables, starred, html_sentence)
