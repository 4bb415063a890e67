"""Foreign bytes, read in a limited child: what a document does never reaches the caller.

Reading gets a fresh child for every document; page images and validation keep one warm child each,
replaced as soon as it fails. Limits: memory, CPU and wall-clock time, files, no network.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from model import errors
from model.documents import Box, DocumentFormat, DocumentKind, Reading, ReadState
from model.errors import DocumentDamaged, DocumentRefused, DocumentTooLarge, ReadingTimedOut
from model.memory import Lesson, Printed, Taught
from parsers.hints import NO_HINTS, Hints, Validation
from parsers.safety import frames, gate, wire
from parsers.safety.fence import Limits

READING: Final = Limits()
PAGES: Final = Limits(cpu_seconds=5, wall_seconds=10.0)
RULES: Final = Limits(address_space=None, data=2 * 2**30, cpu_seconds=20, wall_seconds=40.0)
RECOGNISING: Final = Limits(address_space=None, data=3 * 2**30, cpu_seconds=120, wall_seconds=300.0)
DRAWING: Final = Limits(cpu_seconds=120, wall_seconds=180.0)
DANGERS: Final = Limits(cpu_seconds=20, wall_seconds=30.0)
_START_SECONDS: Final = 60.0

_STATES: Final[dict[type[DocumentRefused], ReadState]] = {
    errors.PasswordNeeded: ReadState.NEEDS_PASSWORD,
    errors.DocumentDamaged: ReadState.DAMAGED,
    errors.DocumentTooLarge: ReadState.TOO_LARGE,
    errors.DocumentUnsafe: ReadState.UNSAFE,
    errors.FormatUnknown: ReadState.UNKNOWN_FORMAT,
    errors.ReadingTimedOut: ReadState.TIMED_OUT,
}


def read_safely(content: bytes, hints: Hints = NO_HINTS, *, limits: Limits = READING) -> Reading:
    """All that could be read; never raises for what a document does, that is the state."""
    try:
        data = run_limited("parsers.reader:read_plain", content, wire.encode(hints), limits=limits)
        reading = wire.decode(Reading, data)
        return _recognised(content, hints, reading) if _is_scan(reading) else reading
    except DocumentRefused as refusal:
        return _refused(content, refusal)


def parts_safely(content: bytes) -> tuple[bytes, ...]:
    """The invoices of a file, each as a file of its own; the file itself where that can't be told.

    See `parsers.invoices.parts`: equal bytes give equal parts.
    """
    if not gate.may_be_several(content):
        return (content,)
    try:
        found = run_limited("parsers.invoices.parts:split", content)
    except DocumentRefused:
        return (content,)  # reading it says what is wrong with it
    return tuple(bytes(one) for one in found)


def joined_safely(contents: Sequence[bytes]) -> tuple[tuple[int, ...], bytes]:
    """Which of these PDFs are one document, in its order, and the whole; none where none are.

    See `parsers.invoices.joins`: equal bytes give equal wholes.
    """
    try:
        found = run_limited("parsers.invoices.joins:join", *contents)
    except DocumentRefused:
        return (), b""  # reading each says what is wrong with it
    return (tuple(found["files"]), bytes(found["content"])) if found else ((), b"")


def _is_scan(reading: Reading) -> bool:
    """Whether a document is pictures, and there is something to recognise them with."""
    pictured = reading.format in {DocumentFormat.PDF, DocumentFormat.IMAGE}
    return reading.state is ReadState.NO_TEXT and pictured and _recognises()


def _recognises() -> bool:
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def _recognised(content: bytes, hints: Hints, unread: Reading) -> Reading:
    """The reading of a scan; where recognising it fails, why, for a person."""
    try:
        data = run_limited(
            "parsers.paper.scans:read_plain", content, wire.encode(hints), limits=RECOGNISING
        )
        return wire.decode(Reading, data)
    except DocumentRefused as refusal:
        return replace(unread, detail=f"{refusal.message} Enter the values by hand.")


def learn_safely(content: bytes, lesson: Lesson) -> Taught:
    """What a PDF and what a person said about it teach; raises DocumentRefused for no PDF."""
    data = run_limited("parsers.memory.lesson:learn_plain", content, wire.encode(lesson))
    return wire.decode(Taught, data)


def places_safely(content: bytes) -> Mapping[str, tuple[Printed, ...]]:
    """What stands on the pages that could be a field's value, by field, likeliest first.

    Raises DocumentRefused; nothing is found in what has no pages with text.
    """
    data = run_limited("parsers.memory.pointing:find_plain", content)
    return {
        str(name): tuple(wire.decode(Printed, one) for one in every)
        for name, every in dict(data).items()
    }


def xml_inside(content: bytes) -> str:
    """The e-invoice inside a PDF as text; raises DocumentRefused where there is none."""
    found = run_limited("parsers.einvoice.hybrid:attached_xml", content)
    return gate.text(bytes(found))


def validate_safely(content: bytes) -> Validation:
    """The verdict of the official rules; raises DocumentRefused for what is no e-invoice."""
    return wire.decode(Validation, _RULES.run("parsers.einvoice.rules:validate_plain", content))


def faults_safely(xml: bytes) -> tuple[str, ...]:
    """What schema and rules say against an e-invoice that was written here; see `parsers.writing`.

    Raises DocumentRefused where it could not be checked.
    """
    found = _RULES.run("parsers.writing.proof:faults", xml)
    return tuple(str(one) for one in found)


def hybrid_safely(page: bytes, xml: bytes, day: str) -> bytes:
    """A PDF or a picture as PDF/A-3 with an e-invoice inside; see `parsers.writing.hybrid`.

    Raises DocumentRefused where the page can't be opened.
    """
    return bytes(run_limited("parsers.writing.hybrid:embed", page, xml, day, limits=DRAWING))


def dangers(content: bytes, name: str) -> tuple[str, ...]:
    """What in a file could run, flood the machine or hide; see `parsers.safety.dangers`.

    Raises DocumentRefused where it could not be looked through.
    """
    return tuple(str(one) for one in _DANGERS.run("parsers.safety.dangers:find", content, name))


def page_image(content: bytes, page: int, scale: float = 2.0) -> bytes:
    """One page as PNG; pages count from 1, scale 1 is 72 dots an inch."""
    return bytes(_PAGES.run("parsers.paper.pages:image", content, page, scale))


def page_words(content: bytes, page: int) -> tuple[tuple[str, Box], ...]:
    """The words of one page with their boxes, in reading order."""
    data = _PAGES.run("parsers.paper.pages:words", content, page)
    return tuple((text, Box(*box)) for text, *box in data)


def text_of(content: bytes) -> str:
    """A page of HTML, or a text, as lines of words; see `parsers.paper.markup.shown`."""
    return str(_PAGES.run("parsers.paper.markup:shown", content))


def page_sizes(content: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points, as it is shown."""
    return tuple((w, h) for w, h in _PAGES.run("parsers.paper.pages:sizes", content))


