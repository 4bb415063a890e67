"""What the interface says, found in its source: the texts that catalogues must have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ui

ROOT = Path(ui.__file__).parent
LANGUAGES = ROOT / "languages"
SAID = {
    "say": (slice(1), ()),
    "Key": (slice(2, 4), ("hint",)),
    "Asked": (slice(1, 4, 2), ("label", "hint")),
}
"""What says its arguments: at which places they stand, and by which names."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One text of the source; `many` is its plural, `where` the first place that says it."""

    text: str
    sense: str = ""
    many: str = ""
    where: str = ""


def modules() -> tuple[Path, ...]:
    """The modules that have visible words."""
    found = sorted(ROOT.rglob("*.py"))
    return tuple(path for path in found if LANGUAGES not in path.parents)


@cache
def sources() -> tuple[Source, ...]:
    """Every text that is said, in the order of the files."""
    found: dict[tuple[str, str], Source] = {}
    for path in modules():
        for source in _of_module(path):
            known = found.setdefault((source.text, source.sense), source)
            if source.many and not known.many:
                found[source.text, source.sense] = source
    return tuple(found.values())


def _of_module(path: Path) -> Iterator[Source]:
    where = path.relative_to(ROOT.parent).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            for text, sense, many in _of_call(node):
                yield Source(text, sense, many, where)


def _of_call(call: ast.Call) -> Iterator[tuple[str, str, str]]:
    name = called(call)
    if name == "phrase":
        sense = next(iter(literals(call.args[1])), "") if len(call.args) > 1 else ""
        yield from ((text, sense, "") for text in literals(call.args[0]))
    elif name == "say_many":
        ones, plurals = literals(call.args[1]), literals(call.args[2])
        yield from ((one, "", many) for one, many in zip(ones, plurals, strict=True))
    elif name == "count" and len(call.args) > 1:
        yield from _counted(call)
    else:
        yield from ((text, "", "") for said in _said_of(call) for text in literals(said) if text)


def _said_of(call: ast.Call) -> list[ast.expr]:
    """The arguments that are said as they stand: now, or where a key or a field is shown."""
    places, names = SAID.get(called(call), (slice(0), ()))
    return call.args[places] + [word.value for word in call.keywords if word.arg in names]


def _counted(call: ast.Call) -> Iterator[tuple[str, str, str]]:
    for noun in literals(call.args[1]):
        plurals = literals(call.args[2]) if len(call.args) > 2 else [f"{noun}s"]
        yield f"{{n}} {noun}", "", f"{{n}} {next(iter(plurals))}"


def called(call: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def literals(node: ast.expr) -> list[str]:
    """The texts that an expression can be, as far as they are written in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []
