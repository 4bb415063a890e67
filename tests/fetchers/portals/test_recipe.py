"""The language of recipes: strict, with the line and the remedy where something is wrong."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.recipe import read_recipe, schema, write_recipe
from model.documents import DocumentKind
from model.errors import RecipeInvalid
from tests.portals import recipes

GOOD = recipes.table("https://portal.example")


def complaint(text: str) -> str:
    with pytest.raises(RecipeInvalid) as wrong:
        read_recipe(text, origin="acme.yaml")
    return wrong.value.message


def test_a_recipe_is_read_with_all_its_parts() -> None:
    recipe = read_recipe(GOOD)
    assert recipe.origins == ("https://portal.example",)
    assert recipe.lists[0].columns.named().keys() == {"number", "day", "amount", "kind"}
    assert recipe.lists[0].kinds == {
        "Invoice": DocumentKind.INVOICE,
        "Credit note": DocumentKind.CREDIT_NOTE,
    }


@pytest.mark.parametrize(
    "lists", [recipes.TABLE_LIST, recipes.SPA_LIST, recipes.DETAIL_LIST, recipes.STATEMENT_LIST]
)
def test_writing_and_reading_gives_the_same_recipe(lists: str) -> None:
    recipe = read_recipe(recipes.table("https://portal.example", lists=lists))
    assert read_recipe(write_recipe(recipe)) == recipe


def test_every_recipe_of_the_demo_company_is_valid() -> None:
    folder = resources.files("billhook.demo") / "recipes"
    names = [one.name for one in folder.iterdir() if (one / "recipe.yaml").is_file()]
    assert len(names) == 10
    for name in names:
        assert read_recipe((folder / name / "recipe.yaml").read_text("utf-8"), origin=name).lists


def test_an_unknown_key_is_named_with_its_line() -> None:
    text = GOOD.replace("    empty: [css=p.empty]", "    emty: [css=p.empty]")
    line = text.splitlines().index("    emty: [css=p.empty]") + 1
    assert complaint(text).startswith(f"acme.yaml:{line}: lists.0.emty: this key is unknown")


def test_a_missing_key_is_named() -> None:
    assert "dates: this key is missing" in complaint(GOOD.replace("dates: dmy\n", ""))


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("[css=p.count]", "[p.count]", "begins with one of"),
        ("[css=p.count]", "['css=a >> css=b']", "not chained"),
        ("[css=p.count]", "['internal:control=enter-frame']", "begins with one of"),
        ("[css=p.count]", "[javascript:alert(1)]", "begins with one of"),
        ("https://portal.example", "https://portal.example/path", "without a path"),
        ("https://portal.example", "file:///etc/passwd", "without a path"),
        ("currency: EUR", "currency: euro", "pattern"),
        ("dates: dmy", "dates: maybe", "dmy"),
        ("kind: invoice", "kind: money", "invoice"),
        ("    kinds: {Invoice: invoice, Credit note: credit_note}\n", "", "belong together"),
        ("number: {header: [Number]}", "number: {header: [N], at: [css=a]}", "one of header"),
        ("billhook_recipe: 1", "billhook_recipe: 2", "1"),
        ("document: {link: [css=a.pdf]}", "document: {}", "one of link"),
    ],
)
def test_what_the_language_does_not_have_is_refused(was: str, is_now: str, says: str) -> None:
    assert was in GOOD
    message = complaint(GOOD.replace(was, is_now, 1))
    assert message.startswith("acme.yaml:")
    assert says in message


def test_a_pattern_must_be_a_regular_expression() -> None:
    text = GOOD.replace("{at: [css=p.count]}", "{at: [css=p.count], pattern: '('}")
    assert "regular expression" in complaint(text)


def test_says_takes_only_what_a_page_can_say() -> None:
    assert "a page can't say OK" in complaint(GOOD + "says: {OK: [fine]}\n")


def test_a_small_text_can_not_grow() -> None:
    bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert "no aliases" in complaint(bomb)
    assert "at most" in complaint("x" * 300_000)


def test_tags_of_python_are_no_yaml_of_ours() -> None:
    assert "YAML" in complaint("a: !!python/object/apply:os.system ['true']")


@given(st.text(max_size=300))
def test_any_text_is_a_recipe_or_refused(text: str) -> None:
    with pytest.raises(RecipeInvalid):
        read_recipe(text)


def test_the_schema_knows_every_key() -> None:
    told = json.dumps(schema())
    assert all(f'"{key}"' in told for key in ("billhook_recipe", "sign_in", "json", "kinds"))


DOCS = Path(__file__).parents[3] / "docs"


def test_the_published_schema_is_the_language() -> None:
    assert json.loads((DOCS / "recipe.schema.json").read_text("utf-8")) == schema()


def test_the_recipe_in_the_documentation_is_valid() -> None:
    page = (DOCS / "recipes.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert read_recipe(example).lists[0].name == "invoices"


def test_every_key_is_documented() -> None:
    page = (DOCS / "recipes.md").read_text("utf-8")
    for name, facts in schema()["$defs"].items():
        for key in facts.get("properties", {}):
            assert f"`{key}`" in page or f"{key}:" in page, f"{name}.{key}"
