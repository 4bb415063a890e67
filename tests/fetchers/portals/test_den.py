"""The script that starts Chromium."""

from __future__ import annotations

import subprocess
from pathlib import Path

from fetchers.portals.den import den


def test_parts_that_no_visit_needs_are_left_out_beside_what_the_driver_leaves_out(
    tmp_path: Path,
) -> None:
    said = launched(tmp_path, "--headless", "--disable-features=One,Two", "--a=b c", "--pipe")
    assert said[0] == "--headless"
    assert said[1].startswith("--disable-features=One,Two,WebUIOmniboxPopup,")
    assert said[2:] == ["--a=b c", "--pipe"]


def test_what_stands_in_a_switch_is_no_command(tmp_path: Path) -> None:
    switch = "--user-agent=$(touch gone); 'x' \"y\" *"
    assert launched(tmp_path, switch) == [switch]


def launched(folder: Path, *switches: str) -> list[str]:
    """What a program gets that is started in Chromium's place."""
    echo = folder / "echo"
    echo.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    with den() as home:
        script = home.launcher.read_text().splitlines()
        script[-1] = f'exec {echo} "$@"'
        home.launcher.write_text("\n".join(script))
        echo.chmod(0o755)
        said = subprocess.run(
            [str(home.launcher), *switches], capture_output=True, text=True, check=True, cwd=folder
        )
    assert sorted(path.name for path in folder.iterdir()) == ["echo"]
    return said.stdout.splitlines()
