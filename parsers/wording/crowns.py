"""Which crown a paper means that says “kr” alone: Sweden's, Denmark's or Norway's.

What its sender is known by says it: how it is paid, its register number, its telephone, and the
words that only one of the three languages has. Signs that disagree, as those of a buyer abroad do,
leave it open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from parsers.paper.layout import fold

_REGISTER: Final = r"\borg[. -]{0,2}(?:nr|nummer)\b[.: ]{0,3}"
_SIGNS: Final = tuple(
    (code, re.compile(form, re.IGNORECASE), why)
    for code, form, why in (
        ("SEK", r"\b(?:bankgiro|bg)\b\D{0,12}\b\d{3,4}-\d{4}\b", "a bankgiro"),
        ("SEK", r"\b(?:plusgiro|pg)\b\D{0,12}\b\d[\d ]{0,8}-\d\b", "a plusgiro"),
        ("SEK", r"\bSE ?\d{2}(?: ?\d{4}){5}\b", "a Swedish IBAN"),
        ("DKK", r"\bDK ?\d{2}(?: ?\d{4}){3} ?\d{2}\b", "a Danish IBAN"),
        ("NOK", r"\bNO ?\d{2}(?: ?\d{4}){2} ?\d{3}\b", "a Norwegian IBAN"),
        ("DKK", r"\breg\b[. ]{0,2}(?:nr)?[.: ]{0,3}\d{4}\D{1,12}\bkonto", "a Danish bank account"),
        ("NOK", r"\b\d{4}\.\d{2}\.\d{5}\b", "a Norwegian bank account"),
        ("SEK", r"\bSE ?\d{6}-?\d{4} ?01\b", "a Swedish VAT id"),
        ("DKK", r"\bDK ?\d{2}(?: ?\d{2}){3}\b(?! ?\d)", "a Danish VAT id"),
        ("NOK", r"\b\d{3} ?\d{3} ?\d{3} ?MVA\b", "a Norwegian VAT id"),
        ("SEK", rf"{_REGISTER}\d{{6}}-\d{{4}}\b", "a Swedish register number"),
        ("NOK", rf"{_REGISTER}\d{{3}} ?\d{{3}} ?\d{{3}}\b", "a Norwegian register number"),
        ("DKK", r"\bCVR\b", "a Danish register number"),
        ("SEK", r"\+ ?46[ (\d]", "a Swedish telephone"),
        ("DKK", r"\+ ?45[ (\d]", "a Danish telephone"),
        ("NOK", r"\+ ?47[ (\d]", "a Norwegian telephone"),
    )
)  # fmt: skip
_WORDS: Final = {
    "SEK": """belopp fakturabelopp restbelopp inbetalning inbetalningar förfallodag förfallodatum
        förfaller kundnummer kundnr fakturanummer obetalt obetalda ingående utgående händelse
        kvar betala summa avgift""",
    "DKK": """beløb fakturabeløb restbeløb indbetaling indbetalinger forfald forfalder forfaldsdato
        udestående hændelse udskrevet betales afregning bogført bogføringsdato kontooversigt""",
    "NOK": """beløp fakturabeløp restbeløp innbetaling innbetalinger forfall forfallsdato
        hendelse utskrevet bokført bokføringsdato innestående mva""",
}  # fmt: skip
_OF_WORDS: Final = {code: frozenset(map(fold, words.split())) for code, words in _WORDS.items()}
_LANGUAGES: Final = {"SEK": "Swedish", "DKK": "Danish", "NOK": "Norwegian"}
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Crown:
    """The code of a crown, and what on the paper says so."""

    code: str
    why: str


def of(text: str) -> Crown | None:
    """The one crown that all signs of a text speak for; None where none does, or they disagree."""
    found = [Crown(code, why) for code, form, why in _SIGNS if form.search(text)]
    said = set(fold(text).split())
    found += [
        Crown(code, f"{_LANGUAGES[code]} words")
        for code, words in _OF_WORDS.items()
        if len(words & said) >= _FEWEST
    ]
    return found[0] if len({one.code for one in found}) == 1 else None
