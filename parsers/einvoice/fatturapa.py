"""FatturaPA 1.2, the Italian e-invoice (Agenzia delle Entrate, specifiche tecniche SdI)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lxml import etree

from model.documents import DocumentFormat, Reading, TaxRow
from parsers.einvoice.terms import Syntax, concluded, decimal, several, stated, summed
from parsers.wording.amounts import canonical

_HEADER: Final = "FatturaElettronicaHeader/"
_BODY: Final = "FatturaElettronicaBody[1]/"
_SELLER: Final = f"{_HEADER}CedentePrestatore/DatiAnagrafici/"
_BUYER: Final = f"{_HEADER}CessionarioCommittente/DatiAnagrafici/"
_GENERAL: Final = f"{_BODY}DatiGenerali/DatiGeneraliDocumento/"
_PAYMENT: Final = f"{_BODY}DatiPagamento/DettaglioPagamento/"
_CREDIT_NOTES: Final = frozenset({"TD04", "TD08"})

FATTURAPA: Final = Syntax(
    form=DocumentFormat.FATTURAPA,
    spaces={},
    fields={
        "invoice_number": (f"{_GENERAL}Numero",),
        "issue_date": (f"{_GENERAL}Data",),
        "type_code": (f"{_GENERAL}TipoDocumento",),
        "currency": (f"{_GENERAL}Divisa",),
        "gross_total": (f"{_GENERAL}ImportoTotaleDocumento",),
        "rounding": (f"{_GENERAL}Arrotondamento",),
        "due_date": (f"{_PAYMENT}DataScadenzaPagamento",),
        "iban": (f"{_PAYMENT}IBAN",),
        "bic": (f"{_PAYMENT}BIC",),
        "po_number": (f"{_BODY}DatiGenerali/DatiOrdineAcquisto/IdDocumento",),
        "contract": (f"{_BODY}DatiGenerali/DatiContratto/IdDocumento",),
        "preceding_invoice": (f"{_BODY}DatiGenerali/DatiFattureCollegate/IdDocumento",),
        "seller_name": (f"{_SELLER}Anagrafica/Denominazione", f"{_SELLER}Anagrafica/Cognome"),
        "seller_tax_no": (f"{_SELLER}CodiceFiscale",),
        "buyer_name": (f"{_BUYER}Anagrafica/Denominazione", f"{_BUYER}Anagrafica/Cognome"),
        "buyer_reference": (f"{_HEADER}DatiTrasmissione/CodiceDestinatario",),
    },
    line=f"{_BODY}DatiBeniServizi/DettaglioLinee",
    line_parts={
        "line_id": ("NumeroLinea",),
        "description": ("Descrizione",),
        "quantity": ("Quantita",),
        "unit": ("UnitaMisura",),
        "unit_price": ("PrezzoUnitario",),
        "total": ("PrezzoTotale",),
        "tax_rate": ("AliquotaIVA",),
        "order_number": ("RiferimentoAmministrazione",),
    },
    tax=f"{_BODY}DatiBeniServizi/DatiRiepilogo",
    tax_parts={
        "base": ("ImponibileImporto",),
        "amount": ("Imposta",),
        "rate": ("AliquotaIVA",),
        "category": ("Natura",),
    },
)


def read(root: etree._Element) -> Reading:
    """What a FatturaPA states; of several invoices in one file, the first."""
    found = stated(root, FATTURAPA)
    values = {**found.values, **summed(found.tax_rows)}
    values["type_code"] = "381" if values["type_code"] in _CREDIT_NOTES else "380"
    values["gross_total"] = values["gross_total"] or _gross(values, found.tax_rows)
    for name, place in (("seller", _SELLER), ("buyer", _BUYER)):
        values[f"{name}_name"] = _whole_name(root, place) or values[f"{name}_name"]
        values[f"{name}_vat_id"] = _joined(root, f"{place}IdFiscaleIVA/", ("IdPaese", "IdCodice"))
    bodies = len(root.findall("FatturaElettronicaBody"))
    complete = replace(found, values=MappingProxyType(values), doubt=several(bodies))
    return concluded(complete, DocumentFormat.FATTURAPA)


def _gross(values: Mapping[str, str], rows: tuple[TaxRow, ...]) -> str:
    """The total where it is left out, which the format allows: its breakdown and its rounding."""
    if not rows:
        return ""
    total = sum((row.base + row.amount for row in rows), Decimal(0))
    return canonical(total + (decimal(values["rounding"]) or Decimal(0)))


def _whole_name(root: etree._Element, place: str) -> str:
    """First and last name of a person who trades under it."""
    names = _joined(root, f"{place}Anagrafica/", ("Nome", "Cognome"), " ")
    return names if " " in names else ""


def _joined(root: etree._Element, place: str, parts: tuple[str, ...], between: str = "") -> str:
    texts = ((root.findtext(place + part) or "").strip() for part in parts)
    return between.join(text for text in texts if text)
