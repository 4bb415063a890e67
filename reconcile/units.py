"""Units of quantity under the names that orders and invoices give them, made comparable."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_NAMES: Final = {
    "piece": "C62 H87 EA PCE PC PCS PIECE PIECES EACH UNIT UNITS ST STK STCK STUECK STÜCK PIÈCE"
    " PIÈCES PZ PZA STUKS ADET UN U",
    "kg": "KGM KG KILO KILOGRAM KILOGRAMM",
    "g": "GRM G GRAM GRAMM",
    "t": "TNE T TO TON TONNE",
    "m": "MTR M METER METRE MÈTRE",
    "cm": "CMT CM",
    "mm": "MMT MM",
    "km": "KMT KM",
    "m2": "MTK M2 M² QM",
    "m3": "MTQ M3 M³ CBM",
    "l": "LTR L LITER LITRE",
    "ml": "MLT ML",
    "h": "HUR H HR HRS HOUR HOURS STD STUNDE STUNDEN HEURE UUR HORA ORA",
    "min": "MIN MINUTE MINUTES",
    "day": "DAY D DAYS TAG TAGE JOUR JOURS DAG DÍA GIORNO",
    "kwh": "KWH",
    "mwh": "MWH",
    "dozen": "DZN DOZEN DUTZEND",
    "hundred": "CEN HUNDRED",
    "thousand": "MIL THOUSAND",
    "box": "BX BOX XBX KARTON CARTON CTN CT",
    "pack": "PK PACK PACKUNG XPK PAK PACKAGE",
    "set": "SET KIT",
    "month": "MON MONTH MONTHS MONAT MONATE MOIS",
    "lump": "LS LUMP PAUSCHAL FORFAIT",
}
_NAME_OF: Final = {word: name for name, words in _NAMES.items() for word in words.split()}
_PARTS: Final = {
    "g": ("kg", Decimal("0.001")),
    "t": ("kg", Decimal(1000)),
    "cm": ("m", Decimal("0.01")),
    "mm": ("m", Decimal("0.001")),
    "km": ("m", Decimal(1000)),
    "ml": ("l", Decimal("0.001")),
    "min": ("h", Decimal(1) / 60),
    "mwh": ("kwh", Decimal(1000)),
    "dozen": ("piece", Decimal(12)),
    "hundred": ("piece", Decimal(100)),
    "thousand": ("piece", Decimal(1000)),
}
"""Units that are so many of another (UNECE Recommendation 20)."""


def factor(billed: str | None, ordered: str | None) -> Decimal | None:
    """How many ordered units one billed unit is; None where the two can't be compared.

    A unit that one side does not name is taken to be the other's.
    """
    if not (billed or "").strip() or not (ordered or "").strip():
        return Decimal(1)
    one, other = _base(billed or ""), _base(ordered or "")
    return one[1] / other[1] if one[0] == other[0] else None


def _base(unit: str) -> tuple[str, Decimal]:
    word = unit.strip().rstrip(".").upper()
    name = _NAME_OF.get(word, word)
    return _PARTS.get(name, (name, Decimal(1)))
