"""References as they are compared: the same number in the forms that suppliers and clerks give it.

Keys are computed once per entry. INV-2026-00104, "Invoice 2026/104" and inv2026104 are one number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from rapidfuzz.distance import OSA

_WORDS: Final = frozenset(
    (
        *("INVOICE", "INVOICES", "BILL", "CREDIT", "NOTE", "NUMBER", "NO", "NR", "REF"),
        *("RECHNUNG", "GUTSCHRIFT", "FACTURE", "AVOIR", "FATTURA", "FACTURA", "FACTUUR"),
        *("COLLECTIVE", "CONSOLIDATED", "SUMMARY", "RESUMEN"),
    )
)
_STEMS: Final = ("SAMMEL", "RECAP", "RIEPILOG", "VERZAMEL")
_ORDER: Final = re.compile(r"\s*(?:PO|P/O|P\.O\.|ORDER|BESTELLUNG|COMMANDE)[\W_]*\d")
_RUNS: Final = re.compile(r"\d+|[^\W\d_]+")
_BEFORE_DIGITS: Final = re.compile(r"^\D+")
_PART: Final = re.compile(r"/\d$")
_COPY: Final = re.compile(r"(?<=[0-9A-Z])[/-]\d$|(?<=\d)[\W_]?[A-Z]$")
# Characters that character recognition takes for one another.
_LOOKALIKES: Final = str.maketrans("OISBGZ", "015862")
_SUFFIX_LENGTH: Final = 4


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


def reference(text: str) -> Reference:
    """The keys of a reference as it was printed or typed."""
    upper = text.upper()
    runs = [run for run in _RUNS.findall(upper) if not _is_word(run)]
    numbered = dropwhile(str.isalpha, runs)
    core = "".join([run.lstrip("0") or "0" for run in numbered]).lstrip("0")
    alnum = "".join(runs)
    if _ORDER.match(upper):
        return Reference(alnum, "")
    return Reference(alnum, alnum if core == alnum else core)  # one text in memory


def _is_word(run: str) -> bool:
    return run in _WORDS or run.startswith(_STEMS)


def part_of(text: str) -> str:
    """The number without a part number: 104/1 and 104/2 are parts of 104."""
    return _PART.sub("", text.strip())


def whole(text: str) -> Reference:
    """The keys without a part number."""
    return reference(part_of(text))


def original(text: str) -> Reference:
    """The keys without a copy mark: 104A, 104/B and 104-1 are copies of 104."""
    return reference(_COPY.sub("", text.strip().upper()))


def edits(a: Reference, b: Reference) -> int:
    """How many characters differ between two cores; a transposition counts once."""
    return int(OSA.distance(a.core, b.core))


def one_digit(a: Reference, b: Reference) -> bool:
    """Whether exactly one character differs in its place, as between documents in a row."""
    return len(a.core) == len(b.core) and sum(map(str.__ne__, a.core, b.core)) == 1


def ending(ref: Reference) -> str:
    """The last four characters, look-alikes mapped: what every variant of a number shares."""
    return ref.core[-_SUFFIX_LENGTH:].translate(_LOOKALIKES)


def tail(ref: Reference) -> str:
    """The last four characters with their zeros: a supplier may print no more than those."""
    return ref.alnum[-_SUFFIX_LENGTH:].translate(_LOOKALIKES)


def similarity(a: Reference, b: Reference) -> float:
    """How alike two references are, between 0 and 1.

    1 the same core; .97 after mapping look-alikes; .95 one ends with the other (.93 after the
    mapping); else one minus the share of characters that differ.
    """
    if a.core == b.core:
        return 1.0
    if ending(a) != ending(b) and tail(a) != tail(b):
        return float(OSA.normalized_similarity(a.core, b.core))
    if look(a) == look(b):
        return 0.97
    if _ends_alike(a.core, b.core) or _ends_alike(a.alnum, b.alnum):
        return 0.95
    if _ends_alike(look(a), look(b)):
        return 0.93
    return float(OSA.normalized_similarity(a.core, b.core))


def look(ref: Reference) -> str:
    """The number as a scanner may have read it: look-alike letters are the digits they resemble."""
    return _BEFORE_DIGITS.sub("", ref.alnum.translate(_LOOKALIKES)).lstrip("0")


def _ends_alike(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= _SUFFIX_LENGTH and longer.endswith(shorter)
