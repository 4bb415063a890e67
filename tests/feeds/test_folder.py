from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from feeds import deliver
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from tests.feeds.parcels import CONTENT, HOSTILE, PARCEL, destination, parcel

pytestmark = pytest.mark.slow

NAME = "Quill-Vale-Muller_RE-2026-104_2026-10-14"


def into(folder: Path) -> Destination:
    return destination(DestinationKind.FOLDER, path=str(folder))


def stored(folder: Path, ending: str) -> Path:
    (file,) = folder.glob(f"*{ending}")
    return file


def test_the_file_and_its_facts_lie_side_by_side(tmp_path: Path, clock: FixedClock) -> None:
    taken = deliver(into(tmp_path), PARCEL, None, clock=clock)
    file, facts = stored(tmp_path, ".pdf"), json.loads(stored(tmp_path, ".json").read_bytes())
    assert file.read_bytes() == CONTENT
    assert taken.reference == file.name
    assert file.name.startswith(f"{NAME}_")
    assert len(list(tmp_path.iterdir())) == 2
    assert facts["sha256"] == PARCEL.sha256
    assert (facts["gross"], facts["net"], facts["currency"]) == ("1928.64", "1620.71", "EUR")
    assert (facts["date"], facts["due_date"]) == ("2026-10-14", "2026-11-13")
    assert (facts["supplier"], facts["number"]) == ("Quill & Vale Müller", "RE-2026/104")
    assert (facts["kind"], facts["po_number"], facts["account"]) == ("invoice", "PO-48213", "77-1")
    assert facts["fields"] == {"currency": "EUR"}


def test_the_same_parcel_again_is_already_there(tmp_path: Path, clock: FixedClock) -> None:
    first = deliver(into(tmp_path), PARCEL, None, clock=clock)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    again = deliver(into(tmp_path), PARCEL, None, clock=clock)
    assert again.reference == first.reference
    assert "was there already" in again.detail
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before


def test_two_parcels_of_one_name_are_two_files(tmp_path: Path, clock: FixedClock) -> None:
    for key in ("a1", "b2"):
        deliver(into(tmp_path), parcel(key=key), None, clock=clock)
    assert len(list(tmp_path.glob("*.pdf"))) == 2


def test_another_file_of_that_name_is_never_overwritten(tmp_path: Path, clock: FixedClock) -> None:
    deliver(into(tmp_path), PARCEL, None, clock=clock)
    file = stored(tmp_path, ".pdf")
    file.write_bytes(b"somebody else's")
    with pytest.raises(DestinationRefused, match="with other content"):
        deliver(into(tmp_path), PARCEL, None, clock=clock)
    assert file.read_bytes() == b"somebody else's"


def test_links_are_followed_nowhere(tmp_path: Path, clock: FixedClock) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside"
    folder.mkdir()
    deliver(into(folder), PARCEL, None, clock=clock)
    file = stored(folder, ".pdf")
    file.rename(outside)
    file.symlink_to(outside)
    with pytest.raises(DestinationRefused):
        deliver(into(folder), PARCEL, None, clock=clock)
    file.unlink()
    (folder / f".{file.name}.part").symlink_to(outside)
    with pytest.raises(DestinationUnreachable):
        deliver(into(folder), PARCEL, None, clock=clock)
    assert outside.read_bytes() == CONTENT


@pytest.mark.parametrize("text", HOSTILE)
def test_no_foreign_text_leads_out_of_the_folder(
    tmp_path: Path, clock: FixedClock, text: str
) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    number = text if text.strip() else "1"
    taken = deliver(into(folder), parcel(supplier=text, number=number), None, clock=clock)
    assert sorted(tmp_path.rglob("*.pdf")) == [folder / taken.reference]
    assert taken.reference.isascii()
    assert not taken.reference.startswith((".", "-"))


def test_an_xml_invoice_keeps_its_ending(tmp_path: Path, clock: FixedClock) -> None:
    deliver(into(tmp_path), parcel(media_type="application/xml"), None, clock=clock)
    assert stored(tmp_path, ".xml").read_bytes() == CONTENT


def test_a_folder_that_is_not_there_is_never_made(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(DestinationUnreachable, match="is not there"):
        deliver(into(tmp_path / "share"), PARCEL, None, clock=clock)
    assert not (tmp_path / "share").exists()


def test_a_destination_without_a_folder_is_named(clock: FixedClock) -> None:
    with pytest.raises(SettingsInvalid, match="set its path"):
        deliver(destination(DestinationKind.FOLDER), PARCEL, None, clock=clock)


_KILLED = """
import os, signal, sys
from pathlib import Path
from feeds import deliver, folder
from model.clock import SystemClock
from tests.feeds.parcels import PARCEL
from tests.feeds.test_folder import into
step = sys.argv[2]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if step == "write": os.fsync = die
if step == "rename": Path.rename = die
if step == "sidecar":
    write = folder._write
    folder._write = lambda file, content: die() if file.suffix == ".json" else write(file, content)
deliver(into(Path(sys.argv[1])), PARCEL, None, clock=SystemClock())
"""


@pytest.mark.parametrize("step", ["write", "rename", "sidecar"])
def test_killed_at_any_step_it_leaves_no_half_file_and_ends_well(
    tmp_path: Path, clock: FixedClock, step: str
) -> None:
    root = Path(__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), step], cwd=root, check=False
    )
    assert killed.returncode == -9
    assert all(file.read_bytes() == CONTENT for file in tmp_path.glob("*.pdf"))
    assert list(tmp_path.glob("*.json")) == []
    deliver(into(tmp_path), PARCEL, None, clock=clock)
    assert stored(tmp_path, ".pdf").read_bytes() == CONTENT
    assert json.loads(stored(tmp_path, ".json").read_bytes())["key"] == PARCEL.key
    assert len(list(tmp_path.iterdir())) == 2
