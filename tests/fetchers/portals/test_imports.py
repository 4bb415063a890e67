"""Plug-ins and recordings of other programs, as recipes without secrets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.imports import import_recipe
from fetchers.portals.recipe import read_recipe
from model.errors import RecipeInvalid
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals.sites import DOCS, PASSWORD, Site


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


def test_a_recording_becomes_a_sign_in_without_what_was_typed() -> None:
    imported = import_recipe(json.dumps(recording()), name="My farm")
    recipe = read_recipe(imported.recipe)
    assert imported.name == "My farm"
    assert recipe.start == "https://portal.example/login"
    assert "label=E-mail" in recipe.sign_in.username
    assert "css=input[name='password']" in (recipe.sign_in.password or ())
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
def test_a_recording_replays_though_the_first_selector_of_each_step_is_broken(farm: Farm) -> None:
    origin = farm.serve(Site())
    told = recording(origin)
    for step in told["steps"]:
        if step.get("selectors"):
            step["selectors"].insert(0, ["#renamed-since-then"])
    imported = import_recipe(json.dumps(told))
    assert read_recipe(imported.recipe).sign_in.submit[0] == "css=#renamed-since-then"
    result = farm.visit(origin, imported.recipe)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert len(result.documents) == len(DOCS)


KINDS = {
    "aria": (["aria/Password"], "label=Password"),
    "aria with a role": (['aria/Sign in[role="button"]'], 'role=button[name="Sign in"]'),
    "css": (["#signin > button"], "css=#signin > button"),
    "xpath": (["xpath///*[@id='p']"], "xpath=//*[@id='p']"),
    "pierce": (["pierce/#signin button"], "css=#signin button"),
    "text": (["text/Sign in"], "text=Sign in"),
    "through shadow trees": (["x-login", "pierce/x-field", "input"], "css=x-login x-field input"),
    "deep": (["x-login >>>> input"], "css=x-login input"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_selector_is_taken_over(kind: str) -> None:
    selector, wanted = KINDS[kind]
    told = recording()
    told["steps"][4]["selectors"] = [selector, ["input[name=password]"]]
    sign_in = read_recipe(import_recipe(json.dumps(told)).recipe).sign_in
    assert wanted in (sign_in.password or ())


def test_what_was_typed_stands_nowhere_in_what_is_written(tmp_path: Path) -> None:
    told = recording("https://ap:C4nary-Pa55%20w%C3%B6rd!@portal.example")
    told["title"] = f"Log in with {PASSWORD}"
    told["steps"][1]["url"] += "?email=ap%40aldermoor.example"
    told["steps"][4]["selectors"] += [[f"aria/{PASSWORD}"], [f"text/{PASSWORD}"]]
    told["steps"][5]["selectors"].append([f"xpath///*[text()='{PASSWORD}']"])
    imported = import_recipe(json.dumps(told))
    (tmp_path / "recipe.yaml").write_text(imported.recipe, "utf-8")
    (tmp_path / "warnings").write_text("\n".join(imported.warnings), "utf-8")
    kept = "".join(one.read_text("utf-8") for one in tmp_path.iterdir())
    for typed in (PASSWORD, "C4nary", "aldermoor"):
        assert typed not in kept
    assert sum("holds what was typed" in one for one in imported.warnings) == 2


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
PARTS = ["type", "url", "selectors", "action", "assertedEvents", "value", "frame"]
ACTIONS = ["navigate", "change", "click"]


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "startAuth": JSON,
            "getDocuments": JSON,
            "steps": st.lists(
                st.dictionaries(st.sampled_from(PARTS), JSON | st.sampled_from(ACTIONS), max_size=5)
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
