"""What the documents say is true of the code."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from billhook.cli import billhook

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def command_lines() -> Iterator[tuple[str, str]]:
    """Each command of Billhook in a code block, joined over its lines, with its page."""
    for page in PAGES:
        text = re.sub(r"\\\n\s+", " ", page.read_text(encoding="utf-8"))
        for line in re.findall(r"^ {4}(billhook .+)$", text, re.MULTILINE):
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
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
