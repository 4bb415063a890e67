"""Compiled Schematron made quick: the same verdict from a quarter of the work.

A Schematron compiler writes, for each of its patterns, a walk over the whole document, attributes
included (ISO/IEC 19757-3, the reference implementation's skeleton): Factur-X has more than sixty.
Here a pattern whose rules all name their place from the root goes to these places only; what was
tried and held is not reported; and a table of codes is opened once a process instead of once a
document. Which rule fires on which node, and whether it fails, stays with the templates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lxml import etree

from parsers.safety import gate

_XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_UNREAD: Final = ("fired-rule", "active-pattern", "ns-prefix-in-attribute-values")
_PATTERN: Final = re.compile(r"M\d+$")
_ANYTHING: Final = frozenset({"text()", "@*|node()", "*|comment()|processing-instruction()"})
_CODES: Final = "codes"
_INNERMOST: Final = re.compile(r"\[[^\[\]]*\]")


def compiled(processor: Any, rules: Path) -> Any:
    """The rules of a file as something that Saxon runs."""
    codes = next(rules.parent.glob("*_codedb.xml"), None)
    text = quickened(rules, codes)
    program = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
    if codes and f"${_CODES}" in text:
        program.set_parameter(_CODES, processor.parse_xml(xml_file_name=str(codes)))
    return program


def quickened(rules: Path, codes: Path | None) -> str:
    """The stylesheet of a rule file with shorter walks; as it is where it has another shape."""
    root = gate.xml(rules.read_bytes())
    root.set(_BASE, rules.resolve().as_uri())
    walks = _walks(root)
    patterns = _patterns(root)
    if walks.keys() == patterns.keys() and walks:
        for mode, places in patterns.items():
            if all(place.startswith("/") for place in places):
                # A sequence, since Saxon takes minutes to compile a union of hundreds of paths.
                walks[mode].set("select", f"({', '.join(dict.fromkeys(places))})/.")
                _stand_still(root, mode)
    for name in _UNREAD:
        for told in list(root.iter(_SVRL + name)):
            _drop(told)
    return _with_codes(str(etree.tostring(root, encoding="unicode")), codes)


def _walks(root: etree._Element) -> dict[str, etree._Element]:
    """Where the template of the document sends each pattern on its way."""
    start = (one for one in _templates(root) if one.get("match") == "/" and not one.get("mode"))
    return {
        mode: call
        for template in start
        for call in template.iter(f"{_XSL}apply-templates")
        if _PATTERN.match(mode := call.get("mode") or "") and call.get("select") == "/"
    }


def _patterns(root: etree._Element) -> Mapping[str, list[str]]:
    """The places of each pattern's rules, without those of the templates that only lead on."""
    found: dict[str, list[str]] = defaultdict(list)
    for template in _templates(root):
        if _PATTERN.match(mode := template.get("mode") or ""):
            places, match = found[mode], template.get("match") or ""
            places += [] if match in _ANYTHING else _alternatives(match)
    return found


def _templates(root: etree._Element) -> Sequence[etree._Element]:
    return root.findall(f"{_XSL}template")


def _alternatives(match: str) -> list[str]:
    """The paths of a match pattern without their conditions, which its template still asks."""
    bare = match
    while (shorter := _INNERMOST.sub("", bare)) != bare:
        bare = shorter
    return [path.strip() for path in bare.split("|")]


def _stand_still(root: etree._Element, mode: str) -> None:
    """No template of the pattern leads on to other nodes: they are all called for already."""
    for template in _templates(root):
        if template.get("mode") == mode:
            for call in template.findall(f"{_XSL}apply-templates"):
                if call.get("mode") == mode:
                    _drop(call)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _with_codes(text: str, codes: Path | None) -> str:
    """The stylesheet with its table of codes as a parameter."""
    if codes is None or (opened := f"document('{codes.name}')") not in text:
        return text
    at = text.index("<xsl:output")
    declared = f'<xsl:param name="{_CODES}"/>'
    return text[:at] + declared + text[at:].replace(opened, f"${_CODES}")
