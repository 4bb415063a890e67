"""Files documents as fast as it can, and says so only after they are safe; killed by test_crash."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from model.clock import SystemClock
from model.ids import new_id
from storage import audit, documents
from storage.store import Store
from tests.storage import samples


def main() -> None:
    folder = Path(sys.argv[1])
    store = Store.open(f"sqlite:///{folder}/billhook.sqlite", folder, clock=SystemClock())
    with store.begin() as tx:
        samples.found_company(tx)
    print("ready", flush=True)
    while True:
        document_id = new_id()
        sha256 = store.files.put(document_id.encode() * 500)
        filed = samples.invoice(document_id, number=document_id, sha256=sha256)
        with store.begin() as tx:
            documents.add(tx, filed, samples.READING, samples.BY_PORTAL)
            audit.note(tx, "", "filed", f"document:{document_id}")
            documents.update(tx, replace(filed, note="filed"))
        print(document_id, flush=True)


if __name__ == "__main__":
    main()
