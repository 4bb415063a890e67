"""The form of invoice2data's templates (1.0, MIT), as a YAML file holds it.

Keywords that must all stand in the text, a regular expression a field, options of numbers and
dates, and lines between a start and an end. What is not understood is named, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from model.errors import WrongInput

OURS: Final = {
    "amount": "gross_total", "amount_untaxed": "net_total", "amount_tax": "tax_total",
    "sum_amount_tax": "tax_total", "date": "issue_date", "date_invoice": "issue_date",
    "date_due": "due_date", "due_date": "due_date", "invoice_number": "invoice_number",
    "vat": "seller_vat_id", "vatin": "seller_vat_id", "partner_vat": "seller_vat_id",
    "iban": "iban", "bic": "bic", "currency": "currency", "issuer": "seller_name",
    "partner_name": "seller_name", "order_number": "po_number", "po_number": "po_number",
    "customer_number": "customer_number", "payment_reference": "payment_reference",
}  # fmt: skip
_KEYS: Final = frozenset(
    {
        *("issuer", "name", "keywords", "exclude_keywords", "fields", "required_fields"),
        *("priority", "options", "lines"),
    }
)
_OPTIONS: Final = frozenset(
    {
        *("currency", "date_formats", "decimal_separator", "languages", "replace"),
        *("remove_whitespace", "remove_accents", "lowercase"),
    }
)
_FIELD_KEYS: Final = frozenset(["parser", "regex", "type", "group", "value", "replace"])
_LINE_KEYS: Final = frozenset(["start", "end", "line", "skip_line", "types"])
_REQUIRED: Final = ("amount", "date", "invoice_number")


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one field is read: by expressions, or stated once for all. `group` joins several hits."""

    name: str
    expressions: tuple[str, ...] = ()
    stated: str = ""
    group: str = ""
    replacing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LinePattern:
    """How lines are read: between two expressions, one row each."""

    start: str
    end: str
    line: str
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A template of invoice2data."""

    name: str
    issuer: str
    keywords: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    required: tuple[str, ...] = _REQUIRED
    priority: int = 5
    currency: str = ""
    decimal: str = "."
    date_formats: tuple[str, ...] = ()
    replacing: tuple[tuple[str, str], ...] = ()
    tight: bool = False
    plain: bool = False
    lower: bool = False
    lines: LinePattern | None = None


def of_plain(name: str, data: Any) -> tuple[Template, tuple[str, ...]]:
    """The template that a YAML file holds, and what in it is not understood.

    Raises:
        WrongInput: it is no template of invoice2data.
    """
    if not isinstance(data, dict) or not data.get("keywords") or not data.get("fields"):
        raise WrongInput(f"{name} is no template of invoice2data: it has no keywords or no fields.")
    options, fields = _mapping(data.get("options")), _mapping(data["fields"])
    keywords = _texts(data["keywords"])
    template = Template(
        name=name,
        issuer=str(data.get("issuer") or keywords[0]),
        keywords=keywords,
        excluded=_texts(data.get("exclude_keywords")),
        patterns=tuple(_patterns(fields)),
        required=_texts(data.get("required_fields")) or _REQUIRED,
        priority=int(data["priority"]) if str(data.get("priority")).isdecimal() else 5,
        currency=str(options.get("currency") or ""),
        decimal=str(options.get("decimal_separator") or "."),
        date_formats=_texts(options.get("date_formats")),
        replacing=_pairs(options.get("replace")),
        tight=bool(options.get("remove_whitespace")),
        plain=bool(options.get("remove_accents")),
        lower=bool(options.get("lowercase")),
        lines=_line_pattern(data.get("lines")),
    )
    unknown = (*_unknown(data, options, fields), *_unreadable(template))
    return template, unknown


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}


def _texts(value: Any) -> tuple[str, ...]:
    every = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(str(one) for one in every)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    """Replacements: one pair, or a list of them."""
    every = value if isinstance(value, list) else []
    if every and all(isinstance(one, str) for one in every):
        every = [every]
    return tuple((str(one[0]), str(one[1])) for one in every if len(one) > 1)


def _patterns(fields: Mapping[str, Any]) -> Iterator[Pattern]:
    for name, value in fields.items():
        bare = name.removeprefix("static_")
        if isinstance(value, dict) and value.get("parser") == "regex":
            replacing = _pairs(value.get("replace"))
            group = str(value.get("group") or "")
            yield Pattern(name, _texts(value.get("regex")), group=group, replacing=replacing)
        elif isinstance(value, dict) and value.get("parser") == "static":
            yield Pattern(name, stated=str(value.get("value") or ""))
        elif isinstance(value, str | int) and bare != name:
            yield Pattern(bare, stated=str(value))
        elif isinstance(value, str | list):
            group = "sum" if name.startswith("sum_") else ""
            yield Pattern(name, _texts(value), group=group)


def _line_pattern(value: Any) -> LinePattern | None:
    rules = _mapping(value[0] if isinstance(value, list) and value else value)
    if not {"start", "end", "line"} <= rules.keys() or not isinstance(rules["line"], str):
        return None
    return LinePattern(
        str(rules["start"]), str(rules["end"]), rules["line"], str(rules.get("skip_line") or "")
    )


def _unknown(
    data: Mapping[str, Any], options: Mapping[str, Any], fields: Mapping[str, Any]
) -> Iterator[str]:
    """The keys that are not understood, each with where it stands."""
    yield from (str(key) for key in data if key not in _KEYS)
    yield from (f"options.{key}" for key in options if key not in _OPTIONS)
    yield from (f"lines.{key}" for key in _mapping(data.get("lines")) if key not in _LINE_KEYS)
    for name, value in fields.items():
        if name.removeprefix("static_") not in OURS:
            yield f"fields.{name}"
        elif isinstance(value, dict):
            yield from (f"fields.{name}.{key}" for key in value if key not in _FIELD_KEYS)


def _unreadable(template: Template) -> Iterator[str]:
    """The expressions that Python does not read."""
    every = [(one.name, text) for one in template.patterns for text in one.expressions]
    every += [("replace", text) for text, _ in template.replacing]
    for name, text in every:
        try:
            re.compile(text)
        except (re.error, RecursionError, OverflowError):
            yield f"the expression of {name}"
