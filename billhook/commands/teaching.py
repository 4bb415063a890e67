"""`billhook teach`, `forget`: what a correction teaches about a layout, kept in a folder."""

from __future__ import annotations

import click

from billhook import layouts
from billhook.commands.options import data_option, read_bytes, show_json
from model.clock import SystemClock
from model.corrections import canonical
from model.documents import EvidenceSource
from model.errors import WrongInput
from model.memory import LayoutMemory, Lesson, Taught
from parsers.hints import Hints
from parsers.safety.gate import MAX_BYTES
from parsers.safety.sandbox import learn_safely, read_safely

memory_option = click.option(
    "--memory",
    metavar="DIR",
    required=True,
    help="Folder of layout memory: one JSON file a layout.",
)


@click.command()
@data_option
@click.argument("file")
@memory_option
@click.option(
    "--set",
    "corrections",
    metavar="FIELD=VALUE",
    multiple=True,
    help="What the field says, as 4711, 2026-11-30 or 1928.64; repeatable.",
)
@click.option(
    "--others-right",
    is_flag=True,
    help="You compared all other values that are read from it, and they are right.",
)
@click.option("--by", default="a clerk", show_default=True, help="Who says so, for the evidence.")
def teach(
    *,
    data: str | None,
    file: str,
    memory: str,
    corrections: tuple[str, ...],
    others_right: bool,
    by: str,
) -> None:
    """Learn from a PDF where corrected values stand, for the next one of the same layout.

    Example: billhook teach invoice.pdf --memory layouts/ --set invoice_number=RE-4711
    """
    del data  # every command takes the option; this one keeps nothing there
    if not corrections and not others_right:
        raise click.UsageError("Say what to learn: --set FIELD=VALUE, or --others-right.")
    corrected = dict(_correction(one) for one in corrections)
    content = read_bytes(file, MAX_BYTES + 1)
    known = layouts.load_any(memory)
    accepted = _as_read(content, known) if others_right else {}
    lesson = Lesson(by, SystemClock().today(), corrected, accepted, known)
    taught = learn_safely(content, lesson)
    if taught.memory is not None:
        layouts.save(memory, taught.memory)
    show_json(_as_json(file, taught))
    if taught.nowhere and not taught.learned:
        raise WrongInput(f"{', '.join(taught.nowhere)}: the value stands nowhere in {file}.")


@click.command()
@data_option
@click.argument("layout")
@memory_option
def forget(*, data: str | None, layout: str, memory: str) -> None:
    """Drop all that was taught about a layout; its file in the folder is named after it.

    Example: billhook forget 932a69f8dfa3ce3c --memory layouts/
    """
    del data  # every command takes the option; this one keeps nothing there
    layouts.forget(memory, layout)


def _correction(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"{text!r} is no FIELD=VALUE.")
    return name, canonical(name, value)


def _as_read(content: bytes, known: tuple[LayoutMemory, ...]) -> dict[str, str]:
    """The values that are read from the pages; what an XML inside states needs no memory."""
    reading = read_safely(content, Hints(memories=known, ignore_attachments=True))
    return {
        name: one.value
        for name, one in reading.fields.items()
        if one.evidence.source in {EvidenceSource.TEXT, EvidenceSource.MEMORY}
    }


def _as_json(file: str, taught: Taught) -> dict[str, object]:
    return {
        "file": file,
        "layout": taught.memory.layout if taught.memory else None,
        "version": taught.memory.version if taught.memory else None,
        "learned": list(taught.learned),
        "nowhere": list(taught.nowhere),
        "dropped": list(taught.dropped),
    }
