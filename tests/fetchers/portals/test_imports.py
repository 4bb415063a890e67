"""Plug-ins and recordings of other programs, as recipes without secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.imports import import_recipe
from fetchers.portals.recipe import read_recipe
from model.documents import DocumentKind
from model.errors import RecipeInvalid
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals.sites import DOCS, PASSWORD, Site


def plugin(origin: str = "https://portal.example") -> dict[str, Any]:
    """A plug-in of our own making, in the other program's format."""
    return {
        "id": "farm",
        "name": "Farm",
        "homepage": origin,
        "autofill": {
            "username": {"selector": "input[name=user]"},
            "password": {"selector": "#signin input[type=password]"},
            "submit": {"selector": "#signin button"},
        },
        "configSchema": {"apiKey": {"type": "password", "default": "hunter2-from-a-plugin"}},
        "startAuth": [{"action": "navigate", "url": f"{origin}/login"}],
        "checkAuth": [{"action": "checkElementExists", "selector": "a[href='/logout']"}],
        "getDocuments": [
            {"action": "navigate", "url": f"{origin}/invoices"},
            {"action": "runJs", "script": "window.x = 1"},
            {
                "action": "extractAll",
                "selector": "table.docs tr.doc",
                "fields": {
                    "id": "td:nth-child(2)",
                    "date": "td:nth-child(1)",
                    "total": {"selector": "td:nth-child(5)", "transform": "v => v"},
                    "url": {"selector": "a.pdf", "attribute": "href"},
                },
                "pagination": {"selector": "a.next"},
                "forEach": [
                    {
                        "action": "downloadPdf",
                        "url": "{{item.url}}",
                        "document": {
                            "id": "{{item.id}}",
                            "date": "{{item.date}}",
                            "total": "{{item.total}}",
                        },
                    }
                ],
            },
        ],
    }


def recording(origin: str = "https://portal.example") -> dict[str, Any]:
    """A recording of our own making, in the format of Chrome's DevTools."""
    return {
        "title": "Farm",
        "steps": [
            {"type": "setViewport", "width": 1, "height": 1},
            {"type": "navigate", "url": f"{origin}/login"},
            {"type": "click", "selectors": [['aria/E-mail[role="textbox"]'], ["input[name=user]"]]},
            {
                "type": "change",
                "value": "ap@aldermoor.example",
                "selectors": [["aria/E-mail"], ["input[name='user']"]],
            },
            {
                "type": "change",
                "value": PASSWORD,
                "selectors": [["aria/Password"], ["input[name='password']"]],
            },
            {
                "type": "click",
                "selectors": [['aria/Sign in[role="button"]'], ["#signin button"]],
                "assertedEvents": [{"type": "navigation", "url": f"{origin}/home"}],
            },
            {"type": "click", "selectors": [["aria/Invoices"], ["text/Invoices"]]},
            {"type": "customStep", "name": "x", "parameters": {}},
        ],
    }


def test_a_plugin_becomes_a_recipe_with_its_list() -> None:
    imported = import_recipe(json.dumps(plugin()))
    recipe = read_recipe(imported.recipe)
    assert (imported.name, imported.origins) == ("Farm", ("https://portal.example",))
    assert recipe.sign_in.username == ("css=input[name=user]",)
    (part,) = recipe.lists
    assert part.kind is DocumentKind.INVOICE
    assert part.rows == ("css=table.docs tr.doc",)
    assert part.pages is not None
    assert part.document.link == ("css=a.pdf",)
    assert "hunter2" not in imported.recipe
    assert imported.secrets_removed == 1
    told = " | ".join(imported.warnings)
    assert "getDocuments[2]: runJs" in told
    assert "transform" in told
    assert "order of dates" in told


def test_a_recording_becomes_a_sign_in_without_what_was_typed() -> None:
    imported = import_recipe(json.dumps(recording()), name="My farm")
    recipe = read_recipe(imported.recipe)
    assert imported.name == "My farm"
    assert recipe.start == "https://portal.example/login"
    assert "label=E-mail" in recipe.sign_in.username
    assert "css=input[name='password']" in recipe.sign_in.password
    assert recipe.sign_in.submit[0] == 'role=button[name="Sign in"]'
    assert recipe.lists == ()
    assert imported.secrets_removed == 1
    for typed in (PASSWORD, "ap@aldermoor.example"):
        assert typed not in imported.recipe
        assert typed not in " ".join(imported.warnings)
    assert any(one.startswith("steps[7]") for one in imported.warnings)
    assert any("customStep" in one for one in imported.warnings)


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("make", [plugin, recording])
def test_an_imported_recipe_visits_the_portal(farm: Farm, make: Any) -> None:
    origin = farm.serve(Site())
    imported = import_recipe(json.dumps(make(origin)))
    result = farm.visit(origin, imported.recipe)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert len(result.documents) == len(DOCS)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "{", '{"steps": []}', '{"getDocuments": [], "startAuth": 1}', "[" * 9999],
)
def test_what_is_neither_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RecipeInvalid) as wrong:
        import_recipe(text)
    assert wrong.value.message.endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20) | st.sampled_from(["navigate", "click"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "startAuth": JSON,
            "getDocuments": JSON,
            "steps": st.lists(
                st.dictionaries(st.sampled_from(["type", "url", "selectors", "action"]), JSON)
            ),
            "autofill": JSON,
            "homepage": st.just("https://a.example") | JSON,
            "configSchema": JSON,
            "name": JSON,
        },
    )
)
def test_any_json_is_imported_or_refused(told: dict[str, Any]) -> None:
    try:
        imported = import_recipe(json.dumps(told))
    except RecipeInvalid:
        return
    assert read_recipe(imported.recipe).name == imported.name
