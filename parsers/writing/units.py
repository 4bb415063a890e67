"""Units of measure as codes of UN/ECE Recommendation 20."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parsers.writing.codes import listed_with

ONE: Final = "C62"
_MUTUAL: Final = "ZZ"  # "mutually defined": the paper names a unit that the recommendation has not
_KILOGRAM: Final = "KGM"
_WORDS: Final[Mapping[str, str]] = {
    word: code
    for code, words in {
        "C62": "one unit units einheit einheiten unité unités unidad unidades eenheid unità",
        "H87": "pc pcs piece pieces stk stck stück st pièce pièces pz pezzo pezzi pza stuk stuks"
        " szt ks kpl kus styck",
        "EA": "ea each",
        "KWH": "kwh",
        "MWH": "mwh",
        "HUR": "h hr hrs hour hours std stunde stunden heure heures ora ore hora horas uur timer",
        "MIN": "min mins minute minutes minuten",
        "DAY": "d day days tag tage jour jours giorno giorni día días dag dagen",
        "WEE": "week weeks woche wochen semaine semaines",
        "MON": "month months monat monate mois mese mesi mes meses maand maanden",
        "ANN": "year years jahr jahre an ans année anno anni año años jaar",
        "KGM": "kg kilogram kilograms kilogramm",
        "GRM": "g gr gram grams gramm",
        "TNE": "t to ton tons tonne tonnes tonnen",
        "LTR": "l ltr litre litres liter liters litro litros",
        "MTR": "m mtr metre metres meter meters metro metros mètre mètres",
        "KMT": "km",
        "CMT": "cm",
        "MMT": "mm",
        "MTK": "m2 m² qm sqm",
        "MTQ": "m3 m³ cbm",
        "SET": "set sets satz",
        "PR": "pair pairs paar paire",
        "LS": "ls pauschal pauschale psch forfait lump",
        "P1": "% percent prozent",
        "XBX": "box boxes karton kartons carton cartons",
        "XPK": "pack packs package packages paket pakete",
        "XPX": "pallet pallets palette paletten",
        "DZN": "dz dozen dozens dutzend",
    }.items()
    for word in words.split()
}


def code_of(unit: str | None) -> str:
    """The code of a unit as it was printed: one where none is, "mutually defined" for others."""
    named = (unit or "").strip().rstrip(".")
    if not named:
        return ONE
    if word := _WORDS.get(named.casefold()):
        return word
    return named if named in listed_with(_KILOGRAM) else _MUTUAL
