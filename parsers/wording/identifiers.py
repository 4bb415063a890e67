"""Numbers with a form of their own: VAT ids and IBANs, found in text.

A checksum is a score, never a filter: most VAT ids in published sample invoices fail theirs, and so
do mistyped ones in real invoices, which a person must see.
"""

from __future__ import annotations

import re
from typing import Final

# Forms of VAT ids per country (Council Regulation 904/2010, as the VIES service states them).
_VAT_FORMS: Final = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CH": r"E\d{9}(?:MWST|TVA|IVA)?",
    "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"\d{9}", "DK": r"\d{8}",
    "EE": r"\d{9}", "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]", "FI": r"\d{8}", "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "GB": r"(?:\d{12}|\d{9}|GD\d{3}|HA\d{3})", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"(?:\d{12}|\d{9})",
    "LU": r"\d{8}",
    "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "NO": r"\d{9}(?:MVA)?", "PL": r"\d{10}",
    "PT": r"\d{9}", "RO": r"\d{2,10}", "SE": r"\d{12}", "SI": r"\d{8}", "SK": r"\d{10}",
    "XI": r"(?:\d{12}|\d{9})",
}  # fmt: skip
_VAT: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(f"{land}{form}" for land, form in _VAT_FORMS.items())
    + r")(?![A-Za-z0-9])"
)
_SPACED: Final = re.compile(r"(?<=[A-Z0-9])[ .\-]{1,2}(?=[A-Z0-9])")
_VAT_START: Final = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=VAT)|(?<=IVA)|(?<=TVA)|(?<=BTW)|(?<=UST))"
    rf"(?:{'|'.join(_VAT_FORMS)})[ .\-]?[A-Z0-9]"
)
"""It begins a word, or stands right behind its label, as optical readers drop spaces."""
_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_LENGTHS: Final = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
}  # fmt: skip
OWN_FORM: Final = re.compile(
    r"#?(?:(?P<invoice>INV|INVOICE|RE|RG|RNR|FA|FAC|FACT|FCT|FAT|FV|VF|FK|FAK|FAKT|FAKTURA|LASKU|SI"
    r"|BILL)[-/_.]?|(?:CN|GS|NC|KN|AVOIR)[-/_.]?|[FR]\d\d[-/])(?=[\d/.-]*\d{3})\d[\d/.-]*",
    re.IGNORECASE,
)
"""A form that numbers of invoices and credit notes have, and hardly any other number."""
_LONGEST_VAT: Final = 24
ODD_VAT: Final = re.compile(rf"\b(?:{'|'.join(_VAT_FORMS)})(?=[A-Z]?\d{{6}})[A-Z0-9]{{7,13}}\b")
"""What begins like a VAT id and is as long as some are, whatever its country's form."""


def vat_ids(text: str) -> list[tuple[int, int, str]]:
    """VAT ids in a text: where they stand, and the id without spaces."""
    found = []
    for start in _VAT_START.finditer(text):
        piece = text[start.start() : start.start() + _LONGEST_VAT]
        for size in range(len(piece), 9, -1):
            bare = _SPACED.sub("", piece[:size])
            if _VAT.fullmatch(bare) and not _ends_inside(text, start.start() + size):
                found.append((start.start(), start.start() + size, bare))
                break
    return found


def _ends_inside(text: str, end: int) -> bool:
    return end < len(text) and text[end].isalnum()


def ibans(text: str) -> list[tuple[int, int, str]]:
    """IBANs in a text (ISO 13616): of the right length for their country, without spaces."""
    found = []
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2])
        bare = match[0].replace(" ", "")
        if length and len(bare) >= length:
            size = _reach(match[0], length)
            found.append((match.start(), match.start() + size, bare[:length]))
    return found


def _reach(text: str, letters: int) -> int:
    """How far a text reaches until so many letters other than spaces have passed."""
    for index, ch in enumerate(text):
        letters -= ch != " "
        if letters == 0:
            return index + 1
    return len(text)


def iban_holds(iban: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 7064, MOD 97-10)."""
    turned = iban[4:] + iban[:4]
    return turned.isalnum() and int("".join(str(int(ch, 36)) for ch in turned)) % 97 == 1


def is_other(word: str) -> bool:
    """Whether a word is certainly no document number: a VAT id, an IBAN, a web address."""
    lowered = word.lower()
    if lowered.startswith("www.") or re.search(
        r"\.(?:com|net|org|de|fr|it|es|nl|biz|info|eu)$", lowered
    ):
        return True
    return bool(_VAT.fullmatch(word))
