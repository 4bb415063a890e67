"""PDFs to measure with: the development data where it is there, else the demo company's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from billhook.demo.archive import Archive
from billhook.demo.world import WORLD
from model.documents import DocumentKind
from model.errors import FileUnreadable

_MOST = 60


def pdfs(data: Path | None) -> list[bytes]:
    """At most 60 invoices as PDF.

    Raises:
        FileUnreadable: the folder of development data holds none.
    """
    if data is None:
        return printed()
    found = sorted((data / "invoices").rglob("*.pdf"))
    if not found:
        raise FileUnreadable(f"{data} holds no PDF in invoices/; leave --data out.")
    return [path.read_bytes() for path in found[:: max(1, len(found) // _MOST)][:_MOST]]


@cache
def printed() -> list[bytes]:
    """The demo company's invoices."""
    with TemporaryDirectory() as folder:
        archive = Archive(WORLD, Path(folder))
        invoices = [d for d in WORLD.documents if d.kind is DocumentKind.INVOICE]
        return [archive.pdf(document) for document in invoices[:_MOST]]
