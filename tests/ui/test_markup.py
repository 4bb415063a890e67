"""Text from outside reaches the page only as text: what could turn it into markup is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"
MODULES = sorted(UI.rglob("*.py"))
SCRIPTS = sorted(UI.rglob("*.js"))
MARKUP = {"html", "markdown", "add_head_html", "add_body_html", "add_css", "run_javascript"}
CONSTANT_SOURCES = {"_links"}


def markup_calls(source: str) -> list[ast.Call]:
    """Calls of what takes markup, styles or script."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in MARKUP
    ]


def is_constant(call: ast.Call) -> bool:
    match call.args[:1]:
        case [ast.Constant()]:
            return True
        case [ast.Call(func=ast.Name(id=name))]:
            return name in CONSTANT_SOURCES
    return False


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(UI)))
def test_markup_and_script_are_constants(module: Path) -> None:
    assert [
        ast.unparse(call) for call in markup_calls(module.read_text()) if not is_constant(call)
    ] == []


def test_a_name_that_reaches_markup_would_be_found() -> None:
    planted = "ui.html(supplier.name)\nui.run_javascript(f'alert({x})')\nui.html('<b>fine</b>')"
    assert [is_constant(call) for call in markup_calls(planted)] == [False, False, True]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_parse_text_as_markup(script: Path) -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|v-html|document\.write|\beval\(|new Function"
    assert re.findall(banned, script.read_text()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_ask_no_other_host(script: Path) -> None:
    addresses = re.findall(r"https?://[\w.]+", script.read_text())
    assert set(addresses) <= {"http://www.w3.org"}


def test_no_element_is_given_markup_as_an_attribute() -> None:
    """Vue sets attributes of these names as properties, which would be read as markup."""
    banned = r"inner_?HTML|outer_?HTML|srcdoc"
    assert [m for m in MODULES if re.search(banned, m.read_text(), re.IGNORECASE)] == []


def test_no_property_is_evaluated_in_the_browser() -> None:
    """NiceGUI evaluates a property whose name begins with a colon."""
    assert [m for m in MODULES if re.search(r'props\(.*:\w+=|props\[":', m.read_text())] == []
