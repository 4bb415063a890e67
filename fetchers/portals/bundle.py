"""The files that are kept of a page where a visit went wrong, without its secrets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from fetchers.portals.scrubbing import scrubbed
from model.forensics import PAGE, PICTURE, STORY, TEXT, Story


@dataclass(frozen=True, slots=True)
class PageTaken:
    """A page as it stood; `picture` is None where a secret stands in it."""

    markup: str
    text: str
    picture: bytes | None
    address: str
    title: str


def bundled(taken: PageTaken, story: Story, spool: Path, secrets: Iterable[str]) -> Path:
    """The folder in the spool that holds the page and the story of its visit."""
    folder, hidden = spool / "evidence", tuple(secrets)
    folder.mkdir(exist_ok=True)
    told = json.dumps(asdict(story), indent=1)
    for name, content in ((PAGE, taken.markup), (TEXT, taken.text), (STORY, told)):
        (folder / name).write_text(scrubbed(content, hidden), encoding="utf-8")
    if taken.picture is not None:
        (folder / PICTURE).write_bytes(taken.picture)
    return folder
