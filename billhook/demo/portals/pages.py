"""HTML of the portals: escaped text in a shell whose colours are the supplier's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Final

_NAMED: Final = re.compile(r'\b(class|id|for)="([^"]*)"')

BASE_CSS: Final = files(__package__).joinpath("portal.css").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and face of a portal, with style rules of its own."""

    accent: str
    bar: str
    bar_ink: str = "#ffffff"
    paper: str = "#f5f7f8"
    face: str = "Helvetica, Arial, sans-serif"
    rounding: str = "6px"
    css: str = ""

    @property
    def style(self) -> str:
        """The style sheet."""
        values = {
            "accent": self.accent,
            "bar": self.bar,
            "bar-ink": self.bar_ink,
            "paper": self.paper,
            "face": self.face,
            "round": self.rounding,
        }
        variables = ";".join(f"--{name}:{value}" for name, value in values.items())
        return f":root{{{variables}}}{BASE_CSS}{self.css}"


@dataclass(frozen=True, slots=True)
class Menu:
    """The entries of a portal's menu: (label, path). `here` is the path of the page shown."""

    entries: Sequence[tuple[str, str]] = ()
    here: str = ""

    def html(self) -> str:
        """The menu's links."""
        links = (
            f'<a href="{escape(path)}"{self._mark(path)}>{escape(label)}</a>'
            for label, path in self.entries
        )
        return f'<nav class="menu">{"".join(links)}</nav>' if self.entries else ""

    def _mark(self, path: str) -> str:
        return ' class="here"' if path == self.here else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a portal. `body` and `foot` are HTML, all other texts are plain."""

    language: str
    brand: str
    title: str
    body: str
    look: Look
    menu: Menu = Menu()
    foot: str = ""

    def html(self, *, redesigned: bool) -> str:
        """The whole page; redesigned: other class names and ids, the menu below the content."""
        menu = self.menu.html()
        above, below = ("", menu) if redesigned else (menu, "")
        html = (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<link rel="icon" href="data:,">'
            f"<title>{escape(self.title)} · {escape(self.brand)}</title>"
            f"<style>{self.look.style}</style></head><body>"
            '<header class="top"><div class="inner">'
            f'<span class="brand">{escape(self.brand)}</span>'
            f'{above}</div></header><main class="main">{self.body}</main>'
            f'<footer class="foot">{below}{self.foot}</footer></body></html>'
        )
        return _renamed(html) if redesigned else html


def _renamed(html: str) -> str:
    """The page with every class and id renamed, in markup, style and script alike."""
    names = {name for _, value in _NAMED.findall(html) for name in value.split()}
    html = _NAMED.sub(_renamed_attribute, html)
    for name in sorted(names):
        html = re.sub(rf"(?<=[.#]){re.escape(name)}(?![\w-])", _new_name(name), html)
    return html


def _renamed_attribute(match: re.Match[str]) -> str:
    attribute, value = match.groups()
    return f'{attribute}="{" ".join(_new_name(name) for name in value.split())}"'


def _new_name(name: str) -> str:
    return f"x{len(name)}-{name[::-1]}"


def row(cells: Sequence[str], tag: str = "td", kind: str = "") -> str:
    """A table row of HTML cells; a cell that begins with ">" holds an amount."""
    tags = (
        (f'{tag} class="amount"', cell[1:]) if cell.startswith(">") else (tag, cell)
        for cell in cells
    )
    inner = "".join(f"<{opening}>{text}</{tag}>" for opening, text in tags)
    return f"<tr{_kind(kind)}>{inner}</tr>"


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
