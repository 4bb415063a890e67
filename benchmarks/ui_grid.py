"""NiceGUI's own AG Grid page over a data folder: what the inbox is measured against.

python -m benchmarks.ui_grid FOLDER PORT
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final

os.environ["NICEGUI_STORAGE_PATH"] = tempfile.mkdtemp(prefix="billhook-bench-")

from nicegui import app, ui

from model.clock import SystemClock
from model.views import InboxQuery
from storage import screens
from storage.store import Store
from ui.rows import inbox_row

_COLUMNS: Final = ("title", "number", "word", "note", "due", "amount", "currency")
_SOURCE: Final = """{getRows: (asked) =>
  fetch(`/rows?start=${asked.startRow}&end=${asked.endRow}`)
    .then((answer) => answer.json())
    .then((found) => asked.successCallback(found.rows, found.total))}"""


def main(folder: Path, port: int) -> None:
    """Serve until standard input ends."""
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=SystemClock())
    threading.Thread(target=_leave, daemon=True).start()

    @app.get("/health")
    def health() -> str:
        return "fine"

    @app.get("/rows")
    def rows(start: int, end: int) -> dict[str, Any]:
        with store.read() as tx:
            page = screens.inbox(tx, InboxQuery(view="all"), start, end)
        now = SystemClock()
        return {
            "total": page.total,
            "rows": [inbox_row(row, now.today()) for row in page.rows],
        }

    @ui.page("/")
    def grid() -> None:
        ui.query(".nicegui-content").classes("w-full h-screen p-0")
        ui.aggrid(
            {
                "columnDefs": [{"field": name} for name in _COLUMNS],
                "rowModelType": "infinite",
                "rowHeight": 30,
                ":datasource": _SOURCE,
            }
        ).classes("w-full h-full")

    ui.run(host="127.0.0.1", port=port, show=False, reload=False, tailwind=False)


def _leave() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ in {"__main__", "__mp_main__"}:
    main(Path(sys.argv[1]), int(sys.argv[2]))
