"""Factur-X: the page that people read as PDF/A-3 (ISO 19005-3), with the invoice as data inside.

A PDF that can be archived as it is keeps its pages; one that can't (fonts that are not embedded,
scripts, printing colours, a password) is set anew as pictures of them. So is a picture.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, ImageOps, ImageSequence

from model.errors import DocumentDamaged
from parsers.writing.archivable import hindrances

NAME: Final = "factur-x.xml"
_TAKEN: Final = frozenset({NAME, "zugferd-invoice.xml", "xrechnung.xml"})
_DPI: Final = 200
_POINTS: Final = 72  # of an inch
_MOST_DOTS: Final = 4000  # on the longer side of a page
_MOST_PAGES: Final = 200
_FORBIDDEN: Final = ("/OpenAction", "/AA", "/AcroForm", "/Metadata", "/OutputIntents", "/AF")
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\
</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
{properties}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_PROPERTY: Final = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>{}</pdfaProperty:description></rdf:li>
"""
_PROPERTIES: Final = (
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document in capital letters"),
    ("Version", "The version of the standard that the embedded XML document follows"),
    ("ConformanceLevel", "The conformance level of the embedded XML document"),
)


def embed(page: bytes, xml: bytes, day: str) -> bytes:
    """The PDF/A-3 of a PDF or a picture with an e-invoice inside; the same for the same input.

    `day` is the document's own, YYYYMMDD.

    Raises:
        DocumentDamaged: the page can't be opened, or not be shown.
    """
    try:
        with _archivable(page) as pdf:
            _declare(pdf)
            _attach(pdf, xml, day)
            out = io.BytesIO()
            pdf.save(out, min_version="1.7", deterministic_id=True, encryption=False)
            return out.getvalue()
    except (pikepdf.PdfError, OSError, ValueError, Image.DecompressionBombError) as damage:
        raise DocumentDamaged("The original can't be made into a PDF/A-3.") from damage


def _archivable(page: bytes) -> pikepdf.Pdf:
    """The pages as a PDF that can be archived."""
    if b"%PDF-" not in page[:1024]:
        return _of_pictures(_scanned(page))
    pdf = _opened(page)
    if pdf is not None and not hindrances(pdf):
        return pdf
    return _of_pictures(_rendered(page))


def _opened(page: bytes) -> pikepdf.Pdf | None:
    try:
        return pikepdf.open(io.BytesIO(page))
    except pikepdf.PdfError:
        return None  # what can't be repaired may still be shown


class _Page(NamedTuple):
    """A picture and the size of its page in points."""

    picture: Image.Image
    width: float
    height: float


def _scanned(content: bytes) -> Iterator[_Page]:
    """The pages of a picture, upright; a scan as TIFF has several."""
    whole = Image.open(io.BytesIO(content))
    frames = ImageSequence.Iterator(whole) if whole.format == "TIFF" else (whole,)
    for frame in islice(frames, _MOST_PAGES):
        upright = _flat(ImageOps.exif_transpose(frame))
        width, height = (round(side * _POINTS / _DPI, 2) for side in upright.size)
        yield _Page(upright, width, height)


def _rendered(content: bytes) -> Iterator[_Page]:
    """The pages of a PDF as they are shown, one after the other."""
    try:
        shown = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as damage:
        raise DocumentDamaged from damage
    if len(shown) > _MOST_PAGES:
        raise DocumentDamaged(f"The original has more than {_MOST_PAGES} pages.")
    for page in shown:
        width, height = page.get_size()
        scale = min(_DPI / _POINTS, _MOST_DOTS / max(width, height))
        yield _Page(_flat(page.render(scale=scale).to_pil()), round(width, 2), round(height, 2))


def _flat(picture: Image.Image) -> Image.Image:
    """A picture on white paper: neither transparency nor a palette."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    ground = Image.new("RGB", picture.size, "white")
    seen = picture.convert("RGBA")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _of_pictures(pages: Iterable[_Page]) -> pikepdf.Pdf:
    """A PDF with a picture on each page."""
    pdf = pikepdf.new()
    for picture, width, height in pages:
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=85)
        image = pdf.make_stream(
            packed.getvalue(),
            Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode, BitsPerComponent=8,
            Width=picture.width, Height=picture.height,
            ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        )  # fmt: skip
        pdf.add_blank_page(page_size=(width, height))
        leaf = pdf.pages[-1].obj
        leaf.Resources = Dictionary(XObject=Dictionary(Im0=image))
        leaf.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q".encode())
    return pdf


def _declare(pdf: pikepdf.Pdf) -> None:
    """What the catalogue of a PDF/A-3 has: its colours and its description, and no scripts."""
    for name in _FORBIDDEN:
        if name in pdf.Root:
            del pdf.Root[name]
    if "/Names" in pdf.Root and "/JavaScript" in pdf.Root.Names:
        del pdf.Root.Names["/JavaScript"]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]  # it would have to agree with the description
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB IEC61966-2.1"),
                    DestOutputProfile=profile,
                )
            )
        ]
    )
    listed = "".join(_PROPERTY.format(*one) for one in _PROPERTIES)
    told = _XMP.format(properties=listed).encode()
    pdf.Root.Metadata = pdf.make_stream(told, Type=Name.Metadata, Subtype=Name.XML)


def _srgb() -> bytes:
    """The profile of sRGB (ICC), without the time of its making."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes((7, 234, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(made)


def _attach(pdf: pikepdf.Pdf, xml: bytes, day: str) -> None:
    """The e-invoice as the file that the page is another form of; other files stay beside it."""
    others = [(name, spec) for name, spec in _attached(pdf) if name.lower() not in _TAKEN]
    stamp = String(f"D:{day}000000Z")
    digest = hashlib.md5(xml, usedforsecurity=False).digest()  # ISO 32000-1, table 46
    file = pdf.make_stream(
        xml,
        Type=Name.EmbeddedFile,
        Subtype=Name("/text/xml"),
        Params=Dictionary(ModDate=stamp, Size=len(xml), CheckSum=String(digest)),
    )
    ours = Dictionary(
        Type=Name.Filespec,
        F=String(NAME),
        UF=String(NAME),
        Desc=String("Factur-X invoice"),
        AFRelationship=Name.Alternative,
        EF=Dictionary(F=file, UF=file),
    )
    every = sorted([*others, (NAME, pdf.make_indirect(ours))], key=lambda one: one[0])
    names = Array([part for name, spec in every for part in (String(name), spec)])
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=names))
    pdf.Root.AF = Array([spec for _, spec in every])


def _attached(pdf: pikepdf.Pdf) -> Iterable[tuple[str, Any]]:
    """The files that a PDF holds, told as going with it (ISO 19005-3, 6.8)."""
    for name, spec in pdf.attachments.items():
        held = spec.obj
        if "/AFRelationship" not in held:
            held.AFRelationship = Name.Unspecified
        stream = held.EF.F
        if "/Subtype" not in stream:
            stream.Subtype = Name("/application/octet-stream")
        yield name, held
