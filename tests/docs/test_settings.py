"""Every setting, rule and variable of the environment stands in the documents."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields

from billhook.settings import Settings
from feeds.registry import WAYS
from model.deliveries import DestinationKind
from pipeline.rules import RULES
from tests.docs.pages import DOCS, PAGES, ROOT, prove_made, read, rows, section

PAGE = DOCS / "settings.md"


def test_every_key_of_billhook_toml_stands_there_with_its_default() -> None:
    told = {
        cells[0].strip("`"): cells[1].strip("`")
        for cells in rows(section(read(PAGE), "billhook.toml"))
    }
    known = {
        field.name: list(field.default) if isinstance(field.default, tuple) else field.default
        for field in fields(Settings)
        if field.name != "data"
    }
    assert told == {name: json.dumps(default) for name, default in known.items()}
    for name, default in told.items():
        assert tomllib.loads(f"{name} = {default}") == {name: known[name]}


def test_every_rule_stands_there_with_its_default() -> None:
    made = "".join(f"| `{rule.name}` | {rule.default} | {rule.text} |\n" for rule in RULES.values())
    prove_made(PAGE, "rules", f"| rule | default | meaning |\n|---|---|---|\n{made}")


def test_every_variable_of_the_environment_stands_there() -> None:
    told = set(re.findall(r"`([A-Z_]+)`", section(read(PAGE), "Environment")))
    sources = [*ROOT.glob("*/**/*.py"), ROOT / "run", ROOT / "test", *ROOT.glob("scripts/*.sh")]
    code = "\n".join(file.read_text("utf-8") for file in sources if ".venv" not in file.parts)
    asked = set(re.findall(r"""environ(?:\.get\(|\[)["']([A-Z_]+)["']""", code))
    ours = {name for name in asked if name.startswith("BILLHOOK_")}
    assert ours
    assert ours <= told
    assert {"CREDENTIALS_DIRECTORY", "DISPLAY", "WAYLAND_DISPLAY"} <= told & asked


def test_every_demanded_setting_of_a_destination_stands_in_the_documents() -> None:
    text = "\n".join(map(read, PAGES))
    for kind in DestinationKind:
        assert f"`{kind.value}`" in text, kind
        for name in WAYS[kind].settings:
            assert re.search(rf"`{name}`|--set {name}=", text), (kind, name)
