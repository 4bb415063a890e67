"""What a file is, by its bytes, and whether it may be opened at all.

Every foreign file passes here before any reader sees it. Names and media types that came with the
file are never asked: they are claims.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final, cast

from lxml import etree

from model.documents import DocumentFormat
from model.errors import DocumentDamaged, DocumentTooLarge, DocumentUnsafe, FormatUnknown
from parsers.einvoice import signed

MAX_BYTES: Final = 50 * 2**20
"""The largest file that is opened: 50 MiB."""
MAX_XML_BYTES: Final = 20 * 2**20
"""The largest XML, sheet or text file that is opened: 20 MiB."""
MAX_MEMBERS: Final = 200
MAX_UNPACKED: Final = 100 * 2**20
MAX_RATIO: Final = 100

_IMAGES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_WEBP: Final = (b"RIFF", b"WEBP")
_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_CII: Final = frozenset(
    {
        "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
        "urn:ferd:CrossIndustryDocument:invoice:1p0",
    }
)
_PROBE: Final = 4096
_CXML_TYPE: Final = re.compile(rb"<!DOCTYPE\s+cXML\s+SYSTEM\s+[\"'][^\"'<>\[\]]*[\"']\s*>")
_PIDX: Final = re.compile(r"pidx", re.IGNORECASE)  # every version has a namespace of its own
_EDIFACT: Final = re.compile(r"una.{6}\s*un[bgh]|unb\+|unh\+")
_X12: Final = re.compile(r"isa[^a-z0-9\s]|st([^a-z0-9\s])810\1")

_START: Final = re.compile(r"<(?:[\w.\-]+:)?([A-Za-z][\w.\-]*)[\s>/]")
_INVOICES: Final = frozenset(
    {"Invoice", "CreditNote", "CrossIndustryInvoice", "FatturaElettronicaBody"}
)
_FATTURA: Final = "FatturaElettronica"
_SIGNED: Final = (b"\x30", b"MI", b"-----BEGIN")


def recognise(content: bytes) -> DocumentFormat:
    """The format of a file; refuses what is too large, unsafe, damaged or not read here."""
    if not content:
        raise DocumentDamaged("The file is empty; ask the supplier for another copy.")
    if len(content) > MAX_BYTES:
        most = MAX_BYTES // 2**20
        raise DocumentTooLarge(f"The file has more than {most} MB, the most that Billhook opens.")
    if b"%PDF-" in content[:1024]:
        return DocumentFormat.PDF
    if content.startswith(_IMAGES) or (content[:4], content[8:12]) == _WEBP:
        return DocumentFormat.IMAGE
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    return _textual(signed.unwrapped(content))


def xml(content: bytes) -> etree._Element:
    """The root of an XML document: no DTD, no entity, no network, at most 20 MiB (ASVS 1.5.1).

    E-invoices never need a document type, so any DOCTYPE is refused, whatever it holds; only that
    of cXML, which its standard demands, is taken out unread where it holds no declarations.
    """
    if len(content) > MAX_XML_BYTES:
        raise DocumentTooLarge("The XML is larger than 20 MB; Billhook does not open it.")
    content = _CXML_TYPE.sub(b"", content, count=1)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DocumentUnsafe(_DOCTYPE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        tree = etree.parse(io.BytesIO(content), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as damage:
        raise DocumentDamaged("The XML is damaged; ask the supplier for another copy.") from damage
    if cast("Any", tree.docinfo).doctype:
        # Encodings other than ASCII's relatives hide the word from the search above.
        raise DocumentUnsafe(_DOCTYPE)
    return tree.getroot()


_DOCTYPE: Final = (
    "The XML declares a document type; e-invoices need none and Billhook never opens it."
)


def members(content: bytes) -> zipfile.ZipFile:
    """A zip archive whose directory promises nothing that could flood the machine."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as damage:
        raise DocumentDamaged from damage
    inside = archive.infolist()
    unpacked = sum(member.file_size for member in inside)
    packed = sum(member.compress_size for member in inside)
    if len(inside) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise DocumentTooLarge("The archive unpacks to more than Billhook opens.")
    if unpacked > MAX_RATIO * max(packed, 1):
        raise DocumentUnsafe("The archive unpacks to more than a hundred times its size.")
    if any(member.filename.startswith("/") or ".." in member.filename for member in inside):
        raise DocumentUnsafe("The archive holds a file name that leaves its folder.")
    return archive


