"""Plug-ins of another program, run as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.imports import import_recipe
from fetchers.portals.imports.invoice_radar import ACTIONS as KNOWN
from fetchers.portals.plugins.running import ACTIONS
from fetchers.portals.plugins.values import filled, filled_script, fits
from fetchers.portals.recipe import read_recipe
from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals.plugged import SET, TABLE, Plugged, plugin
from tests.portals.sites import DOCS, PASSWORD

browsing = [pytest.mark.e2e, pytest.mark.slow]


def actions_in(told: Any) -> set[str]:
    """All actions that stand anywhere in a plug-in."""
    if isinstance(told, dict):
        own = {told["action"]} if "action" in told else set()
        return own.union(*map(actions_in, told.values()))
    return set().union(*map(actions_in, told)) if isinstance(told, (list, tuple)) else set()


def test_the_set_uses_every_action_that_the_format_has() -> None:
    used = set().union(
        *(actions_in(plugin("o", *steps, **more)) for steps, more, _ in SET.values())
    )
    assert used == set(KNOWN) == set(ACTIONS)
    assert len(used) == 24


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=browsing, id=name.replace(" ", "-")) for name in SET]
)
def test_a_plugin_runs_to_its_documents(farm: Farm, name: str) -> None:
    steps, more, numbers = SET[name]
    site = Plugged()
    origin = farm.serve(site)
    imported = import_recipe(json.dumps(plugin(origin, *steps, **more)))
    result = farm.visit(origin, imported.recipe)
    assert result.outcome.code is OutcomeCode.OK, (result.outcome, result.problems)
    brought = {one.listing.number: one for one in result.documents}
    assert set(brought) == set(numbers)
    if name != "a page to print":
        files = {doc.number: doc.pdf for doc in DOCS}
        assert all(one.path.read_bytes() == files[number or ""] for number, one in brought.items())
    assert all(one.listing.day and one.listing.amount for one in result.documents)
    kinds = {one.listing.kind for one in result.documents if one.listing.number == "CRN-2001"}
    assert kinds <= {DocumentKind.CREDIT_NOTE}
    assert (site.log["posts"], site.log["paid"]) == (1, 0)


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize(
    ("documents", "step", "code"),
    [
        ({"action": "extractAll", "selector": "tr.gone", "timeout": 100}, "getDocuments", "BROKEN"),
        ({"action": "fliesToTheMoon"}, "getDocuments.1", "BROKEN"),
        ({"action": "runJs", "script": "throw 1"}, "getDocuments.1", "BROKEN"),
        ({"action": "click", "selector": "a[href='/pay']"}, "getDocuments.1", "BROKEN"),
        ({"action": "promptOptionSelection", "config": "team"}, "", "AMBIGUOUS"),
        (
            {"action": "downloadPdf", "url": "/file/INV-1001", "document": {"id": "", "date": "x"}},
            "getDocuments.1",
            "BROKEN",
        ),
    ],
)
def test_what_a_plugin_can_not_do_is_named(
    farm: Farm, documents: dict[str, Any], step: str, code: str
) -> None:
    site = Plugged()
    origin = farm.serve(site)
    result = farm.visit(origin, import_recipe(json.dumps(plugin(origin, documents))).recipe)
    assert result.outcome.code.value.endswith(code), result.outcome
    assert result.outcome.facts.get("step", "") == step
    assert site.log["paid"] == 0
    assert not result.complete


@pytest.mark.e2e
@pytest.mark.slow
def test_an_empty_list_is_proven_by_the_portals_own_words(farm: Farm) -> None:
    origin = farm.serve(Plugged(docs=()))
    steps = ({"action": "navigate", "url": "/invoices"}, {**TABLE[2], "timeout": 100})
    result = farm.visit(origin, import_recipe(json.dumps(plugin(origin, *steps))).recipe)
    assert result.outcome.code is OutcomeCode.OK_EMPTY, result.outcome


@pytest.mark.e2e
@pytest.mark.slow
def test_a_script_sees_neither_the_pages_variables_nor_is_it_seen(farm: Farm) -> None:
    origin = farm.serve(Plugged())
    probe = {"action": "runJs", "script": "window.mine = 1; typeof app.textContent"}
    check = {"action": "waitForCondition", "script": "window.theirs === undefined", "timeout": 100}
    steps = ({"action": "navigate", "url": "/app"}, probe, check, *TABLE)
    result = farm.visit(origin, import_recipe(json.dumps(plugin(origin, *steps))).recipe)
    assert result.outcome.code is OutcomeCode.OK, result.outcome


def test_what_breaks_the_schema_is_a_warning_and_never_dropped() -> None:
    odd = {"action": "click", "selector": "a", "humanize": 1, "currency": "EUR"}
    told = plugin("https://a.example", *TABLE, odd, {"action": "later"}, theme="dark")
    told["configSchema"] = {
        "team": {"type": "string", "required": True},
        "password": {"type": "password", "default": "hunter2-from-a-plugin"},
    }
    imported = import_recipe(json.dumps(told))
    warned = " | ".join(imported.warnings)
    for part in (
        "theme",
        "humanize",
        "later is no known action",
        "plugin.config.team",
        "runs code",
    ):
        assert part in warned
    assert imported.secrets_removed == 1
    assert "hunter2" not in imported.recipe
    recipe = read_recipe(imported.recipe)
    assert recipe.plugin is not None
    assert [dict(one) for one in recipe.plugin.documents] == told["getDocuments"]


@pytest.mark.parametrize(
    ("url", "pattern", "fitting"),
    [
        ("https://a.example/b/c", "https://a.example/*/c", True),
        ("https://a.example/b/d/c", "https://a.example/*/c", False),
        ("https://a.example/b/d/c", "https://a.example/**", True),
        ("https://a.example/b/", "/b", True),
        ("https://a.example/b?x=1#y", "/b", True),
        ("https://a.example/bc", "/b", False),
        ("https://evil.example/https://a.example/b", "https://a.example/b", False),
    ],
)
def test_addresses_fit_their_patterns(url: str, pattern: str, *, fitting: bool) -> None:
    assert fits(url, pattern) is fitting


def test_a_value_within_a_string_can_not_end_it() -> None:
    variables = {"name": "O'Brien', alert(1), '", "rows": [{"a": 1}], "n": 3}
    assert filled_script("'{{name}}' !== ''", variables) == "'O\\'Brien\\', alert(1), \\'' !== ''"
    assert filled_script("{{rows}}[0]", variables) == '([{"a": 1}])[0]'
    assert filled_script("f({{n}}, {{gone}})", variables) == "f(3, undefined)"
    assert filled("{{rows.0.a}}", variables) == 1
    assert filled("x{{name}}", {"name": None}) == "x"


@given(st.text(max_size=40))
def test_no_value_leaves_its_string(value: str) -> None:
    for mark in "'\"":
        script = filled_script(f"{mark}{{{{v}}}}{mark}", {"v": value})
        inner = script[1:-1].replace("\\\\", "").replace(f"\\{mark}", "")
        assert mark not in inner
        assert "\n" not in inner


def test_no_password_is_part_of_an_imported_plugin() -> None:
    assert PASSWORD not in import_recipe(json.dumps(plugin("https://a.example", *TABLE))).recipe
