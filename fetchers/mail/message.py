"""A mail as a reader sees it: headers, text, links, files. Foreign bytes in, plain values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message as Tree
from email.parser import BytesParser
from typing import Final

from fetchers.mail.headers import Headers, decoded, decoded_bytes, headers_of
from fetchers.mail.limits import refuse_bombs
from fetchers.mail.page import Anchor, page_of, plain_anchors
from fetchers.mail.pictures import is_page
from fetchers.mail.withheld import why_withheld
from model.errors import DocumentDamaged, DocumentTooLarge, DocumentUnsafe
from model.mail import Attachment
from parsers.safety.names import deceives

_DEEPEST: Final = 30
_MOST_PARTS: Final = 200
_LONGEST_PART: Final = 1_000_000  # characters; pictures may stand inside a page
_LONGEST_TEXT: Final = 300_000
_LONGEST_NAME: Final = 120
_HIDDEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_PAGE: Final = re.compile(r"\s*<(?:!doctype html|html)", re.IGNORECASE)
_BODIES: Final = frozenset({"plain", "html", "enriched"})
_EXTENSIONS: Final = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "application/zip": ".zip",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, read. All of it is foreign text.

    `text` is what a person sees, at most 300,000 characters: the HTML part where there is one, a
    line for each row of a table and a tab between its cells. `tricky_names` are attachments whose
    name was written to deceive. `markup` is what the page's JSON-LD scripts hold. `body` is what
    the mail shows, as a file of its own.
    """

    headers: Headers
    text: str
    anchors: tuple[Anchor, ...]
    attachments: tuple[Attachment, ...]
    tricky_names: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()
    body: Attachment | None = None

    @property
    def subject(self) -> str:
        """The subject without folds."""
        return self.headers.first("subject")


def read(raw: bytes) -> Message:
    """The mail of these bytes, as far as it can be read; odd and broken parts are read as text.

    Raises DocumentTooLarge for a mail that was left on the server for its size, DocumentUnsafe for
    one that nests deeper than 30 parts, has more than 200, or would choke the parser,
    DocumentDamaged for one that it does not take: a person looks at those.
    """
    if why := why_withheld(raw):
        raise DocumentTooLarge(
            f"The content of this mail was not fetched ({why}); open it in the mailbox itself."
        )
    refuse_bombs(raw)
    try:
        tree = BytesParser(policy=policy.compat32).parsebytes(raw)
        parts = tuple(_parts(tree))
        return _message(headers_of(tree), parts)
    except RecursionError:
        raise DocumentUnsafe(f"The mail nests its parts deeper than {_DEEPEST}.") from None
    except (TypeError, ValueError, LookupError):  # the standard parser's, for headers of nonsense
        raise DocumentDamaged("The mail is damaged; open it in the mailbox itself.") from None


def clean_name(name: str, media_type: str) -> str:
    """A file name safe to show: no path, controls or direction marks, at most 120 characters."""
    shown = unicodedata.normalize("NFC", _HIDDEN.sub("", _as_text(name)))
    shown = _FORBIDDEN.sub("_", re.split(r"[/\\]", shown)[-1]).strip(" .")
    if not shown:
        return "attachment" + _EXTENSIONS.get(media_type, "")
    if len(shown) <= _LONGEST_NAME:
        return shown
    stem, dot, extension = shown.rpartition(".")
    kept = dot + extension if dot and len(extension) < 10 else ""  # noqa: PLR2004 - no real one is longer
    return (stem if kept else shown)[: _LONGEST_NAME - len(kept)] + kept


def _parts(tree: Tree) -> Iterator[Tree]:
    """The leaves of a mail, in order."""
    waiting: list[tuple[Tree, int]] = [(tree, 1)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > _DEEPEST or seen > _MOST_PARTS:
            raise DocumentUnsafe(
                f"The mail has more than {_MOST_PARTS} parts or nests them deeper than {_DEEPEST};"
                " open it in the mailbox itself."
            )
        payload = part.get_payload() if part.is_multipart() else None
        if isinstance(payload, list):
            children = (child for child in reversed(payload) if isinstance(child, Tree))
            waiting += [(child, depth + 1) for child in children]
        else:
            yield part


def _message(headers: Headers, parts: tuple[Tree, ...]) -> Message:
    bodies = [part for part in parts if _is_body(part)]
    files = [part for part in parts if not _is_body(part) and not _is_decoration(part)]
    plain = "\n".join(_text(part) for part in bodies if part.get_content_type() != "text/html")
    pages = [page_of(_text(part)) for part in bodies if part.get_content_type() == "text/html"]
    text = "\n".join(page.text for page in pages).strip("\n ") or plain.strip()
    anchors = tuple(anchor for page in pages for anchor in page.anchors)
    return Message(
        headers=headers,
        text=text[:_LONGEST_TEXT],
        anchors=anchors or plain_anchors(plain),
        attachments=tuple(_attachment(part) for part in files),
        tricky_names=tuple(_attachment(part).name for part in files if deceives(_name(part))),
        markup=tuple(script for page in pages for script in page.markup),
        body=_body(bodies),
    )


def _body(parts: Iterable[Tree]) -> Attachment | None:
    """What the mail shows, as a file in UTF-8: its longest page, else its longest text."""
    written = [(part.get_content_type() == "text/html", _text(part)) for part in parts]
    is_page, longest = max(written, key=lambda one: (one[0], len(one[1])), default=(False, ""))
    if not longest.strip():
        return None
    if not is_page:
        return Attachment("body.txt", "text/plain", longest.encode())
    begun = longest if _PAGE.match(longest) else f"<!DOCTYPE html>\n{longest}"
    return Attachment("body.html", "text/html", begun.encode())


def _is_body(part: Tree) -> bool:
    shown = part.get_content_disposition() != "attachment" and not _name(part)
    return shown and part.get_content_maintype() == "text" and part.get_content_subtype() in _BODIES


def _is_decoration(part: Tree) -> bool:
    """Whether this is a logo or signature image that the page itself shows."""
    shown = part.get_content_maintype() == "image" and "content-id" in part
    return shown and not is_page(_bytes(part))


def _name(part: Tree) -> str:
    try:
        return _as_text(part.get_filename() or "")
    except (LookupError, ValueError, TypeError):
        return "attachment"  # a name that can't even be decoded still makes this a file


def _as_text(name: str) -> str:
    return decoded(name) if "=?" in name else name


def _bytes(part: Tree) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (LookupError, ValueError, AssertionError):
        del part["content-type"]  # it names a character set that can't even be looked up
        content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Tree) -> str:
    try:
        charset = part.get_content_charset("")
    except (LookupError, ValueError, TypeError):
        charset = ""
    return decoded_bytes(_bytes(part), str(charset))[:_LONGEST_PART].replace("\x00", "")


def _attachment(part: Tree) -> Attachment:
    content = _bytes(part)
    declared = part.get_content_type()
    media_type = "application/pdf" if content[:1024].lstrip().startswith(b"%PDF-") else declared
    return Attachment(clean_name(_name(part), media_type), media_type, content)
