"""Every text that the interface says is in every catalogue, whole and plain."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from model import errors
from model.languages import Language
from tests.ui.catalogue_sources import ROOT, Source, called, literals, modules, sources
from ui import refusals, stored_words
from ui.languages import FORMATS, catalogue

OTHERS = tuple(language for language in Language if language is not Language.ENGLISH)
PLACEHOLDER = re.compile(r"\{(\w*)\}")
MARKUP = re.compile(r"<[a-z/!]|&[a-z]+;|\*\*|\[[^\]]*\]\(", re.IGNORECASE)

SHOWN_FIRST = {"text", "button", "icon_button", "toast", "dialog"}
"""Calls whose first argument is shown to a person."""
SHOWN_BY_NAME = {"aria_label", "title", "placeholder", "alt"}
"""Arguments that are shown to a person, or read to them."""
NAMES = {"XML", "PDF", "XLSX", "IBAN", "BIC", "https", "Billhook"}
"""Words that are the same in every language."""


def every_source() -> tuple[Source, ...]:
    return sources()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_an_entry_with_the_same_placeholders(language: Language) -> None:
    held = catalogue.catalogue(language)
    wrong = []
    for source in every_source():
        entry = held.get((source.sense, source.text))
        if entry is None or not all(entry.forms):
            wrong.append(f"{source.where}: {source.text!r} is not in {language.value}.po")
        elif entry.many != source.many or len(entry.forms) != (2 if source.many else 1):
            wrong.append(f"{source.where}: {source.text!r} has other forms in {language.value}.po")
        elif not _same_placeholders(source, entry.forms):
            wrong.append(f"{source.where}: {source.text!r} has other placeholders")
    if os.environ.get("BILLHOOK_UPDATE_CATALOGUES"):
        _complete(language)
    assert wrong == []


def _same_placeholders(source: Source, forms: tuple[str, ...]) -> bool:
    expected = set(PLACEHOLDER.findall(source.text + source.many))
    counted = {"n"} if source.many else set()  # the form of one may leave the number out
    return all(set(PLACEHOLDER.findall(form)) | counted == expected | counted for form in forms)


@pytest.mark.parametrize("language", OTHERS)
def test_no_entry_is_left_over_or_holds_markup(language: Language) -> None:
    said = {(source.sense, source.text) for source in every_source()}
    for key, entry in catalogue.catalogue(language).items():
        assert key in said, f"{entry.source!r} is said nowhere any more"
        assert not [form for form in entry.forms if MARKUP.search(form)], entry.source


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_names_its_plural_rule_as_it_is_counted(language: Language) -> None:
    header = catalogue.path(language).read_text(encoding="utf-8").split("\n\n")[0]
    rule = "n > 1" if language is Language.FRENCH else "n != 1"
    assert f"plural=({rule});" in header
    forms = [FORMATS[language].plural(number) for number in (0, 1, 2)]
    assert forms == ([0, 0, 1] if language is Language.FRENCH else [1, 0, 1])


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_no_visible_words_stand_outside_of_say(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = [shown for call in calls for shown in _shown_by(call)]
    assert [(node.lineno, ast.unparse(node)) for node in found if _has_words(node)] == []


def _shown_by(call: ast.Call) -> list[ast.expr]:
    shown = [word.value for word in call.keywords if word.arg in SHOWN_BY_NAME]
    if isinstance(call.func, ast.Name) and called(call) in SHOWN_FIRST:
        shown += call.args[:1]
    return shown


def _has_words(node: ast.expr) -> bool:
    """Whether an expression writes words by itself: those in calls inside of it are theirs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(set(re.findall(r"[^\W\d_]{3,}", node.value)) - NAMES)
    if isinstance(node, ast.JoinedStr):
        return any(map(_has_words, node.values))
    if isinstance(node, ast.IfExp):
        return _has_words(node.body) or _has_words(node.orelse)
    if isinstance(node, ast.BoolOp):
        return any(map(_has_words, node.values))
    return isinstance(node, ast.BinOp) and (_has_words(node.left) or _has_words(node.right))


def test_every_answer_that_the_pipeline_fixes_has_words() -> None:
    fixed = set()
    for room in ("pipeline", "reconcile"):
        for path in sorted((ROOT.parent / room).rglob("*.py")):
            calls = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for call in (one for one in calls if isinstance(one, ast.Call)):
                if called(call) == "Answer" and len(call.args) > 1:
                    fixed.update(literals(call.args[1]))
    assert len(fixed) > 30
    assert fixed - stored_words.ANSWERS.keys() == set()


def test_the_refusals_that_have_words_are_those_of_our_errors() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    said = {one().message for one in kinds if issubclass(one, errors.BillhookError)}
    assert refusals.REFUSALS.keys() - said == set()


def _complete(language: Language) -> None:
    """Write what a catalogue lacks at its end, without a translation."""
    held = catalogue.catalogue(language)
    path = catalogue.path(language)
    lacking = [one for one in every_source() if (one.sense, one.text) not in held]
    path.write_text(path.read_text(encoding="utf-8") + "".join(map(_entry, lacking)), "utf-8")


def _entry(source: Source) -> str:
    sense = f"msgctxt {_quoted(source.sense)}\n" if source.sense else ""
    start = f"\n#: {source.where}\n{sense}msgid {_quoted(source.text)}\n"
    if not source.many:
        return f'{start}msgstr ""\n'
    return f'{start}msgid_plural {_quoted(source.many)}\nmsgstr[0] ""\nmsgstr[1] ""\n'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
