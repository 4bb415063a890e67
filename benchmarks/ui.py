"""The inbox over 100,000 documents in a real browser, beside NiceGUI's own AG Grid page.

Both show the same store to the same Chromium in the same run. The reference is AG Grid's infinite
rows, fetched by plain requests without any sign-in or guard: its fastest way. `--data FILE` may
name a file with another number of documents in it.

Ours is the processor time of the page's main thread for one step to the next row. The details have
the rest, each with its reference: first rows in a browser that has nothing of the page yet and in
one that has, a jump into the middle until its rows are drawn, and what one more client costs the
server. A search is timed from the last letter to the rows that fit, and a change from a worker's
commit to the row that shows it, with 1, 5 and 25 pages open, with what it costs the server.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import which
from statistics import median
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks import Measured
from benchmarks.processes import family
from model.clock import SystemClock
from model.documents import DocumentFormat, DocumentKind, Reading, ReadState
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.money import Money
from model.people import Role
from model.secret import Secret
from model.suppliers import Supplier
from storage import documents, suppliers, users
from storage.store import Store
from tests.loopback import free_port
from vault.passwords import hashed

_DOCUMENTS: Final = 100_000
_SUPPLIERS: Final = 300
_BATCH: Final = 2_000
_STEPS: Final = 60
_ROUNDS: Final = 5
_CLIENTS: Final = 10
_NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
_PERSON: Final = "maya"
_STATUSES: Final = (*[DocumentStatus.DELIVERED] * 8, DocumentStatus.READY, DocumentStatus.REVIEW)
_READING: Final = Reading(DocumentKind.INVOICE, DocumentFormat.PDF, ReadState.READ)
_SIZE: Final = {"width": 1440, "height": 900}


_WATCHERS: Final = (1, 5, 25)
_PUSHES: Final = 20
_NUMBERS_TOO: Final = 700  # ms after which the numbers of a change have been counted too
_WATCH = """(words) => {
  const list = document.querySelector(".rl-space"), found = () => list.textContent.includes(words);
  window.seen = new Promise((done) => {
    const told = () => found() && (watcher.disconnect(), done(Date.now()));
    const watcher = new MutationObserver(told);
    watcher.observe(list, { subtree: true, childList: true, characterData: true });
    told();
  });
}"""


@dataclass(frozen=True, slots=True)
class _Board:
    """A served page with a long list: where it is, how its rows are found and moved over."""

    url: str
    rows: str
    scroller: str
    step: str
    pid: int
    sign_in: Callable[[BrowserContext], None]


def run(data: Path | None) -> Measured:
    """Milliseconds of main-thread processor time for one step to the next row."""
    number = int(data.read_text()) if data else _DOCUMENTS
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        begun = time.perf_counter()
        password = _filled(Path(folder), number)
        details: dict[str, object] = {
            "documents": number,
            "fill_seconds": round(time.perf_counter() - begun, 1),
        }
        chromium = playwright.chromium.launch(executable_path=_chromium())
        with _inbox(Path(folder), password) as ours, _grid(Path(folder)) as reference:
            found = {name: _measured(chromium, one) for name, one in _both(ours, reference)}
            details["search_ms"] = _search(chromium, ours)
            details["push_ms"] = _pushed(chromium, ours, Path(folder))
        chromium.close()
    for fact in found["ours"]:
        details[fact] = {name: found[name][fact] for name in found}
    step = "next_row_cpu_ms"
    return Measured("ui", found["ours"][step], found["reference"][step], "CPU ms a row", details)


def _both(ours: _Board, reference: _Board) -> tuple[tuple[str, _Board], ...]:
    return ("ours", ours), ("reference", reference)


def _measured(chromium: Browser, board: _Board) -> dict[str, float]:
    cold = [_first_rows(chromium, board)[0] for _ in range(_ROUNDS)]
    warm = [_first_rows(chromium, board)[1] for _ in range(_ROUNDS)]
    with _opened(chromium, board) as page:
        return {
            "first_rows_cold_ms": round(median(cold)),
            "first_rows_warm_ms": round(median(warm)),
            "next_row_cpu_ms": round(_steps(page, board), 2),
            "jump_ms": round(median(_jump(page, board, share) for share in (0.2, 0.5, 0.8))),
            "client_megabytes": round(_a_client(chromium, board), 2),
        }


def _first_rows(chromium: Browser, board: _Board) -> tuple[float, float]:
    """Milliseconds to the first row, without and with a cache."""
    context = chromium.new_context(viewport=_SIZE)  # type: ignore[arg-type]  # width and height
    board.sign_in(context)
    taken = []
    for _ in range(2):
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(board.url, wait_until="commit")
        page.wait_for_selector(board.rows)
        taken.append((time.perf_counter() - begun) * 1000)
        page.close()
    context.close()
    return taken[0], taken[1]


@contextmanager
def _opened(chromium: Browser, board: _Board) -> Iterator[Page]:
    context = chromium.new_context(viewport=_SIZE)  # type: ignore[arg-type]  # width and height
    board.sign_in(context)
    page = context.new_page()
    page.goto(board.url)
    page.wait_for_selector(board.rows)
    page.wait_for_timeout(1000)
    yield page
    context.close()


def _steps(page: Page, board: _Board) -> float:
    """Main-thread milliseconds of one step, keys held down as fast as a keyboard repeats."""
    page.locator(board.rows).first.click()
    page.wait_for_timeout(500)
    line = page.context.new_cdp_session(page)
    line.send("Performance.enable")
    before = _task_seconds(line.send("Performance.getMetrics"))
    for _ in range(_STEPS):
        page.keyboard.press(board.step)
        page.wait_for_timeout(33)
    after = _task_seconds(line.send("Performance.getMetrics"))
    return (after - before) * 1000 / _STEPS


def _task_seconds(said: dict[str, Any]) -> float:
    metrics = {one["name"]: float(one["value"]) for one in said["metrics"]}
    return metrics["TaskDuration"]


_JUMP: Final = """([scroller, rows, share]) => new Promise((done) => {
  const box = document.querySelector(scroller), begun = performance.now();
  box.scrollTop = box.scrollHeight * share;
  const look = () => {
    const frame = box.getBoundingClientRect();
    const drawn = [...document.querySelectorAll(rows)].filter((row) => {
      const place = row.getBoundingClientRect();
      return place.bottom > frame.top && place.top < frame.bottom && row.textContent.trim();
    });
    drawn.length > 5 ? done(performance.now() - begun) : requestAnimationFrame(look);
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
})"""


def _jump(page: Page, board: _Board, share: float) -> float:
    """Milliseconds from a jump to rows that have words."""
    taken: float = page.evaluate(_JUMP, [board.scroller, board.rows, share])
    page.wait_for_timeout(300)
    return taken


def _search(chromium: Browser, board: _Board) -> float:
    """Milliseconds from the last letter of a supplier's name to rows of it alone."""
    taken = []
    with _opened(chromium, board) as page:
        field = page.locator(".search input")
        for number in (17, 117, 217):
            name = _name(number)
            field.fill("")
            page.wait_for_timeout(600)
            field.press_sequentially(name[:-1], delay=20)
            begun = time.perf_counter()
            field.press_sequentially(name[-1])
            page.wait_for_function(_ALONE, arg=[board.rows, name])
            taken.append((time.perf_counter() - begun) * 1000)
    return round(median(taken))


_ALONE: Final = """([rows, name]) => {
  const shown = [...document.querySelectorAll(rows)].filter((row) => row.offsetHeight);
  return shown.length > 0 && shown.every((row) => row.textContent.includes(name));
}"""


def _a_client(chromium: Browser, board: _Board) -> float:
    """Megabytes by which the server grows with one more client."""
    before = _megabytes(board.pid)
    contexts = []
    for _ in range(_CLIENTS):
        context = chromium.new_context(viewport=_SIZE)  # type: ignore[arg-type]  # width and height
        contexts.append(context)
        board.sign_in(context)
        page = context.new_page()
        page.goto(board.url)
        page.wait_for_selector(board.rows)
    grown = _megabytes(board.pid) - before
    for context in contexts:
        context.close()
    return grown / _CLIENTS


def _pushed(chromium: Browser, board: _Board, folder: Path) -> dict[str, dict[str, float]]:
    """From a worker's commit to the changed row, with so many pages open at once.

    Milliseconds on all pages, and those of the server's processors for one change.
    """
    context = chromium.new_context(viewport=_SIZE)  # type: ignore[arg-type]  # width and height
    board.sign_in(context)
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=SystemClock())
    pages: list[Page] = []
    found = {}
    for watchers in _WATCHERS:
        while len(pages) < watchers:
            pages.append(context.new_page())
            pages[-1].goto(board.url)
            pages[-1].wait_for_selector(board.rows)
        pages[0].wait_for_timeout(3000)
        found[f"{watchers} pages"] = _pushes(pages, store, board.pid)
    store.close()
    context.close()
    return found