def text(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else Windows-1252 or -1250."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        western = content.decode("cp1252", errors="replace")
        eastern = _MISREAD.search(western) or {"ø", "è"} <= set(western)
        return content.decode("cp1250", errors="replace") if eastern else western


_MISREAD: Final = re.compile(r"[^\W\d_][³¹¿¶¼¾£¥][^\W\d_]|\bK\u00e8\b|\u00c8[\u00e1\u00ed]")
"""What Windows-1250 is in Windows-1252: Polish letters are signs within a word; Kč, Čá and Čí."""


_PAGE: Final = re.compile(rb"/Type\s*/Page(?![a-z])")
"""A page of a PDF; pages in an object stream are not seen without opening it."""


def may_be_several(content: bytes) -> bool:
    """Whether a file may hold several documents: false for most, from their bytes alone."""
    if b"%PDF-" in content[:1024]:
        return b"/ObjStm" in content or len(_PAGE.findall(content)) > 1
    if len(content) > MAX_XML_BYTES:
        return False
    if content.startswith((b"PK\x03\x04", *_SIGNED)):
        return True
    start = text(content).lstrip()
    if start.startswith("<"):
        return _holds_others(start)
    return not start.startswith(("UNA", "UNB")) or start.count("UNH") > 1


def _holds_others(whole: str) -> bool:
    """Whether XML has several invoices in it, or one inside something else."""
    names = [found[1] for found in _START.finditer(whole)]
    held = sum(name in _INVOICES for name in names)
    return held > 1 or (held == 1 and names[0] not in {*_INVOICES, _FATTURA})


def _archive(content: bytes) -> DocumentFormat:
    with members(content) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return DocumentFormat.XLSX
    raise FormatUnknown(
        "The file is an archive; take the documents out of it and store each one by itself."
    )


def _textual(content: bytes) -> DocumentFormat:
    if len(content) > MAX_XML_BYTES:
        raise DocumentTooLarge("The text is larger than 20 MB; Billhook does not open it.")
    start = text(content[:_PROBE]).lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return DocumentFormat.HTML
    if start.startswith("<"):
        return _markup(content)
    if _EDIFACT.match(start):
        return DocumentFormat.EDIFACT
    if _X12.match(start):
        return DocumentFormat.X12
    if _is_binary(content):
        raise FormatUnknown
    return DocumentFormat.CSV if _has_columns(start) else DocumentFormat.TEXT


def _markup(content: bytes) -> DocumentFormat:
    if not content.lstrip().startswith((b"<?xml", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        lowered = content[:_PROBE].lower()
        if b"<body" in lowered or b"<table" in lowered or b"<div" in lowered:
            return DocumentFormat.HTML
    root = etree.QName(xml(content))
    if root.namespace in _CII:
        return DocumentFormat.CII
    if (root.namespace or "").startswith(_UBL) and root.localname in {"Invoice", "CreditNote"}:
        return DocumentFormat.UBL
    if root.localname == "FatturaElettronica":
        return DocumentFormat.FATTURAPA
    if root.localname == "cXML":
        return DocumentFormat.CXML
    if root.localname == "Invoice" and _PIDX.search(root.namespace or ""):
        return DocumentFormat.PIDX
    raise FormatUnknown(
        "The XML is no invoice that Billhook reads (UBL, CII, FatturaPA, cXML, PIDX);"
        " ask the supplier for one of these."
    )


def _is_binary(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in content[:_PROBE]


_FIRST_ROWS: Final = 40
"""Exports of ledgers begin with facts and titles, and have the columns below."""


def _has_columns(start: str) -> bool:
    rows = [row for row in start.splitlines()[:_FIRST_ROWS] if row.strip()]
    return any(
        len(rows) > 1 and sum(row.count(mark) >= 2 for row in rows) * 2 > len(rows)  # noqa: PLR2004 - three columns
        for mark in ";\t,|"
    )
