"""The tutorial of recipes is run as it stands, command by command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.test_peers import started
from tests.docs.pages import DOCS, fenced

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
PAGE = DOCS / "recipe-tutorial.md"


def test_every_step_of_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    steps = "\n".join(block.text for block in fenced((PAGE,)) if block.language == "sh")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with started(tmp_path / "demo" / "peers"):
        done = subprocess.run(
            ["bash", "-eux", "-o", "pipefail", "-c", steps],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=1700,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    said = {
        name: json.loads((tmp_path / f"{name}.json").read_text()) for name in ("first", "second")
    }
    assert said["first"]["outcome"] == said["second"]["outcome"] == "OK"
    brought = [{one["sha256"] for one in visit["documents"]} for visit in said.values()]
    assert brought[0] <= brought[1]  # the portal posts one more after the first sign-in
    (checked,) = json.loads((tmp_path / "check.json").read_text())
    assert (checked["ok"], checked["tier"]) == (True, "silver")
