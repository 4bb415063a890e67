"""What the peers of accounting systems share: books, faults at any step, and a cut line.

A peer is written from its system's published specification, never from our side of the line: it
refuses what the real one refuses, and knows no more than a request says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse


class Refusal(Exception):
    """The peer says no, with its system's status and body."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.response = JSONResponse(body, status)


class LineCut(Exception):
    """The server's side of a line that breaks in the middle of an answer."""


def cut() -> Response:
    """An answer that never comes whole: the request was taken, and nobody hears of it."""

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        raise LineCut

    return StreamingResponse(half(), headers={"content-length": "1000"})


@dataclass(frozen=True)
class Fault:
    """What happens to one request: `taken` says that it is done all the same."""

    answer: Response | None = None
    taken: bool = False


CUT = Fault(taken=True)
DOWN = Fault(Response(status_code=503))
BUSY = Fault(Response(status_code=429, headers={"retry-after": "77"}))
ENDED = Fault(Response(status_code=401))


@dataclass(frozen=True)
class Supplier:
    """A supplier as the books hold it."""

    id: str
    name: str
    vat_id: str = ""


@dataclass(frozen=True)
class Entry:
    """A bill as a person sees it in the books; sums are what is owed."""

    id: str
    number: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    currency: str
    files: tuple[bytes, ...]


QUILL = Supplier("sup-1", "Quill & Vale Müller", "DE284175635")


@dataclass
class Peer(ABC):
    """One company's books.

    `skew` is what it makes of taxes beside what they are; so many looks at its bills as `blind`
    says show nothing yet.
    """

    suppliers: list[Supplier] = field(default_factory=lambda: [QUILL])
    rates: dict[str, Decimal] = field(
        default_factory=lambda: {"VAT 19": Decimal(19), "VAT 7": Decimal(7)}
    )
    skew: Decimal = Decimal(0)
    blind: int = 0
    faults: dict[int, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """The answer to one request, or what befalls it."""
        fault = self.faults.pop(len(self.asked), Fault(taken=True))
        self.asked.append(f"{request.method} {request.url.path}")
        is_cut = fault is CUT
        if not fault.taken:
            return fault.answer or cut()
        try:
            said = await self.handle(request)
        except Refusal as refusal:
            said = refusal.response
        return cut() if is_cut else said

    def sees(self) -> bool:
        """Whether a look at the bills shows them."""
        self.blind -= 1
        return self.blind < 0

    @abstractmethod
    async def handle(self, request: Request) -> Response:
        """The answer to one request. Raises Refusal."""

    @abstractmethod
    def entries(self) -> list[Entry]:
        """The bills that count, oldest first."""

    @abstractmethod
    def enter_by_hand(self, number: str) -> None:
        """A bill that a person typed."""

    @abstractmethod
    def delete_all(self) -> None:
        """A person deletes every bill."""


def need(condition: object, status: int, body: Any) -> None:
    """Raises Refusal where a condition does not hold."""
    if not condition:
        raise Refusal(status, body)
