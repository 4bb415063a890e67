"""A page as its server sent it: parsed, with what shows of it as far as HTML alone tells.

Whether a style sheet hides something is not known here. Nothing is therefore read this way before
it was seen, once and beside a browser, to be read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias
from urllib.parse import urljoin

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml's own name for what it hands out

_UNSEEN: Final = frozenset({"head", "script", "style", "template", "noscript", "title", "datalist"})
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"}
    | {"ol", "option", "p", "pre", "section", "table", "tr", "ul", "legend", "summary", "body"}
)
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TOLD: Final = re.compile(r"charset\s*=\s*\"?([\w-]+)", re.IGNORECASE)
_HEAD: Final = 1024  # bytes in which a page says how it is written (HTML, 4.2.5.5)
_UTF8: Final = frozenset({"utf-8", "utf8"})


class Unlike(Exception):
    """What came is not as it was when a browser was found to be needless; its argument says how."""


class Unreached(Unlike):
    """The portal's server did not answer, or has trouble of its own."""


@dataclass(frozen=True)
class Markup:
    """A page at an address, after all redirects; `utf8` says that it declares to be written so."""

    url: str
    status: int
    root: Element
    utf8: bool
    later: str = ""

    @cached_property
    def base(self) -> str:
        """What its addresses are relative to."""
        base = next(self.root.iter("base"), None)
        return urljoin(self.url, (base.get("href") or "").strip()) if base is not None else self.url

    @property
    def leads_on(self) -> bool:
        """Whether it goes on to another address by itself."""
        told = (one.get("http-equiv") or "" for one in self.root.iter("meta"))
        return any(one.strip().lower() == "refresh" for one in told)

    def address(self, told: str) -> str:
        """An address that stands on the page, absolute."""
        return urljoin(self.base, told.strip())


def markup_of(url: str, status: int, content: bytes, told: str, later: str = "") -> Markup:
    """The page that an answer holds; `told` is its content-type, `later` its Retry-After.

    Raises:
        Unlike: it holds none.
    """
    kind = told.partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml"):
        raise Unlike("the server sent something else than a page")
    named = _TOLD.search(told)
    inside = _CHARSET.search(content[:_HEAD])
    charset = named[1] if named else inside[1].decode("ascii") if inside else "cp1252"
    try:
        text = content.decode(charset, "replace").replace("\x00", "")
        root = etree.HTML(text.encode(), _parser())
    except (LookupError, etree.XMLSyntaxError, ValueError):
        raise Unlike("the page can't be read") from None
    if root is None:
        raise Unlike("the page is empty")
    return Markup(url, status, root, charset.lower() in _UTF8, later)


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )


def flat(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def words_of(element: Element) -> str:
    """What an element says, in one line."""
    return flat("".join(_texts(element)))


def _texts(element: Element) -> Iterator[str]:
    if element.tag in _UNSEEN and element.tag != "title":
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def lines_of(root: Element) -> str:
    """What shows on a page, a block a line; what is hidden by its own HTML is left out."""
    told = "".join(_lines(root))
    return "\n".join(filter(None, (flat(line) for line in told.split("\n"))))


def _lines(element: Element) -> Iterator[str]:
    if _is_hidden(element):
        return
    edge = "\n" if element.tag in _BLOCKS else "\t" if element.tag in ("td", "th") else ""
    yield edge
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _lines(child)
        yield (child.tail or "").replace("\n", " ")
    yield edge


def shows(element: Element) -> bool:
    """Whether nothing in the HTML itself hides an element."""
    return not any(_is_hidden(one) for one in (element, *element.iterancestors()))


def _is_hidden(element: Element) -> bool:
    if element.tag in _UNSEEN or "hidden" in element.attrib:
        return True
    if element.tag == "input" and (element.get("type") or "").lower() == "hidden":
        return True
    if _HIDING.search(element.get("style") or ""):
        return True
    above = element.getparent()
    folded = above is not None and above.tag == "details" and "open" not in above.attrib
    return folded and element.tag != "summary"
