"""The documents as tests read them: pages, tables, blocks of code, parts made from the code."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
PAGES: Final = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted(DOCS.rglob("*.md")),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of code: the page, the line of its fence, its language, its text."""

    page: Path
    line: int
    language: str
    text: str


def read(page: Path) -> str:
    """The text of a page."""
    return page.read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """The rows of all tables of a text without their heads, each as its cells."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    ruled = [at for at, line in enumerate(lines) if re.fullmatch(r"[|\- ]+", line)]
    heads = {at + step for at in ruled for step in (-1, 0)}
    kept = [line for at, line in enumerate(lines) if at not in heads]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in kept]


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    assert found, f"There is no heading {title!r}."
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def fenced(pages: tuple[Path, ...] = PAGES) -> Iterator[Block]:
    """Every fenced block of the pages that names its language."""
    for page in pages:
        text = read(page)
        for found in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            line = text.count("\n", 0, found.start()) + 1
            yield Block(page, line, found[1], found[2])


def indented(page: Path) -> Iterator[str]:
    """Every indented block of a page, without its indentation."""
    for found in re.finditer(r"(?:^ {4}.*\n(?:\n(?= {4}))?)+", read(page), re.MULTILINE):
        yield re.sub(r"^ {4}", "", found[0], flags=re.MULTILINE)


def prove_made(page: Path, name: str, made: str) -> None:
    """Prove that the part of a page between `<!-- name -->` and `<!-- end -->` is what was made.

    With BILLHOOK_UPDATE_GOLDEN=1 it is written anew instead.
    """
    text = read(page)
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    assert start, f"{page.name} has no part {name!r}."
    there, end, after = rest.partition("<!-- end -->")
    assert end, f"The part {name!r} of {page.name} has no end."
    if os.environ.get("BILLHOOK_UPDATE_GOLDEN"):
        page.write_text(f"{before}{start}{made}{end}{after}", encoding="utf-8")
        return
    assert there == made, "BILLHOOK_UPDATE_GOLDEN=1 pytest tests/docs writes this part anew"
