"""What the import of a recording leaves in the data folder."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

from click.testing import CliRunner

from billhook.cli import billhook
from tests.fetchers.portals.test_imports import recording
from tests.portals.sites import PASSWORD


def test_no_recorded_password_is_left_in_the_data_folder(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "recording.json"
    told = recording()
    told["title"] = f"Sign in with {PASSWORD}"
    file.write_text(json.dumps(told), "utf-8")
    arguments = ["portals", "import", str(file), "--name", "Farm", "--data", str(data)]
    result = CliRunner().invoke(billhook, arguments)
    assert result.exit_code == 0, result.output
    said = json.loads(result.output)
    assert (said["name"], said["secrets_removed"]) == ("Farm", 1)
    assert Path(said["recipe"]).is_relative_to(data)
    kept = b"".join(one.read_bytes() for one in data.rglob("*") if one.is_file())
    kept += result.output.encode()
    plain = PASSWORD.encode()
    for written in (plain, base64.b64encode(plain), quote(PASSWORD).encode(), b"aldermoor"):
        assert written not in kept