def run_limited(
    function: str | Callable[..., Any], *arguments: Any, limits: Limits = READING
) -> Any:
    """What an importable function returns for these arguments, run in a fresh limited child.

    Arguments and result are JSON values and bytes. The function is named `module:name`, or given
    itself.

    Raises:
        DocumentRefused: the named situation, also where the child died or took too long.
        BillhookError: what the function raised of Billhook's own errors.
    """
    child = _Child(limits)
    try:
        return child.ask(function, *arguments)
    finally:
        child.close()


class _Child:
    """One forked child of the zygote, for one job or for several of the same kind."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._link, theirs = socket.socketpair()
        with theirs:
            _ZYGOTE.fork(theirs)
        self._link.settimeout(_START_SECONDS)
        self._pid = int(frames.receive(self._link)["pid"])

    def ask(self, function: str | Callable[..., Any], *arguments: Any) -> Any:
        """The result of one job."""
        order = {
            "function": function if isinstance(function, str) else _path(function),
            "arguments": list(arguments),
            "limits": asdict(self._limits),
        }
        try:
            return _result(self._exchange(order))
        except TimeoutError as late:
            self._kill()
            raise ReadingTimedOut from late
        except (ValueError, UnicodeDecodeError, OSError) as broken:
            self._kill()
            raise DocumentDamaged from broken

    def close(self) -> None:
        """Let the child end."""
        self._link.close()

    def _exchange(self, order: dict[str, Any]) -> Any:
        watch = threading.Timer(self._limits.wall_seconds, self._kill)
        watch.daemon = True
        watch.start()
        self._link.settimeout(self._limits.wall_seconds + 5)
        try:
            frames.send(self._link, order)
            return self._receive()
        except (BrokenPipeError, ConnectionResetError):
            return self._receive()  # the child died early: its exit status is still to be read
        finally:
            watch.cancel()

    def _receive(self) -> Any:
        return frames.receive(
            self._link,
            most_json=self._limits.json_bytes,
            most_bytes=self._limits.result_bytes,
        )

    def _kill(self) -> None:
        try:
            os.kill(self._pid, signal.SIGKILL)
        except ProcessLookupError:
            return


class _Warm:
    """A child kept for work that repeats; replaced after a failure or when it has served enough."""

    _ENOUGH: Final = 500

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._owner = 0
        self._served = 0

    def run(self, function: str, *arguments: Any) -> Any:
        """The result of one job; one at a time."""
        with self._lock:
            child = self._ready()
            try:
                return child.ask(function, *arguments)
            except (ReadingTimedOut, DocumentTooLarge, DocumentDamaged):
                self._drop()
                raise

    def _ready(self) -> _Child:
        if self._owner != os.getpid() or self._served >= self._ENOUGH:
            self._drop()
        if self._child is None:
            self._child, self._owner, self._served = _Child(self._limits), os.getpid(), 0
            atexit.register(self._drop)
        self._served += 1
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


class _Zygote:
    """The process that is forked for every job; started at the first one, once a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def fork(self, job: socket.socket) -> None:
        """Hand this socket to a new child."""
        with self._lock:
            if (
                self._owner != os.getpid()
                or self._process is None
                or self._process.poll() is not None
            ):
                self._start()
            assert self._control is not None  # noqa: S101 - _start has just set it
            socket.send_fds(self._control, [b"j"], [job.fileno()])

    def _start(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control, theirs = socket.socketpair()
        with theirs:
            # Nothing of this process's environment goes along: it may hold what a document must
            # never see. The import path does, since -I knows no working directory.
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-I", "-c", _BOOT, str(theirs.fileno()), *sys.path],
                pass_fds=[theirs.fileno()],
                env={"LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
            )
        self._owner = os.getpid()
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the process; also called when the interpreter ends."""
        if self._owner != os.getpid() or self._process is None or self._control is None:
            return
        self._control.close()
        self._process.terminate()
        self._process.wait(5)
        self._process = None


_BOOT: Final = """\
import socket, sys
sys.path[:] = sys.argv[2:]
from parsers.safety.zygote import serve
serve(socket.socket(fileno=int(sys.argv[1])))
"""
_ZYGOTE: Final = _Zygote()
_PAGES: Final = _Warm(PAGES)
_RULES: Final = _Warm(RULES)
_DANGERS: Final = _Warm(DANGERS)


def _path(function: Callable[..., Any]) -> str:
    return f"{function.__module__}:{function.__qualname__}"


def _result(message: Any) -> Any:
    """What a child's message means: a result, a refusal, or its death."""
    if isinstance(message, dict) and "result" in message:
        return message["result"]
    if isinstance(message, dict) and "error" in message:
        kind = getattr(errors, str(message["error"]), DocumentDamaged)
        raise kind(str(message["message"]))
    code = message.get("exit") if isinstance(message, dict) else None
    if code in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM}:
        raise ReadingTimedOut
    raise DocumentDamaged("The file makes its reader fail; ask the supplier for another copy.")


def _refused(content: bytes, refusal: DocumentRefused) -> Reading:
    try:
        form = gate.recognise(content)
    except DocumentRefused:
        form = DocumentFormat.UNKNOWN
    return Reading(
        kind=DocumentKind.OTHER,
        format=form,
        state=_STATES.get(type(refusal), ReadState.DAMAGED),
        detail=refusal.message,
    )
