"""What a mail may be before it is parsed: some are made to choke whoever reads them."""

from __future__ import annotations

import re
from typing import Final

from fetchers.mail.identity import split
from model.errors import DocumentTooLarge, DocumentUnsafe

_LARGEST: Final = 64 * 2**20  # bytes
_LONGEST_HEADER: Final = 512 * 2**10  # bytes
_MOST_FIELDS: Final = 2_000
_MOST_BORDERS: Final = 5_000  # lines that begin like the border between two parts
_LONGEST_TYPE: Final = 10_000  # bytes of one Content-Type with all its parameters
_TYPE: Final = re.compile(rb"(?i)^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.MULTILINE)


def refuse_bombs(raw: bytes) -> None:
    """Nothing, for a mail that can be parsed in little time and memory.

    Raises DocumentTooLarge and DocumentUnsafe for others: a person looks at those in the mailbox
    itself.
    """
    if len(raw) > _LARGEST:
        raise DocumentTooLarge(f"The mail has more than {_LARGEST // 2**20} MiB.")
    header, _ = split(raw)
    if len(header) > _LONGEST_HEADER or header.count(b"\n") > _MOST_FIELDS:
        raise DocumentUnsafe(
            f"The mail's header has more than {_MOST_FIELDS} lines or"
            f" {_LONGEST_HEADER // 2**10} KiB; open it in the mailbox itself."
        )
    if raw.count(b"\n--") > _MOST_BORDERS:
        raise DocumentUnsafe(
            f"The mail has more than {_MOST_BORDERS} lines that look like the border of a part;"
            " open it in the mailbox itself."
        )
    if any(len(match[0]) > _LONGEST_TYPE for match in _TYPE.finditer(raw)):
        raise DocumentUnsafe(
            f"A part of the mail describes its type in more than {_LONGEST_TYPE} bytes; open it in"
            " the mailbox itself."
        )
