"""A portal on disk: the answers of one visit, kept without secrets, and played back offline.

A fixture is a folder: `answers.json` lists what was asked and answered, in order; each body is a
file named by its SHA-256. Request bodies and cookies are not kept, and no text that was typed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from playwright.sync_api import BrowserContext, Error, Response, Route

from fetchers.portals.fence import Fence
from fetchers.portals.scrubbing import scrubbed

ANSWERS: Final = "answers.json"
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_KEPT_HEADERS: Final = ("content-type", "content-disposition", "location")
_LARGEST: Final = 20 * 1024 * 1024  # bytes of one body
_HIDDEN: Final = re.compile(
    r"(<input\b(?=[^>]*type=[\"']?hidden)[^>]*\bvalue=)(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE
)
_TEXT: Final = ("text/", "json", "javascript", "xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a portal; `body` names its file."""

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: str = ""

    @property
    def asked(self) -> tuple[str, str]:
        """What it answers."""
        return self.method, _plain(self.url)


def _plain(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(fragment=""))


@dataclass(slots=True)
class Recording:
    """Listens to a visit and keeps what the portal answered."""

    folder: Path
    fence: Fence
    taken: list[tuple[Answer, bytes]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    searched: range = range(0)

    @contextmanager
    def searching(self) -> Iterator[None]:
        """A time in which the way is looked for: what is asked again later is kept from then."""
        began = len(self.taken)
        yield
        self.searched = range(began, len(self.taken))

    def listen(self, context: BrowserContext) -> None:
        """Nothing comes back: from now on every answer is heard."""

        def hear(response: Response) -> None:
            if self.fence.allows(response.url):
                # at once: the browser forgets a body when the page is left
                body = _body(response) if _is_page(response) else b""
                told = Answer(
                    response.request.method, response.url, response.status, _known(response.headers)
                )
                self.taken.append((told, body))

        context.on("response", hear)

    def plain(self, url: str, status: int, headers: Mapping[str, str], content: bytes) -> None:
        """Nothing comes back: an answer that no page heard is kept."""
        self.taken.append((Answer("GET", url, status, _known(headers)), content))

    def file(self, url: str, content: bytes) -> None:
        """Nothing comes back: the bytes of a download, which no answer holds, are kept.

        A file that the page made itself (blob:) is what its last answer without a body held.
        """
        if url.startswith("blob:"):
            url = next((one.url for one, body in reversed(self.taken) if not body), url)
        self.files[_plain(url)] = content

    def write(self, secrets: tuple[str, ...]) -> None:
        """Nothing comes back: all that was heard lies in the folder, without the secrets."""
        self.folder.mkdir(parents=True, exist_ok=True)
        answers = [self._kept(one, body, secrets) for one, body in self._needed()]
        told = json.dumps([asdict(one) for one in answers if one], indent=1)
        (self.folder / ANSWERS).write_text(scrubbed(told, secrets), encoding="utf-8")

    def _needed(self) -> list[tuple[Answer, bytes]]:
        """What was heard, without the pages of the search that the visit then came to again.

        A page may carry addresses that are good once: those that were really asked for are later.
        """
        later = {one.asked for one, _ in self.taken[self.searched.stop :]}
        return [
            (one, body)
            for at, (one, body) in enumerate(self.taken)
            if at not in self.searched or one.asked not in later
        ]

    def _kept(self, answer: Answer, body: bytes, secrets: tuple[str, ...]) -> Answer | None:
        content = self.files.get(_plain(answer.url)) or body
        if len(content) > _LARGEST:
            return None
        if any(kind in answer.headers.get("content-type", "") for kind in _TEXT):
            content = _without_secrets(content, secrets)
        name = hashlib.sha256(content).hexdigest() if content else ""
        if name:
            (self.folder / name).write_bytes(content)
        return replace(answer, body=name)


def _known(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name in _KEPT_HEADERS}


def _without_secrets(content: bytes, secrets: tuple[str, ...]) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return scrubbed(_HIDDEN.sub(r'\1""', text), secrets).encode()


def _is_page(response: Response) -> bool:
    """Whether an answer is shown rather than downloaded: a download's body never comes this way.

    What a page asks for by script is its own to read, whatever it is.
    """
    if response.request.resource_type in ("xhr", "fetch"):
        return response.status not in _REDIRECTS
    kind = response.headers.get("content-type", "")
    attached = "attachment" in response.headers.get("content-disposition", "")
    return response.status not in _REDIRECTS and not attached and any(one in kind for one in _TEXT)


def _body(response: Response) -> bytes:
    try:
        return response.body()
    except Error:  # a redirect has none, and a download keeps it to itself
        return b""


class Replay:
    """Answers a visit's requests from a fixture; what was not recorded is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: dict[tuple[str, str], deque[Answer]] = defaultdict(deque)
        told: list[dict[str, Any]] = json.loads((folder / ANSWERS).read_text("utf-8"))
        for one in told:
            answer = Answer(**one)
            self._answers[answer.asked].append(answer)

    def answer(self, url: str) -> tuple[int, Mapping[str, str], bytes] | None:
        """Status, headers and bytes of the answer to a GET; None where none was recorded."""
        found = self._next(("GET", _plain(url)))
        return None if found is None else (found.status, found.headers, self._bytes(found))

    def attach(self, context: BrowserContext) -> None:
        """Nothing comes back: from now on every request is answered from the folder."""
        context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        answer = self._next((route.request.method, _plain(route.request.url)))
        target = self._target(answer) if answer else None
        if target is not None:
            self._send_on(route, target)
        elif answer is not None:
            self._fulfil(route, answer)
        else:
            route.abort("namenotresolved")

    def _next(self, asked: tuple[str, str]) -> Answer | None:
        waiting = self._answers.get(asked)
        if not waiting:
            return None
        return waiting.popleft() if len(waiting) > 1 else waiting[0]

    @staticmethod
    def _target(answer: Answer) -> str | None:
        place = answer.headers.get("location")
        return urljoin(answer.url, place) if place and answer.status in _REDIRECTS else None

    def _send_on(self, route: Route, target: str) -> None:
        """A redirect: Chromium would follow it past us, so a page leads on, or the file is here."""
        waiting = self._answers.get(("GET", _plain(target)))
        if waiting and not waiting[0].headers.get("content-type", "").startswith("text/html"):
            following = waiting[0]
            if self._target(following) is None:
                self._fulfil(route, following)
                return
        hop = f"<script>location.replace({json.dumps(target)})</script>"
        route.fulfill(status=200, content_type="text/html", body=hop)

    def _fulfil(self, route: Route, answer: Answer) -> None:
        body = self._bytes(answer)
        route.fulfill(status=answer.status, headers=dict(answer.headers), body=body)

    def _bytes(self, answer: Answer) -> bytes:
        return (self._folder / answer.body).read_bytes() if _is_digest(answer.body) else b""


def _is_digest(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", name) is not None
