"""Templates of invoice2data, applied: which documents one is for, and what it reads there.

What a template says is one more reading: it fills in, and where it differs from the page a person
looks. Its expressions are foreign text: each search ends after half a second of processor time.
"""

from __future__ import annotations

import re
import signal
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from model.documents import Check, Evidence, EvidenceSource, Field, Line, Reading
from parsers.einvoice.terms import AMOUNTS
from parsers.paper.layout import Layout
from parsers.templates.template_forms import OURS, LinePattern, Pattern, Template
from parsers.wording import amounts, dates

_PARTS: Final = {
    "description": "description", "desc": "description", "name": "description",
    "product": "description", "qty": "quantity", "quantity": "quantity", "uom": "unit",
    "price": "unit_price", "price_unit": "unit_price", "unit_price": "unit_price",
    "price_subtotal": "total", "line_total": "total", "amount": "total", "total": "total",
}  # fmt: skip
_SECONDS: Final = 0.5
_MOST_HITS: Final = 1000
_SCORE: Final = 0.9
_ACCENTS: Final = re.compile("[\u0300-\u0362]")
TEMPLATE: Final = "Agrees with its template"


def applied(reading: Reading, layout: Layout, templates: Sequence[Template]) -> Reading:
    """The reading with what the template for this document says; as it is where none is."""
    if not templates:
        return reading
    printed = text_of(layout)
    for template in sorted(templates, key=lambda one: -one.priority):
        text = _prepared(template, printed)
        if _is_for(template, text):
            found = _found(template, text)
            if all(name in found for name in template.required if name in OURS):
                return _with(reading, template, found, _lines(template, text))
    return reading


def text_of(layout: Layout) -> str:
    """The pages as text whose spaces keep the columns, as templates expect it."""
    rows = []
    for line in layout.lines:
        words = [word for segment in line.segments for word in segment.words]
        letter = sum(word.x1 - word.x0 for word in words) / sum(len(word.text) for word in words)
        row = ""
        for segment in line.segments:
            column = int(segment.x0 / max(letter, 1.0))
            row += " " * max(column - len(row), 2 if row else 0) + segment.text
        rows.append(row)
    return "\n".join(rows)


def _prepared(template: Template, text: str) -> str:
    if template.tight:
        text = re.sub(" +", "", text)
    if template.plain:
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if template.lower:
        text = text.lower()
    return _replaced(text, template.replacing)


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for pattern, new in pairs:
        with _limited() as done:
            text = re.sub(pattern, new, text)
            done()
    return text


def _is_for(template: Template, text: str) -> bool:
    held = all(word in text for word in template.keywords)
    return held and not any(word in text for word in template.excluded)


class _TooLong(Exception):
    """An expression took longer than it may."""


@contextmanager
def _limited() -> Iterator[Any]:
    """Half a second of processor time for an expression; what fails or lasts longer finds nothing.

    Only for the main thread of a reader's child, where signals arrive.
    """

    def late(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    try:
        yield lambda: signal.setitimer(signal.ITIMER_PROF, 0)
    except (_TooLong, re.error, IndexError, RecursionError, OverflowError):
        return
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _hits(expressions: Iterable[str], text: str) -> list[str]:
    """What the expressions find, in order, each once; none where one has several groups."""
    hits: list[Any] = []
    for expression in expressions:
        with _limited() as done:
            hits += re.findall(expression, text)[:_MOST_HITS]
            done()
    return [] if any(isinstance(one, tuple) for one in hits) else list(dict.fromkeys(hits))


def _found(template: Template, text: str) -> dict[str, str]:
    """The canonical values by invoice2data's names."""
    found: dict[str, str] = {}
    for pattern in template.patterns:
        hits = [_replaced(hit, pattern.replacing) for hit in _hits(pattern.expressions, text)]
        value = pattern.stated or _value(template, pattern, [hit.strip() for hit in hits])
        if value:
            found[pattern.name] = value
    found.setdefault("issuer", template.issuer)
    if template.currency:
        found.setdefault("currency", template.currency)
    return found


def _value(template: Template, pattern: Pattern, hits: Sequence[str]) -> str:
    ours = OURS.get(pattern.name, "")
    if not hits:
        return ""
    if ours.endswith("_date"):
        return _day(template, hits[0])
    if ours not in AMOUNTS:
        return " ".join(hits) if pattern.group == "join" else hits[0]
    values = [one for hit in hits if (one := amounts.number(hit, template.decimal)) is not None]
    return amounts.canonical(_GROUPS.get(pattern.group, _first)(values)) if values else ""


def _first(values: Sequence[Decimal]) -> Decimal:
    return values[0]


_GROUPS: Final[dict[str, Any]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "min": min,
    "max": max,
    "first": _first,
    "last": lambda values: values[-1],
}


def _day(template: Template, text: str) -> str:
    for form in template.date_formats:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - only its day is used
        except ValueError:
            continue
    month_first = bool(template.date_formats) and template.date_formats[0].startswith("%m")
    day = dates.read(text, month_first=month_first)
    return day.isoformat() if day else ""


def _lines(template: Template, text: str) -> tuple[Line, ...]:
    rules = template.lines
    if rules is None:
        return ()
    found: list[Line] = []
    with _limited() as done:
        start = re.search(rules.start, text)
        end = re.search(rules.end, text[start.end() :]) if start else None
        if start and end:
            rows = text[start.end() : start.end() + end.start()].splitlines()
            found += [line for row in rows if (line := _line(template, rules, row))]
        done()
    return tuple(found)


def _line(template: Template, rules: LinePattern, row: str) -> Line | None:
    if rules.skip and re.search(rules.skip, row):
        return None
    match = re.search(rules.line, row)
    if match is None:
        return None
    parts = {_PARTS[name]: (value or "").strip() for name, value in match.groupdict().items()
             if name in _PARTS}  # fmt: skip

    def number(name: str) -> Decimal | None:
        return amounts.number(parts.get(name, ""), template.decimal)

    return Line(
        description=parts.get("description", ""),
        quantity=number("quantity"),
        unit=parts.get("unit") or None,
        unit_price=number("unit_price"),
        total=number("total"),
    )


def _with(
    reading: Reading, template: Template, found: Mapping[str, str], lines: tuple[Line, ...]
) -> Reading:
    """The reading with a template's values; where both differ, the template's, for a person."""
    said = {OURS[name]: value for name, value in found.items() if name in OURS}
    known = reading.fields.get("seller_name")
    if known and known.evidence.source is EvidenceSource.MASTER_DATA:
        said.pop("seller_name", None)
    differing = [
        name for name, value in said.items() if reading.text(name) not in {None, value}
        and name != "seller_name"
    ]  # fmt: skip
    why = f"read by the template {template.name}"
    evidence = Evidence(EvidenceSource.MEMORY, _SCORE, why)
    new = {
        name: Field(name, value, evidence)
        for name, value in said.items()
        if reading.text(name) != value
    }
    detail = "; ".join(f"{name}: {reading.text(name)} on the page, {said[name]} by the template"
                       for name in differing)  # fmt: skip
    check = Check(TEMPLATE, not differing, detail or why)
    return replace(
        reading,
        fields=MappingProxyType({**reading.fields, **new}),
        lines=reading.lines or lines,
        checks=(*reading.checks, check),
        accept=reading.accept and not differing,
        unproved=tuple(dict.fromkeys((*reading.unproved, *differing))),
    )
