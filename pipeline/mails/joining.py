"""One document in several files of a mail: put together where it proves itself as one.

Its pages must be numbered through, its sums must hold over all of them and over no file alone, and
no file may name another number. Otherwise every file is filed by itself, and a person sees why.
"""

from __future__ import annotations

from typing import Final

from model.documents import TOTALS, Reading, normalise_number
from model.mail import Attachment
from model.suppliers import SupplierProfile
from parsers.invoices.checks import LINES_ADD_UP
from parsers.safety.sandbox import joined_safely
from pipeline.works import Reader

_PDF: Final = "application/pdf"


def joined(
    read: Reader, files: tuple[Attachment, ...], profiles: tuple[SupplierProfile, ...]
) -> tuple[Attachment, ...]:
    """The files; those that are one document as one file, in the place of the first of them."""
    pdfs = [one for one in files if one.media_type == _PDF]
    if len(pdfs) < 2:  # noqa: PLR2004 - one is no several
        return files
    places, content = joined_safely([one.content for one in pdfs])
    parts = [pdfs[at] for at in places]
    alone = [read(part.content, profiles) for part in parts]
    if not parts or not _is_one(read(content, profiles), alone):
        return files
    whole = Attachment(parts[0].name, _PDF, content)
    first = min(files.index(one) for one in parts)
    return tuple(
        whole if at == first else one
        for at, one in enumerate(files)
        if at == first or one not in parts
    )


def _is_one(whole: Reading, parts: list[Reading]) -> bool:
    number = normalise_number(whole.text("invoice_number") or "")
    named = {normalise_number(part.text("invoice_number") or "") for part in parts} - {""}
    return bool(number) and named == {number} and _adds_up(whole) and not any(map(_adds_up, parts))


def _adds_up(reading: Reading) -> bool:
    lines = any(check.name == LINES_ADD_UP and check.ok for check in reading.checks)
    return lines and set(TOTALS).isdisjoint(reading.unproved)
