"""Blocks of code in the documents hold: commands parse, settings load, recipes are read."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from billhook.settings import FILE, load
from fetchers.portals.recipe import read_recipe
from tests.docs.pages import PAGES, Block, fenced, indented
from tests.docs.test_documents import resolve


def command_lines() -> Iterator[tuple[str, str]]:
    """Each command of ours in an indented block, joined over its lines, with its page."""
    for page in PAGES:
        for block in indented(page):
            joined = re.sub(r"\\\n\s*", " ", block)
            for line in re.findall(r"^\s*(billhook (?!up ─).+)$", joined, re.MULTILINE):
                yield page.name, line


def refused(line: str) -> str:
    """Why a command would be refused as it stands; empty where it would not."""
    words = shlex.split(line.partition(" | ")[0].partition(" <")[0], comments=True)
    command, rest = resolve(words[1:])
    try:
        command.make_context(words[0], rest)
    except click.UsageError as error:
        return error.format_message()
    return ""


def test_every_command_in_a_block_would_be_taken_as_it_stands() -> None:
    lines = list(command_lines())
    assert len(lines) > 100
    assert [(page, line, why) for page, line in lines if (why := refused(line))] == []


def settings_blocks() -> Iterator[tuple[str, str]]:
    """Each indented block that is TOML, but for the mapping of a flat table."""
    for page in PAGES:
        for block in indented(page):
            for part in block.split("\n\n"):
                if re.match(r"\w+ = ", part) and page.name != "flat-tables.md":
                    yield page.name, part


@pytest.mark.parametrize(("page", "block"), list(settings_blocks()))
def test_settings_in_a_block_are_settings(page: str, block: str, tmp_path: Path) -> None:
    del page
    (tmp_path / FILE).write_text(block, encoding="utf-8")
    assert load(tmp_path)


@pytest.mark.parametrize("block", list(fenced()), ids=lambda one: f"{one.page.name}:{one.line}")
def test_a_block_is_of_the_language_that_it_names(block: Block) -> None:
    match block.language:
        case "yaml":
            said = yaml.safe_load(block.text)
            if "billhook_recipe" in said:
                assert read_recipe(block.text, origin=block.page.name)
        case "json":
            assert json.loads(block.text)
        case "toml":
            assert tomllib.loads(block.text)
        case other:
            assert other in {"sh", "sql"}
