"""The suppliers' printed documents, kept so that a restart hands out the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from billhook.demo.printing import press
from billhook.demo.shapes import Document, World


@dataclass(frozen=True, slots=True)
class Archive:
    """Prints a document when it is first asked for and keeps its file in `folder`."""

    world: World
    folder: Path

    def pdf(self, document: Document) -> bytes:
        """The PDF of a document."""
        file = self.folder / f"{document.file_name}.pdf"
        if not file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".part")
            fresh.write_bytes(press.pdf(self.world, document))
            fresh.rename(file)
        return file.read_bytes()
