"""XML as it is written: elements by short names, nothing empty, foreign text as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from lxml import etree

_MOST: Final = 1000

Written: TypeAlias = "etree._Element | None"  # noqa: SLF001 - lxml's only name of its type
"""An element, or nothing where it would be empty."""


def plain(text: str) -> str:
    """Foreign text as one line without control and direction characters, at most 1000 long."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(kept.split())[:_MOST]


def number(value: Decimal | None) -> str:
    """A number without exponent and without zeros at its end; empty for none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cents(value: Decimal) -> str:
    """An amount with two decimals."""
    return f"{value:.2f}"


class Maker:
    """Makes elements of one syntax; a name is `prefix:Name`, or `Name` in the default space."""

    def __init__(self, spaces: Mapping[str | None, str]) -> None:
        self._spaces = dict(spaces)

    def element(
        self,
        name: str,
        *content: Written | str,
        attributes: Mapping[str, str] | None = None,
    ) -> Written:
        """An element; None where it would hold nothing (PEPPOL-EN16931-R008)."""
        parts = [part for part in content if part is not None and part != ""]
        if not parts:
            return None
        return self.filled(name, *parts, attributes=attributes)

    def filled(
        self,
        name: str,
        *content: Written | str,
        attributes: Mapping[str, str] | None = None,
    ) -> etree._Element:
        """An element, also where it holds nothing."""
        made = etree.Element(self._name(name), nsmap=self._spaces)  # type: ignore[arg-type]  # lxml-stubs: None is a prefix
        for key, value in (attributes or {}).items():
            made.set(self._name(key) if ":" in key else key, plain(value))
        for part in content:
            if isinstance(part, str):
                made.text = plain(part)
            elif part is not None:
                made.append(part)
        return made

    def _name(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        space = self._spaces.get(prefix if colon else None)
        return f"{{{space}}}{local}" if space else local


def document(root: etree._Element, doctype: str = "") -> bytes:
    """The document as UTF-8 with its declaration."""
    etree.cleanup_namespaces(root)
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    head, _, body = text.partition(b"\n")
    return b"\n".join(filter(None, (head, doctype.encode(), body)))


def together(*groups: Iterable[Written]) -> list[etree._Element]:
    """The elements of several groups that hold something, in order."""
    return [one for group in groups for one in group if one is not None]