def _pushes(pages: Sequence[Page], store: Store, pid: int) -> dict[str, float]:
    with store.read() as tx:
        held = documents.get(tx, _document(3).id)  # no page shows it, only its row
    idle = _idle(pages[0], pid)
    taken: list[float] = []
    used = 0.0
    for turn in range(_PUSHES):
        words = f"Pushed {turn} to {len(pages)}."
        for page in pages:
            page.evaluate(_WATCH, words)
        begun, before = time.perf_counter(), _busy(pid)
        with store.begin() as tx:
            documents.set_status(tx, held.id, held.status, words)
        committed = SystemClock().now().timestamp() * 1000
        taken += [page.evaluate("window.seen") - committed for page in pages]
        pages[0].wait_for_timeout(_NUMBERS_TOO)
        used += _busy(pid) - before - idle * (time.perf_counter() - begun)
    ranked = sorted(taken)
    return {
        "median": round(median(taken)),
        "p95": round(ranked[int(len(ranked) * 0.95)]),
        "server_cpu_ms_a_change": round(used * 1000 / _PUSHES, 1),
    }


def _idle(page: Page, pid: int) -> float:
    """The share of a processor that the server takes while nothing changes."""
    begun, before = time.perf_counter(), _busy(pid)
    page.wait_for_timeout(3000)
    return (_busy(pid) - before) / (time.perf_counter() - begun)


