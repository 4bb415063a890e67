"""The reference of commands is made from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from billhook.cli import billhook
from tests.docs.pages import DOCS, prove_made, read


def every(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """All commands below one, by how they are called."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(click.Context(command)):
        below = command.get_command(click.Context(command), name)
        assert below
        yield from every(below, f"{path} {name}")


COMMANDS = dict(every(billhook, "billhook"))


def options(command: click.Command) -> list[click.Option]:
    """The options of a command that not all commands have."""
    of_it = [one for one in command.params if isinstance(one, click.Option)]
    return [one for one in of_it if "--data" not in one.opts and not one.hidden]


def written(path: str, command: click.Command) -> str:
    """The part of the page about one command."""
    usage = [one.make_metavar(click.Context(command)) for one in command.params]
    arguments = [
        said
        for said, one in zip(usage, command.params, strict=True)
        if isinstance(one, click.Argument)
    ]
    about, _, example = re.sub(r"\s+", " ", command.help or "").partition("Example:")
    lines = [f"## `{' '.join((path, *arguments))}`", "", about.strip(), ""]
    lines += [f"    {one.strip()}" for one in example_lines(example)] + [""]
    if told := options(command):
        lines += ["| option | meaning |", "|---|---|"]
        lines += [f"| `{name_of(one)}` | {meaning(one)} |" for one in told] + [""]
    return "\n".join(lines) + "\n"


def example_lines(said: str) -> list[str]:
    """The commands of an example, each on a line."""
    return [one for one in re.split(r"(?=\bbillhook )", said.strip().rstrip(".")) if one.strip()]


def name_of(option: click.Option) -> str:
    """An option as it is typed, with what it takes."""
    names = ", ".join((*option.opts, *option.secondary_opts))
    return names if option.is_flag else f"{names} {option.make_metavar(click.Context(billhook))}"


def meaning(option: click.Option) -> str:
    """What an option does, whether it is demanded, and its default."""
    said = (option.help or "").replace("|", "\\|")
    if option.required:
        said += " Required."
    if option.show_default and not option.is_flag:
        said += f" Default: {option.default}."
    return said.strip()


def test_every_command_shows_itself_in_an_example_and_every_option_has_its_meaning() -> None:
    for path, command in COMMANDS.items():
        assert path in (command.help or "").partition("Example:")[2], path
        assert all(option.help for option in options(command)), path


def test_the_reference_is_what_the_commands_say_of_themselves() -> None:
    made = "".join(written(path, command) for path, command in COMMANDS.items())
    prove_made(DOCS / "command-reference.md", "commands", f"\n{made}")


def test_every_command_is_found_by_what_it_is_for() -> None:
    named = read(DOCS / "commands.md")
    assert not [path for path in COMMANDS if " ".join(path.split()[:2]) not in named]
