from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from model.views import STATUSES

UI = Path(__file__).parents[2] / "ui"
THEME = UI / "theme"
SHEET = (THEME / "theme.css").read_text()
SHEETS = SHEET + "".join(
    (THEME / name).read_text() for name in ("screens.css", "charts.css", "phone.css")
)
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)", SHEET)
}
GROUNDS = ("bg", "surface", "surface-2", "sel", "hover", "grey-soft")
TEXTS = ("text", "text-2", "text-3")
STATES = ("red", "amber", "blue", "green", "violet")
PAIRS = [
    *product(TEXTS, GROUNDS),
    *product(STATES, GROUNDS),
    *((state, f"{state}-soft") for state in STATES),
    *product(("text", "text-2"), (f"{state}-soft" for state in STATES)),
    ("accent-ink", "accent-soft"),
    *product(("accent-ink",), GROUNDS),
    ("on-accent", "accent"),
    ("surface", "text"),
]


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(ch * 2 for ch in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


def test_the_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_components_use_tokens_and_no_colours_of_their_own() -> None:
    below = SHEETS.split("/* ---------- base")[1]
    colours = re.findall(r"#[0-9a-f]{3,8}\b", re.sub(r"/\*.*?\*/", "", below, flags=re.DOTALL))
    # paper stays paper in both themes, and the logo's gradient ends in its own blue
    assert sorted(set(colours)) == ["#0a4a6b", "#4e4f4a", "#fff"]


def test_no_style_comes_from_another_host() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", SHEETS)
    assert addresses
    assert all((THEME / address).is_file() for address in addresses)
    assert "@import" not in SHEETS


def test_row_heights_of_sheet_and_list_agree() -> None:
    script = (UI / "components" / "record_list.js").read_text()
    assert "this.wide ? 30 : 46" in script
    assert re.search(r"\.rl-row \{[^}]*height: 30px", SHEETS)
    assert re.search(r"\.rl:not\(\.wide\) \.rl-row \{ height: 46px", SHEETS)


def test_every_glyph_that_is_used_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (THEME / "icons.svg").read_text()))
    sources = "\n".join(path.read_text() for path in UI.rglob("*.py"))
    used = set(re.findall(r'(?:icon\(|glyph=|Place\("[^"]*", "[^"]*", )"([\w-]+)"', sources))
    assert len(used) > 15
    assert used <= sprite


def test_fonts_and_glyphs_come_with_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE" in (THEME / "licences" / "inter-OFL.txt").read_text()
    assert "ISC License" in (THEME / "licences" / "lucide-ISC.txt").read_text()


def test_every_status_has_a_look() -> None:
    looks = set(re.findall(r"\.st-(\w+)", SHEETS))
    assert set(STATUSES) <= looks
