"""Bundles of visits that went wrong: packed into one file of the file store, and read again."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from model.errors import BillhookError, FileMissing
from model.forensics import BUNDLE_FILES, PICTURE, STORY, TEXT, RunStory, Story
from model.outcomes import Outcome
from model.plain import from_plain, to_plain
from pipeline.rules import Rules
from pipeline.works import Works
from storage import runs, suppliers
from storage.store import Store, Tx

OUTCOME: Final = "outcome.json"
_BUNDLE: Final = "bundle.zip"
_LARGEST: Final = 20 * 1024 * 1024  # bytes of one file in a bundle
_SHOWN: Final = 4_000  # characters of a page's text
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # a ZIP's own zero: the bundle says nothing of our clock


def keep(works: Works, run_id: str, folder: Path, outcome: Outcome) -> None:
    """Keep what a visit left in its evidence folder; nothing where it left nothing."""
    found = [folder / name for name in BUNDLE_FILES]
    kept = {path.name: path.read_bytes() for path in found if _is_kept(path)}
    if not kept:
        return
    told = {"run": run_id, **_facts(outcome)}
    kept[OUTCOME] = json.dumps(told, indent=1).encode()
    sha256 = works.store.files.put(_packed(kept))
    with works.store.begin() as tx:
        runs.note_evidence(tx, run_id, sha256, _BUNDLE)


def story(store: Store, run_id: str) -> RunStory:
    """How a visit went. Raises RecordMissing."""
    with store.read() as tx:
        run = runs.get(tx, run_id)
        portal = suppliers.portal(tx, run.portal_id)
        files = _unpacked(store, tx, run_id)
    outcome = run.outcome
    return RunStory(
        run_id=run.id,
        portal=portal.name,
        why=run.why,
        sentence=outcome.sentence if outcome else "",
        code=outcome.code.value if outcome else "",
        started=run.started,
        finished=run.finished,
        story=_story(files.get(STORY)),
        text=files.get(TEXT, b"").decode("utf-8", errors="replace")[:_SHOWN],
        files=tuple(sorted(files)),
    )


def bundle(store: Store, run_id: str) -> bytes:
    """All that was kept of a visit, as a ZIP. Raises RecordMissing, FileMissing."""
    with store.read() as tx:
        runs.get(tx, run_id)
        kept = runs.bundle(tx, run_id, _BUNDLE)
    if kept is None:
        raise FileMissing("Nothing was kept of this visit, or not any more.")
    return store.files.get(kept)


def picture(store: Store, run_id: str) -> bytes:
    """The picture of the page that a visit ended on. Raises FileMissing."""
    with store.read() as tx:
        found = _unpacked(store, tx, run_id).get(PICTURE)
    if found is None:
        raise FileMissing("There is no picture of this visit.")
    return found


def forget(store: Store) -> int:
    """How many bundles were older than the company's rule keeps them, and are gone.

    The run's id stands in a bundle, so that no other file of the store has its bytes.
    """
    with store.files.removing() as may:
        if not may:  # a backup is being made; there is a next time
            return 0
        with store.begin() as tx:
            before = tx.now() - timedelta(days=Rules.of(tx).evidence_days)
            gone = runs.forget_evidence(tx, before, _BUNDLE)
        for sha256 in gone:
            store.files.remove(sha256)
        return len(gone)


def _is_kept(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST


def _facts(outcome: Outcome) -> dict[str, object]:
    return {"outcome": outcome.code.value, "facts": to_plain(outcome.facts)}


def _packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _unpacked(store: Store, tx: Tx, run_id: str) -> dict[str, bytes]:
    kept = runs.bundle(tx, run_id, _BUNDLE)
    if kept is None:
        return {}
    try:
        content = store.files.get(kept)
    except BillhookError:  # the story is told without what is missing; the download says so
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def _story(told: bytes | None) -> Story:
    """The story that a visit's process has written; it met the portal, so its word is checked."""
    try:
        return from_plain(Story, json.loads(told)) if told else Story()
    except (ValueError, TypeError, KeyError, AttributeError):
        return Story()