def _busy(pid: int) -> float:
    """The processor seconds that a server and its children have taken."""
    said = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in family(pid))
    return sum(int(one[11]) + int(one[12]) for one in said) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int) -> float:
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


# -- what is shown -----------------------------------------------------------------------------


def _filled(folder: Path, number: int) -> Secret:
    """The password of a person in a data folder with so many documents."""
    password = Secret(secrets.token_urlsafe())
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=SystemClock())
    with store.begin() as tx:
        users.add(tx, _PERSON, "Maya Okafor", Role.CLERK, hashed(password))
        for at in range(_SUPPLIERS):
            suppliers.add(tx, Supplier(f"s{at}", f"Supplier {_name(at)}"))
    for begin in range(0, number, _BATCH):
        with store.begin() as tx:
            for at in range(begin, min(begin + _BATCH, number)):
                source = DocumentSource(Channel.MAIL, f"m{at}", "by mail", _NOON)
                documents.add(tx, _document(at), _READING, source)
    store.close()
    return password


def _name(supplier: int) -> str:
    """What no other supplier's name holds, nor any number."""
    return f"Q{supplier:03}Z"


def _document(at: int) -> FiledDocument:
    gross = Money(Decimal(100 + at * 37 % 900_000) / 100, "EUR")
    return FiledDocument(
        id=f"d{at:07}",
        supplier_id=f"s{at % _SUPPLIERS}",
        account_id=None,
        kind=DocumentKind.INVOICE,
        number=f"RE-{2024 + at % 3}/{at:06}",
        day=date(2024, 1, 1) + timedelta(days=at % 1000),
        due=date(2024, 2, 1) + timedelta(days=at % 1000),
        gross=gross,
        net=None,
        po_number=None,
        iban=None,
        format=DocumentFormat.PDF,
        read_state=ReadState.READ,
        sha256=f"{at:064x}",
        media_type="application/pdf",
        status=_STATUSES[at % len(_STATUSES)],
        note="",
        received=_NOON - timedelta(minutes=7 * at),
    )


@contextmanager
def _inbox(folder: Path, password: Secret) -> Iterator[_Board]:
    """The real dashboard on the data folder."""
    port = free_port()
    command = ("-m", "billhook.web", "--data", str(folder), "--port", str(port))

    def sign_in(context: BrowserContext) -> None:
        said: dict[str, str | float | bool] = {"name": _PERSON, "password": password.reveal()}
        home = f"http://127.0.0.1:{port}"
        context.request.post(f"{home}/login", form=said, headers={"origin": home})

    with _serving(port, *command) as pid:
        url = f"http://127.0.0.1:{port}/?view=all"
        yield _Board(url, ".rl-row:not(.ghost)", ".rl-scroll", "j", pid, sign_in)


@contextmanager
def _grid(folder: Path) -> Iterator[_Board]:
    """AG Grid over the same store."""
    port = free_port()
    with _serving(port, "-m", "benchmarks.ui_grid", str(folder), str(port)) as pid:
        yield _Board(
            f"http://127.0.0.1:{port}/",
            ".ag-center-cols-container .ag-row:not(.ag-row-loading)",
            ".ag-body-viewport",
            "ArrowDown",
            pid,
            lambda _context: None,
        )


@contextmanager
def _serving(port: int, *command: str) -> Iterator[int]:
    process = subprocess.Popen((sys.executable, *command), stdin=subprocess.PIPE)
    try:
        _await(f"http://127.0.0.1:{port}/health", process)
        yield process.pid
    finally:
        assert process.stdin
        process.stdin.close()  # its end is the server's end
        process.wait(30)


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"The server at {url} has ended by itself.")
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server at {url} does not answer.")


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(path for name in names if (path := which(name)))
