"""A window and a shortcut of its own on a desktop: Billhook without the browser's bars."""

from __future__ import annotations

import shutil
import subprocess
import webbrowser
from importlib.resources import files
from pathlib import Path
from typing import Final

from model.errors import WrongInput

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_APPLICATIONS: Final = Path("applications")
_ICONS: Final = Path("icons/hicolor/scalable/apps")
_ENTRY: Final = """\
[Desktop Entry]
Type=Application
Name=Billhook
Comment=The inbox for accounts payable
Exec={command}
Icon=billhook
Terminal=false
Categories=Office;Finance;
StartupWMClass=billhook
"""


def open_window(address: str) -> None:
    """Show an address in a window of its own, or in the browser where none can be had."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        webbrowser.open(address)
        return
    subprocess.Popen(  # noqa: S603 - a browser of this machine, and an address of ours
        [found, f"--app={address}", "--class=billhook"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def make_shortcut(program: Path, data: Path, share: Path) -> Path:
    """The shortcut, now among the user's applications (XDG's folder of data is `share`).

    Raises:
        WrongInput: the program or the data folder has a name that no shortcut can hold.
    """
    words = [str(program), "up", "--window", "--data", str(data)]
    entry = share / _APPLICATIONS / "billhook.desktop"
    written = _ENTRY.format(command=" ".join(map(_quoted, words)))
    icon = share / _ICONS / "billhook.svg"
    for file, content in (
        (icon, files("ui").joinpath("theme", "favicon.svg").read_bytes()),
        (entry, written.encode()),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return entry


def _quoted(word: str) -> str:
    r"""A word of Exec: quoted, and % doubled (Desktop Entry Specification 1.5, section 6)."""
    if not word.isprintable():
        raise WrongInput(f"{word!r} can't stand in a shortcut; name another folder.")
    for letter in '\\"`$':
        word = word.replace(letter, f"\\{letter}")
    # the whole value is a string of its own, in which a backslash is written twice
    return f'"{word}"'.replace("\\", "\\\\").replace("%", "%%")
