"""References as they are compared: the same number in the forms that suppliers and clerks give it.

Keys are computed once per entry, when it is stored; nothing is normalised while lines are matched.
INV-2026-00104, "Invoice 2026/104" and inv2026104 are one number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile
from typing import Final

_COLLECTIVE: Final = frozenset(("COLLECTIVE", "CONSOLIDATED", "SUMMARY", "RESUMEN"))
_STEMS: Final = ("SAMMEL", "RECAP", "RIEPILOG", "VERZAMEL")
_WORDS: Final = _COLLECTIVE | frozenset(
    (
        *("INVOICE", "INVOICES", "BILL", "CREDIT", "NOTE", "NUMBER", "NO", "NR", "REF"),
        *("RECHNUNG", "GUTSCHRIFT", "FACTURE", "AVOIR", "FATTURA", "FACTURA", "FACTUUR"),
    )
)
_ORDER: Final = re.compile(r"\s*(?:PO|P/O|P\.O\.|ORDER|BESTELLUNG|COMMANDE)[\W_]*\d")
_RUNS: Final = re.compile(r"\d+|[^\W\d_]+")
_PART: Final = re.compile(r"/\d$")
LOOKALIKES: Final = str.maketrans("OISBGZ", "015862")
"""Characters that character recognition takes for one another."""
SUFFIX_LENGTH: Final = 4
"""So many last characters are shared by every variant of a number."""
_PRINTED_LENGTH: Final = 5


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference with its keys; without a digit, or as an order number, it identifies nothing.

    `alnum` is letters and digits without document words; `core` is the number alone, without
    prefix, separators and leading zeros.
    """

    alnum: str
    core: str

    @property
    def usable(self) -> bool:
        """Whether the reference identifies a document."""
        return bool(self.core)


@lru_cache(maxsize=2048)
def reference(text: str) -> Reference:
    """The keys of a reference as it was printed or typed; several ask in a row."""
    upper = text.upper()
    runs = [r for r in _RUNS.findall(upper) if r not in _WORDS and not r.startswith(_STEMS)]
    numbered = dropwhile(str.isalpha, runs)
    core = "".join([run.lstrip("0") or "0" for run in numbered]).lstrip("0")
    alnum = "".join(runs)
    if _ORDER.match(upper):
        return Reference(alnum, "")
    return Reference(alnum, alnum if core == alnum else core)  # one text in memory


def says_collective(text: str) -> bool:
    """Whether a line says that it stands for several documents."""
    words = _RUNS.findall(text.upper())
    return any(word in _COLLECTIVE or word.startswith(_STEMS) for word in words)


def part_of(text: str) -> str:
    """The number without a part number: 104/1 and 104/2 are parts of 104."""
    return _PART.sub("", text.strip())


def ending(ref: Reference) -> str:
    """The last four characters, look-alikes mapped: what every variant of a number shares."""
    return ref.core[-SUFFIX_LENGTH:].translate(LOOKALIKES)


def printed_ending(text: str, length: int = _PRINTED_LENGTH) -> str:
    """The last characters of a reference as it is written, look-alikes mapped."""
    return text[-length:].upper().translate(LOOKALIKES)
