"""What the documents say is true of the code."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from billhook.cli import billhook
from tests.docs.pages import DOCS, PAGES, ROOT, read


def command_lines() -> Iterator[tuple[str, str]]:
    """Each command of Billhook in a code block, joined over its lines, with its page."""
    for page in PAGES:
        text = re.sub(r"\\\n\s+", " ", read(page))
        for line in re.findall(r"^ {4}(billhook \S.+)$", text, re.MULTILINE):
            yield page.name, line
        for line in re.findall(r"`(billhook [a-z][^`]*)`", text):
            yield page.name, line


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words name, and the words behind it."""
    command: click.Command = billhook
    while words and isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            break
        command, words = found, words[1:]
    return command, words


@pytest.mark.parametrize(("page", "line"), list(command_lines()))
def test_every_command_in_the_documents_exists_with_its_options(page: str, line: str) -> None:
    command, rest = resolve(shlex.split(line)[1:])
    assert not isinstance(command, click.Group) or not rest, line
    known = {option for parameter in command.params for option in parameter.opts}
    used = {word.partition("=")[0] for word in rest if word.startswith("--")}
    assert used <= known | {"--help"}, line


@pytest.mark.parametrize("name", billhook.list_commands(click.Context(billhook)))
def test_every_command_stands_in_the_documents(name: str) -> None:
    assert any(line.split()[1] == name for _, line in command_lines())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", read(page)):
        assert (page.parent / target).exists(), target


def anchors(page: Path) -> set[str]:
    """What a link may name behind `#`: the headings of a page, as GitHub spells them."""
    heads = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    kept = (
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", head)) for head in heads
    )
    return {head.strip().lower().replace(" ", "-") for head in kept}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_leads_to_one(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", read(page)):
        assert anchor in anchors(page.parent / target if target else page), (target, anchor)


def test_every_page_is_reached_from_the_index() -> None:
    linked = {
        (DOCS / target).resolve()
        for target in re.findall(r"\]\(([^)#:]+)", read(DOCS / "README.md"))
    }
    folders = {target for target in linked if target.is_dir()}
    assert all(
        page in linked or page.parent in folders or page == DOCS / "README.md"
        for page in PAGES
        if page.is_relative_to(DOCS)
    )
    assert ROOT / "README.md" in linked
