"""The recovery kit as a person keeps it: lines for a terminal, or a page to print."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Final

from vault import Recovery

_WHAT: Final = (
    "This code opens the vault when every other key is lost. It is shown this once. Keep it on"
    " paper, away from this computer and from its backups: whoever has it and a copy of the vault"
    " reads everything."
)
_HOW: Final = "billhook vault slots add file --file new.key --recovery"
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Recovery kit</title>
<style>
@page {{ size: A4; margin: 25mm }}
body {{ font: 12pt/1.5 serif; color: #000 }}
code {{ font: 12pt monospace }}
.code {{ font: bold 17pt/2 monospace; border: 1pt solid; padding: 6mm; text-align: center }}
</style>
<h1>Recovery kit</h1>
<p>Vault: <code>{vault}</code><br>Made: {made}</p>
<p class="code">{code}</p>
<p>{what}</p>
<p>To open the vault with it: <code>{how}</code></p>
<p>Checked on ____________________ by ____________________</p>
</html>
"""


def text(kit: Recovery, vault: str, made: date) -> str:
    """The kit for a terminal."""
    code = kit.code.reveal()
    return (
        f"\nRecovery kit of the vault {vault}, made {made}\n\n    {code}\n\n{_WHAT}\n"
        f"To open the vault with it: {_HOW}\n"
    )


def page(kit: Recovery, vault: str, made: date) -> str:
    """The kit as HTML for one printed page; it loads nothing."""
    code = "<br>".join(escape(group) for group in kit.code.reveal().split("-"))
    return _PAGE.format(vault=escape(vault), made=made, code=code, what=_WHAT, how=_HOW)
