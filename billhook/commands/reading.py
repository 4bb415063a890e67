"""`billhook triage`, `parse`, `validate`: read files as the pipeline does, filing nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, Final

import click

from billhook import layouts, templates
from billhook.commands.options import (
    data_option,
    files_below,
    jsonl_option,
    prove_inputs,
    read_bytes,
    settings_of,
    write_lines,
)
from billhook.settings import Settings
from billhook.wiring import opened_store
from fetchers.mail.mailfile import mails_in
from fetchers.mail.message import Message
from fetchers.mail.message import read as read_message
from fetchers.mail.report import as_json, refused_as_json
from fetchers.mail.sources import PlainMail, SourceMail, mails
from fetchers.mail.triage import triage as understand
from fetchers.mail.triage import triage_text
from model.clock import SystemClock
from model.documents import DocumentKind, Reading
from model.errors import DocumentRefused, FileUnreadable
from model.mail import TriagedMail
from model.suppliers import SupplierProfile
from parsers import report
from parsers.hints import NO_HINTS, Hints
from parsers.safety.gate import MAX_BYTES
from parsers.safety.sandbox import parts_safely, read_safely, validate_safely
from parsers.templates.template_forms import Template
from pipeline.mails.arriving import is_mail
from pipeline.mails.mail import is_document
from storage import suppliers

_TEXT: Final = "text of the mail"


@click.command()
@data_option
@click.argument("paths", nargs=-1, required=True)
@jsonl_option
@click.option(
    "--authority",
    multiple=True,
    help="authserv-id of our own mail server; repeatable. Else the settings' own.",
)
def triage(
    *, data: str | None, paths: tuple[str, ...], jsonl: str, authority: tuple[str, ...]
) -> None:
    """Say what mails announce: .eml files, folders, mbox, or a corpus.jsonl (id, subject, body).

    Example: billhook triage inbox/ --jsonl answers.jsonl
    """
    prove_inputs(paths, jsonl)
    settings = settings_of(data)
    judge = partial(
        understand,
        suppliers=_known_suppliers(settings),
        trusted=frozenset(authority or settings.mail_authorities),
        sealers=frozenset(settings.mail_sealers),
        today=SystemClock().today(),
    )
    write_lines(jsonl, (_triaged(mail, judge) for path in paths for mail in mails(path)))


@click.command()
@data_option
@click.argument("paths", nargs=-1, required=True)
@jsonl_option
@click.option(
    "--memory",
    metavar="DIR",
    help="Folder of layout memory, as billhook teach has filled it.",
)
@click.option(
    "--templates",
    "folder",
    metavar="DIR",
    help="Folder of templates of invoice2data; what is not understood in them is said.",
)
def parse(
    *,
    data: str | None,
    paths: tuple[str, ...],
    jsonl: str,
    memory: str | None,
    folder: str | None,
) -> None:
    """Read documents: PDF, e-invoices, sheets, HTML; invoices and statements, one line each.

    A file that holds several invoices gives a line for each, told apart by "part". A mail gives
    one for each document "inside" it, and one for its own text where that is a document.

    Example: billhook parse invoices/ --jsonl answers.jsonl --memory layouts/
    """
    del data  # every command takes the option; this one keeps nothing
    files = _found(paths, jsonl)
    hints = replace(
        NO_HINTS,
        memories=layouts.load(memory) if memory else (),
        templates=_taken_over(folder) if folder else (),
    )
    write_lines(jsonl, _parsed(files, hints))


@click.command()
@data_option
@click.argument("paths", nargs=-1, required=True)
@jsonl_option
def validate(*, data: str | None, paths: tuple[str, ...], jsonl: str) -> None:
    """Check e-invoices by the official rules (EN 16931, Factur-X).

    Example: billhook validate invoice.xml
    """
    del data  # every command takes the option; this one keeps nothing
    files = _found(paths, jsonl)
    write_lines(jsonl, _validated(files))


def _taken_over(folder: str) -> tuple[Template, ...]:
    """The templates of a folder; what is not understood in them is said on standard error."""
    found = templates.load(folder)
    for template, unknown in found:
        if unknown:
            click.echo(f"{template.name}: not understood: {', '.join(unknown)}", err=True)
    return tuple(template for template, _ in found)


def _known_suppliers(settings: Settings) -> tuple[SupplierProfile, ...]:
    """The suppliers of this installation; none where there is no database yet."""
    if not (settings.database or (settings.data / "app.sqlite").exists()):
        return ()
    with opened_store(settings) as store, store.read() as tx:
        return suppliers.profiles(tx)


def _triaged(mail: SourceMail, judge: Callable[[bytes], TriagedMail]) -> dict[str, Any]:
    try:
        if isinstance(mail.content, PlainMail):
            today = SystemClock().today()
            return as_json(mail, triage_text(mail.content.subject, mail.content.body, today=today))
        return as_json(mail, judge(mail.content))
    except DocumentRefused as refusal:
        return refused_as_json(mail, refusal)


def _found(paths: tuple[str, ...], jsonl: str) -> tuple[tuple[str, str], ...]:
    files = files_below(paths)
    prove_inputs([path for _, path in files], jsonl)
    return files


def _parsed(files: Iterable[tuple[str, str]], hints: Hints) -> Iterator[dict[str, Any]]:
    for name, path in files:
        found = tuple(_readings(path, hints))
        for number, (inside, reading) in enumerate(found, 1):
            read = report.of_reading(name, reading)
            place = {"inside": inside} if inside else {}
            yield {**read, **place, "part": number, "parts": len(found)}


def _readings(path: str, hints: Hints) -> Iterator[tuple[str, Reading]]:
    """What a file says; of a mail, what each document in it says, with its name."""
    content = _content(path)
    mails = _mails(path, content)
    for inside, file in chain.from_iterable(map(_files_of, mails)) if mails else (("", content),):
        for part in parts_safely(file):
            yield inside, read_safely(part, hints)
    for mail in mails:
        text = read_safely(mail.body.content, hints) if mail.body else None
        if text and (text.kind is not DocumentKind.OTHER or not any(_files_of(mail))):
            yield _TEXT, text


def _mails(path: str, content: bytes) -> tuple[Message, ...]:
    """The mails of a file; none where it is a document, or nothing in it can be read as a mail."""
    if not is_mail(path, content):
        return ()
    try:
        found = mails_in(path, content, SystemClock().now())
        return tuple(read_message(mail.content) for mail in found)
    except (FileUnreadable, DocumentRefused):
        return ()


def _files_of(mail: Message) -> Iterator[tuple[str, bytes]]:
    return ((one.name, one.content) for one in mail.attachments if is_document(one))


def _validated(files: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for name, path in files:
        parts = parts_safely(_content(path))
        for number, part in enumerate(parts, 1):
            yield {**_validation(name, part), "part": number, "parts": len(parts)}


def _validation(name: str, content: bytes) -> dict[str, Any]:
    try:
        return report.of_validation(name, validate_safely(content))
    except DocumentRefused as refusal:
        return _refused(name, refusal)


def _content(path: str) -> bytes:
    """What the parsers look at: of a file that is too large for them, enough to say so."""
    return read_bytes(path, MAX_BYTES + 1)


def _refused(name: str, refusal: DocumentRefused) -> dict[str, Any]:
    return {
        "file": name,
        "syntax": "unknown",
        "profile": "",
        "valid": False,
        "errors": [],
        "warnings": [refusal.message],
    }
