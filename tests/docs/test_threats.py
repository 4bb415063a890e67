"""The page of threats names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security" / "threats.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_of_threats_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    files = (ROOT / "tests").rglob("test_*.py")
    there = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())}
    assert len(named) > 80
    assert named <= there, sorted(named - there)


def test_every_threat_has_a_control_and_a_test() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("|")]
    attacks = [row for row in rows if row[0].strip() not in ("Attack", "---")]
    assert len(attacks) > 35
    for attack, control, tests in attacks:
        assert attack.strip()
        assert control.strip(), attack
        assert "`test_" in tests, attack
