"""Why a PDF can't be archived as it is (ISO 19005-3, level B)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

_FONT_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_PRINTING: Final = frozenset({"k", "K"})
_COLOURS: Final = frozenset({"cs", "CS"})
_CMYK: Final = "/DeviceCMYK"
_DEEPEST: Final = 6
_LINK: Final = "/Link"
_PRINT: Final = 4
"""Flag of an annotation: it is printed (ISO 32000-1, table 165)."""


def hindrances(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """What stands against it, each in a few words; nothing where only declarations are missing.

    Links are kept and told as printed; any other annotation stands against it.
    """
    found = dict.fromkeys(_found(pdf))
    return tuple(found)


def _found(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "it is encrypted"
    if "/OCProperties" in pdf.Root:
        yield "it has layers"
    for page in pdf.pages:
        yield from _of_annotations(page.obj)
        yield from _of_content(page.obj, _inherited(page.obj), 0)


def _inherited(node: Any) -> Any:
    """The resources of a page, its own or those of the pages around it."""
    for _ in range(_DEEPEST):
        if "/Resources" in node:
            return node.Resources
        if "/Parent" not in node:
            break
        node = node.Parent
    return pikepdf.Dictionary()


def _of_annotations(page: Any) -> Iterator[str]:
    for one in page.get("/Annots", []):
        if str(one.get("/Subtype", "")) != _LINK:
            yield "it has annotations"
        elif "/A" in one and str(one.A.get("/S", "")) not in ("/URI", "/GoTo"):
            yield "it has actions"
        else:
            one.F = _PRINT


def _of_content(holder: Any, resources: Any, depth: int) -> Iterator[str]:
    """What a page, or a form on it, draws with."""
    if depth > _DEEPEST:
        yield "it is nested too deep"
        return
    for font in resources.get("/Font", {}).values():
        if not _embedded(font):
            yield "a font is not embedded"
    if _has_printing_colours(holder):
        yield "it has printing colours"
    for drawn in resources.get("/XObject", {}).values():
        yield from _of_drawn(drawn)
        if str(drawn.get("/Subtype", "")) == "/Form":
            yield from _of_content(drawn, drawn.get("/Resources", resources), depth + 1)


def _of_drawn(drawn: Any) -> Iterator[str]:
    if _CMYK in str(drawn.get("/ColorSpace", "")):
        yield "it has printing colours"
    if "/LZWDecode" in str(drawn.get("/Filter", "")):
        yield "it is packed with LZW"


def _embedded(font: Any) -> bool:
    """Whether a font lies in the file."""
    if str(font.get("/Subtype", "")) == "/Type3":
        return True
    if "/DescendantFonts" in font:
        return all(_embedded(one) for one in font.DescendantFonts)
    described = font.get("/FontDescriptor", {})
    return any(name in described for name in _FONT_FILES)


def _has_printing_colours(holder: Any) -> bool:
    for step in pikepdf.parse_content_stream(holder):
        operator = str(step.operator)
        if operator in _PRINTING:
            return True
        if operator in _COLOURS and _CMYK in map(str, step.operands):
            return True
    return False
